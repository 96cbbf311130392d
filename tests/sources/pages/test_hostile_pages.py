"""Pages made to take long: time grows with their size, no word is lost, and what is not looked for is said."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from source_reading import material

from miner.sources import recognised_by
from miner.sources.html import MAX_FRAGMENT_DEPTH, read_fragment

# In a process of its own: seconds of processor time, and what was said.
MEASURED = """
import resource, sys
from miner.errors import InputError
from miner.sources import read
try:
    said = " ".join(f"{file.source} {file.kept} {file.notes}" for file in read([sys.argv[1]]).accounts)
except InputError as error:
    said = str(error)
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, said, sep="|")
"""


def unknown(n: int) -> str:
    """A page of comments in a layout of nobody's."""
    comments = (
        f'<div class="rmk" id="c{i}"><b class="nick">Ann{i % 977}</b> <span class="when">{1 + i % 28} March 2024, '
        f"{i % 24:02d}:{i % 60:02d}</span><p>I think number {i} is right because of reason {i * 7 % 1000}.</p></div>"
        for i in range(n)
    )
    return f"<html><head><title>Story</title></head><body><h1>Story</h1><div class='zone'>{''.join(comments)}</div></body></html>"


def described(n: int) -> str:
    comments = (
        f'<div itemprop="comment" itemscope itemtype="https://schema.org/Comment" id="c{i}"><b itemprop="author">Ann{i % 977}</b>'
        '<time itemprop="dateCreated" datetime="2024-03-01T10:00:00Z">then</time>'
        f'<p itemprop="text">I think number {i} is right.</p></div>'
        for i in range(n)
    )
    whole = "".join(comments)
    return f'<html><body><article itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">Story</h1>{whole}</article></body></html>'


def seconds_for(page: str, folder: Path) -> tuple[float, str]:
    (folder / "page.html").write_text(page, "utf-8")
    command = [sys.executable, "-c", MEASURED, str(folder / "page.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, said = done.stdout.strip().split("|", 1)
    return float(seconds), said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "expected", "most"),
    [
        pytest.param(lambda: "<html><body>" + "<" * 10_000_000, "was not recognised", 10, id="signs alone"),
        pytest.param(lambda: described(20_000), "schema_org 20000", 15, id="described"),
        pytest.param(lambda: unknown(50_000), "page 50000", 60, id="unknown"),
    ],
)
def test_a_large_page_is_read_in_time(page: object, expected: str, most: float, tmp_path: Path) -> None:
    """Bounds are five times what a quiet core of 2020 takes."""
    assert callable(page)
    seconds, said = seconds_for(page(), tmp_path)
    assert expected in said
    assert seconds < most


def test_a_long_described_list_says_what_was_not_looked_for(tmp_path: Path) -> None:
    _, said = seconds_for(described(5_001), tmp_path)
    assert "what the data of more than 5,000 comments leave out was not looked for in the text" in said


def test_nested_quotes_of_a_fragment_lose_no_word() -> None:
    n = 46_000
    began = time.process_time()
    text = read_fragment("<blockquote>word " * n)
    assert time.process_time() - began < 5
    assert text.text.split() == ["word"] * n
    assert text.quoted == ((0, len(text.text)),)


@pytest.mark.parametrize(
    "levels", [MAX_FRAGMENT_DEPTH - 5, MAX_FRAGMENT_DEPTH, MAX_FRAGMENT_DEPTH + 5, 3 * MAX_FRAGMENT_DEPTH]
)
def test_what_stands_behind_a_deep_fragment_is_where_it_was(levels: int) -> None:
    deep = "<blockquote>" * levels + "in" + "</blockquote>" * levels
    text = read_fragment(f"<p>before</p>{deep}<p>behind</p>")
    assert text.text == "before\n\nin\n\nbehind"
    assert [text.text[start:end] for start, end in text.quoted] == ["in"]


@pytest.mark.parametrize(
    "mark", ["WordPress /wp-", "_a6-g", "phpbb", "postbody", "smf_", "XF js-question", 'class="', "Comment schema.org"]
)
def test_marks_of_a_platform_repeated_take_no_longer(mark: str) -> None:
    page = material("<html><body>" + f"<p>{mark} " * 100_000)
    began = time.process_time()
    recognised_by(page)
    assert time.process_time() - began < 20
