"""The HTML of a letter in a real browser, as wide as a reading pane and as a phone."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from axe_playwright_python.sync_playwright import Axe
from digests import library_chat
from hostile import hostile_digest
from reading_text import words_of

from miner.report import render

DIGESTS = {"chat": library_chat, "hostile": hostile_digest}
CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block", "image-alt", "list", "heading-order"]}


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    """Name -> the HTML part as a file."""
    folder = tmp_path_factory.mktemp("letters")
    for name, make in DIGESTS.items():
        part = message_from_bytes(bytes(render(make(), "email")), policy=policy.default).get_body(("html",))
        (folder / f"{name}.html").write_text(part.get_content(), "utf-8")
    return {name: folder / f"{name}.html" for name in DIGESTS}


@pytest.mark.parametrize("width", [320, 360, 600, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", DIGESTS)
def test_a_letter_is_quiet_and_fits(reader, letters, name, scheme, width):
    page = reader.open(letters[name], scheme=scheme, width=width)
    assert reader.complaints == []
    assert reader.requests == [letters[name].as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('td table').getBoundingClientRect().width") <= 600
    shown = page.evaluate("[...document.querySelectorAll('blockquote')].map(e => e.innerText)")
    words = {" ".join(text.split()) for text in words_of(DIGESTS[name]())}
    assert shown
    assert {" ".join(text.split()) for text in shown} <= words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_links_can_be_read(reader, letters, scheme):
    found = Axe().run(reader.open(letters["chat"], scheme=scheme, width=600), options=CONTRAST)
    assert found.violations_count == 0, found.generate_report()
