"""What ``run`` and ``run-due`` do: scheduled digests made, and what became of them said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from miner.cli.voice import Voice, plain

if TYPE_CHECKING:
    from miner.schedules import Made, Period, Ran, Schedule
    from miner.settings import Settings

PARTIAL = 7

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of a digest in miner.toml.", show_default=False)]
LibraryFile = Annotated[
    str | None, typer.Option("--library", metavar="FILE", help="Where it is remembered what was made and sent.")
]
Now = Annotated[
    str | None, typer.Option("--now", metavar="TIME", help="As if it were then, such as 2026-11-13T09:00+01:00.")
]
AsJson = Annotated[bool, typer.Option("--json", help="A summary for programs on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Also say times and notes.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error happened.")]


def run(
    name: Name,
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="A certain one, such as 2026-W46, instead of what is due.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent (-v: its text); write and send nothing.")
    ] = False,
    library: LibraryFile = None,
    now: Now = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Make a scheduled digest if it is due, and send it: fetch, read, digest, deliver."""
    del debug
    settings = settings_with(library)
    voice = Voice(quiet, verbose)
    if dry_run:
        return _run_dry(name, settings, moment(now), period or "", voice, as_json=as_json)
    schedule = _checked(settings, name)
    ran = _ran(schedule, settings, moment(now), period or "", voice)
    code = _code(ran)
    if as_json:
        print_json(_summary(ran, code))
    else:
        _tell(ran, schedule, voice)
    _check_delivered(ran)
    return code


def run_due(
    library: LibraryFile = None,
    now: Now = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Make and send all scheduled digests that are due, one after the other; for cron and the like."""
    del debug
    settings = settings_with(library)
    voice = Voice(quiet, verbose)
    names = sorted(settings.digests)
    if not names:
        voice.say("miner.toml names no digest. Add one: miner schedule add NAME PLACE")
    results = [_run_one(name, settings, moment(now), voice, as_json=as_json) for name in names]
    if as_json:
        print_json({"digests": [summary for summary, _ in results]})
    return next((code for _, code in results if code), 0)


def _run_one(
    name: str, settings: Settings, now: datetime, voice: Voice, *, as_json: bool
) -> tuple[dict[str, Any], int]:
    """One of many: its trouble is said, and does not stop the others."""
    from miner.errors import AlreadyRunning, MinerError

    try:
        schedule = _checked(settings, name)
        ran = _ran(schedule, settings, now, "", voice)
        code = _code(ran)
        if not as_json:
            _tell(ran, schedule, voice)
        _check_delivered(ran)
    except AlreadyRunning as error:
        voice.say(str(error))
        return {"name": name, "error": str(error), "exit_code": 0}, 0
    except MinerError as error:
        voice.insist(f"Error in {name}: {error}")
        return {"name": name, "error": str(error), "exit_code": error.exit_code}, error.exit_code
    return _summary(ran, code), code


def _ran(schedule: Schedule, settings: Settings, now: datetime, period: str, voice: Voice) -> Ran:
    from miner.library import Library
    from miner.schedules import Talk, run_schedule

    with Library(library_file(settings), f"miner run {schedule.name}") as kept, voice.working() as progress:
        return run_schedule(schedule, kept, now, Talk(progress, voice.say), period)


def _run_dry(name: str, settings: Settings, now: datetime, period: str, voice: Voice, *, as_json: bool) -> int:
    from miner.schedules import Talk, schedule_of
    from miner.schedules.rehearsal import rehearse, with_no_new_key

    with with_no_new_key(schedule_of(settings, name)) as schedule:
        _check(schedule)
        with voice.working() as progress:
            found = rehearse(schedule, library_file(settings), now, Talk(progress, voice.say), period)
        if as_json:
            print_json({"name": name, "would_make": [_period_summary(made) for made in found]})
            return 0
        if not found:
            typer.echo(f"{name}: nothing is due before {_local(schedule.rhythm.next_after(now).ends_at, schedule)}.")
        for made in found:
            _tell_planned(made, schedule, voice)
    typer.echo("Nothing was written and nothing was sent.")
    return 0


def _tell_planned(made: Made, schedule: Schedule, voice: Voice) -> None:
    from miner.report import render

    typer.echo(_line(made, schedule))
    for one in made.plan:
        typer.echo(f"  would go to {plain(one.about)}")
    if voice.verbose and made.digest is not None:
        text = str(render(made.digest, "text", schedule.settings.report))
        typer.echo("\n".join(plain(line) for line in text.splitlines()))


def settings_with(library: str | None) -> Settings:
    """The settings of this process, and the library that was given."""
    from miner.settings import current_settings

    return current_settings({"library": {"file": library}} if library else {})


def library_file(settings: Settings) -> Path:
    """Where the library is."""
    from miner.library import library_place

    place = library_place(settings.library)
    assert place is not None, "schedule_of refuses to run without one"  # noqa: S101
    return place


def moment(text: str | None) -> datetime:
    """``--now``, or the present.

    Raises
    ------
    BadSetting
        If it is no time with a zone.
    """
    from miner.errors import BadSetting

    if text is None:
        return datetime.now(UTC)
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSetting("--now", "the options", text, "a time such as 2026-11-13T09:00+01:00") from error
    if given.tzinfo is None:
        raise BadSetting("--now", "the options", text, "a time with its zone, such as 2026-11-13T09:00+01:00")
    return given.astimezone(UTC)


def print_json(value: object) -> None:
    """Indented, keys in order."""
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value, order="deterministic")).decode())


def _checked(settings: Settings, name: str) -> Schedule:
    from miner.schedules import schedule_of

    schedule = schedule_of(settings, name)
    _check(schedule)
    return schedule


def _check(schedule: Schedule) -> None:
    """Find out what would only come to light after the work."""
    from miner.cli.options import check_all
    from miner.delivery import check_recipients

    check_all(schedule.settings)
    check_recipients(schedule.to, schedule.settings)


def _check_delivered(ran: Ran) -> None:
    from miner.delivery import check_delivered

    check_delivered(ran.outcomes)


def _code(ran: Ran) -> int:
    """7 where something could not be read; failed deliveries are an error of their own (8)."""
    return PARTIAL if any(made.digest is not None and made.digest.account.failed for made in ran.made) else 0


def _tell(ran: Ran, schedule: Schedule, voice: Voice) -> None:
    if voice.quiet:
        return
    if ran.left_out:
        typer.echo(
            f"{ran.name}: left out, for they are more than the newest {schedule.catch_up}: {_names(ran.left_out)}"
        )
    for made in ran.made:
        typer.echo(_line(made, schedule))
    if ran.already is not None:
        period, at = ran.already.period.name, _local(ran.already.settled_at, schedule)
        was = {"made": "made", "quiet": "found quiet", "left out": "left out"}[ran.already.state]
        typer.echo(f"{ran.name} {period}: was {was} on {at}; nothing is made or sent twice")
    for outcome in ran.outcomes:
        typer.echo(f"  {plain(outcome.line)}")
    typer.echo(f"{ran.name}: due next on {_local(ran.next_at, schedule)}")


def _line(made: Made, schedule: Schedule) -> str:
    period = made.settled.period
    covered = (
        f"{schedule.name} {period.name} ({_local(period.starts_at, schedule)} to {_local(period.ends_at, schedule)})"
    )
    if made.digest is None:
        why = "no new posts" if not made.n_new else f"{made.n_new:,} new posts, none of which argues"
        return f"{covered}: quiet, {why}; nothing is sent"
    numbers = made.digest.numbers
    return (
        f"{covered}: {plain(made.digest.title)}: {made.n_new:,} new posts, {numbers.n_arguments:,} arguments, "
        f"{numbers.n_themes:,} themes"
    )


def _summary(ran: Ran, code: int) -> dict[str, Any]:
    delivered = [
        {"period": one.period, "recipient": one.recipient, "state": one.state, "reason": one.reason}
        for one in ran.outcomes
    ]
    not_sent = any(one["state"] != "sent" for one in delivered)
    return {
        "name": ran.name,
        "periods": [_period_summary(made) for made in ran.made],
        "left_out": [period.name for period in ran.left_out],
        "already": None if ran.already is None else {"period": ran.already.period.name, "state": ran.already.state},
        "deliveries": delivered,
        "next_at": ran.next_at,
        "exit_code": 8 if not_sent else code,
    }


def _period_summary(made: Made) -> dict[str, Any]:
    digest, period = made.digest, made.settled.period
    found: dict[str, Any] = {
        "period": period.name,
        "state": made.settled.state,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "n_new_posts": made.n_new,
        "to": [
            {"recipient": one.recipient, "title": one.title, "n_bytes": one.n_bytes, "n_parts": one.n_parts}
            for one in made.plan
        ],
    }
    if digest is not None:
        found |= {"title": digest.title, "numbers": digest.numbers, "account": digest.account}
        found |= {"n_rows_made": made.n_made, "digest": made.settled.digest}
    return found


def _names(periods: Sequence[Period]) -> str:
    return ", ".join(period.name for period in periods)


def _local(at: datetime, schedule: Schedule) -> str:
    """``Fri 2026-11-13 09:00 CET``."""
    return f"{at.astimezone(schedule.rhythm.zone):%a %Y-%m-%d %H:%M %Z}"
