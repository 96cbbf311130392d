"""Letters: read back by the standard library, their HTML by a parser of browsers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import TEXTS, hostile_digest
from msgspec.structs import replace
from reading_text import all_quoted, marked_quotes, words_of
from selectolax.lexbor import LexborHTMLParser, LexborNode
from tiny import with_text

from miner.digest.records import Brand
from miner.errors import BadSetting, QuoteNotFound, TemplateBroken
from miner.report import render
from miner.settings import ReportSettings

MAKES = (library_chat, few_arguments, hostile_digest, lambda: many_arguments(200))
SENT = ReportSettings(mail_from="Zoë Host <host@example.org>", mail_to=("ann@example.org", "Bob B <bob@example.org>"))
LINKS_AND_MARKS = re.compile(r"<[^>]*>")


def _letter(digest, settings: ReportSettings = ReportSettings()) -> EmailMessage:
    read = message_from_bytes(bytes(render(digest, "email", settings)), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def _part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def _page(letter: EmailMessage) -> LexborHTMLParser:
    return LexborHTMLParser(_part(letter, "html"))


def _words(node: LexborNode) -> str:
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    return node.text()


@pytest.mark.parametrize("make", MAKES)
def test_every_quote_of_both_parts_is_words_of_a_post(make):
    digest = make()
    letter = _letter(digest)
    in_text = marked_quotes(_part(letter, "plain"))
    in_html = [_words(node) for node in _page(letter).css("blockquote")]
    assert in_html == in_text
    assert set(in_html) <= words_of(digest)
    all_quoted(in_html, digest)


@pytest.mark.parametrize(
    "make", [*MAKES, lambda: many_arguments(1000), lambda: with_text("新しい事より約束を守る。" * 300)]
)
def test_a_letter_is_small_and_of_plain_letters(make):
    written = bytes(render(make(), "email"))
    assert len(written) < 90_000
    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 998
    assert b"\n" not in written.replace(b"\r\n", b"")


@pytest.mark.parametrize("make", MAKES)
def test_a_letter_holds_nothing_but_words_tables_and_links(make):
    page = _page(_letter(make()))
    tags = {node.tag for node in page.css("*")}
    assert tags <= set(
        "html head meta title style body div table tbody tr td h1 h2 h3 h4 p ul li b i a bdi br".split()
    ) | {"blockquote"}
    names = {name for node in page.css("*") for name in node.attributes}
    assert not {name for name in names if name.startswith("on") or name in {"src", "srcset", "background", "action"}}
    links = [node.attributes.get("href") or "" for node in page.css("a")]
    assert all(re.match(r"https?://", link) and "evil.example" not in link for link in links)
    styles = " ".join(node.attributes.get("style") or "" for node in page.css("*")) + page.css_first("style").text()
    assert not re.search(r"url\(|expression|@import|javascript", styles)


def test_styles_stand_on_their_elements_and_dark_screens_have_their_own():
    page = _page(_letter(library_chat()))
    assert all("font-size" in (node.attributes.get("style") or "") for node in page.css("blockquote, h1, h2, h3"))
    assert [node.attributes["content"] for node in page.css("meta[name=color-scheme]")] == ["light dark"]
    assert len(page.css("style")) == 1
    assert "prefers-color-scheme: dark" in page.css_first("style").text()


def test_bars_are_cells_that_add_up():
    for bar in _page(_letter(library_chat())).css("table.bar"):
        widths = [float((cell.attributes["width"] or "").removesuffix("%")) for cell in bar.css("td")]
        assert sum(widths) == pytest.approx(100, abs=0.21)
        assert all(width > 0 for width in widths)


def test_the_headers_are_those_of_the_digest():
    letter = _letter(library_chat())
    assert letter["Subject"] == "Open until midnight? An hour about late library hours"
    assert letter["Date"].datetime == datetime(2024, 11, 19, 19, 50, tzinfo=UTC)
    assert letter["X-Unsent"] == "1"
    assert letter["From"] is None
    assert letter["To"] is None
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_a_letter_is_from_and_to_whom_the_settings_say():
    letter = _letter(library_chat(), SENT)
    assert letter["From"].addresses[0].display_name == "Zoë Host"
    assert [one.addr_spec for one in letter["To"].addresses] == ["ann@example.org", "bob@example.org"]
    assert letter["X-Unsent"] is None
    assert str(letter["Message-ID"]).endswith("@example.org>")


def test_the_message_id_is_made_of_the_content():
    first, again = (_letter(library_chat())["Message-ID"] for _ in range(2))
    other = _letter(replace(library_chat(), title="Another"))["Message-ID"]
    assert first == again != other
    assert re.fullmatch(r"<[0-9a-f]{32}@miner\.invalid>", first)


def test_a_letter_bears_its_brand():
    brand = Brand(
        name="The Library",
        accent="#1a6b54",
        on_light="#1a6b54",
        on_dark="#3fb08c",
        intro="Hello.\n<b>Friends</b>",
        footer="Goodbye.\n\n14 Road",
    )
    letter = _letter(replace(library_chat(), brand=brand))
    text = _part(letter, "plain")
    assert "The Library · #openlate" in text
    assert "\n\nHello.\n\n<b>Friends</b>\n\n" in text
    assert text.endswith("Goodbye.\n\n14 Road\n")
    page = _page(letter)
    assert "#1a6b54" in (page.css_first("td.left").attributes["style"] or "")
    assert "<b>Friends</b>" in [node.text() for node in page.css("p")]


def test_a_letter_without_any_date_has_none():
    undated = replace(
        few_arguments(), written_on=None, numbers=replace(few_arguments().numbers, first_at=None, last_at=None)
    )
    assert _letter(undated)["Date"] is None
    assert _letter(replace(undated, written_on=library_chat().written_on))["Date"].datetime.hour == 0


@pytest.mark.parametrize(
    "title", ["a\r\nBcc: x@evil.example", "a\nX-Header: 1", "a\u2028Bcc: b", "=?utf-8?q?=0ABcc=3A_x?="]
)
def test_no_title_breaks_a_header(title):
    letter = _letter(replace(library_chat(), title=title))
    assert set(letter.keys()) == {"Subject", "Date", "X-Unsent", "Message-ID", "MIME-Version", "Content-Type"}
    assert "\n" not in letter["Subject"]
    assert letter.get_content_type() == "multipart/alternative"


def test_a_text_cannot_break_out_of_its_part():
    for text in (TEXTS[20], "--=_0000\nContent-Type: text/html\n\n<b>x</b>", ".\nQUIT", "From here on it is mine"):
        letter = _letter(with_text(text))
        assert len(list(letter.walk())) == 3
        assert text in _part(letter, "plain").replace("> ", "")


@pytest.mark.parametrize(
    "bad",
    [
        "ann",
        "ann@",
        "Ann ann@example.org",
        "a@b\nBcc: c@d",
        "Ann <a@b>\r\nX: y",
        "<a@b",
        "a@b, c@d",
        '"x" <a@b>',
        "=?utf-8?q?=0ABcc=3A_x?= <a@b>",
    ],
)
def test_an_address_that_is_none_is_named(bad):
    for settings in (ReportSettings(mail_from=bad), ReportSettings(mail_to=("ann@example.org", bad))):
        with pytest.raises(BadSetting, match=r"expected an address such as ann@example\.org") as caught:
            render(few_arguments(), "email", settings)
        assert caught.value.exit_code == 2


def test_a_template_of_the_users_own_may_leave_quotes_out_but_never_change_one(tmp_path):
    template = tmp_path / "digest.email.html.j2"
    settings = ReportSettings(templates=str(tmp_path))
    template.write_text("<p>{{ page.title }}</p>", "utf-8")
    assert "Open until midnight?" in _part(_letter(library_chat(), settings), "html")
    template.write_text("<p>{{ page.tilte }}</p>", "utf-8")
    with pytest.raises(TemplateBroken, match=r"digest\.email\.html\.j2, line 1, cannot be used.*tilte"):
        render(library_chat(), "email", settings)
    template.write_text("{% for b in blocks if b.kind == 'quote' %}{{ words(b.card)|upper }}{% endfor %}", "utf-8")
    with pytest.raises(QuoteNotFound, match="to the letter"):
        render(library_chat(), "email", settings)
