"""Tables without names for their columns are told from chat logs."""

from __future__ import annotations

import pytest
from source_reading import material, posts

from miner.sources import recognised_by
from miner.sources.tables.headless import HeadlessTable

TABLE = (
    "2024-03-14 17:00,ann,The basics come first because nobody forgives a late parcel\n"
    '2024-03-14 17:01,ben,"New ideas, of course, come first"\n'
    "2024-03-14 17:02,ann,I do not agree with that at all\n"
)


def test_first_row_is_a_post() -> None:
    assert recognised_by(material(TABLE))[0].name == "headless_table"
    found = posts(HeadlessTable(), TABLE)
    assert [(post.author, post.posted_at.minute, post.locator) for post in found] == [
        ("ann", 0, "line 1"),
        ("ben", 1, "line 2"),
        ("ann", 2, "line 3"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2024, 17:00 - Ann: hello, how are you\n12/03/2024, 17:01 - Ben: fine, and you all\n",
        "[2024-03-14 17:00] <ann> one, two, three\n[2024-03-14 17:01] <ben> four, five, six\n",
        "date,author,text\n2024-03-14,ann,these are some words\n",
        "2024-03-14,7,9\n2024-03-15,8,2\n",
        "17:00:02\tann:\tsome words here\n17:00:09\tben:\tother words here\n",
        "one, two, three\nfour, five, six\n",
    ],
)
def test_what_is_none(text: str) -> None:
    assert not HeadlessTable().recognises(material(text))
