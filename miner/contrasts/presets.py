"""Declared contrasts and shipped presets (``models/contrasts/*.toml``)."""

from __future__ import annotations

import tomllib
from typing import Any

from miner.contrasts.records import Contrast, Pole
from miner.errors import BadContrast, UnknownName
from miner.resources import shipped
from miner.settings import ContrastSettings


def preset_names() -> tuple[str, ...]:
    """Names of the shipped presets."""
    folder = shipped("models") / "contrasts"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def preset(name: str) -> tuple[Contrast, ...]:
    """The contrasts of a shipped preset, in the order of its file.

    Raises
    ------
    UnknownName, BadContrast
    """
    if name not in preset_names():
        raise UnknownName("preset of contrasts", name, preset_names())
    tables = tomllib.loads((shipped("models") / "contrasts" / f"{name}.toml").read_text("utf-8"))
    return tuple(_contrast(f"{name}.{key}", table) for key, table in tables.items())


def declared_contrasts(settings: ContrastSettings) -> tuple[Contrast, ...]:
    """The contrasts of the settings: declared ones first, then presets; a pair named twice is taken once, with its statements."""
    chosen: dict[tuple[str, str], Contrast] = {}
    for contrast in (
        *(Contrast.parse(text) for text in settings.declared),
        *(contrast for name in settings.presets for contrast in preset(name)),
    ):
        key = (contrast.left.name.casefold(), contrast.right.name.casefold())
        if key not in chosen or not chosen[key].left.statements:
            chosen[key] = contrast
    return tuple(chosen.values())


def _contrast(key: str, table: dict[str, Any]) -> Contrast:
    try:
        left, right = (_pole(table[end]) for end in ("left", "right"))
    except (KeyError, TypeError) as error:
        raise BadContrast(key, f"its preset lacks {error}") from error
    return Contrast(left, right, table.get("name", ""), "preset")


def _pole(table: dict[str, Any]) -> Pole:
    return Pole(table["name"], tuple(table["statements"]), tuple(table.get("words", "").split()))
