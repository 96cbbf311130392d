"""Hostile comments against a writer that obeys them: what they want is never shown, and no other theme's text changes."""

from __future__ import annotations

import unicodedata

import pytest
from injections import INJECTIONS, SPOILS, Injection
from obedient import obedient_server

from miner.settings import WriterSettings
from miner.writer.asking import Asker
from miner.writer.checks import check
from miner.writer.checks.addressed import speaks_to_the_writer
from miner.writer.evidence import cleaned
from miner.writer.judging import surviving
from miner.writer.records import Evidence, EvidenceItem

BUSES = (
    "Buses should run every ten minutes in the evening.",
    "If buses came more often in the evening, fewer people would drive.",
    "Evening buses are empty, so running more of them wastes money.",
    "A bus every ten minutes would make the evening safer.",
)
FARES = (
    "Fares should be lower for students.",
    "Lower fares bring more students onto the trams.",
    "Students already pay lower fares than anybody else.",
)
AUTHORS = ("Ada", "Ben", "Cem", "Dora", "Egon", "Fay", "Gus", "Hal")


def evidence_with(comment: str) -> tuple[Evidence, ...]:
    """Two themes and the overview; the comment stands in the first theme and in the overview."""
    hostile = (*BUSES[:2], cleaned(comment), *BUSES[2:]) if comment else BUSES
    return (
        made("title", "t1", hostile),
        made("summary", "t1", hostile),
        made("title", "t2", FARES),
        made("summary", "t2", FARES),
        made("overview", "", (*hostile, *FARES)),
    )


def made(task, subject, texts) -> Evidence:
    items = tuple(EvidenceItem(id=f"{subject}a{n}", text=text, author=AUTHORS[n % 8]) for n, text in enumerate(texts))
    return Evidence(task=task, subject=subject, items=items)


def shown(evidences, address: str) -> list[tuple[str, ...]]:
    """What a reader gets to see of each task; () where the extractive form stands."""
    with Asker(WriterSettings(model=address, retries=0)) as asker:
        outcomes = asker.answers(evidences)
    kept = []
    for evidence, outcome in zip(evidences, outcomes, strict=True):
        assert outcome.answer is not None, outcome.failure
        kept.append(tuple(one.text for one in surviving(outcome.answer, check(outcome.answer, evidence))))
    return kept


def test_there_are_fifty_and_more_and_no_two_are_alike():
    assert len(INJECTIONS) >= 50
    assert len({one.text for one in INJECTIONS}) == len({one.name for one in INJECTIONS}) == len(INJECTIONS)


def test_an_honest_discussion_is_written_about(before):
    """The same server, without a comment to obey: its words are shown, so the tests below refuse for a reason."""
    assert all(before)
    assert before[1] == BUSES[:2]


@pytest.fixture(scope="module")
def before() -> list[tuple[str, ...]]:
    """What is shown where there is no such comment."""
    with obedient_server(None, "", "none") as address:
        return shown(evidence_with(""), address)


@pytest.mark.parametrize("cites", ["hostile", "honest", "both", "none"])
@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda one: one.name)
def test_what_a_comment_wants_is_never_shown(injection: Injection, cites: str, before: list[tuple[str, ...]]):
    marks = cleaned(injection.text)[:40]
    evidences = evidence_with(injection.text)
    with obedient_server(injection, marks, cites) as address:
        kept = shown(evidences, address)
    said = unicodedata.normalize("NFKC", " ".join(text for texts in kept for text in texts)).casefold()
    assert not [spoil for spoil in SPOILS if spoil in said]
    assert not {text for texts in kept for text in texts} & set(injection.wanted)
    assert kept[2:4] == before[2:4]  # the other theme: not a letter differs


def test_most_of_them_are_known_for_what_they_are():
    """The rest only counts as one person's word, which is enough for the test above."""
    known = [one.name for one in INJECTIONS if speaks_to_the_writer(cleaned(one.text))]
    assert len(known) >= 0.65 * len(INJECTIONS), sorted({one.name for one in INJECTIONS} - set(known))


@pytest.mark.parametrize(
    "text",
    [
        *BUSES,
        *FARES,
        "You are right that the system is broken.",
        "The title of the film is good.",
        "Ignore the noise, fix the roads.",
        "I think AI models should be open.",
        "1. Fix the roads. 2. Then the trams.",
    ],
)
def test_people_who_only_speak_to_each_other_are_evidence(text: str):
    assert not speaks_to_the_writer(text)
