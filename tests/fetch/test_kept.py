"""What was fetched stays: whole, resumed after a break, offline, and as a web archive."""

from __future__ import annotations

import gzip
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from site_farm import START, Farm, Reply, page
from site_shapes import FORUM, SOCIAL, forum_list, json_reply, put_topic, status
from test_fetched_pages import FEED, POST, article, texts

from miner.errors import CannotWrite, MissingPart, NotFetched
from miner.fetch import Fetched, fetch, fetched_places
from miner.fetch.kept import KeptFolder, folder_for, held
from miner.fetch.urls import parse_url
from miner.locks import locked
from miner.sources import read

PAGES = [POST, f"{POST}?page=2", f"{POST}?page=3"]


def put_pages(farm: Farm, third: Reply | str = "") -> None:
    link = '<a href="?page=2">2</a><a href="?page=3">3</a>'
    for number, place in enumerate(PAGES, 1):
        farm.put(place, article(range(number * 10, number * 10 + 2), link))
    if third:
        farm.put(PAGES[2], third)


def fetched(farm: Farm, tmp_path, url: str = POST, **settings: Any) -> Fetched:
    (found,) = fetch([url], client=farm.client(tmp_path, **settings))
    return found


def test_bodies_lie_where_sources_read_them_and_records_beside(farm: Farm, tmp_path):
    put_pages(farm)
    folder = Path(fetched(farm, tmp_path).folder)
    assert folder == folder_for(tmp_path, parse_url(POST))
    assert [file.name for file in sorted(folder.iterdir()) if not file.name.startswith(".")] == [
        "0001-05-locks.html",
        "0002-05-locks.html",
        "0003-05-locks.html",
    ]
    record = json.loads((folder / ".fetched" / "0002.json").read_text())
    assert record["url"] == record["asked"] == PAGES[1]
    assert record["status"] == 200
    assert record["fetched_at"] == "2024-05-06T07:00:02Z"
    assert record["n_bytes"] == len((folder / "0002-05-locks.html").read_bytes())
    assert set(record["headers"]) >= {"etag", "content-type"}


def test_a_session_of_the_site_is_not_kept(farm: Farm, tmp_path):
    farm.put(
        POST, Reply(page("<p>words</p>").encode(), headers={"Set-Cookie": "sid=s3cret", "Content-Type": "text/html"})
    )
    folder = Path(fetched(farm, tmp_path).folder)
    assert "s3cret" not in "".join(file.read_text() for file in folder.rglob("*") if file.is_file())


def test_after_a_break_only_what_is_missing_is_asked_for(farm: Farm, tmp_path):
    put_pages(farm, Reply(b"", 500))
    with pytest.raises(NotFetched, match="it goes on from there"):
        fetched(farm, tmp_path)
    farm.log.clear()
    put_pages(farm)
    found = fetched(farm, tmp_path)
    assert farm.targets() == ["/2024/05/locks/?page=3"]
    assert len(texts(found)) == 6
    farm.log.clear()
    fetched(farm, tmp_path)
    assert len(farm.targets()) == 3  # a visit that came to its end is followed by a new one


def test_after_a_long_break_everything_is_asked_for_again(farm: Farm, tmp_path):
    put_pages(farm, Reply(b"", 500))
    with pytest.raises(NotFetched):
        fetched(farm, tmp_path)
    farm.log.clear()
    farm.time.seconds += 25 * 3600
    put_pages(farm)
    assert fetched(farm, tmp_path).n_unchanged == 2
    assert len(farm.targets()) == 3


def test_what_has_not_changed_is_not_sent_again(farm: Farm, tmp_path):
    put_pages(farm)
    first = fetched(farm, tmp_path)
    before = {file: file.read_bytes() for file in Path(first.folder).glob("*.html")}
    farm.put(PAGES[1], article(range(20, 24)))
    farm.time.seconds += 7 * 86400
    again = fetched(farm, tmp_path)
    assert (again.n_asked, again.n_new, again.n_unchanged) == (3, 1, 2)
    changed = [file.name for file, data in before.items() if file.read_bytes() != data]
    assert changed == ["0002-05-locks.html"]
    assert len(texts(again)) == 8


def test_a_feed_holds_only_the_newest_so_what_it_held_before_stays(farm: Farm, tmp_path):
    place = "https://blog.example/feed"
    atom = {"Content-Type": "application/atom+xml"}
    for number in (1, 2, 2, 3):
        farm.put(place, Reply(FEED.format(n=number, link="").encode(), headers=dict(atom)))
        found = fetched(farm, tmp_path, place)
        farm.time.seconds += 86400
    assert len(read([found.folder]).posts) == 3


def test_a_damaged_body_is_fetched_again(farm: Farm, tmp_path):
    put_pages(farm)
    folder = Path(fetched(farm, tmp_path).folder)
    (folder / "0001-05-locks.html").write_text("cut")
    (folder / "0002-05-locks.html").unlink()
    assert len(texts(fetched(farm, tmp_path))) == 6


def test_a_damaged_record_is_told_with_its_place(farm: Farm, tmp_path):
    put_pages(farm)
    folder = Path(fetched(farm, tmp_path).folder)
    (folder / ".fetched" / "0001.json").write_text("{")
    with pytest.raises(NotFetched, match=r"0001\.json could not be fetched: what was kept is damaged"):
        fetched(farm, tmp_path)


def test_nothing_half_written_is_left(farm: Farm, tmp_path, monkeypatch):
    put_pages(farm)

    def broken(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(CannotWrite, match="No space left on device"):
        fetched(farm, tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_names_from_outside_stay_inside_the_folder(tmp_path):
    for url in (
        "https://blog.example/../../etc/passwd",
        "https://blog.example/%2e%2e/%2e%2e/x",
        "https://blog.example/" + "a" * 900,
        "https://blog.example/\u202egpj.exe",
        "https://blog.example/",
        "https://[2606:4700::1111]:8443/a",
    ):
        folder = folder_for(tmp_path, parse_url(url))
        assert folder.parent.parent == tmp_path
        assert folder.resolve().is_relative_to(tmp_path)
        assert len(folder.name) < 80
        assert set(folder.name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def test_places_are_replaced_by_their_folders(farm: Farm, tmp_path):
    farm.put(POST, article(range(1, 3)))
    told: list[str] = []
    client = farm.client(tmp_path)
    places, found = fetched_places(["chat.csv", f"{POST}#comments", POST, "-"], client.settings, told.append, client)
    assert places == ["chat.csv", found[0].folder, found[0].folder, "-"]
    assert told == [f"fetching {POST}"]
    assert fetched_places(["chat.csv"], client.settings, told.append) == (["chat.csv"], [])


def test_a_web_archive_holds_requests_and_answers_without_keys(farm: Farm, tmp_path, monkeypatch):
    from warcio.archiveiterator import ArchiveIterator

    monkeypatch.setenv("HUB_TOKEN", "s3cret")
    place = "https://api.github.com/repos/ann/tool/issues/12"
    body = gzip.compress(msgspec.json.encode({"number": 12, "title": "Locks"}))
    farm.put(place, Reply(body, headers={"Content-Encoding": "gzip", "Set-Cookie": "sid=s3cret"}))
    farm.put(f"{place}/comments?per_page=100", [])
    settings = {"warc": True, "keys": {"github": "env:HUB_TOKEN"}}
    found = fetched(farm, tmp_path, "https://github.com/ann/tool/issues/12", **settings)
    archive = Path(f"{found.folder}.warc.gz")
    with archive.open("rb") as file:
        records = [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.http_headers.to_str(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [(kind, url) for kind, url, _, _ in records] == [
        ("response", place),
        ("request", place),
        ("response", f"{place}/comments?per_page=100"),
        ("request", f"{place}/comments?per_page=100"),
    ]
    assert json.loads(records[0][3])["number"] == 12
    assert "s3cret" not in str(records)
    assert "ann@reader.example" in records[1][2]
    farm.time.seconds += 60
    fetched(farm, tmp_path, "https://github.com/ann/tool/issues/12", **settings)
    assert archive.stat().st_size > 0


def test_a_web_archive_needs_its_package(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "warcio.warcwriter", None)
    with pytest.raises(MissingPart, match=r"pip install 'discussion-miner\[warc\]'"):
        fetched(farm, tmp_path, warc=True)
    assert farm.log == []


def test_a_broken_off_hashtag_is_read_to_its_end_after_the_break(farm: Farm, tmp_path):

    place = f"{SOCIAL}/api/v1/timelines/tag/locks?limit=40"
    farm.put(place, json_reply([status(9), status(8)], Link=f'<{place}&max_id=8>; rel="next"'))
    farm.put(f"{place}&max_id=8", Reply(b"", 500))
    with pytest.raises(NotFetched):
        fetched(farm, tmp_path, f"{SOCIAL}/tags/locks")
    farm.time.seconds += 26 * 3600
    farm.put(f"{place}&max_id=8", json_reply([status(7)]))
    assert len(read([fetched(farm, tmp_path, f"{SOCIAL}/tags/locks").folder]).posts) == 3


def test_a_broken_off_topic_of_a_list_is_not_taken_for_whole(farm: Farm, tmp_path):

    farm.put(f"{FORUM}/latest.json", forum_list((63, 25)))
    put_topic(farm, 25, 63)
    more = next(target for _, target in farm._replies if "post_ids" in target)
    rest = farm._replies["forum.example", more]
    farm._replies["forum.example", more] = [Reply(b"", 500)]
    with pytest.raises(NotFetched):
        fetched(farm, tmp_path, f"{FORUM}/latest")
    farm._replies["forum.example", more] = rest
    farm.time.seconds += 60
    assert len(read([fetched(farm, tmp_path, f"{FORUM}/latest").folder]).posts) == 25


def test_the_clock_may_go_back(tmp_path):
    kept = KeptFolder(tmp_path)
    assert kept.begin(START) == START
    kept.end(START)
    assert not (tmp_path / ".fetched").exists()  # nothing was kept, so nothing is written


def test_two_processes_do_not_fetch_one_address_at_a_time(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setattr("miner.fetch.kept._WAIT_SECONDS", 0.1)
    farm.put(POST, article(range(1, 3)))
    folder = folder_for(tmp_path, parse_url(POST))
    with held(folder, POST):
        with pytest.raises(NotFetched, match=r"it is being fetched by miner \(process \d+, since 20"):
            fetched(farm, tmp_path)
        assert farm.log == []
        other = f"{POST}other/"
        farm.put(other, article(range(1, 3)))
        assert fetched(farm, tmp_path, other).n_new == 1
    assert fetched(farm, tmp_path).n_new == 1
    assert list(tmp_path.rglob("*.lock")) == []


def test_a_lock_whose_file_went_meanwhile_guards_nothing(tmp_path):
    """One process waits with the file open while another one ends and removes it: they must not both go on."""
    place = tmp_path / "a.lock"

    def busy(who: str) -> NotFetched:
        return NotFetched("a", who, "")

    with ThreadPoolExecutor(8) as pool:
        inside: list[int] = []
        most: list[int] = []

        def work(number: int) -> None:
            with locked(place, "a test", 20, busy, leaves_file=False):
                inside.append(number)
                most.append(len(inside))
                time.sleep(0.002)
                inside.remove(number)

        list(pool.map(work, range(24)))
    assert max(most) == 1
    assert len(most) == 24
    assert not place.exists()
