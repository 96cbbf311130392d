"""Edits of a digest: found again by what was said, made by the digest's own code, marked as edits."""

from __future__ import annotations

import msgspec
import pytest
from digests import SAID, library_chat
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from miner.digest.edits import Edit, apply_edits, dump_edits, edit_of, key_of_edit, load_edits, overlay_place
from miner.digest.edits.records import ArgumentTarget, ThemeTarget
from miner.digest.limits import coverage_limit
from miner.digest.people import with_people
from miner.digest.records import Digest, Theme
from miner.errors import BadEdit, BrokenInput, UnknownName
from miner.report import render
from miner.report.cards import theme_refs
from miner.report.proof import prove
from miner.settings import ReportSettings


@pytest.fixture(scope="module")
def digest() -> Digest:
    return library_chat()


def _asked(digest: Digest, *words: str, title: str = "") -> Edit:
    labels = {ref.label: key for key, ref in theme_refs(digest.themes).items()}
    return edit_of(digest, words, labels, title)


def _edited(digest: Digest, *words: str, title: str = "") -> Digest:
    outcome = apply_edits(digest, [_asked(digest, *words, title=title)])
    assert outcome.not_found == ()
    prove(outcome.digest)
    return outcome.digest


def _theme(digest: Digest, key: str) -> Theme:
    return next(theme for theme in digest.themes if theme.id == key)


def _other_ids(digest: Digest) -> Digest:
    """The same discussion in another run: themes have other ids and titles, a few arguments are new or moved."""
    themes = tuple(
        replace(theme, id=f"t{number}", title=f"title {number}") for number, theme in enumerate(digest.themes)
    )
    names = {old.id: new.id for old, new in zip(digest.themes, themes, strict=True)}
    arguments = [replace(one, theme_id=names.get(one.theme_id) if one.theme_id else None) for one in digest.arguments]
    questions = tuple(replace(one, themes=tuple(names[key] for key in one.themes)) for one in digest.questions)
    return replace(digest, themes=themes, arguments=tuple(arguments), questions=questions)


def test_a_renamed_theme_never_looks_like_a_quote(digest):
    edited = _edited(digest, "rename", "1", "“Open at night”")
    theme = _theme(edited, "safe")
    assert theme.title == "Open at night"
    assert theme.edited == ("title",)
    markdown, html = render(edited, "markdown"), render(edited, "html")
    assert "“Open at night”" not in markdown + html
    assert "8 spoke about Open at night, 7 about “nowhere else to be”" in markdown
    assert "title by the editor" in markdown
    assert "title by the editor" in html
    assert "The theme “somebody at the door” is called Open at night." in markdown
    assert "A person edited this digest" in markdown


def test_merged_themes_are_counted_and_quoted_anew(digest):
    edited = _edited(digest, "merge", "nowhere else to be", "staff", title="Who needs it")
    theme = _theme(edited, "who")
    members = [said for said in SAID if said.theme in ("who", "staff")]
    assert theme.n_arguments == len(members)
    assert theme.n_people == len({said.author for said in members})
    assert theme.title == "Who needs it"
    assert set(theme.edited) == {"members", "title"}
    assert theme.stability is None
    assert theme.key_point in {said.id for said in members}
    assert set(theme.quotes) <= {said.id for said in members} - {theme.key_point}
    assert edited.numbers.n_themes == len(edited.themes) == 5
    assert edited.themes[0].id == "who"
    assert edited.overview[0] == theme.key_point
    assert all("staff" not in question.themes for question in edited.questions)
    assert "grouped by the editor" in render(edited, "html")


def test_a_merge_without_a_title_takes_the_discussions_words(digest):
    edited = _edited(digest, "merge", "2", "3")
    theme = _theme(edited, "who")
    assert theme.edited == ("members",)
    said = " ".join(one.text.casefold() for one in SAID)
    assert all(word.strip(",").casefold() in said for word in theme.title.split())


def test_a_split_makes_two_themes_of_one(digest):
    edited = _edited(digest, "split", "safe", "door", title="The door")
    new, old = _theme(edited, "safe-2"), _theme(edited, "safe")
    assert new.title == "The door"
    assert old.title == "somebody at the door"
    assert new.n_arguments + old.n_arguments == 8
    assert {one.theme_id for one in edited.arguments if "door" in prove(edited)[one.id] and one.theme_id} >= {"safe-2"}
    assert old.key_point not in (new.key_point, *new.quotes)


def test_a_hidden_themes_arguments_are_in_no_theme(digest):
    digest = replace(digest, limits=("One.", coverage_limit(5, 44), "Two."))
    edited = _edited(digest, "hide", "5")
    assert "cost" not in {theme.id for theme in edited.themes}
    assert len(edited.arguments) == len(digest.arguments)
    assert sum(one.theme_id is None for one in edited.arguments) == 5 + 6
    assert edited.numbers.coverage == 0.75
    assert digest.themes[4].key_point not in edited.overview
    now = "11 of 44 arguments are in no theme; they are listed under what was said once."
    assert edited.limits == ("One.", now, "Two.")


def test_a_dropped_key_point_gives_way_to_another(digest):
    before = _theme(digest, "safe")
    edited = _edited(digest, "drop", before.key_point)
    after = _theme(edited, "safe")
    assert before.key_point not in (after.key_point, *after.quotes, *edited.overview)
    assert after.n_arguments == before.n_arguments
    assert after.edited == ("quotes",)


def test_a_dropped_quote_stays_dropped_when_its_theme_is_merged(digest):
    drop = _asked(digest, "drop", SAID[0].id)
    edited = apply_edits(digest, [drop, _asked(digest, "merge", "2", "3")]).digest
    theme = _theme(edited, "who")
    assert SAID[0].id not in (theme.key_point, *theme.quotes)


def test_a_quote_is_dropped_from_contrasts_and_questions_too(digest):
    key = digest.contrasts[0].left.key_points[0]
    edited = _edited(digest, "drop", key)
    left = edited.contrasts[0].left
    assert key not in (*left.key_points, *left.quotes)
    assert left.key_points
    assert all(key not in question.quotes for question in edited.questions)


def test_a_pinned_quote_comes_first_and_the_dissent_stays(digest):
    before = _theme(digest, "safe")
    quoted = {before.key_point, *before.quotes}
    key = next(said.id for said in SAID if said.theme == "safe" and said.id not in quoted)
    after = _theme(_edited(digest, "pin", key), "safe")
    assert after.quotes[0] == key
    assert len(after.quotes) == len(before.quotes)
    assert after.dissent == before.dissent


def test_a_person_is_masked_and_the_name_is_not_in_the_report(digest):
    edited = _edited(digest, "mask", "@ferro_ruth")
    assert "ferro_ruth" not in msgspec.json.encode(edited).decode()
    assert "The name of one person was taken out." in render(edited, "markdown")


def test_edits_survive_the_next_run_when_ids_move(digest):
    edits = [_asked(digest, "rename", "1", "Open at night"), _asked(digest, "hide", "6")]
    outcome = apply_edits(_other_ids(digest), edits)
    assert outcome.not_found == ()
    assert [theme.title for theme in outcome.digest.themes if theme.edited] == ["Open at night"]
    assert len(outcome.digest.themes) == 5


def test_an_edit_without_its_target_is_told_and_never_made_to_something_else(digest):
    edit = _asked(digest, "rename", "1", "Open at night")
    scattered = replace(
        digest,
        arguments=tuple(
            replace(one, theme_id=digest.themes[number % 6].id) if one.theme_id == "safe" else one
            for number, one in enumerate(digest.arguments)
        ),
    )
    outcome = apply_edits(scattered, [edit])
    assert outcome.digest == scattered
    assert [reason for _, reason in outcome.not_found] == [
        "what was said in the theme 'somebody at the door' is not together in one theme any more"
    ]
    other = ThemeTarget(title="gone", key_point="gone", members=("0" * 12,))
    small = ThemeTarget(title="two", key_point="", members=edit.themes[0].members[:1])
    reasons = apply_edits(digest, [Edit(do="hide", themes=(other,)), Edit(do="hide", themes=(small,))]).not_found
    assert "nothing that was said" in reasons[0][1]
    assert "now a small part of 'somebody at the door'" in reasons[1][1]


def test_an_argument_is_told_by_its_words_and_among_the_same_words_by_its_id(digest):
    target = ArgumentTarget(words=prove(digest)[SAID[3].id], id="some other id")
    assert apply_edits(digest, [Edit(do="pin", arguments=(target,))]).not_found == ()
    wrong = ArgumentTarget(words="nobody said this", id=SAID[3].id)
    outcome = apply_edits(digest, [Edit(do="drop", arguments=(wrong,))])
    assert outcome.digest == digest
    assert outcome.not_found[0][1] == "nobody says 'nobody said this' in this digest"


def test_an_edit_is_made_once(digest):
    edits = [_asked(digest, "rename", "1", "Open at night"), _asked(digest, "hide", "6")]
    once = apply_edits(digest, edits)
    again = apply_edits(once.digest, edits)
    assert again.digest == once.digest
    assert again.applied == once.applied == tuple(edits)


def test_edits_made_on_a_report_without_names_find_their_targets_with_names(digest):
    posts = {post.id: post.text for post in digest.posts}
    whole = tuple(
        replace(one, start=0) if posts[one.post_id].startswith("@") else one for one in digest.arguments
    )  # quotes with a name in them
    digest = replace(digest, arguments=whole)
    shown = with_people(digest, ReportSettings(people="none"))
    with_a_name = next(one for one in shown.arguments if prove(shown)[one.id].startswith("@[name]"))
    edits = [_asked(shown, "rename", "1", "Open at night"), _asked(shown, "drop", with_a_name.id)]
    assert apply_edits(digest, edits).not_found != ()
    assert apply_edits(digest, edits, shown).not_found == ()


def test_people_are_not_counted_anew_where_there_are_no_names(digest):
    shown = with_people(digest, ReportSettings(people="none"))
    outcome = apply_edits(shown, [_asked(shown, "merge", "2", "3")])
    assert "people cannot be counted anew" in outcome.not_found[0][1]


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (["shout", "1"], UnknownName, "There is no edit 'shout'"),
        (["rename", "1"], BadEdit, "rename THEME TITLE"),
        (["rename", "1", " "], BadEdit, "the title has 0 characters"),
        (["rename", "9", "x"], UnknownName, "There is no theme '9'"),
        (["hide", "1", "2"], BadEdit, "2 words were given"),
        (["merge", "1", "safe"], BadEdit, "both are the same theme"),
        (["split", "1", "zebra"], BadEdit, "says 'zebra'"),
        (["split", "6", "bus", "the", "a"], BadEdit, "would leave it"),
        (["drop", "the"], BadEdit, "too short to look for"),
        (["drop", "nobody said this"], BadEdit, "0 arguments say"),
        (["pin", "library"], BadEdit, "too short"),
        (["mask", "nobody"], UnknownName, "There is no person 'nobody'"),
    ],
)
def test_what_cannot_be_told_is_an_error_before_anything_is_written(digest, words, error, message):
    with pytest.raises(error, match=message):
        _asked(digest, *words)


def test_only_an_argument_of_a_theme_is_pinned(digest):
    with pytest.raises(BadEdit, match="in no theme"):
        _asked(digest, "pin", digest.said_once[0])


def test_the_last_quote_of_a_theme_stays(digest):
    split = _asked(digest, "split", "6", SAID[11].id)
    edited = apply_edits(digest, [split]).digest
    outcome = apply_edits(digest, [split, _asked(edited, "drop", SAID[11].id)])
    assert "would be left without a quote" in outcome.not_found[0][1]


def test_the_file_of_edits_reads_back(digest, tmp_path):
    edits = (
        _asked(digest, "rename", "1", 'Open "at" night \\ \x7f ☕'),
        _asked(digest, "split", "2", "night", title="Nights"),
        _asked(digest, "mask", "ferro_ruth"),
    )
    place = overlay_place(tmp_path / "chat.json")
    assert place == tmp_path / "chat.edits.toml"
    place.write_text(dump_edits(edits), "utf-8")
    assert load_edits(place) == edits
    assert load_edits(tmp_path / "gone.edits.toml") == ()


@given(st.text(max_size=40).filter(lambda text: text.isprintable() or "\n" in text or "\x7f" in text))
def test_any_words_stand_in_the_file(tmp_path_factory, text):
    place = tmp_path_factory.mktemp("edits") / "x.edits.toml"
    edit = Edit(do="drop", title=text, arguments=(ArgumentTarget(words=text, id=text),))
    place.write_bytes(dump_edits([edit, edit]).encode())
    assert load_edits(place) == (edit, edit)
    assert key_of_edit(edit) == key_of_edit(load_edits(place)[0])


@pytest.mark.parametrize(
    "text", ["schema = 1", "nonsense", 'schema = "miner/edits/9"', "\xff", '[[edit]]\ndo = "burn"']
)
def test_another_file_is_not_taken_for_edits(tmp_path, text):
    (tmp_path / "x.edits.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(BrokenInput, match="Mend the line it names, or take the file away"):
        load_edits(tmp_path / "x.edits.toml")
