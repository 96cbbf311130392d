"""Stack Exchange: pages of the API, and the tables of the data dump."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, items, material, posts, summary

from miner.errors import BrokenInput, NoPostsFound
from miner.sources import read
from miner.sources.links.stackexchange import NO_TEXT, StackExchange
from miner.sources.reasons import READ_TWICE
from miner.transcript import Post

QUESTIONS = json.loads((FIXTURES / "stackexchange" / "questions.json").read_text("utf-8"))
# Sample -> questions, answers and comments in it, counted with jq; all texts in these samples are empty, and the two
# questions of the pages have one number.
SAMPLES = {
    "api_stackexchange_question": {NO_TEXT: 3},
    "api_stackexchange_question_page": {NO_TEXT: 5, READ_TWICE: 1},
    "api_stackexchange_question_page_2": {NO_TEXT: 5, READ_TWICE: 1},
}
DUMP = FIXTURES / "stackexchange_dump"


@pytest.mark.parametrize("file", cases("stackexchange"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(StackExchange(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_part_of_the_real_samples_is_counted(name: str, shared_data: Path) -> None:
    file = shared_data / "samples" / "stackexchange" / name
    assert StackExchange().recognises(material(file.read_bytes()))
    assert summary(items(StackExchange(), file.read_bytes()))["skipped"] == SAMPLES[name]
    with pytest.raises(NoPostsFound):
        read([str(file)])


def test_accepted_answer_is_known_from_the_question_alone() -> None:
    value = json.loads(json.dumps(QUESTIONS))
    del value["items"][0]["answers"][0]["is_accepted"]
    found = posts(StackExchange(), json.dumps(value))
    assert [post.id.rpartition("/")[2] for post in found if "accepted" in post.flags] == ["601"]


def test_answers_and_comments_in_files_of_their_own_find_their_question(tmp_path: Path) -> None:
    question = QUESTIONS["items"][0]
    answers = question["answers"]
    bare = {key: value for key, value in question.items() if key not in ("answers", "comments")}
    parts = {"questions": [bare], "answers": answers[:1], "comments": question["comments"]}
    for name, values in parts.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"items": values, "quota_remaining": 1}))
    transcript = read([str(tmp_path)])
    assert len(transcript.threads) == 1
    assert [post.parent_id for post in transcript.posts] == [
        None,
        *["stackexchange:shops.stackexchange.com/501"] * 2,
        "stackexchange:shops.stackexchange.com/601",
    ]


def test_page_of_accounts_is_refused(test_data: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(test_data / "sources" / "stackexchange" / "users.json")])


# ---- the dump


def posts_of_the_dump() -> list[Post]:
    """Without the README that lies beside it."""
    return [post for post in read([str(DUMP)]).posts if post.id.startswith("stackexchange:")]


def test_tables_of_a_site_are_read_together() -> None:
    transcript = read([str(DUMP)])
    account = next(account for account in transcript.accounts if account.source == "stackexchange_dump")
    assert (account.read, account.kept) == (9, 6)
    assert account.skipped == {"empty": 1, "page of the site's own wiki": 1}
    assert account.failed == {"row without an id": 1}
    told = [(post.author, post.text.split("\n")[0], post.parent_id, post.flags) for post in posts_of_the_dump()]
    site = "stackexchange:shops.stackexchange.com"
    assert told == [
        ("Ann", "Why do shops close at six?", None, ()),
        ("Cem", "In which country?", f"{site}/1", ()),
        ("user99", "Because of the light.", f"{site}/1", ()),
        ("Cem", "Because of the rule for staff.", f"{site}/1", ("accepted",)),
        ("user12", "Its question was cut off.", None, ("orphan",)),
        ("user98", "@Cem then hire someone for the evening > six", f"{site}/3", ()),
    ]
    assert not any(post.tz_assumed for post in posts_of_the_dump())
    assert "https://shops.stackexchange.com/questions/1" in {thread.url for thread in transcript.threads}


def test_code_in_a_dump_is_no_word_of_its_author() -> None:
    post = posts_of_the_dump()[0]
    assert [post.text[start:end] for start, end in post.quoted] == ["open = 9..18"]


def test_real_dump_is_read_whole(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "stackexchange" / "coffee_Posts_300rows.xml")])
    account = transcript.accounts[0]
    assert (account.source, account.read, account.kept) == ("stackexchange_dump", 300, 300)
    assert sum(post.kind == "article" for post in transcript.posts) == 123
    assert sum(post.parent_source == "native" for post in transcript.posts) == 177
    assert len(transcript.threads) == 123


def test_table_that_is_cut_off_keeps_what_stands_before(tmp_path: Path) -> None:
    text = (DUMP / "shops.stackexchange.com" / "Posts.xml").read_text("utf-8")
    (tmp_path / "Posts.xml").write_text(text[: text.index('<row Id="4"') + 30], "utf-8")
    account = read([str(tmp_path / "Posts.xml")]).accounts[0]
    assert (account.kept, account.failed) == (3, {"table that ends in broken XML": 1})


def test_two_sites_in_a_folder_stay_apart(tmp_path: Path) -> None:
    text = (DUMP / "shops.stackexchange.com" / "Posts.xml").read_text("utf-8")
    for name in ("a.example.com", "b.example.com"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Posts.xml").write_text(text, "utf-8")
    transcript = read([str(tmp_path)])
    assert {post.id.partition("/")[0] for post in transcript.posts} == {
        "stackexchange:a.example.com",
        "stackexchange:b.example.com",
    }


BOMB = """<?xml version="1.0"?>
<!DOCTYPE posts [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<posts><row Id="1" PostTypeId="1" Title="&b;" Body="&b;"/></posts>"""


def test_entities_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "Posts.xml").write_text(BOMB)
    with pytest.raises(BrokenInput, match="its XML declares a document type"):
        read([str(tmp_path / "Posts.xml")])


@pytest.mark.parametrize("table", ["Votes", "Users"])
def test_tables_without_posts_are_refused(table: str) -> None:
    with pytest.raises(NoPostsFound):
        read([str(DUMP / "shops.stackexchange.com" / f"{table}.xml")])


@pytest.mark.parametrize("text", ['{"items": []}', '{"items": [{"owner": 1}]}', '{"question_id": 5, "score": 1}', "["])
def test_what_is_not_of_the_site_is_not_recognised(text: str) -> None:
    assert StackExchange().recognises(material(text)) is False
