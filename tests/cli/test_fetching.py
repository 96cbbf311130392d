"""``miner fetch``, and addresses as places, against a real server on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from miner.cli import main


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def site(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site on loopback with the example blog; what is fetched goes below the working folder."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("FOLDER", str(tmp_path / "kept")), ("PAUSE_SECONDS", "0"), ("MAX_RETRIES", "0")):
        monkeypatch.setenv(f"MINER_FETCH__{name}", value)
    monkeypatch.setenv("MINER_LIBRARY__FILE", "none")
    pages = tmp_path / "site"
    pages.mkdir()
    blog = (root / "reports" / "examples" / "basics_first_blog.html").read_bytes()
    (pages / "post.html").write_bytes(blog)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/post.html"
    server.shutdown()
    server.server_close()


OWN = ["--allow-private", "127.0.0.1"]


def test_fetch_prints_the_folder_and_says_what_came(site, capsys):
    assert main(["fetch", site, *OWN]) == 0
    said = capsys.readouterr()
    folder = Path(said.out.strip())
    assert [file.name for file in folder.glob("*.html")] == ["0001-post.html"]
    assert f"{site}: web page, 1 asked for, 1 new, 0 unchanged; kept in {folder}" in said.err
    assert main(["fetch", site, *OWN, "--json", "-q"]) == 0
    said = capsys.readouterr()
    (fetched,) = json.loads(said.out)["fetched"]
    assert fetched["folder"] == str(folder)
    assert fetched["n_unchanged"] == 1
    assert said.err == ""


def test_fetch_to_a_folder_of_ones_own_with_an_archive(site, capsys, tmp_path):
    assert main(["fetch", site, *OWN, "-o", "mine", "--warc"]) == 0
    folder = Path(capsys.readouterr().out.strip())
    assert folder.parts[0] == "mine"
    assert (tmp_path / f"{folder}.warc.gz").is_file()


def test_read_takes_an_address_and_gives_what_the_file_gives(site, capsys, root):
    assert main(["read", site, *OWN, "-q"]) == 0
    fetched = capsys.readouterr().out
    assert main(["read", str(root / "reports/examples/basics_first_blog.html"), "-q"]) == 0
    saved = capsys.readouterr().out
    lines = [[line for line in text.splitlines() if line.startswith('{"post"')] for text in (fetched, saved)]
    assert [json.loads(line)["post"]["text"] for line in lines[0]] == [
        json.loads(line)["post"]["text"] for line in lines[1]
    ]


@pytest.mark.slow
def test_digest_of_an_address_is_named_after_it(site, capsys):
    assert main(["digest", site, *OWN, "-q", "--format", "json"]) == 0
    digest = json.loads(Path("reports/post.json").read_text("utf-8"))
    assert len(digest["themes"]) > 1
    assert {source["place"] for source in digest["sources"]} == {"0001-post.html"}


@pytest.mark.parametrize("command", ["fetch", "read", "digest"])
def test_errors_of_the_network_end_with_4_and_say_the_next_step(site, capsys, command):
    assert main([command, site]) == 4
    assert "say --allow-private 127.0.0.1." in capsys.readouterr().err
    assert main([command, site.replace("post", "gone"), *OWN]) == 4
    assert "there is nothing (404 File not found). Check the address in a browser." in capsys.readouterr().err
    assert main([command, "https://x.com/ann/status/1"]) == 4
    assert "X does not let programs read discussions" in capsys.readouterr().err
    assert not Path("kept").exists()


def test_a_limit_that_was_reached_is_told_by_the_exit_code(site, capsys, tmp_path, monkeypatch):
    page = tmp_path / "site" / "post.html"
    page.write_text(page.read_text("utf-8").replace("</body>", '<a href="?page=2">next</a></body>'), "utf-8")
    monkeypatch.setenv("MINER_FETCH__MAX_PAGES", "1")
    assert main(["fetch", site, *OWN]) == 7
    assert "stopped after 1 pages (fetch.max_pages); there are more" in capsys.readouterr().err


@pytest.mark.slow
def test_killed_at_any_request_it_goes_on_and_ends_the_same(site, tmp_path, monkeypatch):
    """The server kills the command while it waits for the answer; nothing half-written stays, nothing is lost."""
    page = tmp_path / "site" / "post.html"
    links = "".join(f'<a href="?page={number}">{number}</a>' for number in range(2, 8))
    page.write_text(page.read_text("utf-8").replace("</body>", f"{links}</body>"), "utf-8")
    asked: list[str] = []
    running: list[subprocess.Popen[str]] = []
    kill_at = {3, 6, 9}  # of all requests; robots.txt is asked for anew by each process
    answer = Quiet.do_GET

    def killing(handler: Quiet) -> None:
        asked.append(handler.path)
        if len(asked) in kill_at:
            os.kill(running[-1].pid, signal.SIGKILL)
        try:
            answer(handler)
        except OSError:
            handler.close_connection = True

    monkeypatch.setattr(Quiet, "do_GET", killing)
    monkeypatch.setattr(Quiet, "handle", lambda handler: handler.handle_one_request())
    command = [sys.executable, "-m", "miner", "fetch", site, *OWN, "-q"]
    codes = []
    while 0 not in codes and len(codes) < 6:
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        running[-1].communicate(timeout=120)
        codes.append(running[-1].returncode)
    assert codes == [-signal.SIGKILL] * 3 + [0]
    (folder,) = (tmp_path / "kept").glob("*/*")
    assert len(list(folder.glob("*.html"))) == 7
    assert {file.read_bytes() for file in folder.glob("*.html")} == {page.read_bytes()}
    assert len([path for path in asked if path != "/robots.txt"]) == 7 + 3
