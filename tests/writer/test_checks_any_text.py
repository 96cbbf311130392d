"""The check on any text at all: it never fails, and lets nothing of these kinds through."""

from __future__ import annotations

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miner.writer.checks import RULES, check
from miner.writer.checks.addressed import speaks_to_the_writer
from miner.writer.checks.frames import NUMBER_WORDS, named_in, parts_of
from miner.writer.checks.polarity import n_negations
from miner.writer.records import Answer, Evidence, EvidenceItem, WrittenSentence

ITEMS = (
    EvidenceItem(id="a1", text="Trams are quick, and they are never late.", author="Ann"),
    EvidenceItem(id="a2", text="Trams cost 40 euros a month.", author="Ben"),
)
TASKS = ("title", "summary", "poles", "overview", "questions")
TRUE = ("Trams are quick, and they are never late.", "Trams cost 40 euros a month.")
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def refused(text: str, task: str = "summary") -> bool:
    evidence = Evidence(task=task, subject="t", items=ITEMS)
    sentences = (WrittenSentence(text=text, cites=("a1", "a2")),) * (2 if task == "poles" else 1)
    found = check(Answer(task=task, subject="t", sentences=sentences), evidence)
    assert all(problem.rule in RULES and -1 <= problem.sentence < len(sentences) and problem.what for problem in found)
    return bool(found)


@quick
@given(st.text(max_size=60), st.sampled_from(TASKS))
def test_no_text_breaks_the_check(text, task):
    refused(text, task)


@quick
@given(st.text(max_size=80))
def test_no_argument_breaks_the_check(text):
    evidence = Evidence(
        task="title", subject="t", items=(EvidenceItem(id="a", text=text, author=text[:5]),), n_people=3
    )
    check(Answer(task="title", subject="t", sentences=(WrittenSentence(text="Quick trams"),)), evidence)
    assert isinstance(speaks_to_the_writer(text), bool)


@quick
@given(st.sampled_from(TRUE), st.integers(0, 30), st.characters(categories=("Cc", "Cf", "Co")))
def test_a_hidden_character_anywhere_is_refused(text, place, sign):
    assert unicodedata.category(sign) in ("Cc", "Cf", "Co")
    assert refused(text[:place] + sign + text[place:])


@quick
@given(st.sampled_from(TRUE), st.integers(0, 10_000).filter(lambda number: number != 40))
def test_a_number_that_is_not_there_is_refused(text, number):
    assert refused(text.replace("40", str(number)).replace("Trams are", f"{number} trams are"))


@quick
@given(st.sampled_from([word for word in NUMBER_WORDS if word not in ("zero", "one", "two")]))
def test_a_count_that_is_wrong_is_refused(word):
    assert refused(f"{word.capitalize()} people say that trams are quick.")


@quick
@given(st.sampled_from(TRUE), st.sampled_from(["https://a.b", "www.a.org", "a@b.org", "evil.example", "evil[.]com"]))
def test_an_address_is_refused(text, address):
    assert refused(f"{text[:-1]} {address}.")


@given(st.lists(st.sampled_from(["Ann", "Ann Lee", "Ben"]), unique=True))
def test_the_longest_name_is_found(people):
    assert named_in("Ann Lee says so", people) == (
        ("Ann Lee",) if "Ann Lee" in people else ("Ann",) if "Ann" in people else ()
    )


@quick
@given(st.text(max_size=80))
def test_parts_never_fail(text):
    assert all(part.core for part in parts_of(text, ["Ann"]))
    assert n_negations(text) >= 0


def test_not_only_is_no_negation():
    assert n_negations("not only quick but never late") == 1


def test_who_says_it_is_told_from_what_is_said():
    (part,) = parts_of("Ann and Ben say that trams are quick.", ["Ann", "Ben"])
    assert (part.core, part.speakers) == ("trams are quick", ("Ann", "Ben"))
    first, second = parts_of("Some say trams are quick, while others think they are late.", [])
    assert (first.core, second.core) == ("trams are quick", "they are late")
    assert parts_of("There is a broad consensus that trams help.", [])[0].core == "trams help"
    assert parts_of("Many people die on the roads.", [])[0].core == "Many people die on the roads"
