"""Sentences for the account of a file, and what had to be done to the file before it could be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from miner.transcript import ParserStep, Record

CUT_OFF = "cut off"  # the record in which a file ends


class Note(Record, frozen=True):
    """A sentence for the account ("dates without a zone were taken as UTC")."""

    text: str


class Repair(Note, frozen=True):
    """A note on a step beside the strict reading of a format.

    Attributes
    ----------
    step
        ``cleaned``: all of it was read, with letters or marks put right. ``recovered``: the file is broken, and what
        is whole in it was read.
    n_cut
        Records that are there in part only; counted as failed.
    """

    step: Literal["cleaned", "recovered"] = "cleaned"
    n_cut: int = 0


def step_of(repairs: Iterable[Repair]) -> ParserStep:
    """The furthest step that was taken; ``strict`` where there was nothing to repair."""
    steps = {repair.step for repair in repairs}
    return "recovered" if "recovered" in steps else "cleaned" if steps else "strict"
