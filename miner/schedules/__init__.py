"""Scheduled digests: what is due, made, kept and sent, and who starts the runs.

::

    tables      [digests.NAME] of miner.toml, read and laid over the other settings
    periods     when a digest is due and what it covers
    runs        what the library remembers of its periods
    locking     one run of a digest at a time
    making      one period: read, mined, kept with what is to be sent
    running     miner run: all of that in its order
    rehearsal   miner run --dry-run
    editing     miner schedule add and remove: a table of miner.toml written and taken out
    starters/   who starts the runs: systemd, cron, a workflow
"""

from __future__ import annotations

from miner.schedules.making import Made, Talk
from miner.schedules.periods import Due, Period, Rhythm
from miner.schedules.running import Ran, run_schedule, wanted_periods
from miner.schedules.runs import Settled, settled_of
from miner.schedules.tables import Schedule, schedule_of, schedules_of

__all__ = [
    "Due",
    "Made",
    "Period",
    "Ran",
    "Rhythm",
    "Schedule",
    "Settled",
    "Talk",
    "run_schedule",
    "schedule_of",
    "schedules_of",
    "settled_of",
    "wanted_periods",
]
