"""What was written in the reports: told from quotes, with its citations as links, and gone where it no longer holds."""

from __future__ import annotations

import re

import msgspec
import pytest
from discussed import tiny_digest

from miner.digest.edits import apply_edits
from miner.digest.edits.records import Edit, ThemeTarget, fingerprint
from miner.digest.people import with_people
from miner.digest.records import Digest, Written, WrittenMethod, WrittenTask, WrittenText
from miner.report import render
from miner.report.phrases import section
from miner.settings import ReportSettings

LABEL = "written by Small &amp; Wise, checked against the quotes"


def _written(**others: object) -> Digest:
    written = Written(
        titles={"t1": WrittenText(text="Trams for late shifts", cites=("a1", "a2"))},
        summaries={"t1": (WrittenText(text="Night trams make the walk safe, ann says.", cites=("a1", "a3")),)},
        poles={"c1": (WrittenText(text="Small wheels", cites=("a4",)), WrittenText(text="Rails", cites=("a1",)))},
        contrasts={"c1": (WrittenText(text="Villages want buses, nurses want trams.", cites=("a4", "a1")),)},
        overview=(WrittenText(text="<b>Nurses</b> & villages want different things.", cites=("a1", "a4")),),
        questions=(WrittenText(text="Who pays, and when does it open?", cites=("?1", "?2")),),
    )
    tasks = {"title": WrittenTask(asked=9, shown=7, fell_back=2, reasons={"support": 2}, version="1", sha256="ab" * 32)}
    digest = tiny_digest()
    method = WrittenMethod(writer="Small & Wise", tasks=tasks)
    return msgspec.structs.replace(
        digest, written=written, method=msgspec.structs.replace(digest.method, written=method), **others
    )


def _boxes(page: str) -> list[str]:
    return re.findall(r'<div class="written">.*?</div>', page, re.DOTALL)


def test_every_written_sentence_is_labelled_and_leads_to_its_quotes():
    page = render(_written(), "html")
    boxes = _boxes(page)
    assert len(boxes) == 4
    assert all(LABEL in box for box in boxes)
    for box in boxes:
        for anchor in re.findall(r'href="#([^"]+)"', box):
            assert f'id="{anchor}"' in page
    said = next(box for box in boxes if "Night trams" in box)
    assert re.findall(r"<bdi>(\w+)</bdi>", said) == ["ann", "cy", "ann", "ben"]
    assert "In the discussion&#39;s own words: Trams at night" in said


def test_what_was_written_is_never_markup_and_never_within_a_quote():
    page = render(_written(), "html")
    assert "&lt;b&gt;Nurses&lt;/b&gt; &amp; villages" in page
    quotes = re.findall(r"<blockquote.*?</blockquote>", page, re.DOTALL)
    assert not any("Night trams make the walk safe" in quote for quote in quotes)


def test_a_written_title_stands_above_the_theme_and_is_no_quotation():
    page = render(_written(), "html")
    heading = re.search(r'<h3 id="theme-t1-title">.*?</h3>', page, re.DOTALL)
    assert heading is not None
    assert "Trams for late shifts" in heading.group()
    assert "title by a language model" in page
    assert "“Trams for late shifts”" not in page
    assert "Small wheels" in page


def test_the_quotes_are_all_still_there():
    plain, written = render(tiny_digest(), "html"), render(_written(), "html")
    quotes = re.compile(r"<blockquote.*?</blockquote>", re.DOTALL)
    assert quotes.findall(plain) == quotes.findall(written)


def test_without_a_writer_nothing_of_it_is_on_the_page():
    page = render(tiny_digest(), "html")
    assert "written by" not in page
    assert ".written" not in page


@pytest.mark.parametrize("form", ["markdown", "text", "discourse", "slack", "discord"])
def test_forms_of_words_say_it_too(form):
    shown = render(_written(), form)
    text = " ".join("".join(shown.values()).split()) if isinstance(shown, dict) else " ".join(str(shown).split())
    assert "checked against the quotes" in text
    assert "Night trams make the walk safe" in text
    assert "Trams for late shifts" in text


def test_the_method_says_how_much_fell_back():
    page = render(_written(), "text")
    said = " ".join(str(page).split())
    assert "Fell back: titles: 2 of 9 (2 × not said in the quotes cited)." in said
    assert "title 1 (abababababab)" in said


def test_a_report_in_another_language_has_its_own_label():
    page = render(_written(), "html", ReportSettings(language="de"))
    assert "geschrieben von Small &amp; Wise" in page
    assert section("said") not in page


@pytest.mark.parametrize("people", ["initials", "pseudonyms", "none"])
def test_names_go_from_what_was_written_too(people, tmp_path):
    (tmp_path / "key").write_text("k" * 40)
    settings = ReportSettings(people=people, people_key=f"file:{tmp_path / 'key'}")
    shown = with_people(_written(), settings)
    assert isinstance(shown.written, Written)
    assert "ann" not in shown.written.summaries["t1"][0].text.split()
    ids = {argument.id for argument in shown.arguments}
    assert set(shown.written.overview[0].cites) <= ids
    assert len(_boxes(render(shown, "html"))) == 4


def test_a_theme_that_an_editor_names_keeps_the_editors_title():
    digest = _written()
    said = tuple(fingerprint(post.text) for post in digest.posts[:3])
    target = ThemeTarget(title="Trams at night", key_point=digest.posts[0].text, members=said)
    edit = Edit(do="rename", themes=(target,), title="Night service")
    edited = apply_edits(digest, [edit]).digest
    page = render(edited, "html")
    assert "Night service" in page
    assert "Trams for late shifts" not in page
    assert "title by a language model" not in page


def test_what_rests_on_arguments_that_are_gone_is_not_shown():
    digest = _written()
    fewer = tuple(argument for argument in digest.arguments if argument.id != "a3")
    page = render(msgspec.structs.replace(digest, arguments=fewer), "html")
    assert "Night trams make the walk safe" not in page
    assert "Trams for late shifts" in page
