"""What each kind of site is asked for; one file each, the most particular first."""

from __future__ import annotations

from collections.abc import Iterator

from miner.fetch.sites.base import Site
from miner.fetch.sites.bluesky import Bluesky
from miner.fetch.sites.closed import check_open, closed_names
from miner.fetch.sites.discourse import Discourse
from miner.fetch.sites.github import GitHub
from miner.fetch.sites.hackernews import HackerNews
from miner.fetch.sites.hyperkitty import HyperKitty
from miner.fetch.sites.lemmy import Lemmy
from miner.fetch.sites.lobsters import Lobsters
from miner.fetch.sites.mastodon import Mastodon
from miner.fetch.sites.pipermail import Pipermail
from miner.fetch.sites.public_inbox import PublicInbox
from miner.fetch.sites.reddit import Reddit
from miner.fetch.sites.stackexchange import StackExchange
from miner.fetch.sites.web_page import WebPage
from miner.fetch.sites.wordpress import WordPressRest
from miner.fetch.sites.youtube import YouTube
from miner.fetch.urls import Url

__all__ = ["SITES", "Site", "check_open", "closed_names", "sites_of"]

SITES: tuple[Site, ...] = (
    HackerNews(),
    GitHub(),
    StackExchange(),
    Bluesky(),
    Reddit(),
    YouTube(),
    WordPressRest(),
    HyperKitty(),
    Pipermail(),
    PublicInbox(),
    Mastodon(),
    Discourse(),
    Lobsters(),
    Lemmy(),
    WebPage(),
)


def sites_of(url: Url) -> Iterator[Site]:
    """The kinds whose addresses look like this one; the last knows every address."""
    return (site for site in SITES if site.recognises(url))
