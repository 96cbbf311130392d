"""ConvoKit corpora as a folder or a zip: every line a post or in the account, conversations as threads."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from source_reading import FIXTURES

from miner.sources import read


@pytest.mark.parametrize("form", ["folder", "zip", "utterances alone"])
def test_corpus_is_read_however_it_comes(form: str, tmp_path: Path) -> None:
    place = FIXTURES / "convokit"
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "corpus.zip", "w") as archive:
            for file in place.iterdir():
                archive.write(file, f"small-corpus/{file.name}")
        place = tmp_path / "corpus.zip"
    elif form == "utterances alone":
        place = place / "utterances.jsonl"
    transcript = read([str(place)])
    (account,) = transcript.accounts
    assert (account.source, account.read, account.kept) == ("convokit", 6, 4)
    assert (account.skipped, account.failed) == ({"deleted": 1}, {"broken line": 1})
    assert "1 times could not be read and were left out" in account.notes
    titles = [thread.title for thread in transcript.threads]
    assert titles == (["", ""] if form == "utterances alone" else ["Opening hours", "Late fees"])
    by_id = {post.id: post for post in transcript.posts}
    assert [(post.id, post.author, post.parent_id) for post in transcript.posts] == [
        ("convokit:u1", "ann", None),
        ("convokit:u2", "ben", "convokit:u1"),
        ("convokit:u4", "cleo", None),
        ("convokit:u5", "", "convokit:u4"),
    ]
    second = by_id["convokit:u2"]
    assert second.posted_at.isoformat() == "2024-03-14T17:01:00+00:00"
    assert second.text[slice(*second.quoted[0])] == "> people work until six"
    assert by_id["convokit:u5"].posted_at is None


def test_file_of_the_same_name_with_other_lines_is_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "utterances.jsonl").write_text('{"text": "some words"}\n{"text": "other words"}\n', "utf-8")
    assert read([str(tmp_path / "utterances.jsonl")]).accounts[0].source == "table"


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "text": "words", "speaker": {"name": "ann"}}',
        '{"id": "a", "text": "words", "user": ["x"], "timestamp": true}',
    ],
)
def test_odd_fields_are_no_crash(line: str, tmp_path: Path) -> None:
    (tmp_path / "utterances.jsonl").write_text(f'{line}\n{{"id": 2}}\n[1]\n', "utf-8")
    (account,) = read([str(tmp_path / "utterances.jsonl")]).accounts
    assert (account.kept, account.failed) == (1, {"broken line": 1, "line that is no utterance": 1})
