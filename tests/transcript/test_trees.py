"""Posts become trees: ids unique, orphans attached, cycles broken, the same for every order of input."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.transcript import Post, Thread, assemble, canonical_key, canonically_sorted, content_id, replies_of

START = datetime(2024, 3, 14, 17, tzinfo=UTC)


def post(post_id: str, parent: str | None = None, minute: int | None = None, **fields: object) -> Post:
    at = START + timedelta(minutes=minute) if minute is not None else None
    known = {"thread_id": "t", "text": f"text of {post_id}", "posted_at": at, "precision": "second" if at else "none"}
    return Post(id=post_id, parent_id=parent, **{**known, **fields})  # type: ignore[arg-type]


def assembled(*posts: Post) -> tuple[Post, ...]:
    return assemble([], posts)[1]


def test_order_is_time_then_number_then_text_and_the_article_leads() -> None:
    found = assembled(
        post("c10"), post("c9"), post("late", minute=9), post("early", minute=1), post("a", kind="article")
    )
    assert [entry.id for entry in found] == ["a", "early", "late", "c9", "c10"]


def test_orphan_is_attached_to_the_article_of_its_thread() -> None:
    found = {
        entry.id: entry
        for entry in assembled(post("a", kind="article"), post("b", "gone"), post("c", "lost", thread_id="u"))
    }
    assert (found["b"].parent_id, found["b"].parent_source, found["b"].flags) == ("a", "inferred", ("orphan",))
    assert (found["c"].parent_id, found["c"].parent_source, found["c"].flags) == (None, None, ("orphan",))


def test_article_that_is_an_orphan_does_not_reply_to_itself() -> None:
    assert assembled(post("a", "gone", kind="article"))[0].parent_id is None


def test_post_that_replies_to_itself() -> None:
    found = assembled(post("a", "a"))[0]
    assert (found.parent_id, found.flags) == (None, ("cycle_broken",))


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_cycle_is_cut_at_its_first_post_whatever_the_order(order: tuple[str, ...]) -> None:
    posts = {"a": post("a", "c", 1), "b": post("b", "a", 2), "c": post("c", "b", 3), "d": post("d", "b", 4)}
    found = {entry.id: entry for entry in assembled(*(posts[name] for name in order), posts["d"])}
    assert {name: entry.parent_id for name, entry in found.items()} == {"a": None, "b": "a", "c": "b", "d": "b"}
    assert [name for name, entry in found.items() if "cycle_broken" in entry.flags] == ["a"]


def test_two_cycles_are_both_cut() -> None:
    found = assembled(post("a", "b", 1), post("b", "a", 2), post("c", "d", 3), post("d", "c", 4))
    assert [entry.parent_id for entry in found] == [None, "a", None, "c"]


def test_equal_ids_are_made_unique_and_taken_names_are_left() -> None:
    found = assembled(post("a", minute=1), post("a", minute=2), post("a", minute=3), post("a~2", minute=0))
    assert [entry.id for entry in found] == ["a~2", "a", "a~3", "a~4"]
    assert [entry.flags for entry in found] == [(), (), ("renamed_id",), ("renamed_id",)]


def test_replies_follow_the_renamed_post_of_their_own_thread() -> None:
    found = assembled(
        post("1", minute=1),
        post("2", "1", minute=2),
        post("1", minute=3, thread_id="u"),
        post("2", "1", minute=4, thread_id="u"),
    )
    assert [(entry.id, entry.parent_id) for entry in found] == [("1", None), ("2", "1"), ("1~2", None), ("2~2", "1~2")]


def test_exact_copies_are_given_back_and_not_kept() -> None:
    _, kept, copies = assemble([], [post("a", locator="x#1"), post("a", locator="y#1"), post("b")])
    assert ([entry.id for entry in kept], [entry.id for entry in copies]) == (["a", "b"], ["a"])


def test_post_of_two_exports_keeps_the_version_that_knows_its_parent() -> None:
    known = post("b", "a", 2, author="ann", parent_source="native", thread_id="w1")
    blind = post("b", None, 2, author="ann", thread_id="w2", likes=9)
    for order in ([known, blind], [blind, known]):
        _, kept, copies = assemble([], [post("a", minute=1), *order])
        assert [(entry.id, entry.parent_id) for entry in kept] == [("a", None), ("b", "a")]
        assert copies == (blind,)


def test_nameless_answers_of_two_surveys_are_no_copies() -> None:
    _, kept, copies = assemble(
        [], [post("1", thread_id="s1", text="Traffic"), post("1", thread_id="s2", text="Traffic")]
    )
    assert (len(kept), copies) == (2, ())


def test_chain_of_5000_replies() -> None:
    chain = [post(str(n), str(n - 1) if n else None, n) for n in range(5000)]
    random.Random(3).shuffle(chain)  # noqa: S311 - order of a test
    found = assembled(*chain)
    assert [entry.parent_id for entry in found] == [None, *(str(n) for n in range(4999))]


def test_ring_of_5000_replies() -> None:
    found = assembled(*(post(str(n), str((n - 1) % 5000), n) for n in range(5000)))
    assert sum("cycle_broken" in entry.flags for entry in found) == 1


def test_many_equal_ids_take_linear_time() -> None:
    assert len({entry.id for entry in assembled(*(post("same", text=str(n)) for n in range(20_000)))}) == 20_000


NAMES = st.sampled_from(["a", "b", "c", "a~2", "1", "10", "9"])
POSTS = st.lists(
    st.builds(
        Post,
        id=NAMES,
        thread_id=st.sampled_from(["t", "u"]),
        text=st.sampled_from(["x", "y"]),
        author=st.sampled_from(["", "ann"]),
        parent_id=st.none() | NAMES,
        kind=st.sampled_from(["comment", "article"]),
        posted_at=st.none() | st.sampled_from([START, START + timedelta(hours=1)]),
        likes=st.integers(0, 2),
    ),
    max_size=12,
)


@given(POSTS, st.randoms(use_true_random=False))
def test_result_is_a_forest_and_does_not_depend_on_the_order(posts: list[Post], pick: random.Random) -> None:
    threads = [Thread(id="t"), Thread(id="u")]
    first = assemble(threads, posts)
    pick.shuffle(posts)
    assert assemble(reversed(threads), posts) == first
    kept = first[1]
    assert len(kept) + len(first[2]) == len(posts)
    parents = {entry.id: entry.parent_id for entry in kept}
    assert len(parents) == len(kept)
    for entry in kept:
        here: str | None = entry.id
        for _ in range(len(kept) + 1):
            here = parents[here] if here is not None else None
        assert here is None


@given(POSTS)
def test_assembling_twice_changes_nothing(posts: list[Post]) -> None:
    _, once, _ = assemble([], posts)
    _, twice, copies = assemble([], once)
    assert (twice, copies) == (once, ())


def test_threads_stand_in_the_order_of_their_first_posts() -> None:
    threads = [
        Thread(id="u", title="of the u"),
        Thread(id="t"),
        Thread(id="empty"),
        Thread(id="t", title="again", place="z"),
    ]
    found, _, _ = assemble(threads, [post("b", minute=2, thread_id="t"), post("a", minute=1, thread_id="u")])
    assert [(thread.id, thread.place) for thread in found] == [("u", ""), ("t", ""), ("empty", "")]


def test_replies_of_lists_direct_replies_in_order() -> None:
    found = replies_of(assembled(post("a", minute=1), post("c", "a", 3), post("b", "a", 2)))
    assert {name: [entry.id for entry in entries] for name, entries in found.items()} == {"a": ["b", "c"]}


def test_content_ids_tell_their_parts_apart() -> None:
    assert content_id("table", "ab", "c") != content_id("table", "a", "bc")
    assert content_id("table", "a").startswith("table:")
    assert len(content_id("table", "\ud800")) == len("table:") + 16


def test_canonical_key_compares_numbers_as_numbers() -> None:
    assert canonical_key(post("c9")) < canonical_key(post("c10"))
    assert msgspec.structs.replace(post("a"), kind="article").kind == "article"


@given(st.permutations(["a:1", "a:01", "a:2", "b:1", ":1", "1", "a", "a:b:10", "a:b:9", "a:b9:1"]), st.data())
def test_sorting_is_that_of_the_whole_key(ids: list[str], data: st.DataObject) -> None:
    """Only the part of the key that is needed is made; the order is that of all of it."""
    posts = [
        post(post_id, minute=data.draw(st.sampled_from([1, 2, None])), likes=n % 2) for n, post_id in enumerate(ids)
    ]
    assert canonically_sorted(posts) == sorted(posts, key=lambda each: (canonical_key(each), each.likes * -1, each.id))
    for each in posts:
        assert canonical_key(each)[1] == re.sub(r"\d+", lambda match: match[0].zfill(24), each.id)
