"""The file of the edits, beside the digest: TOML, to be read and mended by people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from miner.digest.edits.records import SCHEMA, Edit, Overlay
from miner.errors import BrokenInput

SUFFIX = ".edits.toml"
_HEAD = """\
# Changes to a digest, made with "miner edit" and made again whenever the digest is written anew, in this order.
# Themes are found again by what was said in them ("members"), so titles and numbers may change meanwhile.
# This file may hold names that the report does not show: keep it to yourself.
"""
_LINE = 100


def overlay_place(digest_place: Path) -> Path:
    """``reports/chat.json`` -> ``reports/chat.edits.toml``."""
    return digest_place.with_name(digest_place.name.removesuffix(".json") + SUFFIX)


def load_edits(place: Path) -> tuple[Edit, ...]:
    """The edits in a file; none when there is no file.

    Raises
    ------
    BrokenInput
        If it is no file of edits, or of another version.
    """
    if not place.is_file():
        return ()
    mend = "Mend the line it names, or take the file away."
    try:
        overlay = msgspec.toml.decode(place.read_bytes(), type=Overlay)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenInput(str(place), f"it is not a file of edits ({error})", mend) from error
    if overlay.schema != SCHEMA:
        raise BrokenInput(str(place), f"its schema is {overlay.schema!r}, not {SCHEMA!r}", mend)
    return overlay.edit


def dump_edits(edits: Iterable[Edit]) -> str:
    """The file of edits."""
    parts = [f"{_HEAD}schema = {_text(SCHEMA)}\n"]
    parts += ["\n".join(("[[edit]]", *_table(msgspec.to_builtins(edit), "edit"))) + "\n" for edit in edits]
    return "\n".join(parts)


def _table(values: dict[str, Any], path: str) -> Iterator[str]:
    """Keys and values first, tables after them, as TOML wants it."""
    inner: list[tuple[str, dict[str, Any]]] = []
    for key, value in values.items():
        if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            inner += [(key, one) for one in value]
        elif isinstance(value, list | tuple):
            yield f"{key} = {_texts(value)}"
        else:
            yield f"{key} = {_text(value)}"
    for key, one in inner:
        yield f"[[{path}.{key}]]"
        yield from _table(one, f"{path}.{key}")


def _texts(values: Iterable[str]) -> str:
    shown = [_text(value) for value in values]
    line = f"[{', '.join(shown)}]"
    return line if len(line) <= _LINE else "[\n" + "".join(f"  {value},\n" for value in shown) + "]"


def _text(value: str) -> str:
    """A JSON string is one of TOML's, but for the delete sign, which has to be escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
