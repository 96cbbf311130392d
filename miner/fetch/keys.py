"""Keys of the user's own: named in the settings, read when they are needed, shown nowhere."""

from __future__ import annotations

import os
from pathlib import Path

from miner.errors import BadSetting, PlaceNotFound
from miner.settings import FetchSettings


def key_of(settings: FetchSettings, name: str) -> str:
    """The key for a site; "" if the settings name none.

    Raises
    ------
    BadSetting
        If the setting holds something else than where the key is (the key itself, say), or nothing is there.
    PlaceNotFound
        If the file is not there.
    """
    wanted = settings.keys.get(name, "")
    if not wanted:
        return ""
    kind, _, where = wanted.partition(":")
    if kind == "env" and where:
        value = os.environ.get(where, "")
    elif kind == "file" and where:
        value = _in_file(Path(where).expanduser())
    else:  # what stands there may be the key itself: it is not repeated on a screen
        raise BadSetting(f"fetch.keys.{name}", "the settings", "something else", "env:NAME or file:PATH")
    value = value.strip()
    if not value or not value.isprintable() or not value.isascii():
        raise BadSetting(f"fetch.keys.{name}", "the settings", wanted, "a place where a key is, in one line")
    return value


def _in_file(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaceNotFound(str(path)) from error
