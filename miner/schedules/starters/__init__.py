"""Who starts the runs: miner has no process of its own that waits.

Each way makes files (or a line of a table) that are marked as miner's own; a file without the mark is not touched.
"""

from __future__ import annotations

from miner.schedules.starters.base import MARK, OwnFile, Starting, is_own, place, take_away
from miner.schedules.starters.cron import cron_line, with_line, without_line
from miner.schedules.starters.systemd import on_calendar, units
from miner.schedules.starters.workflow import workflow

__all__ = [
    "MARK",
    "OwnFile",
    "Starting",
    "cron_line",
    "is_own",
    "on_calendar",
    "place",
    "take_away",
    "units",
    "with_line",
    "without_line",
    "workflow",
]
