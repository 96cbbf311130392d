"""The stage as a whole: what is shown, what falls back, what is kept, and that nothing changes without a writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import stamina
from canned_server import Question, Said, answering, good_answer, task_of
from discussed import tiny_digest

from miner.digest.records import Digest, Written, WrittenMethod, dump_digest, load_digest
from miner.library import Answers, Library
from miner.settings import Settings, WriterSettings
from miner.writer import write
from miner.writer.budget import estimated_tokens
from miner.writer.evidence import evidence_of
from miner.writer.kept import answers_kept_in
from miner.writer.prompts import load_prompts

QUICK = ("title", "poles", "questions")  # whose check asks no pair model


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """Between two tries."""
    stamina.set_testing(True, attempts=4, cap=True)
    yield
    stamina.set_testing(False)


def _written(answer: Callable[[Question], Said], **settings: object) -> tuple[Digest, WrittenMethod, list[Question]]:
    with answering(answer) as server:
        chosen = WriterSettings(model=f"{server.base}#small", **settings)  # type: ignore[arg-type]
        digest = write(tiny_digest(), Settings(writer=chosen), _silent)
    assert isinstance(digest.method.written, WrittenMethod)
    return digest, digest.method.written, server.questions


def _silent(stage: str) -> None:
    """No progress is shown."""


def test_without_a_writer_the_digest_is_what_it_was():
    digest = tiny_digest()
    assert write(digest, Settings(), _silent) is digest
    assert b'"written"' not in dump_digest(digest)


def test_what_passes_the_check_is_shown_and_what_fails_falls_back():
    """Both themes get the same title: the second one may not have it."""
    digest, method, _ = _written(good_answer)
    assert isinstance(digest.written, Written)
    assert {key: one.text for key, one in digest.written.titles.items()} == {"t1": "Trams all night for late shifts"}
    assert digest.written.summaries["t2"][0].cites == ("a4", "a5")
    assert [one.text for one in digest.written.poles["c1"]] == ["Small buses", "Night trams"]
    assert digest.written.contrasts["c1"][0].cites == ("a4", "a1")
    assert digest.written.questions[0].cites == ("?1", "?2")
    titles = method.tasks["title"]
    assert (titles.asked, titles.shown, titles.fell_back, titles.reasons) == (2, 1, 1, {"title": 1})
    assert method.failed == {}
    assert [theme.title for theme in digest.themes] == [theme.title for theme in tiny_digest().themes]


def test_a_written_digest_is_stored_and_read_again():
    digest, _, _ = _written(good_answer)
    assert load_digest(dump_digest(digest)) == digest


def test_every_run_asks_the_same_and_answers_are_in_order():
    """Whatever the order in which the server gets to them."""
    once, _, asked = _written(good_answer, concurrency=4, tasks=QUICK)
    again, _, asked_again = _written(good_answer, concurrency=1, tasks=QUICK)
    assert dump_digest(once) == dump_digest(again)
    key = str
    assert sorted(map(key, asked)) == sorted(map(key, asked_again))


def test_only_the_tasks_that_are_named_are_asked_for():
    digest, method, _ = _written(good_answer, tasks=("title",))
    assert set(method.tasks) == {"title"}
    assert isinstance(digest.written, Written)
    assert digest.written.summaries == {}


def test_a_sentence_that_only_repeats_a_quote_is_left_out():
    """The report shows it already, as a quote, with who said it."""
    copied = '{"sentences": [{"text": "A bus every hour keeps the village school open", "cites": [2]}]}'

    def answer(question: Question) -> Said:
        return Said(copied) if task_of(question) == "summary of t2" else good_answer(question)

    digest, method, _ = _written(answer)
    assert isinstance(digest.written, Written)
    assert set(digest.written.summaries) == {"t1"}
    assert method.tasks["summary"].reasons == {"copied": 1}


def test_numbers_of_quotes_that_are_not_there_are_refused():
    answer = '{"sentences": [{"text": "Night trams make the walk home safe for nurses.", "cites": [17]}]}'
    _, method, _ = _written(lambda _: Said(answer), tasks=("summary",))
    assert method.tasks["summary"].reasons == {"cites": 3}


def test_prose_around_the_json_is_passed_over():
    def chatty(question: Question) -> Said:
        return Said(
            f"<think>{{maybe}}</think>Sure {{smile}}! Here:\n```json\n{good_answer(question).text}\n```\nAnything else?"
        )

    digest, _, asked = _written(chatty, tasks=QUICK)
    assert digest.written == _written(good_answer, tasks=QUICK)[0].written
    assert len(asked) == 4


def test_what_is_no_answer_is_asked_once_more():
    """With what came, and what was wrong with it."""
    tried: set[str] = set()

    def answer(question: Question) -> Said:
        task = str(question["messages"][1])
        if task in tried:
            return good_answer(question)
        tried.add(task)
        return Said("I would call it: Trams!")

    digest, method, asked = _written(answer, tasks=("title",))
    assert isinstance(digest.written, Written)
    assert digest.written.titles["t1"].text == "Trams all night for late shifts"
    assert len(asked) == 4
    assert [one["role"] for one in asked[-1]["messages"]] == ["system", "user", "assistant", "user"]
    assert "it holds no JSON object" in asked[-1]["messages"][3]["content"]
    assert method.failed == {}


NONSENSE = {
    "too busy": (Said(status=429), "server too busy"),
    "broken": (Said(status=500), "server failed"),
    "half an answer": (Said("{}", half=True), "answer broken off"),
    "no completion": (Said(body=b"<html>Welcome</html>"), "no chat completion"),
    "nonsense": (Said("la la la"), "answer not in the form asked for"),
    "cut": (Said('{"sentences": [{"text": "Night tr', finish="length"), "answer broken off"),
    "no key": (Said(status=401), "key refused"),
    "no model": (Said(status=404), "model or address unknown to the server"),
    "elsewhere": (Said(status=302, headers={"Location": "http://127.0.0.1:9/v1"}), "server led elsewhere"),
    "silence": (Said(silent=True), "no answer in time"),
}


@pytest.mark.parametrize("said", NONSENSE)
def test_a_server_that_fails_leaves_the_extractive_digest_and_says_why(said):
    answer, reason = NONSENSE[said]
    digest, method, _ = _written(lambda _: answer, max_seconds=0.5, concurrency=2)
    assert not isinstance(digest.written, Written)
    assert reason in method.failed
    assert sum(method.failed.values()) == 8
    assert all(one.fell_back == one.asked for one in method.tasks.values())


def test_a_server_that_is_not_there_is_tried_and_left():
    with answering(good_answer) as gone:
        pass
    settings = WriterSettings(model=f"{gone.base}#small", retries=1, concurrency=1)
    digest = write(tiny_digest(), Settings(writer=settings), _silent)
    assert isinstance(digest.method.written, WrittenMethod)
    assert digest.method.written.failed == {"not asked after earlier failures": 7, "server not reached": 1}


def test_a_server_that_is_silent_is_not_asked_again_and_again():
    """Ten minutes of silence for each of thirty tasks would be five hours."""
    _, method, asked = _written(lambda _: Said(silent=True), max_seconds=0.3, concurrency=1)
    assert len(asked) == 1
    assert method.failed == {"no answer in time": 1, "not asked after earlier failures": 7}


def test_a_server_that_recovers_is_believed():
    n = 0

    def answer(question: Question) -> Said:
        nonlocal n
        n += 1
        return Said(status=503, headers={"Retry-After": "0"}) if n % 2 else good_answer(question)

    _, method, _ = _written(answer, concurrency=1, tasks=QUICK)
    assert method.failed == {}


def test_a_second_run_asks_nothing(tmp_path: Path):
    with Library(tmp_path / "library.db") as library, answering(good_answer) as server:
        settings = Settings(writer=WriterSettings(model=f"{server.base}#small", tasks=QUICK))
        runs = []
        for _ in range(2):
            answers = Answers(library, date(2026, 1, 2))
            with answers_kept_in(answers):
                runs.append(dump_digest(write(tiny_digest(), settings, _silent)))
            answers.flush()
        assert runs[0] == runs[1]
        assert len(server.questions) == 4


def test_another_model_or_another_prompt_is_asked_anew(tmp_path: Path):
    own = tmp_path / "prompts"
    own.mkdir()
    (own / "title.j2").write_text(
        "{# version: mine; variables: marker, items #}\nName it.\n---\n{{ marker }}{% for item in items %}\n"
        '{{ item.number }}. {{ item.text }}{% endfor %}\n{{ marker }}\nAnswer: {"title": "...", "cites": [1]}',
        "utf-8",
    )
    with Library(tmp_path / "library.db") as library, answering(good_answer) as server:
        for model, prompts in (("small", ""), ("large", ""), ("small", str(own)), ("small", "")):
            chosen = WriterSettings(model=f"{server.base}#{model}", prompts=prompts, tasks=("title",))
            answers = Answers(library, date(2026, 1, 2))
            with answers_kept_in(answers):
                digest = write(tiny_digest(), Settings(writer=chosen), _silent)
            answers.flush()
            assert isinstance(digest.method.written, WrittenMethod)
            assert digest.method.written.tasks["title"].version == ("mine" if prompts else "2")
        assert len(server.questions) == 6


def test_what_could_not_be_read_is_not_kept(tmp_path: Path):
    with Library(tmp_path / "library.db") as library, answering(lambda _: Said("la la")) as server:
        answers = Answers(library, date(2026, 1, 2))
        with answers_kept_in(answers):
            write(tiny_digest(), Settings(writer=WriterSettings(model=f"{server.base}#small")), _silent)
        answers.flush()
        assert library.one("SELECT count(*) FROM answers") == 0


def test_no_question_is_asked_that_could_cost_too_much():
    """A million tokens for 1.0: what a question may cost is far more than the 0.00012 that it does cost."""
    prices = {"price_in": 1.0, "price_out": 1.0, "concurrency": 1, "tasks": QUICK}
    evidences = evidence_of(tiny_digest(), Settings())
    dearest = max(estimated_tokens(load_prompts()[one.task].ask(one)) + 400 for one in evidences) / 1_000_000
    _, method, asked = _written(good_answer, max_cost=dearest + 0.0001, **prices)
    assert 0 < len(asked) < 4
    assert method.failed == {"limit of costs reached": 4 - len(asked)}
    assert len(_written(good_answer, max_cost=1.0, **prices)[2]) == 4
    assert _written(good_answer, max_cost=0.0001, **prices)[2] == []
