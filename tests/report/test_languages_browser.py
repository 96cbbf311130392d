"""Arabic and Japanese pages as a browser shows them: whole, from the right side, and open to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from digests import library_chat
from test_browser import OVERFLOWING, UNFOLDED

from miner.report import render
from miner.settings import ReportSettings


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Code of a language -> the page in it."""
    folder = tmp_path_factory.mktemp("translated")
    written = {code: folder / f"{code}.html" for code in ("ar", "ja")}
    for code, path in written.items():
        path.write_text(render(library_chat(), "html", ReportSettings(language=code)), "utf-8")
    return written


@pytest.mark.parametrize("code", ["ar", "ja"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(reader, translated, code, scheme):
    page = reader.open(translated[code], scheme=scheme)
    page.locator(".explore").scroll_into_view_if_needed()
    page.locator(".found [role=status]:not(:empty)").wait_for()
    page.evaluate(UNFOLDED)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert reader.complaints == []


@pytest.mark.parametrize("code", ["ar", "ja"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_page(reader, translated, code, width):
    page = reader.open(translated[code], width=width)
    assert page.evaluate(OVERFLOWING) == []


def test_arabic_begins_at_the_right(reader, translated):
    """The title, the sides of a contrast, and the dots of its strip."""
    page = reader.open(translated["ar"])
    left, right = (page.locator(f".pole.{side}").first.bounding_box() for side in ("left", "right"))
    assert left["x"] > right["x"]
    dots = {side: page.locator(f".strip .{side} path").first.bounding_box() for side in ("left", "right")}
    assert dots["left"]["x"] > dots["right"]["x"]
    assert page.locator("h1").evaluate("node => getComputedStyle(node).textAlign") == "right"


@pytest.mark.parametrize(("code", "part"), [("ar", " من "), ("ja", "件の意見中")])
def test_search_counts_in_the_language(reader, translated, code, part):
    page = reader.open(translated[code])
    page.locator(".explore").scroll_into_view_if_needed()
    status = page.locator(".found [role=status]:not(:empty)")
    status.wait_for()
    page.locator("[name=search]").fill("library")
    page.wait_for_function(
        "part => document.querySelector('.found [role=status]').textContent.includes(part)", arg=part
    )
    assert part in status.inner_text()
