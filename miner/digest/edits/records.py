"""What an edit is: something to do, and to what, told so that it is found again when ids have moved."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Literal

import msgspec

from miner.transcript import Record

SCHEMA = "miner/edits/1"

Do = Literal["rename", "merge", "split", "hide", "pin", "drop", "mask"]


class ThemeTarget(Record, frozen=True):
    """A theme: its title and key point for people to read, and the words of its arguments to find it by.

    ``members`` are fingerprints of words: ids and titles change from run to run, what was said does not.
    ``beneath``: it is a part of another theme.
    """

    title: str
    key_point: str
    members: tuple[str, ...]
    beneath: bool = False


class ArgumentTarget(Record, frozen=True):
    """An argument: its words, and its id for the case that several were said in the same words."""

    words: str
    id: str = ""


class Edit(Record, frozen=True):
    """One change. Which fields are used depends on ``do``.

    ========  ==============================================================================
    rename    one theme, ``title``
    merge     two themes or more, ``title`` or "" (the discussion's own words)
    split     one theme; ``arguments`` become a theme of their own, ``title`` or ""
    hide      one theme
    pin       one argument: quoted first in its theme
    drop      one argument: quoted nowhere
    mask      ``person``: the name as the digest has it
    ========  ==============================================================================
    """

    do: Do
    title: str = ""
    person: str = ""
    themes: tuple[ThemeTarget, ...] = ()
    arguments: tuple[ArgumentTarget, ...] = ()


class Overlay(Record, frozen=True):
    """All edits of a digest, in the order they are made."""

    schema: str = SCHEMA
    edit: tuple[Edit, ...] = ()


def key_of_edit(edit: Edit) -> str:
    """What tells an edit from others: a digest that holds it already does not get it again."""
    return hashlib.sha256(msgspec.json.encode(edit, order="deterministic")).hexdigest()[:16]


def fingerprint(words: str) -> str:
    """The same for the same words; spaces and ways of encoding make no difference."""
    folded = " ".join(unicodedata.normalize("NFKC", words).split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:12]
