"""Reports in other languages: their words are translated, their quotes are not, and nothing else changes."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from digests import library_chat
from hostile import hostile_digest
from msgspec.structs import replace
from reading_text import golden
from selectolax.lexbor import LexborHTMLParser
from tiny import tiny_digest

from miner.cli import main
from miner.digest.records import Digest
from miner.errors import UnknownName
from miner.report import FORMS, phrases, render
from miner.report.languages import LANGUAGES, language_for, speaking
from miner.report.languages.formats import conjoined, day, decimal, number
from miner.report.proof import next_step_words, open_question_words, prove
from miner.settings import ReportSettings

OTHERS = tuple(code for code in LANGUAGES if code != "en")
DATA = ("json", "csv", "parquet", "convokit", "atlas")
FOR_PEOPLE = tuple(form for form in FORMS if form not in DATA)
# Words of people, names and addresses: they stay as they are in every language.
THEIRS = "blockquote, mark, bdi, [dir=auto], option, .excerpt, script, style, .more .data, .kicker"


def _in(code: str) -> ReportSettings:
    return ReportSettings(language=code)


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("form", FOR_PEOPLE)
@pytest.mark.parametrize("make", [library_chat, hostile_digest])
def test_every_form_is_written_in_every_language(code, form, make):
    """Each form proves its quotes itself, after it is written."""
    written = render(make(), form, _in(code))
    assert written != render(make(), form)


@pytest.mark.parametrize("form", DATA)
def test_data_is_the_same_in_every_language(form):
    assert render(tiny_digest(), form, _in("ar")) == render(tiny_digest(), form)


@pytest.mark.parametrize("code", OTHERS)
def test_quotes_stay_as_they_were_said(code):
    digest = library_chat()
    words = prove(digest)
    page = LexborHTMLParser(render(digest, "html", _in(code)))
    shown = {quote.text() for quote in page.css("blockquote")}
    posts = {post.id: post for post in digest.posts}
    asked = {open_question_words(one, posts) for one in digest.open_questions}
    assert shown <= {*words.values(), *asked, *(next_step_words(one, posts) for one in digest.next_steps)}
    assert shown == {quote.text() for quote in LexborHTMLParser(render(digest)).css("blockquote")}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_says_its_language_and_direction(code):
    root = LexborHTMLParser(render(tiny_digest(), "html", _in(code))).css_first("html")
    assert root.attributes["lang"] == code
    assert root.attributes["dir"] == ("rtl" if code == "ar" else "ltr")


@pytest.mark.parametrize("code", OTHERS)
def test_quotes_are_not_read_with_the_voice_of_the_page(code):
    """A quote whose language nobody knows is of a language that is not known."""
    page = LexborHTMLParser(render(tiny_digest(), "html", _in(code)))
    assert {quote.attributes.get("lang") for quote in page.css("blockquote")} <= {"und", "ar", None}
    assert any(quote.attributes.get("lang") == "und" for quote in page.css("blockquote"))


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_sentence_is_left_on_the_page(code, english_messages):
    page = LexborHTMLParser(render(library_chat(), "html", _in(code)))
    for node in page.css(THEIRS):
        node.decompose()
    seen = " ".join(page.body.text(separator=" ").split()) + " "
    seen += " ".join(node.attributes[name] or "" for name in ("aria-label", "title") for node in page.css(f"[{name}]"))
    left = [message for message in english_messages if re.search(rf"(?<!\w){re.escape(message)}(?!\w)", seen)]
    assert left == []


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("form", ["markdown", "text", "slack", "discourse"])
def test_no_english_sentence_is_left_in_texts(code, form, english_messages):
    written = str(render(tiny_digest(), form, _in(code)))
    said = {post.text for post in tiny_digest().posts}
    left = [message for message in english_messages if len(message) > 8 and message in written]
    assert [message for message in left if not any(message in text for text in said)] == []


@pytest.fixture(scope="module")
def english_messages(root) -> list[str]:
    """What is between the placeholders of every message that has several words, as English pages show it."""
    from babel.messages.pofile import read_po

    with (root / "miner/locales/digest.pot").open("rb") as file:
        template = read_po(file)
    pieces = set()
    for message in template:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            pieces |= {piece.strip(" ,;:.()") for piece in re.split(r"%\(\w+\)s|\{\w+\}", text)}
    return sorted(piece for piece in pieces if " " in piece)


@pytest.mark.parametrize("code", OTHERS)
def test_a_digest_in_markdown_reads_as_somebody_approved(code):
    golden(f"tiny.{code}.md", render(tiny_digest(), "markdown", _in(code)))


def test_the_default_is_english():
    assert render(tiny_digest(), "html", _in("en")) == render(tiny_digest())


def test_an_unknown_language_is_refused_and_the_nearest_named():
    with pytest.raises(UnknownName, match=r"(?s)language.*'dee'.*de"):
        render(tiny_digest(), "html", _in("dee"))


def _held_in(texts: list[str], lang: str = "") -> Digest:
    """A digest whose arguments are these posts."""
    digest = tiny_digest()
    post, argument = digest.posts[0], digest.arguments[0]
    posts = tuple(replace(post, id=f"p{at}", text=text, lang=lang) for at, text in enumerate(texts))
    arguments = tuple(
        replace(argument, id=f"a{at}", post_id=f"p{at}", start=0, end=len(text)) for at, text in enumerate(texts)
    )
    return replace(digest, posts=posts, arguments=arguments)


@pytest.mark.parametrize(
    ("texts", "lang", "code"),
    [
        (["Wir sind nicht für die Kunden da, und das ist schade."], "", "de"),
        (["Les clients ne sont pas là pour nous, et c'est dommage."], "", "fr"),
        (["Los clientes no están para nosotros, y es una lástima."], "", "es"),
        (["お客様のためにあるのです。"], "", "ja"),
        (["العملاء أولاً، ثم كل شيء آخر."], "", "ar"),
        (["The customers are not there for us."], "", "en"),
        (["Klanten zijn er niet voor ons."], "nl", "en"),
        (["ok", "ok"], "ja", "ja"),
        (["ok"], "pt-BR", "en"),
        (["12", "34"], "", "en"),
    ],
)
def test_auto_is_the_language_of_the_discussion(texts, lang, code):
    assert language_for(_held_in(texts, lang), "auto") == code
    assert language_for(_held_in(texts, lang), "") == "en"


def test_auto_of_nothing_is_english():
    assert language_for(_held_in([]), "auto") == "en"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", ("1,234", "−0.42", "14 Mar 2024", "a, b and c", "under 1%", "“x”")),
        ("de", ("1.234", "−0,42", "14. März 2024", "a, b und c", "unter 1\xa0%", "„x“")),
        ("fr", ("1\u202f234", "−0,42", "14 mars 2024", "a, b et c", "moins de 1\u202f%", "«\xa0x\xa0»")),
        ("es", ("1234", "−0,42", "14 mar 2024", "a, b y c", "menos del 1\xa0%", "«x»")),
        ("ja", ("1,234", "−0.42", "2024年3月14日", "a、b、c", "1%未満", "「x」")),
        ("ar", ("1,234", "\u200e−0.42", "14 مارس 2024", "a وb وc", "أقل من 1%", "«x»")),
    ],
)
def test_numbers_dates_and_lists_are_written_as_the_language_does(code, words):
    at = datetime(2024, 3, 14, 17, 5, tzinfo=UTC)
    with speaking(code):
        found = (number(1234), decimal(-0.424), day(at), conjoined(["a", "b", "c"]), phrases.percent(0.001))
        assert [_plain(one) for one in (*found, phrases.set_off("x"))] == [_plain(one) for one in words]


def _plain(text: str) -> str:
    """Which of the no-break spaces it is, and whether 1234 has a separator, are matters of the locale data's age."""
    return re.sub(r"[\xa0\u202f\u200e]", "", text).replace("1.234", "1234").replace("%", "%")


@pytest.mark.parametrize(
    ("n", "words"), [(0, "0 شخص"), (1, "شخص واحد"), (2, "شخصان"), (3, "3 أشخاص"), (11, "11 شخصًا"), (100, "100 شخص")]
)
def test_arabic_has_six_forms(n, words):
    with speaking("ar"):
        assert phrases.people(n) == words


def test_two_reports_in_two_languages_at_the_same_time():
    wanted = {code: render(tiny_digest(), "markdown", _in(code)) for code in ("de", "ja")}
    found: dict[str, list[object]] = {code: [] for code in wanted}

    def draw(code: str) -> None:
        found[code] += [render(tiny_digest(), "markdown", _in(code)) for _ in range(8)]

    threads = [threading.Thread(target=draw, args=(code,)) for code in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(set(found[code]) == {wanted[code]} for code in wanted)


def test_a_template_of_ones_own_may_use_the_words(tmp_path: Path):
    (tmp_path / "digest.html.j2").write_text(
        '{{ gettext("Said once") }}: {{ ngettext("%(n)s post", "%(n)s posts", 2, n="<b>") }}', "utf-8"
    )
    written = render(tiny_digest(), "html", ReportSettings(language="de", templates=str(tmp_path)))
    assert written == "Einmal gesagt: &lt;b&gt; Beiträge"


def test_the_command_writes_in_the_language_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "d.json").write_text(str(render(tiny_digest(), "json")), "utf-8")
    options = ["--language", "ja", "--format", "markdown", "-q", "-o", "d.md"]
    assert main(["render", "d.json", *options]) == 0
    assert (tmp_path / "d.md").read_text("utf-8") == render(tiny_digest(), "markdown", _in("ja"))
    assert main(["render", "d.json", "--language", "xx", "-q"]) == 2
