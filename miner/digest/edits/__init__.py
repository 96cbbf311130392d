"""Edits people make to a digest: kept in a file beside it, found again in the next run, and shown as edits.

Nothing anybody said is changed; what changes is how it is grouped, called and chosen.
"""

from __future__ import annotations

from miner.digest.edits.applying import Outcome, apply_edits
from miner.digest.edits.asking import USAGE, edit_of
from miner.digest.edits.overlay import dump_edits, load_edits, overlay_place
from miner.digest.edits.records import Edit, key_of_edit

__all__ = [
    "USAGE",
    "Edit",
    "Outcome",
    "apply_edits",
    "dump_edits",
    "edit_of",
    "key_of_edit",
    "load_edits",
    "overlay_place",
]
