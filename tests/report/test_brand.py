"""The brand: a logo that only draws, a colour that can be read, words that stay words, in every report."""

from __future__ import annotations

import base64

import pytest
from digests import library_chat
from msgspec.structs import replace
from reading import page_of, text_of

from miner.digest.records import Brand
from miner.errors import BadSetting, PlaceNotFound
from miner.report import render
from miner.report.brand import DARK_PAPER, LIGHT_PAPER, MAX_LOGO_BYTES, branded, contrast, shown_brand
from miner.settings import BrandSettings

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g fill="url(#g)"><circle r="4"/></g></svg>'


def _brand(**settings: str) -> Brand:
    brand = branded(library_chat(), BrandSettings(**settings)).brand
    assert brand is not None
    return brand


def test_without_a_brand_nothing_changes():
    digest = library_chat()
    assert branded(digest, BrandSettings()) is digest
    assert 'class="brand"' not in render(digest, "html")


@pytest.mark.parametrize("accent", ["#1a6b54", "#fe0", "#000000", "#FFFFFF", "#777777", "#ff00ff"])
def test_the_accent_can_be_read_on_both_papers(accent):
    said: list[str] = []
    brand = branded(library_chat(), BrandSettings(accent=accent), said.append).brand
    assert brand is not None
    assert contrast(brand.on_light, LIGHT_PAPER) >= 4.5
    assert contrast(brand.on_dark, DARK_PAPER) >= 4.5
    changed = [shown for shown in (brand.on_light, brand.on_dark) if shown != brand.accent]
    assert len(said) == len(changed)
    assert all(shown in line for shown, line in zip(changed, said, strict=True))


def test_the_papers_are_those_of_the_stylesheet(root):
    style = (root / "reports/templates/style.css").read_text("utf-8")
    assert f"--paper: {LIGHT_PAPER}" in style
    assert f"--paper: {DARK_PAPER}" in style


def test_contrast_is_that_of_the_web_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("accent", ["red", "#12345", "#12345678", "rgb(1,2,3)", "#fff;}"])
def test_what_is_no_colour_is_an_error(accent):
    with pytest.raises(BadSetting, match=r"expected a colour such as"):
        _brand(accent=accent)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PNG, "image/png"), (b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg"), (SVG.encode(), "image/svg+xml")],
)
def test_a_logo_becomes_a_part_of_the_report_by_its_content(tmp_path, content, kind):
    (tmp_path / "logo.txt").write_bytes(content)
    logo = _brand(logo=str(tmp_path / "logo.txt")).logo
    assert logo.startswith(f"data:{kind};base64,")
    assert base64.b64decode(logo.partition(",")[2]) == content


@pytest.mark.parametrize(
    "content",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><a href='&#106;avascript:alert(1)'><path/></a></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://x.example/a.png'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><style>@import 'https://x.example'</style></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><g fill='url(https://x.example/a)'/></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<?xml-stylesheet href='https://x.example'?><svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>",
        "<html><body>no picture</body></html>",
        "GIF89a",
        "",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_no_picture_or_does_more_than_draw_is_refused(tmp_path, content, encoding):
    (tmp_path / "logo.svg").write_bytes(content.encode(encoding))
    with pytest.raises(BadSetting, match=r"PNG, JPEG or SVG picture|only draws"):
        _brand(logo=str(tmp_path / "logo.svg"))


def test_a_logo_may_not_be_large_or_missing(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG + b"0" * MAX_LOGO_BYTES)
    with pytest.raises(BadSetting, match="a file of at most 100,000 bytes"):
        _brand(logo=str(tmp_path / "logo.png"))
    with pytest.raises(PlaceNotFound):
        _brand(logo=str(tmp_path / "gone.png"))


def test_a_text_may_not_be_a_book():
    with pytest.raises(BadSetting, match="at most 4000"):
        _brand(intro="x" * 4001)


def test_name_and_words_stand_in_the_report_as_plain_text(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    settings = BrandSettings(
        name="Night\n <b>Desk</b>", accent="#1a6b54", logo=str(tmp_path / "logo.png"),
        intro="Hello *there*\r\nline two\n\nnext", footer="</p><script>1</script>\u202e",
    )  # fmt: skip
    digest = branded(library_chat(), settings)
    page = page_of(digest)
    assert text_of(page.css_first(".brand")) == "Night <b>Desk</b>"
    assert page.css_first(".brand img").attributes["src"].startswith("data:image/png;base64,")
    assert page.css_first(".intro").text() == "Hello *there*\nline two\n\nnext"
    assert text_of(page.css_first(".imprint")) == "</p><script>1</script>"
    assert len(page.css("script")) == len(page_of(library_chat()).css("script"))
    markdown = render(digest, "markdown")
    assert "\nNight \\<b\\>Desk\\</b\\>\n" in markdown
    assert "Hello \\*there\\*\\\nline two\n\nnext" in markdown
    assert markdown.rstrip().endswith("\\</p\\>\\<script\\>1\\</script\\>")


def test_a_brand_from_elsewhere_cannot_reach_out():
    """A digest may be drawn that somebody else wrote."""
    forged = Brand(name="x", logo="https://x.example/a.png", accent="#fff", on_light="red}body{", on_dark="#000000")
    digest = replace(library_chat(), brand=forged)
    assert shown_brand(forged) == Brand(name="x")
    assert "x.example/a.png" not in render(digest, "html")
    assert "red}body" not in render(digest, "html")
