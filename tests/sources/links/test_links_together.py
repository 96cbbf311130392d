"""Several files of one kind in a folder or an archive, the rows of a file, and the fields of posts."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from source_reading import FIXTURES, material

from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.html import HtmlText
from miner.sources.links.making import (
    address_in,
    claimed_in,
    joined,
    name_in,
    native_id,
    parents_first,
    quoting_paragraphs,
    stamp_in,
    whole_in,
)
from miner.sources.links.rows import first_rows, layout, rows

ISSUE = FIXTURES / "github" / "issue_12.json"
COMMENTS = FIXTURES / "github" / "issue_12_comments.json"


def test_issue_and_comments_in_an_archive_are_one_thread(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.write(ISSUE, "issue")
        archive.write(COMMENTS, "pages/comments_1.json")
    transcript = read([str(tmp_path / "export.zip")])
    assert len(transcript.threads) == 1
    assert [post.parent_id for post in transcript.posts] == [None, *["github:town/shops#12"] * 2]
    assert transcript.posts[1].locator == "export.zip#pages/comments_1.json#/0"


def test_named_source_reads_a_file_and_a_folder(tmp_path: Path) -> None:
    for file in (ISSUE, COMMENTS):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    settings = SourceSettings(as_source="github")
    assert len(read([str(tmp_path)], settings).posts) == 3
    assert len(read([str(ISSUE)], settings).posts) == 1


def test_broken_file_beside_others_is_counted_and_the_others_are_read(tmp_path: Path) -> None:
    for file in (ISSUE, COMMENTS):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "cut.json").write_bytes(COMMENTS.read_bytes()[:300])
    transcript = read([str(tmp_path)])
    assert len(transcript.posts) == 3
    assert sum(sum(account.failed.values()) for account in transcript.accounts) == 1


def test_two_platforms_in_a_folder_are_both_read(tmp_path: Path) -> None:
    for name in ("github/issue_12.json", "github/issue_12_comments.json", "gitlab/issue.json", "gitlab/notes.json"):
        (tmp_path / name.replace("/", "_")).write_bytes((FIXTURES / name).read_bytes())
    assert {thread.platform for thread in read([str(tmp_path)]).threads} == {"github", "gitlab"}


# ---- rows


@pytest.mark.parametrize(
    ("text", "places", "how"),
    [
        ('[{"a": 1}, {"a": 2}]', ["x#/0", "x#/1"], "a list"),
        ('{"a": 1}', ["x#"], "one answer"),
        ('{"a": 1}\n\n{"a": 2}\n', ["x#line 1", "x#line 3"], "one object a line"),
        ('{"a": \n{"a": 2}\n{"a": 3}', ["x#line 1", "x#line 2", "x#line 3"], "one object a line"),
        ("no json", [], "one answer"),
    ],
)
def test_rows_say_where_they_stand(text: str, places: list[str], how: str) -> None:
    found = material(text)
    assert [place for place, _ in rows(found, "x#")] == places
    assert layout(found) == how


def test_wrapped_rows_are_unwrapped() -> None:
    item = {"backend_name": "GitLab", "perceval_version": "1", "data": {"iid": 1}, "uuid": "x"}
    assert first_rows(material(json.dumps([item, {"data": 2}]))) == [{"iid": 1}, {"data": 2}]


# ---- fields


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1710435600, datetime(2024, 3, 14, 17, tzinfo=UTC)),
        (1710435600.0, datetime(2024, 3, 14, 17, tzinfo=UTC)),
        ("1710435600", datetime(2024, 3, 14, 17, tzinfo=UTC)),
        (999999999, datetime(2001, 9, 9, 1, 46, 39, tzinfo=UTC)),
        ("2024-03-14T17:00:00", datetime(2024, 3, 14, 17, tzinfo=UTC)),
        ("2024-03-14T18:00:00+01:00", datetime(2024, 3, 14, 17, tzinfo=UTC)),
        (True, None),
        (10**30, None),
        (float("inf"), None),
        (-1, None),
        ("soon", None),
        ([], None),
    ],
)
def test_times_are_read_as_the_sites_write_them(value: Any, expected: datetime | None) -> None:
    stamp = stamp_in({"at": value}, "missing", "at")
    assert (stamp.at, stamp.tz_assumed) == (expected, False)


def test_fields_of_the_wrong_kind_are_empty() -> None:
    odd = {"n": True, "big": 10**30, "name": ["x"], "url": "javascript:alert(1)", "id": "a b", "word": "\u202eann\nb "}
    assert (whole_in(odd, "n", "big"), claimed_in(odd, "name"), claimed_in(odd, "big")) == (0, None, 0)
    assert (name_in(odd, "name"), name_in(odd, "word")) == ("", "ann b")
    assert (address_in(odd, "url", "word"), native_id(odd["id"]), native_id(True), native_id(7)) == ("", "", "", "7")


def test_paragraphs_after_an_arrow_are_quotations() -> None:
    body = HtmlText(text="> one\n\ntwo > three\n\n>\n\n> four\nfive", quoted=())
    found = quoting_paragraphs(body)
    assert [found.text[start:end] for start, end in found.quoted] == ["> one", "> four\nfive"]


def test_spans_that_touch_are_joined() -> None:
    assert joined([(4, 6), (0, 2), (1, 3), (6, 9)]) == ((0, 3), (4, 9))


def test_topmost_ancestors_are_found_in_deep_chains_and_circles() -> None:
    chain = {str(n): str(n - 1) for n in range(1, 10_000)}
    assert set(parents_first(chain).values()) == {"0"}
    assert set(parents_first({"a": "b", "b": "a"})) == {"a", "b"}
