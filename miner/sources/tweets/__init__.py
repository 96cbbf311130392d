"""Tweets from captures and archives."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.tweets.archive import TweetArchive, TweetArchiveFile
from miner.sources.tweets.graphql import TweetsGraphql

SOURCES: tuple[Source, ...] = (TweetArchiveFile(), TweetsGraphql())  # of single files, the most particular first
BUNDLES: tuple[BundleSource, ...] = (TweetArchive(),)  # of several files that belong together
