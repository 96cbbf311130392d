"""Answers of language models: kept, found again, cleared out, and gone when somebody is forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime

from builders import comments

from miner.library import Answers, Library, begin_run, clear_out, forget, keep_transcript

_KEY = (b"prompt", b"evidence", "small")
_NOW = datetime(2026, 1, 2, tzinfo=UTC)


def _keep(library: Library, text: str = '{"title": "Trams"}') -> None:
    answers = Answers(library, _NOW.date())
    answers.keep(*_KEY, text)
    answers.flush()
    assert not answers.given_up


def test_an_answer_is_found_by_all_three_of_its_keys(library):
    _keep(library)
    answers = Answers(library, _NOW.date())
    assert answers.find(*_KEY) == '{"title": "Trams"}'
    for other in ((b"another", *_KEY[1:]), (_KEY[0], b"another", _KEY[2]), (*_KEY[:2], "large")):
        assert answers.find(*other) is None


def test_an_answer_is_known_before_it_is_written(library):
    answers = Answers(library, _NOW.date())
    answers.keep(*_KEY, "so")
    assert answers.find(*_KEY) == "so"
    assert library.one("SELECT count(*) FROM answers") == 0


def test_a_damaged_answer_is_none(library):
    _keep(library)
    with library.writing():
        library.db.execute("UPDATE answers SET packed = substr(packed, 1, 40)")
    assert Answers(library, _NOW.date()).find(*_KEY) is None


def test_what_no_run_used_goes_and_what_was_used_stays(library):
    _keep(library)
    later = Answers(library, date(2026, 6, 1))
    assert later.find(*_KEY)
    later.flush()
    clear_out(library, datetime(2026, 7, 1, tzinfo=UTC), 90, 365)
    assert library.one("SELECT count(*) FROM answers") == 1
    clear_out(library, datetime(2026, 12, 1, tzinfo=UTC), 90, 365)
    assert library.one("SELECT count(*) FROM answers") == 0


def test_while_another_process_writes_nothing_is_kept_and_nothing_fails(library, place):
    with Library(place, "another", 0.1) as other:
        answers = Answers(other, _NOW.date())
        answers.keep(*_KEY, "so")
        with library.writing():
            answers.flush()
        assert "in use" in answers.given_up


def test_all_answers_go_when_somebody_is_forgotten(library):
    """Whose words one rests on cannot be told from its hash."""
    with library.writing():
        keep_transcript(
            library, begin_run(library, "chat", _NOW, {}), comments(["Trams should run all night."], author="ann")
        )
    _keep(library)
    forget(library, "ann", _NOW)
    assert library.one("SELECT count(*) FROM answers") == 0
