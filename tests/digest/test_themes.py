"""Themes of a digest: by people, each with a key point, quotes, and dissent where there is one."""

from __future__ import annotations

import re

import pytest
from builders import discussion
from promises import quoted

from digest.stages import material
from miner.digest import Digest
from miner.digest.themes import overview_of, themes_of


def test_themes_stand_by_people_most_first() -> None:
    themes = themes_of(material(discussion(60)))
    assert themes
    assert [theme.id for theme in themes] == [f"t{number}" for number in range(1, len(themes) + 1)]


def test_the_overview_takes_one_sentence_from_each_of_the_largest_themes_by_different_people() -> None:
    made = material(discussion(60))
    themes = themes_of(made)
    overview = overview_of(made, themes)
    assert 1 <= len(overview) <= 5
    theme_of = {argument.id: made.theme_id(number) for number, argument in enumerate(made.arguments)}
    assert [theme_of[one] for one in overview] == [theme.id for theme in themes if theme.parent is None][:5]
    authors = {argument.id: argument.author for argument in made.arguments}
    assert len({authors[one] for one in overview}) == len(overview)


def test_a_discussion_without_themes_has_an_overview_all_the_same() -> None:
    made = material(discussion(7))
    assert themes_of(made) == ()
    overview = overview_of(made, ())
    assert 1 <= len(set(overview)) == len(overview) <= 3


@pytest.mark.parametrize("made", ["example_chat_digest", "example_blog_digest"])
def test_a_theme_quotes_different_people_and_not_the_one_of_its_key_point(
    made: str, request: pytest.FixtureRequest
) -> None:
    digest: Digest = request.getfixturevalue(made)
    authors = {
        argument.id: next(p.author for p in digest.posts if p.id == argument.post_id) for argument in digest.arguments
    }
    for theme in digest.themes:
        said_by = [authors[one] for one in (theme.key_point, *theme.quotes) if one != theme.dissent]
        assert len(set(said_by)) == len(said_by), theme.title
        assert len(theme.quotes) <= 4


@pytest.mark.parametrize("made", ["example_chat_digest", "example_blog_digest"])
def test_a_dissenting_quote_stands_on_the_other_side_of_a_contrast(made: str, request: pytest.FixtureRequest) -> None:
    digest: Digest = request.getfixturevalue(made)
    positions = {argument.id: argument.positions for argument in digest.arguments}
    for theme in digest.themes:
        if theme.dissent:
            assert any(
                positions[theme.key_point][contrast.name] * positions[theme.dissent][contrast.name] < 0
                for contrast in digest.contrasts
                if contrast.measurable
            )


@pytest.mark.parametrize("made", ["example_chat_digest", "example_blog_digest"])
def test_not_one_theme_for_everything_and_not_one_for_each_comment(made: str, request: pytest.FixtureRequest) -> None:
    digest: Digest = request.getfixturevalue(made)
    sizes = [theme.n_arguments for theme in digest.themes]
    assert 3 <= len(sizes) <= 9
    assert max(sizes) <= 0.5 * len(digest.arguments)
    assert sum(sizes) >= 0.4 * len(digest.arguments)
    assert sum(size >= 4 for size in sizes) >= 3


@pytest.mark.parametrize("made", ["example_chat_digest", "example_blog_digest"])
def test_titles_are_words_of_the_discussion(made: str, request: pytest.FixtureRequest) -> None:
    digest: Digest = request.getfixturevalue(made)
    for theme in digest.themes:
        members = [argument.id for argument in digest.arguments if argument.theme_id == theme.id]
        asked = [question.text for question in digest.questions]
        said = " ".join([*(quoted(digest, member) for member in members), *asked]).casefold().replace("’", "'")
        assert all(part.casefold().replace("’", "'") in said for part in re.split(", | and ", theme.title)), theme.title
