window.YTD.community_tweet.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1768000000000000021"
          ],
          "editableUntil": "2024-03-14T18:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.com\" rel=\"nofollow\">App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "40"
      ],
      "favorite_count": "3",
      "id_str": "1768000000000000021",
      "truncated": false,
      "retweet_count": "1",
      "id": "1768000000000000021",
      "created_at": "Thu Mar 14 17:08:00 +0000 2024",
      "favorited": false,
      "full_text": "In a community: is cold brew tea at all?",
      "lang": "en",
      "community_id_str": "5"
    }
  }
]