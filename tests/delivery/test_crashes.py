"""Each digest exactly once, whenever the process is killed: the servers count."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from delivery_setup import NOW, settings_for
from receivers import MailServer, Receiver

from miner.delivery import Entry, entries, planned, post
from miner.library import Library, begin_run, keep_digest

N_KILLS, MOST_RUNS = 50, 100


class Crashes:
    """A process that delivers and is killed, over and over."""

    def __init__(self, settings_file: Path) -> None:
        here = str(Path(__file__).parent)
        paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(
            [sys.executable, str(Path(here) / "crashing.py"), str(settings_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def run(self, library: Path, point: int = 0, seconds: float = 0.0) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{library} {point} {seconds}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = msgspec.json.decode(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        self._process.communicate(timeout=20)


@pytest.fixture
def posted(tmp_path: Path, digest: Any, secrets: None, mail_server: MailServer, receiver: Receiver) -> Path:
    """A library with one delivery of each kind, none of them sent; copied for each run."""
    settings = settings_for(mail_server.port)
    (tmp_path / "settings.json").write_bytes(msgspec.json.encode(settings))
    place = tmp_path / "posted.db"
    recipients = (
        "mail:bob@example.org",
        "slack:env:TEST_SLACK",
        f"folder:{tmp_path / 'out'}",
        f"feed:{tmp_path / 'digests.atom'}",
        f"discourse:http://127.0.0.1:{receiver.port}?category=7",
    )
    with Library(place, "a test") as library, library.writing():
        number = keep_digest(library, begin_run(library, "weekly", NOW), digest)
        post(library, number, planned(digest, "weekly", "2024-W11", recipients, settings, NOW), NOW)
    return place


@pytest.fixture
def crashes(posted: Path) -> Iterator[Crashes]:
    process = Crashes(posted.with_name("settings.json"))
    yield process
    process.close()


@pytest.mark.slow
def test_each_digest_arrives_once_though_the_process_is_killed_at_fifty_points(
    posted, crashes, mail_server, receiver, tmp_path
):
    rng = random.Random(20240315)  # noqa: S311 - the same points every time
    whole = crashes.run(_fresh(posted, mail_server, receiver), point=10**9)
    assert whole["states"] == ["sent"] * 5
    files = _check(_settled(posted), mail_server, receiver, tmp_path)
    assert [Path(name).suffix for name in sorted(files)] == [".atom", ".md", ".txt"]
    close = [line for start, end in batched(whole["moments"]) for line in range(start, end + 30)]
    ends: Counter[str] = Counter()
    for n in range(MOST_RUNS):
        if ends["killed"] == N_KILLS:
            break
        library = _fresh(posted, mail_server, receiver)
        first = crashes.run(library, *_point(rng, n, close, whole["lines"]))
        ends["killed" if first["states"] is None else "finished before"] += 1
        crashes.run(library)
        _wait_for_silence(mail_server, receiver)
        found = _settled(posted)
        assert _check(found, mail_server, receiver, tmp_path) == files
        ends.update(entry.state for entry in found)
        assert crashes.run(library)["states"] == []  # nothing is left to be done, and nothing is done again
    assert ends["killed"] == N_KILLS
    assert 0 < ends["unsure"] < N_KILLS // 2  # the moment in which nobody can know is short, and was met


def _point(rng: random.Random, n: int, close: list[int], n_lines: int) -> tuple[int, float]:
    """A line and a time: any line, one close to sending, or a moment of the clock, in turn."""
    return ((rng.randrange(1, n_lines), 0.0), (rng.choice(close), 0.0), (0, rng.uniform(0.001, 0.25)))[n % 3]


def batched(moments: list[int]) -> list[tuple[int, int]]:
    """Where the last bytes left, with where that was stored."""
    return list(zip(moments[::2], moments[1::2], strict=True))


def _fresh(posted: Path, mail_server: MailServer, receiver: Receiver) -> Path:
    """The library as it was, and servers that got nothing and are still reading nothing."""
    _wait_for_silence(mail_server, receiver)
    mail_server.script.taken.clear()
    receiver.posts.clear()
    receiver.topics.clear()
    shutil.rmtree(posted.with_name("out"), ignore_errors=True)
    for place in posted.parent.glob("run.db*"):
        place.unlink()
    posted.with_name("digests.atom").unlink(missing_ok=True)
    return Path(shutil.copy(posted, posted.with_name("run.db")))


def _wait_for_silence(mail_server: MailServer, receiver: Receiver) -> None:
    """What a killed process sent may still be on its way through the server."""
    n_silent, until = 0, time.monotonic() + 20
    while n_silent < 3:
        assert time.monotonic() < until
        time.sleep(0.01)
        n_silent = n_silent + 1 if mail_server.n_open == receiver.n_open == 0 else 0


def _settled(posted: Path) -> tuple[Entry, ...]:
    with Library(posted.with_name("run.db"), "a test", may_write=False) as library:
        return entries(library)


def _check(found: tuple[Entry, ...], mail_server: MailServer, receiver: Receiver, tmp_path: Path) -> dict[str, bytes]:
    """What the servers counted: once, or at most once where the outbox does not know. Returns the files."""
    mail, slack, folder, feed, forum = found
    assert {entry.state for entry in found} <= {"sent", "unsure"}
    assert [entry.state for entry in (folder, feed, forum)] == ["sent"] * 3
    n_letters = len(mail_server.script.taken)
    assert n_letters == 1 or (n_letters == 0 and mail.state == "unsure")
    messages = Counter(one.body for one in receiver.posts if one.path.startswith("/slack"))
    assert set(messages.values()) <= {1}
    assert len(messages) == slack.n_parts or (
        slack.state == "unsure" and len(messages) in (slack.n_sent, slack.n_sent + 1)
    )
    assert len(receiver.topics) == 1
    assert len([one for one in receiver.posts if one.path == "/posts.json"]) == 1
    assert (tmp_path / "digests.atom").read_text("utf-8").count("<entry>") == 1
    places = [*(tmp_path / "out").iterdir(), tmp_path / "digests.atom"]
    return {one.name: one.read_bytes() for one in places if not one.name.startswith(".")}  # such were being written


def test_a_run_that_was_killed_while_it_sent_is_told_once(posted, crashes, mail_server, receiver):
    """Not sent again, not forgotten."""
    with Library(posted, "a test") as library, library.writing():
        library.db.execute("UPDATE deliveries SET state = 'sending', tries = 1")
    answer = crashes.run(posted)
    assert answer["states"] == ["unsure", "unsure", "sent", "sent", "sent"]
    assert (mail_server.script.taken, [one.path for one in receiver.posts]) == ([], ["/posts.json"])
    assert crashes.run(posted)["states"] == []
