"""Transcripts of speech as plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import cases, check_case, items, material, posts

from miner.sources import recognised_by
from miner.sources.mail.spoken import SpokenText
from miner.transcript import Post


@pytest.mark.parametrize("file", [file for file in cases("spoken") if file.suffix != ".md"], ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(SpokenText(), file)
    assert recognised_by(material(file.read_bytes()))[0].name == "spoken"


@pytest.mark.parametrize(
    "head",
    [
        "Ann Lee 0:05",
        "Ann Lee  00:00:05  ",
        "Ann Lee (00:05):",
        "[Ann Lee] 00:00:05",
        "00:05 Ann Lee",
        "[00:00:05] Ann Lee:",
        "Ann Lee: 0:05",
    ],
)
def test_heads_of_several_programs(head: str) -> None:
    text = f"{head}\nwords one\n\n{head.replace('05', '15')}\nwords two\n\n{head.replace('05', '25').replace('Ann Lee', 'Bob')}\nwords three\n"
    assert SpokenText().recognises(material(text))
    assert [(post.author, post.text) for post in posts(SpokenText(), text)] == [
        ("Ann Lee", "words one words two"),
        ("Bob", "words three"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ann 17:02\nhello\n\nBob 17:03\nhello\n\nAnn 17:04\nhello\n",  # a chat: it begins at some hour
        "Ann 0:05\nhello\n\nBob 0:03\nhello\n\nAnn 0:01\nhello\n",  # times that run backwards
        "Ann 0:05\nhello\n",
        "The train leaves at 0:05\nand the next one\nat 0:35\n",
        "12:00 lunch\n13:00 work\n14:00 more work\n",
    ],
)
def test_what_is_no_transcript_of_speech_is_not_recognised(text: str) -> None:
    assert not SpokenText().recognises(material(text))


@given(
    st.lists(
        st.one_of(st.sampled_from(["Ann 0:01", "00:10", "", "[Bob] 1:00:00", "words"]), st.text(max_size=15)),
        max_size=20,
    )
)
def test_any_lines_are_read_without_failing(lines: list[str]) -> None:
    found = items(SpokenText(), "\n".join(lines))
    assert all(item.text for item in found if isinstance(item, Post))
