"""Link sites, question sites and code hosting: their JSON, and pages saved from some of them."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.links.github import GitHub
from miner.sources.links.gitlab import GitLab
from miner.sources.links.hackernews import HackerNews
from miner.sources.links.json_source import JsonSource
from miner.sources.links.lemmy import Lemmy
from miner.sources.links.lobsters import Lobsters
from miner.sources.links.lobsters_page import LobstersPage
from miner.sources.links.reddit import Reddit
from miner.sources.links.reddit_new_page import RedditNewPage
from miner.sources.links.reddit_page import RedditPage
from miner.sources.links.stackexchange import StackExchange
from miner.sources.links.stackexchange_dump import StackExchangeDump
from miner.sources.links.together import Together

_JOINT: tuple[JsonSource, ...] = (Reddit(), HackerNews(), Lobsters(), Lemmy(), StackExchange(), GitLab(), GitHub())

SOURCES: tuple[Source, ...] = (
    Reddit(),
    RedditPage(),
    RedditNewPage(),
    HackerNews(),
    Lobsters(),
    LobstersPage(),
    Lemmy(),
    StackExchange(),
    GitLab(),
    GitHub(),
)  # of single files, the most particular first
BUNDLES: tuple[BundleSource, ...] = (StackExchangeDump(), *(Together(source) for source in _JOINT))
