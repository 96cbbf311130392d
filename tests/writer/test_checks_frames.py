"""How sentences are put: who is said to say it is taken off, what is said is compared; words that stand for cited ones."""

from __future__ import annotations

import pytest

from miner.writer.checks import check
from miner.writer.checks.frames import parts_of
from miner.writer.records import Answer, Evidence, EvidenceItem, WrittenSentence


def _problems(text: str, *said: str, cites: tuple[str, ...] = ("a1",), poles: tuple[str, ...] = ()) -> list[str]:
    items = tuple(
        EvidenceItem(id=f"a{n}", text=one, author=f"person {n}", side=("left", "right")[n % 2 == 0] if poles else "")
        for n, one in enumerate(said, 1)
    )
    evidence = Evidence(task="summary", subject="t1", items=items, poles=poles)
    answer = Answer(task="summary", subject="t1", sentences=(WrittenSentence(text=text, cites=cites),))
    return [problem.rule for problem in check(answer, evidence)]


@pytest.mark.parametrize(
    ("sentence", "cores"),
    [
        ("Those who stress speed say that trams are quick.", ["trams are quick"]),
        ("The side of speed holds that trams are quick.", ["trams are quick"]),
        ("People on the side of speed argue that trams are quick.", ["trams are quick"]),
        (
            "Some put speed first and argue that trams are quick, whereas others put money first and argue that buses are cheap.",
            ["trams are quick", "buses are cheap"],
        ),
        (
            "One side stresses that trams are quick, the other that buses are cheap.",
            ["trams are quick", "buses are cheap"],
        ),
        ("Those who ride trams at night are nurses.", ["Those who ride trams at night are nurses"]),
    ],
)
def test_who_says_it_is_taken_off(sentence, cores):
    assert [part.core for part in parts_of(sentence, [])] == cores


def test_the_name_of_a_side_before_a_colon_is_no_claim():
    said = ("Trams carry people home quickly at night.", "Small buses cost the town far less money.")
    text = "Rails: trams carry people home quickly at night; wheels: small buses cost the town far less money."
    assert _problems(text, *said, cites=("a1", "a2"), poles=("rails", "wheels")) == []


def test_a_first_word_of_a_cited_words_family_is_no_name():
    others = ("The council should subsidize the night trams.", "Trams are quick.", "Buses are cheap.")
    assert "names" not in _problems("Subsidy is what the night trams should get.", *others)
    assert "names" in _problems("Zorblatt is what the night trams should get.", *others)


def test_a_name_nobody_knows_is_no_family_of_its_own():
    others = ("The council should buy zorblatt for the trams.", "Trams are quick.", "Buses are cheap.")
    assert "names" in _problems("Zorblatt should be bought for the trams.", *others)


def test_an_abbreviation_that_everybody_knows_needs_no_second_person():
    others = ("Night trams spread the HIV test bus.", "Trams are quick.", "Buses are cheap.")
    assert "names" not in _problems("Night trams spread the HIV test bus.", *others)
    assert "names" in _problems("Night trams spread the HPV test bus.", *others)


def test_a_number_may_be_said_in_another_word():
    others = ("A couple of trams run for half the night.", "Trams are quick.", "Buses are cheap.")
    assert "numbers" not in _problems("Two trams run for half the night.", *others)
    assert "numbers" in _problems("Three trams run for half the night.", *others)
