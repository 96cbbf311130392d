"""WebVTT and SubRip: turns of speakers, rolling captions, and files that are broken."""

from __future__ import annotations

import html
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import cases, check_case, items, material, posts

from miner.sources import read
from miner.sources.base import Note, Skipped
from miner.sources.mail.captions import CaptionFile
from miner.sources.mail.cues import Captions, Cue, read_cues
from miner.sources.mail.speech import Spoken, turns

# Sample -> captions in it, turns, captions without words.
SAMPLES = {
    "webvtt-py__captions_with_bom.vtt": (4, 1, 0),
    "webvtt-py__comments.vtt": (3, 5, 0),
    "webvtt-py__invalid.vtt": (7, 1, 0),
    "webvtt-py__invalid_timeframe.vtt": (7, 1, 0),
    "webvtt-py__metadata_headers.vtt": (2, 1, 0),
    "webvtt-py__metadata_headers_multiline.vtt": (2, 1, 0),
    "webvtt-py__missing_caption_text.vtt": (5, 2, 1),
    "webvtt-py__missing_timeframe.vtt": (7, 1, 0),
    "webvtt-py__sample.vtt": (16, 1, 0),
    "webvtt-py__styles.vtt": (1, 1, 0),
    "webvtt-py__using_identifiers.vtt": (6, 1, 0),
    "webvtt-py__youtube_dl.vtt": (4, 1, 0),
}


def said(text: str) -> list[tuple[str, str]]:
    return [(post.author, post.text) for post in posts(CaptionFile(), text)]


def vtt(*cues: str, pause: int = 0) -> str:
    blocks = (
        f"00:{number:02}:00.000 --> 00:{number + (0 if pause else 1):02}:{'30' if pause else '00'}.000\n{cue}"
        for number, cue in enumerate(cues)
    )
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize(
    "file", [file for file in cases("captions") if file.suffix != ".md"], ids=lambda file: file.name
)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(CaptionFile(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "vtt_captions" / name)]).accounts[0]
    n_cues, n_turns, n_empty = SAMPLES[name]
    assert (account.source, account.kept, account.skipped.get("empty", 0)) == ("captions", n_turns, n_empty)
    assert f"captions: {n_cues}, joined to turns of a speaker: {n_turns}" in account.notes
    assert not account.failed


def test_voices_within_one_caption_are_two_turns() -> None:
    assert said(vtt("<v.loud Ann>So it <i>is</i>.</v> <v Bob>It is not.", "<v Bob>Never.</v>")) == [
        ("Ann", "So it is."),
        ("Bob", "It is not. Never."),
    ]


def test_names_before_a_colon_need_to_come_back_or_be_in_capitals() -> None:
    assert said(vtt("Ann: First the basics.", "Remember: nothing is free.", "Ann: That is all.", "HOST: Thanks.")) == [
        ("Ann", "First the basics. Remember: nothing is free. That is all."),
        ("HOST", "Thanks."),
    ]


def test_what_follows_a_named_line_is_of_that_speaker() -> None:
    assert said(vtt("ANN: First the", "basics.", ">> BOB: Why?", "ANN: Because.")) == [
        ("ANN", "First the basics."),
        ("BOB", "Why?"),
        ("ANN", "Because."),
    ]


def test_without_names_a_pause_ends_a_passage() -> None:
    assert len(said(vtt("one passage", "another passage"))) == 1
    assert len(said(vtt("one passage", "another passage", pause=1))) == 2


def test_long_passages_end_with_a_sentence() -> None:
    found = said(
        vtt(*[f"Sentence {n} of one long talk that does not stop for a breath at all, never." for n in range(40)])
    )
    assert 3 <= len(found) <= 5
    assert all(text.endswith(".") for _, text in found)


def test_repeated_words_stay_where_captions_do_not_roll() -> None:
    assert said(
        vtt("no", "no", "yes, and here is why", "because", "it works", "for all of us", "today", "and later", "too")
    ) == [("", "no no yes, and here is why because it works for all of us today and later too")]


def test_sounds_are_counted_and_nobody_says_them() -> None:
    found = items(CaptionFile(), vtt("[Music]", "♪♪", "(applause)", "Words.", "♪ la la ♪"))
    assert [(item.reason, item.n) for item in found if isinstance(item, Skipped)] == [("sound, not speech", 4)]


def test_date_only_where_the_name_of_the_file_gives_one() -> None:
    text = vtt("Ann: hello there", "Ann: again")
    assert posts(CaptionFile(), text)[0].posted_at is None
    dated = posts(CaptionFile(), text, place="GMT20240314-170211_Recording.transcript.vtt")[0]
    assert str(dated.posted_at) == "2024-03-14 17:02:11+00:00"
    assert dated.locator == "line 3, 00:00:00"


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT",
        "00:01.000 --> 00:02.000\nhi",
        "1\n00:00:01,000 --> 00:00:02,000\nhi",
        "\ufeffWEBVTT - title\n\nNOTE x\n",
    ],
)
def test_recognised_by_content(text: str) -> None:
    assert CaptionFile().recognises(material(text))


@pytest.mark.parametrize("text", ["WEBVTTX\n", "an arrow --> here", "a --> b\n1 --> 2", "[10:00] <ann> 00:01 --> ?"])
def test_what_is_no_caption_file_is_not_recognised(text: str) -> None:
    assert not CaptionFile().recognises(material(text))


def test_unnamed_speech_is_noted() -> None:
    assert any(
        "no speaker is named" in item.text for item in items(CaptionFile(), vtt("hello")) if isinstance(item, Note)
    )


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["WEBVTT", "", "NOTE aside", "STYLE", "1", "00:00:01.000 --> 00:00:02.000", "00:00:0x,000 --> 00:00:02,000", "<v Ann>one</v>",
             "BOB: two", "three <00:00:01.500><c> four</c>", "- five", ">> six", "[Music]", "&amp;", "Kind: captions"]
        ),
        st.text(max_size=20),
    ),
    max_size=30,
)  # fmt: skip


@given(LINES)
def test_any_lines_are_read_without_failing_and_no_word_is_made(lines: list[str]) -> None:
    found = posts(CaptionFile(), "\n".join(lines))
    letters = set(unicodedata.normalize("NFC", html.unescape("".join(lines))))
    for post in found:
        assert post.text
        assert set("".join(post.text.split())) <= letters


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "Ann", "Bob"]), st.text(alphabet="abc ", min_size=1, max_size=12)), max_size=12
    )
)
def test_every_word_of_plain_captions_is_said_once_and_in_order(spoken: list[tuple[str, str]]) -> None:
    cues = [
        Cue(n, n * 1.0, n + 1.0, [text], [(name, " ".join(text.split()))])
        for n, (name, text) in enumerate(spoken)
        if text.strip()
    ]
    found = list(turns(cues, counts := Spoken()))
    if not counts.n_rolled:
        assert " ".join(turn.text for turn in found).split() == " ".join(text for _, text in spoken).split()
    assert all(first.speaker != second.speaker or not first.speaker for first, second in pairwise(found))


@given(st.lists(st.text(max_size=30), max_size=20))
def test_cues_keep_their_lines(lines: list[str]) -> None:
    about = Captions()
    found = list(read_cues(enumerate(line.replace("\n", "") for line in lines), about))
    assert sum(len(cue.raw) for cue in found) <= len(lines)
