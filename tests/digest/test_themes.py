"""Themes of a digest: by people, each with a key point, quotes, and dissent where there is one."""

from __future__ import annotations

import re

import pytest
from builders import discussion, post, transcript
from msgspec.structs import replace
from promises import quoted

from digest.stages import material
from miner.digest import Digest
from miner.digest.themes import overview_of, themes_of
from miner.transcript import Post


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


def test_an_overview_takes_no_answer_to_somebody_where_others_speak_for_themselves() -> None:
    spoken = discussion(60)
    made = material(spoken)
    before = overview_of(made, themes_of(made))
    said = {argument.id: argument for argument in made.arguments}
    start = {said[one].post_id: said[one].start for one in before}

    def answering(post: Post) -> Post:
        at = start.get(post.id)
        return post if at is None else replace(post, text=f"{post.text[:at]}Lena, I agree with you: {post.text[at:]}")

    answers = material(replace(spoken, posts=tuple(map(answering, spoken.posts))))
    after = overview_of(answers, themes_of(answers))
    texts = {argument.id: argument.text for argument in answers.arguments}
    assert len(after) >= 3
    assert not [texts[one] for one in after if "Lena" in texts[one]]


def test_an_overview_of_few_arguments_begins_with_those_that_stand_alone() -> None:
    texts = [
        "But, there is a hidden side to the lift, which is what it costs the tenants every month.",
        "The lift breaks down every week and old people cannot leave their flats.",
        "Lena, I agree with you that the lift is old and should be replaced this year.",
        "A new lift costs less than the repairs of two years, because parts are rare.",
    ]
    made = material(transcript(post(text, number, f"p{number}") for number, text in enumerate(texts)))
    said = {argument.id: argument.text for argument in made.arguments}
    assert {said[one] for one in overview_of(made, ())[:2]} == {texts[1], texts[3]}


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
