"""Which post answers what: marker, reply, thread, window."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from miner.settings import SourceSettings
from miner.sources.chat import assign_questions, read_chats
from miner.transcript import Post, Question, QuestionLink, Transcript

from .conftest import START

CHAT = (
    (0, "host", "Q1: What comes first, new ideas or the basics?"),
    (5, "ann", "A1 The basics, because nobody forgives a late parcel"),
    (6, "bob", "the basics are dull, customers remember new ideas", 1),
    (7, "cy", "dull ideas are what pays the rent", 2),
    (8, "dora", "my boss only funds repairs", 0),
    (10, "host", "Q2: Who has the best ideas in your firm?"),
    (14, "eve", "drivers and porters hear everything, best ideas by far"),
    (15, "finn", "A1/A2 the porter repairs the basics and has ideas"),
    (16, "gus", "Q2: my porter, always"),
    (17, "hal", "RT @ann: A1 The basics, because nobody forgives a late parcel"),
    (300, "ida", "porters have ideas"),
    (301, "jon", "A2 late to this, but porters"),
    (-20, "kim", "what a rainy afternoon in town"),
)


def links(transcript: Transcript, hosts: tuple[str, ...] = ()) -> dict[int, list[tuple[str, str]]]:
    read = read_chats(transcript, SourceSettings(hosts=hosts))
    return {int(post.id[5:]): [(link.id, link.how) for link in post.questions] for post in read.posts}


def test_each_way_of_answering(written) -> None:
    found = links(written(*CHAT))
    assert found == {
        0: [("Q1", "asked")],
        1: [("Q1", "marker")],
        2: [("Q1", "thread")],
        3: [("Q1", "thread")],
        4: [("Q1", "reply")],
        5: [("Q2", "asked")],
        6: [("Q2", "window")],
        7: [("Q1", "marker"), ("Q2", "marker")],
        8: [("Q2", "marker")],
        9: [],
        10: [],
        11: [("Q2", "marker")],
        12: [],
    }


def test_confidence_falls_from_marker_to_guess(written) -> None:
    posts = {post.id: post for post in read_chats(written(*CHAT), SourceSettings()).posts}
    marker, thread, reply, window = (posts[f"test:{number}"].questions[0].confidence for number in (1, 2, 4, 6))
    assert 1 > marker > reply > thread >= 0.8
    assert 0.5 <= window <= 0.95


def test_unknown_numbers_are_not_linked(written) -> None:
    assert links(written(*CHAT, (18, "zoe", "A9 is a road, and a bad one")))[13] != [("Q9", "marker")]


def test_a_reply_chain_of_thousands_is_walked(written) -> None:
    chain = [(20 + number / 1000, "ann", "and so on it goes", len(CHAT) + number - 1) for number in range(1, 5000)]
    found = links(written(*CHAT, (20, "bob", "well, the basics then", 1), *chain))
    assert found[len(CHAT) + 4999] == [("Q1", "thread")]


def test_without_times_the_order_decides(written) -> None:
    said = [line for line in CHAT if 0 <= line[0] < 100]
    found = links(written(*said, timed=False))
    assert (found[1], found[8]) == ([("Q1", "marker")], [("Q2", "marker")])
    assert found[6][0][1] == "window"


def test_days_alone_say_nothing_about_the_open_question(written) -> None:
    chat = written(*CHAT)
    by_day = tuple(msgspec.structs.replace(post, precision="day") for post in chat.posts)
    found = links(msgspec.structs.replace(chat, posts=by_day))
    assert "window" not in {how for each in found.values() for _, how in each}


def test_links_from_the_source_stay(written) -> None:
    chat = written(*CHAT)
    given = (QuestionLink(id="Q2", confidence=0.4, how="marker"),)
    posts = (chat.posts[0], msgspec.structs.replace(chat.posts[1], questions=given), *chat.posts[2:])
    read = read_chats(msgspec.structs.replace(chat, posts=posts), SourceSettings())
    assert next(post for post in read.posts if post.id == "test:1").questions == given


def question(number: int, minute: float, text: str) -> Question:
    return Question(id=f"Q{number}", text=text, post_id=f"q{number}", asked_at=START + timedelta(minutes=minute))


def said(minute: float, text: str) -> Post:
    return Post(id=f"p{minute}", thread_id="t", text=text, posted_at=START + timedelta(minutes=minute))


QUESTIONS = (question(1, 0, "What comes first, ideas or basics?"), question(2, 10, "Which surveys annoy customers?"))


def test_words_and_time_are_enough() -> None:
    posts = [
        said(5, "repair the basics before ideas"),
        said(10.5, "basics, because late parcels hurt"),
        said(16, "short surveys after a long silence"),
    ]
    assert [link.id for link in assign_questions(posts, QUESTIONS) if link] == ["Q1", "Q1", "Q2"]


def test_nothing_is_assigned_before_the_first_question_or_without_a_time() -> None:
    untimed = Post(id="x", thread_id="t", text="basics")
    assert assign_questions([said(-1, "basics"), untimed], QUESTIONS) == [None, None]
    assert assign_questions([said(3, "basics")], ()) == [None]
    assert assign_questions([], QUESTIONS) == []


def test_words_of_known_answers_teach() -> None:
    known = [
        msgspec.structs.replace(said(12 + n / 10, "porter lift corridor night"), questions=(QuestionLink(id="Q1"),))
        for n in range(40)
    ]
    link = assign_questions([*known, said(11.8, "porter corridor night")], QUESTIONS)[-1]
    assert link is not None
    assert link.id == "Q1"
