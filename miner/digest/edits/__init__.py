"""Edits people make to a digest: kept in a file beside it, found again in the next run, and shown as edits.

Nothing anybody said is changed; what changes is how it is grouped, called and chosen.
"""

from __future__ import annotations

from miner.digest.edits.applying import Outcome, apply_edits
from miner.digest.edits.asking import USAGE, edit_of
from miner.digest.edits.overlay import dump_edits, load_edits, overlay_place
from miner.digest.edits.records import Edit, key_of_edit
from miner.digest.edits.remade import Remade, load_remade, remade_place

__all__ = [
    "USAGE",
    "Edit",
    "Outcome",
    "Remade",
    "apply_edits",
    "dump_edits",
    "edit_of",
    "key_of_edit",
    "load_edits",
    "load_remade",
    "overlay_place",
    "remade_place",
]
