"""Hacker News: items of its own API in any arrangement, Algolia's trees and search hits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, items, material, posts, summary

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.links.hackernews import HackerNews
from miner.sources.reasons import READ_TWICE

# Sample -> (posts, missing replies: what ``descendants`` says).
SAMPLES = {
    "job_192327.json": (1, 0),
    "pollopt_160705.json": (1, 0),
    "story_121003.json": (1, 16),
    "story_8863.json": (1, 71),
}


@pytest.mark.parametrize("file", cases("hackernews"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(HackerNews(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "hackernews_firebase" / name)]).accounts[0]
    found = (account.kept, account.skipped.get("missing reply", 0))
    assert (account.source, found, account.failed) == ("hackernews", SAMPLES[name], {})


def test_items_are_the_same_in_a_list_in_lines_and_in_a_folder(tmp_path: Path) -> None:
    values = [value for value in json.loads((FIXTURES / "hackernews" / "items.json").read_text("utf-8")) if value]
    (tmp_path / "list.json").write_text(json.dumps(values))
    (tmp_path / "lines.jsonl").write_text("\n".join(json.dumps(value) for value in values))
    (tmp_path / "folder").mkdir()
    for value in values:
        (tmp_path / "folder" / f"{value['id']}.json").write_text(json.dumps(value, indent=1))
    found = []
    for name in ("list.json", "lines.jsonl", "folder"):
        transcript = read([str(tmp_path / name)])
        found.append([(post.id, post.thread_id, post.parent_id, post.text) for post in transcript.posts])
        assert transcript.accounts[0].skipped == {"dead": 1, "deleted": 1, "missing reply": 3}
    assert found[0] == found[1] == found[2]


def test_chain_of_parents_leads_to_the_thread() -> None:
    rows = [{"by": "ann", "id": 1, "time": 1710435600, "title": "Why?", "type": "story"}]
    rows += [
        {"by": "bob", "id": n, "parent": n - 1, "text": f"answer {n}", "time": 1710435600 + n, "type": "comment"}
        for n in range(2, 3000)
    ]
    found = posts(HackerNews(), "\n".join(json.dumps(row) for row in reversed(rows)))
    assert {post.thread_id for post in found} == {"hackernews:1"}


def test_parents_in_a_circle_end_somewhere() -> None:
    rows = [
        {"by": "ann", "id": a, "parent": b, "text": "words", "time": 1710435600, "type": "comment"}
        for a, b in ((1, 2), (2, 3), (3, 1))
    ]
    assert len(posts(HackerNews(), json.dumps(rows))) == 3


def test_item_given_twice_is_counted() -> None:
    item = {"by": "ann", "id": 1, "time": 1710435600, "title": "Why?", "type": "story"}
    assert summary(items(HackerNews(), json.dumps([item, item])))["skipped"] == {READ_TWICE: 1}


def test_headline_of_a_link_is_no_word_of_the_poster() -> None:
    link = {"by": "ann", "id": 1, "time": 1710435600, "title": "Shops close", "type": "story", "url": "https://e.org/a"}
    ask = {"by": "ann", "id": 2, "time": 1710435600, "title": "Ask HN: Why close?", "type": "story"}
    first, second = posts(HackerNews(), json.dumps([link, ask]))
    assert (first.quoted, first.links) == (((0, 11),), ("https://e.org/a",))
    assert second.quoted == ()


def test_account_is_refused(test_data: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(test_data / "sources" / "hackernews" / "user.json")])


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "comment", "id": 1, "text": "no author and no time"}',
        '{"type": "message", "id": 1, "by": "ann", "time": 1}',
        '{"hits": [], "nbHits": 0}',
        '{"hits": [{"objectID": "x", "_tags": ["story"]}], "nbHits": 1}',
        "[1, 2, 3]",
    ],
)
def test_what_is_not_of_the_site_is_not_recognised(text: str) -> None:
    assert HackerNews().recognises(material(text)) is False
