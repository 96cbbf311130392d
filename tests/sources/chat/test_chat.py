"""The whole step: the same again from its own output, in any order, and on the shipped example."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.chat import read_chats
from miner.transcript import PlaceAccount, Post, Thread, Transcript, dump_transcript, load_transcript

from .conftest import START

TEXTS = (
    "Q1: What comes first, ideas or basics? #cx",
    "Q2: Who has the best ideas? #cx",
    "Q1 again: what comes first, ideas or basics?",
    "A1 the basics 1/2",
    "2/2 because parcels are late",
    "1/2 because parcels are late",
    "A2 cont'd and the porter knows",
    "RT @ann: A1 the basics 1/2",
    "RT @bob: 1/2 because parcels are late",
    "MT @ann: because parcels are late",
    "Hi all, Ann here from Leeds",
    "Thanks @host, great chat",
    "the porter knows best about ideas",
    "A1/A2 both, Q2 mostly",
    "",
    "🙂",
)
LINE = st.tuples(
    st.integers(0, 9000), st.sampled_from(("host", "ann", "bob", "")), st.sampled_from(TEXTS), st.integers(0, 12)
)


def chat_of(lines: list[tuple[int, str, str, int]]) -> Transcript:
    posts = tuple(
        Post(
            id=f"t:{number}",
            thread_id="t",
            author=author,
            text=text,
            kind="message",
            posted_at=START + timedelta(minutes=minute),
            precision="second",
            parent_id=f"t:{parent}" if parent < number else None,
        )
        for number, (minute, author, text, parent) in enumerate(lines)
    )
    account = PlaceAccount(place="chat.csv", source="table", read=len(posts), kept=len(posts))
    return Transcript(threads=(Thread(id="t", place="chat.csv", is_chat=True),), posts=posts, accounts=(account,))


def dumped(transcript: Transcript) -> str:
    return "".join(dump_transcript(transcript))


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=25), st.randoms(use_true_random=False))
def test_reading_again_and_reading_shuffled_give_the_same_bytes(lines, random) -> None:
    chat = chat_of(lines)
    once = read_chats(chat, SourceSettings())
    assert dumped(read_chats(load_transcript(dumped(once), "chat.jsonl"), SourceSettings())) == dumped(once)
    shuffled = list(chat.posts)
    random.shuffle(shuffled)
    assert dumped(
        read_chats(Transcript(threads=chat.threads, posts=tuple(shuffled), accounts=chat.accounts), SourceSettings())
    ) == dumped(once)
    (account,) = once.accounts
    assert account.kept == len(once.posts)
    assert account.read == account.kept + sum(account.skipped.values())
    ids = [question.id for question in once.threads[0].questions]
    assert len(ids) == len(set(ids))
    assert {link.id for post in once.posts for link in post.questions} <= set(ids)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(("host", "ann")), st.text(max_size=60)), max_size=8))
def test_no_text_breaks_it(lines) -> None:
    chat = chat_of([(minute, author, text, 99) for minute, author, text in lines])
    assert len(read_chats(chat, SourceSettings()).posts) <= len(lines)


def test_the_shipped_example(root: Path) -> None:
    transcript = read([str(root / "reports" / "examples" / "cx_innovation_chat.csv")])
    (thread,) = transcript.threads
    assert [question.id for question in thread.questions] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    texts = {post.id: post.text for post in transcript.posts}
    assert all(question.text in texts[question.post_id] for question in thread.questions)
    assert all("#" not in question.text and not question.text.startswith("Q") for question in thread.questions)
    assert (thread.hosts, thread.guests, thread.hashtag) == (("cxkettle",), ("odalysbrink",), "cxkettle")
    joined = [post for post in transcript.posts if "joined" in post.flags]
    assert [post.author for post in joined] == ["odalysbrink", "odalysbrink"]
    assert all("1/2" not in post.text and "2/2" not in post.text for post in joined)
    (account,) = transcript.accounts
    assert account.skipped["joined to the post before"] == 2
    assert account.read == account.kept + sum(account.skipped.values())
    ids = {post.id for post in transcript.posts}
    reposts = [post for post in transcript.posts if post.kind == "repost"]
    assert sum(post.repost_of in ids for post in reposts) >= len(reposts) - 1
    assert not any(post.questions for post in reposts)
