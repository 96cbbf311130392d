"""The key of the pseudonyms: it lies outside every report, and without it nobody can tell who is who by trying names."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from miner.errors import BadSetting, CannotWrite, PlaceNotFound

_N_BYTES = 32
_LEAST_BYTES = 16  # a shorter one can be guessed
_EXPECTED = f"env:NAME or file:PATH, where a key of at least {_LEAST_BYTES} characters is kept"


@dataclass(frozen=True)
class Key:
    """A key and where it is kept; ``place`` may be shown, ``value`` may not."""

    value: bytes
    place: str

    def __repr__(self) -> str:
        return f"Key(place={self.place!r})"


def key_of(wanted: str) -> Key:
    """The key that a setting names.

    Parameters
    ----------
    wanted
        ``env:NAME``, ``file:PATH``, or "" for the key in the user's data folder, made when there is none.

    Raises
    ------
    BadSetting
        If the setting is something else (the key itself, say), or the key is too short.
    PlaceNotFound
        If the file is not there.
    CannotWrite
        If a key cannot be put into the user's data folder.
    """
    kind, separator, where = wanted.partition(":")
    if not wanted:
        return _own_key()
    if not (separator and where) or kind not in ("env", "file"):
        # What stands there may be the key itself: it is not repeated on a screen.
        raise BadSetting("report.people_key", "the settings", "something else", _EXPECTED)
    value = os.environ.get(where, "").encode() if kind == "env" else _in_file(Path(where).expanduser())
    return Key(_checked(value.strip(), wanted), wanted)


def own_key_place() -> Path:
    """Where the key is kept that miner makes itself."""
    from platformdirs import user_data_path

    return user_data_path("miner") / "people.key"


def _own_key() -> Key:
    place = own_key_place()
    if not place.is_file():
        _make(place)
    return Key(_checked(_in_file(place).strip(), str(place)), str(place))


def _make(place: Path) -> None:
    """Only its owner may read it; of two processes that make it at once, the first one's stays."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{secrets.token_hex(_N_BYTES)}\n")
            if not place.exists():
                os.link(unfinished, place)
        except FileExistsError:
            return
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(str(place), error.strerror or str(error)) from error


def _in_file(place: Path) -> bytes:
    if not place.is_file():
        raise PlaceNotFound(str(place))
    return place.read_bytes()


def _checked(value: bytes, where: str) -> bytes:
    if len(value) < _LEAST_BYTES:
        n = len(value)
        raise BadSetting("report.people_key", where, f"a key of {n} characters", f"at least {_LEAST_BYTES}")
    return value
