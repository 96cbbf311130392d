"""``miner run NAME --dry-run``: the same run, on copies of what it writes, and nothing is sent."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from miner.library import Library
from miner.schedules.making import Made, Talk, make, read_places
from miner.schedules.running import wanted_periods
from miner.schedules.tables import Schedule
from miner.settings import FetchSettings

_PAGES_AT_ONCE = 4096
_KEY_BYTES = 32


def rehearse(schedule: Schedule, place: Path, now: datetime, talk: Talk, asked: str = "") -> tuple[Made, ...]:
    """What a run would make and send now. The library and what was fetched stay as they are to the byte.

    Parameters
    ----------
    place
        The library; it need not be there.

    Raises
    ------
    MinerError
        What a run raises.
    """
    with TemporaryDirectory(prefix="miner-") as folder, _copy_of(place, Path(folder) / "library.db") as library:
        periods = wanted_periods(schedule, library, now, asked).periods
        if not periods:
            return ()
        aside = _fetching_into(Path(folder), schedule)
        everything = read_places(aside, talk)
        return tuple(make(aside, period, everything, library, now, talk) for period in periods)


@contextmanager
def with_no_new_key(schedule: Schedule) -> Iterator[Schedule]:
    """The schedule as it can be rehearsed where pseudonyms have no key yet: a run would make one, this one is not kept."""
    from miner.digest.people.key import own_key_place

    report = schedule.settings.report
    if report.people != "pseudonyms" or report.people_key or own_key_place().is_file():
        yield schedule
        return
    with TemporaryDirectory(prefix="miner-") as folder:
        key = Path(folder) / "people.key"
        key.write_text(secrets.token_hex(_KEY_BYTES), "ascii")
        own = msgspec.structs.replace(report, people_key=f"file:{key}")
        yield replace(schedule, settings=msgspec.structs.replace(schedule.settings, report=own))


@contextmanager
def _copy_of(place: Path, copy: Path) -> Iterator[Library]:
    with Library(copy, "miner run --dry-run") as library:
        if place.is_file():
            with (
                Library(place, may_write=False) as kept,
                library.said_in_words(),
                library.db.backup("main", kept.db, "main") as backup,
            ):
                while not backup.done:
                    backup.step(_PAGES_AT_ONCE)
        yield library


def _fetching_into(folder: Path, schedule: Schedule) -> Schedule:
    """The schedule with a copy of what was fetched for it, so that sites are asked for no more than they would be."""
    from miner.fetch import is_url, kept_root
    from miner.fetch.kept import folder_for
    from miner.fetch.urls import parse_url

    fetch: FetchSettings = schedule.settings.fetch
    root = folder / "fetched"
    for place in filter(is_url, schedule.places):
        url = parse_url(place.partition("#")[0])
        kept = folder_for(kept_root(fetch), url)
        if kept.is_dir():
            shutil.copytree(kept, folder_for(root, url))
    settings = msgspec.structs.replace(schedule.settings, fetch=msgspec.structs.replace(fetch, folder=str(root)))
    return replace(schedule, settings=settings)
