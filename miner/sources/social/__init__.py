"""Posts of social networks: Mastodon, ActivityPub, Bluesky, and downloads of Instagram and Facebook accounts."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.social.activitypub import ActivityPub, ActivityPubArchive
from miner.sources.social.answers import Answers
from miner.sources.social.bluesky import Bluesky
from miner.sources.social.download_pages import DownloadPage, DownloadPages
from miner.sources.social.downloads import DownloadArchive, FacebookDownload, InstagramDownload
from miner.sources.social.mastodon import Mastodon

SOURCES: tuple[Source, ...] = (  # of single files, the most particular first
    Bluesky(),
    Mastodon(),
    ActivityPub(),
    InstagramDownload(),
    FacebookDownload(),
    DownloadPage(),
)
BUNDLES: tuple[BundleSource, ...] = (  # of several files that belong together
    ActivityPubArchive(),
    DownloadArchive(InstagramDownload(), "instagram"),
    DownloadArchive(FacebookDownload(), "facebook"),
    DownloadPages(),
    Answers(Mastodon(), "thread/context.json"),
    Answers(Bluesky(), "threads/thread.json"),
)
