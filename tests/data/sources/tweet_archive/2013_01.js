Grailbird.data.tweets_2013_01 = 
 [
 {
  "source": "web",
  "entities": {
   "user_mentions": [],
   "media": [],
   "hashtags": [],
   "urls": []
  },
  "geo": {},
  "id_str": "290000000000000001",
  "text": "Black tea with milk, and no discussion.",
  "id": 290000000000000001,
  "created_at": "2013-01-12 13:45:10 +0000",
  "user": {
   "name": "Vera",
   "screen_name": "vera_k",
   "protected": false,
   "id_str": "9"
  }
 }
]