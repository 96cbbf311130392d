"""All sources, the most particular first."""

from __future__ import annotations

from miner.sources.base import Source
from miner.sources.chat_transcript import ChatTranscript
from miner.sources.own import OwnTranscript
from miner.sources.plain_text import PlainText
from miner.sources.table import Table
from miner.sources.tweet_table import TweetTable
from miner.sources.tweets_v1 import TweetsV1
from miner.sources.tweets_v2 import TweetsV2
from miner.sources.wordpress import WordPress

SOURCES: tuple[Source, ...] = (
    OwnTranscript(),
    TweetsV1(),
    TweetsV2(),
    WordPress(),
    TweetTable(),
    ChatTranscript(),
    Table(),
    PlainText(),
)
