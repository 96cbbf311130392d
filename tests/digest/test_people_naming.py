"""What people are called instead of their names."""

from __future__ import annotations

import pytest

from miner.digest.people.naming import aliases_of, free, identity, initials, parts_of, pseudonyms

KEY = b"a key that is long enough"


def nobody(_: str) -> bool:
    return False


def test_a_pseudonym_depends_on_the_person_and_the_key_alone():
    alone = pseudonyms(["ann"], KEY, nobody)
    several = pseudonyms(["bob", "ann", "cleo"], KEY, nobody)
    assert alone["ann"] == several["ann"]
    assert alone["ann"] != pseudonyms(["ann"], b"another key, long enough", nobody)["ann"]
    assert alone["ann"].startswith("Person ")


def test_no_two_people_share_a_pseudonym():
    given = pseudonyms([f"reader{number}" for number in range(40_000)], KEY, nobody)
    assert len(set(given.values())) == len(given) == 40_000
    assert {len(name) for name in given.values()} == {13, 14}  # 40,000 people are enough for some codes to grow


def test_a_pseudonym_never_holds_a_name():
    taken = pseudonyms(["ann"], KEY, nobody)["ann"]
    given = pseudonyms(["ann"], KEY, lambda text: "Person" in text or text == taken)
    assert given["ann"].startswith("Voice ")
    longer = pseudonyms(["ann"], KEY, lambda text: text == taken)["ann"]
    assert longer.startswith(taken)
    assert len(longer) == len(taken) + 1


def test_ways_of_writing_a_name_are_one_person():
    assert identity("@Ann") == identity("ann") == identity("ＡＮＮ ")
    assert identity("José") == identity("jose")
    assert identity("ann") != identity("anna")
    assert identity("\u200b") == "\u200b"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jane Smith", "J.S."),
        ("delia_reads", "D.R."),
        ("JaneSmith84", "J.S."),
        ("ann@mail.example", "A."),
        ("محمد علي", "م.ع."),
        ("🔥🔥", "Person 1"),
    ],
)
def test_initials_are_of_the_first_parts(name, expected):
    assert initials([name], nobody)[identity(name)] == expected


def test_the_same_initials_are_numbered():
    given = initials(["Jane Smith", "John Silver", "jane smith", "J. Sun"], nobody)
    assert list(given.values()) == ["J.S.", "J.S. 2", "J.S. 3"]


def test_initials_that_are_a_name_are_not_used():
    assert initials(["Jane Smith"], lambda text: text == "J.S.")[identity("Jane Smith")] == "Person 1"
    assert initials(["🔥"], lambda text: text == "Person 1")["🔥"] == "Person 2"


def test_names_have_parts_and_aliases():
    assert parts_of("delia_reads") == ["Delia", "Reads"]
    assert parts_of("Al B. 田中") == []
    assert aliases_of("Jane (@janes) ") == ["Jane (@janes)", "Jane", "@janes", "janes"]
    assert "jane" in aliases_of("jane@mail.example")


def test_something_is_always_free():
    assert free(("[name]",), lambda _: True) == "[…]"
