"""A transcript narrowed to a stretch of time: who is in, who is context, and where the others are counted."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from builders import START, discussion, post, transcript

from miner.arguments import find_arguments
from miner.digest.accounting import account_of
from miner.pipeline import mine
from miner.transcript import (
    CONTEXT,
    PlaceAccount,
    Question,
    QuestionLink,
    Thread,
    Transcript,
    assemble,
    is_context,
    within,
)

TEXT = "The library must stay open late because most of us work until seven"


def at(minute: int):
    return START + timedelta(minutes=minute)


def ids(found: Transcript) -> dict[str, bool]:
    """Id -> whether it is context."""
    return {one.id: is_context(one) for one in found.posts}


def accounted(given: Transcript, *places: str) -> Transcript:
    """With an account for each place, posts spread over them by their locator."""
    accounts = tuple(
        PlaceAccount(place=place, source="table", read=n + 1, kept=n, skipped={"empty": 1})
        for place in places
        for n in [sum(one.locator.startswith(f"{place}#") for one in given.posts)]
    )
    return msgspec.structs.replace(given, accounts=accounts)


def test_the_start_belongs_to_it_and_the_end_does_not():
    given = transcript(post(f"{TEXT} {n}", n) for n in range(1, 7))
    assert list(within(given, at(2), at(5)).posts) == list(given.posts[1:4])
    assert within(given, None, at(5)).posts == given.posts[:4]
    assert within(given, at(0), at(60)) is given


def test_what_is_answered_stays_as_context_up_to_the_root():
    given = transcript(
        (
            post(TEXT, 1, kind="article"),
            post(f"{TEXT} two", 2, parent_id="test:1"),
            post(f"{TEXT} three", 3, parent_id="test:2"),
            post(f"{TEXT} four", 4),
            post(f"{TEXT} five", 5, parent_id="test:3"),
        )
    )
    assert ids(within(given, at(5), at(60))) == {"test:1": True, "test:2": True, "test:3": True, "test:5": False}


def test_a_numbered_question_stays_with_its_answers_and_goes_without():
    asked = Question(id="Q1", text="Why?", post_id="test:1")
    later = Question(id="Q2", text="And?", post_id="test:2")
    given = transcript(
        (
            post("Q1 Why?", 1, kind="question"),
            post("Q2 And?", 2, kind="question"),
            post(f"A1 {TEXT}", 5, kind="message", questions=(QuestionLink(id="Q1"),)),
        ),
        questions=(asked, later),
    )
    found = within(given, at(5), at(60))
    assert ids(found) == {"test:1": True, "test:5": False}
    assert [question.id for question in found.threads[0].questions] == ["Q1"]


def test_context_argues_no_more_and_every_post_is_counted():
    given = transcript(
        (
            post(f"{TEXT} one", 1),
            post(f"{TEXT} two", 2),
            post("I agree, they must", 5, parent_id="test:1"),
            post(TEXT, 9),
        )
    )
    found = within(given, at(5), at(9))
    arguments = find_arguments(found)
    assert arguments.filtered["test:1"] == "before the window"
    account = account_of(found, arguments)
    assert account.read == 4
    assert account.filtered["before the window"] == 2
    assert account.filtered["after the window"] == 1


def test_posts_leave_the_account_of_the_file_they_were_read_from():
    given = accounted(
        transcript(post(f"{TEXT} {n}", n, locator=f"{'a#b.csv' if n < 4 else 'c.csv'}#line={n}") for n in range(1, 7)),
        "a#b.csv",
        "c.csv",
    )
    first, second = within(given, at(3), at(6)).accounts
    assert (first.read, first.kept, first.skipped) == (4, 1, {"before the window": 2, "empty": 1})
    assert (second.read, second.kept, second.skipped) == (4, 2, {"after the window": 1, "empty": 1})


def test_a_post_without_a_locator_leaves_the_account_of_its_thread():
    given = transcript((post(f"{TEXT} {n}", n) for n in range(1, 4)), place="talk.csv")
    given = msgspec.structs.replace(
        given,
        accounts=(
            PlaceAccount(place="other.csv", source="table", read=1, kept=0, failed={"broken": 1}),
            PlaceAccount(place="talk.csv", source="table", read=3, kept=3),
        ),
    )
    assert [one.kept for one in within(given, at(2), at(60)).accounts] == [0, 2]


def test_posts_without_a_time_belong_to_the_window_that_sees_them_first():
    given = transcript(post(f"{TEXT} {n}", n, posted_at=None, precision="none") for n in range(1, 4))
    thread = given.posts[0].thread_id
    assert within(given, at(5), at(9)) is given
    found = within(given, at(5), at(9), {(thread, "test:1"), ("another", "test:2")})
    assert [one.id for one in found.posts] == ["test:2", "test:3"]
    assert found.accounts[0].skipped == {"without a time, in an earlier digest": 1}


def test_threads_without_a_post_go_and_a_claimed_number_is_not_held_against_a_part():
    threads = [Thread(id="test:a", n_claimed=2), Thread(id="test:b", n_claimed=1), Thread(id="test:c", n_claimed=1)]
    posts = [post(TEXT, 1, thread_id="test:a"), post(TEXT, 5, thread_id="test:a"), post(TEXT, 6, thread_id="test:b")]
    ordered, found, _ = assemble(threads, posts)
    narrowed = within(Transcript(threads=ordered, posts=found), at(5), at(60))
    assert [(one.id, one.n_claimed) for one in narrowed.threads] == [("test:a", None), ("test:b", 1)]


def test_nothing_in_the_window_leaves_an_account_only():
    found = within(discussion(10), at(-60), at(-30))
    assert found.posts == found.threads == ()
    assert found.accounts[0].skipped == {"after the window": 10}


@pytest.mark.parametrize("flag", CONTEXT)
def test_whose_words_are_only_context_took_no_part(flag):
    texts = ["The late fees should be dropped for good", "A quiet floor would solve half of the complaints"]
    given = transcript(
        (
            post(TEXT, 1, "earlier", flags=(flag,), links=("https://town.example",)),
            *(
                post(f"{text} because nobody gains from it", n, "later", parent_id="test:1")
                for n, text in enumerate(texts, 2)
            ),
        )
    )
    digest = mine(given)
    assert [(one.name, one.n_posts) for one in digest.people] == [("later", 2)]
    assert (digest.numbers.n_people, digest.numbers.n_posts, digest.links) == (1, 3, ())
    assert digest.numbers.first_at == at(2)
    assert digest.account.filtered[CONTEXT[flag]] == 1
