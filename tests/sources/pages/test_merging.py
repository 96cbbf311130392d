"""Comments that a page describes as data and prints as text: each reading gives what the other leaves out."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from source_reading import items, material, posts

from miner.sources.base import Note
from miner.sources.blogs.comments import Comment
from miner.sources.dates import Stamp
from miner.sources.html import HtmlText
from miner.sources.pages import described
from miner.sources.pages.described import SchemaOrg
from miner.sources.pages.merging import completed, is_complete
from miner.sources.pages.source import Page

NOON = Stamp(at=datetime(2024, 3, 3, 12, tzinfo=UTC), precision="minute")
WORDS = (
    "Two minutes a door are two minutes for somebody who cannot walk that far.",
    "Then the shop should stay open after six, as it did before January.",
    "I have not had a parcel in weeks, and nobody answers the letters.",
    "They answered mine: the contract says the shop, not the door.",
)


def comment(words: str, **fields: object) -> Comment:
    return Comment(body=HtmlText(text=words), **fields)  # type: ignore[arg-type]


def test_what_the_data_leave_out_is_taken_from_the_text() -> None:
    data = [comment(words, number=f"c{n}") for n, words in enumerate(WORDS)]
    printed = [comment(words, number=str(n), author="Ann", stamp=NOON) for n, words in enumerate(WORDS)]
    printed[1] = comment(WORDS[1], number="1", parent="0", parent_source="nesting", author="Ben", stamp=NOON)
    both = completed(data, printed)
    assert both is not None
    assert [found.author for found in both.comments] == ["Ann", "Ben", "Ann", "Ann"]
    assert (both.comments[1].parent, both.comments[1].parent_source) == ("c0", "nesting")
    assert both.notes == (
        "the author of 4 comment(s) is in the page's text and not in its data",
        "the date of 4 comment(s) is in the page's text and not in its data",
        "the reply link of 1 comment(s) is in the page's text and not in its data",
    )


def test_what_the_data_say_stays() -> None:
    data = [
        comment(words, number=f"c{n}", author="Ann Lee", stamp=NOON, parent="c0" * bool(n))
        for n, words in enumerate(WORDS)
    ]
    printed = [comment(words, number=str(n), author="Ann (moderator)") for n, words in enumerate(WORDS)]
    both = completed(data, printed)
    assert both is not None
    assert (list(both.comments), both.notes) == (data, ())


def test_other_comments_complete_nothing() -> None:
    data = [comment(words) for words in WORDS]
    assert completed(data, [comment(words[::-1], author="Ann") for words in WORDS]) is None
    assert completed(data, [comment(words, author="Ann") for words in WORDS[:2]]) is None


def test_comments_that_only_the_text_has_are_kept() -> None:
    data = [comment(words, number=f"c{n}", author="Ann", stamp=NOON) for n, words in enumerate(WORDS[:3])]
    printed = [comment("The opening itself, printed as the first item.")] + [comment(words) for words in WORDS]
    both = completed(data, printed, opening=comment("The opening itself, printed as the first item."))
    assert both is not None
    assert [found.body.text for found in both.comments] == list(WORDS)
    assert [found.author for found in both.comments] == ["Ann", "Ann", "Ann", ""]
    assert both.notes[0] == "1 comment(s) are in the page's text and not in its data"


def test_comments_alike_are_paired_in_order() -> None:
    data = [comment("Agreed.", number="a"), comment("Agreed.", number="b")]
    both = completed(data, [comment("Agreed.", author="Ann"), comment("Agreed.", author="Ben")])
    assert both is not None
    assert [found.author for found in both.comments] == ["Ann", "Ben"]


@pytest.mark.parametrize(
    ("data", "n_claimed", "expected"),
    [
        ([comment("one", author="Ann", stamp=NOON)], 1, True),
        ([comment("one", author="Ann", stamp=NOON)], 2, False),
        ([comment("one", author="Ann")], None, False),
        (
            [comment(text, author="Ann", stamp=NOON, parent=parent) for text, parent in (("one", ""), ("two", "1"))],
            None,
            True,
        ),
        ([comment(text, author="Ann", stamp=NOON) for text in ("one", "two")], None, False),
    ],
)
def test_data_are_complete_with_names_dates_and_links(
    data: list[Comment], n_claimed: int | None, expected: bool
) -> None:
    assert is_complete(data, n_claimed) is expected


def page(n_described: int = 4) -> str:
    """Each comment with its name in text alone; the first ``n_described`` are marked up for search engines."""
    boxes = []
    for n, words in enumerate(WORDS):
        marks = ('itemprop="comment" itemscope itemtype="https://schema.org/Comment"', 'itemprop="text"')
        item, text = marks if n < n_described else ("", "")
        boxes.append(
            f'<li class="comment" id="comment-{n + 11}" {item}><b class="nick">Reader{chr(65 + n)}</b> '
            f'<span class="when">{n + 3} March 2024, 10:1{n}</span><div class="words" {text}>{words}</div>'
        )
    nested = f"{boxes[0]}<ul>{boxes[1]}</li></ul></li>{boxes[2]}</li>{boxes[3]}</li>"
    return (
        '<html lang="en"><head><title>Parcels</title></head><body><article itemscope itemtype="https://schema.org/Article">'
        f'<h1 itemprop="headline">Parcels</h1><meta itemprop="commentCount" content="4"><ul class="comments">{nested}</ul></article></body></html>'
    )


@pytest.mark.parametrize("n_described", [4, 3])
@pytest.mark.parametrize("source", [SchemaOrg(), Page()], ids=lambda source: source.name)
def test_a_described_page_gives_what_it_prints(source: SchemaOrg | Page, n_described: int) -> None:
    found = [post for post in posts(source, page(n_described)) if post.kind == "comment"]
    assert [post.author for post in found] == ["ReaderA", "ReaderB", "ReaderC", "ReaderD"]
    assert all(post.posted_at is not None for post in found)
    assert found[1].parent_id == found[0].id
    assert [post.text for post in found] == list(WORDS)


def test_a_very_long_list_is_not_read_twice_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(described, "MAX_COMPLETED", 3)
    notes = [
        item.text for item in items(SchemaOrg(), re.sub("id=.comment-[0-9]+.", "", page())) if isinstance(item, Note)
    ]
    assert "what the data of more than 3 comments leave out was not looked for in the text" in notes


def test_the_page_is_recognised_as_described() -> None:
    assert SchemaOrg().recognises(material(page()))
