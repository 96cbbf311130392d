"""Names found in texts: however they are written, at word borders, and not in the middle of other words."""

from __future__ import annotations

import pytest

from miner.digest.people.finding import Finder
from miner.digest.people.folding import comparable, folded
from miner.digest.people.patterns import pattern_of


def _found(names, text, **others):
    return [text[hit.start : hit.end] for hit in Finder(names, **others).hits(text)]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("ann", "ann said so, ANN did, Ann's idea", ["ann", "ANN", "Ann"]),
        ("ann", "an annual channel for Hannah", []),
        ("Will", "Will it? I will. Goodwill, willing.", ["Will", "will"]),
        ("Anna", "Annas Buch, annat", ["Anna"]),
        ("Jane Smith", "Jane Smith, jane_smith, JaneSmith and jane  smith", None),
        ("Élodie", "élodie, ELODIE, e\u0301lodie and %C3%A9lodie", None),
        ("José", "I agree with Jose", ["Jose"]),
        ("jay", "http://x.example/%6Aay/1", ["http://x.example/%6Aay/1"]),
        ("ｆｕｌｌ", "full and FULL", ["full", "FULL"]),
        ("de\u200blia", "delia and d\u00adelia", ["delia", "d\u00adelia"]),
        ("a.b*c(d", "so a.b*c(d said [x]", ["a.b*c(d"]),
        ("o'brien", "O'Brien is right", ["O'Brien"]),
        ("delia_reads", "#teamdelia_reads2 and deliareads", ["delia_reads", "deliareads"]),
        ("田中", "田中さんは正しい", ["田中"]),
        ("أحمد علي", "قال أحمد علي إن", ["أحمد علي"]),
        ("민수", "민수는 옳다", ["민수"]),
        ("राम", "राम ने कहा, रामायण नहीं", ["राम"]),
        ("straße", "STRASSE", ["STRASSE"]),
    ],
)
def test_a_name_is_found_however_it_is_written(name, text, found):
    hits = _found([name], text)
    if found is None:  # all that stands there but the words between
        assert len(hits) == 4
    else:
        assert hits == found


def test_a_name_of_one_letter_is_found_only_where_it_is_marked_as_one():
    text = "a: I saw a dog, @a and https://x.example/a/1\nA : yes"
    assert _found(["a"], text) == ["a", "a", "https://x.example/a/1", "A"]


def test_a_name_without_a_letter_is_not_looked_for_in_texts():
    assert _found(["...", "🔥", "", " "], "well ... 🔥 fire") == []


def test_a_very_long_name_is_found():
    name = "anna maria " * 40 + "x"
    assert _found([name], f"so {name.upper()} said") == [name.upper()]


def test_names_that_begin_alike_are_told_apart():
    finder = Finder(["jo", "jo_ann", "joan", "jo ann lee"])
    text = "jo, joan, jo_ann and jo ann lee"
    assert [(text[h.start : h.end], h.person) for h in finder.hits(text)] == [
        ("jo", "jo"),
        ("joan", "joan"),
        ("jo_ann", "jo_ann"),
        ("jo ann lee", "jo ann lee"),
    ]


def test_a_part_of_a_name_is_found_with_its_capital_unless_it_is_a_word_here():
    texts = ["Delia is right, and Mark too", "mark my words, delia_reads"]
    finder = Finder(["delia_reads", "Mark Weber"], texts)
    assert [texts[0][hit.start : hit.end] for hit in finder.hits(texts[0])] == ["Delia"]  # "mark" is a word here
    assert _found(["delia_reads", "Mark Weber"], texts[0], texts=texts[:1]) == ["Delia", "Mark"]


def test_a_part_that_several_people_share_is_somebodys():
    finder = Finder(["Jane Smith", "Jane Doe"], ["Jane said"])
    assert [hit.person for hit in finder.hits("Jane said")] == [None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thanks @who_ever!", ["who_ever"]),
        ("see @user@server.example.", ["user@server.example"]),
        ("write to jane.s@mail.example now", ["jane.s@mail.example"]),
        ("medium.com/@someone", []),
        ("5 @ 3 pounds", []),
    ],
)
def test_mentions_and_addresses_of_others_are_found_too(text, found):
    assert _found(["ann"], text) == found


def test_mentions_may_be_left_alone():
    assert _found(["ann"], "@bob and bob@x.example and @ann", mentions=False) == ["ann"]


def test_a_kept_name_is_not_found_behind_its_sign():
    assert _found(["ann"], "@cxchat and @ann", kept={"cxchat"}) == ["ann"]


def test_an_address_that_leads_to_a_person_goes_as_a_whole():
    finder = Finder(["ann"], ids=["twitter:18590001", "x:12"])
    text = "see https://x.example/ann/status/1, https://x.example/i/18590001. and https://x.example/12"
    assert [text[h.start : h.end] for h in finder.hits(text)] == [
        "https://x.example/ann/status/1",
        "https://x.example/i/18590001",
    ]


def test_spans_move_with_their_words():
    replaced = Finder(["ann"]).replaced("so ann said: no", lambda _: "Person 1")
    assert replaced.text == "so Person 1 said: no"
    assert replaced.text[slice(*replaced.outer((7, 15)))] == "said: no"
    assert replaced.text[slice(*replaced.outer((4, 11)))] == "Person 1 said"
    assert replaced.text[slice(*replaced.outer((0, 5)))] == "so Person 1"
    assert replaced.text[slice(*replaced.inner((4, 11)))] == " said"


def test_every_sign_of_the_comparable_form_knows_its_place():
    form = folded("Ça %C3%89t\u00e9 ﬁn%zz")
    assert form.text == "ca ete fin%zz"
    assert form.span(3, 4) == (3, 9)
    assert form.span(7, 8) == form.span(8, 9) == (12, 13)
    assert comparable("100%25 %ff") == "100% %ff"


def test_nobody_is_found_where_there_are_no_names():
    assert pattern_of([]) is None
    assert not Finder([]).is_named("anything")


def test_thousands_of_names_are_one_pattern():
    names = [f"reader{number}" for number in range(4000)]
    assert _found(names, "reader17, reader3999 and reader4000") == ["reader17", "reader3999"]
