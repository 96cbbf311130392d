"""Reposts and their originals."""

from __future__ import annotations

import msgspec
import pytest

from miner.sources.chat.reposts import link_reposts

from .conftest import post

ORIGINAL = post(1, 0, "Ann", "The basics come first, nobody forgives a late parcel twice #cx")


@pytest.mark.parametrize(
    ("text", "repost_of"),
    [
        ("RT @ann: The basics come first, nobody forgives a late parcel twice #cx", "test:1"),
        ("RT @Ann The basics come first,  nobody forgives a late parcel twice #cx", "test:1"),
        ("RT @ann: The basics come first, nobody forgives a la…", "test:1"),
        ("MT @ann: The basics come first, nobody forgives a late parcel", "test:1"),
        ("RT @ann: The bas…", "@ann"),
        ("RT @bob: The basics come first, nobody forgives a late parcel twice #cx", "@bob"),
        ("RT @ann: The basics come last, whatever anybody says about them", "@ann"),
    ],
)
def test_reposts_point_to_their_original(text: str, repost_of: str) -> None:
    linked = link_reposts([ORIGINAL, post(2, 1, "eve", text)])[1]
    assert (linked.kind, linked.repost_of) == ("repost", repost_of)


@pytest.mark.parametrize(
    "text",
    [
        "MT @ann: something quite different from what she said",
        "So true! RT @ann: The basics come first",
        "RTs welcome",
        "RT if you agree",
    ],
)
def test_what_is_no_repost(text: str) -> None:
    assert link_reposts([ORIGINAL, post(2, 1, "eve", text)])[1].kind == "message"


def test_an_id_from_the_source_is_kept_and_one_from_elsewhere_is_looked_up() -> None:
    copy = msgspec.structs.replace(post(2, 1, "eve", f"RT @ann: {ORIGINAL.text}"), kind="repost", repost_of="test:1")
    assert link_reposts([ORIGINAL, copy])[1] == copy
    other = msgspec.structs.replace(copy, repost_of="test:99")
    assert link_reposts([ORIGINAL, other])[1].repost_of == "test:1"
    assert link_reposts([other])[0].repost_of == "test:99"


def test_a_repost_of_a_repost_points_to_what_was_said_first_hand() -> None:
    again = post(3, 2, "zoe", f"RT @ann: {ORIGINAL.text}")
    linked = link_reposts([ORIGINAL, post(2, 1, "eve", f"RT @ann: {ORIGINAL.text}"), again])
    assert [each.repost_of for each in linked] == [None, "test:1", "test:1"]
