"""Reddit: saved threads, answers of the API, archives; deleted, removed, bots, and what the site left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from source_reading import cases, check_case, items, material, posts, summary

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.links.reddit import Reddit
from miner.transcript import Thread

# Sample -> (posts, skipped by reason); numbers counted with jq: t1 and t3 objects, "more" stubs by their count.
SAMPLES: dict[str, tuple[int, dict[str, int]]] = {
    "TestCommentForest.test_replace__all_1.json": (470, {"deleted": 6, "empty": 1, "missing reply": 67}),
    "TestCommentForest.test_replace__all_2.json": (11, {}),
    "TestCommentForest.test_replace__on_direct_comment_1.json": (1, {}),
    "TestSubmission.test_comments_1.json": (3, {}),
}


def comment(number: str, parent: str = "t3_1abcde", body: str = "words", **fields: Any) -> dict[str, Any]:
    data = {"id": number, "link_id": "t3_1abcde", "parent_id": parent, "body": body, "subreddit": "towns"}
    return {"kind": "t1", "data": {**data, "author": "ann", "created_utc": 1710435600, **fields}}


def listing(*children: object) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(children)}}


@pytest.mark.parametrize("file", cases("reddit"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(Reddit(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "reddit" / name)]).accounts[0]
    assert (account.source, account.kept, account.skipped, account.failed) == ("reddit", *SAMPLES[name], {})


def test_large_saved_thread_is_read_whole(shared_data: Path) -> None:
    transcript = read([str(shared_data / "reddit_thread" / "reddit_listing.json.gz")])
    account = transcript.accounts[0]
    assert (account.kept, account.skipped) == (475, {"deleted": 10, "empty": 1, "missing reply": 1061})
    assert len(transcript.threads) == 1
    assert sum(post.parent_source == "native" for post in transcript.posts) == 450
    assert "the site says 1412 comment(s), 485 are in the file" in account.notes


def test_parts_of_one_thread_in_a_folder_are_one_thread(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "reddit")])
    account = next(account for account in transcript.accounts if account.source == "reddit")
    assert (account.kept, account.skipped["missing reply"]) == (485, 67 - 11)
    thread = next(thread for thread in transcript.threads if thread.n_claimed == 543)
    found = [post for post in transcript.posts if post.thread_id == thread.id]
    assert len(found) == 470 + 11
    assert {post.locator.partition("#")[2].partition("#")[0] for post in found} == {
        "TestCommentForest.test_replace__all_1.json",
        "TestCommentForest.test_replace__all_2.json",
    }


def test_file_of_communities_is_refused(test_data: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(test_data / "sources" / "reddit" / "communities.json")])


def test_comments_5000_deep_are_read() -> None:
    rows = [comment("c0")["data"]]
    rows += [comment(f"c{n}", f"t1_c{n - 1}")["data"] for n in range(1, 5000)]
    found = posts(Reddit(), "\n".join(json.dumps(row) for row in rows))
    assert len(found) == 5000
    assert found[-1].parent_id == "reddit:t1_c4998"


def test_stub_is_lowered_by_what_another_file_brought() -> None:
    stub = {"kind": "more", "data": {"count": 5, "parent_id": "t1_c1", "children": ["c2", "c3"]}}
    thread = [listing(), listing(comment("c1"), stub)]
    rows = [("a#", thread), ("b#", comment("c2", "t1_c1")), ("c#", comment("c4", "t1_c2")), ("d#", comment("c9"))]
    found = list(Reddit().read(rows))
    assert [item.n for item in found if isinstance(item, Skipped)] == [3]


@pytest.mark.parametrize(
    ("author", "body", "reason"),
    [
        ("ann", "[deleted]", "deleted"),
        ("ann", "[deleted by user]", "deleted"),
        ("[deleted]", "[removed]", "removed"),
        ("ann", "[ Removed by Reddit ]", "removed"),
        ("AutoModerator", "Welcome to the weekly thread.", "bot"),
        ("count-bot", "Beep boop, three so far.", "bot"),
        ("ann", "  \n ", "empty"),
    ],
)
def test_what_is_no_post_is_counted(author: str, body: str, reason: str) -> None:
    found = summary(items(Reddit(), json.dumps(comment("c1", body=body, author=author))))
    assert (found["posts"], found["skipped"]) == ([], {reason: 1})


@pytest.mark.parametrize(("author", "body"), [("robot", "A bot could not say it better."), ("bob", "I am a bot, ha")])
def test_people_who_speak_of_bots_are_people(author: str, body: str) -> None:
    assert len(posts(Reddit(), json.dumps(comment("c1", body=body, author=author)))) == 1


def test_author_who_left_is_nobody_and_the_words_stay() -> None:
    assert posts(Reddit(), json.dumps(comment("c1", author="[deleted]")))[0].author == ""


def test_opening_whose_text_was_deleted_keeps_its_title() -> None:
    data = {
        "id": "1abcde",
        "title": "Why six?",
        "selftext": "[deleted]",
        "subreddit": "towns",
        "created_utc": 1710435600,
    }
    post = posts(Reddit(), json.dumps({"kind": "t3", "data": data}))[0]
    assert (post.text, post.flags, post.kind) == ("Why six?", ("text deleted",), "article")


def test_spoilers_are_no_quotations() -> None:
    post = posts(Reddit(), json.dumps(comment("c1", body="I say &gt;!the shop closes!&lt; soon")))[0]
    assert (post.text, post.quoted) == ("I say the shop closes soon", ())


def test_thread_of_comments_alone_is_named_by_its_community() -> None:
    threads = [item for item in items(Reddit(), json.dumps(comment("c1"))) if isinstance(item, Thread)]
    assert [(thread.id, thread.title) for thread in threads] == [("reddit:t3_1abcde", "r/towns")]


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "Listing"}',
        '{"kind": "youtube#commentThread", "data": {"id": 1}}',
        '{"id": "1", "title": "no post", "num_comments": 3}',
        '{"body": "no id", "link_id": "t3_a"}',
        "[[[[",
    ],
)
def test_what_is_not_of_the_site_is_not_recognised(text: str) -> None:
    assert Reddit().recognises(material(text)) is False
