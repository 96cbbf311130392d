"""A workflow for GitHub Actions: cron in UTC, the library kept in the cache, secrets by their names.

It runs every day: a cache that nobody used for seven days is removed, and with it the memory of what was sent. A run
that is not due changes nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from miner import __version__
from miner.schedules.starters.base import MARK, OwnFile, secrets_named
from miner.schedules.tables import Schedule

_WORKFLOW = """{mark}
name: 'digest: {name}'
on:
  schedule:
    - cron: '{minute} {hour} * * *'  # UTC; {at} {zone} is never later
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: miner-{name}
  cancel-in-progress: false
jobs:
  digest:
    runs-on: ubuntu-latest
    timeout-minutes: 120
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: '3.12'
      - run: pip install 'discussion-miner>={version}'
      - uses: actions/cache/restore@v5
        with:
          path: .miner
          key: miner-{name}-${{{{ github.run_id }}}}
          restore-keys: miner-{name}-
      - run: miner run {name}
        env:
          XDG_DATA_HOME: ${{{{ github.workspace }}}}/.miner{secrets}
      - uses: actions/cache/save@v5
        if: always()  # what was sent must be remembered, whatever came after
        with:
          path: .miner
          key: miner-{name}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
"""


def workflow(schedule: Schedule, folder: Path, year: int) -> OwnFile:
    """The workflow of a digest.

    Parameters
    ----------
    folder
        The top of the repository.
    year
        Whose offsets of the time zone count: the hour is the later one where the clock changes.
    """
    minutes = _latest_in_utc(schedule, year)
    text = _WORKFLOW.format(
        mark=MARK,
        name=schedule.name,
        minute=minutes % 60,
        hour=minutes // 60,
        at=f"{schedule.rhythm.at:%H:%M}",
        zone=schedule.rhythm.zone.key,
        version=__version__,
        secrets="".join(f"\n          {name}: ${{{{ secrets.{name} }}}}" for name in secrets_named(schedule)),
    )
    return OwnFile(folder / ".github" / "workflows" / f"miner-{schedule.name}.yml", text)


def _latest_in_utc(schedule: Schedule, year: int) -> int:
    """Minutes after midnight in UTC at which the time of the digest is reached on every day of the year.

    Days do not matter, for it runs on each; a digest that is due late in the evening is made within the next 24 hours.
    """
    zone, at = schedule.rhythm.zone, schedule.rhythm.at
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    offsets = {datetime.combine(day, at, zone).utcoffset() or timedelta() for day in days}
    least = min(offsets)
    moment = datetime.combine(date(year, 1, 2), at, UTC) - least
    return moment.hour * 60 + moment.minute
