"""The posts behind the quotes: whole where it matters, in the order of their threads."""

from __future__ import annotations

import pytest
from digests import library_chat, many_arguments
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from miner.digest.records import Account, Digest, DigestArgument, DigestPost, DigestThread, Numbers
from miner.report.cards import Shelf
from miner.report.posts import BETWEEN_BYTES, Evidence, evidence
from miner.report.proof import prove
from miner.report.threads import LISTED_ARGUMENTS, placed_posts


def _evidence(digest: Digest) -> Evidence:
    return evidence(digest, Shelf(digest, prove(digest)), {})


def _thread(parents: list[int | None], text: str = "because it rains") -> Digest:
    """A thread whose post number n answers post ``parents[n]``; each holds one argument."""
    posts = tuple(
        DigestPost(id=f"p{at}", thread_id="t", text=text, parent_id=None if above is None else f"p{above}")
        for at, above in enumerate(parents)
    )
    arguments = tuple(
        DigestArgument(id=f"a{at}", post_id=f"p{at}", start=0, end=len(text)) for at in range(len(parents))
    )
    n = len(posts)
    return Digest(
        title="",
        account=Account(read=n, used=n),
        numbers=Numbers(),
        threads=(DigestThread(id="t"),),
        posts=posts,
        arguments=arguments,
    )


def _shape(digest: Digest) -> list[tuple[str, int]]:
    return [(one.post.id, one.depth) for thread in placed_posts(digest).values() for one in thread]


def test_a_reply_stands_beneath_what_it_answers():
    assert _shape(_thread([None, None, 0, 1, 2])) == [("p0", 0), ("p2", 1), ("p4", 2), ("p1", 0), ("p3", 1)]


def test_posts_that_answer_each_other_in_a_circle_are_shown_once():
    assert sorted(_shape(_thread([1, 2, 0, 3]))) == [("p0", 0), ("p1", 2), ("p2", 1), ("p3", 0)]


def test_a_thread_may_be_thousands_of_replies_deep():
    digest = _thread([None, *range(3000)])
    assert _shape(digest)[-1] == ("p3000", 3000)
    assert max(post.depth for post in _evidence(digest).threads[0].posts) == 4


@given(st.lists(st.one_of(st.none(), st.integers(0, 11)), min_size=1, max_size=12))
def test_every_post_is_shown_once_whatever_answers_what(parents):
    parents = [above if above is None or above < len(parents) else None for above in parents]
    assert sorted(key for key, _ in _shape(_thread(parents))) == sorted(f"p{at}" for at in range(len(parents)))


def test_a_post_without_an_argument_is_shown_when_something_beneath_it_has_one():
    digest = _thread([None, 0, None])
    kept = replace(digest, arguments=(digest.arguments[1],))
    assert _shape(kept) == [("p0", 0), ("p1", 1)]


def test_an_answer_to_a_question_stands_beneath_it_though_it_replies_to_nobody():
    digest = library_chat()
    posts = tuple(replace(post, parent_id=None) for post in digest.posts)
    threads = placed_posts(replace(digest, posts=posts))
    placed = {one.post.id: one for one in threads[digest.threads[0].id]}
    assert placed[digest.arguments[0].post_id].answers == "twitter:Q1"


def test_the_pieces_of_a_post_are_its_text():
    digest = library_chat()
    posts = {post.id: post.text for post in digest.posts}
    for thread, placed in zip(_evidence(digest).threads, placed_posts(digest).values(), strict=True):
        for shown, one in zip(thread.posts, placed, strict=True):
            assert "".join(piece.text for piece in shown.pieces) == posts[one.post.id]


def test_overlapping_arguments_are_marked_once_and_none_is_lost():
    digest = _thread([None])
    arguments = tuple(
        DigestArgument(id=key, post_id="p0", start=start, end=end)
        for key, start, end in (("a", 0, 10), ("b", 3, 7), ("c", 8, 16))
    )
    post = _evidence(replace(digest, arguments=arguments)).threads[0].posts[0]
    assert [piece.text for piece in post.pieces] == ["because it", " rains"]
    assert len(post.extra) == 2


def test_long_stretches_between_arguments_are_shortened_in_the_middle():
    long = "word " * 2000
    digest = _thread([None] * 200, text=long)
    arguments = tuple(replace(one, start=5000, end=5009) for one in digest.arguments)
    shown = _evidence(replace(digest, arguments=arguments)).threads[0].posts
    assert all(sum(piece.cut for piece in post.pieces) == 2 for post in shown)
    between = sum(len(piece.text) for post in shown for piece in post.pieces if not piece.mark)
    assert between <= BETWEEN_BYTES
    assert all(piece.text == "word word" for post in shown for piece in post.pieces if piece.mark)


def test_of_a_very_large_digest_the_strongest_arguments_are_shown():
    digest = many_arguments(LISTED_ARGUMENTS + 50)
    found = _evidence(digest)
    assert found.n_arguments == LISTED_ARGUMENTS
    assert found.n_unlisted == 50


@pytest.mark.parametrize("n", [2, 3])
def test_two_posts_never_share_an_address(monkeypatch, n):
    from miner.report import outside

    monkeypatch.setattr(outside, "_short_hash", lambda text: "same")
    named = outside.short_anchors("p", [f"post {number}" for number in range(n)])
    assert sorted(named.values()) == ["psame", "psame-2", "psame-3"][:n]
