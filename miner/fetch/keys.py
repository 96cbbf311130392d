"""Keys of the user's own for sites: they travel in headers, so they are of plain letters."""

from __future__ import annotations

from miner.errors import BadSetting
from miner.secrets import read_secret
from miner.settings import FetchSettings


def key_of(settings: FetchSettings, name: str) -> str:
    """The key for a site; "" if the settings name none.

    Raises
    ------
    BadSetting
        If the setting holds something else than where the key is (the key itself, say), or nothing is there.
    PlaceNotFound
        If the file is not there.
    MissingPart
        If the package keyring is needed and missing.
    """
    wanted = settings.keys.get(name, "")
    if not wanted:
        return ""
    value = read_secret(wanted, f"fetch.keys.{name}")
    if not value.isascii():
        raise BadSetting(f"fetch.keys.{name}", "the settings", wanted, "a place where a key of plain letters is")
    return value
