"""Saved pages of forums: every platform's own examples, real pages, and what holds for all of them."""

from __future__ import annotations

import re
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, cases, check_case, items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Failed, Note, Skipped, Source
from miner.sources.forums import SOURCES
from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.phpbb import PhpBB
from miner.sources.forums.vbulletin import VBulletin
from miner.sources.forums.xenforo import XenForo
from miner.transcript import Post, Thread

CASES = [(source, file) for source in SOURCES for file in cases(source.name) if file.suffix in (".html", ".json")]
PAGES = [source for source in SOURCES if isinstance(source, ForumPages)]

# Sample -> source, posts, skipped, posts whose parent is known natively or by nesting; counted with grep over the pages.
SAMPLES = {
    "xenforo/kaksplus_thread.html": ("xenforo", 25, {}, 1),
    "xenforo/katzen-forum.net-Pepe.html": ("xenforo", 18, {}, 2),
    "xenforo/villagersandheroes.html": ("xenforo", 9, {}, 3),
    "phpbb/foren.myoos.de.html": ("phpbb", 1, {}, 0),
    "vbulletin/pocketpc.ch.html": ("vbulletin", 20, {}, 3),
    "forum_other/hevostalli_mock_thread.html": ("phorum", 101, {}, 0),
    "askbot/grimoirelab-perceval__askbot_question_multipage_1.html": ("askbot_page", 20, {}, 19),
    "askbot/grimoirelab-perceval__askbot_question_multipage_2.html": ("askbot_page", 7, {}, 6),
    "askbot/grimoirelab-perceval__html_16_multicomment_answer_1_openstack.html": ("askbot_page", 9, {}, 8),
    "askbot/grimoirelab-perceval__html_7893_answer_3_updated.html": ("askbot_page", 22, {}, 21),
}


@pytest.mark.parametrize(("source", "file"), CASES, ids=lambda value: getattr(value, "name", ""))
def test_example_reads_as_expected(source: Source, file: Path) -> None:
    check_case(source, file)


def test_every_source_has_an_example() -> None:
    assert {source.name for source, _ in CASES} == {source.name for source in SOURCES}


@pytest.mark.parametrize(("source", "file"), CASES, ids=lambda value: getattr(value, "name", ""))
def test_no_source_takes_the_examples_of_another(source: Source, file: Path) -> None:
    claims = [other.name for other in SOURCES if other.recognises(material(file.read_bytes()))]
    assert claims == [source.name]


@pytest.mark.parametrize("name", SAMPLES)
def test_real_pages_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / name)])
    account = transcript.accounts[0]
    known = sum(post.parent_source in ("native", "nesting") for post in transcript.posts if "orphan" not in post.flags)
    n_orphans = sum("orphan" in post.flags for post in transcript.posts)
    assert (account.source, account.kept, account.skipped, known + n_orphans) == SAMPLES[name]
    assert not account.failed


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.startswith("askbot")])
def test_real_posts_have_author_and_date(name: str, shared_data: Path) -> None:
    found = read([str(shared_data / "samples" / name)]).posts
    assert all(post.author and post.posted_at for post in found)


def test_pages_of_one_thread_are_one_thread_whether_given_one_by_one_or_as_a_folder(shared_data: Path) -> None:
    folder = shared_data / "samples" / "askbot"
    pages = sorted(str(file) for file in folder.glob("*multipage*.html"))
    transcript = read(pages)
    assert len(transcript.threads) == 1
    assert len({post.thread_id for post in transcript.posts}) == 1
    assert len(transcript.posts) == 21  # 20 and 7, of which the question and its five comments stand on both
    assert sum(account.skipped.get("read twice", 0) for account in transcript.accounts) == 6


def test_hosts_give_pages_of_two_threads_ids_of_their_own(tmp_path: Path) -> None:
    page = (FIXTURES / "phpbb" / "prosilver.html").read_text("utf-8")
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "b.html").write_text(page.replace("board.pakete.example", "other.pakete.example"), "utf-8")
    transcript = read([str(tmp_path)])
    assert len(transcript.threads) == 2
    assert not any("renamed_id" in post.flags for post in transcript.posts)


def test_a_page_of_the_platform_without_posts_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "forum.html"
    file.write_text(
        '<!DOCTYPE html><html id="XF" data-template="forum_view"><body><div class="structItem">A thread</div></body></html>'
    )
    with pytest.raises(NoPostsFound):
        read([str(file)])


def test_signatures_are_cut_and_counted() -> None:
    found = items(XenForo(), (FIXTURES / "xenforo" / "version2.html").read_bytes())
    assert Note("1 signature(s) were cut from the posts") in found
    assert not any("Immer pünktlich" in post.text for post in found if isinstance(post, Post))


def test_buttons_of_quotes_and_code_are_no_words() -> None:
    text = " ".join(
        post.text
        for name, source in (("xenforo", XenForo()), ("phpbb", PhpBB()), ("vbulletin", VBulletin()))
        for file in cases(name)
        if file.suffix == ".html"
        for post in posts(source, file.read_bytes())
    )
    assert not re.search(r"expand|anklicken|Alles auswählen|↑|Code:|Quote:", text)


def test_relative_dates_are_flagged_and_never_taken_from_the_clock() -> None:
    page = (FIXTURES / "phpbb" / "prosilver.html").read_text("utf-8").replace("Aktuelle Zeit: 14.03.2024, 12:18", "")
    found = next(post for post in posts(PhpBB(), page) if post.author == "Ruth")
    assert (found.posted_at, found.precision, found.flags) == (None, "none", ("relative_date",))


def test_the_name_after_an_at_sign_is_the_post_answered() -> None:
    def post(number: int, author: str, words: str) -> str:
        return (
            f'<article class="message--post" data-author="{author}" data-content="post-{number}">'
            f'<div class="message-body">{words}</div></article>'
        )

    page = '<!DOCTYPE html><html id="XF"><body>' + "".join(
        (
            post(1, "Ann", "Hello"),
            post(2, "Ann Lee", "Good day"),
            post(3, "Bob", "@Ann Lee: yes"),
            post(4, "Cy", "@Ann no"),
        )
    )
    parents = [(found.author, (found.parent_id or "")[-1:], found.parent_source) for found in posts(XenForo(), page)]
    assert parents[2:] == [("Bob", "2", "mention"), ("Cy", "1", "mention")]


def test_a_post_that_stands_twice_on_a_page_is_read_once() -> None:
    page = (FIXTURES / "xenforo" / "version2.html").read_text("utf-8")
    start, end = page.index('<article class="message message--post'), page.index('<div class="message message--deleted')
    found = items(XenForo(), page[:end] + page[start:end] + page[end:])
    assert sum(isinstance(item, Post) for item in found) == 2
    assert sum(isinstance(item, Skipped) and item.reason == "read twice" for item in found) == 2


def test_a_post_without_a_text_has_failed_and_a_box_between_posts_is_none() -> None:
    page = (
        '<!DOCTYPE html><html id="XF"><body><div class="message--post">Buy parcels!</div>'
        '<article class="message--post" data-author="Ann" data-content="post-1"><p>log in to see it</p></article></body>'
    )
    found = items(XenForo(), page)
    assert Skipped("box that is no post") in found
    assert Failed("post without a text") in found


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.name)
def test_posts_nested_thousands_deep_are_read_in_time(source: ForumPages) -> None:
    file = [file for file in cases(source.name) if file.suffix == ".html"][-1]
    page = file.read_text("utf-8")
    body = page.index("<body")
    head, start = page[: page.index(">", body) + 1], page.index(">", body) + 1
    inner = page[start:].split("</body>")[0]
    deep = head + inner + "<div class='message--post post b-post'><blockquote>" * 5_000 + inner
    assert sum(isinstance(item, (Post, Skipped, Failed)) for item in source.items(material(deep))) >= 1


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.name)
@given(data=st.data())
@hypothesis.settings(max_examples=20)
def test_a_page_with_a_part_torn_out_breaks_nothing(source: ForumPages, data: st.DataObject) -> None:
    for file in cases(source.name):
        if file.suffix != ".html":
            continue
        page = file.read_text("utf-8")
        start = data.draw(st.integers(0, len(page)))
        end = data.draw(st.integers(start, min(len(page), start + 400)))
        torn = material(page[:start] + page[end:])
        source.recognises(torn)
        found = [item for item in source.items(torn) if isinstance(item, Post)]
        assert all(0 <= first < last <= len(post.text) for post in found for first, last in post.quoted)
        assert all(post.id and post.thread_id and post.text for post in found)


def test_a_thread_in_a_design_that_no_table_knows_is_left_to_others() -> None:
    page = (
        '<!DOCTYPE html><html><head><link rel="canonical" href="https://b.example/viewtopic.php?t=5"></head>'
        '<body id="phpbb"><table class="posts"><tr><td>Ann</td><td>words</td></tr></table></body></html>'
    )
    assert PhpBB().recognises(material(page)) is False
    assert PhpBB().recognises(material(page.replace("viewtopic.php?t=5", "viewforum.php?f=5"))) is True


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.name)
def test_threads_name_their_platform_and_address(source: ForumPages) -> None:
    for file in cases(source.name):
        threads = [item for item in source.items(material(file.read_bytes())) if isinstance(item, Thread)]
        assert {thread.platform for thread in threads} <= {source.platform}
        assert all(thread.url == "" or thread.url.startswith("http") for thread in threads)
