"""Survey sheets: every answer is a post, the heading of its column is its question."""

from __future__ import annotations

import pytest
from source_reading import cases, check_case, items, material, posts

from miner.settings import SourceSettings
from miner.sources import read, recognised_by
from miner.sources.base import Note, Skipped
from miner.sources.tables.survey import Survey
from miner.transcript import Thread


@pytest.mark.parametrize("case", cases("survey"), ids=lambda case: case.name)
def test_example_reads_as_expected(case) -> None:
    assert recognised_by(material(case.read_bytes()))[0].name == "survey"
    check_case(Survey(), case)


def sheet(*headings: str, n: int = 12) -> str:
    lines = [",".join(f'"{heading}"' for heading in headings)]
    for number in range(n):
        cells = [f"answer {at} of person {number} with reasons of their own" for at in range(len(headings))]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\n".join(lines) + "\n"


def test_every_cell_is_an_answer_or_counted() -> None:
    text = sheet("What is good here?", "What is bad here?") + '"only this one, with words enough",""\n"-","n/a"\n'
    found = items(Survey(), text)
    assert len(posts(Survey(), text)) == 25
    assert [item for item in found if isinstance(item, Skipped)] == [Skipped("empty answer", 3)]
    (thread,) = (item for item in found if isinstance(item, Thread))
    assert [(question.id, question.text) for question in thread.questions] == [
        ("Q1", "What is good here?"),
        ("Q2", "What is bad here?"),
    ]
    assert {post.questions[0].id for post in posts(Survey(), text)} == {"Q1", "Q2"}
    assert len({post.id for post in posts(Survey(), text)}) == 25


def test_answers_of_one_row_are_one_person() -> None:
    found = posts(Survey(), sheet("What is good here?", "What is bad here?", n=3))
    assert [post.author for post in found] == [f"respondent {n}" for n in (1, 1, 2, 2, 3, 3)]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("What is good here?", "What is bad here?"), True),
        (("Q1 good things", "Q2 bad things"), True),
        (("Anything else you want to say", "What should we change first?"), True),
        (("何が良いですか？", "何が悪いですか？"), True),
        (("Do you have any comments for us?",), True),
        (("comment", "title"), False),
        (("text", "summary"), False),
        (("column one", "column two"), False),
    ],
)
def test_headings_that_ask_make_a_survey(headings: tuple[str, ...], expected: bool) -> None:
    text = sheet("id", *headings) if len(headings) == 1 else sheet(*headings)
    assert Survey().recognises(material(text)) is expected


def test_columns_that_were_named_by_hand_are_a_table() -> None:
    chosen = SourceSettings(columns={"text": "What is good here?"})
    assert not Survey().recognises(material(sheet("What is good here?", "What is bad here?"), settings=chosen))


def test_choices_are_no_open_questions() -> None:
    lines = ["How satisfied are you with the opening hours?,What should change first?"]
    lines += [f"{('very', 'not')[n % 2]} satisfied,The answer of person {n} in words" for n in range(30)]
    text = "\n".join(lines)
    assert len(posts(Survey(), text)) == 30
    assert any(
        isinstance(item, Note) and item.text.startswith("1 open question(s) of 2") for item in items(Survey(), text)
    )


def test_answers_reach_the_digest_of_their_question(tmp_path) -> None:
    (tmp_path / "answers.csv").write_text(sheet("What is good here?", "What is bad here?"), "utf-8")
    transcript = read([str(tmp_path / "answers.csv")])
    assert transcript.accounts[0].read == transcript.accounts[0].kept == 24
    assert [question.text for question in transcript.threads[0].questions] == [
        "What is good here?",
        "What is bad here?",
    ]
