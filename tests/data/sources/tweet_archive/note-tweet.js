window.YTD.note_tweet.part0 = [
  {
    "noteTweet": {
      "noteTweetId": "1767999999999999990",
      "updatedAt": "2024-03-14T17:02:00.000Z",
      "lifecycle": {
        "value": "ACTIVE"
      },
      "createdAt": "2024-03-14T17:02:00.000Z",
      "core": {
        "styletags": [],
        "urls": [
          {
            "url": "https://t.co/pots",
            "expandedUrl": "https://pots.example/test",
            "displayUrl": "pots.example"
          }
        ],
        "text": "@mira_host A1 I tried five pots last winter, & the cheapest one poured best because its lid sat tight and its spout was thin, which kept the stream narrow all the way down into the cup even when the pot was nearly empty and the leaves were crowding at the spout. Price told me nothing.",
        "mentions": [
          {
            "screenName": "mira_host"
          }
        ],
        "cashtags": [],
        "hashtags": []
      }
    }
  },
  {
    "noteTweet": {
      "noteTweetId": "1767999999999999991",
      "createdAt": "2024-03-14T17:30:00.000Z",
      "core": {
        "urls": [],
        "text": "A note whose tweet is not in the archive, because it was deleted later.",
        "mentions": [],
        "hashtags": []
      }
    }
  },
  {
    "noteTweet": {
      "noteTweetId": "1767999999999999992"
    }
  }
]