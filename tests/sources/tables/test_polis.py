"""Exports of Polis: comments with agreement, the summary's topic, and no votes read as words."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from source_reading import FIXTURES

from miner.settings import SourceSettings
from miner.sources import read


@pytest.mark.parametrize("form", ["folder", "zip", "alone"])
def test_export_is_read_however_it_comes(form: str, tmp_path: Path) -> None:
    place = FIXTURES / "polis"
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            for file in place.glob("*.csv"):
                archive.write(file, f"2024-export/{file.name}")
        place = tmp_path / "export.zip"
    elif form == "alone":
        place = Path(shutil.copy(place / "comments.csv", tmp_path / "downloaded"))
    transcript = read([str(place)])
    (account,) = transcript.accounts
    assert (account.source, account.read, account.kept) == ("polis", 4, 3)
    assert account.skipped == {"rejected by moderators": 1}
    (thread,) = transcript.threads
    told = ("What should the town library do, and what not?", "https://pol.is/3example")
    assert (thread.title, thread.url) == (("", "") if form == "alone" else told)
    first = transcript.posts[0]
    assert (first.author, first.likes, first.posted_at.isoformat()) == ("0", 41, "2024-03-14T17:00:00.123000+00:00")
    assert transcript.posts[1].text == "Late fees keep poor families away & should go."
    assert first.locator.endswith("#line 2")


def test_as_polis_reads_it_and_nothing_else(tmp_path: Path) -> None:
    chosen = SourceSettings(as_source="polis")
    assert read([str(FIXTURES / "polis")], chosen).accounts[0].source == "polis"


def test_rows_that_are_cut_are_failures(tmp_path: Path) -> None:
    text = (FIXTURES / "polis" / "comments.csv").read_text("utf-8")
    (tmp_path / "comments.csv").write_text(
        text + '1710435900000,x,9,4,2,1,1\n1710435900000,x,10,4,2,1,1," "\n', "utf-8"
    )
    (account,) = read([str(tmp_path / "comments.csv")]).accounts
    assert account.failed == {"row without the cell of the text": 1}
    assert account.skipped == {"empty text": 1, "rejected by moderators": 1}


def test_real_conversations(shared_data: Path) -> None:
    transcript = read([str(shared_data / "polis")])
    account = next(account for account in transcript.accounts if account.source == "polis")
    assert (account.read, account.kept) == (1681, 1107)
    assert account.skipped == {"rejected by moderators": 574}
    titles = {thread.id: thread.title for thread in transcript.threads}
    assert titles["polis:scoop-hivemind.ubi"] == "A Universal Basic Income for Aotearoa NZ?"
    assert len([thread for thread in transcript.threads if thread.source == "polis"]) == 6
    assert {account.source for account in transcript.accounts} == {"polis", "plain_text"}


def test_real_conversation_in_another_tools_folder(shared_data: Path) -> None:
    (account,) = read([str(shared_data / "kouchou_ai" / "example-polis.csv")]).accounts
    assert (account.source, account.read, account.kept) == ("polis", 342, 312)
