window.YTD.tweet.part0 = [
 {
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
   "50"
  ],
  "favorite_count": "3",
  "id_str": "1068000000000000001",
  "truncated": false,
  "retweet_count": "1",
  "id": "1068000000000000001",
  "created_at": "Thu Mar 14 17:09:00 +0000 2024",
  "favorited": false,
  "full_text": "The layout of 2018 had no shell around each tweet.",
  "lang": "en"
 }
]