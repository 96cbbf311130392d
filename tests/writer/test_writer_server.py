"""What goes to a server, and what a server may refuse."""

from __future__ import annotations

import pytest
from canned_server import Question, Said, answering, good_answer
from discussed import tiny_digest

from miner.errors import BadSetting, PlaceNotFound, UnknownName
from miner.settings import Settings, WriterSettings
from miner.writer.asking import Asker
from miner.writer.evidence import evidence_of
from miner.writer.named import is_near, named_writer


def _asked(answer, **settings):
    with answering(answer) as server:
        chosen = WriterSettings(model=f"{server.base}#org/small", tasks=("title",), concurrency=1, **settings)
        with Asker(chosen) as asker:
            outcomes = asker.answers(evidence_of(tiny_digest(), Settings(writer=chosen)))
            return server, outcomes, asker


def test_a_question_names_model_form_and_limits():
    server, _, asker = _asked(good_answer)
    question = server.questions[0]
    assert question["model"] == "org/small"
    assert asker.writer.name == "org/small"
    assert (question["temperature"], question["seed"], question["max_tokens"]) == (0, 0, 400)
    assert question["response_format"]["json_schema"]["schema"]["required"] == ["title", "cites"]
    assert server.headers[0]["host"] in server.base
    assert "authorization" not in server.headers[0]


def test_tokens_are_counted_as_the_server_counts_them():
    _, _, asker = _asked(good_answer)
    assert (asker.budget.tokens_in, asker.budget.tokens_out) == (200, 40)


@pytest.mark.parametrize("name", ["response_format", "seed", "temperature", "max_tokens"])
def test_what_a_server_does_not_take_is_left_out(name):
    """And not tried again with the next question."""

    def answer(question: Question) -> Said:
        if name in question:
            return Said(status=400, body=f'{{"error": "unknown parameter: {name}"}}'.encode())
        return good_answer(question)

    server, outcomes, _ = _asked(answer)
    assert [outcome.failure for outcome in outcomes] == ["", ""]
    assert [name in question for question in server.questions] == [True, False, False]
    if name == "max_tokens":
        assert server.questions[-1]["max_completion_tokens"] == 400


def test_a_server_that_takes_nothing_is_given_up():
    _, outcomes, _ = _asked(lambda _: Said(status=422))
    assert [outcome.failure for outcome in outcomes] == ["question refused by the server"] * 2


def test_a_key_goes_to_the_server_and_nowhere_else(monkeypatch, caplog):
    monkeypatch.setenv("MY_KEY", "very-secret")
    server, outcomes, asker = _asked(good_answer, key="env:MY_KEY")
    assert server.headers[0]["authorization"] == "Bearer very-secret"
    assert "very-secret" not in f"{outcomes} {asker.writer.key} {asker.writer.name} {caplog.text}"


def test_a_model_that_is_a_folder_of_the_server_is_not_told_to_readers():
    settings = WriterSettings(model="http://localhost:8000/v1#/srv/models/small")
    with Asker(settings) as asker:
        assert asker.writer.name == "small"


WRONG = {
    "": BadSetting,
    "no-such-folder": PlaceNotFound,
    "hub:": BadSetting,
    "http://localhost:8000/v1": BadSetting,
    "ftp://localhost/v1#small": BadSetting,
    "http://ann:secret@localhost/v1#small": BadSetting,
    "http://localhost/v1?key=secret#small": BadSetting,
}


@pytest.mark.parametrize("model", WRONG)
def test_a_writer_that_is_none_is_told_at_once(model):
    with pytest.raises(WRONG[model]):
        named_writer(WriterSettings(model=model))


def test_a_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(BadSetting, match=r"config\.json"):
        named_writer(WriterSettings(model=str(tmp_path)))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"max_cost": 1.0}, "price_in"),
        ({"max_tokens": 0}, "at least 16"),
        ({"max_seconds": float("nan")}, "at least"),
        ({"concurrency": 0}, "at least 1"),
    ],
)
def test_limits_that_cannot_be_kept_are_told(settings, told):
    with pytest.raises(BadSetting, match=told):
        named_writer(WriterSettings(model="http://localhost:8000/v1#small", **settings))


def test_tasks_that_are_none_are_told():
    with pytest.raises(UnknownName, match="titel"):
        named_writer(WriterSettings(model="http://localhost:8000/v1#small", tasks=("titel",)))


def test_a_key_is_not_sent_in_the_clear_to_another_machine():
    with pytest.raises(BadSetting, match="https"):
        named_writer(WriterSettings(model="http://models.example.org/v1#small", key="env:MY_KEY"))
    named_writer(WriterSettings(model="https://models.example.org/v1#small", key="env:MY_KEY"))
    named_writer(WriterSettings(model="http://192.168.1.7:8000/v1#small", key="env:MY_KEY"))


@pytest.mark.parametrize(
    ("base", "near"),
    [
        ("http://127.0.0.1:1234/v1", True),
        ("http://[::1]:1234/v1", True),
        ("http://workstation:1234/v1", True),
        ("http://box.local/v1", True),
        ("http://8.8.8.8/v1", False),
        ("http://example.org/v1", False),
    ],
)
def test_near_is_this_machine_and_its_network(base, near):
    assert is_near(base) is near
