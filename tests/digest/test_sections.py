"""The smaller sections say what was asked, shared, said once, and by whom."""

from __future__ import annotations

import pytest
from builders import THREAD, post, said, transcript

from digest.stages import material
from miner.digest import Digest
from miner.digest.asked import open_questions_of
from miner.digest.sections import links_of, people_of, questions_of, said_once_of
from miner.transcript import Post, Question, QuestionLink, Transcript

ASKED = "Q1: What should the library do first?"


def chat(extra: tuple[Post, ...] = ()) -> Transcript:
    link = QuestionLink(id="Q1")
    answers = [
        post(f"A1 {text}", number, author, kind="message", questions=(link,))
        for number, (author, text) in enumerate(said(12), 10)
    ]
    asked = post(ASKED, 1, "host", kind="question", questions=(QuestionLink(id="Q1", how="asked"),))
    question = Question(id="Q1", text=ASKED, post_id=asked.id, asked_by="host", asked_at=asked.posted_at)
    return transcript(
        [asked, *answers, *extra], is_chat=True, hosts=("host",), guests=("guest",), questions=(question,)
    )


def test_each_question_has_its_answers_people_and_quotes() -> None:
    made = material(chat())
    (question,) = questions_of(made)
    assert (question.id, question.text, question.asked_by, question.n_answers) == ("Q1", ASKED, "host", 12)
    assert question.n_people == len({author for author, _ in said(12)})
    assert question.n_arguments == len(made.arguments)
    assert 1 <= len(question.quotes) <= 3
    assert set(question.themes) <= {f"t{number}" for number in range(1, 10)}


def test_a_repost_of_an_answer_is_no_answer() -> None:
    repost = post(
        "RT @reader1: A1 …", 40, "bot", kind="repost", repost_of="test:10", questions=(QuestionLink(id="Q1"),)
    )
    assert questions_of(material(chat((repost,))))[0].n_answers == 12


def test_said_once_is_the_tail_strongest_first_and_readers_before_the_article() -> None:
    article = post(
        "The council has met and the hall was warm. The minutes are on the door.", 0, "editor", kind="article"
    )
    made = material(transcript([article, *(post(text, n, author) for n, (author, text) in enumerate(said(30), 1))]))
    once = said_once_of(made)
    tail = {a.id for a, label in zip(made.arguments, made.clusters.labels, strict=True) if label < 0}
    assert set(once) == tail
    assert len(once) == len(tail)
    by_id = {argument.id: argument for argument in made.arguments}
    ranked = [(by_id[one].is_article, -by_id[one].strength) for one in once]
    assert ranked == sorted(ranked)


def test_an_open_question_is_one_that_nobody_replied_to() -> None:
    asked = "Does anybody know who repairs the lift?"
    posts = [
        post(asked, 1, "ann"),
        post("Will the ramp be built this year or the next?", 2, "bob"),
        post("Next year, says the council in its last letter.", 3, "cem", parent_id="test:2"),
        post("And what do you all think about the roof then?", 4, "host"),
        post("Why?", 5, "dee"),
    ]
    read = transcript(posts, hosts=("host",))
    found = open_questions_of(material(read))
    assert [read.posts[0].text[one.start : one.end] for one in found] == [asked]
    assert [one.post_id for one in found] == ["test:1"]


def test_links_are_counted_by_posts_and_not_by_reposts() -> None:
    shared = "https://library.example/plan"
    posts = [
        post(f"The plan is worth reading because it names the costs {shared}", 1, "ann", links=(shared,)),
        post(f"Read the plan, it is short {shared}", 2, "bob", links=(shared, "https://other.example")),
        post(f"RT @ann the plan {shared}", 3, "cem", kind="repost", repost_of="test:1", links=(shared,)),
    ]
    first, second = links_of(material(transcript(posts)))
    assert (first.url, first.n_posts, first.people, first.post_id) == (shared, 2, ("ann", "bob"), "test:1")
    assert second.n_posts == 1


def test_people_stand_in_order_of_name_with_what_they_did() -> None:
    extra = (
        post("RT @x: words", 50, "Zoe", kind="repost", repost_of="test:10"),
        post("The roof leaks badly, so fix it.", 51, "guest"),
    )
    people = people_of(material(chat(extra)))
    names = [person.name for person in people]
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    by_name = {person.name: person for person in people}
    assert by_name["host"].host
    assert by_name["guest"].guest
    assert (by_name["Zoe"].n_reposts, by_name["Zoe"].n_posts, by_name["Zoe"].n_arguments) == (1, 0, 0)


def test_people_without_a_name_are_in_no_list_of_names() -> None:
    assert people_of(material(transcript([post("The roof leaks badly, so fix it.", 1, "")]))) == ()


@pytest.mark.parametrize("made", ["example_chat_digest"])
def test_the_example_chat_has_its_five_questions_with_answers(made: str, request: pytest.FixtureRequest) -> None:
    digest: Digest = request.getfixturevalue(made)
    assert [question.id for question in digest.questions] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    for question in digest.questions:
        assert question.n_people >= 10
        assert question.quotes
        asked = next(post for post in digest.posts if post.id == question.post_id)
        assert asked.kind == "question"
    assert THREAD not in {question.thread_id for question in digest.questions}
