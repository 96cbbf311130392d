"""Secrets of the user's own: named in the settings by where they are, read when they are needed, shown nowhere."""

from __future__ import annotations

import os
from pathlib import Path

from miner.errors import BadSetting, MissingPart, PlaceNotFound

PLACES = "env:NAME, file:PATH or keyring:SERVICE/USER"


def is_place(wanted: str) -> bool:
    """Whether a text says where a secret is; what is none may be the secret itself."""
    kind, _, where = wanted.partition(":")
    return bool(where) if kind in ("env", "file") else kind == "keyring" and bool(where.partition("/")[2])


def read_secret(wanted: str, setting: str) -> str:
    """The secret that a setting names, in one line without blanks around it.

    Parameters
    ----------
    wanted
        ``env:NAME``, ``file:PATH`` or ``keyring:SERVICE/USER`` (the system's own store, extra ``keyring``).
    setting
        The setting's name, for errors.

    Raises
    ------
    BadSetting
        If something else stands there (the secret itself, say), or nothing of one printable line is there.
    PlaceNotFound
        If the file is not there, or may not be read.
    MissingPart
        If the package keyring is missing, or this system has no such store.
    """
    if not is_place(wanted):  # it is not repeated on a screen
        raise BadSetting(setting, "the settings", "something else", PLACES)
    kind, _, where = wanted.partition(":")
    if kind == "env":
        value = os.environ.get(where, "")
    elif kind == "file":
        value = _in_file(Path(where).expanduser())
    else:
        value = _in_keyring(*where.split("/", 1))
    value = value.strip()
    if not value or not value.isprintable():
        raise BadSetting(setting, "the settings", wanted, "a place where a secret is, in one line")
    return value


def _in_file(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")  # what is no text is not printable either
    except OSError as error:
        raise PlaceNotFound(str(path)) from error


def _in_keyring(service: str, user: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError as error:
        raise MissingPart(
            "The package keyring is not installed, and a setting names the system's store of passwords. "
            "Install it with: pip install 'discussion-miner[keyring]'"
        ) from error
    try:
        return keyring.get_password(service, user) or ""
    except KeyringError as error:
        raise MissingPart(
            f"The system's store of passwords cannot be read ({error}). Name the secret as env:NAME or file:PATH."
        ) from error
