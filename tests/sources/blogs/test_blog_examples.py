"""Every source of this family reads its small files as a person checked, and no other source takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case

from miner.settings import SourceSettings
from miner.sources import read, recognised_by
from miner.sources.base import Source
from miner.sources.blogs import SOURCES
from miner.sources.material import Material

CASES = [(source, file) for source in SOURCES for file in cases(source.name)]

ALSO = {"medium": {"microformats"}}  # Medium marks its exports so, too


def _shown(value: object) -> str:
    return value.name if isinstance(value, Path | Source) else str(value)


@pytest.mark.parametrize(("source", "file"), CASES, ids=_shown)
def test_example_reads_as_expected(source: Source, file: Path) -> None:
    check_case(source, file)


@pytest.mark.parametrize(("source", "file"), CASES, ids=_shown)
def test_example_is_taken_by_its_source_alone(source: Source, file: Path) -> None:
    names = [guess.name for guess in recognised_by(Material(file.name, file.read_bytes()))]
    family = {other.name for other in SOURCES}
    assert names[0] == source.name
    assert {name for name in names if name in family} - ALSO.get(source.name, set()) == {source.name}


@pytest.mark.parametrize(("source", "file"), CASES, ids=_shown)
def test_every_item_is_counted_and_every_span_is_inside_its_text(source: Source, file: Path) -> None:
    transcript = read([str(file)])
    account = transcript.accounts[0]
    assert account.source == source.name
    assert account.read == account.kept + sum(account.skipped.values()) + sum(account.failed.values())
    for post in transcript.posts:
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)
        assert post.url == "" or post.url.startswith(("http://", "https://"))


@pytest.mark.parametrize("source", SOURCES, ids=_shown)
def test_source_has_an_example_beside_a_readme(source: Source) -> None:
    assert [file for other, file in CASES if other is source]
    assert source.name in (FIXTURES / "blogs.README.md").read_text("utf-8")


@pytest.mark.parametrize(("source", "file"), CASES, ids=_shown)
def test_file_cut_anywhere_never_raises_in_recognition(source: Source, file: Path) -> None:
    data = file.read_bytes()
    for end in range(0, len(data), max(1, len(data) // 23)):
        source.recognises(Material(file.name, data[:end], SourceSettings()))
