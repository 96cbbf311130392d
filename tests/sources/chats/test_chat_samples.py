"""Real exports of chats: counts that were checked with grep and by eye."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from source_reading import items, material

from miner.errors import InputError
from miner.sources import read, recognised_by
from miner.sources.base import Layout, Skipped
from miner.sources.chats import SOURCES
from miner.sources.chats.irc import Irc
from miner.transcript import Post

# Sample -> source, posts, people, posts with a time, what was skipped.
SAMPLES: dict[str, tuple[str, int, int, int, dict[str, int]]] = {
    "slack_export/slack-export-viewer__testarchive.zip": (
        "slack_export", 50, 4, 50, {"bot": 94, "media without text": 3, "system": 11},
    ),
    "slack_api/grimoirelab-perceval__slack_history_next.json": ("slack_api", 2, 2, 2, {}),
    "whatsapp/chat-analytics__2A_5M.txt": ("whatsapp", 4, 2, 4, {"media without text": 1}),
    "whatsapp/chat-analytics__4A_11M.txt": ("whatsapp", 11, 5, 11, {"system": 3}),
    "whatsapp/chat-miner__test_[mmddyy]_24hrs.txt": ("whatsapp", 7, 5, 7, {"system": 2}),
    "whatsapp/chat-miner__test_ddmmyy_24hrs.txt": ("whatsapp", 7, 5, 7, {"system": 2}),
    "whatsapp/chat-miner__test_mmddyy_24hrs.txt": ("whatsapp", 7, 5, 7, {"system": 2}),
    "whatsapp/chat-miner__test_mmddyyyy_12hrs.txt": ("whatsapp", 7, 5, 7, {"system": 2}),
    "whatsapp/chat-miner__test_yyyymmdd_24hrs.txt": ("whatsapp", 7, 5, 7, {"system": 2}),
    "whatsapp/langchain_whatsapp_chat.txt": ("whatsapp", 8, 5, 8, {"deleted": 1, "media without text": 1}),
    "whatsapp/whatstk__lorem-merge-part1.txt": ("whatsapp", 300, 4, 300, {}),
    "whatsapp/whatstk__pokemon.txt": ("whatsapp", 18, 8, 18, {"system": 2}),
    "telegram/botapi_telegram_messages.json": ("telegram_bot", 3, 2, 3, {}),
    "telegram/botapi_telegram_messages_next.json": (
        "telegram_bot", 2, 2, 2, {"older version of an edited message": 1},
    ),
    "telegram/chat-analytics__DM_2A_7M.json": ("telegram", 4, 2, 4, {"media without text": 2, "system": 2}),
    "telegram/chat-miner__test_batch_export.json": ("telegram", 2, 2, 2, {}),
    "telegram/chat-miner__test_single_export.json": ("telegram", 2, 2, 2, {}),
    "telegram/messages.html": ("telegram_html", 16, 2, 16, {"media without text": 2, "system": 2}),
    "discord/chat-analytics__DM_2A_2M.json": ("discord", 1, 1, 1, {"bot": 1, "system": 1}),
    "discord/chat-analytics__SV_5A_5M.json": ("discord", 4, 2, 4, {"read twice": 1}),
    "irc/irclog2html__2009-01-14-dircproxy.log": ("irc", 9, 3, 9, {"system": 16}),
    "irc/irclog2html__2009-01-15-dircproxy.log": ("irc", 218, 7, 218, {"empty": 3, "system": 4}),
    "irc/irclog2html__2009-01-16-dircproxy.log": ("irc", 12, 4, 12, {"empty": 2, "system": 17}),
    "irc/irclog2html__test1.log": ("irc", 6, 2, 6, {"system": 2}),
    "irc/supybot_supybot_2012_10_18.log": ("irc", 4, 3, 4, {"system": 4}),
    "irc/supybot_supybot_valid.log": ("irc", 49, 12, 49, {"empty": 1, "line of no message": 1, "system": 46}),
    "signal/chat-miner__test_export.txt": ("signal", 2, 2, 2, {}),
    "messenger/chat-analytics__2A_7M.json": ("messenger", 3, 2, 3, {"media without text": 4}),
    "instagram/chat-miner__test_export.json": ("instagram", 2, 2, 2, {}),
    "mattermost/grimoirelab-perceval__mattermost_posts_next.json": ("mattermost", 2, 1, 2, {"system": 2}),
    "rocketchat/grimoirelab-perceval__message_page_1.json": (
        "rocketchat", 1, 1, 1, {"older version of an edited message": 1},
    ),
    "rocketchat/grimoirelab-perceval__message_page_2.json": ("rocketchat", 2, 2, 2, {}),
    "msteams/messages_excerpt.json": ("msteams", 2, 1, 2, {"system": 1}),
    "gitter/grimoirelab-perceval__message_page_1": ("gitter", 1, 1, 1, {}),
    "zoom_chat/meeting_saved_chat_v1.txt": ("zoom_chat", 3, 2, 0, {}),
    "zoom_chat/meeting_saved_new_chat_v2.txt": ("zoom_chat", 2, 2, 0, {"reaction": 2}),
}  # fmt: skip

# Logs inside shell scripts that test another tool -> messages and actions, lines that nobody said.
SCRIPTED_LOGS = {
    "w3c_crlf-mirc-01.test": (4, 0),
    "w3c_irccloud-01.test": (74, 20),
    "w3c_mirc-text-01.test": (4, 0),
    "w3c_qwebirc-01.test": (42, 6),
    "w3c_scribeirc-01.test": (6, 0),
    "w3c_scribeirc-02.test": (4, 0),
    "w3c_scribeirc-03.test": (6, 0),
    "w3c_subtopics-02.test": (10, 0),
    "w3c_topics-01.test": (4, 0),
}
# Files of the same services that hold no messages.
NO_MESSAGES = (
    "gitter/grimoirelab-perceval__rooms",
    "mattermost/grimoirelab-perceval__mattermost_channel.json",
    "mattermost/grimoirelab-perceval__mattermost_user_sduenas.json",
    "rocketchat/grimoirelab-perceval__channel_info.json",
    "slack_api/grimoirelab-perceval__slack_history_empty.json",
    "slack_api/grimoirelab-perceval__slack_info.json",
    "slack_api/grimoirelab-perceval__slack_members1.json",
)
LAYOUTS = {
    "whatsapp/chat-analytics__4A_11M.txt": "whatsapp, day first, assumed",
    "whatsapp/chat-miner__test_ddmmyy_24hrs.txt": "whatsapp, day first, as other dates show",
    "whatsapp/chat-miner__test_mmddyyyy_12hrs.txt": "whatsapp, month first, as other dates show",
    "whatsapp/chat-miner__test_yyyymmdd_24hrs.txt": "whatsapp, year first",
    "whatsapp/langchain_whatsapp_chat.txt": (
        "whatsapp, day first (dates with .), month first, as other dates show (dates with /), year first"
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / name)])
    account = transcript.accounts[0]
    read_as = (
        account.source,
        len(transcript.posts),
        len({post.author for post in transcript.posts}),
        sum(post.posted_at is not None for post in transcript.posts),
        account.skipped,
    )
    assert read_as == SAMPLES[name]
    assert not account.failed
    assert all(thread.is_chat for thread in transcript.threads)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_order_of_day_and_month_is_reported(name: str, shared_data: Path) -> None:
    assert read([str(shared_data / "samples" / name)]).accounts[0].layout == LAYOUTS[name]


@pytest.mark.parametrize("name", NO_MESSAGES)
def test_files_without_messages_are_refused(name: str, shared_data: Path) -> None:
    with pytest.raises(InputError):
        read([str(shared_data / "samples" / name)])


@pytest.mark.parametrize("name", SCRIPTED_LOGS)
def test_logs_of_other_clients(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "irc" / name)]).accounts[0]
    assert (account.source, account.kept, account.skipped.get("system", 0)) == ("irc", *SCRIPTED_LOGS[name])


def test_a_year_of_ubuntu_is_read_line_by_line(shared_data: Path) -> None:
    """Every line of ten logs is a message, an action, or counted; nicks may hold any sign."""
    rows = csv.DictReader(
        io.StringIO(gzip.decompress((shared_data / "irc_disentangle" / "irc_dev_lines.csv.gz").read_bytes()).decode())
    )
    logs: dict[str, list[str]] = {}
    for row in rows:
        logs.setdefault(row["log"], []).append(row["text"])
    assert len(logs) == 10
    for name, lines in logs.items():
        found = items(Irc(), "\n".join(lines), f"{name}.log")
        kinds = Counter(type(item).__name__ for item in found)
        n_lines = sum(bool(line.strip()) for line in lines)
        n_said = sum(bool(re.match(r"\[\d\d:\d\d\] <[^>]+> .*\S", line)) for line in lines)
        n_actions = sum(item.flags == ("action",) for item in found if isinstance(item, Post))
        assert kinds["Post"] == n_said + n_actions
        assert kinds["Post"] + sum(item.n for item in found if isinstance(item, Skipped)) == n_lines
        assert [item.text for item in found if isinstance(item, Layout)] == ["irc"]


def test_pages_of_one_listing_in_a_folder_are_one_channel(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "rocketchat")])
    rocketchat = [post for post in transcript.posts if post.id.startswith("rocketchat:")]
    assert len(rocketchat) == 3
    assert sum(post.parent_source == "native" for post in rocketchat) == 1
    assert len({post.thread_id for post in rocketchat}) == 1


def test_names_come_from_the_files_beside(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "mattermost")])
    authors = {post.author for post in transcript.posts if post.id.startswith("mattermost:")}
    assert len(authors) == 1
    assert all(len(author) < 26 for author in authors)  # a number of theirs has 26 signs


def test_no_chat_source_claims_a_sample_of_another_kind(shared_data: Path) -> None:
    own = {name.partition("/")[0] for name in SAMPLES}
    names = {source.name for source in SOURCES}
    wrong: list[str] = []
    for file in sorted((shared_data / "samples").glob("*/*")):
        folder = file.parent.name
        if folder in own or not file.is_file() or file.stat().st_size > 3_000_000:
            continue
        wrong += [
            f"{file.name}: {source.name}"
            for source in recognised_by(material(file.read_bytes(), file.name))
            if source.name in names
        ]
    assert not wrong
