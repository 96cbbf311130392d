"""Statuses in every answer of Mastodon's interface; HTML, boosts, warnings, polls, quotes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, check_case, items, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.social.mastodon import Mastodon

FOLDER = FIXTURES / "mastodon"
# Sample -> statuses, entries without one, statuses that answer one: counted with jq.
SAMPLES = {
    "test_conversations_2.json": (2, 0, 1),
    "test_entity_conversation_1.json": (17, 3, 0),
    "test_entity_searchv2_1.json": (2, 19, 2),
    "test_hashtag_tl_1.json": (1, 0, 0),
}


@pytest.mark.parametrize("name", ["context.json", "timeline.jsonl", "search.json"])
def test_example_reads_as_expected(name: str) -> None:
    check_case(Mastodon(), FOLDER / name)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "mastodon" / name)])
    account = transcript.accounts[0]
    n_answers = sum(post.parent_id is not None or "orphan" in post.flags for post in transcript.posts)
    found = (account.kept, account.skipped.get("entry without a status", 0), n_answers)
    assert (account.source, found) == ("mastodon", SAMPLES[name])
    assert not account.failed
    assert all(post.author and post.posted_at and "<" not in post.text for post in transcript.posts)


def test_conversation_becomes_a_tree_and_a_chat() -> None:
    transcript = read([str(FOLDER / "context.json")])
    parents = {post.id[-1]: (post.parent_id or "")[-1:] for post in transcript.posts}
    assert parents == {"1": "", "3": "1", "4": "3", "7": "1", "9": ""}
    assert [question.id for question in transcript.threads[0].questions] == ["Q1"]
    assert transcript.threads[0].hashtag == "teachat"
    assert next(post for post in transcript.posts if post.id.endswith("9")).flags == ("orphan",)


def test_words_taken_over_are_not_the_authors() -> None:
    quoting = next(post for post in posts(Mastodon(), (FOLDER / "context.json").read_bytes()) if post.id.endswith("4"))
    assert [quoting.text[start:end] for start, end in quoting.quoted] == ["the water matters more"]
    assert quoting.text.startswith("strong opinion\n\nA1 It does.")
    assert "content_warning" in quoting.flags


def test_address_of_a_quoted_status_is_no_text() -> None:
    vote = next(post for post in posts(Mastodon(), (FOLDER / "context.json").read_bytes()) if post.id.endswith("7"))
    assert vote.text == "Vote here #TeaChat\n\nClay\nPorcelain"
    assert vote.parent_source == "inferred"


def test_boost_names_the_original() -> None:
    boost = next(post for post in posts(Mastodon(), (FOLDER / "timeline.jsonl").read_bytes()) if post.kind == "repost")
    assert (boost.author, boost.repost_of) == ("vera", "@otto@leaf.example")
    assert boost.quoted == ((0, len(boost.text)),)


def test_list_of_accounts_is_refused() -> None:
    with pytest.raises(NoPostsFound):
        read([str(FOLDER / "followers.json")])


@pytest.mark.parametrize(
    "text",
    [
        '{"content": "words", "account": {"acct": "ann"}}',
        '[{"acct": "ann", "text": "words"}]',
        '{"content": "a", "spoiler_text": "b", "reblogs_count": 0}',
        "[[[[",
    ],
)
def test_other_objects_are_not_recognised(text: str) -> None:
    from source_reading import material

    assert not Mastodon().recognises(material(text))


def _status(number: int, html: str, answers: int | None) -> dict[str, Any]:
    return {
        "id": str(number),
        "content": html,
        "account": {"acct": "ann"},
        "spoiler_text": "",
        "reblogs_count": 0,
        "in_reply_to_id": None if answers is None else str(answers),
    }


@given(st.lists(st.tuples(st.text(max_size=40), st.none() | st.integers(1, 6)), min_size=1, max_size=6))
def test_every_status_is_accounted_for(said: list[tuple[str, int | None]]) -> None:
    statuses = [_status(number, html, answers) for number, (html, answers) in enumerate(said, 1)]
    found = items(Mastodon(), json.dumps(statuses))
    kept = posts(Mastodon(), json.dumps(statuses))
    assert len(kept) + sum(item.n for item in found if isinstance(item, Skipped)) == len(said)
    for post in kept:
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)
        assert post.parent_id != post.id
