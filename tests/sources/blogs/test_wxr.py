"""WordPress exports: what was published, what was not, and files that are broken."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import items, material, posts

from miner.errors import BrokenInput, NoPostsFound
from miner.sources import read
from miner.sources.base import Note, Skipped
from miner.sources.blogs.wordpress_text import read_stored
from miner.sources.blogs.wxr import WordPressExport
from miner.transcript import Thread

# Sample -> articles, comments, skipped: counted with grep for <item>, <wp:comment> and their states.
SAMPLES: dict[str, tuple[int, int, dict[str, int]]] = {
    "isso_wordpress.xml": (0, 8, {"empty": 3}),
    "missing-tags.xml": (1, 0, {}),
    "namespace-edge-cases.xml": (6, 0, {}),
    # two of its items are one post to the letter, number and moment included
    "pelican_wordpressexport.xml": (10, 3, {"attachment": 4, "draft": 4, "empty": 1, "pingback": 1, "read twice": 1}),
    "small-export.xml": (9, 1, {"draft": 1, "private": 1}),
    "themeunittestdata.wordpress.xml": (
        73,
        26,
        {
            "attachment": 37,
            "awaiting moderation": 3,
            "draft": 1,
            "empty": 4,
            "menu item": 70,
            "pingback": 2,
            "scheduled, not published": 1,
            "trackback": 2,
        },
    ),
    "valid-wxr-1.0.xml": (6, 1, {}),
    "valid-wxr-1.1.xml": (2, 1, {}),
    "wxr-utf-8-challenges.xml": (1, 0, {}),
}
# Samples without one text: authors and terms only, or an item that was cut off before its text.
EMPTY_SAMPLES = ("malformed-simple.xml", "malformed.xml", "missing-version-tag.xml")

EXPORT = (
    '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{}</channel></rss>'
)
ITEM = (
    "<item><title>T</title><wp:post_id>{id}</wp:post_id><wp:status>publish</wp:status>"
    "<wp:post_type>post</wp:post_type><content:encoded><![CDATA[{text}]]></content:encoded>{comments}</item>"
)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "wxr" / name)])
    account = transcript.accounts[0]
    kinds = [post.kind for post in transcript.posts]
    assert account.source == "wxr"
    assert (kinds.count("article"), kinds.count("comment"), account.skipped) == SAMPLES[name]
    assert not account.failed


@pytest.mark.parametrize("name", EMPTY_SAMPLES)
def test_samples_without_texts_are_refused_by_name(name: str, shared_data: Path) -> None:
    with pytest.raises(NoPostsFound, match="wxr"):
        read([str(shared_data / "samples" / "wxr" / name)])


def test_entity_bomb_is_refused_by_name(shared_data: Path) -> None:
    with pytest.raises(BrokenInput, match="declares entities of its own"):
        read([str(shared_data / "samples" / "hostile" / "billion_laughs_wxr.xml")])


def test_own_entities_are_refused() -> None:
    text = EXPORT.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss', 1).format(
        ITEM.format(id=1, text="x", comments="")
    )
    assert WordPressExport().recognises(material(text))
    with pytest.raises(BrokenInput, match="declares entities of its own"):
        items(WordPressExport(), text)


def test_what_is_before_the_fault_and_after_it_is_read_once() -> None:
    broken = "".join(ITEM.format(id=number, text=f"text {number}", comments="") for number in (1, 2))
    broken += "<item><title>a & b</title></item>" + ITEM.format(id=3, text="text 3", comments="")
    found = items(WordPressExport(), EXPORT.format(broken))
    assert [post.text for post in posts(WordPressExport(), EXPORT.format(broken))] == ["text 1", "text 2", "text 3"]
    assert sum(isinstance(item, Thread) for item in found) == 4
    assert any(isinstance(item, Note) and "was read with repairs" in item.text for item in found)


def test_prefix_that_is_not_declared_is_read_all_the_same() -> None:
    text = EXPORT.format(ITEM.format(id=1, text="words", comments="")).replace(
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"', ""
    )
    assert [post.text for post in posts(WordPressExport(), text)] == ["words"]


def test_moment_falls_back_to_the_zone_of_the_feed_and_then_to_the_blogs_own_clock() -> None:
    head = ITEM.format(id=1, text="words", comments="{}")
    never = "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
    with_zone = head.format(never + "<pubDate>Thu, 14 Mar 2024 09:00:00 +0200</pubDate>")
    local = head.format(never + "<wp:post_date>2024-03-14 09:00:00</wp:post_date>")
    first, second = (posts(WordPressExport(), EXPORT.format(item))[0] for item in (with_zone, local))
    assert (str(first.posted_at), first.tz_assumed) == ("2024-03-14 07:00:00+00:00", False)
    assert (str(second.posted_at), second.tz_assumed) == ("2024-03-14 09:00:00+00:00", True)


@pytest.mark.parametrize(
    ("kind", "state", "reason"),
    [
        ("post", "draft", "draft"),
        ("post", "private", "private"),
        ("page", "trash", "in the trash"),
        ("attachment", "inherit", "attachment"),
        ("wp_global_styles", "publish", "part of a theme"),
    ],
)
def test_what_was_never_published_is_counted_by_reason(kind: str, state: str, reason: str) -> None:
    item = (
        ITEM.format(id=1, text="words", comments="").replace(">publish<", f">{state}<").replace(">post<", f">{kind}<")
    )
    assert [entry for entry in items(WordPressExport(), EXPORT.format(item)) if isinstance(entry, Skipped)] == [
        Skipped(reason)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><title>no export</title></item></channel></rss>",
        "plain text about http://wordpress.org/export/1.2/ and <rss>",
        "",
    ],
)
def test_what_is_no_export_is_not_recognised(text: str) -> None:
    assert WordPressExport().recognises(material(text)) is False


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("<p>one</p>\n\n<p>two</p>", "one\n\ntwo"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "a\nb"),
        ("see <a href='http://a.example'>this</a>\nnext line", "see this\nnext line"),
        ("a [caption id='1']<img src='x'> words[/caption] b [sic]", "a words b [sic]"),
        ("<pre>a\n  b</pre>\n\nend", "a\nb\n\nend"),
        ("[code]a\n[/sourcecode]b[/code] end", "a\n[/sourcecode]b\n\nend"),
        ("never [code] closed <pre> here", "never [code] closed\n\nhere"),
    ],
)
def test_stored_text_is_read_as_readers_of_the_blog_see_it(stored: str, shown: str) -> None:
    assert read_stored(stored).text == shown


def test_tags_of_code_that_are_never_closed_cost_no_time() -> None:
    assert read_stored("[code]<pre>" * 100_000 + "[/sourcecode]").text.startswith("[code]")


@given(st.text(alphabet=st.sampled_from("ab<>/p[]code\n &;!-"), max_size=80))
def test_stored_text_never_fails_and_its_spans_are_inside(stored: str) -> None:
    read_text = read_stored(stored)
    assert all(0 <= start < end <= len(read_text.text) for start, end in read_text.quoted)


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=["C", "Z"], blacklist_characters="<>&[]"), min_size=1, max_size=40
    )
)
def test_words_of_a_comment_are_kept_to_the_letter(words: str) -> None:
    comment = f"<wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_content><![CDATA[x{words}]]></wp:comment_content></wp:comment>"
    found = posts(WordPressExport(), EXPORT.format(ITEM.format(id=1, text="", comments=comment)))
    assert [post.text for post in found] == [unicodedata.normalize("NFC", f"x{words}").strip()]
