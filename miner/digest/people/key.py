"""The key of the pseudonyms: it lies outside every report, and without it nobody can tell who is who by trying names."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from miner.errors import BadSetting, CannotWrite
from miner.secrets import read_secret

_N_BYTES = 32
_LEAST_BYTES = 16  # a shorter one can be guessed


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
        ``env:NAME``, ``file:PATH``, ``keyring:SERVICE/USER``, or "" for the key in the user's data folder, made when
        there is none.

    Raises
    ------
    BadSetting
        If the setting is something else (the key itself, say), or the key is too short.
    PlaceNotFound
        If the file is not there.
    MissingPart
        If the package keyring is needed and missing.
    CannotWrite
        If a key cannot be put into the user's data folder.
    """
    if not wanted:
        return _own_key()
    return Key(_checked(read_secret(wanted, "report.people_key").encode(), wanted), wanted)


def own_key_place() -> Path:
    """Where the key is kept that miner makes itself."""
    from platformdirs import user_data_path

    return user_data_path("miner") / "people.key"


def _own_key() -> Key:
    place = own_key_place()
    if not place.is_file():
        _make(place)
    return Key(_checked(read_secret(f"file:{place}", "report.people_key").encode(), str(place)), str(place))


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


def _checked(value: bytes, where: str) -> bytes:
    if len(value) < _LEAST_BYTES:
        n = len(value)
        raise BadSetting("report.people_key", where, f"a key of {n} characters", f"at least {_LEAST_BYTES}")
    return value
