"""Chats kept as text: what opens a message, what nobody said, and that no line is lost, whatever the lines are."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_reading import items, material, posts

from miner.sources import recognised_by
from miner.sources.base import Note, Skipped, Source
from miner.sources.chats.irc import Irc
from miner.sources.chats.matrix_text import MatrixText
from miner.sources.chats.signal import Signal
from miner.sources.chats.transcript import ChatTranscript
from miner.sources.chats.whatsapp import WhatsApp
from miner.sources.chats.zoom_chat import ZoomChat
from miner.sources.cleaning import clean
from miner.transcript import Thread

TEXT_CHATS: tuple[Source, ...] = (WhatsApp(), Irc(), Signal(), ZoomChat(), MatrixText())
HEADS = {
    "whatsapp": (
        "14/03/2024, 17:0{n} - {name}: ",
        "[14/03/24, 17:0{n}:00] {name}: ",
        "3/14/24, 5:0{n}\u202fPM - {name}: ",
    ),
    "irc": ("[17:0{n}] <{name}> ", "17:0{n} <@{name}> ", "<{name}> ", "2024-03-14T17:0{n}:00  <{name}> "),
    "signal": ("[2024-03-14, 17:0{n}] {name}: ",),
    "zoom_chat": ("17:0{n}:00 From {name} To Everyone:\n\t", "17:0{n}:00\t From  {name}  to  Everyone : "),
    "matrix_text": ("Thu, Mar 14 2024 17:0{n}:00 - {name}: ",),
}
FORMS = [(source, head) for source in TEXT_CHATS for head in HEADS[source.name]]


def _chat(head: str, *said: str) -> str:
    return (
        "\n".join(
            f"{head.format(n=number % 10, name=('ann', 'bob')[number % 2])}{text}" for number, text in enumerate(said)
        )
        + "\n"
    )


@pytest.mark.parametrize(("source", "head"), FORMS, ids=lambda value: getattr(value, "name", str(value)))
def test_every_form_is_recognised_by_its_own_source(source: Source, head: str) -> None:
    text = _chat(head, "hi there", "ho there", "basics first")
    assert recognised_by(material(text))[0].name == source.name
    assert [(post.author, post.text) for post in posts(source, text)] == [
        ("ann", "hi there"), ("bob", "ho there"), ("ann", "basics first"),
    ]  # fmt: skip


@pytest.mark.parametrize(("source", "head"), FORMS, ids=lambda value: getattr(value, "name", str(value)))
def test_numbered_questions_go_through_the_chat_grammar(source: Source, head: str) -> None:
    text = _chat(head, "Q1: basics or ideas?", "A1 basics")
    assert [item.is_chat for item in items(source, text) if isinstance(item, Thread)] == [True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<Media omitted>", "media without text"),
        ("<Medien ausgeschlossen>", "media without text"),
        ("\u200eimage omitted", "media without text"),
        ("\u200e<attached: 00000012-PHOTO.jpg>", "media without text"),
        ("IMG-20240313-WA0001.jpg (file attached)", "media without text"),
        ("This message was deleted", "deleted"),
        ("\u200eYou deleted this message.", "deleted"),
        ("\u200eAnn added Bob", "system"),
        ("Messages and calls are end-to-end encrypted. Tap to learn more.", "system"),
        ("", "empty"),
    ],
)
def test_what_whatsapp_says_itself_is_counted(text: str, reason: str) -> None:
    found = items(WhatsApp(), f"14/03/2024, 17:00 - Ann: hi\n14/03/2024, 17:01 - Bob: {text}\n")
    assert [(item.reason, item.n) for item in found if isinstance(item, Skipped)] == [(reason, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "Ann created group “Counter”",
        "Ann changed the subject from “a: b” to “c”",
        "Ann changed the group description to: welcome",
        "You joined using this group's invite link",
        "+44 7700 900123 left",
    ],
)
def test_lines_that_nobody_said_are_no_messages(line: str) -> None:
    found = items(WhatsApp(), f"14/03/2024, 17:00 - Ann: hi\n14/03/2024, 17:01 - {line}\n")
    assert [(item.reason, item.n) for item in found if isinstance(item, Skipped)] == [("system", 1)]
    assert [post.text for post in posts(WhatsApp(), f"14/03/2024, 17:00 - Ann: hi\n14/03/2024, 17:01 - {line}\n")] == [
        "hi"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-14 17:00 - INFO: started\n2024-03-14 17:01 - ERROR: failed\n2024-03-14 17:02 - INFO: stopped\n",
        "[2024-03-14 17:00:00] ann: of any program\n[2024-03-14 17:00:01] bob: yes\n",
        "2024-03-14 17:02,ann,Basics first\n2024-03-14 17:03,bob,Ideas first\n2024-03-14 17:05,ann,Both\n",
        "Meeting notes\n14/03/2024, 17:00 - Ann: this is quoted in an article\n",
        "<?xml version='1.0'?><chat><ann>hi</ann></chat>",
        "<chat><ann> hi</ann>\n<bob> ho</bob>\n<ann> hi</ann></chat>",
    ],
)
def test_what_only_looks_like_an_export_is_left_to_others(text: str) -> None:
    assert not [source.name for source in TEXT_CHATS if source.recognises(material(text))]


def test_a_table_without_a_header_is_no_chat() -> None:
    assert not ChatTranscript().recognises(
        material("2024-03-14 17:02,ann,Basics\n2024-03-14 17:03,bob,Ideas\n2024-03-14 17:05,ann,Both\n")
    )


@pytest.mark.parametrize(
    ("line", "is_action"),
    [
        ("* ann nods", True),
        ("* ann has no idea", True),
        ("* ann is wondering", True),
        ("* ann has joined #counter", False),
        ("* ann (~a@example.org) has quit (bye)", False),
        ("* ann is now known as anna", False),
        ("* ann sets mode: +o bob", False),
        ("* Joins: ann (~a@example.org)", False),
        ("* Now talking on #counter", False),
        ("* Disconnected", False),
        ("*** ann has joined #counter", False),
        ("-!- ann [~a@example.org] has joined #counter", False),
        ("== ann [~a@example.org] has joined #counter", False),
        ("--> ann joined the channel", False),
    ],
)
def test_actions_are_messages_and_joins_are_not(line: str, is_action: bool) -> None:
    found = posts(Irc(), f"[17:00] <ann> hi\n[17:01] <bob> ho\n[17:02] {line}\n")
    assert [post.flags for post in found[2:]] == ([("action",)] if is_action else [])
    skipped = [
        item
        for item in items(Irc(), f"[17:00] <ann> hi\n[17:01] <bob> ho\n[17:02] {line}\n")
        if isinstance(item, Skipped)
    ]
    assert [(item.reason, item.n) for item in skipped] == ([] if is_action else [("system", 1)])


def test_nicks_before_a_colon_or_comma_are_spoken_to() -> None:
    found = posts(Irc(), "<ann> one\n<bob> two\n<cy> ann: three\n<dee> bob, four\n<ann> note: five\n<bob> bob: six\n")
    assert [post.parent_id for post in found] == [None, None, found[0].id, found[1].id, None, None]


def test_zoom_replies_find_the_newest_message_that_begins_so() -> None:
    head = "11:0{n}:00 From {name} To Everyone:\n\t"
    found = posts(
        ZoomChat(), _chat(head, "basics first", "no", "basics first", 'Replying to "basics fi..."\n\t\n\tagreed')
    )
    assert found[3].parent_id == found[2].id
    assert found[3].text == "agreed"


def test_the_day_of_a_log_without_dates_comes_from_its_name() -> None:
    found = items(Irc(), _chat("[17:0{n}] <{name}> ", "hi", "ho"), "counter-2024-03-14.log")
    assert "the day 2024-03-14 was taken from the file's name" in [
        item.text for item in found if isinstance(item, Note)
    ]
    assert posts(Irc(), _chat("[17:0{n}] <{name}> ", "hi", "ho"), "counter-2024-03-14.log")[0].posted_at is not None


LINES = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from([head for _, head in FORMS]),
            st.integers(0, 9),
            st.sampled_from(["ann", "Bob Li", "🤓", "cy|away"]),
            st.text(max_size=30),
        ).map(lambda parts: parts[0].format(n=parts[1], name=parts[2]) + parts[3]),
        st.tuples(st.integers(0, 40), st.integers(0, 14), st.text(max_size=20)).map(
            lambda parts: f"{parts[0]}/{parts[1]}/2024, 10:00 - Ann: {parts[2]}"
        ),
        st.sampled_from(
            [
                "[17:00] *** x",
                "17:00 -!- ann has quit",
                "* bob nods",
                "--- Day changed Fri Mar 15 2024",
                "> quoted",
                "```",
                "(- ann: 👍 -)",
            ]
        ),
        st.text(max_size=40),
    ),
    max_size=25,
)


@pytest.mark.parametrize("source", [*TEXT_CHATS, ChatTranscript()], ids=lambda source: source.name)
@given(LINES)
@settings(max_examples=100)
def test_every_line_is_in_a_message_or_counted(source: Source, lines: list[str]) -> None:
    text = "\n".join(lines)
    source.recognises(material(text))
    found = items(source, text)
    read = posts(source, text)
    assert sum(isinstance(item, Thread) for item in found) <= 1
    assert len({post.id for post in read}) == len(read)
    for post in read:
        assert post.text
        assert clean(post.text) == post.text
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)
    words_out = Counter(word for post in read for word in post.text.split())
    words_in = Counter(clean(text.replace("\t", " ").replace("\u200e", "")).split())
    added = words_out - words_in
    assert sum(added.values()) <= len(lines)  # a head without a space before its text splits one word in two


@pytest.mark.parametrize("source", [*TEXT_CHATS, ChatTranscript()], ids=lambda source: source.name)
@pytest.mark.parametrize(
    "line",
    [
        "1/" * 200_000,
        "[" * 400_000,
        "a: " * 150_000,
        "<" * 400_000,
        "* " * 200_000,
        "> " * 200_000,
        "@a " * 150_000,
        " " * 400_000,
    ],
)
def test_long_lines_are_read_in_time(source: Source, line: str) -> None:
    text = f"14/03/2024, 17:00 - Ann: {line}\n[17:00] <ann> {line}\n{line}\n"
    started = time.perf_counter()
    source.recognises(material(text))
    items(source, text)
    assert time.perf_counter() - started < 10
