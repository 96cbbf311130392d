"""Fetched pages in the library: kept with the run, given back as files, gone when somebody in them is forgotten."""

from __future__ import annotations

import gzip
import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from miner.cli import main
from miner.errors import LibraryBroken, LibraryError, NotFetched
from miner.fetch.kept import held
from miner.library import Library, forget, write_pages
from miner.library.erasing import Eraser
from miner.sources import read

OWN = ["--allow-private", "127.0.0.1"]
KEPT = ["--library", "kept.db"]
NOW = datetime(2024, 6, 1, tzinfo=UTC)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def site(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site on loopback with a discussion of three; what is fetched goes below the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name, value in (("FOLDER", str(tmp_path / "fetched")), ("PAUSE_SECONDS", "0"), ("MAX_RETRIES", "0")):
        monkeypatch.setenv(f"MINER_FETCH__{name}", value)
    pages = tmp_path / "site"
    pages.mkdir()
    (pages / "talk.html").write_text(
        talk("A parcel that comes late costs us more customers than any missing feature."), "utf-8"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/talk.html"
    server.shutdown()
    server.server_close()


def talk(third: str) -> str:
    said = (
        ("Ann Ardent", "We must get the basics right first because nobody forgives a late parcel."),
        ("Zaraquist Vellamo", "No, quokkas come first, customers cannot ask for what they never saw before."),
        ("Cy Cardinal", third),
    )
    items = "".join(
        f'<li class="comment" id="comment-{n}"><div class="comment-author"><b class="fn">{who}</b></div><div class="comment-metadata">'
        f'<time datetime="2024-05-06T07:0{n}:00+00:00">6 May</time></div><div class="comment-content"><p>{text}</p></div></li>'
        for n, (who, text) in enumerate(said, 1)
    )
    return f'<!DOCTYPE html><html><head><title>Parcels</title></head><body><ol class="commentlist">{items}</ol></body></html>'


def digest(site: str) -> None:
    assert main(["digest", site, *OWN, *KEPT, "--keep", "--format", "json", "-q"]) == 0


def test_pages_are_kept_with_a_digest_and_given_back_as_a_folder(site, capsys, tmp_path):
    digest(site)
    (fetched,) = tmp_path.glob("fetched/*/*")
    capsys.readouterr()
    assert main(["library", "pages", *KEPT]) == 0
    assert f"{site} " in capsys.readouterr().out
    (listed,) = (main(["library", "pages", *KEPT, "--json"]), json.loads(capsys.readouterr().out))[1]
    assert (listed["url"], listed["n_pages"]) == (site, 1)
    assert main(["library", "pages", site, *KEPT, "-o", "again"]) == 0
    assert capsys.readouterr().out.strip() == "again"
    (before,) = fetched.glob("*.html")
    assert (tmp_path / "again" / before.name).read_bytes() == before.read_bytes()
    first = read([str(fetched)]).posts
    assert [post.text for post in read(["again"]).posts] == [post.text for post in first]
    assert main(["library", "pages", site, *KEPT, "-o", "again"]) == 2  # never into what is there
    assert main(["library", "pages", "https://other.example/", *KEPT]) == 3
    assert "'miner library pages' lists the addresses it has." in capsys.readouterr().err


def test_pages_are_those_of_the_last_reading_and_the_one_before_stays_kept(site, tmp_path):
    digest(site)
    later = talk("A parcel that comes late costs nobody anything, I have changed my mind since.")
    (tmp_path / "site" / "talk.html").write_text(later, "utf-8")
    os.utime(tmp_path / "site" / "talk.html", (2_000_000_000, 2_000_000_000))  # the server tells times in whole seconds
    digest(site)
    with Library("kept.db") as library:
        assert library.one("SELECT count(*) FROM bodies") == 2
        assert write_pages(library, site, tmp_path / "again") == 0
    (page,) = (tmp_path / "again").iterdir()
    assert page.read_text("utf-8") == later
    with Library("kept.db") as library:
        library.db.execute("DELETE FROM fetches WHERE number = (SELECT max(number) FROM fetches)")
        with pytest.raises(LibraryError, match="keeps no pages of"):
            write_pages(library, site, tmp_path / "third")


def test_a_name_that_leads_out_of_the_folder_is_not_written(site, tmp_path):
    digest(site)
    with Library("kept.db") as library:
        about = library.one("SELECT about FROM runs").replace(b"0001-", b"../../0001-")
        library.db.execute("UPDATE runs SET about = ?", (about,))
        with pytest.raises(LibraryBroken, match="a page of it is named"):
            write_pages(library, site, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def secrets_in(folder: Path) -> list[str]:
    """Files below a folder that hold the name or a word of theirs, packed or not."""
    found = []
    for file in sorted(folder.rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        data = gzip.decompress(data) if file.suffix == ".gz" else data
        if b"quokka" in data.lower() or b"vellamo" in data.lower() or "vellamo" in file.name.lower():
            found.append(file.name)
    return found


@pytest.mark.parametrize("words", [("forget",), ("library", "forget")])
def test_who_is_forgotten_is_out_of_the_pages_too(site, capsys, tmp_path, words, monkeypatch):
    monkeypatch.setenv("MINER_FETCH__WARC", "true")
    digest(site)
    (fetched,) = (place for place in tmp_path.glob("fetched/*/*") if place.is_dir())
    capsys.readouterr()
    assert len(secrets_in(tmp_path / "fetched")) == 2
    assert main([*words, "--author", "zaraquist vellamo", *KEPT]) == 0
    receipt = json.loads(capsys.readouterr().out)
    assert (receipt["posts"], receipt["digests"], receipt["pages"], receipt["files"]) == (1, 1, 1, 2)
    assert secrets_in(tmp_path / "fetched") == []
    assert b"uokka" not in Path("kept.db").read_bytes()
    assert not list(fetched.glob("*.html"))
    assert main(["library", "verify", *KEPT]) == 0
    digest(site)  # the place still shows them: reading it again brings them back, and works
    assert len(secrets_in(tmp_path / "fetched")) == 2


def test_without_a_library_the_name_goes_out_of_the_files(site, capsys, tmp_path):
    assert main(["fetch", site, *OWN, "-q"]) == 0
    capsys.readouterr()
    assert main(["forget", "--author", "Zaraquist Vellamo"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 1
    assert secrets_in(tmp_path / "fetched") == []
    assert not (tmp_path / "data").exists()


def test_while_somebody_fetches_nothing_is_forgotten_by_half(site, tmp_path, monkeypatch):
    monkeypatch.setattr("miner.fetch.kept._WAIT_SECONDS", 0.05)
    digest(site)
    (fetched,) = (place for place in tmp_path.glob("fetched/*/*") if place.is_dir())
    with Library("kept.db") as library:
        with held(fetched, site), pytest.raises(NotFetched, match="it is being fetched by miner"):
            forget(library, "Zaraquist Vellamo", NOW, tmp_path / "fetched")
        assert library.one("SELECT count(*) FROM posts") == 3
        receipt = forget(library, "Zaraquist Vellamo", NOW, tmp_path / "fetched")
        assert (receipt.posts, receipt.files) == (1, 1)


def test_tables_of_other_parts_are_searched_in_every_column(library):
    library.db.execute(
        "CREATE TABLE of_others (task TEXT, number INTEGER, said TEXT, data BLOB, PRIMARY KEY (task, number)) WITHOUT ROWID"
    )
    library.db.execute('CREATE TABLE "odd name" (x)')
    rows = (
        ("t", 1, "what Zaraquist Vellamo wants", b""),
        ("t", 2, "what others want", b'{"by": "Zaraquist Vellamo"}'),
        ("t", 3, "what others want", b"\xff\xfe\x00numbers"),
        ("Zaraquist Vellamo", 4, "", b""),
    )
    library.db.executemany("INSERT INTO of_others VALUES (?, ?, ?, ?)", rows)
    library.db.executemany('INSERT INTO "odd name" VALUES (?)', (("Zaraquist Vellamo",), (7,)))
    forget(library, "Zaraquist Vellamo", NOW)
    assert library.rows("SELECT number FROM of_others") == [(3,)]
    assert library.rows('SELECT x FROM "odd name"') == [(7,)]


def test_packed_mail_is_searched_and_not_thrown_away_unread():
    eraser = Eraser(["Zaraquist Vellamo"], [], [])
    assert eraser.in_page(gzip.compress(b"From: Zaraquist Vellamo"))
    assert not eraser.in_page(gzip.compress(b"From: Ann Ardent"))
    assert eraser.in_page(gzip.compress(b"From: Ann Ardent")[:-4])  # cut off: what is in it cannot be told
