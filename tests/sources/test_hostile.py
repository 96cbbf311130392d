"""Files made to break a reader: each is read or refused by name, within seconds and bounded memory."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from miner.errors import InputError
from miner.sources import read

LONG = 100_000_000
# In a process of its own: the most memory in MB, the seconds of processor time, and what was said. The system's own
# figure for the most memory would begin with that of the process that made the file.
MEASURED = """
import re, resource, sys
from pathlib import Path
from miner.errors import InputError
from miner.sources import read
try:
    said = " ".join(f"{file.source} {file.kept}" for file in read([sys.argv[1]]).accounts)
except InputError as error:
    said = str(error)
used = resource.getrusage(resource.RUSAGE_SELF)
status = Path("/proc/self/status")
most = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) if status.exists() else 0
print(most // 1024, used.ru_utime + used.ru_stime, said, sep="|")
"""


def lines_with_a_long_one() -> bytes:
    return b'{"id": 1, "text": "first"}\n{"id": 2, "text": "' + b"a " * (LONG // 2) + b'"}\n{"id": 3, "text": "last"}\n'


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "one line of text": (lambda: b"word " * (LONG // 5), "its first line is longer than"),
    "one word": (lambda: b"x" * LONG, "its first line is longer than"),
    "brackets": (lambda: b"[" * LONG, "its JSON is nested deeper than 500 levels"),
    "braces": (lambda: b'{"a":' * (LONG // 5), "its JSON is nested deeper than 500 levels"),
    "a long line among others": (lines_with_a_long_one, "table 2"),
    "tags": (lambda: b"<html><body>" + b"<div>" * 2_000_000, "its tags are nested deeper than 10,000 levels"),
    "columns": (lambda: b"id,text" + b"," * 5_000_000 + b"\n1,words\n", "was not recognised"),
    "rows of three bytes": (lambda: b"a,b\n" + b"1,\n" * 3_300_000, "without a column of text"),
    "rows behind an open quotation mark": (lambda: b'a,"\n' + b"1,\n" * 3_300_000, "without a column of text"),
    "words behind nothing": (lambda: b"\n" * 5_000_000 + b"ann: hello\nbob: hi there\n" * 20, "chat_transcript 40"),
    "words far behind nothing": (lambda: b"\n" * 50_000_000 + b"ann: hello\nbob: hi\n", "it begins with more than"),
    "nothing": (lambda: b" " * LONG, "it is empty"),
    "packed nothing": (lambda: gzip.compress(b" " * LONG * 2, 9), "cannot be read"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_large_hostile_file_is_refused_in_bounded_memory(case: str, tmp_path: Path) -> None:
    make, expected = CASES[case]
    (tmp_path / "file.txt").write_bytes(make())
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "file.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    megabytes, seconds, said = done.stdout.strip().split("|", 2)
    assert expected in said
    assert int(megabytes) < 300
    assert float(seconds) < 5


SMALL = {
    "concatenated json": b'[{"text": "one"}][{"text": "two"}]',
    "cut json lines": b'{"id": 1, "text": "whole"}\n{"id": 2, "text": "cu',
    "nul": b'{"id": 1, "text": "a\x00b"}\n{"id": 2, "text": "c"}\n',
    "bidi": '{"id": 1, "text": "a\u202eb\u2066c"}\n{"id": 2, "text": "d"}\n'.encode(),
    "lone surrogate": b'{"id": 1, "text": "a\\ud800b"}\n{"id": 2, "text": "c"}\n',
    "huge number": b'{"id": 1' + b"0" * 5000 + b', "text": "a"}\n{"id": 2, "text": "c"}\n',
    "not a number": b'{"id": 1, "text": "a", "score": NaN}\n{"id": 2, "text": "c"}\n',
    "formula": b'id,text\n1,"=HYPERLINK(""http://x"",""y"")"\n2,words of another\n',
    "unclosed quote": b'id,text\n1,"words\n2,other words\n3,more words\n',
    "only marks": b"\xef\xbb\xbf",
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbfid,text\n1,some words\n2,other words\n",
    "odd utf-16": b"\xff\xfea\x00b",
    "deep in a line": b'{"text": "a"}\n{"text": ' + b"[" * 600 + b"\n" + b'{"text": "b"}\n',
}


@pytest.mark.parametrize("case", SMALL)
def test_small_hostile_file_is_read_or_refused(case: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_bytes(SMALL[case])
    try:
        transcript = read([str(tmp_path / "file.txt")])
    except InputError:
        return
    for post in transcript.posts:
        assert not {"\x00", "\u202e", "\u2066", "\ud800"} & set(post.text)
        post.text.encode()
    for account in transcript.accounts:
        assert account.read == account.kept + sum(account.skipped.values()) + sum(account.failed.values())


def test_nothing_that_a_file_names_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("never to be read", "utf-8")
    page = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e SYSTEM "file://{secret}">]><rss><channel><item>&e;</item></channel></rss>'
    (tmp_path / "feed.xml").write_text(page, "utf-8")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    try:
        posts = read([str(tmp_path / "feed.xml")]).posts
    except InputError:
        posts = ()
    assert not any("never to be read" in post.text for post in posts)
