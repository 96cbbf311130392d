"""What somebody wants edited, in their words, as an edit: themes by number or title, arguments by id or words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence

from miner.digest.edits.records import Edit
from miner.digest.edits.targets import Said, argument_target, said_in, theme_target
from miner.digest.people import names_in
from miner.digest.people.naming import identity
from miner.digest.records import Digest, DigestArgument, Theme
from miner.errors import BadEdit, UnknownName

_MAX_TITLE = 160
_LEAST_WORDS = 8  # letters of a quote that are enough to look for it
USAGE: Mapping[str, str] = {
    "rename": "rename THEME TITLE",
    "merge": "merge THEME THEME ... [--title TITLE]",
    "split": "split THEME WORDS-OR-ARGUMENT ... [--title TITLE]",
    "hide": "hide THEME",
    "pin": "pin ARGUMENT",
    "drop": "drop ARGUMENT",
    "mask": "mask NAME",
}


def edit_of(digest: Digest, words: Sequence[str], labels: Mapping[str, str], title: str = "") -> Edit:
    """The edit that ``rename 2 "Opening at night"`` asks for.

    Parameters
    ----------
    digest
        As its reader sees it, with earlier edits made.
    labels
        Number of a theme as the report shows it -> its id.
    title
        What a theme that is made shall be called; "" leaves it to the discussion's words.

    Raises
    ------
    UnknownName
        If there is no such action, theme or person.
    BadEdit
        If a word is missing or does not fit.
    """
    do, *rest = words
    if do not in USAGE:
        raise UnknownName("edit", do, USAGE)
    least = {"rename": 2, "merge": 2, "split": 2}.get(do, 1)
    most = {"merge": None, "split": None}.get(do, least)
    if len(rest) < least or (most is not None and len(rest) > most):
        raise BadEdit(do, f"{len(rest)} words were given", USAGE[do])
    return _MAKE[do](_Asked(digest, said_in(digest), labels), rest, _title(do, title) if title else "")


class _Asked:
    """Looks up what the words of an edit name."""

    def __init__(self, digest: Digest, said: Said, labels: Mapping[str, str]) -> None:
        self.digest, self.said, self._labels = digest, said, labels

    def theme(self, word: str) -> Theme:
        """By its number, its id or its title."""
        wanted = self._labels.get(word, word)
        for theme in self.digest.themes:
            if theme.id == wanted or _plain(theme.title) == _plain(word):
                return theme
        known = (f"{label} ({theme.title})" for label, theme in self._labelled())
        raise UnknownName("theme", word, known)

    def _labelled(self) -> list[tuple[str, Theme]]:
        of_id = {key: label for label, key in self._labels.items()}
        return [(of_id.get(theme.id, theme.id), theme) for theme in self.digest.themes]

    def argument(self, do: str, word: str) -> DigestArgument:
        """By its id or by enough of its words to tell it from the others."""
        found = [one for one in self.digest.arguments if one.id == word] or self._saying(do, word)
        if len(found) != 1:
            raise BadEdit(
                do, f"{len(found)} arguments say {word!r}", "more of the words, or the id (see the JSON form)"
            )
        return found[0]

    def _saying(self, do: str, word: str) -> list[DigestArgument]:
        if sum(sign.isalnum() for sign in word) < _LEAST_WORDS:
            raise BadEdit(do, f"{word!r} is too short to look for", f"at least {_LEAST_WORDS} letters of the quote")
        return [one for one in self.digest.arguments if _plain(word) in _plain(self.said.words[one.id])]

    def part(self, theme: Theme, word: str) -> list[DigestArgument]:
        """The arguments of a theme that a word of ``split`` names: one by its id, or all that hold the words."""
        members = [one for one in self.digest.arguments if theme.id in (one.theme_id, one.subtheme_id)]
        found = [one for one in members if one.id == word]
        found = found or [one for one in members if _plain(word) in _plain(self.said.words[one.id])]
        if not found:
            raise BadEdit(
                "split", f"nothing in the theme {theme.title!r} says {word!r}", "words of its arguments, or ids"
            )
        return found


def _rename(asked: _Asked, words: Sequence[str], _: str) -> Edit:
    theme = asked.theme(words[0])
    return Edit(do="rename", title=_title("rename", words[1]), themes=(theme_target(theme, asked.said),))


def _merge(asked: _Asked, words: Sequence[str], title: str) -> Edit:
    themes = list({theme.id: theme for theme in map(asked.theme, words)}.values())
    if len(themes) < 2:
        raise BadEdit("merge", "both are the same theme", USAGE["merge"])
    if len({theme.parent for theme in themes}) > 1:
        raise BadEdit("merge", "they do not stand side by side", "themes, or parts of one theme")
    return Edit(do="merge", title=title, themes=tuple(theme_target(theme, asked.said) for theme in themes))


def _split(asked: _Asked, words: Sequence[str], title: str) -> Edit:
    theme = asked.theme(words[0])
    leaving = {one.id: one for word in words[1:] for one in asked.part(theme, word)}
    if len(leaving) == len(asked.said.members(theme.id)):
        raise BadEdit("split", f"all arguments of {theme.title!r} would leave it", "fewer of them")
    targets = tuple(argument_target(one, asked.said) for one in leaving.values())
    return Edit(do="split", title=title, themes=(theme_target(theme, asked.said),), arguments=targets)


def _hide(asked: _Asked, words: Sequence[str], _: str) -> Edit:
    return Edit(do="hide", themes=(theme_target(asked.theme(words[0]), asked.said),))


def _pin(asked: _Asked, words: Sequence[str], _: str) -> Edit:
    argument = asked.argument("pin", words[0])
    if argument.theme_id is None:
        raise BadEdit("pin", "this argument is in no theme", "an argument of a theme")
    return Edit(do="pin", arguments=(argument_target(argument, asked.said),))


def _drop(asked: _Asked, words: Sequence[str], _: str) -> Edit:
    return Edit(do="drop", arguments=(argument_target(asked.argument("drop", words[0]), asked.said),))


def _mask(asked: _Asked, words: Sequence[str], _: str) -> Edit:
    names = names_in(asked.digest)
    found = [name for name in names if identity(name) == identity(words[0])]
    if not found:
        raise UnknownName("person", words[0], names)
    return Edit(do="mask", person=found[0])


_MAKE: Mapping[str, Callable[[_Asked, Sequence[str], str], Edit]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
    "hide": _hide,
    "pin": _pin,
    "drop": _drop,
    "mask": _mask,
}


def _title(do: str, text: str) -> str:
    """A title as plain words: an editor's words never come in the quotation marks of the discussion's."""
    title = " ".join(text.split()).strip('“”"„«»')
    if not title or len(title) > _MAX_TITLE:
        raise BadEdit(do, f"the title has {len(title)} characters", f"1 to {_MAX_TITLE}")
    return title


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
