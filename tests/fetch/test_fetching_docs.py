"""docs/fetching.md says what is so."""

from __future__ import annotations

import re

import pytest

from miner.fetch import SITES
from miner.fetch.sites import closed_names
from miner.settings import FetchSettings

KEYED = re.compile(r'visit\.key\("(\w+)"')


@pytest.fixture(scope="module")
def docs(root) -> str:
    return (root / "docs" / "fetching.md").read_text("utf-8")


@pytest.mark.parametrize("site", SITES)
def test_each_site_is_in_the_table(docs, site):
    assert f"| {site.name} | {site.fetches} | `{site.example}` |" in docs


def test_each_closed_site_is_named_with_what_can_be_given(docs):
    for name, instead in closed_names().items():
        assert f"| {name} | {instead[0].lower()}{instead[1:]} |" in docs


def test_each_key_is_told(docs, root):
    used = {
        name for file in (root / "miner/fetch/sites").glob("*.py") for name in KEYED.findall(file.read_text("utf-8"))
    }
    assert set(re.findall(r"^\| `(\w+)` \|", docs, re.MULTILINE)) == used


def test_the_limits_are_those_of_the_settings(docs):
    settings = FetchSettings()
    assert (settings.max_bytes >> 20, settings.max_seconds, settings.max_redirects) == (64, 60.0, 5)
    assert (settings.max_pages, settings.max_minutes, settings.max_wait_seconds) == (500, 60.0, 300.0)
    assert (settings.max_retries, settings.pause_seconds) == (12, 1.0)
    for said in (
        "64 MB unpacked, 60 seconds, five redirects",
        "500 pages and an hour",
        "more than five minutes",
        "twelve",
    ):
        assert said in docs
