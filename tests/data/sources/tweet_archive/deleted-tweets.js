window.YTD.deleted_tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1768000000000000099"
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
        "5"
      ],
      "favorite_count": "3",
      "id_str": "1768000000000000099",
      "truncated": false,
      "retweet_count": "1",
      "id": "1768000000000000099",
      "created_at": "Thu Mar 14 17:07:00 +0000 2024",
      "favorited": false,
      "full_text": "Gone.",
      "lang": "en"
    }
  }
]