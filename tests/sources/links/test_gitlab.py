"""GitLab: issues, notes, discussions; what the program wrote itself is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, cases, check_case, items, material, summary

from miner.errors import NoPostsFound
from miner.sources import read, recognised_by
from miner.sources.links.gitlab import GitLab
from miner.transcript import Post

# Sample -> (posts, system notes); notes_3 and notes_4 hold one system note each.
SAMPLES = {
    "issue_1": (1, 0),
    "issue_2": (1, 0),
    "issue_3": (1, 0),
    "notes_1": (1, 1),
    "notes_3": (0, 1),
    "notes_4": (0, 1),
}


@pytest.mark.parametrize("file", [*cases("gitlab"), *cases("gitlab_graphql")], ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(GitLab(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    data = (shared_data / "samples" / "gitlab" / name).read_bytes()
    assert GitLab().recognises(material(data))
    found = summary(items(GitLab(), data))
    assert (len(found["posts"]), found["skipped"].get("system message", 0)) == SAMPLES[name]
    assert not found["failed"]


def test_notes_of_the_program_alone_are_no_posts(shared_data: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(shared_data / "samples" / "gitlab" / "notes_3")])


def test_folder_of_issues_and_notes_is_read_together(shared_data: Path) -> None:
    account = next(a for a in read([str(shared_data / "samples" / "gitlab")]).accounts if a.source == "gitlab")
    assert (account.kept, account.skipped, account.failed) == (4, {"system message": 3}, {})


def test_issue_notes_and_discussions_are_one_thread(test_data: Path) -> None:
    transcript = read([str(test_data / "sources" / "gitlab")])
    found = [post for post in transcript.posts if post.id.startswith("gitlab:")]
    assert {post.thread_id for post in found} == {"gitlab:issue-4001"}
    assert [post.parent_id for post in found] == [
        None,
        "gitlab:issue-4001",
        "gitlab:issue-4001",
        "gitlab:note-94",
    ]


def test_notes_that_came_with_their_issue_are_read() -> None:
    issue = json.loads((FIXTURES / "gitlab" / "issue.json").read_text())
    issue["notes_data"] = json.loads((FIXTURES / "gitlab" / "notes.json").read_text())
    wrapped = {"backend_name": "GitLab", "perceval_version": "0.12", "data": issue}
    found = summary(items(GitLab(), json.dumps(wrapped)))
    assert [post["id"] for post in found["posts"]] == ["gitlab:issue-4001", "gitlab:note-92"]
    assert found["notes"] == ["the site says 4 note(s), 2 are in the file"]


@pytest.mark.parametrize("text", ['{"iid": 1}', '[{"noteable_type": "Issue"}]', '{"individual_note": true}', "["])
def test_what_is_not_of_the_site_is_not_recognised(text: str) -> None:
    assert GitLab().recognises(material(text)) is False


GRAPHQL = json.loads((FIXTURES / "gitlab_graphql" / "graphql.json").read_text("utf-8"))


def test_answers_of_graphql_are_recognised_and_nothing_in_them_is_lost() -> None:
    text = json.dumps(GRAPHQL)
    assert recognised_by(material(text))[0].name == "gitlab"
    found = summary(items(GitLab(), text))
    n_bodies = text.count('"body":') + text.count('"title":')
    assert len(found["posts"]) + found["skipped"]["system message"] == n_bodies
    assert "1 list(s) say that further pages follow, which are not in the file" in found["notes"]
    ids = {post["id"] for post in found["posts"]}
    assert {post["parent_id"] for post in found["posts"] if "parent_id" in post} <= ids


@given(st.data())
def test_damaged_answers_of_graphql_raise_nothing(data: st.DataObject) -> None:
    value = json.loads(json.dumps(GRAPHQL))
    for _ in range(data.draw(st.integers(1, 6))):
        node = value
        while isinstance(node, dict | list) and node:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
                node[key] = data.draw(st.sampled_from([None, "", "gid://gitlab/Issue/1", 7, [], {}, [None, 3], True]))
                break
            node = node[key]
    for item in items(GitLab(), json.dumps(value)):
        if isinstance(item, Post):
            assert all(0 <= start < end <= len(item.text) for start, end in item.quoted)
