"""Real chats with silver labels: a post with "A3" answers question 3. The level measured is the level kept.

Settings of ``window`` were chosen on the weeks in ``TUNED``; the others were kept for measuring.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from miner.sources import read
from miner.sources.chat import assign_questions
from miner.transcript import Post, Question, Transcript

TUNED = ("mar102015", "apr232015", "june032015")
HELD_OUT = ("apr072015", "may192015", "june192015")
# Week -> (questions, hosts): read by eye in the files.
ASKED = {
    "mar102015": (6, 1),
    "apr072015": (5, 1),
    "apr232015": (5, 3),
    "may192015": (5, 1),
    "june032015": (6, 1),
    "june192015": (5, 1),
}
_SILVER = re.compile(r"\bA(\d)\b")
_MARKERS = re.compile(r"#\w+|(?<!\w)[aq]\W?\d(?:\.\d)?\b", re.IGNORECASE)


def week(shared_data: Path, name: str) -> Transcript:
    file = shared_data / "critlib_tweet_chats" / f"{name}.csv.gz"
    if not file.is_file():
        pytest.skip(f"{name} is not in the shared data")
    return read([str(file)])


def labelled(transcript: Transcript) -> list[tuple[Post, str]]:
    return [
        (post, f"Q{silver[1]}")
        for post in transcript.posts
        if post.kind == "message" and (silver := _SILVER.search(post.text))
    ]


def stripped(post: Post) -> Post:
    """Only its text, without markers and hashtags, and its time."""
    return Post(id=post.id, thread_id=post.thread_id, text=_MARKERS.sub("", post.text), posted_at=post.posted_at)


def last_asked(post: Post, questions: tuple[Question, ...]) -> str:
    asked = [q for q in questions if q.asked_at and post.posted_at and q.asked_at <= post.posted_at]
    return max(asked, key=lambda q: (q.asked_at, q.id)).id if asked else ""


def scored(shared_data: Path, names: tuple[str, ...]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for name in names:
        transcript = week(shared_data, name)
        questions = transcript.threads[0].questions
        answers = labelled(transcript)
        links = assign_questions([stripped(post) for post, _ in answers], questions)
        counts["n"] += len(answers)
        counts["kept"] += sum(any(link.id == gold for link in post.questions) for post, gold in answers)
        counts["stripped"] += sum(
            bool(link) and link.id == gold for link, (_, gold) in zip(links, answers, strict=True)
        )
        counts["last"] += sum(last_asked(post, questions) == gold for post, gold in answers)
    return counts


@pytest.mark.parametrize("name", sorted(ASKED))
def test_questions_and_hosts_of_each_week(shared_data: Path, name: str) -> None:
    (thread,) = week(shared_data, name).threads
    assert [question.id for question in thread.questions] == [f"Q{n}" for n in range(1, ASKED[name][0] + 1)]
    assert len(thread.hosts) == ASKED[name][1]
    assert thread.hashtag == "critlib"


@pytest.mark.parametrize(("names", "least"), [(HELD_OUT, 0.75), (TUNED, 0.84)])
def test_assignment_on_labelled_weeks(shared_data: Path, names: tuple[str, ...], least: float) -> None:
    """Measured: held out 0.78 (last question asked 0.76), tuned 0.87 (0.82); with markers 1.0."""
    counts = scored(shared_data, names)
    assert counts["kept"] / counts["n"] >= 0.98
    assert counts["stripped"] / counts["n"] >= least
    assert counts["stripped"] > counts["last"]


@pytest.mark.parametrize("name", sorted(ASKED))
def test_reposts_and_account(shared_data: Path, name: str) -> None:
    transcript = week(shared_data, name)
    ids = {post.id for post in transcript.posts}
    reposts = [post for post in transcript.posts if post.kind == "repost"]
    assert sum(post.repost_of in ids for post in reposts) / len(reposts) >= 0.8
    assert not any(post.questions for post in reposts)
    (account,) = transcript.accounts
    assert account.read == account.kept + sum(account.skipped.values()) + sum(account.failed.values())
    assert account.kept == len(transcript.posts)


def test_confidence_is_not_promised_beyond_what_is_measured(shared_data: Path) -> None:
    """Over all six weeks the guesses are right at least about as often as they say."""
    promised, right, n = 0.0, 0, 0
    for name in sorted(ASKED):
        transcript = week(shared_data, name)
        answers = labelled(transcript)
        hidden = [msgspec.structs.replace(stripped(post)) for post, _ in answers]
        for link, (_, gold) in zip(assign_questions(hidden, transcript.threads[0].questions), answers, strict=True):
            if link is not None:
                promised, right, n = promised + link.confidence, right + (link.id == gold), n + 1
    assert abs(promised - right) / n <= 0.05
