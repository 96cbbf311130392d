"""Any saved page: our own layouts one by one, real pages against their platform's reader, and pages without a discussion."""

from __future__ import annotations

import gzip
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import cases, check_case, items, material, posts

from miner.errors import NotRecognised
from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.base import Layout, Note, Skipped
from miner.sources.pages.source import Page
from miner.transcript import Post, Thread

PAGE = Page()
REFUSED = ("article_only.html", "blog_index.html", "product_list.html")
# Sample -> comments, opening posts: as the readers of their platforms count them (the first post opens the thread).
SAMPLES = {
    "askbot/grimoirelab-perceval__askbot_question_multipage_1.html": (19, 1),
    "askbot/grimoirelab-perceval__html_16_multicomment_answer_1_openstack.html": (8, 1),
    "askbot/grimoirelab-perceval__html_7893_answer_3_updated.html": (14, 1),
    "blogger/abookshelffullofsunshine.blogspot.com.interview.html": (2, 1),
    "blogger/luxuryhaven.co.hyatt.html": (24, 1),
    "blogger/plentylife.blogspot.pamela-reif.html": (1, 1),
    "blogger/weinlachgummis.blogspot.com.rezi.html": (1, 1),
    "forum_other/hevostalli_mock_thread.html": (100, 1),
    "phpbb/foren.myoos.de.html": (0, 1),
    "vbulletin/pocketpc.ch.html": (19, 1),
    "xenforo/kaksplus_thread.html": (24, 1),
    "xenforo/katzen-forum.net-Pepe.html": (17, 1),
    "xenforo/villagersandheroes.html": (8, 1),
}
# Pages of the manifest without WordPress markup -> comments in them, counted by eye.
WITHOUT_PLATFORM = {
    "hpd.de-Homosexuellenhass": 10,
    "lopinion.fr.glyphosate": 6,
    "mozilla-readability-aclu": 10,
    "mozilla-readability-pixnet": 77,  # 39 by readers, 38 answers of the blog's owner in their boxes
    "oekonomenstimme.org.keynes": 32,
}


@pytest.mark.parametrize(
    "case", [case for case in cases("page") if case.name not in REFUSED], ids=lambda case: case.name
)
def test_example_reads_as_expected(case: Path) -> None:
    assert PAGE.recognises(material(case.read_bytes()))
    check_case(PAGE, case)


@pytest.mark.parametrize("name", REFUSED)
def test_page_without_a_discussion_is_refused(name: str, test_data: Path) -> None:
    file = test_data / "sources" / "page" / name
    assert not PAGE.recognises(material(file.read_bytes()))
    with pytest.raises(NotRecognised):
        read([str(file)])
    with pytest.raises(NotRecognised, match="miner finds no discussion"):
        read([str(file)], SourceSettings(as_source="page"))


@pytest.mark.parametrize("name", [case.name for case in cases("page") if case.name not in REFUSED])
def test_our_examples_are_read_by_no_other_source(name: str, test_data: Path) -> None:
    account = read([str(test_data / "sources" / "page" / name)]).accounts[0]
    assert (account.source, account.failed) == ("page", {})
    assert account.layout.startswith("read by: ")


@pytest.mark.parametrize("name", SAMPLES)
def test_pages_of_known_platforms_are_read_without_knowing_them(name: str, shared_data: Path) -> None:
    found = posts(PAGE, (shared_data / "samples" / name).read_bytes())
    kinds = [post.kind for post in found]
    assert (kinds.count("comment"), kinds.count("article")) == SAMPLES[name]


@pytest.mark.parametrize("name", WITHOUT_PLATFORM)
def test_pages_of_no_known_platform_are_read(name: str, shared_data: Path) -> None:
    data = gzip.decompress((shared_data / "wordpress_html" / f"{name}.html.gz").read_bytes())
    found = [post for post in posts(PAGE, data) if post.kind == "comment"]
    assert len(found) == WITHOUT_PLATFORM[name]
    assert all(post.author and post.posted_at for post in found)
    assert len({post.id for post in found}) == len(found)


def test_page_is_not_looked_at_where_a_platform_is_known(shared_data: Path) -> None:
    file = next((shared_data / "samples" / "xenforo").glob("villagers*.html"))
    account = read([str(file)]).accounts[0]
    assert account.source == "xenforo"
    assert not [note for note in account.notes if note.startswith("2nd guess")]


def comments(n: int, extra: str = "") -> str:
    """A page of n comments, each with its own words."""
    return "<!DOCTYPE html><html><body><div id=comments>" + "".join(
        f"<div class=comment id=comment-{k}><b class=name>Reader {k % 700}</b> <span class=date>2024-05-{k % 28 + 1:02} 10:{k % 60:02}</span>"
        f"<p>Number {k} says that the bridge should stay open.</p><a href=#>Reply</a>{extra}</div>"
        for k in range(n)
    )


def test_large_page_is_read_in_linear_time() -> None:
    seconds = []
    for n in (2_000, 8_000):
        started = time.process_time()
        found = items(PAGE, comments(n) + "</div></body></html>")
        seconds.append(time.process_time() - started)
        assert sum(isinstance(item, Post) for item in found) == n
    assert seconds[1] < 8 * seconds[0] + 0.5


def test_deeply_nested_replies_keep_their_parents() -> None:
    n = 3_000
    page = "<!DOCTYPE html><html><body><div id=comments>" + "".join(
        f'<ul><li class="comment depth-{k}" id=comment-{k}><b class=fn>Reader {k}</b> <time datetime=2024-05-01T10:00:00Z>May</time><p>Level {k} of it.</p>'
        for k in range(n)
    )
    found = posts(PAGE, page)
    assert len(found) == n
    assert all(post.parent_id == before.id for before, post in pairwise(found))


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 60_000 + "2 May 2024",
        "<html><body>" + "<li class=comment>" * 20_000,
        "<html><body>" + "<b>x</b> 1 May 2024 " * 20_000,
        "<html><body>" + "<p>by by by by by says says says on on on</p>" * 5_000,
        "<html><body><script>window.__INITIAL_STATE__ = " + "[" * 100_000 + "</script>",
        '<html><body><script type="application/json">{"comments":' + '[{"body":"x","a":' * 5_000 + "</script>",
        "<html><body><div class=comment>" + "&#8238;\ud7ff" * 5_000,
        "<html>",
        "<html><body></body></html>",
    ],
    ids=["deep", "unclosed", "flat", "words", "brackets", "state", "overrides", "empty", "bare"],
)
def test_hostile_pages_are_refused_or_read_in_time(page: str) -> None:
    started = time.process_time()
    given_material = material(page)
    if PAGE.recognises(given_material):
        list(PAGE.items(given_material))
    assert time.process_time() - started < 10  # seconds; the slowest takes two, the machine may be busy


def test_hostile_sample(shared_data: Path) -> None:
    started = time.process_time()
    assert not PAGE.recognises(material((shared_data / "samples" / "hostile" / "many_tags.html").read_bytes()))
    assert time.process_time() - started < 5


WORDS = st.text(alphabet="abc éß字.,:#@<&\n1234", max_size=40)


@given(
    st.lists(st.tuples(WORDS, WORDS, st.dates().map(str)), min_size=0, max_size=6),
    st.sampled_from(["div", "li", "p", "tr", "dd", "span", "article"]),
)
def test_any_page_is_read_or_refused_with_valid_spans(rows: list[tuple[str, str, str]], tag: str) -> None:
    page = "<html><body>" + "".join(
        f"<{tag} class=comment><b>{name}</b> {day}<blockquote>{text}</blockquote>{text}</{tag}>"
        for name, text, day in rows
    )
    given_material = material(page)
    if not PAGE.recognises(given_material):
        return
    found = list(PAGE.items(given_material))
    assert isinstance(found[0], Thread)
    for post in (item for item in found if isinstance(item, Post)):
        assert post.text
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)


def test_pingbacks_and_stubs_are_counted() -> None:
    page = comments(4) + (
        "<div class='pingback' id=comment-90><b class=name>Other blog</b> <span class=date>2024-05-09 10:00</span><p>[...] as said here [...]</p></div>"
        "<div class='comment' id=comment-91><b class=name>Gone</b> <span class=date>2024-05-09 11:00</span><p>[deleted]</p></div></div></body></html>"
    )
    found = items(PAGE, page)
    assert {item.reason: item.n for item in found if isinstance(item, Skipped)} == {"pingback": 1, "deleted": 1}
    assert sum(isinstance(item, Post) for item in found) == 4


def test_claim_of_the_page_is_compared() -> None:
    page = comments(3).replace("<div id=comments>", "<div id=comments><h3>12 Comments</h3>")
    found = items(PAGE, page + "</div></body></html>")
    assert next(item for item in found if isinstance(item, Thread)).n_claimed == 12
    assert Note("the page says 12 comment(s), 3 are in the file") in found or any(
        isinstance(item, Note) and item.text.startswith("the page says 12") for item in found
    )
    assert any(isinstance(item, Layout) and item.text == "read by: repeated block" for item in found)
