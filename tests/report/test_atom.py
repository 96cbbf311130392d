"""Feeds: read back by lxml and by what readers of feeds use; merged with what is there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import hostile_digest
from lxml import etree
from msgspec.structs import replace
from reading_text import all_quoted, words_of
from selectolax.lexbor import LexborHTMLParser
from tiny import tiny_digest, with_text

from miner.errors import CannotWrite
from miner.report import render, write_forms, write_report
from miner.report.texts.atom import MAX_ENTRIES
from miner.settings import ReportSettings

MAKES = (library_chat, few_arguments, hostile_digest, lambda: many_arguments(200))
NAMES = {"a": "http://www.w3.org/2005/Atom"}
FEED = ReportSettings(formats=("atom",))


def _feed(written: object) -> etree._Element:
    return etree.fromstring(bytes(written))  # type: ignore[arg-type]


def _texts(feed: etree._Element, path: str) -> list[str]:
    return [str(text) for text in feed.xpath(f"{path}/text()", namespaces=NAMES)]


def _dated(day: int, title: str = "Week"):
    at = date(2024, 3, 14) + timedelta(days=7 * day)
    return replace(tiny_digest(), title=f"{title} {day}", written_on=at)


@pytest.mark.parametrize("make", MAKES)
def test_every_quote_is_words_of_a_post(make):
    digest = make()
    (content,) = _texts(_feed(render(digest, "atom")), "//a:content")
    page = LexborHTMLParser(content)
    for line_break in page.css("br"):
        line_break.replace_with("\n")
    found = [node.text() for node in page.css("blockquote")]
    assert set(found) <= words_of(digest)
    all_quoted(found, digest)


@pytest.mark.parametrize("make", MAKES)
def test_the_html_of_an_entry_holds_nothing_live(make):
    page = LexborHTMLParser(_texts(_feed(render(make(), "atom")), "//a:content")[0])
    assert {node.tag for node in page.css("body *")} <= set("h2 h3 h4 p b i a ul li blockquote br".split())
    assert {name for node in page.css("body *") for name in node.attributes} <= {"href", "dir", "lang"}
    links = [node.attributes["href"] or "" for node in page.css("a")]
    assert all(re.match(r"https?://", link) and "evil.example" not in link for link in links)


@pytest.mark.parametrize("make", MAKES)
def test_a_feed_has_what_the_standard_asks_for(make):
    feed = _feed(render(make(), "atom"))
    for path in ("/a:feed/a:id", "/a:feed/a:title", "/a:feed/a:updated", "/a:feed/a:author/a:name"):
        assert len(_texts(feed, path)) == 1
    for path in ("//a:entry/a:id", "//a:entry/a:title", "//a:entry/a:updated", "//a:entry/a:summary"):
        assert len(_texts(feed, path)) == 1
    for key in _texts(feed, "//a:id"):
        assert re.fullmatch(r"tag:miner\.invalid,\d{4}(?:-\d\d-\d\d)?:digests?/[0-9a-f]{16}", key)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", when) for when in _texts(feed, "//a:updated"))
    assert len(render(make(), "atom")) < 100_000


def test_a_reader_of_feeds_understands_it():
    feedparser = pytest.importorskip("feedparser")
    read = feedparser.parse(bytes(render(library_chat(), "atom")))
    assert not read.bozo
    assert read.version == "atom10"
    (entry,) = read.entries
    assert entry.title == library_chat().title
    assert entry.updated_parsed[:5] == (2024, 11, 19, 19, 50)
    assert "A person at the door who says good evening and means it." in entry.content[0].value
    assert feedparser.parse(bytes(render(hostile_digest(), "atom"))).bozo is False


def test_the_discussion_is_linked_if_it_has_an_address():
    digest = tiny_digest()
    linked = replace(digest, threads=(replace(digest.threads[0], url="https://forum.example/t/1"),))
    assert _feed(render(linked, "atom")).xpath("//a:entry/a:link/@href", namespaces=NAMES) == [
        "https://forum.example/t/1"
    ]
    unsafe = replace(digest, threads=(replace(digest.threads[0], url="javascript:alert(1)"),))
    assert not _feed(render(unsafe, "atom")).xpath("//a:link", namespaces=NAMES)


def test_signs_that_xml_cannot_hold_are_written_all_the_same():
    digest = replace(with_text("a bell \x07 rings \ufffe here"), title="a\ufffeb")
    feed = _feed(render(digest, "atom"))
    assert "a bell &#7; rings &#65534; here" in _texts(feed, "//a:content")[0]
    assert _texts(feed, "//a:entry/a:title") == ["ab"]


def test_reports_of_one_folder_share_a_feed(tmp_path):
    for day in (1, 3, 2):
        paths = write_report(_dated(day), tmp_path / f"week{day}", FEED)
        assert paths == (tmp_path / "digests.atom",)
    feed = _feed((tmp_path / "digests.atom").read_bytes())
    assert _texts(feed, "//a:entry/a:title") == ["Week 3", "Week 2", "Week 1"]
    assert _texts(feed, "/a:feed/a:updated") == ["2024-04-04T00:00:00Z"]
    assert len(set(_texts(feed, "//a:id"))) == 4


def test_the_same_discussion_of_the_same_date_takes_its_place(tmp_path):
    write_report(_dated(1), tmp_path / "x", FEED)
    once = (tmp_path / "digests.atom").read_bytes()
    write_report(_dated(1), tmp_path / "x", FEED)
    assert (tmp_path / "digests.atom").read_bytes() == once
    write_report(_dated(1, "Corrected"), tmp_path / "x", FEED)
    assert _texts(_feed((tmp_path / "digests.atom").read_bytes()), "//a:entry/a:title") == ["Corrected 1"]


def test_a_feed_keeps_the_newest(tmp_path):
    for day in range(MAX_ENTRIES + 2):
        write_report(_dated(day), tmp_path / "x", FEED)
    titles = _texts(_feed((tmp_path / "digests.atom").read_bytes()), "//a:entry/a:title")
    assert titles == [f"Week {day}" for day in range(MAX_ENTRIES + 1, 1, -1)]


@pytest.mark.parametrize("text", ["not a feed", "<rss version='2.0'/>", "", "<feed>"])
def test_a_file_that_is_no_feed_is_left_as_it_is(tmp_path, text):
    place = tmp_path / "mine.atom"
    place.write_text(text, "utf-8")
    with pytest.raises(CannotWrite, match="the file there is no"):
        write_forms(tiny_digest(), {"html": tmp_path / "x.html", "atom": place})
    assert place.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [place]


def test_nothing_is_fetched_or_expanded_from_the_feed_that_is_there(tmp_path):
    (tmp_path / "secret").write_text("the secret", "utf-8")
    place = Path(tmp_path / "digests.atom")
    place.write_text(
        f'<!DOCTYPE feed [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>&x;</title><id>i</id><updated>2020-01-01T00:00:00Z</updated></feed>',
        "utf-8",
    )
    write_report(tiny_digest(), tmp_path / "x", FEED)
    assert b"the secret" not in place.read_bytes()
