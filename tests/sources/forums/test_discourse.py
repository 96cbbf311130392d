"""Discourse's JSON: topics, further posts, lists, and what topics list and no file holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from source_reading import FIXTURES, items, material, posts

from miner.errors import InputError, NoPostsFound
from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.base import Failed, Skipped
from miner.sources.forums.discourse import Discourse, DiscourseTopic
from miner.sources.forums.discourse_page import DiscoursePages

# Sample -> posts kept, skipped; counted with jq.
SAMPLES: dict[str, tuple[int, dict[str, int]]] = {
    "discourse_api__post.json": (1, {}),
    "discourse_api__posts_before.json": (3, {}),
    "discourse_api__posts_latest.json": (4, {}),
    "discourse_api__replies_and_topics.json": (2, {}),
    "discourse_api__topic.json": (2, {"empty": 1, "system message": 1}),
    "discourse_api__topic_posts.json": (1, {}),
    "grimoirelab-perceval__discourse_posts.json": (4, {}),
    "grimoirelab-perceval__discourse_topic_1148.json": (20, {"missing reply": 2}),
    "grimoirelab-perceval__discourse_topic_1149.json": (2, {}),
    "grimoirelab-perceval__discourse_topic_1150.json": (2, {}),
}


def topic(numbers: list[int], stream: list[int], **more: Any) -> str:
    made = [
        {
            "id": 100 + n,
            "post_number": n,
            "post_type": 1,
            "username": "ann",
            "cooked": f"<p>words {n}</p>",
            "topic_id": 7,
        }
        for n in numbers
    ]
    return json.dumps({"id": 7, "post_stream": {"posts": made, "stream": stream}, **more})


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "discourse" / name)]).accounts[0]
    assert (account.source, account.kept, account.skipped) == ("discourse", *SAMPLES[name])
    assert not account.failed


def test_real_replies_know_their_posts(shared_data: Path) -> None:
    file = shared_data / "samples" / "discourse" / "grimoirelab-perceval__discourse_topic_1148.json"
    found = read([str(file)]).posts
    assert sum(post.parent_source == "native" for post in found) == 9
    assert all(post.parent_source is not None for post in found if post.kind == "comment")


def test_list_of_topics_without_posts_is_refused() -> None:
    with pytest.raises(NoPostsFound):
        read([str(FIXTURES / "discourse" / "categories.json")])


def test_posts_of_a_topic_in_several_files_are_one_topic_and_only_the_rest_is_missing(tmp_path: Path) -> None:
    (tmp_path / "7.json").write_text(
        topic([1, 2], [101, 102, 103, 104, 105], title="Seven", slug="seven", posts_count=5)
    )
    (tmp_path / "7_posts.json").write_text(topic([3, 4], [], slug="seven"))
    (tmp_path / "other.json").write_text(topic([1], [101], title="Other", slug="other"))
    transcript = read([str(tmp_path)])
    assert sorted(thread.title for thread in transcript.threads) == ["Other", "Seven"]
    together = next(account for account in transcript.accounts if account.place == tmp_path.name)
    assert (together.source, together.kept, together.skipped) == ("discourse", 4, {"missing reply": 1})
    assert {post.locator.rpartition("#")[0].split("#")[-1] for post in transcript.posts if "seven" in post.id} == {
        "7.json",
        "7_posts.json",
    }


def test_one_file_alone_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "7.json").write_text(topic([1], [101], title="Seven", slug="seven"))
    (tmp_path / "notes.json").write_text('{"a": 1}')
    assert read([str(tmp_path / "7.json")]).accounts[0].source == "discourse"
    assert [account.place for account in read([str(tmp_path)]).accounts if account.kept] == ["7.json"]
    assert DiscourseTopic().name == Discourse().name


def test_the_name_works_for_both(tmp_path: Path) -> None:
    (tmp_path / "7.json").write_text(topic([1], [101], title="Seven", slug="seven"))
    (tmp_path / "8.json").write_text(topic([2], [102], slug="seven"))
    settings = SourceSettings(as_source="discourse")
    assert len(read([str(tmp_path)], settings).posts) == 2
    assert len(read([str(tmp_path / "7.json")], settings).posts) == 1


def test_json_lines_of_topics_and_lists_of_posts_are_read() -> None:
    lines = "\n".join((topic([1], [101]), topic([2], [102])))
    assert len(posts(Discourse(), lines)) == 2
    entries = json.loads(topic([1, 2], []))["post_stream"]["posts"]
    assert Discourse().recognises(material(json.dumps(entries)))
    assert len(posts(Discourse(), json.dumps(entries))) == 2


def test_posts_without_a_number_have_failed_and_copies_are_counted() -> None:
    value = json.loads(topic([1, 1], []))
    value["post_stream"]["posts"].append({"id": 9, "cooked": "<p>x</p>"})
    found = items(Discourse(), json.dumps(value))
    assert Failed("post without a number") in found
    assert Skipped("read twice") in found


@pytest.mark.parametrize(
    "text",
    [
        '{"post_stream": 1}',
        '{"latest_posts": [{"id": 1}]}',
        '{"topic_list": {"topics": [{"id": 1}]}}',
        '{"post_number": 1, "id": 3}',
        '[{"post_number": 1}]',
        '{"user_actions": []}',
        '{"post_stream": {"posts": [',
        "[[[[",
        "",
    ],
)
def test_what_is_not_of_discourse_is_not_recognised(text: str) -> None:
    assert Discourse().recognises(material(text)) is False


@pytest.mark.parametrize("data", ["{broken", "[]", "7", '{"topic_1": "{"}', "[" * 60_000])
def test_broken_data_in_a_page_are_as_good_as_none(data: str) -> None:
    page = (FIXTURES / "discourse_page" / "for_crawlers.html").read_text("utf-8")
    page = page.replace("</body>", f"<div id='data-preloaded' data-preloaded='{data}'></div></body>")
    assert len(posts(DiscoursePages(), page)) == 2


def test_a_page_of_categories_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latest.html"
    file.write_text(
        '<!DOCTYPE html><html><head><meta name="generator" content="Discourse 3"></head><body>Topics</body>'
    )
    with pytest.raises(InputError):
        read([str(file)])
