"""Edits laid over a digest, one after the other; what cannot be found is told, never done to something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from miner.digest.edits.beneath import as_part, groups_of, home, members_of, put_in_line
from miner.digest.edits.records import Edit, key_of_edit
from miner.digest.edits.remade import Remade, ground_of
from miner.digest.edits.sections import settled, without_quotes
from miner.digest.edits.targets import Said, TargetGone, find_argument, find_theme, said_in
from miner.digest.people import names_in, without_person
from miner.digest.people.naming import identity
from miner.digest.records import Digest, EditNote, Theme

if TYPE_CHECKING:
    from miner.digest.edits.desk import Desk


@dataclass(frozen=True)
class Outcome:
    """The edited digest, the edits that are in it, and those that could not be made, each with the reason."""

    digest: Digest
    applied: tuple[Edit, ...] = ()
    not_found: tuple[tuple[Edit, str], ...] = ()


@dataclass
class _State:
    """A digest while it is edited. ``dropped`` and ``pinned`` hold for all that is made anew later; ``remade`` was
    made anew before."""

    digest: Digest
    shown: Digest | None
    original: Digest
    remade: Remade
    dropped: set[str] = field(default_factory=set)
    pinned: list[str] = field(default_factory=list)

    @cached_property
    def _desk(self) -> Desk:
        from miner.digest.edits.desk import Desk  # brings numpy and the encoder

        return Desk(self.original)

    @cached_property
    def _ground(self) -> str:
        return ground_of(self.original)

    def made(self, theme_id: str) -> Theme:
        """A theme as the digest would make it of the members it has now."""
        parent = next(theme.parent for theme in self.digest.themes if theme.id == theme_id)
        groups = groups_of(self.digest, parent)
        made = self.remade.theme(
            self._ground, theme_id, groups, self.dropped, lambda: self._desk.theme(theme_id, groups, self.dropped)
        )
        return made if parent is None else as_part(made)

    def said(self) -> Said:
        return said_in(self.digest, self.shown)


def apply_edits(
    digest: Digest, edits: Iterable[Edit], shown: Digest | None = None, remade: Remade | None = None
) -> Outcome:
    """Make edits, in order.

    Parameters
    ----------
    shown
        The same digest as its readers saw it, with names replaced: edits may have been made on that.
    remade
        Themes that were made anew before; those made now are added.

    Returns
    -------
    Outcome
        An edit that the digest holds already counts as applied.
    """
    state = _State(digest, shown, digest, remade if remade is not None else Remade())
    made = {note.key for note in digest.method.edits}
    applied: list[Edit] = []
    gone: list[tuple[Edit, str]] = []
    masks: list[Edit] = []
    for edit in edits:
        if key_of_edit(edit) in made:
            applied.append(edit)
        elif edit.do == "mask":  # last: ids and words change with the names
            masks.append(edit)
        else:
            _one(state, edit, applied, gone)
    for edit in masks:
        state.shown = None
        _one(state, edit, applied, gone)
    return Outcome(state.digest, tuple(applied), tuple(gone))


def _one(state: _State, edit: Edit, applied: list[Edit], gone: list[tuple[Edit, str]]) -> None:
    try:
        about = _DO[edit.do](state, edit)
    except TargetGone as error:
        gone.append((edit, str(error)))
        return
    method = state.digest.method
    notes = (*method.edits, EditNote(key=key_of_edit(edit), about=about))
    state.digest = replace(state.digest, method=replace(method, edits=notes))
    applied.append(edit)


def _rename(state: _State, edit: Edit) -> str:
    theme = _theme(state, edit)
    _put(state, {theme.id: replace(theme, title=edit.title, edited=_edited(theme, "title"))})
    return f"The theme {_named(theme)} is called {edit.title}."


def _merge(state: _State, edit: Edit) -> str:
    said = state.said()
    themes = list({theme.id: theme for theme in (find_theme(target, said) for target in edit.themes)}.values())
    if len(themes) < 2:
        raise TargetGone(f"what were {len(edit.themes)} themes is one now: {themes[0].title!r}")
    if len({theme.parent for theme in themes}) > 1:
        raise TargetGone(f"{_listed(themes)} are not parts of one theme any more")
    _check_people(state.digest)
    into, *others = sorted(themes, key=lambda theme: (-theme.n_people, -theme.n_arguments, theme.id))
    moved = {theme.id for theme in others}
    before = state.digest
    state.digest = _moved(state.digest, into, lambda here, _: into.id if here in moved else here)
    made = _made(state, into, edit.title)
    keep = tuple(
        replace(one, parent=_parent(one, moved, into.id)) for one in state.digest.themes if one.id not in moved
    )
    state.digest = replace(state.digest, themes=keep)
    _put(state, {**_parts(state, before), into.id: made}, {theme.id: into.id for theme in others})
    return f"The themes {_listed(themes)} were put together{_called(made)}."


def _split(state: _State, edit: Edit) -> str:
    theme = _theme(state, edit)
    said = state.said()
    _check_people(state.digest)
    ids = {find_argument(target, said).id for target in edit.arguments}
    members = set(said.members(theme.id))
    if not ids & members or ids >= members:
        raise TargetGone(f"the arguments that were to leave the theme {theme.title!r} are not a part of it any more")
    new = _free_id(state.digest, theme.id)
    before = state.digest
    state.digest = _moved(state.digest, theme, lambda here, key: new if key in ids & members else here)
    part = replace(theme, id=new, edited=(), lasting_id=None, outcome=None)  # the editor's: no digest before had it
    state.digest = replace(state.digest, themes=(*state.digest.themes, part))
    made = _made(state, part, edit.title)
    left = _made(state, theme, theme.title, renamed="title" in theme.edited)
    _put(state, {**_parts(state, before), theme.id: left, new: made})
    n, of = len(ids & members), len(members)
    return f"{n} of the {of} arguments of the theme {_named(theme)} became a theme of their own{_called(made)}."


def _hide(state: _State, edit: Edit) -> str:
    theme = _theme(state, edit)
    before = state.digest
    parts = groups_of(before, theme.id) if theme.parent is None else {}
    state.digest = _moved(state.digest, theme, lambda here, _: None if here == theme.id else here)
    kept = (one for one in state.digest.themes if one.id != theme.id and one.id not in parts)
    state.digest = replace(
        state.digest, themes=tuple(replace(one, parent=_parent(one, {theme.id}, None)) for one in kept)
    )
    _put(state, _parts(state, before), dict.fromkeys((theme.id, *parts)))
    size = f"{theme.n_arguments} argument(s) by {theme.n_people} person(s)"
    if theme.parent is not None:
        return f"The part {_named(theme)} was taken out; its {size} are still in the theme above it."
    return f"The theme {_named(theme)} was taken out; its {size} are among those in no theme."


def _pin(state: _State, edit: Edit) -> str:
    argument = find_argument(edit.arguments[0], state.said())
    theme = next((one for one in state.digest.themes if one.id == argument.theme_id), None)
    if theme is None:
        raise TargetGone("the argument to be quoted is in no theme any more")
    state.pinned.append(argument.id)
    _put(state, {theme.id: _with_pinned(state, replace(theme, edited=_edited(theme, "quotes")))})
    return f"A quote was chosen for the theme {_named(theme)}."


def _drop(state: _State, edit: Edit) -> str:
    argument = find_argument(edit.arguments[0], state.said())
    theme = next((one for one in state.digest.themes if one.id == argument.theme_id), None)
    state.dropped.add(argument.id)
    state.pinned = [key for key in state.pinned if key != argument.id]
    changed: dict[str, Theme] = {}
    for one in state.digest.themes:
        if one.id in (argument.theme_id, argument.subtheme_id) and argument.id in (one.key_point, *one.quotes):
            if state.dropped >= set(members_of(state.digest, one.id)):
                raise TargetGone(f"the theme {one.title!r} would be left without a quote; hide it instead")
            changed[one.id] = _quoted_anew(state, one)
    state.digest = without_quotes(state.digest, {argument.id}, keep=set(changed))
    _put(state, changed)
    return "A quote was taken off" + (f" the theme {_named(theme)}." if theme is not None else ".")


def _mask(state: _State, edit: Edit) -> str:
    who = identity(edit.person)
    if who not in {identity(name) for name in names_in(state.digest)}:
        raise TargetGone("nobody in this digest has the name that was to be taken out")
    state.digest = without_person(state.digest, edit.person)
    return "The name of one person was taken out."


_DO: Mapping[str, Callable[[_State, Edit], str]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
    "hide": _hide,
    "pin": _pin,
    "drop": _drop,
    "mask": _mask,
}


def _theme(state: _State, edit: Edit) -> Theme:
    return find_theme(edit.themes[0], state.said())


def _check_people(digest: Digest) -> None:
    if digest.method.people_shown == "none":
        raise TargetGone("people cannot be counted anew in a digest without names; edit the one with names")


def _moved(digest: Digest, theme: Theme, where: Callable[[str | None, str], str | None]) -> Digest:
    """Arguments in other themes, or other parts of one; one that leaves all themes is in the tail.

    Parameters
    ----------
    theme
        At which level they move.
    where
        The theme an argument is in, and its id -> the theme it shall be in.
    """
    moved = []
    for one in digest.arguments:
        here = home(one, theme)
        there = where(here, one.id)
        if there == here:
            moved.append(one)
        elif theme.parent is not None:
            moved.append(replace(one, subtheme_id=there))
        else:
            moved.append(replace(one, theme_id=there, membership="tail" if there is None else "assigned"))
    return replace(digest, arguments=tuple(moved))


def _parts(state: _State, before: Digest) -> dict[str, Theme]:
    """The parts that have other members since an edit, made anew; those that are none any more are gone."""
    state.digest, changed = put_in_line(before, state.digest)
    return {one.id: _made(state, one, one.title, renamed="title" in one.edited) for one in changed}


def _made(state: _State, theme: Theme, title: str, *, renamed: bool = True) -> Theme:
    """The theme with its members as they are now; with a title given it is the editor's."""
    made = state.made(theme.id)
    edited = _edited(theme, "members")
    if title:
        made = replace(made, title=title)
        edited = _edited(replace(theme, edited=edited), "title") if renamed else edited
    marks = {"lasting_id": theme.lasting_id, "outcome": theme.outcome}
    return _with_pinned(state, replace(made, parent=theme.parent, edited=edited, **marks))


def _quoted_anew(state: _State, theme: Theme) -> Theme:
    """The theme without the dropped quotes; its key point stays if it may."""
    made = state.made(theme.id)
    names = ("key_point", "key_point_matches", "key_point_people")
    point = {name: getattr(made if theme.key_point in state.dropped else theme, name) for name in names}
    quotes = tuple(key for key in made.quotes if key != point["key_point"])
    dissent = made.dissent if made.dissent in quotes else None
    anew = replace(theme, quotes=quotes, dissent=dissent, edited=_edited(theme, "quotes"), **point)
    return _with_pinned(state, anew)


def _with_pinned(state: _State, theme: Theme) -> Theme:
    members = set(members_of(state.digest, theme.id))
    pinned = [key for key in dict.fromkeys(state.pinned) if key in members and key != theme.key_point]
    others = [key for key in theme.quotes if key not in pinned]
    if not pinned:
        return theme
    room = max(len(theme.quotes), len(pinned)) - len(pinned)
    last = [theme.dissent] if theme.dissent in others[room:] and theme.dissent is not None and room else []
    kept = [*others[: room - len(last)], *last]
    dissent = theme.dissent if theme.dissent in (*pinned, *kept) else None
    return replace(theme, quotes=(*pinned, *kept), dissent=dissent, edited=_edited(theme, "quotes"))


def _put(state: _State, changed: Mapping[str, Theme], gone: Mapping[str, str | None] | None = None) -> None:
    """Themes exchanged, and all sections that speak of themes brought in line."""
    before = state.digest
    themes = tuple(changed.get(theme.id, theme) for theme in before.themes)
    state.digest = settled(state.original, replace(before, themes=themes), gone or {}, tuple(changed))


def _edited(theme: Theme, what: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*theme.edited, what)))


def _parent(theme: Theme, gone: set[str], into: str | None) -> str | None:
    parent = into if theme.parent in gone else theme.parent
    return None if parent == theme.id else parent


def _free_id(digest: Digest, theme_id: str) -> str:
    taken = {theme.id for theme in digest.themes}
    number = 2
    while f"{theme_id}-{number}" in taken:
        number += 1
    return f"{theme_id}-{number}"


def _named(theme: Theme) -> str:
    """In quotation marks where it is the discussion's own words."""
    return theme.title if "title" in theme.edited else f"“{theme.title}”"


def _listed(themes: list[Theme]) -> str:
    *first, last = map(_named, themes)
    return f"{', '.join(first)} and {last}"


def _called(theme: Theme) -> str:
    return f", called {_named(theme)}"
