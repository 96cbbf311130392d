"""GitHub, Gitea and Forgejo: issues, reviews, discussions; REST, GraphQL, webhooks, Perceval; several files as one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from source_reading import FIXTURES, cases, check_case, items, material, posts, summary

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.links.code_text import accounts_in, read_code_host, without_template
from miner.sources.links.github import GitHub

# Sample -> (posts, skipped); each counted by eye.
SAMPLES: dict[str, tuple[int, dict[str, int]]] = {
    "api_github_issue_1": (1, {}),
    "api_github_issue_comments_1": (1, {}),
    "api_github_issue_comments_2": (1, {}),
    "api_github_request_pull_request_1_comments": (2, {}),
    "discussion__answered.payload.json": (2, {}),
    "discussion__created.payload.json": (1, {}),
    "discussion_comment__created.payload.json": (2, {}),
    "discussion_comment__deleted.payload.json": (1, {"deleted": 1}),
}


def comment(number: int, body: str, **fields: Any) -> dict[str, Any]:
    address = f"https://github.com/town/shops/issues/12#issuecomment-{number}"
    api = "https://api.github.com/repos/town/shops/issues/12"
    user = {"login": "ann", "type": "User"}
    value = {"id": number, "html_url": address, "issue_url": api, "user": user, "body": body}
    return {**value, "created_at": "2024-03-14T17:00:00Z", **fields}


@pytest.mark.parametrize("file", cases("github"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(GitHub(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "github" / name)]).accounts[0]
    assert (account.source, account.kept, account.skipped, account.failed) == ("github", *SAMPLES[name], {})


def test_issue_and_its_comments_in_a_folder_are_one_thread(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "github")])
    thread = next(thread for thread in transcript.threads if thread.id.endswith("#1"))
    told = [post for post in transcript.posts if post.thread_id == thread.id]
    assert [post.kind for post in told].count("article") == 1
    assert sum(post.parent_source == "native" for post in told) == 3  # one comment, two on the code
    account = next(account for account in transcript.accounts if account.source == "github")
    assert account.read == sum(kept + sum(skipped.values()) for kept, skipped in SAMPLES.values())


def test_answer_that_was_chosen_is_flagged(shared_data: Path) -> None:
    file = shared_data / "samples" / "github" / "discussion__answered.payload.json"
    assert [post.flags for post in posts(GitHub(), file.read_bytes())] == [(), ("accepted",)]


def test_file_of_accounts_is_refused(test_data: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(test_data / "sources" / "github" / "stargazers.json")])


def test_perceval_items_are_read_as_the_answers_they_hold() -> None:
    folder = FIXTURES / "github"
    held = [
        json.loads((folder / "issue_12.json").read_text()),
        *json.loads((folder / "issue_12_comments.json").read_text()),
    ]
    from_answers = posts(GitHub(), json.dumps(held[:2]))
    from_perceval = posts(GitHub(), (folder / "perceval.jsonl").read_bytes())
    assert [(post.id, post.text, post.parent_id) for post in from_perceval] == [
        (post.id, post.text, post.parent_id) for post in from_answers
    ]


@pytest.mark.parametrize(
    "user",
    [
        {"login": "deploys", "type": "Bot"},
        {"login": "renovate[bot]", "type": "User"},
        {"login": "deploys-bot"},
    ],
)
def test_programs_are_counted_and_left_out(user: dict[str, str]) -> None:
    assert summary(items(GitHub(), json.dumps(comment(1, "Bump it.", user=user))))["skipped"] == {"bot": 1}


def test_people_whose_names_end_in_bot_are_people() -> None:
    assert posts(GitHub(), json.dumps(comment(1, "Six.", user={"login": "abbot", "type": "User"})))[0].author == "abbot"


def test_author_whose_account_is_gone_is_nobody() -> None:
    assert posts(GitHub(), json.dumps(comment(1, "Six.", user=None)))[0].author == ""


def test_reactions_that_agree_are_likes() -> None:
    reactions = {"+1": 2, "-1": 7, "laugh": 4, "confused": 1, "heart": 1, "hooray": 1, "rocket": 1, "total_count": 17}
    assert posts(GitHub(), json.dumps(comment(1, "Six.", reactions=reactions)))[0].likes == 5


def test_search_answers_and_empty_pages_are_known() -> None:
    issue = json.loads((FIXTURES / "github" / "issue_12.json").read_text())
    assert len(posts(GitHub(), json.dumps({"total_count": 1, "incomplete_results": False, "items": [issue]}))) == 1


def test_names_with_hyphens_are_mentions() -> None:
    assert accounts_in("@ann-dev and @bob.b, not me@home.org or @") == ("ann-dev", "bob.b")


# ---- what the template of a repository put there


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<!-- tell us -->\nIt breaks.", "It breaks."),
        ("- [ ] I searched\n- [x] I read\nIt breaks.", "It breaks."),
        ("### Describe the bug\nIt breaks.", "It breaks."),
        ("**To Reproduce**\nOpen it.", "Open it."),
        ("### Version\n\n_No response_\n\n### Our shop\nIt breaks.", "Our shop\n\nIt breaks."),
        (
            "On Thu, Mar 14, 2024 at 6:01 PM Bob <b@e.org> wrote:\n\n> It works.\n\nIt breaks.",
            "It works.\n\nIt breaks.",
        ),
        ("one\ntwo", "one\ntwo"),
        ("**Important:** it breaks.", "Important: it breaks."),
    ],
)
def test_templates_are_left_out_and_words_stay(written: str, kept: str) -> None:
    assert read_code_host(written).text == kept


def test_code_keeps_what_looks_like_a_checklist() -> None:
    found = read_code_host("```\n- [ ] open\n```\nIt breaks.")
    assert found.text == "- [ ] open\n\nIt breaks."
    assert [found.text[start:end] for start, end in found.quoted] == ["- [ ] open"]


def test_unfinished_comment_and_fence_lose_nothing() -> None:
    assert without_template("<!-- never closed\nwords") == "<!-- never closed\nwords"
    assert without_template("```\n- [ ] a\nwords") == "```\n- [ ] a\nwords"


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "a", "number": 1, "body": "no author"}',
        '[{"html_url": "https://github.com/a/b", "body": "x", "user": {"login": "a"}}]',
        '{"login": "ann", "body": "x"}',
        '{"data": {"repository": {"discussion": null}}, "createdAt": 1}',
        "[[[[",
    ],
)
def test_what_is_not_of_the_site_is_not_recognised(text: str) -> None:
    assert GitHub().recognises(material(text)) is False
