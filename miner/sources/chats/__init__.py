"""Chat exports."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.chats.discord import DISCORD_FOLDER, Discord
from miner.sources.chats.discord_csv import DiscordCsv
from miner.sources.chats.discord_html import DISCORD_HTML_FOLDER, DiscordHtml
from miner.sources.chats.gitter import Gitter
from miner.sources.chats.google_chat import GOOGLE_CHAT_FOLDER, GoogleChat
from miner.sources.chats.irc import Irc
from miner.sources.chats.matrix import Matrix
from miner.sources.chats.matrix_html import MATRIX_HTML_FOLDER, MatrixHtml
from miner.sources.chats.matrix_text import MatrixText
from miner.sources.chats.mattermost import Mattermost, MattermostPages
from miner.sources.chats.mattermost_bulk import MattermostBulk
from miner.sources.chats.meta import INSTAGRAM_FOLDER, MESSENGER_FOLDER, Instagram, Messenger
from miner.sources.chats.msteams import MsTeams
from miner.sources.chats.rocketchat import RocketChat
from miner.sources.chats.signal import SIGNAL_FOLDER, Signal
from miner.sources.chats.slack_api import SlackApi, SlackApiPages
from miner.sources.chats.slack_export import SlackDay, SlackExport
from miner.sources.chats.telegram import TELEGRAM_FOLDER, TelegramExport
from miner.sources.chats.telegram_bot import TelegramBot
from miner.sources.chats.telegram_html import TELEGRAM_HTML_FOLDER, TelegramHtml
from miner.sources.chats.whatsapp import WHATSAPP_FOLDER, WhatsApp
from miner.sources.chats.zoom_chat import ZoomChat
from miner.sources.chats.zulip import Zulip, ZulipExport

SOURCES: tuple[Source, ...] = (  # of single files, the most particular first
    SlackDay(),
    SlackApi(),
    Discord(),
    DiscordCsv(),
    DiscordHtml(),
    TelegramExport(),
    TelegramBot(),
    TelegramHtml(),
    Messenger(),
    Instagram(),
    Matrix(),
    MatrixHtml(),
    Zulip(),
    Mattermost(),
    MattermostBulk(),
    RocketChat(),
    MsTeams(),
    Gitter(),
    GoogleChat(),
    ZoomChat(),
    MatrixText(),
    Signal(),
    WhatsApp(),
    Irc(),
)
BUNDLES: tuple[BundleSource, ...] = (  # of several files that belong together
    SlackExport(),
    ZulipExport(),
    DISCORD_FOLDER,
    DISCORD_HTML_FOLDER,
    TELEGRAM_FOLDER,
    TELEGRAM_HTML_FOLDER,
    MATRIX_HTML_FOLDER,
    MESSENGER_FOLDER,
    INSTAGRAM_FOLDER,
    GOOGLE_CHAT_FOLDER,
    SIGNAL_FOLDER,
    WHATSAPP_FOLDER,
    SlackApiPages(),
    MattermostPages(),
)
