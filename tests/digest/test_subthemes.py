"""A digest with a level below its themes: what is counted, compared, edited and shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from miner.digest import Digest, dump_digest, load_digest
from miner.digest.changes import past_of, without_news
from miner.digest.edits import apply_edits, edit_of
from miner.digest.records import Account, DigestArgument, DigestPost, Numbers, Theme
from miner.digest.tables import table_of
from miner.errors import BadEdit
from miner.report import render
from miner.report.cards import theme_refs
from miner.settings import ReportSettings

_SAID = (
    ("t1", "t1.1", "The library should open at night because shift workers never get there by day."),
    ("t1", "t1.1", "Night opening would help everybody who works in shifts at the hospital."),
    ("t1", "t1.1", "Open at night and the students would leave the cafes to read in the library."),
    ("t1", "t1.2", "Sunday opening would bring families who have no other day for books."),
    ("t1", "t1.2", "Families with small children need the library on a Sunday most of all."),
    ("t1", "t1.2", "On Sunday afternoons the library could hold readings for whole families."),
    ("t1", None, "Longer hours cost money that the town simply does not have this year."),
    ("t2", None, "The bus to the library must run later than eight in the evening."),
    ("t2", None, "Nobody takes a bus that stops before the library closes its doors."),
)


def digest() -> Digest:
    """Two themes, one of them with two parts and an argument in neither."""
    posts = tuple(
        DigestPost(id=f"p{number}", thread_id="x", text=text, author=f"person {number}")
        for number, (_, _, text) in enumerate(_SAID)
    )
    arguments = tuple(
        DigestArgument(
            id=f"a{number}",
            post_id=f"p{number}",
            start=0,
            end=len(text),
            strength=0.6,
            theme_id=theme,
            subtheme_id=part,
            membership="core",
        )
        for number, (theme, part, text) in enumerate(_SAID)
    )
    themes = (
        Theme(id="t1", title="Opening hours", key_point="a0", n_people=7, n_arguments=7, quotes=("a6",)),
        Theme(id="t1.1", title="Night opening", key_point="a1", n_people=3, n_arguments=3, quotes=("a2",), parent="t1"),
        Theme(id="t1.2", title="Sunday families", key_point="a4", n_people=3, n_arguments=3, parent="t1"),
        Theme(id="t2", title="Late bus", key_point="a7", n_people=2, n_arguments=2),
    )
    return Digest(
        title="Library",
        account=Account(read=9, used=9),
        numbers=Numbers(n_posts=9, n_people=9, n_arguments=9, n_themes=2, coverage=1.0),
        posts=posts,
        arguments=arguments,
        themes=themes,
    )


def edited(words: Sequence[str]) -> Digest:
    made = digest()
    labels = {ref.label: key for key, ref in theme_refs(made.themes).items()}
    outcome = apply_edits(made, [edit_of(made, words, labels)])
    assert outcome.not_found == ()
    return outcome.digest


def parts_in(made: Digest) -> dict[str, list[str]]:
    """Theme id -> its arguments, after a check that each part lies in its parent."""
    parents = {theme.id: theme.parent for theme in made.themes}
    found: dict[str, list[str]] = {key: [] for key, parent in parents.items() if parent is not None}
    for one in made.arguments:
        if one.subtheme_id is not None:
            assert parents[one.subtheme_id] == one.theme_id
            found[one.subtheme_id].append(one.id)
    assert {theme.id: theme.n_arguments for theme in made.themes if theme.parent} == {
        k: len(v) for k, v in found.items()
    }
    return found


def test_an_old_digest_without_the_field_is_read_and_drawn() -> None:
    old = (
        dump_digest(digest())
        .replace(b'"subtheme_id": "t1.1"', b'"strength": 0.6')
        .replace(b'"subtheme_id": "t1.2"', b'"strength": 0.6')
    )
    made = load_digest(old)
    assert {one.subtheme_id for one in made.arguments} == {None}
    assert "Night opening" in render(made, "html")


def test_only_themes_at_the_top_are_remembered_and_counted() -> None:
    past = past_of(digest())
    assert [known.face.title for known in past.themes] == ["Opening hours", "Late bus"]
    assert without_news(digest()) == digest()
    assert [theme.id for theme in digest().top_themes] == ["t1", "t2"]
    assert "2 themes" in digest()._repr_html_()


def test_tables_name_the_part_of_each_argument() -> None:
    table = table_of(digest(), "arguments")
    assert table.column("subtheme")[:4] == ("Night opening",) * 3 + ("Sunday families",)
    assert table.column("theme")[0] == "Opening hours"


def test_html_shows_parts_inside_their_theme_and_every_argument_once() -> None:
    page = render(digest(), "html")
    assert page.index("Within it:") < page.index('id="theme-t1-1"') < page.index('id="theme-t2"')
    assert 'href="#theme-t1-2"' in page
    said = page[page.index('id="said"') : page.index('id="posts"')]
    assert said.count("On Sunday afternoons the library could hold readings") == 1


@pytest.mark.parametrize(("form", "shown"), [("markdown", True), ("text", True), ("slack", False), ("discord", False)])
def test_short_forms_leave_parts_out(form: str, shown: bool) -> None:
    text = render(digest(), form)
    assert ("Within it:" in text) == shown
    assert ("Sunday families" in text) == shown


@pytest.mark.parametrize("language", ["de", "fr", "es", "ja", "ar"])
def test_the_line_is_translated(language: str) -> None:
    text = render(digest(), "markdown", ReportSettings(language=language))
    assert "Within it" not in text
    assert "Sunday families" in text


def test_hiding_a_theme_hides_its_parts() -> None:
    made = edited(["hide", "1"])
    assert [theme.id for theme in made.themes] == ["t2"]
    assert made.numbers.n_themes == 1
    assert parts_in(made) == {}


def test_hiding_a_part_leaves_its_arguments_with_the_theme() -> None:
    made = edited(["hide", "1.1"])
    assert [theme.id for theme in made.themes] == ["t1", "t1.2", "t2"]
    assert sum(one.theme_id == "t1" for one in made.arguments) == 7
    assert made.numbers.n_themes == 2
    assert parts_in(made) == {"t1.2": ["a3", "a4", "a5"]}


def test_a_part_is_renamed() -> None:
    made = edited(["rename", "1.2", "On Sundays"])
    assert [theme.title for theme in made.themes] == ["Opening hours", "Night opening", "On Sundays", "Late bus"]


def test_themes_put_together_keep_their_parts() -> None:
    made = edited(["merge", "1", "2"])
    assert [(theme.id, theme.parent) for theme in made.themes] == [("t1", None), ("t1.1", "t1"), ("t1.2", "t1")]
    assert made.themes[0].n_arguments == 9
    assert parts_in(made) == {"t1.1": ["a0", "a1", "a2"], "t1.2": ["a3", "a4", "a5"]}


def test_what_leaves_a_theme_leaves_its_part() -> None:
    made = edited(["split", "1", "a0", "a6"])
    assert parts_in(made) == {"t1.1": ["a1", "a2"], "t1.2": ["a3", "a4", "a5"]}
    new = next(theme for theme in made.themes if theme.id == "t1-2")
    assert new.parent is None
    assert new.n_arguments == 2


def test_a_part_that_one_person_is_left_in_is_gone() -> None:
    made = edited(["split", "1", "a0", "a1"])
    assert parts_in(made) == {"t1.2": ["a3", "a4", "a5"]}


def test_themes_of_two_levels_are_not_put_together() -> None:
    with pytest.raises(BadEdit, match="side by side"):
        edited(["merge", "1.1", "2"])


def test_a_dropped_quote_leaves_the_part_too() -> None:
    made = edited(["drop", "a1"])
    part = next(theme for theme in made.themes if theme.id == "t1.1")
    assert "a1" not in (part.key_point, *part.quotes)
    assert replace(part, key_point="", quotes=(), edited=()).n_arguments == 3
