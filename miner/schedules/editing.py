"""A table of ``miner.toml`` written and taken out as text: comments and layout of all the rest stay as they are."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from miner.errors import BrokenInput, CannotChange
from miner.settings import DIGESTS, check_digest_name

_HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")


def with_digest(text: str, name: str, values: Mapping[str, str | int | Sequence[str]], place: str) -> str:
    """The text of a settings file with the table of a digest behind all others.

    Raises
    ------
    BrokenInput
        If it is no TOML.
    BadSetting
        If it cannot be named so.
    CannotChange
        If the digest is there already, or the file cannot take a table at its end.
    """
    check_digest_name(name, "the options")
    before = _read(text, place)
    if name in before.get(DIGESTS, {}):
        raise CannotChange(place, f"it has a digest {name!r} already", "Edit it there, or take another name.")
    lines = [f"[{DIGESTS}.{name}]", *(f"{key} = {_as_toml(value)}" for key, value in values.items())]
    gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
    after = f"{text}{gap}" + "\n".join(lines) + "\n"
    expected = before | {DIGESTS: before.get(DIGESTS, {}) | {name: _as_read(values)}}
    return _proven(after, expected, place, f"Add [{DIGESTS}.{name}] by hand.")


def without_digest(text: str, name: str, place: str) -> str:
    """The text without the table of a digest and its inner ones; comments in front of a head stay.

    Raises
    ------
    BrokenInput
        If it is no TOML.
    CannotChange
        If it is not written as tables, so that it cannot be told what belongs to it.
    """
    before = _read(text, place)
    kept: list[str] = []
    above: list[str] = []  # comments and empty lines: they belong to what comes next
    inside = False
    for line in text.splitlines(keepends=True):
        header = _HEADER.match(line)
        if header:
            inside = _path(header[1])[:2] == [DIGESTS, name]
        if not line.strip() or line.lstrip().startswith("#"):
            above.append(line)
            continue
        kept += [*above, line] if header or not inside else []
        kept = kept[:-1] if header and inside else kept
        above = []
    kept += above
    others = {key: table for key, table in before.get(DIGESTS, {}).items() if key != name}
    expected = {key: table for key, table in before.items() if key != DIGESTS} | ({DIGESTS: others} if others else {})
    return _proven("".join(kept), expected, place, f"Take [{DIGESTS}.{name}] out by hand.")


def _read(text: str, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenInput(place, f"it is not TOML ({error})", "Mend the line it names.") from error


def _proven(text: str, expected: Mapping[str, object], place: str, instead: str) -> str:
    """The text, if it says what it should and nothing else."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        found = {}
    if found.get(DIGESTS) == {}:
        del found[DIGESTS]
    if found != expected:
        raise CannotChange(place, "its tables are written in a way that cannot be changed safely", instead)
    return text


def _path(header: str) -> list[str]:
    return [part.strip().strip("\"'") for part in header.split(".")]


def _as_toml(value: str | int | Sequence[str]) -> str:
    """A text or a list of texts; what JSON escapes, TOML escapes in the same way, but for one sign."""
    return json.dumps(value if isinstance(value, str | int) else list(value), ensure_ascii=False).replace(
        "\x7f", "\\u007F"
    )


def _as_read(values: Mapping[str, str | int | Sequence[str]]) -> dict[str, object]:
    return {key: value if isinstance(value, str | int) else list(value) for key, value in values.items()}
