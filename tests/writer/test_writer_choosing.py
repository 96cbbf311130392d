"""A small model chooses: real, random, and through the whole path."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from discussed import tiny_digest
from small_model import save_small_model

from miner.digest.records import WrittenMethod, dump_digest
from miner.settings import Settings, WriterSettings
from miner.writer import write
from miner.writer.answers import read_answer
from miner.writer.asking import Asker
from miner.writer.evidence import evidence_of
from miner.writer.failures import NO_CHOICE, TOO_LONG
from miner.writer.kept import answers_kept_in
from miner.writer.local import LocalWriter
from miner.writer.offers import offer_of
from miner.writer.prompts import load_prompts

pytest.importorskip("torch")
pytest.importorskip("transformers")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch

    torch.set_num_threads(1)  # more of them only wait for one another over so few numbers
    return save_small_model(tmp_path_factory.mktemp("model") / "small")


@pytest.fixture(scope="module")
def loaded(model):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    return AutoModelForCausalLM.from_pretrained(model).eval(), AutoTokenizer.from_pretrained(model)


def _silent(stage: str) -> None:
    """No progress is shown."""


def _tasks(settings):
    evidences = evidence_of(tiny_digest(), Settings(writer=settings))
    prompts = load_prompts()
    return evidences, [prompts[evidence.task].ask(evidence) for evidence in evidences]


def test_rows_weigh_what_they_weigh_when_all_is_read_at_once(loaded):
    """What was read is kept and copied for each row; rows of other lengths beside it change nothing."""
    import torch

    from miner.writer.choosing import _Reading

    model, tokenizer = loaded
    before, rows = (
        tokenizer("Trams should run")["input_ids"],
        [tokenizer(f" {'all night ' * n}")["input_ids"] for n in range(1, 12)],
    )
    with torch.inference_mode():
        reading = _Reading(model)
        reading.read(before[:3])
        reading.read(before[3:])
        found = reading.weigh(rows)
        assert reading.weigh(rows) == found  # weighing leaves no trace
        for row, odds in zip(rows, found, strict=True):
            at_once = model(torch.tensor([[*before, *row]])).logits[0].log_softmax(dim=-1)
            expected = sum(float(at_once[len(before) + place - 1, piece]) for place, piece in enumerate(row))
            assert odds == pytest.approx(expected, abs=1e-3)


def test_a_small_model_chooses_what_it_is_offered(model):
    settings = WriterSettings(model=str(model))
    evidences, asks = _tasks(settings)
    chosen = declined = 0
    for evidence, reply in zip(evidences, LocalWriter(str(model), settings).answers(asks), strict=True):
        offer = offer_of(evidence)
        assert reply.declined == (offer is None)
        declined += reply.declined
        if offer:
            answer = read_answer(reply.text, evidence)
            known = [phrase.text.casefold() for slot in offer.slots for phrase in slot.phrases]
            assert all(any(one in sentence.text.casefold() for one in known) for sentence in answer.sentences)
            assert all(sentence.cites for sentence in answer.sentences)
            assert reply.tokens_in > 100
            assert reply.tokens_out > 1
            chosen += 1
    assert chosen
    assert declined


def test_a_question_that_is_too_long_to_choose_for_fails_alone(model):
    settings = WriterSettings(model=str(model))
    _, asks = _tasks(settings)
    place = next(n for n, ask in enumerate(asks) if ask.evidence and offer_of(ask.evidence))
    longer = msgspec.structs.replace(asks[place], brief=(*asks[place].brief, ("user", "tram " * 4000)))
    replies = LocalWriter(str(model), settings).answers([longer, asks[place]])
    assert [reply.failure for reply in replies] == [TOO_LONG, ""]


def test_nothing_to_choose_from_is_no_failure_and_is_kept(model):
    settings = WriterSettings(model=str(model), tasks=("questions", "title"))
    kept: dict[tuple[bytes, bytes, str], str] = {}
    with answers_kept_in(_Store(kept)):
        for n_asked in (None, 0):
            with Asker(settings) as asker:
                outcomes = asker.answers(evidence_of(tiny_digest(), Settings(writer=settings)))
            assert n_asked is None or asker.n_asked == n_asked
    assert {outcome.failure for outcome in outcomes if outcome.answer is None} == {NO_CHOICE}
    method = write(tiny_digest(), Settings(writer=settings), _silent).method.written
    assert isinstance(method, WrittenMethod)
    assert method.failed == {}
    assert sum(task.reasons.get(NO_CHOICE, 0) for task in method.tasks.values()) > 0


def test_the_same_choice_twice(model):
    settings = Settings(writer=WriterSettings(model=str(model)))
    once, again = (write(tiny_digest(), settings, _silent) for _ in range(2))
    assert dump_digest(once) == dump_digest(again)


class _Store:
    """Answers in memory."""

    def __init__(self, kept: dict[tuple[bytes, bytes, str], str]) -> None:
        self._kept = kept

    def find(self, prompt: bytes, evidence: bytes, writer: str) -> str | None:
        return self._kept.get((prompt, evidence, writer))

    def keep(self, prompt: bytes, evidence: bytes, writer: str, text: str) -> None:
        self._kept[prompt, evidence, writer] = text
