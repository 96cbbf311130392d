"""Finding one's way among the arguments: search, filters, the large map, copying; all of it added by script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from digests import library_chat, many_arguments
from hostile import TEXTS

from miner.report import markdown, render

ROWS = "#posts li:visible"


@pytest.fixture
def chat(reader, pages):
    """The chat's page, scrolled to its arguments."""
    return _explored(reader.open(pages["chat"]))


def _explored(page):
    page.locator(".explore").scroll_into_view_if_needed()
    page.locator(".found [role=status]:not(:empty)").wait_for()
    return page


def _field(page, label: str):
    """The control of this name: its label may go on with the options of its list."""
    return page.locator(".filters label", has_text=re.compile(f"^{label} ")).locator("select, input")


def _found(page) -> str:
    return page.locator(".found [role=status]").inner_text()


def _lit(page) -> int:
    """Dots of the large map that are not dimmed, once it is drawn."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator(".stage > svg > path:not(.off)").count()


def test_at_first_everything_is_shown(chat):
    assert _found(chat) == "All 44 arguments"
    assert chat.locator(ROWS).count() == 48
    assert _lit(chat) == 44
    assert not chat.locator(".clear").is_visible()


@pytest.mark.parametrize(
    ("typed", "n"), [("bakery", 1), ("BAKERY eleven", 1), ("nobody-says-this", 0), ("halvorsen", 5)]
)
def test_a_search_narrows_list_and_map_alike(chat, typed, n):
    _field(chat, "Search").fill(typed)
    assert _found(chat) == f"{n} of 44 arguments"
    assert chat.locator(ROWS).count() == n
    assert _lit(chat) == n


@pytest.mark.parametrize(
    ("field", "option", "wanted"),
    [
        ("Theme", "1", lambda said: said.theme_id == "safe"),
        ("Theme", "none", lambda said: said.theme_id is None),
        ("Side", "1l", lambda said: next(iter(said.positions.values())) <= -0.2),
        ("Side", "1r", lambda said: next(iter(said.positions.values())) >= 0.2),
        ("Question", "2", lambda said: said.question == "Q2"),
    ],
)
def test_a_filter_shows_what_the_digest_says(chat, field, option, wanted):
    n = sum(wanted(argument) for argument in library_chat().arguments)
    _field(chat, field).select_option(option)
    assert _found(chat) == f"{n} of 44 arguments"
    assert chat.locator(ROWS).count() == n
    assert _lit(chat) == n


def test_filters_by_person_and_time_join(chat):
    digest = library_chat()
    authors = {post.id: post.author for post in digest.posts}
    n = sum(authors[argument.post_id] == "ferro_ruth" for argument in digest.arguments)
    _field(chat, "Person").select_option("ferro_ruth")
    assert _found(chat) == f"{n} of 44 arguments"
    _field(chat, "From").select_option(index=_field(chat, "From").locator("option").count() // 2)
    later = int(_found(chat).split()[0])
    _field(chat, "From").select_option("")
    until = _field(chat, "Until")
    until.select_option(index=until.locator("option").count() // 2 - 1)
    assert later + int(_found(chat).split()[0]) == n
    chat.get_by_role("button", name="Show all").click()
    assert _found(chat) == "All 44 arguments"


def test_a_filter_by_source_shows_one_discussion(reader, tmp_path):
    from msgspec.structs import replace

    digest = library_chat()
    other = replace(
        digest.threads[0], id="other", title="Heating", place="heating.html", url="https://blog.example/heating"
    )
    moved = {argument.post_id for argument in digest.arguments if argument.theme_id == "cost"}
    posts = tuple(replace(post, thread_id="other") if post.id in moved else post for post in digest.posts)
    path = tmp_path / "two.html"
    path.write_text(render(replace(digest, threads=(*digest.threads, other), posts=posts), "html"), "utf-8")
    page = _explored(reader.open(path))
    _field(page, "Source").select_option(label="Heating")
    assert _found(page) == f"{len(moved)} of 44 arguments"
    assert page.locator(".thread:visible h3").all_inner_texts() == ["Heating"]


def test_a_number_leads_to_what_it_counts(chat):
    chat.locator("#theme-staff [data-filter]").first.click()
    assert _found(chat) == "6 of 44 arguments"
    chat.locator("#contrast-late-hours-daytime-service .pole.right [data-filter]").click()
    assert _found(chat) == "11 of 44 arguments"
    chat.locator("#questions [data-filter]").first.click()
    assert _found(chat) == f"{sum(one.question == 'Q1' for one in library_chat().arguments)} of 44 arguments"
    chat.locator("#people [data-filter]", has_text=re.compile("post")).first.click()
    assert _field(chat, "Person").input_value() == "branch_joan"


def test_a_bar_of_the_timeline_shows_its_stretch_of_time(chat):
    bar = chat.locator(".time rect").first
    bar.click(force=True)
    assert _field(chat, "From").input_value() == _field(chat, "Until").input_value() != ""
    assert chat.locator(ROWS).count() >= 1


def test_a_link_to_a_post_that_is_filtered_away_brings_it_back(chat):
    _field(chat, "Search").fill("bakery")
    chat.locator("#theme-safe .context a").first.click()
    chat.locator("li:target").wait_for(state="visible")
    assert _found(chat) == "All 44 arguments"


def test_the_keyboard_goes_from_dot_to_dot_and_opens_one(chat):
    chat.locator(".stage").focus()
    chat.keyboard.press("ArrowRight")
    spoken = chat.locator(".field [role=status]")
    first = spoken.text_content()
    assert first.strip()
    assert chat.locator(".tip").inner_text() == first
    chat.keyboard.press("ArrowLeft")
    chat.keyboard.press("ArrowDown")
    assert spoken.text_content() != first
    chat.keyboard.press("Enter")
    focused = chat.locator("mark:focus")
    assert focused.inner_text() == spoken.text_content().rsplit("\n", 1)[0]
    assert not chat.locator(".tip").is_visible()


def test_page_down_goes_through_every_dot_that_is_shown(chat):
    _field(chat, "Theme").select_option("6")
    chat.locator(".stage").focus()
    met = set()
    for key in ("PageDown", "PageDown", "PageDown", "PageDown", "PageDown", "PageUp"):
        chat.keyboard.press(key)
        met.add(chat.locator(".field [role=status]").text_content())
    assert len(met) == 4


def test_zoom_by_keys_buttons_and_wheel(chat):
    box = "document.querySelector('.stage svg').getAttribute('viewBox')"
    frame = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

    def wide() -> float:
        chat.evaluate(frame)
        return float(chat.evaluate(box).split()[2])

    assert wide() == 720
    chat.locator(".stage").focus()
    chat.keyboard.press("+")
    assert wide() == pytest.approx(480)
    chat.get_by_role("button", name="Closer").click()
    assert wide() == pytest.approx(320)
    chat.get_by_role("button", name="Further away").click()
    assert wide() == pytest.approx(480, rel=0.01)
    chat.get_by_role("button", name="Whole map").click()
    assert wide() == 720
    place = chat.locator(".stage").bounding_box()
    chat.mouse.move(place["x"] + 20, place["y"] + 20)
    chat.keyboard.down("Control")
    chat.mouse.wheel(0, -60)
    chat.keyboard.up("Control")
    assert wide() < 720
    before = chat.evaluate(box)
    chat.mouse.down()
    chat.mouse.move(place["x"] + 10, place["y"] + 10, steps=3)
    chat.mouse.up()
    chat.evaluate(frame)
    assert chat.evaluate(box) != before


def test_pressing_a_dot_shows_it_in_its_thread(chat):
    dot = chat.locator(".stage > svg > path").nth(5).bounding_box()
    chat.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    said = chat.locator(".tip").inner_text().rsplit("\n", 1)[0]
    chat.mouse.down()
    chat.mouse.up()
    assert chat.locator("mark:focus").inner_text() == said


def test_a_finger_reads_first_and_opens_with_the_second_tap(reader, pages):
    page = _explored(reader.open(pages["chat"], width=360))
    page.locator(".stage").scroll_into_view_if_needed()
    dot = page.locator(".stage > svg > path").nth(20).bounding_box()
    at = (dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    page.touchscreen.tap(*at)
    assert page.locator(".tip").is_visible()
    assert page.locator("mark:focus").count() == 0
    page.touchscreen.tap(*at)
    assert page.locator("mark:focus").is_visible()


def test_thousands_of_dots_are_drawn_on_a_canvas(reader, tmp_path):
    path = tmp_path / "many.html"
    path.write_text(render(many_arguments(2100), "html"), "utf-8")
    page = _explored(reader.open(path, scheme="dark"))
    canvas = page.locator(".stage canvas")
    assert page.locator(".stage > svg > path").count() == 0
    painted = "e => [...e.getContext('2d').getImageData(0, 0, e.width, e.height).data].filter((v, i) => i % 4 === 3 && v).length"
    assert _lit(page) == 0
    everything = canvas.evaluate(painted)
    assert everything > 5000
    _field(page, "Search").fill("nobody says this at all")
    _lit(page)
    assert 0 < canvas.evaluate(painted) < everything
    assert _found(page) == "0 of 2100 arguments"
    page.get_by_role("button", name="Show all").click()
    page.locator(".stage").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("mark:focus").is_visible()
    assert [text for text in reader.complaints if "getImageData" not in text] == []


def test_a_quote_is_copied_as_the_markdown_form_writes_it(reader, pages):
    page = reader.open(pages["hostile"])
    said_once = page.locator("#once .quote")
    copied = []
    for number in range(said_once.count()):
        said_once.nth(number).locator(".copy").click(force=True)
        page.wait_for_timeout(20)
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    quotes = {text: markdown.quote(text) for text in TEXTS}
    written = {text for text in copied if any(text.startswith(quote + "\n>\n> — ") for quote in quotes.values())}
    assert len(written) == len(copied) == said_once.count()


def test_a_theme_is_copied_with_all_its_quotes(chat):
    theme = chat.locator("#theme-staff")
    theme.locator("header .copy").click()
    theme.locator("header .copy.done", has_text="Copied").wait_for()
    text = chat.evaluate("navigator.clipboard.readText()")
    assert text.startswith(
        "### one person for the desk, the phones and the toddler hour\n\n6 of 15 people\n\n> Daytime."
    )
    assert text.count("\n>\n> — ") == theme.locator(".quote").count()
    assert "[2024-11-19T19:22:42Z](https://twitter.com/branch_joan/status/" in text


def test_the_script_holds_no_word_of_the_interface():
    """Words come from the page, so that a page in another language needs no other script."""
    from miner.resources import shipped

    for name in ("enhance.js", "explore.js"):
        code = re.sub(r"^\s*//.*$", "", (shipped("templates") / name).read_text("utf-8"), flags=re.MULTILINE)
        strings = re.findall(r'"([^"\n]*)"', code)
        assert [text for text in strings if re.search(r"[a-z]+ [a-z]+ [a-z]+", text) and "--" not in text] == []


def test_all_controls_are_hidden_until_there_is_script(pages: dict[str, Path]):
    text = pages["chat"].read_text("utf-8")
    assert '<div class="explore" hidden>' in text
    assert '<div class="field" hidden>' in text
    assert "<form" not in text
