"""Activities, objects and collections of ActivityStreams 1 and 2, and archives of accounts."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, check_case, items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.social.activitypub import ActivityPub

FOLDER = FIXTURES / "activitypub"
# Samples that are not one post; the number in them, by eye.
SEVERAL = {
    "activitystreams__array-at-top.json": 2,
    "activitystreams__vocabulary-ex112-jsonld.json": 2,
    "activitystreams__vocabulary-ex139-jsonld.json": 2,
    "activitystreams__vocabulary-ex5-jsonld.json": 2,
    "activitystreams__vocabulary-ex6c-jsonld.json": 2,
    "granary__article_with_comments.as.json": 3,
}
WITHOUT = (
    "activitystreams__vocabulary-ex13-jsonld.json",
    "activitystreams__vocabulary-ex174-jsonld.json",
    "activitystreams__vocabulary-ex184b-jsonld.json",
    "activitystreams__vocabulary-ex185b-jsonld.json",
    "activitystreams__vocabulary-ex185c-jsonld.json",
    "activitystreams__vocabulary-ex188-jsonld.json",
    "activitystreams__vocabulary-ex191-jsonld.json",
    "activitystreams__vocabulary-ex99-jsonld.json",
    "friendica__activities__delete.json",
    "lemmy__collections__person_outbox.json",
    "lemmy__objects__tombstone.json",
    "lotide__objects__tombstone.json",
    "mastodon__activities__delete.json",
)


@pytest.mark.parametrize("name", ["outbox.json", "page.json", "version1.json"])
def test_example_reads_as_expected(name: str) -> None:
    check_case(ActivityPub(), FOLDER / name)


@pytest.mark.parametrize("folder", ["activitypub", "activitystreams"])
def test_real_samples_are_read_whole(folder: str, shared_data: Path) -> None:
    n_read: Counter[str] = Counter()
    for file in sorted((shared_data / "samples" / folder).glob("*.json")):
        if file.name.endswith(".mf2.json"):
            continue  # microformats
        if file.name in WITHOUT:
            with pytest.raises(NoPostsFound):
                read([str(file)])
            continue
        transcript = read([str(file)])
        account = transcript.accounts[0]
        assert (account.source, account.kept) == ("activitypub", SEVERAL.get(file.name, 1)), file.name
        assert not account.failed
        assert all("<p" not in post.text for post in transcript.posts)
        n_read[folder] += 1
    assert n_read[folder] == {"activitypub": 25, "activitystreams": 37}[folder]


def test_servers_name_their_people_in_many_ways(shared_data: Path) -> None:
    names = {}
    for file in sorted((shared_data / "samples" / "activitypub").glob("*note*.json")):
        names[file.name] = posts(ActivityPub(), file.read_bytes())[0].author
    assert all(name.count("@") == 1 and "/" not in name for name in names.values())


def test_nested_replies_become_a_tree_under_their_page() -> None:
    transcript = read([str(FOLDER / "page.json")])
    parents = {post.id.rpartition("/")[2]: (post.parent_id or "").rpartition("/")[2] for post in transcript.posts}
    assert parents == {"5": "", "6": "5", "7": "6"}
    assert [(thread.title, thread.is_chat) for thread in transcript.threads] == [("Is cold brew tea at all?", False)]
    page = transcript.posts[0]
    assert (page.kind, page.author, page.text) == (
        "article",
        "kai@links.example",
        "I say yes.\n\nTea needs heat.\n\nIt does not.",
    )
    assert page.text[slice(*page.quoted[0])] == "Tea needs heat."
    assert page.url == "https://links.example/post/5"
    assert "https://cold.example/brew" in page.links


def test_outbox_gives_chat_and_articles_apart() -> None:
    transcript = read([str(FOLDER / "outbox.json")])
    kinds = Counter(post.kind for post in transcript.posts)
    assert kinds == {"message": 3, "repost": 1, "article": 1}
    warned = next(post for post in transcript.posts if post.id.endswith("/2"))
    assert warned.text.startswith("pots again\n\nAnd I mean")
    assert warned.edited_at is not None
    assert (warned.mentions, warned.links) == (("otto@leaf.example",), ())


def test_archive_of_an_account_is_read_from_its_outbox(tmp_path: Path) -> None:
    packed = tmp_path / "archive.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(FOLDER / "outbox.json", "outbox.json")
        file.writestr("actor.json", '{"@context": "https://www.w3.org/ns/activitystreams", "type": "Person"}')
        file.writestr("likes.json", '{"type": "OrderedCollection", "orderedItems": []}')
        file.writestr("media/1.png", b"\x89PNG\r\n")
    account = read([str(packed)]).accounts[0]
    assert (account.source, account.kept) == ("activitypub", 5)
    assert account.skipped["file of the archive without posts"] == 3
    assert not account.failed


def test_later_version_of_an_object_wins() -> None:
    note = {"type": "Note", "id": "https://a.example/1", "attributedTo": "https://a.example/u/ann"}
    first = note | {"content": "The first words, which were many more.", "published": "2024-01-01T10:00:00Z"}
    second = note | {"content": "Corrected.", "published": "2024-01-01T10:00:00Z", "updated": "2024-01-01T11:00:00Z"}
    activities = [{"type": "Create", "object": first}, {"type": "Update", "object": second}]
    value = {"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": activities}
    assert [post.text for post in posts(ActivityPub(), json.dumps(value))] == ["Corrected."]


def test_list_of_addresses_is_refused() -> None:
    with pytest.raises(NoPostsFound):
        read([str(FOLDER / "followers.json")])


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "Note", "content": "of another program"}',
        '{"type": "message", "text": "a chat"}',
        '{"@context": "https://schema.org", "@type": "Article", "name": "a page"}',
        '{"type": "FeatureCollection", "features": []}',
    ],
)
def test_other_objects_are_not_recognised(text: str) -> None:
    assert not ActivityPub().recognises(material(text))


_NAMES = [
    "type",
    "content",
    "object",
    "items",
    "orderedItems",
    "replies",
    "inReplyTo",
    "name",
    "attributedTo",
    "id",
    "url",
]
_TYPES = ["Note", "Article", "Create", "Announce", "Delete", "Collection", "Question", "Person", "Like"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(_TYPES) | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5),
        max_leaves=25,
    )
)
def test_no_shape_of_an_object_breaks_it(value: Any) -> None:
    wrapped = {"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": value}
    for post in posts(ActivityPub(), json.dumps(wrapped)):
        assert post.text
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_every_note_is_accounted_for(texts: list[str]) -> None:
    notes = [{"type": "Note", "id": f"https://a.example/{at}", "content": text} for at, text in enumerate(texts)]
    value = {"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": notes}
    found = items(ActivityPub(), json.dumps(value))
    n_skipped = sum(item.n for item in found if isinstance(item, Skipped))
    assert len(posts(ActivityPub(), json.dumps(value))) + n_skipped == len(texts)


def test_deep_replies_need_no_recursion() -> None:
    note: dict[str, Any] = {"type": "Note", "id": "https://a.example/0", "content": "the last"}
    for number in range(1, 150):
        replies = {"type": "Collection", "items": [note]}
        note = {"type": "Note", "id": f"https://a.example/{number}", "content": f"reply {number}", "replies": replies}
    note["@context"] = "https://www.w3.org/ns/activitystreams"
    transcript = posts(ActivityPub(), json.dumps(note))
    assert len(transcript) == 150
    assert sum(post.parent_id is not None for post in transcript) == 149
