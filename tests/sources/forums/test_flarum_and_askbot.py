"""Flarum's JSON:API and Askbot's JSON: what is recognised, what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import FIXTURES, items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.forums.askbot import Askbot
from miner.sources.forums.flarum import Flarum, FlarumPages

DISCUSSION = json.loads((FIXTURES / "flarum" / "discussion.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "kept", "skipped"),
    [
        ("grimoirelab-perceval__api_24396_openstack.json", 1, {"missing reply": 31}),
        ("grimoirelab-perceval__askbot_api_questions.json", 1, {"missing reply": 1}),
    ],
)
def test_real_questions_are_read_and_their_answers_missed(
    name: str, kept: int, skipped: dict[str, int], shared_data: Path
) -> None:
    account = read([str(shared_data / "samples" / "askbot" / name)]).accounts[0]
    assert (account.source, account.kept, account.skipped) == ("askbot", kept, skipped)


def test_posts_of_a_flarum_search_are_read_without_their_discussion() -> None:
    found = [entry for entry in DISCUSSION["included"] if entry["type"] == "posts"]
    users = [entry for entry in DISCUSSION["included"] if entry["type"] == "users"]
    text = json.dumps({"data": found, "included": users})
    assert Flarum().recognises(material(text))
    assert [post.author for post in posts(Flarum(), text)] == ["Ida", "Omar", "Ruth"]


def test_list_of_flarum_discussions_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "discussions.json"
    file.write_text(json.dumps({"data": [DISCUSSION["data"]]}))
    with pytest.raises(NoPostsFound):
        read([str(file)])


def test_post_given_twice_by_flarum_is_read_once() -> None:
    value = {**DISCUSSION, "included": [*DISCUSSION["included"], DISCUSSION["included"][0]]}
    found = items(Flarum(), json.dumps(value))
    assert Skipped("read twice") in found


@pytest.mark.parametrize("payload", ["{broken", "[]", "null", '{"apiDocument": 3}', "[" * 60_000])
def test_a_flarum_page_with_broken_data_is_read_as_shown(payload: str) -> None:
    page = (FIXTURES / "flarum_page" / "shown.html").read_text("utf-8")
    page = page.replace(
        "</body>", f'<script id="flarum-json-payload" type="application/json">{payload}</script></body>'
    )
    assert len(posts(FlarumPages(), page)) == 2


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Flarum(), '{"data": {"type": "discussions", "id": "1"}}'),
        (Flarum(), '{"data": [{"type": "posts", "attributes": {"contentType": "x"}}]}'),
        (Flarum(), '{"data": [{"type": "posts", "attributes": null, "x": "contentType"}]}'),
        (Flarum(), '{"discussions": [1]}'),
        (Askbot(), '{"questions": [{"id": 1, "answer_ids": []}]}'),
        (Askbot(), '{"answer_ids": 3}'),
        (Askbot(), '[{"answer_ids": 3}]'),
    ],
)
def test_what_is_of_another_kind_is_not_recognised(source: Flarum | Askbot, text: str) -> None:
    assert source.recognises(material(text)) is False
