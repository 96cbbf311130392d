window.YTD.account.part0 = [
  {
    "account": {
      "email": "x@example.com",
      "createdVia": "web",
      "username": "pot_tester",
      "accountId": "77",
      "createdAt": "2011-06-23T13:04:14.000Z",
      "accountDisplayName": "Pot Tester"
    }
  }
]