"""Questions, hosts, guests and sessions."""

from __future__ import annotations

from miner.settings import SourceSettings
from miner.sources.chat import read_chats
from miner.transcript import Thread, Transcript

ASKED = (
    (5, "host", "Q1: What comes first, new ideas or the basics? #cx"),
    (7, "ann", "A1 the basics, nobody forgives a late parcel #cx"),
    (8, "bob", "A1 new ideas, nobody asked for the telephone #cx"),
    (15, "host", "Q2: Who in your firm has the best ideas? #cx"),
    (17, "ann", "A2 drivers #cx"),
)


def thread_of(transcript: Transcript, hosts: tuple[str, ...] = ()) -> Thread:
    return read_chats(transcript, SourceSettings(hosts=hosts)).threads[0]


def ids_and_posts(thread: Thread) -> dict[str, str]:
    return {question.id: question.post_id for question in thread.questions}


def test_questions_host_and_hashtag_are_found(written) -> None:
    thread = thread_of(written(*ASKED))
    assert [question.text for question in thread.questions] == [
        "What comes first, new ideas or the basics?",
        "Who in your firm has the best ideas?",
    ]
    assert [question.asked_by for question in thread.questions] == ["host", "host"]
    assert (thread.hosts, thread.hashtag) == (("host",), "cx")


def test_people_who_answer_with_q1_do_not_ask(written) -> None:
    thread = thread_of(
        written(
            *ASKED, (6, "dora", "Q1: what about both? I would start with the till"), (9, "dora", "Q1 and the price?")
        )
    )
    assert ids_and_posts(thread) == {"Q1": "test:0", "Q2": "test:3"}


def test_three_hosts_may_share_the_questions(written) -> None:
    thread = thread_of(
        written(
            (1, "ann", "Q1: what is good service?"),
            (9, "bob", "Q2. Tell us about a bad day in service"),
            (19, "cy", "Q3. How can a customer step in?"),
            (29, "bob", "Q4. How might we apply this?"),
            (39, "cy", "Q5. What do you read?"),
        )
    )
    assert ids_and_posts(thread) == {f"Q{n}": f"test:{n - 1}" for n in range(1, 6)}
    assert thread.hosts == ("ann", "bob", "cy")


def test_a_given_host_decides(written) -> None:
    said = (*ASKED, (1, "eve", "Q1: Would you buy our course today?"), (2, "eve", "Q2: Would you buy two of them?"))
    assert thread_of(written(*said), hosts=("@Host",)).hosts == ("host",)
    assert ids_and_posts(thread_of(written(*said), hosts=("@Host",))) == {"Q1": "test:0", "Q2": "test:3"}


def test_repeats_by_the_host_are_no_new_questions_and_no_answers(written) -> None:
    read = read_chats(
        written(
            *ASKED,
            (10, "host", "Q1 again: what comes first, new ideas or the basics?"),
            (11, "host", "Q1 for me: the till"),
        ),
        SourceSettings(),
    )
    by_id = {post.id: post for post in read.posts}
    assert ids_and_posts(read.threads[0]) == {"Q1": "test:0", "Q2": "test:3"}
    assert (by_id["test:5"].kind, by_id["test:5"].questions[0].how) == ("question", "asked")
    assert (by_id["test:6"].kind, by_id["test:6"].questions[0].how) == ("message", "marker")


def test_questions_announced_before_the_chat_are_asked_when_they_are_asked(written) -> None:
    ahead = (
        (-200, "host", "Q1: What comes first, new ideas or the basics? #cx"),
        (-199, "host", "Q2: Who in your firm has the best ideas? #cx"),
    )
    thread = thread_of(written(*ASKED, *ahead))
    assert ids_and_posts(thread) == {"Q1": "test:0", "Q2": "test:3"}
    soon = ((-30, "host", ahead[0][2]), (-29, "host", ahead[1][2]))
    assert ids_and_posts(thread_of(written(*ASKED, *soon))) == {"Q1": "test:0", "Q2": "test:3"}


def test_a_question_days_before_by_somebody_else_is_none(written) -> None:
    thread = thread_of(written(*ASKED, (-6000, "eve", "Q1: Can our heroine make it to the chat in time?")))
    assert ids_and_posts(thread) == {"Q1": "test:0", "Q2": "test:3"}


def test_a_second_week_has_its_own_questions_with_their_day(written) -> None:
    week = 7 * 24 * 60
    again = tuple((minute + week, author, text) for minute, author, text in ASKED)
    read = read_chats(written(*ASKED, *again), SourceSettings())
    assert [question.id for question in read.threads[0].questions] == ["Q1", "Q2", "Q1 (18 Mar)", "Q2 (18 Mar)"]
    links = {post.id: [link.id for link in post.questions] for post in read.posts}
    assert (links["test:1"], links["test:6"], links["test:9"]) == (["Q1"], ["Q1 (18 Mar)"], ["Q2 (18 Mar)"])


def test_a_second_hour_on_the_same_day_carries_its_time(written) -> None:
    said = [
        (0, "host", "Q1: What comes first?"),
        (1, "ann", "A1 basics"),
        (10, "host", "Q2: Who has ideas?"),
        (20, "host", "Q3: What would help you?"),
        (120, "host", "Q1: What comes first?"),
        (121, "zoe", "A1 ideas"),
        (130, "host", "Q2: Who has ideas?"),
        (140, "host", "Q3: What would help you?"),
    ]
    thread = thread_of(written(*said))
    assert [question.id for question in thread.questions][3:] == [f"Q{n} (11 Mar 19:00)" for n in (1, 2, 3)]


def test_guests_are_those_whom_hosts_present(written) -> None:
    thread = thread_of(
        written(
            *ASKED,
            (1, "host", "Our guest today is @Greta, who builds ferries. Welcome @nobody!"),
            (2, "ann", "my guest is @stranger"),
        )
    )
    assert thread.guests == ("Greta",)


def test_blogs_are_left_alone(written) -> None:
    chat = written(*ASKED)
    blog = Transcript(threads=(Thread(id="test:chat"),), posts=chat.posts, accounts=chat.accounts)
    assert read_chats(blog, SourceSettings()) == blog


def test_a_chat_without_questions_gets_none(written) -> None:
    read = read_chats(written((0, "ann", "hello there"), (1, "bob", "the parcel was late again")), SourceSettings())
    assert read.threads[0].questions == ()
    assert all(not post.questions for post in read.posts)
