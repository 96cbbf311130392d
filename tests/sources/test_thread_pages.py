"""Pages of one thread in several files: the account says what is still missing, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from miner.sources import read

THREAD = """<!DOCTYPE html><html id="XF" lang="en"><head><title>Parcels</title>
<link rel="canonical" href="https://parcels.example/threads/lost.57/{address}"></head><body data-template="thread_view">
<h1 class="p-title-value">Parcels</h1>
<ul class="pageNav-main"><li class="pageNav-page pageNav-page--current">{page}</li><li class="pageNav-page">{last}</li></ul>
<article class="message message--post" data-author="Ann" data-content="post-{page}1">
<time class="u-dt" datetime="2024-03-0{page}T10:00:00+0000">then</time>
<div class="message-body"><div class="bbWrapper">What I found on day {page} was only a card on the door.</div></div></article>
</body></html>"""
CRAWLED = """<!DOCTYPE html><html lang="en"><head><title>Parcels</title><meta name="generator" content="Discourse 3.2">
<link rel="canonical" href="https://parcels.example/t/lost/57{address}">{following}</head><body>
<h1>Parcels</h1><div class="crawler-post" id="post_{page}1"><div class="crawler-post-meta">
<span class="creator"><span itemprop="name">Ann</span></span>
<time itemprop="datePublished" datetime="2024-03-0{page}T10:00:00Z">then</time></div>
<div class="post">What I found on day {page} was only a card on the door.</div></div></body></html>"""


def notes_of(folder: Path, pages: dict[int, str]) -> list[str]:
    for page, text in pages.items():
        (folder / f"page{page}.html").write_text(text, "utf-8")
    return [note for account in read([str(folder)]).accounts for note in account.notes if "page" in note]


def numbered(page: int, last: int) -> str:
    return THREAD.format(page=page, last=last, address="" if page == 1 else f"page-{page}")


def linked(page: int, is_last: bool = False) -> str:
    following = "" if is_last else f'<link rel="next" href="/t/lost/57?page={page + 1}">'
    return CRAWLED.format(page=page, address="" if page == 1 else f"?page={page}", following=following)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([1], ["page 1 of 4 of its thread; the others are not in this file"]),
        ([1, 2, 3, 4], []),
        ([4, 1], ["pages of its thread that are in none of the files: 2, 3"]),
        ([1, 2, 3], ["pages of its thread that are in none of the files: 4"]),
    ],
)
def test_of_numbered_pages_the_missing_ones_are_named(tmp_path: Path, pages: list[int], expected: list[str]) -> None:
    assert notes_of(tmp_path, {page: numbered(page, 4) for page in pages}) == expected


@pytest.mark.parametrize(
    ("pages", "last", "expected"),
    [
        ([1], 3, ["page 1 of its thread; the pages after it are not in this file"]),
        ([1, 2, 3], 3, []),
        ([1, 2], 3, ["pages of its thread that are in none of the files: those after the last"]),
        ([4], 4, ["page 4 of 4 of its thread; the others are not in this file"]),
        ([2, 4], 4, ["pages of its thread that are in none of the files: 1, 3"]),
    ],
)
def test_of_linked_pages_what_follows_is_known_by_the_files(
    tmp_path: Path, pages: list[int], last: int, expected: list[str]
) -> None:
    assert notes_of(tmp_path, {page: linked(page, page == last) for page in pages}) == expected


def test_pages_of_different_threads_say_each_their_own(tmp_path: Path) -> None:
    other = numbered(2, 2).replace("lost.57", "found.58")
    assert len(notes_of(tmp_path, {1: numbered(1, 2), 2: other})) == 2
