"""Paragraphs, headings and places of a text."""

from __future__ import annotations

from time import perf_counter

import pytest

from miner.transcript.places import heading_of, paragraph_of, places_of

LINE = "This is a line of a paragraph with more than ten words in it."


def test_paragraphs_end_at_blank_lines_and_at_lines_that_end_a_sentence() -> None:
    text = "First part\nof a wrapped line.\nSecond one.\n\nThird one, no stop\n\nFourth."
    numbers = [paragraph_of(text, text.index(word)) for word in ("First", "wrapped", "Second", "Third", "Fourth")]
    assert numbers == [0, 0, 1, 2, 3]
    assert paragraph_of("", 0) == 0


def test_a_heading_is_a_short_line_without_a_stop_above_a_longer_one() -> None:
    text = f"The Title\n\n{LINE}\n\nWhat should it be?\n\n{LINE}\n\n## Knowing The Possible\n{LINE}\n\nEnds here.\n\n{LINE}"
    starts = [at for at in range(len(text)) if text.startswith(LINE, at)]
    assert [heading_of(text, at) for at in starts] == [
        "",
        "What should it be?",
        "Knowing The Possible",
        "Knowing The Possible",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- a point",
        "Facts ------",
        "“Said by somebody!”",
        "and so on",
        "Dear all,",
        "It was done.",
        LINE.removesuffix("."),
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    text = f"Title\n\n{LINE}\n\n{line}\n\n{LINE}"
    assert heading_of(text, text.rindex(LINE)) == ""


def test_a_line_beneath_a_heading_may_underline_it() -> None:
    text = f"Title\n\n{LINE}\n\nThe Facts\n---------\n\n{LINE}"
    assert heading_of(text, text.rindex(LINE)) == "The Facts"


def test_a_heading_stands_in_its_text_to_the_letter() -> None:
    text = f"Title\n\n   “Quoted”  heading  here \n\n{LINE}"
    assert heading_of(text, len(text) - 1) in text


def test_a_paragraph_is_a_place_and_a_long_one_is_several_of_about_the_same_length() -> None:
    stands = [("a", 0)] * 2 + [("a", 1)] * 7 + [("b", 1)]
    assert places_of(stands) == [0, 0, 1, 1, 1, 2, 2, 3, 3, 4]
    assert places_of([]) == []


@pytest.mark.parametrize("piece", ["\n", " \n", " " * 50, "A", "# ", ". ", "A b\n", "?\t"])
def test_time_grows_with_the_length_of_a_text_whatever_it_holds(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    before = perf_counter()
    paragraph_of(text, len(text))
    heading_of(text, len(text))
    assert perf_counter() - before < 5
