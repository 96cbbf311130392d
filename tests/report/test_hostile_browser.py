"""Hostile texts in a real browser: the page, the HTML of a letter and of a feed stay quiet, with script and without."""

from __future__ import annotations

from collections.abc import Mapping
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hostile_digests import hostile_digests
from lxml import etree
from reading_text import words_of

from miner.digest.records import Digest
from miner.report import render

DIGESTS = hostile_digests()
# A reader of feeds puts the content into a page of its own.
AROUND = '<!doctype html><meta charset="utf-8"><title>feed</title>{}'
SAID = "[...document.querySelectorAll('blockquote')].map(e => e.textContent)"
# As a reader might do by accident: point at everything, put the focus on everything, unfold everything.
TOUCH = """
for (const fold of document.querySelectorAll('details')) fold.open = true;
for (const one of document.querySelectorAll('*')) {
  for (const kind of ['mouseover', 'mouseenter', 'pointerenter', 'focusin', 'toggle', 'error', 'load', 'animationend'])
    one.dispatchEvent(new Event(kind, { bubbles: false }));
  if (one.focus && one.tabIndex >= 0) one.focus({ preventScroll: true });
}
"""
LIVE = """
[...document.querySelectorAll('*')].filter(one =>
  /^(iframe|frame|object|embed|base|form|link|img|video|audio|source)$/i.test(one.localName)
  || [...one.attributes].some(held => /^on|^(src|srcset|srcdoc|ping|formaction)$/i.test(held.name))
  || (one.href && !/^https?:$/.test(new URL(one.href.baseVal ?? one.href, location).protocol)
      && !(one.getAttribute('href') || '').startsWith('#'))
).map(one => one.outerHTML.slice(0, 200))
"""


def _page(digest: Digest) -> str:
    return str(render(digest, "html"))


def _letter(digest: Digest) -> str:
    part = message_from_bytes(bytes(render(digest, "email")), policy=policy.default).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def _feed(digest: Digest) -> str:
    (content,) = etree.fromstring(bytes(render(digest, "atom"))).xpath("//*[local-name()='content']/text()")
    return AROUND.format(content)


MAKES = {"page": _page, "letter": _letter, "feed": _feed}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Path]:
    """Kind of page, name of digest -> the file."""
    folder = tmp_path_factory.mktemp("hostile")
    places = {}
    for kind, make in MAKES.items():
        for number, (name, digest) in enumerate(DIGESTS.items()):
            places[kind, name] = folder / f"{kind}{number}.html"
            places[kind, name].write_text(make(digest), "utf-8", newline="")
    return places


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("kind", MAKES)
def test_nothing_runs_and_nothing_is_asked_for(reader, written, kind, name, script):
    place = written[kind, name]
    page = reader.open(place, script=script)
    page.evaluate(TOUCH)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(50)
    assert reader.complaints == []
    assert reader.requests == [place.as_uri()]
    assert page.url.partition("#")[0] == place.as_uri()
    assert len(page.frames) == 1
    assert len(page.context.pages) == 1
    assert page.evaluate(LIVE) == []
    assert page.evaluate("window.policyReports ?? []") == []
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    assert "mine now" not in page.locator("h1").all_inner_texts()
    said = set(page.evaluate(SAID)) if kind == "page" else set()
    assert said <= words_of(DIGESTS[name])
    assert said or kind != "page"


@pytest.mark.parametrize("name", DIGESTS)
def test_every_quote_is_shown_to_the_letter(reader, written, name):
    page = reader.open(written["page", name])
    marked = page.evaluate("[...document.querySelectorAll('#posts mark')].map(e => e.textContent)")
    assert set(marked) == {post.text for post in DIGESTS[name].posts}


@pytest.mark.parametrize("name", DIGESTS)
def test_search_and_copying_leave_a_hostile_text_a_text(reader, written, name):
    """What the script of the page does with texts: it filters by them, shows them beside the pointer, copies them."""
    page = reader.open(written["page", name])
    page.locator(".explore").scroll_into_view_if_needed()
    page.locator(".found [role=status]:not(:empty)").wait_for()
    page.locator(".explore input[type=search]").fill("<img src=x onerror=alert(1)> {{7*7}} \\ ( [")
    page.locator(".copy").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "> " in copied
    assert reader.complaints == []
    assert reader.requests == [written["page", name].as_uri()]
    assert page.evaluate(LIVE) == []
