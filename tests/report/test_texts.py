"""What holds for every form of words: proven quotes, counted rests, the same bytes twice, nothing live from outside."""

from __future__ import annotations

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import TEXTS, hostile_digest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from miner.digest.records import EditNote
from miner.errors import QuoteNotFound
from miner.report import FORMS, render
from miner.report.outline.blocks import Bar, Heading, Text, quotes_in
from miner.report.outline.detail import BRIEF, FULL, LADDER, LEAST, fitted
from miner.report.texts.dialect import Dialect, Proven
from miner.report.texts.discord import Discord
from miner.report.texts.discourse import Discourse
from miner.report.texts.plain import Plain
from miner.report.texts.slack import Slack
from miner.sources.cleaning import clean

NAMES = ("text", "discourse", "slack", "discord", "email", "atom")
DIALECTS = (Plain(), Discourse(), Slack(), Discord())
MAKES = (library_chat, few_arguments, hostile_digest, lambda: many_arguments(200))


def _named(dialect: Dialect) -> str:
    return type(dialect).__name__


@pytest.mark.parametrize("dialect", DIALECTS, ids=_named)
@pytest.mark.parametrize("text", [clean(text) for text in TEXTS])
def test_a_hostile_quote_reads_back_to_the_letter(dialect, text):
    assert dialect.unquote(dialect.quote(text)) == text


@pytest.mark.parametrize("dialect", DIALECTS, ids=_named)
@given(text=st.text(alphabet="\n ab12.-+*_#>=`~[](){}<>|\\!&:/w$@;cr\u00e9", max_size=60))
def test_any_mix_of_signs_reads_back_to_the_letter(dialect, text):
    assert dialect.unquote(dialect.quote(text)) == text


@pytest.mark.parametrize("dialect", DIALECTS, ids=_named)
@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cf")), max_size=60))
def test_any_clean_text_reads_back_to_the_letter(dialect, text):
    assert dialect.unquote(dialect.quote(text)) == text


@pytest.mark.parametrize("form", NAMES)
@pytest.mark.parametrize("make", MAKES)
def test_two_runs_give_the_same_bytes(form, make):
    assert render(make(), form) == render(make(), form)


@pytest.mark.parametrize("form", NAMES)
def test_each_form_is_listed_with_what_it_is_for(form):
    assert FORMS[form].about
    assert FORMS[form].folder is not isinstance(render(few_arguments(), form), str | bytes)


def test_a_dialect_that_loses_a_letter_is_found():
    class Careless(Plain):
        def quote(self, words: str) -> str:
            return super().quote(words).replace("!", ".")

    proven = Proven(replace(few_arguments(), title="Loud!"))
    blocks = proven.outline(FULL)
    careless = Careless()
    quote = next(quotes_in(blocks))
    loud = replace_words(quote, f"{quote.card.words}!")
    with pytest.raises(QuoteNotFound, match="do not read back as they were"):
        proven.check(careless.write([loud]), [loud], careless)


def test_a_quote_that_is_missing_is_found():
    proven = Proven(few_arguments())
    with pytest.raises(QuoteNotFound, match="not in the rendered report to the letter"):
        proven.check("nothing", proven.outline(FULL), Plain())


def replace_words(quote, words):
    """The same quote with other words."""
    from dataclasses import replace as changed

    return changed(quote, card=changed(quote.card, id="other", words=words))


@pytest.mark.parametrize("detail", LADDER)
def test_what_is_not_shown_is_counted(detail):
    proven = Proven(library_chat())
    blocks = proven.outline(detail)
    theme = proven.page.themes[0]
    ref = theme.ref
    heading = Heading(3, f"{ref.label}. {ref.title}", ref.anchor, ref.colour)
    start = next(at for at, block in enumerate(blocks) if block == heading)
    end = next(at for at, block in enumerate(blocks) if at > start and isinstance(block, Heading))
    shown = len(list(quotes_in(blocks[start:end])))
    rest = [block.line[0].text for block in blocks[start:end] if isinstance(block, Text) and len(block.line) == 1]
    assert f"And {theme.n_arguments - shown} more arguments." in rest


def test_each_rung_of_the_ladder_is_shorter():
    proven = Proven(many_arguments(400))
    lengths = [len(Plain().write(proven.outline(detail))) for detail in LADDER]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < 6000


def test_the_first_rung_that_fits_is_taken():
    tried = []
    assert fitted(lambda detail: tried.append(detail) or detail, lambda detail: detail is BRIEF) is BRIEF
    assert tried == list(LADDER[: LADDER.index(BRIEF) + 1])
    assert fitted(lambda detail: detail, lambda _: False, BRIEF) is LEAST


def test_a_brief_report_says_nothing_twice_but_for_two_voices_of_a_side():
    ids = [quote.card.id for quote in quotes_in(Proven(library_chat()).outline(BRIEF))]
    assert len(ids) - len(set(ids)) <= 2 * 2


def test_bars_show_shares_of_people():
    bars = [block for block in Proven(library_chat()).outline(BRIEF) if isinstance(block, Bar)]
    assert bars[0] == Bar(53.3, colour="t1")  # 8 of 15 people
    assert bars[-1].left + bars[-1].right == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize("form", NAMES)
def test_a_digest_without_people_or_date_is_written(form):
    bare = replace(few_arguments(), people=(), written_on=None, title="", limits=(), threads=(), sources=())
    assert render(bare, form)


@pytest.mark.parametrize("form", NAMES)
def test_what_an_editor_changed_is_told_in_every_form(form):
    base = library_chat()
    edits = (EditNote(key="rename", about="Theme 1 was renamed."),)
    digest = replace(
        base,
        method=replace(base.method, edits=edits),
        themes=(replace(base.themes[0], edited=("title",)), *base.themes[1:]),
    )
    written = render(digest, form)
    text = (
        written.decode("utf-8")
        if isinstance(written, bytes)
        else "".join(written.values())
        if form == "discord"
        else written
    )
    assert "A person edited this digest" in text.replace("=\r\n", "")
    assert "title by the editor" in text.replace("=\r\n", "")
