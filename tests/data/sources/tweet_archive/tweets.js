window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1768000000000000011"
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
        "55"
      ],
      "favorite_count": "3",
      "id_str": "1768000000000000011",
      "truncated": false,
      "retweet_count": "1",
      "id": "1768000000000000011",
      "created_at": "Thu Mar 14 17:01:00 +0000 2024",
      "favorited": false,
      "full_text": "A1 Pots are for show, leaves are for drinking. #TeaChat",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1768000000000000012"
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
        "user_mentions": [
          {
            "name": "Mira",
            "screen_name": "mira_host",
            "indices": [
              "0",
              "10"
            ],
            "id_str": "7",
            "id": "7"
          }
        ],
        "urls": [
          {
            "url": "https://t.co/zzz",
            "expanded_url": "https://twitter.com/i/web/status/1768000000000000012",
            "display_url": "twitter.com/i/web/status/1…",
            "indices": [
              "260",
              "283"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "277"
      ],
      "favorite_count": "3",
      "id_str": "1768000000000000012",
      "truncated": false,
      "retweet_count": "1",
      "id": "1768000000000000012",
      "created_at": "Thu Mar 14 17:02:00 +0000 2024",
      "favorited": false,
      "full_text": "@mira_host A1 I tried five pots last winter, &amp; the cheapest one poured best because its lid sat tight and its spout was thin, which kept the stream narrow all the way down into the cup even when the pot was nearly empty and the leaves were crowding at the… https://t.co/zzz",
      "lang": "en",
      "in_reply_to_status_id_str": "1768000000000000001",
      "in_reply_to_status_id": "1768000000000000001",
      "in_reply_to_screen_name": "mira_host"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1768000000000000013"
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
        "31"
      ],
      "favorite_count": "3",
      "id_str": "1768000000000000013",
      "truncated": false,
      "retweet_count": "1",
      "id": "1768000000000000013",
      "created_at": "Thu Mar 14 17:03:00 +0000 2024",
      "favorited": false,
      "full_text": "RT @vera_k: Agree with this one",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "id": "x",
      "full_text": null
    }
  }
]