"""Every real sample goes through recognition: each is taken by a source of its own kind, or by none."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

import pytest

from miner.errors import InputError
from miner.settings import SourceSettings
from miner.sources import all_bundles, all_sources, read, recognised_by
from miner.sources.bundles import Bundle
from miner.sources.places import bundles

# Folder of samples -> the sources that may claim a file in it.
CLAIMS: dict[str, set[str]] = {
    "activitypub": {"activitypub"},
    "activitystreams": {"activitypub", "microformats"},
    "askbot": {"askbot", "askbot_page"},
    "blogger": {"blogger", "blogger_export"},
    "bluesky": {"bluesky"},
    "commento_remark42": {"commento", "remark42"},
    "discord": {"discord", "discord_csv", "discord_html"},
    "discourse": {"discourse", "discourse_page"},
    "disqus": {"disqus", "disqus_api"},
    "feeds": {"feed"},
    "forum_other": {"phorum"},
    "github": {"github"},
    "gitlab": {"gitlab"},
    "gitter": {"gitter"},
    "hackernews_firebase": {"hackernews"},
    "hostile": {"feed", "table", "wxr"},
    "instagram": {"instagram", "instagram_download"},
    "irc": {"irc"},
    "mastodon": {"mastodon"},
    "mattermost": {"mattermost", "mattermost_bulk"},
    "mbox": {"mail"},
    "medium": {"medium", "medium_json"},
    "messenger": {"messenger"},
    "microformats": {"microformats"},
    "msteams": {"msteams"},
    "news_comments_json": {"news_comments_json"},
    "nntp": {"mail"},
    "phpbb": {"phpbb"},
    "reddit": {"reddit", "reddit_page"},
    "rocketchat": {"rocketchat"},
    "schema_org_comments": {"schema_org", "wordpress"},
    "signal": {"signal"},
    "slack_api": {"slack_api"},
    "slack_export": {"slack_export"},
    "stackexchange": {"stackexchange", "stackexchange_dump"},
    "tags_csv": {"tags", "tweet_table"},
    "telegram": {"telegram", "telegram_bot", "telegram_html"},
    "twitter_archive": {"tweet_archive"},
    "twitter_graphql": {"tweets_graphql"},
    "twitter_v1_api": {"tweets_v1"},
    "twitter_v2_api": {"tweets_v2"},
    "vbulletin": {"vbulletin"},
    "vtt_captions": {"captions"},
    "whatsapp": {"whatsapp"},
    "wordpress_html": {"wordpress"},
    "wp_rest": {"wp_rest"},
    "wxr": {"wxr"},
    "xenforo": {"xenforo"},
    "youtube_comments_api": {"youtube_comments"},
    "youtube_live_chat": {"youtube_live_chat"},
    "zoom_chat": {"zoom_chat"},
}
# Files that are no discussion: what reads them instead.
OTHERS = {
    # The rooms that somebody is in, with names and topics: no message in it.
    "gitter/grimoirelab-perceval__rooms": "table",
    # What a server's tests expect, printed by their test program: not JSON, ids and times in it are placeholders.
    **{f"bluesky/{name}.test.ts.snap": "plain_text" for name in ("posts", "quotes", "thread", "thread-v2")},
    # A page of instructions for the vocabulary: snippets of HTML and JSON-LD between headings, of many kinds, no thread.
    "schema_org_comments/schemaorg_examples.txt": "plain_text",
    # TypeScript that lists what a reader of the export beside it should find; the exports themselves are read.
    **{
        f"whatsapp/chat-analytics__{name}.ts": "plain_text"
        for name in ("2A_5M.txt", "4A_11M.txt", "4A_11M.zip", "Common")
    },
}
MAX_SECONDS = 2.0  # of processor time for a hostile file, recognition and reading


def claimed(file: Path) -> set[str]:
    """The sources that claim a file, by itself or as an archive of others; "" where none does."""
    try:
        return {name for bundle in bundles([str(file)], SourceSettings()) for name in _claims_of(bundle)}
    except InputError:
        return {""}


def _claims_of(bundle: Bundle) -> set[str]:
    claims: set[str] = set()
    for source in all_bundles():
        while members := source.members(bundle):
            claims.add(source.name)
            bundle = bundle.without({entry.name for entry in members})
    for entry in bundle.entries:
        material = entry.material()
        guesses = recognised_by(material) if material.problem is None else []
        claims.add(guesses[0].name if guesses else "")
    return claims


@pytest.fixture(scope="module")
def samples(shared_data: Path) -> list[Path]:
    return sorted(file for file in (shared_data / "samples").rglob("*") if file.is_file() and file.name != "SOURCE.md")


def test_every_sample_is_claimed_by_its_own_kind_or_by_none(samples: list[Path], shared_data: Path) -> None:
    wrong: dict[str, list[str]] = defaultdict(list)
    for file in samples:
        name = file.relative_to(shared_data / "samples").as_posix()
        allowed = {OTHERS[name]} if name in OTHERS else CLAIMS[name.partition("/")[0]] | {""}
        for claim in claimed(file) - allowed:
            wrong[claim].append(name)
    assert not wrong


def test_the_table_of_claims_is_complete(samples: list[Path], shared_data: Path) -> None:
    root = shared_data / "samples"
    assert {file.relative_to(root).parts[0] for file in samples} == set(CLAIMS)
    names = {source.name for source in all_sources()} | {source.name for source in all_bundles()}
    assert set().union(*CLAIMS.values()) - names <= {"tags"}
    assert set(OTHERS) <= {file.relative_to(root).as_posix() for file in samples}


def test_every_folder_has_a_sample_that_is_claimed(samples: list[Path], shared_data: Path) -> None:
    """Each kind is known by at least one of its own sources; what holds no discussion may be claimed by none."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in samples:
        found[file.relative_to(shared_data / "samples").parts[0]] |= claimed(file)
    assert [folder for folder in CLAIMS if not found[folder] & CLAIMS[folder]] == []


def test_hostile_files_are_read_or_refused_in_time(samples: list[Path]) -> None:
    for file in samples:
        if file.parent.name != "hostile":
            continue
        begun = time.process_time()
        said = _error_of(file)
        assert not said or file.name in said
        assert time.process_time() - begun < MAX_SECONDS, file.name


def _error_of(file: Path) -> str:
    try:
        read([str(file)])
    except InputError as error:
        return str(error)
    return ""
