"""Messages become posts: marks of chats, replies, mentions, and what is no post."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.chats.markup import as_forwarded, chat_text, linked_text
from miner.sources.chats.messages import Message, Room, approval, in_order, room_items, rooms_items, skip_bot
from miner.sources.chats.slack_markup import SlackNames
from miner.sources.chats.speakers import Speakers
from miner.sources.chats.telegram_text import text_of_pieces, text_with_entities
from miner.sources.cleaning import clean
from miner.sources.dates import Stamp
from miner.transcript import Post, Thread

START = datetime(2024, 3, 14, 17, 0, tzinfo=UTC)
ROOM = Room(source="test", id="room")


def _message(number: int, text: str = "words", *, author: str = "ann", **more: object) -> Message:
    stamp = Stamp(at=START + timedelta(minutes=number), precision="second")
    return Message(**{"id": str(number), "author": author, "text": chat_text(text), "stamp": stamp, **more})  # type: ignore[arg-type]


def _posts(found: list[Item]) -> list[Post]:
    return [item for item in found if isinstance(item, Post)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("> they said\nI say", ["> they said"]),
        ("a\n> they said\n> and said\nI say", ["> they said\n> and said"]),
        (">>> they said\nand all the rest", [">>> they said\nand all the rest"]),
        ("see\n```py\nx = 1\n```\nso", ["```py\nx = 1\n```"]),
        ("never closed ```x = 1", ["```x = 1"]),
        ("5 > 3 and >:( too", []),
        (">:( angry", []),
        ("inline `code` stays", []),
        ("``` ```", []),
    ],
)
def test_code_and_quoted_lines_are_others_words(text: str, quoted: list[str]) -> None:
    read = chat_text(text)
    assert [read.text[start:end] for start, end in read.quoted] == quoted


def test_masked_links_are_shown_as_their_words() -> None:
    read = linked_text("see [the report](https://example.org/a) and ![x](https://example.org/b.png)")
    assert read.text == "see the report and ![x](https://example.org/b.png)"
    assert read.links == ("https://example.org/a", "https://example.org/b.png")


@given(st.text(alphabet=st.sampled_from("ab >`~\n\u200e\u00e9e\u0301[]()<@U1|>&:tada"), max_size=60))
def test_spans_of_any_text_are_in_it(text: str) -> None:
    for read in (chat_text(text), linked_text(text), as_forwarded(chat_text(text)), SlackNames().text(text)[0]):
        assert clean(read.text) == read.text
        assert all(0 <= start < end <= len(read.text) for start, end in read.quoted)
        assert list(read.quoted) == sorted(read.quoted)


@given(
    st.lists(
        st.text(max_size=8)
        | st.fixed_dictionaries({"type": st.sampled_from(["pre", "bold", "blockquote"]), "text": st.text(max_size=8)}),
        max_size=6,
    )
)
def test_pieces_of_any_text_are_read(pieces: list[object]) -> None:
    read = text_of_pieces(pieces)
    assert all(0 <= start < end <= len(read.text) for start, end in read.quoted)


@given(st.text(max_size=12), st.integers(-3, 14), st.integers(-3, 14))
def test_places_of_any_entity_are_checked(text: str, offset: int, length: int) -> None:
    read = text_with_entities({"text": text, "entities": [{"type": "pre", "offset": offset, "length": length}]})
    assert all(0 <= start < end <= len(read.text) for start, end in read.quoted)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<@U1> hi", "@Ann hi"),
        ("<@U2|bob> hi", "@bob hi"),
        ("<@U3> hi", "@U3 hi"),
        ("<#C1> and <#C2|chairs>", "#counter and #chairs"),
        ("<!here> <!channel> <!subteam^S1|@desk>", "@here @channel @desk"),
        ("<!date^1392734382^{date}|Feb 18, 2014>", "Feb 18, 2014"),
        ("<https://example.org?a=1&amp;b=2>", "https://example.org?a=1&b=2"),
        ("<mailto:ann@example.org|ann@example.org>", "ann@example.org"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt; stays", "&lt; stays"),
        (":tada: :wave::skin-tone-3: :our_own:", "🎉 👋 :our_own:"),
    ],
)
def test_slacks_marks_are_shown_as_people_see_them(raw: str, text: str) -> None:
    names = SlackNames()
    names.users["U1"] = "Ann"
    names.channels["C1"] = "counter"
    assert names.text(raw)[0].text == text


def test_slacks_links_are_kept_in_full() -> None:
    read, mentions = SlackNames().text("<https://example.org?a=1&amp;b=2|here>, <javascript:alert(1)|there> <@U1>")
    assert read.links == ("https://example.org?a=1&b=2",)
    assert mentions == ("U1",)


def test_skipped_and_failed_messages_are_counted() -> None:
    messages = [
        _message(1),
        _message(2, ""),
        _message(3, skipped="system"),
        _message(4, skipped="system"),
        Message(failed="broken message"),
    ]
    found = list(room_items(ROOM, messages))
    assert [(item.reason, item.n) for item in found if isinstance(item, Skipped)] == [("empty", 1), ("system", 2)]
    assert [item.reason for item in found if isinstance(item, Failed)] == ["broken message"]
    assert len(_posts(found)) == 1


def test_a_room_without_posts_yields_no_thread() -> None:
    found = list(rooms_items([(ROOM, [_message(1, skipped="bot")]), (Room(source="test", id="other"), [_message(2)])]))
    assert [item.id for item in found if isinstance(item, Thread)] == ["test:other"]
    assert [(item.reason, item.n) for item in found if isinstance(item, Skipped)] == [("bot", 1)]


def test_replies_to_missing_messages_are_noted_once() -> None:
    found = list(room_items(ROOM, [_message(1, reply_to="99"), _message(2, reply_to="98"), _message(3, reply_to="1")]))
    assert [item.text for item in found if isinstance(item, Note)] == [
        "2 message(s) answer others that are not in the file"
    ]
    assert [post.parent_id for post in _posts(found)] == ["test:99", "test:98", "test:1"]


def test_a_message_that_answers_itself_answers_nothing() -> None:
    assert _posts(list(room_items(ROOM, [_message(1, reply_to="1")])))[0].parent_id is None


def test_addresses_of_other_kinds_are_no_permalinks() -> None:
    found = _posts(
        list(room_items(ROOM, [_message(1, url="javascript:alert(1)"), _message(2, url="https://example.org/2")]))
    )
    assert [post.url for post in found] == ["", "https://example.org/2"]


def test_messages_of_one_moment_stay_in_their_order() -> None:
    same = [_message(1, f"message {number}", id=f"m{number}") for number in range(20)]
    assert in_order(same) == same
    newest_first = [_message(20 - number, id=f"m{number}") for number in range(20)]
    assert in_order(newest_first) == newest_first[::-1]


@given(st.lists(st.integers(-5, 5) | st.none(), max_size=20))
def test_putting_in_order_loses_no_message(minutes: list[int | None]) -> None:
    messages = [
        Message(id=str(n), stamp=Stamp() if at is None else Stamp(at=START + timedelta(minutes=at)))
        for n, at in enumerate(minutes)
    ]
    ordered = in_order(messages)
    assert sorted(message.id for message in ordered) == sorted(message.id for message in messages)
    times = [message.stamp.at for message in ordered if message.stamp.at is not None]
    assert times == sorted(times)


def test_a_bot_is_skipped_unless_it_asks_a_question_of_the_chat() -> None:
    assert skip_bot(_message(1, "Build passed")).skipped == "bot"
    assert skip_bot(_message(1, "Q2: Who decides?")).skipped == ""
    assert skip_bot(_message(1, "Q2: Who decides?", skipped="deleted")).skipped == "deleted"


def test_reactions_against_a_message_are_no_likes() -> None:
    assert approval([("+1", 2), (":tada:", 1), ("👎", 5), (":-1:", 3), ("heart", -4)]) == 3


def test_speakers_are_found_by_full_name_or_a_first_name_only_one_has() -> None:
    speakers = Speakers()
    for name, post_id in (("Ann Lee", "1"), ("Bob Lee", "2"), ("Bob Roe", "3"), ("@cy", "4")):
        speakers.spoke(name, post_id, START)
    names = ["Ann Lee", "ann", "bob", "Bob Roe", "@Cy", "nobody", ""]
    assert [speakers.last_of(name, "x", START) for name in names] == ["1", "1", None, "3", "4", None, None]
    assert speakers.last_of("ann", "Ann Lee", START) is None
    assert speakers.last_of("ann", "x", START + timedelta(days=2)) is None
    assert list(speakers.mentioned("@Ann Lee, @Bob Roe and @nobody else")) == ["Ann Lee", "Bob Roe", "nobody"]
