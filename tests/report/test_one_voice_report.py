"""Reports on one author's text: counted in arguments and places, in every language; and why nothing was grouped."""

from __future__ import annotations

import re

import pytest
from builders import SUBJECTS, UNRELATED, comments, post, transcript
from msgspec.structs import replace
from promises import keeps_promises

from miner.digest import Digest
from miner.pipeline import mine
from miner.report import render
from miner.settings import ReportSettings

LANGUAGES = ("en", "de", "fr", "es", "ja", "ar")
HEADINGS = {name: f"About {name}" for name in SUBJECTS}


def article(author: str = "Ada Writer") -> str:
    """A section for each subject, two paragraphs in each."""
    return "Our library\n\n" + "\n\n".join(
        f"{HEADINGS[name]}\n\n{_paragraph(claims[:3])}\n\n{_paragraph(claims[3:])}"
        for name, (claims, _) in sorted(SUBJECTS.items())
    )


def _paragraph(claims: tuple[str, ...]) -> str:
    return " ".join(f"{claim[:1].upper()}{claim[1:]}." for claim in claims)


@pytest.fixture(scope="module")
def digest() -> Digest:
    return mine(transcript([post(article(), 1, "Ada Writer", kind="article")]))


def test_an_article_has_themes_that_keep_all_promises(digest: Digest) -> None:
    keeps_promises(digest)
    assert 3 <= len(digest.themes) <= 7
    assert {theme.n_people for theme in digest.themes} == {1}
    assert all(theme.quotes for theme in digest.themes)
    assert set(HEADINGS.values()) & {theme.title for theme in digest.themes}


def test_each_of_the_first_themes_has_a_sentence_in_the_overview(digest: Digest) -> None:
    theme_of = {argument.id: argument.theme_id for argument in digest.arguments}
    assert [theme_of[key] for key in digest.overview] == [theme.id for theme in digest.themes[:5]]


def test_a_reader_is_told_what_was_counted(digest: Digest) -> None:
    text = render(digest, "markdown")
    assert re.search(r"\*\*1 person\*\*, \d+ arguments in \d+ places of the text;", text)
    assert text.count("1 person wrote 1 post") == 1
    assert "## What was said" in text
    assert "are counted, not people" in text
    assert "All 36 arguments are by one person" in text or "arguments are by one person" in text
    for nonsense in ("of 1 person", "of 1 people", "1 spoke about", "by 1 person", "What people said", "Too few"):
        assert nonsense not in text, nonsense


@pytest.mark.parametrize("form", ["html", "markdown", "text", "slack", "discourse"])
def test_no_form_counts_people_of_one(digest: Digest, form: str) -> None:
    text = render(digest, form)
    assert "of 1 people" not in text
    assert "of 1 person" not in text


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_words_are_there_in_every_language(digest: Digest, language: str) -> None:
    text = render(digest, "html", ReportSettings(language=language))
    for english in ("places of the text", "What was said", "above all about", "by one person", "Themes by arguments"):
        assert english not in text, english


def test_few_arguments_are_said_to_be_few() -> None:
    assert "Too few arguments to group" in render(mine(comments(_claims()[:5])), "markdown")


def test_what_no_two_people_share_is_not_called_too_few() -> None:
    text = render(ungrouped(mine(comments(UNRELATED))), "markdown")
    assert "No two people clearly made the same point: here are the arguments, one by one." in text
    assert "Too few" not in text


def test_a_text_without_points_is_not_called_too_short() -> None:
    text = render(mine(transcript([post("\n\n".join(UNRELATED), 1, "Ada", kind="article")])), "markdown")
    assert "No point comes up in several places of this text: here are its arguments, one by one." in text
    assert "No point comes up in several places of this text of 12 arguments" in text


def test_an_own_limit_of_arguments_is_what_few_means(digest: Digest) -> None:
    method = replace(digest.method, settings={"clusters": {"min_arguments": 500}})
    raised = replace(ungrouped(digest), method=method)
    assert "Too few arguments to group" in render(raised, "markdown")


def ungrouped(digest: Digest) -> Digest:
    """The digest as if nothing in it were shared."""
    arguments = tuple(replace(one, theme_id=None, subtheme_id=None, membership="tail") for one in digest.arguments)
    return replace(digest, themes=(), arguments=arguments, overview=(), said_once=tuple(one.id for one in arguments))


def _claims() -> list[str]:
    return [f"{claim[:1].upper()}{claim[1:]}." for claims, _ in SUBJECTS.values() for claim in claims]
