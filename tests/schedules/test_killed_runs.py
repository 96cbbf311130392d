"""Real processes: runs that are killed anywhere go on where they were, and two runs of a digest never meet."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from weeks import comment_page, monday_after, process, rows_of, settle_in, write_table

from miner.delivery import entries
from miner.library import Library, load_transcript_of, problems_of
from miner.schedules import settled_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed in another way there"),
]

TAG = '"a page"'
POINTS = ("fetching", "reading", "finding arguments", "grouping", "writing what is sent", "delivering to")


class Site:
    """A page with comments; ``asked`` is what it was asked for, ``n_given`` how often it sent the page whole."""

    def __init__(self) -> None:
        self.page = comment_page(rows_of(0, 9)).encode()
        self.asked: list[str] = []
        self.n_given = 0
        self.held = threading.Event()
        self.held.set()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            is_page = self.path == "/post"
            if is_page:
                found.held.wait(60)
            is_known = is_page and self.headers.get("If-None-Match") == TAG
            body = b"" if is_known else found.page if is_page else b"not here"
            found.n_given += is_page and not is_known
            self.send_response(304 if is_known else 200 if is_page else 404)
            self.send_header("ETag", TAG)
            self.send_header("Content-Type", "text/html; charset=utf-8" if is_page else "text/plain")
            if not is_known:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # the client was killed
                self.close_connection = True

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/post"
    settle_in(tmp_path, monkeypatch, f'"{url}"', '\n[fetch]\nallow_private = ["127.0.0.1"]\npause_seconds = 0\n')
    yield found
    found.held.set()
    server.shutdown()
    server.server_close()


def killed_at(point: str, *words: str) -> str:
    """Kill a run (SIGKILL) when it says that it has come to a point; what it said until then."""
    child = process(*words)
    assert child.stderr is not None
    lines = []
    with child:
        for line in child.stderr:
            lines.append(line)
            if line.startswith(point):
                child.kill()
                break
    assert child.returncode == -signal.SIGKILL, "".join(lines)
    return "".join(lines)


def run_to_its_end(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "miner", *words], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def state() -> dict[str, object]:
    """What the library knows, after checking that it is whole."""
    with Library("kept.db", may_write=False) as library:
        assert list(problems_of(library)) == []
        return {
            "periods": [(one.period.name, one.state) for one in settled_of(library, "weekly")],
            "digests": library.one("SELECT count(*) FROM digests"),
            "posts": len(load_transcript_of(library).posts),
            "deliveries": [(one.period, one.state) for one in entries(library)],
        }


def test_a_run_that_is_killed_anywhere_is_followed_by_one_that_goes_on(site):
    words = ("run", "weekly", "--now", monday_after(0))
    nothing = {"periods": [], "digests": 0, "posts": 0, "deliveries": []}
    for point in POINTS:
        killed_at(point, *words)
        assert not list(Path("sent").glob("*.json")) or point == "delivering to"
        if point != "delivering to":
            assert state() == nothing
    kept = state()
    assert (kept["periods"], kept["digests"], kept["posts"]) == ([("2024-W10", "made")], 1, 9)
    done = run_to_its_end(*words)
    assert done.returncode == 0, done.stderr
    assert "nothing is made or sent twice" in done.stdout
    assert "grouping" not in done.stderr
    assert state() == {**kept, "deliveries": [("2024-W10", "sent")]}
    assert [path.name for path in Path("sent").iterdir()] == ["weekly-2024-W10.json"]
    assert site.n_given <= 2  # the first run was killed before it kept the page; later ones found it kept


def test_missed_weeks_of_which_one_was_made_when_it_was_killed(site):
    site.page = comment_page([*rows_of(0, 9), *rows_of(1, 9), *rows_of(2, 9)]).encode()
    assert run_to_its_end("run", "weekly", "--now", monday_after(0), "-q").returncode == 0
    words = ("run", "weekly", "--now", monday_after(2))
    killed_at("period 2024-W12", *words)
    assert state()["periods"] == [("2024-W10", "made"), ("2024-W11", "made")]
    assert run_to_its_end(*words, "-q").returncode == 0
    after = state()
    assert after["periods"] == [("2024-W10", "made"), ("2024-W11", "made"), ("2024-W12", "made")]
    assert after["deliveries"] == [("2024-W10", "sent"), ("2024-W11", "sent"), ("2024-W12", "sent")]
    assert after["posts"] == 27


def test_a_second_run_of_the_same_digest_is_told_who_makes_it(site):
    site.held.clear()
    words = ("run", "weekly", "--now", monday_after(0))
    with process(*words) as first:
        until = time.monotonic() + 60
        while "/post" not in site.asked and time.monotonic() < until:
            time.sleep(0.05)
        second = run_to_its_end(*words)
        assert second.returncode == 3
        assert second.stderr.startswith(
            f"Error: The digest 'weekly' is just being made by miner run weekly (process {first.pid}, since "
        )
        assert second.stderr.endswith("Nothing was changed; it needs no second run.\n")
        due = run_to_its_end("run-due", "--now", monday_after(0))
        assert (due.returncode, "is just being made by" in due.stderr) == (0, True)
        site.held.set()
        _, said = first.communicate(timeout=120)
    assert first.returncode == 0, said
    assert state()["deliveries"] == [("2024-W10", "sent")]


def test_the_lock_of_a_killed_run_is_free(site):
    site.held.clear()
    killed_at("fetching", "run", "weekly", "--now", monday_after(0))
    site.held.set()
    assert run_to_its_end("run", "weekly", "--now", monday_after(0), "-q").returncode == 0
    assert state()["periods"] == [("2024-W10", "made")]


def test_two_digests_run_side_by_side_in_one_library(tmp_path, monkeypatch):
    more = '\n[digests.other]\nplaces = ["talk"]\non = "friday 09:00"\nto = ["folder:other"]\nformats = ["json"]\n'
    settle_in(tmp_path, monkeypatch, more=more)
    write_table(Path("talk/town.csv"), rows_of(0, 9))
    children = [process("run", name, "--now", monday_after(0)) for name in ("weekly", "other")]
    for child in children:
        _, said = child.communicate(timeout=180)
        assert child.returncode == 0, said
    assert state()["deliveries"] == [("2024-W10", "sent"), ("2024-W10", "sent")]
