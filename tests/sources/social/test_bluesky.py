"""Records, threads of both forms, feeds; facets that count bytes; what is absent is counted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, check_case, items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.social.bluesky import Bluesky
from miner.sources.social.bluesky_posts import POST

FOLDER = FIXTURES / "bluesky"
SAMPLES = {
    "atproto__extended_post_record.json": 1,
    "atproto__post_record.json": 1,
    "granary__note.bsky.json": 1,
    "granary__note_with_article_tag_indices.bsky.json": 1,
    "granary__note_with_custom_feed.bsky.json": 1,
    "granary__note_with_mention_linked_text.bsky.json": 1,
    "granary__quote.bsky.json": 1,
}
# Snapshot -> how many answers stand in it and (posts, blocked or not found) of all of them together.
SNAPSHOTS = {
    "posts.test.ts.snap": (5, 10, 0),
    "quotes.test.ts.snap": (3, 4, 0),
    "thread.test.ts.snap": (15, 29, 5),
    "thread-v2.test.ts.snap": (7, 23, 0),
}


@pytest.mark.parametrize("name", ["thread.json", "thread_v2.json", "feed.json", "records.jsonl"])
def test_example_reads_as_expected(name: str) -> None:
    check_case(Bluesky(), FOLDER / name)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "bluesky" / name)]).accounts[0]
    assert (account.source, account.read, account.kept) == ("bluesky", SAMPLES[name], SAMPLES[name])


def test_picture_without_words_is_no_post(shared_data: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(shared_data / "samples" / "bluesky" / "atproto__thread_view_post_with_embed_media.json")])


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_answers_in_snapshots_are_read_whole(name: str, shared_data: Path) -> None:
    answers = _answers((shared_data / "samples" / "bluesky" / name).read_text("utf-8"))
    n_posts = n_absent = 0
    for answer in answers:
        found = items(Bluesky(), answer)
        kept = posts(Bluesky(), answer)
        assert {post.locator for post in kept} == set(_views(json.loads(answer)))
        n_posts += len(kept)
        n_absent += sum(item.n for item in found if isinstance(item, Skipped))
    assert (len(answers), n_posts, n_absent) == SNAPSHOTS[name]


def _answers(snapshot: str) -> list[str]:
    """The values of a test snapshot as JSON: without commas before a closing bracket."""
    bodies = re.findall(r"exports\[`[^`]*`\] = `\n(.*?)\n`;", snapshot, re.DOTALL)
    return [re.sub(r",(\s*[\]}])", r"\1", body.replace("\\\\", "\\").replace("undefined", "null")) for body in bodies]


def _views(value: Any, where: str = "") -> list[str]:
    """Where views of posts stand, those shown inside other posts left out."""
    found: list[str] = []
    if isinstance(value, dict):
        if isinstance(value.get("record"), dict) and value["record"].get("$type") == POST:
            found.append(where)
        inner = ((name, entry) for name, entry in value.items() if name not in ("embed", "embeds"))
        found += [path for name, entry in inner for path in _views(entry, f"{where}/{name}")]
    elif isinstance(value, list):
        found += [path for at, entry in enumerate(value) for path in _views(entry, f"{where}/{at}")]
    return found


def test_facets_count_bytes() -> None:
    reply = next(post for post in posts(Bluesky(), (FOLDER / "thread.json").read_bytes()) if post.id.endswith("3bbb"))
    assert (reply.mentions, reply.hashtags) == (("vera.example",), ("teachat",))
    assert reply.links == ("https://leaf.example/oolong-guide", "https://far.example/")


def test_thread_is_a_tree_and_a_chat() -> None:
    transcript = read([str(FOLDER / "thread.json")])
    parents = {post.id[-4:]: (post.parent_id or "")[-4:] for post in transcript.posts}
    assert parents == {"3aaa": "", "3bbb": "3aaa", "3ccc": "3bbb"}
    account = transcript.accounts[0]
    assert account.skipped == {"blocked": 1, "no text": 1, "not found (deleted)": 1}
    assert "1 replies that the posts count are not in the file" in account.notes
    assert [question.id for question in transcript.threads[0].questions] == ["Q1"]


def test_repost_in_a_feed_is_its_reposters() -> None:
    found = posts(Bluesky(), (FOLDER / "feed.json").read_bytes())
    repost = next(post for post in found if post.kind == "repost")
    original = next(post for post in found if post.author == "otto.example" and post.text == repost.text)
    assert (repost.author, repost.repost_of) == ("mira.example", original.id)
    assert repost.posted_at is not None
    assert original.links == ("https://clay.example/",)


def test_profiles_are_refused() -> None:
    with pytest.raises(NoPostsFound):
        read([str(FOLDER / "followers.json")])


@pytest.mark.parametrize(
    "text",
    [
        '{"objectType": "comment", "id": "at://did:plc:asdf/app.bsky.feed.post/tid", "content": "words"}',
        '{"$type": "blog.pckt.document", "text": "another program"}',
        "// Jest Snapshot v1",
    ],
)
def test_other_objects_are_not_recognised(text: str) -> None:
    assert not Bluesky().recognises(material(text))


@given(st.text(max_size=30), st.integers(-5, 200), st.integers(-5, 200))
def test_no_facet_breaks_it(text: str, start: int, end: int) -> None:
    features = [
        {"$type": f"app.bsky.richtext.facet#{kind}", name: "x"} for kind, name in (("tag", "tag"), ("mention", "did"))
    ]
    facets = [{"index": {"byteStart": start, "byteEnd": end}, "features": features}, {"index": None}, None]
    record = {"$type": POST, "text": text, "createdAt": "2024-03-14T17:00:00Z", "facets": facets}
    found = items(Bluesky(), json.dumps(record))
    n_skipped = sum(item.n for item in found if isinstance(item, Skipped))
    assert len(posts(Bluesky(), json.dumps(record))) + n_skipped == 1


def test_deep_threads_need_no_recursion() -> None:
    node: dict[str, Any] = {}
    for number in range(150):
        uri = f"at://did:plc:a/{POST}/{number}"
        view = {"uri": uri, "author": {"handle": "a.example"}, "record": {"$type": POST, "text": f"reply {number}"}}
        node = {"post": view, "replies": [node] if node else []}
    found = posts(Bluesky(), json.dumps({"thread": node}))
    assert len(found) == 150
    assert sum(post.parent_source == "nesting" for post in found) == 149
