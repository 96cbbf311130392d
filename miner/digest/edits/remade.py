"""Themes made anew for an edit, kept beside the edits so that they are made once.

To group arguments in another way they have to be compared, and the encoder takes seconds to load. What came of it
depends on the digest, the groups and this program alone: it is looked up by a hash of all three, so that a digest, an
edit or a version that is another never gets it. Nothing is lost with the file: it is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import msgspec

from miner.digest.edits.overlay import SUFFIX
from miner.digest.records import Digest, Theme
from miner.transcript import Record

Around = Callable[[], AbstractContextManager[None]]

SCHEMA = "miner/remade/1"
REMADE_SUFFIX = ".edits.cache"
_MOST = 200  # themes that are kept: those of an edit taken back are there when it is made again
_NOT_READ = ("title", "written_on", "brand", "map", "limits", "links", "people", "overview", "themes", "questions")


class _Kept(Record, frozen=True):
    """The file: themes by the hash of what they were made from, and a hash of them all."""

    schema: str
    sha256: str
    themes: dict[str, Theme]


class Remade:
    """Themes that were made anew before; ``grown`` says whether there are more than at the beginning.

    Parameters
    ----------
    while_making
        Makes what is entered while a theme is made: vectors of earlier runs, opened only when they are needed.
    """

    def __init__(self, known: Mapping[str, Theme] | None = None, while_making: Around = nullcontext) -> None:
        self._themes = dict(known or {})
        self._while_making = while_making
        self.grown = False

    def theme(
        self,
        ground: str,
        theme_id: str,
        groups: Mapping[str, Collection[str]],
        dropped: Collection[str],
        make: Callable[[], Theme],
    ) -> Theme:
        """The theme that ``make`` makes, looked up if it was made before from the same.

        Parameters
        ----------
        ground
            ``ground_of`` the digest.
        groups, dropped
            As of ``Desk.theme``.
        """
        asked = [ground, theme_id, [[key, list(members)] for key, members in groups.items()], sorted(dropped)]
        key = _hash(asked)
        known = self._themes.pop(key, None)
        if known is None or not _is_of(known, theme_id, groups[theme_id]):
            with self._while_making():
                known = make()
            self.grown = True
        self._themes[key] = known  # the last used stand last
        return known

    def dump(self) -> bytes:
        """The file of them, the last used alone where there are many."""
        themes = dict(list(self._themes.items())[-_MOST:])
        return msgspec.json.format(msgspec.json.encode(_Kept(SCHEMA, _hash(themes), themes)), indent=1) + b"\n"


def ground_of(digest: Digest) -> str:
    """A hash of all that a theme is made from: whatever of the digest is not known to make no difference."""
    from miner import __version__

    empty = Digest(title="", account=digest.account, numbers=digest.numbers)
    read = msgspec.structs.replace(digest, **{name: getattr(empty, name) for name in _NOT_READ})
    return _hash([__version__, read])


def remade_place(edits_place: Path) -> Path:
    """``reports/chat.edits.toml`` -> ``reports/chat.edits.cache``."""
    return edits_place.with_name(edits_place.name.removesuffix(SUFFIX) + REMADE_SUFFIX)


def load_remade(place: Path, while_making: Around = nullcontext) -> tuple[Remade, str]:
    """What a file keeps, and why it cannot be used, "" if it can; nothing where there is no file."""
    themes, broken = _read(place)
    return Remade(themes, while_making), broken


def _read(place: Path) -> tuple[Mapping[str, Theme], str]:
    try:
        kept = msgspec.json.decode(place.read_bytes(), type=_Kept)
    except FileNotFoundError:
        return {}, ""
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return {}, str(error)
    if kept.schema != SCHEMA:
        return {}, f"its schema is {kept.schema!r}, not {SCHEMA!r}"
    if kept.sha256 != _hash(kept.themes):
        return {}, "it was changed since it was written"
    return kept.themes, ""


def _is_of(theme: Theme, theme_id: str, members: Iterable[str]) -> bool:
    return theme.id == theme_id and {theme.key_point, *theme.quotes} <= set(members)


def _hash(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()
