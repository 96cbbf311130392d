"""Nodes as text: blocks, entities, and exact spans of what others said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from miner.sources.cleaning import clean
from miner.sources.html import clean_with_spans, read_fragment, read_node, text_of, walk


def quoted(html: str) -> list[str]:
    found = read_fragment(html)
    return [found.text[start:end] for start, end in found.quoted]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("no markup at  all", "no markup at all"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<ul><li>one<li>two</ul>after", "one\ntwo\n\nafter"),
        ("a <b>bold</b>\n   <i>word</i>", "a bold word"),
        ("<p>&#8220;Caf&eacute;&#8221;&nbsp;&#x1F600;</p>", "“Café” 😀"),
        ("a<script>alert(1)</script><style>p{}</style><noscript>n</noscript>b", "ab"),
        ("a<!-- hidden -->b", "ab"),
        ('<span class="screen-reader-text">Reply to Ann</span>yes', "yes"),
        ("<p hidden>no</p>yes", "yes"),
        ('ok <img class="wp-smiley" alt=":)" src="x.png">', "ok :)"),
        ('<img alt="a chart" src="x.png">', ""),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<form><input value=x><textarea>t</textarea></form>left", "left"),
        ("", ""),
    ],
)
def test_text_reads_as_the_page_shows_it(html: str, text: str) -> None:
    assert read_fragment(html).text == text


def test_quotes_and_code_are_spans() -> None:
    html = (
        "<p>I read</p><blockquote><p>The old   words.</p><p>And more.</p></blockquote><p>and <q>they never come back"
        " here</q>, no <q>irony</q>, but <code>x</code></p><pre><code>for a in b:\n  a()</code></pre>"
    )
    assert quoted(html) == ["The old words.\n\nAnd more.", "they never come back here", "for a in b:\na()"]


def test_a_quote_in_a_quote_is_one_span() -> None:
    assert quoted("<blockquote>outer <blockquote>inner</blockquote> outer</blockquote>mine") == [
        "outer\n\ninner\n\nouter"
    ]


def test_links_are_web_addresses_each_once() -> None:
    html = '<a href="https://a.example/x">one</a> <a href="javascript:alert(1)">two</a> https://b.example/ <a href="https://a.example/x">again</a>'
    assert read_fragment(html).links == ("https://a.example/x", "https://b.example/")


def test_nodes_can_be_left_out() -> None:
    page = LexborHTMLParser("<div id=a>x<p id=b>y</p>z</div>")
    node = page.css_first("#a")
    assert read_node(node, {page.css_first("#b").mem_id}).text == "xz"
    assert text_of(node) == "x y z"
    assert text_of(None) == ""


def test_every_node_is_entered_and_left_once() -> None:
    page = LexborHTMLParser("<div id=a>x<p>y<b>z</b></p></div>")
    events = [(entered, node.mem_id) for entered, node in walk(page.css_first("#a"))]
    assert len(events) == 12
    assert {mem_id for entered, mem_id in events if entered} == {mem_id for entered, mem_id in events if not entered}


def test_twenty_thousand_open_elements_are_read_without_recursion() -> None:
    started = time.perf_counter()
    found = read_fragment("<blockquote>" * 20_000 + "deep")
    assert found.text == "deep"
    assert quoted("<blockquote>" * 3000 + "deep") == ["deep"]
    assert time.perf_counter() - started < 20  # seconds; it takes one, the machine may be busy


def test_spans_follow_characters_that_cleaning_joins_or_drops() -> None:
    raw = "a\u200b  b \u202eCafe\u0301\n\n\n\n c"
    text, spans = clean_with_spans(raw, [(raw.index("C"), raw.index("C") + 4), (0, 2)])
    assert text == "a b Café\n\nc"
    assert [text[start:end] for start, end in spans] == ["a", "Café"]


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<blockquote>",
        "</blockquote>",
        "<q>",
        "</q>",
        "<pre>",
        "</pre>",
        "<code>",
        "<br>",
        "<li>",
        "&amp;",
        " ",
    ]
)
HTML = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join)


@given(HTML)
@settings(max_examples=200, deadline=None)
def test_text_is_clean_and_spans_are_exact(html: str) -> None:
    found = read_fragment(html)
    assert clean(found.text) == found.text
    for start, end in found.quoted:
        assert 0 <= start < end <= len(found.text)
        assert found.text[start:end] == found.text[start:end].strip()


@given(st.text(), st.integers(0, 40), st.integers(0, 40), st.text())
@settings(max_examples=300, deadline=None)
def test_a_span_holds_the_same_visible_characters_as_before(before: str, start: int, length: int, after: str) -> None:
    raw = before + after
    cut = (min(start, len(raw)), min(start + length, len(raw)))
    text, spans = clean_with_spans(raw, [cut])
    assert text == clean(raw)
    for first, last in spans:
        assert text[first:last].strip() == text[first:last] != ""
