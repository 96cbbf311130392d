"""What ``schedule`` does: lists digests and when they are due, adds one, and has this machine start their runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from miner.cli.running import AsJson, Debug, LibraryFile, Now, library_file, moment, print_json, settings_with

if TYPE_CHECKING:
    from miner.schedules import Schedule, Settled
    from miner.schedules.starters import OwnFile, Starting

WAYS = ("systemd", "cron", "github")
SETTINGS_FILE = "miner.toml"
_NEXT = 5

schedule = typer.Typer(
    help="Digests that are made again and again: list, add, have them started.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of a digest in miner.toml.", show_default=False)]
Print = Annotated[bool, typer.Option("--print", help="Show it and write nothing.")]


@schedule.command("list")
def list_schedules(library: LibraryFile = None, now: Now = None, as_json: AsJson = False, debug: Debug = False) -> None:
    """All digests of miner.toml: when each was made last, and when it is due next."""
    from miner.cli.listing import print_table
    from miner.schedules import schedules_of

    del debug
    settings, at = settings_with(library), moment(now)
    schedules = schedules_of(settings)
    settled = _settled(library_file(settings), [one.name for one in schedules]) if schedules else {}
    if as_json:
        print_json({"digests": [_row_for_programs(one, settled[one.name], at) for one in schedules]})
        return
    if not schedules:
        typer.echo("miner.toml names no digest. Add one: miner schedule add NAME PLACE")
        return
    rows = [_row(one, settled[one.name], at) for one in schedules]
    print_table(("name", "due", "last", "next", "to"), rows)


@schedule.command("next")
def next_periods(
    name: Name,
    n: Annotated[int, typer.Option("--number", "-n", metavar="N", min=1, help="How many.")] = _NEXT,
    library: LibraryFile = None,
    now: Now = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """When a digest is due next, and what each covers."""
    from miner.cli.listing import print_table
    from miner.schedules import schedule_of

    del debug
    found = schedule_of(settings_with(library), name)
    at, periods = moment(now), []
    for _ in range(n):
        periods.append(found.rhythm.next_after(at))
        at = periods[-1].ends_at
    if as_json:
        shown = [{"period": one.name, "starts_at": one.starts_at, "ends_at": one.ends_at} for one in periods]
        print_json({"name": name, "next": shown})
        return
    rows = [(one.name, _local(one.ends_at, found), _local(one.starts_at, found)) for one in periods]
    print_table(("period", "due", "covers what was posted since"), rows)


@schedule.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, - and _.", show_default=False)],
    places: Annotated[
        list[str], typer.Argument(metavar="PLACE", help="Files, folders, web addresses.", show_default=False)
    ],
    every: Annotated[str, typer.Option(metavar="UNIT", help="day, week or month.")] = "week",
    on: Annotated[str | None, typer.Option(metavar="DAY", help='Such as friday, "friday 09:00", 15 or last.')] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="Such as 09:00; midnight if not given.")] = None,
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Such as Europe/Berlin; this machine's.")] = None,
    window: Annotated[str | None, typer.Option(metavar="TIME", help='How far it looks back: "14 days", all.')] = None,
    to: Annotated[
        list[str] | None, typer.Option(metavar="WAY:WHERE", help="Who gets it; folder:reports; may be repeated.")
    ] = None,
    show: Print = False,
    debug: Debug = False,
) -> None:
    """Add a digest to miner.toml in this folder; all that stands there stays as it is."""
    from miner.report import write_whole
    from miner.schedules.editing import with_digest

    del debug
    given = {"on": on, "at": at, "timezone": timezone or _own_zone(), "window": window}
    values: dict[str, str | Sequence[str]] = {"places": places, "every": every}
    values |= {key: value for key, value in given.items() if value}
    values["to"] = to or ["folder:reports"]
    file = Path(SETTINGS_FILE)
    before = _text_of(file)
    after = with_digest(before, name, values, SETTINGS_FILE)
    found = _checked_text(after, name)
    if show:
        typer.echo(after[len(before) :].lstrip("\n"), nl=False)
        return
    write_whole(file, after)
    typer.echo(
        f"{file}: [digests.{name}] added; due first on {_local(found.rhythm.next_after(moment(None)).ends_at, found)}"
    )
    typer.echo(f"Look at it: miner run {name} --dry-run. Have it started: miner schedule install {name}")


@schedule.command()
def install(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="All if not given.", show_default=False)
    ] = None,
    way: Annotated[str, typer.Option("--with", metavar="WAY", help="systemd, cron or github.")] = "systemd",
    show: Print = False,
    write_crontab: Annotated[
        bool, typer.Option("--write", help="For cron: put the line into your table; it is only shown otherwise.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Have runs started: timers of systemd, a line for cron, or a workflow of GitHub Actions."""
    from miner.errors import UnknownName
    from miner.schedules import schedule_of, schedules_of

    del debug
    if way not in WAYS:
        raise UnknownName("way to start runs", way, WAYS)
    settings = settings_with(None)
    chosen = [schedule_of(settings, name) for name in names] if names else schedules_of(settings)
    if not chosen:
        typer.echo("miner.toml names no digest. Add one: miner schedule add NAME PLACE")
    for one in chosen:
        if way == "cron":
            _install_in_cron(one, show=show or not write_crontab)
        else:
            _install_files(_files_of(one, way), show=show)
    if chosen and way == "systemd" and not show:
        timers = " ".join(f"miner-{one.name}.timer" for one in chosen)
        typer.echo("Type, to start them now and whenever you log in:")
        typer.echo(f"  systemctl --user daemon-reload && systemctl --user enable --now {timers}")
        typer.echo("And, for a machine on which you are not always logged in: loginctl enable-linger")


@schedule.command()
def remove(name: Name, show: Print = False, debug: Debug = False) -> None:
    """Take a digest out of miner.toml, and what 'install' wrote for it; digests that were made stay."""
    from miner.report import write_whole
    from miner.schedules.editing import without_digest
    from miner.schedules.starters import take_away

    del debug
    after = without_digest(_text_of(Path(SETTINGS_FILE)), name, SETTINGS_FILE)
    own = [path for path in _own_paths(name) if path.exists()]
    if after != _text_of(Path(SETTINGS_FILE)):
        typer.echo(f"{SETTINGS_FILE}: [digests.{name}] {'would go' if show else 'removed'}")
        if not show:
            write_whole(Path(SETTINGS_FILE), after)
    for path in own:
        gone = take_away(path) if not show else True
        typer.echo(f"{path}: {'would go' if show else 'removed' if gone else 'left alone, miner did not write it'}")
    _remove_from_cron(name, show=show)
    if any(path.suffix == ".timer" for path in own) and not show:
        typer.echo(
            f"Type, to stop it: systemctl --user disable --now miner-{name}.timer; systemctl --user daemon-reload"
        )


def units_folder() -> Path:
    """Where systemd looks for the user's own units."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "systemd" / "user"


def _starting() -> Starting:
    from miner.schedules.starters import Starting

    return Starting(Path.cwd(), (sys.executable, "-m", "miner"))


def _files_of(one: Schedule, way: str) -> tuple[OwnFile, ...]:
    from miner.schedules.starters import units, workflow

    if way == "github":
        return (workflow(one, Path.cwd(), moment(None).year),)
    return units(one, _starting(), units_folder())


def _own_paths(name: str) -> tuple[Path, ...]:
    units = (units_folder() / f"miner-{name}.{kind}" for kind in ("service", "timer"))
    return (*units, Path.cwd() / ".github" / "workflows" / f"miner-{name}.yml")


def _install_files(files: Sequence[OwnFile], *, show: bool) -> None:
    from miner.schedules.starters import place

    for file in files:
        if show:
            typer.echo(f"# {file.path}\n{file.text}")
        else:
            typer.echo(f"{file.path}: {place(file)}")


def _install_in_cron(one: Schedule, *, show: bool) -> None:
    from miner.schedules.starters import cron_line, with_line

    line = cron_line(one, _starting())
    if show:
        typer.echo(line)
        return
    _write_crontab(with_line(_crontab(), one, line))
    typer.echo(f"crontab: the line of {one.name} was written")


def _remove_from_cron(name: str, *, show: bool) -> None:
    from miner.schedules.starters import without_line

    if shutil.which("crontab") is None:
        return
    before = _crontab()
    after = without_line(before, name)
    if after != before:
        typer.echo(f"crontab: the line of {name} {'would go' if show else 'removed'}")
        if not show:
            _write_crontab(after)


def _crontab() -> str:
    """The user's table; "" if there is none, which ``crontab -l`` tells as an error."""
    done = subprocess.run([_crontab_command(), "-l"], capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    return done.stdout if done.returncode == 0 else ""


def _write_crontab(table: str) -> None:
    from miner.errors import CannotChange

    done = subprocess.run([_crontab_command(), "-"], input=table, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        said = done.stderr.strip() or f"crontab ended with {done.returncode}"
        raise CannotChange(
            "Your table of cron", said, "Put the line in yourself: miner schedule install --with cron --print"
        )


def _crontab_command() -> str:
    from miner.errors import MissingPart

    found = shutil.which("crontab")
    if found is None:
        raise MissingPart("There is no crontab on this machine. Use --with systemd, or --print and your own way.")
    return found


def _checked_text(text: str, name: str) -> Schedule:
    """The digest as the new text of the file has it; raises what is wrong with it before anything is written."""
    import contextlib
    import tempfile

    from miner.delivery import check_recipients
    from miner.schedules import schedule_of

    with tempfile.TemporaryDirectory(prefix="miner-") as folder:
        (Path(folder) / SETTINGS_FILE).write_text(text, "utf-8")
        with contextlib.chdir(folder):  # so that errors name the file as the user does
            settings = settings_with(None)
    found = schedule_of(settings, name)
    check_recipients(found.to, found.settings)
    return found


def _text_of(file: Path) -> str:
    from miner.errors import BrokenInput

    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise BrokenInput(str(file), f"it is not TOML ({error})", "Mend the line it names.") from error


def _own_zone() -> str:
    """The zone of this machine where it says so; "" (UTC) elsewhere."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    link = Path("/etc/localtime")
    named = os.environ.get("TZ", "").lstrip(":") or str(link.resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named).key if named else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def _settled(place: Path, names: Sequence[str]) -> dict[str, tuple[Settled, ...]]:
    """What was made so far; nothing where there is no library yet."""
    from miner.library import Library
    from miner.schedules import settled_of

    if not place.is_file():
        return dict.fromkeys(names, ())
    with Library(place, may_write=False) as library:
        return {name: settled_of(library, name) for name in names}


def _row(one: Schedule, settled: Sequence[Settled], at: datetime) -> tuple[str, ...]:
    last = f"{settled[-1].period.name} {settled[-1].state}" if settled else "never"
    shown = "now" if _is_due(one, settled, at) else _local(one.rhythm.next_after(at).ends_at, one)
    return (one.name, f"every {one.rhythm.unit}", last, shown, ", ".join(one.to))


def _row_for_programs(one: Schedule, settled: Sequence[Settled], at: datetime) -> dict[str, object]:
    last = settled[-1] if settled else None
    upcoming = one.rhythm.next_after(at)
    return {
        "name": one.name,
        "every": one.rhythm.unit,
        "timezone": one.rhythm.zone.key,
        "places": one.places,
        "to": one.to,
        "last": None if last is None else {"period": last.period.name, "state": last.state, "at": last.settled_at},
        "is_due": _is_due(one, settled, at),
        "next": {"period": upcoming.name, "due_at": upcoming.ends_at},
    }


def _is_due(one: Schedule, settled: Sequence[Settled], at: datetime) -> bool:
    return not settled or settled[-1].period.ends_at < one.rhythm.next_after(at).starts_at


def _local(at: datetime, one: Schedule) -> str:
    return f"{at.astimezone(one.rhythm.zone):%a %Y-%m-%d %H:%M %Z}"
