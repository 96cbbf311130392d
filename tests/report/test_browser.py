"""The page in a real browser: quiet, whole, and readable in every width, scheme, direction and without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from digests import library_chat
from shown_pages import PAGES

from miner.report.proof import prove

OVERFLOWING = """
[...document.querySelectorAll('body *')].filter(e => {
  if (e.closest('.hidden, .skip, svg, .scroll, details:not([open])')) return false;
  const box = e.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).slice(0, 5).map(e => e.tagName + '.' + e.className)
"""
UNFOLDED = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
SHOWN = "[...document.querySelectorAll('blockquote')].map(e => e.textContent)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_opens_without_complaint_or_request(reader, pages, name, scheme):
    page = reader.open(pages[name], scheme=scheme)
    page.locator("#posts, #made").first.scroll_into_view_if_needed()
    page.evaluate(UNFOLDED)
    assert reader.complaints == []
    assert reader.requests == [pages[name].as_uri()]
    assert page.evaluate("policyReports") == []
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(reader, pages, name, scheme):
    page = reader.open(pages[name], scheme=scheme)
    page.locator(".explore").scroll_into_view_if_needed()
    page.locator(".found [role=status]:not(:empty)").wait_for()
    page.evaluate(UNFOLDED)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_the_browser_shows_every_quote_to_the_letter(reader, pages, name):
    digest = PAGES[name]()
    posts = {post.id: post.text for post in digest.posts}
    words = {
        *prove(digest).values(),
        *(posts[one.post_id][one.start : one.end] for one in (*digest.open_questions, *digest.next_steps)),
    }
    page = reader.open(pages[name])
    shown = page.evaluate(SHOWN)
    assert shown
    assert set(shown) <= words
    marked = page.evaluate("[...document.querySelectorAll('#posts mark')].map(e => e.textContent)")
    assert set(marked) == set(prove(digest).values())
    assert page.locator("script").count() == 1


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 2560])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_over_the_edge(reader, pages, name, width):
    page = reader.open(pages[name], width=width)
    page.evaluate(UNFOLDED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_that_runs_from_right_to_left_mirrors(reader, pages, tmp_path, width):
    mirrored = tmp_path / "mirrored.html"
    mirrored.write_text(
        pages["chat"].read_text("utf-8").replace('lang="en" dir="ltr"', 'lang="ar" dir="rtl"', 1), "utf-8"
    )
    page = reader.open(mirrored, width=width)
    page.evaluate(UNFOLDED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    title = page.locator(".theme h3").first.bounding_box()
    assert title is not None
    assert title["x"] + title["width"] > width * 0.8
    assert page.locator("blockquote[lang=ar]").first.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("blockquote:not([lang])").first.evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert Axe().run(page).violations_count == 0


def test_the_two_schemes_differ_and_both_set_their_ground(reader, pages):
    grounds = []
    for scheme in ("light", "dark"):
        page = reader.open(pages["chat"], scheme=scheme)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(251, 251, 249)", "rgb(21, 24, 29)"]


def test_without_script_everything_is_there(reader, pages):
    page = reader.open(pages["chat"], script=False)
    assert reader.complaints == []
    assert page.locator(".tip, .copy, .stage svg").count() == 0
    assert not page.locator(".explore, .field").first.is_visible()
    assert page.locator("#said").bounding_box()["height"] > 1000
    assert page.locator(".map svg").bounding_box()["height"] > 100
    assert page.locator("#posts li").count() == 48
    page.locator("#posts summary").click()
    assert page.locator("#posts li").last.is_visible()


def test_without_script_a_quote_still_leads_to_its_post(reader, pages):
    page = reader.open(pages["chat"], script=False)
    page.locator("#theme-safe .context a").first.click()
    assert page.locator("#posts details").get_attribute("open") is not None
    assert page.locator("li:target").is_visible()


def test_the_keyboard_skips_to_what_people_said(reader, pages):
    page = reader.open(pages["chat"])
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("class") == "skip"
    assert focused.get_attribute("href") == "#said"
    assert focused.bounding_box()["y"] >= 0


def test_the_keyboard_meets_the_map_once_and_no_dot_of_a_picture(reader, pages):
    page = reader.open(pages["chat"])
    assert page.evaluate("[...document.querySelectorAll('svg a')].filter(e => e.tabIndex >= 0).length") == 0
    assert page.locator("[role=application][tabindex='0']").count() == 1


def test_a_link_into_a_fold_opens_it(reader, pages):
    page = reader.open(pages["chat"])
    inside = page.locator("#said details li[id]").first.get_attribute("id")
    page.evaluate(f"location.hash = {inside!r}")
    page.locator(f"#{inside}").wait_for(state="visible")


def test_an_address_with_a_fragment_opens_its_fold(reader, pages):
    page = reader.open(pages["chat"], width=360)
    inside = page.locator("#posts li[id]").last.get_attribute("id")
    page = reader.open(pages["chat"], width=360, fragment=f"#{inside}")
    assert page.locator(f"#{inside}").is_visible()


def test_a_dot_shows_its_quote_beside_the_pointer_and_leads_to_it(reader, pages):
    page = reader.open(pages["chat"])
    link = page.locator(".map .t1 a").first
    link.hover(force=True)
    assert "\n" in page.locator(".tip").inner_text()
    link.click(force=True)
    assert page.url.endswith(link.get_attribute("href"))
    assert page.locator("figure:target, li:target").is_visible()


def test_screen_readers_get_landmarks_and_named_parts(reader, pages):
    page = reader.open(pages["chat"])
    page.locator(".explore").scroll_into_view_if_needed()
    page.locator(".stage").wait_for()
    for role, name in (
        ("navigation", "Contents"),
        ("region", "Where they differ"),
        ("search", "Find arguments"),
        ("contentinfo", "How this was made"),
        ("application", "Map of the arguments"),
    ):
        assert page.get_by_role(role, name=name).count() == 1, (role, name)
    assert page.get_by_role("main").count() == 1
    names = page.evaluate("[...document.querySelectorAll('a[href]:not([tabindex])')].map(e => e.textContent.trim())")
    assert all(names)
    assert page.get_by_role("table").count() >= len(library_chat().contrasts)


@pytest.mark.parametrize("width", [1280, 2560])
def test_quotes_that_stand_alone_use_the_width_of_the_page(reader, pages, width):
    page = reader.open(pages["chat"], width=width)
    lefts = page.evaluate("[...document.querySelectorAll('#once .columns > .quote')].map(e => e.offsetLeft)")
    assert len(set(lefts)) == min(2, len(lefts))


def test_no_two_buttons_of_different_people_have_one_name(reader, pages):
    page = reader.open(pages["chat"])
    names = page.evaluate(
        "[...document.querySelectorAll('.quote')].map(e => [e.querySelector('.copy').textContent, e.querySelector('.who').textContent])"
    )
    assert names
    assert all(name.endswith(f" {who}") for name, who in names)
