"""Comments of blogs: exports, feeds, comment services, and pages of particular platforms."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.blogs.blogger_export import BloggerExport
from miner.sources.blogs.blogger_page import Blogger
from miner.sources.blogs.commento import Commento
from miner.sources.blogs.disqus_api import DisqusAnswer
from miner.sources.blogs.disqus_xml import DisqusExport
from miner.sources.blogs.feeds import Feed
from miner.sources.blogs.ghost import Ghost
from miner.sources.blogs.isso import Isso
from miner.sources.blogs.medium import Medium
from miner.sources.blogs.medium_json import MediumAnswer
from miner.sources.blogs.microformats import Microformats
from miner.sources.blogs.news_json import NewsComments
from miner.sources.blogs.remark42 import Remark42
from miner.sources.blogs.substack import Substack
from miner.sources.blogs.wix import Wix
from miner.sources.blogs.wp_rest import WordPressRest
from miner.sources.blogs.wxr import WordPressExport

SOURCES: tuple[Source, ...] = (  # of single files, the most particular first
    WordPressExport(),
    BloggerExport(),
    DisqusExport(),
    Feed(),
    WordPressRest(),
    DisqusAnswer(),
    Commento(),
    Remark42(),
    Isso(),
    MediumAnswer(),
    NewsComments(),
    Medium(),
    Ghost(),
    Substack(),
    Wix(),
    Blogger(),
    Microformats(),
)
BUNDLES: tuple[BundleSource, ...] = ()  # of several files that belong together
