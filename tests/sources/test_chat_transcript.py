"""Chats as text: one grammar a file, every line in a message or in the account."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_reading import FIXTURES, cases, check_case, items, material, posts

from miner.sources.base import Skipped
from miner.sources.chats.transcript import ChatTranscript
from miner.sources.cleaning import clean
from miner.transcript import Thread

CHAT = ChatTranscript()


@pytest.mark.parametrize("case", cases("chat_transcript"), ids=lambda case: case.name)
def test_example_reads_as_expected(case: Path) -> None:
    assert CHAT.recognises(material(case.read_bytes()))
    check_case(CHAT, case)


def test_pages_with_comments_are_no_chats(shared_data: Path) -> None:
    for file in sorted((shared_data / "seed_threads").glob("*.txt")):
        assert not CHAT.recognises(material(file.read_bytes()))
    for file in sorted((FIXTURES / "plain_text").glob("*.txt")):
        assert not CHAT.recognises(material(file.read_bytes())), file.name


@pytest.mark.parametrize(
    "text",
    [
        "Lemon cake\nPrep time: 20 min\nServes: 8\nIngredients: flour, three lemons\nMethod: mix and bake\nNote: let it cool",
        "Note: this is prose.\nIt goes on here, and on: with a colon.\nAnd it ends.",
        "From: ann\nTo: bob\nSubject: x\nDate: today\n\nHello there.",
        "10:30 Opening: welcome\n11:00 Talk: basics first\n12:00 Lunch: downstairs",
        "Q: Why?\nA: Because.\nQ: Really?\nA: Yes.",
        "INFO: started\nERROR: failed\nINFO: stopped\nERROR: again",
        "id,author,text\n1,ann,I think: yes\n2,bob,so do I: no\n3,ann,well: maybe",
        '{"a": "b: c"}',
        "<html><body>ann: hi<br>bob: ho</body></html>",
        "ann: hello",
        "",
    ],
)
def test_what_is_no_chat_is_left_to_others(text: str) -> None:
    assert not CHAT.recognises(material(text))


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("@ann: hi\n@bob: ho\n", "ann"),
        ("ann (10:31): hi\nbob (10:32): ho\n", "ann"),
        ("Ann Lee (12/03/2024 10:31): hi\nBob (13/03/2024 10:32): ho\n", "Ann Lee"),
        ("[10:31] ann: hi\n[10:32] bob: ho\n", "ann"),
        ("[10:31] <ann> hi\n[10:32] <bob> ho\n", "ann"),
        ("10:31 <ann> hi\n10:32 <bob> ho\n", "ann"),
        ("<ann> hi\n<bob> ho\n", "ann"),
        ("10:31:02 From Ann Lee : hi\n10:31:10 From Bob : ho\n", "Ann Lee"),
        ("Ann Lee [10:31 AM]\nhi\nBob [10:32 AM]\nho\n", "Ann Lee"),
        ("Ann Lee  10:31 AM\nhi\nBob  10:32 AM\nho\n", "Ann Lee"),
        ("ann — Today at 10:31 AM\nhi\nbob — 03/12/2024 10:32 AM\nho\n", "ann"),
        ("12/03/2024, 17:05 - Ann Lee: hi\n12/03/2024, 17:06 - Bob: ho\n", "Ann Lee"),
        ("[17:05, 12/03/2024] Ann Lee: hi\n[17:06, 12/03/2024] Bob: ho\n", "Ann Lee"),
        ("Ann: hi\nBob: ho\nAnn: hey\n", "Ann"),
    ],
)
def test_grammars(text: str, author: str) -> None:
    assert CHAT.recognises(material(text))
    found = posts(CHAT, text)
    assert [post.text for post in found][:2] == ["hi", "ho"]
    assert found[0].author == author


def test_mentions_reply_to_the_last_message_of_somebody_who_spoke() -> None:
    found = posts(CHAT, "Ann Lee: one\nBob: @Ann Lee two\nAnn Lee: three @nobody\nBob: @ann four\nBob: @bob five\n")
    assert [post.parent_id for post in found] == [None, found[0].id, None, found[2].id, None]
    assert {post.parent_source for post in found} == {None, "mention"}


def test_order_of_lines_is_the_order_of_ids() -> None:
    found = posts(CHAT, "".join(f"{'ann' if number % 2 else 'bob'}: message {number}\n" for number in range(1200)))
    assert [post.id for post in found] == sorted(post.id for post in found)


LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["ann", "Bob Li", "@cy", "🤓"]), st.text(max_size=30)).map(
            lambda pair: f"{pair[0]}: {pair[1]}"
        ),
        st.tuples(st.integers(0, 29), st.sampled_from(["ann", "bob"]), st.text(max_size=20)).map(
            lambda parts: f"[{parts[0]:02}:05] <{parts[1]}> {parts[2]}"
        ),
        st.tuples(st.integers(0, 40), st.text(max_size=20)).map(
            lambda parts: f"{parts[0]}/03/2024, 10:00 - Ann: {parts[1]}"
        ),
        st.text(max_size=40),
    ),
    max_size=25,
)


@given(LINES)
@settings(max_examples=200, deadline=None)
def test_every_line_is_in_a_message_or_counted(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not CHAT.recognises(material(text)):
        return
    found = items(CHAT, text)
    read = posts(CHAT, text)
    assert sum(isinstance(item, Thread) for item in found) == 1
    assert len({post.id for post in read}) == len(read)
    for post in read:
        assert post.text
        assert clean(post.text) == post.text
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)
    words_out = Counter(word for post in read for word in post.text.split())
    words_in = Counter(clean(text).split())
    assert not words_out - words_in or any(isinstance(item, Skipped) for item in found) or "\t" in text
