"""Forums: their pages, all read by one reader with a table for each platform, and their JSON."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.forums.askbot import Askbot
from miner.sources.forums.askbot_page import AskbotPages
from miner.sources.forums.discourse import Discourse, DiscourseTopic
from miner.sources.forums.discourse_page import DiscoursePages
from miner.sources.forums.flarum import Flarum, FlarumPages
from miner.sources.forums.invision import Invision
from miner.sources.forums.mybb import MyBB
from miner.sources.forums.nodebb import NodeBB
from miner.sources.forums.phorum import Phorum
from miner.sources.forums.phpbb import PhpBB
from miner.sources.forums.smf import SMF
from miner.sources.forums.vanilla import Vanilla
from miner.sources.forums.vbulletin import VBulletin
from miner.sources.forums.xenforo import XenForo

SOURCES: tuple[Source, ...] = (  # of single files, the most particular first
    Discourse(),
    Flarum(),
    Askbot(),
    DiscoursePages(),
    FlarumPages(),
    XenForo(),
    VBulletin(),
    SMF(),
    MyBB(),
    Invision(),
    Vanilla(),
    NodeBB(),
    AskbotPages(),
    Phorum(),
    PhpBB(),
)
BUNDLES: tuple[BundleSource, ...] = (DiscourseTopic(),)  # of several files that belong together
