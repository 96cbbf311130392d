"""A discussion bears its own title, what it opens with or its files' names in words, and no bare file name."""

from __future__ import annotations

import pytest

from miner.digest.heading import in_words, is_file_name, title_of
from miner.transcript import Post, Question, Thread, Transcript


def called(thread: Thread, text: str = "A long first paragraph, " * 9, kind: str = "article") -> str:
    post = Post(id="1", thread_id=thread.id, text=text, kind=kind)  # type: ignore[arg-type]
    return title_of(Transcript(posts=(post,), threads=(thread,)))


def thread(**fields: object) -> Thread:
    return Thread(id="t", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["discussion_12.html", "week 3.csv.gz", "Export.JSONL", "004_6afb.txt"])
def test_a_name_with_the_ending_of_a_file_is_one(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize("title", ["Node.js", "ASP.NET", "What is .html good for?", "Opening hours", ""])
def test_a_title_with_a_dot_in_it_is_none(title: str) -> None:
    assert not is_file_name(title)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("library_survey.csv.gz", "Library survey"),
        ("threads/Opening-hours.html", "Opening hours"),
        ("004_6afba45a4faa34cf.txt", "004_6afba45a4faa34cf.txt"),
        ("https://blog.example/heating", "https://blog.example/heating"),
    ],
)
def test_a_file_is_called_by_the_words_of_its_name(place: str, words: str) -> None:
    assert in_words(place) == words


def test_a_title_of_its_own_comes_first() -> None:
    assert called(thread(title="The library at night", place="x.html")) == "The library at night"


def test_a_title_that_is_a_file_name_gives_way_to_the_first_line() -> None:
    assert called(thread(title="discussion_12.html"), "Who keeps the keys?\n\nA paragraph.") == "Who keeps the keys?"


def test_a_thread_without_a_title_is_called_by_its_opening_question() -> None:
    asked = Question(id="Q1", text="Who has the best ideas?", post_id="1")
    assert called(thread(place="chat.csv", questions=(asked,))) == "Who has the best ideas?"


def test_a_long_first_paragraph_gives_way_to_the_words_of_the_file_name() -> None:
    assert called(thread(place="library_survey.txt")) == "Library survey"


def test_where_the_file_name_has_no_words_the_discussion_is_called_by_its_first_words() -> None:
    assert called(thread(place="004_6afba45a.txt")) == "A long first paragraph, A long first paragraph…"


def test_comments_of_a_table_open_nothing() -> None:
    assert called(thread(place="library_survey.csv"), "Yes, at last.", kind="comment") == "Library survey"


def test_several_files_are_named_up_to_the_third() -> None:
    threads = tuple(
        Thread(id=str(n), place=f"week_{name}.csv") for n, name in enumerate(("one", "two", "three", "four"))
    )
    assert title_of(Transcript(posts=(), threads=threads)) == "Week one, Week two, Week three and 1 more"


def test_nothing_known_is_a_discussion() -> None:
    assert title_of(Transcript(posts=(), threads=())) == "A discussion"
