"""Support: what the cited arguments say passes in other words, too; what they deny, or do not speak of, does not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from miner.writer.checks import check
from miner.writer.checks.base import Claim, Source
from miner.writer.checks.support import LIMIT, grounds, signals
from miner.writer.records import Answer, Evidence, EvidenceItem, WrittenSentence

READING_ROOM = (
    "The reading room is too loud in the afternoon, so nobody can work there.",
    "You cannot concentrate in the reading room because everybody talks.",
    "Late fees do not bring books back, they only keep poor readers away.",
    "Fines never made anyone return a book sooner.",
)


@pytest.mark.parametrize(
    ("sentence", "texts", "said"),
    [
        ("The reading room is too loud", READING_ROOM[:2], True),
        ("The reading room is not too loud", READING_ROOM[:2], False),
        ("Nobody can concentrate in the reading room", READING_ROOM[:2], True),
        ("Everybody can concentrate in the reading room", READING_ROOM[:2], False),
        ("Late fees do not bring books back", READING_ROOM[2:], True),
        ("Late fees bring books back", READING_ROOM[2:], False),
        ("Fines do not make people return books", READING_ROOM[2:], True),
        ("The lift should be repaired", READING_ROOM, False),
        ("The reading room is too loud", READING_ROOM[2:], False),
    ],
)
def test_a_denial_is_held_against_a_sentence_only_where_the_evidence_does_not_deny(sentence, texts, said):
    assert (signals(sentence, texts).score >= LIMIT) == said


def test_a_sentence_rests_on_what_each_named_person_said_part_by_part():
    items = tuple(
        EvidenceItem(id=f"a{number}", text=text, author=author)
        for number, (text, author) in enumerate(zip(READING_ROOM, ("Ann", "Ben", "Cleo", "Dan"), strict=True))
    )
    source = Source(Evidence(task="summary", subject="t1", items=items))
    claim = Claim(0, "Ann says that the room is loud, while late fees keep readers away.", items, source)
    assert grounds(claim) == [("the room is loud", items[:1], 1), ("late fees keep readers away", items, 2)]


def test_two_halves_joined_by_and_may_rest_on_one_argument_each():
    items = tuple(EvidenceItem(id=f"a{n}", text=text, author=f"P{n}") for n, text in enumerate(READING_ROOM[1:3]))
    source = Source(Evidence(task="summary", subject="t1", items=items))
    joined = Claim(0, "Nobody can concentrate there, and late fees keep poor readers away.", items, source)
    assert [(ground.core, ground.n_bearing) for ground in grounds(joined)] == [
        ("Nobody can concentrate there", 1),
        ("late fees keep poor readers away", 1),
    ]
    listed = Claim(0, "Fees, fines, and rules keep readers away.", items, source)
    assert [ground.n_bearing for ground in grounds(listed)] == [2]


def test_a_part_of_a_sentence_needs_its_share_of_what_is_cited():
    sentence = "Fines do not bring books back"
    assert signals(sentence, READING_ROOM).said < signals(sentence, READING_ROOM, 2).said


def test_a_sentence_that_turns_the_evidence_round_is_called_so():
    items = tuple(EvidenceItem(id=f"a{n}", text=text, author=f"P{n}") for n, text in enumerate(READING_ROOM[2:]))
    sentence = WrittenSentence(text="Late fees bring books back.", cites=("a0", "a1"))
    answer = Answer(task="summary", subject="t1", sentences=(sentence,))
    problems = check(answer, Evidence(task="summary", subject="t1", items=items))
    assert {problem.rule for problem in problems} == {"reversed"}


def test_the_order_of_the_evidence_changes_nothing():
    assert signals("Fines bring books back", READING_ROOM) == signals("Fines bring books back", READING_ROOM[::-1])


def test_only_the_check_of_written_sentences_reads_the_support_model(root: Path):
    """Without a writer it is never loaded."""
    users = {
        file.relative_to(root / "miner").as_posix()
        for file in (root / "miner").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and any(name.name == "what_is_said" for name in node.names)
    }
    assert users == {"writer/checks/support.py"}
