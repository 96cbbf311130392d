"""Mail archives, captions and comments below videos."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.mail.captions import CaptionFile
from miner.sources.mail.downloaded_comments import CommentDownloader, YtDlp
from miner.sources.mail.live_chat import LiveChat
from miner.sources.mail.mail import Mail
from miner.sources.mail.mail_folder import MailFolder
from miner.sources.mail.spoken import SpokenText
from miner.sources.mail.youtube_api import YouTubeCommentPages, YouTubeComments
from miner.sources.mail.youtube_takeout import YouTubeTakeout

SOURCES: tuple[Source, ...] = (
    Mail(),
    CaptionFile(),
    YouTubeComments(),
    LiveChat(),
    YtDlp(),
    CommentDownloader(),
    YouTubeTakeout(),
    SpokenText(),
)  # of single files, the most particular first
BUNDLES: tuple[BundleSource, ...] = (MailFolder(), YouTubeCommentPages())  # of several files that belong together
