"""The page in a real browser: quiet, whole, and readable in every width, scheme and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import hostile_digest

from miner.report import render
from miner.report.proof import prove

DIGESTS = {"chat": library_chat, "few": few_arguments, "hostile": hostile_digest, "many": lambda: many_arguments(300)}
OVERFLOWING = """
[...document.querySelectorAll('body *')].filter(e => {
  if (e.closest('.hidden, .skip, svg, .scroll, details:not([open])')) return false;
  const box = e.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).slice(0, 5).map(e => e.tagName + '.' + e.className)
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium here: the page was not opened in a browser (apt-get install chromium)")
    with chromium.browser(path) as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in DIGESTS}
    for name, path in written.items():
        path.write_text(render(DIGESTS[name](), "html"), "utf-8")
    return written


def _complaints(browser: chromium.Browser) -> list[object]:
    return [
        *browser.named("Runtime.exceptionThrown"),
        *browser.named("Runtime.consoleAPICalled"),
        *browser.named("Log.entryAdded"),
        *browser.named("Audits.issueAdded"),
        *browser.named("Page.javascriptDialogOpening"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", DIGESTS)
def test_the_page_opens_without_complaint_or_request(browser, pages, name, scheme):
    browser.open(pages[name], scheme=scheme)
    assert browser.value("document.readyState") == "complete"
    assert _complaints(browser) == []
    requested = [event["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
    assert requested == [pages[name].as_uri()]
    assert browser.value("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("name", DIGESTS)
def test_the_browser_shows_every_quote_to_the_letter(browser, pages, name):
    digest = DIGESTS[name]()
    posts = {post.id: post.text for post in digest.posts}
    words = {*prove(digest).values(), *(posts[one.post_id][one.start : one.end] for one in digest.open_questions)}
    browser.open(pages[name])
    shown = browser.value("[...document.querySelectorAll('blockquote')].map(e => e.textContent)")
    assert shown
    assert set(shown) <= words
    assert browser.value("document.querySelectorAll('script').length") == 1


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 2560])
@pytest.mark.parametrize("name", DIGESTS)
def test_nothing_runs_over_the_edge(browser, pages, name, width):
    browser.open(pages[name], width=width)
    browser.value("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert browser.value("document.documentElement.scrollWidth") <= width
    assert browser.value(OVERFLOWING) == []


def test_the_two_schemes_differ_and_both_set_their_ground(browser, pages):
    grounds = []
    for scheme in ("light", "dark"):
        browser.open(pages["chat"], scheme=scheme)
        grounds.append(browser.value("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(251, 251, 249)", "rgb(21, 24, 29)"]


def test_paper_is_white_whatever_the_screen_is(browser, pages):
    browser.open(pages["chat"], scheme="dark", media="print")
    assert browser.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.value("getComputedStyle(document.body).color") == "rgb(27, 32, 39)"
    assert browser.value("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert browser.pdf().startswith(b"%PDF")


def test_without_script_everything_is_there(browser, pages):
    browser.open(pages["chat"], script=False)
    assert _complaints(browser) == []
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert browser.value("document.querySelectorAll('.tip').length") == 0
    assert browser.value("document.querySelector('#said').offsetHeight") > 1000
    assert browser.value("document.querySelector('.map svg').getBoundingClientRect().height") > 100


def test_the_keyboard_skips_to_what_people_said(browser, pages):
    browser.open(pages["chat"])
    browser.press("Tab", 9)
    assert browser.value("document.activeElement.className") == "skip"
    assert browser.value("document.activeElement.getBoundingClientRect().top") >= 0
    assert browser.value("document.activeElement.getAttribute('href')") == "#said"


def test_the_keyboard_meets_no_dot_of_a_picture(browser, pages):
    browser.open(pages["chat"])
    tabbed = "[...document.querySelectorAll('svg a')].filter(e => e.tabIndex >= 0).length"
    assert browser.value(tabbed) == 0


def test_a_link_into_a_fold_opens_it(browser, pages):
    browser.open(pages["chat"])
    inside = browser.value("document.querySelector('details li[id]').id")
    browser.value(f"location.hash = {inside!r}; new Promise(done => setTimeout(done, 100))")
    assert browser.value(f"document.getElementById({inside!r}).closest('details').open")


def test_a_dot_shows_its_quote_beside_the_pointer(browser, pages):
    browser.open(pages["chat"])
    x, y = browser.value(
        "(() => { const dot = document.querySelector('.map .t1 a path').getBoundingClientRect();"
        " return [dot.x + dot.width / 2, dot.y + dot.height / 2] })()"
    )
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert browser.value("document.querySelector('.tip').hidden") is False
    assert browser.value("document.querySelector('.tip').textContent.length") > 20


def test_screen_readers_get_landmarks_and_named_parts(browser, pages):
    browser.open(pages["chat"])
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    roles = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree if not node["ignored"]]
    assert ("main", "") in roles
    assert ("navigation", "Contents") in roles
    assert ("region", "Where they differ") in roles
    assert ("contentinfo", "How this was made") in roles
    assert [name for role, name in roles if role == "link" and not name] == []
    assert [name for role, name in roles if role == "heading" and not name] == []
    assert sum(role == "table" for role, _ in roles) >= 2
