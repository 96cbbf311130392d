"""What helps small models, and what keeps a bland title off: stretches to choose from, citations found, nearness."""

from __future__ import annotations

import numpy as np
import pytest
from discussed import tiny_digest

from miner.report.languages.catalogues import LANGUAGES, speaking
from miner.report.refusals import REASONS, refusal
from miner.settings import Settings
from miner.writer.answers import Unreadable, having_the_words, read_answer
from miner.writer.checks import RULES
from miner.writer.evidence import evidence_of
from miner.writer.failures import FAILURES
from miner.writer.nearness import RULE, _n_told, is_better
from miner.writer.records import Evidence, EvidenceItem
from miner.writer.stretches import stretches

_QUOTES = (
    "A night bus to the harbour would help the fish market.",
    "The night bus never waits for the harbour ferry.",
    "Cheap tickets would fill the night bus.",
    "Our choir sings on Mondays.",
)


def _items(side: str = "") -> tuple[EvidenceItem, ...]:
    return tuple(
        EvidenceItem(id=f"{side}{n}", text=text, author=f"person {n}", side=side)  # type: ignore[arg-type]
        for n, text in enumerate(_QUOTES)
    )


def _title_task() -> Evidence:
    return next(one for one in evidence_of(tiny_digest(), Settings()) if one.task == "title")


def test_stretches_stand_in_the_quotes_and_share_a_word_with_another():
    found = stretches(_items())
    assert "Night bus" in found
    assert all(any(one.casefold() in text.casefold() for text in _QUOTES) for one in found)
    assert not any("choir" in one.casefold() for one in found)


@pytest.mark.parametrize("task", ["summary", "overview", "questions"])
def test_sentences_have_to_cite(task):
    evidence = Evidence(task=task, subject="t1", items=_items())
    with pytest.raises(Unreadable):
        read_answer('{"sentences": [{"text": "It is so."}, {"text": "It is so."}]}', evidence)


def test_each_word_of_a_name_is_cited_where_it_stands():
    assert having_the_words("Ferry tickets", _items()) == ("1", "2")
    assert having_the_words("Nothing like it", _items()) == ()


def test_a_bland_title_does_not_take_the_place_of_the_discussions_own_words():
    own = [item.text for item in _title_task().items]
    others = ["Small buses reach the villages.", "A bus every hour keeps the school open."]
    assert is_better("Trams all night", "Money", own, others)
    assert not is_better("Buses and villages", "Trams at night", own, others)
    assert not is_better("Trams at night", "Trams at night", own, others)
    assert not is_better("Nurses", "Trams at night", own, others)
    assert not is_better("Trams", "Buses", [], others)
    assert is_better("Trams all night", "Money", own, others, ["Buses and villages"])


def test_a_title_that_draws_texts_from_another_tells_fewer():
    cosines = np.array([[0.9, 0.5, 0.4], [0.8, 0.6, 0.7], [0.6, 0.2, 0.5], [0.1, 0.2, 0.9]])  # two own, two of others
    assert _n_told(cosines, 2).tolist() == [2 - 1, 1 - 0]
    assert _n_told(cosines[:, [1, 0, 2]], 2).tolist() == [1, 1]


def test_every_reason_has_words_in_every_language():
    assert {*RULES, *FAILURES, "copied", RULE} <= set(REASONS)
    for code in LANGUAGES:
        with speaking(code):
            told = [refusal(reason) for reason in REASONS]
            assert len(set(told)) == len(told)
            if code != "en":
                assert not [one for one, words in zip(told, REASONS.values(), strict=True) if one == words]
    assert refusal("a later version's rule") == "a later version's rule"


def test_an_answer_with_an_empty_title_is_none():
    with pytest.raises(Unreadable):
        read_answer('{"title": " "}', _title_task())
