"""Chat exports in JSON and HTML: broken parts are counted, nothing raises, and every entry of the file is accounted for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_reading import FIXTURES, items, material, posts

from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.base import Failed, Item, Note, Skipped, Source
from miner.sources.chats import SOURCES
from miner.sources.chats.discord import Discord
from miner.sources.chats.slack_export import SlackDay
from miner.sources.chats.telegram import TelegramExport
from miner.transcript import Post

# Source -> its example, and how to the list of messages in it.
LISTS: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "slack_export": ("2024-03-14.json", ()),
    "slack_api": ("history.json", ("messages",)),
    "discord": ("counter.json", ("messages",)),
    "telegram": ("one.json", ("messages",)),
    "telegram_bot": ("updates.json", ("result",)),
    "messenger": ("message_1.json", ("messages",)),
    "instagram": ("message_1.json", ("messages",)),
    "matrix": ("element.json", ("messages",)),
    "zulip": ("api.json", ("messages",)),
    "rocketchat": ("messages.json", ("messages",)),
    "gitter": ("messages.json", ()),
    "google_chat": ("messages.json", ("messages",)),
}
BY_NAME = {source.name: source for source in SOURCES}
JSON_SOURCES = [*LISTS, "mattermost", "msteams"]
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _example(name: str) -> tuple[Any, list[Any]]:
    """The value of an example, and the list of messages in it."""
    file, path = LISTS[name]
    value = json.loads((FIXTURES / name / file).read_text("utf-8"))
    found = value
    for step in path:
        found = found[step]
    return value, found


def _n_items(found: list[Item]) -> int:
    return sum(item.n if isinstance(item, Skipped | Failed) else isinstance(item, Post) for item in found)


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_is_a_post_skipped_or_failed(name: str) -> None:
    value, messages = _example(name)
    assert _n_items(items(BY_NAME[name], json.dumps(value))) == len(messages)


@pytest.mark.parametrize("name", LISTS)
@given(st.data())
@settings(max_examples=30)
def test_entries_of_any_shape_are_counted(name: str, data: st.DataObject) -> None:
    value, messages = _example(name)
    where = data.draw(st.integers(0, len(messages) - 1))
    if isinstance(messages[where], dict) and data.draw(st.booleans()):
        field = data.draw(st.sampled_from(sorted(messages[where])))
        messages[where][field] = data.draw(ANY_JSON)
    else:
        messages[where] = data.draw(ANY_JSON)
    text = json.dumps(value)
    if not BY_NAME[name].recognises(material(text)):
        return
    found = items(BY_NAME[name], text)
    assert _n_items(found) == len(messages)
    for post in (item for item in found if isinstance(item, Post)):
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@given(ANY_JSON)
@settings(max_examples=40)
def test_recognition_never_raises(source: Source, value: object) -> None:
    for wrapped in (
        value,
        [value],
        {"messages": value},
        {"messages": [value], "ok": True},
        {"posts": value, "order": []},
    ):
        text = json.dumps(wrapped)
        source.recognises(material(text))
        source.recognises(material(text[:-1]))
        source.recognises(material(f"<html><body>{text}</body></html>")) if source.family == "page" else None


@pytest.mark.parametrize("name", ["mattermost", "msteams"])
def test_nested_messages_are_counted_too(name: str) -> None:
    file = next((FIXTURES / name).glob("*.json"))
    found = items(BY_NAME[name], file.read_bytes())
    assert _n_items(found) == {"mattermost": 9, "msteams": 8}[name]


def test_of_a_file_that_ends_in_the_middle_the_messages_before_are_read(tmp_path: Path) -> None:
    text = (FIXTURES / "discord" / "counter.json").read_text("utf-8")
    (tmp_path / "cut.json").write_text(text[: len(text) // 2], "utf-8")
    (account,) = read([str(tmp_path / "cut.json")]).accounts
    assert (account.source, account.step, account.failed) == ("discord", "recovered", {"cut off": 1})


def test_questions_of_a_chat_are_found_with_their_answers(tmp_path: Path) -> None:
    """A host asks, people answer: the chat grammar reads every kind of export alike."""
    said = [
        ("host", "Q1: What comes first, the basics or new ideas?"),
        ("ann", "A1 The basics, because nobody forgives a late parcel."),
        ("bob", "A1 New ideas, nobody asked for the telephone."),
        ("host", "Q2: Who decides what is basic?"),
        ("ann", "A2 Those who stand in the queue."),
    ]
    slack = [
        {"type": "message", "user": who, "text": text, "ts": f"17104068{n:02}.000100"}
        for n, (who, text) in enumerate(said)
    ]
    telegram = [
        {"id": n, "type": "message", "date_unixtime": str(1710406800 + n), "date": "x", "from": who, "text": text}
        for n, (who, text) in enumerate(said)
    ]
    whatsapp = "".join(f"14/03/2024, 17:0{n} - {who}: {text}\n" for n, (who, text) in enumerate(said))
    (tmp_path / "slack.json").write_text(json.dumps(slack), "utf-8")
    (tmp_path / "telegram.json").write_text(json.dumps({"name": "x", "id": 1, "messages": telegram}), "utf-8")
    (tmp_path / "whatsapp.txt").write_text(whatsapp, "utf-8")
    for name in ("slack.json", "telegram.json", "whatsapp.txt"):
        transcript = read([str(tmp_path / name)])
        assert [question.id for question in transcript.threads[0].questions] == ["Q1", "Q2"]
        assert [link.id for post in transcript.posts for link in post.questions] == ["Q1", "Q1", "Q1", "Q2", "Q2"]
        assert transcript.threads[0].hosts == ("host",)


def test_newest_first_is_turned_round() -> None:
    messages = [
        {"type": "message", "user": "u", "text": f"message {n}", "ts": f"1710406{900 - n}.000100"} for n in range(50)
    ]
    assert [post.text for post in posts(SlackDay(), json.dumps(messages))][:2] == ["message 49", "message 48"]


def test_a_reply_to_a_message_without_words_opens_a_branch() -> None:
    chat = [
        {"id": 1, "type": "message", "date_unixtime": "1710406800", "from": "ann", "text": "", "photo": "x"},
        {
            "id": 2,
            "type": "message",
            "date_unixtime": "1710406801",
            "from": "bob",
            "text": "nice",
            "reply_to_message_id": 1,
        },
    ]
    found = items(TelegramExport(), json.dumps({"id": 1, "messages": chat}))
    assert [item.parent_id for item in found if isinstance(item, Post)] == [None]
    assert not [item for item in found if isinstance(item, Note)]


def test_who_is_mentioned_a_week_later_is_not_answered() -> None:
    messages = [
        {"type": "message", "user": "ann", "text": "hi", "ts": "1710000000.000100"},
        {"type": "message", "user": "bob", "text": "<@ann> yes", "ts": "1710000060.000100"},
        {"type": "message", "user": "bob", "text": "<@ann> still there?", "ts": "1710600000.000100"},
    ]
    found = posts(SlackDay(), json.dumps(messages))
    assert [post.parent_source for post in found] == [None, "mention", None]


def test_the_claimed_number_of_messages_is_compared() -> None:
    value, _ = _example("discord")
    value["messageCount"] = 9
    assert not [item for item in items(Discord(), json.dumps(value)) if isinstance(item, Note)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@pytest.mark.parametrize(
    "text", ["{}", "[]", "[1, 2]", '{"messages": 7}', "words only", "<html><body>words</body></html>"]
)
def test_a_file_that_is_named_wrongly_yields_no_post(source: Source, text: str) -> None:
    assert not posts(source, text)


def test_what_the_frame_names_by_as_reads_a_single_file(tmp_path: Path) -> None:
    for source in SOURCES:
        file = next(
            file for file in sorted((FIXTURES / source.name).iterdir()) if not file.name.endswith(".expected.json")
        )
        transcript = read([str(file)], SourceSettings(as_source=source.name))
        assert transcript.accounts[0].source == source.name
