"""A real model on this machine, and the same behind a real server: small, random, and through the whole path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from canned_server import answering, good_answer
from discussed import tiny_digest
from small_model import save_small_model

from miner.digest.records import WrittenMethod, dump_digest
from miner.errors import MissingPart
from miner.settings import Settings, WriterSettings
from miner.writer import write
from miner.writer.answers import read_answer
from miner.writer.asking import Asker
from miner.writer.evidence import evidence_of
from miner.writer.failures import TOO_LONG
from miner.writer.local import LocalWriter
from miner.writer.prompts import load_prompts

pytest.importorskip("torch")
pytest.importorskip("transformers")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch

    torch.set_num_threads(1)  # more of them only wait for one another over so few numbers
    return save_small_model(tmp_path_factory.mktemp("model") / "small")


def _silent(stage: str) -> None:
    """No progress is shown."""


def _asks(settings):
    evidences = evidence_of(tiny_digest(), Settings(writer=settings))
    prompts = load_prompts()
    return evidences, [prompts[evidence.task].ask(evidence) for evidence in evidences]


@pytest.fixture
def it_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of any size writes, as large ones do; else small ones choose (``test_writer_choosing.py``)."""
    monkeypatch.setattr("miner.writer.local._SMALL", 0)


@pytest.mark.usefixtures("it_writes")
def test_a_model_that_says_nothing_sensible_is_held_to_the_form_of_the_answer(model):
    """Random weights: without the shape not one answer could be read."""
    settings = WriterSettings(model=str(model), max_tokens=400, concurrency=8)
    evidences, asks = _asks(settings)
    for evidence, reply in zip(evidences, LocalWriter(str(model), settings).answers(asks), strict=True):
        if not reply.cut:  # else a text as long as it may be
            answer = read_answer(reply.text, evidence)
            assert not any(cite.startswith("#") for sentence in answer.sentences for cite in sentence.cites)
        assert reply.tokens_in > 100
        assert 0 < reply.tokens_out <= 400


def test_the_whole_stage_gives_the_same_bytes_twice(model):
    settings = Settings(writer=WriterSettings(model=str(model), max_tokens=80, tasks=("title",)))
    once, again = (write(tiny_digest(), settings, _silent) for _ in range(2))
    assert dump_digest(once) == dump_digest(again)
    method = once.method.written
    assert isinstance(method, WrittenMethod)
    assert method.writer == "small"
    assert method.tasks["title"].asked == 2
    assert str(model.parent) not in dump_digest(once).decode()


@pytest.mark.usefixtures("it_writes")
def test_a_tokenizer_without_a_template_gets_plain_text(tmp_path):
    plain = save_small_model(tmp_path / "plain", chat=False)
    writer = LocalWriter(str(plain), WriterSettings(model=str(plain), max_tokens=16))
    _, asks = _asks(WriterSettings(tasks=("title",)))
    assert len(writer.answers(asks)) == 2
    assert writer._text(asks[0].messages).endswith("\n\nAnswer: ")


@pytest.mark.usefixtures("it_writes")
def test_a_question_that_is_too_long_fails_alone(model):
    settings = WriterSettings(model=str(model), max_tokens=7300, concurrency=2, tasks=("title",))
    _, asks = _asks(settings)
    replies = LocalWriter(str(model), settings).answers([*asks[:1], *_longer(asks[:1])][::-1])
    assert replies[0].failure == TOO_LONG


def _longer(asks):
    import msgspec

    return [msgspec.structs.replace(ask, messages=(*ask.messages, ("user", "tram " * 4000))) for ask in asks]


def test_another_model_in_the_same_folder_has_another_key(model, tmp_path):
    settings = WriterSettings()
    copy = save_small_model(tmp_path / "copy")
    key = LocalWriter(str(copy), settings).key
    assert key == LocalWriter(str(model), settings).key
    (copy / "tokenizer.json").write_text((copy / "tokenizer.json").read_text("utf-8") + "\n", "utf-8")
    assert key != LocalWriter(str(copy), settings).key


def test_a_folder_that_holds_no_language_model_is_told(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "no such thing"}')
    writer = LocalWriter(str(tmp_path), WriterSettings())
    with pytest.raises(MissingPart, match="leave --writer out"):
        writer.answers(_asks(WriterSettings())[1])


@pytest.fixture(scope="module")
def served(model: Path) -> Iterator[str]:
    """``transformers serve`` with the small model: a server that somebody else wrote."""
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    with answering(good_answer) as free:
        port = free.base.rpartition(":")[2].partition("/")[0]
    command = [
        str(Path(sys.executable).with_name("transformers")),
        "serve",
        str(model),
        "--host",
        "127.0.0.1",
        "--port",
        port,
    ]
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=offline) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/health", process)
            yield f"http://127.0.0.1:{port}/v1#{model}"
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "transformers serve ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("transformers serve did not start")


@pytest.mark.slow
def test_a_server_of_somebody_else_is_asked_and_its_nonsense_falls_back(served):
    """It answers, with random words: each is asked for once more, and the extractive digest stands."""
    settings = WriterSettings(model=served, max_tokens=16, max_seconds=60, tasks=("title",), concurrency=2)
    with Asker(settings) as asker:
        outcomes = asker.answers(evidence_of(tiny_digest(), Settings(writer=settings)))
    assert {outcome.failure for outcome in outcomes} <= {"answer broken off", "answer not in the form asked for"}
    assert asker.n_asked >= 2
    assert asker.budget.tokens_in > 200
    digest = write(tiny_digest(), Settings(writer=settings), _silent)
    assert isinstance(digest.method.written, WrittenMethod)
    assert digest.method.written.writer == "small"
    assert sum(digest.method.written.failed.values()) == 2
    assert json.loads(dump_digest(digest))["themes"] == json.loads(dump_digest(tiny_digest()))["themes"]
