"""What ``deliver`` and ``outbox`` do: send a stored digest to people, and look after what is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from miner.cli.voice import Voice
    from miner.delivery import Entry, Outcome, Planned
    from miner.digest.records import Digest
    from miner.library import Library
    from miner.settings import Settings

outbox = typer.Typer(help="Digests on their way: what was sent, what waits, and what went wrong.", no_args_is_help=True)

File = Annotated[str | None, typer.Option("--library", metavar="FILE", help="The library; the settings' if not given.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error happened.")]
Numbers = Annotated[list[int], typer.Argument(metavar="NUMBER", help="See: miner outbox list.", show_default=False)]


def deliver(
    digest_file: Annotated[
        str, typer.Argument(metavar="DIGEST.json", help="What --format json wrote.", show_default=False)
    ],
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            metavar="WAY:WHERE",
            help="Such as mail:ann@example.org, folder:PATH or slack:env:NAME; may be repeated (see docs/delivery.md).",
            show_default=False,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent; send and keep nothing.")] = False,
    file: File = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> int:
    """Send a stored digest to people, each once; what cannot be sent now waits in the outbox."""
    from miner.cli.options import settings_of
    from miner.cli.voice import Voice

    del debug
    settings = settings_of({"library": {"file": file}})
    return run_deliver(digest_file, to, settings, Voice(quiet), dry_run=dry_run, as_json=as_json)


@outbox.command("list")
def list_outbox(
    everything: Annotated[bool, typer.Option("--all", help="Also what was sent or dropped.")] = False,
    file: File = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """What waits, failed, or may have arrived; the oldest first."""
    from miner.cli.library import opened, print_json
    from miner.cli.listing import print_table
    from miner.delivery import entries

    del debug
    with opened(file, may_write=False) as library:
        found = [one for one in entries(library) if everything or one.state not in ("sent", "dropped")]
    if as_json:
        print_json({"deliveries": found})
    elif not found:
        typer.echo("nothing waits" if not everything else "nothing was ever sent")
    else:
        print_table(
            ("number", "state", "digest", "to", "due or settled", "tries", "reason"), [_row(one) for one in found]
        )


@outbox.command("retry")
def retry_outbox(
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="NUMBER", help="None: all that wait.", show_default=False)
    ] = None,
    file: File = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Send deliveries again, now: also those that failed or may have arrived, if their numbers are given."""
    from miner.cli.library import opened
    from miner.cli.voice import Voice
    from miner.delivery import entries, send_again, send_waiting

    del debug
    voice, settings = Voice(quiet), _settings()
    with opened(file) as library, voice.working() as progress:
        if numbers:
            outcomes = send_again(library, settings, _now(), numbers, progress)
        else:
            waiting = [one.number for one in entries(library) if one.state == "waiting"]
            outcomes = send_waiting(library, settings, _now(), progress, waiting)
    tell(outcomes, voice)


@outbox.command("drop")
def drop_outbox(numbers: Numbers, file: File = None, debug: Debug = False) -> None:
    """Never send deliveries; their words are removed."""
    from miner.cli.library import opened
    from miner.delivery import drop

    del debug
    with opened(file) as library:
        drop(library, numbers, _now())
    typer.echo(f"dropped {', '.join(map(str, numbers))}")


def run_deliver(
    place: str,
    recipients: Sequence[str],
    settings: Settings,
    voice: Voice,
    *,
    dry_run: bool = False,
    as_json: bool = False,
) -> int:
    """Put a stored digest into the outbox for each recipient and send it.

    Returns
    -------
    0

    Raises
    ------
    DeliveryFailed
        If it did not reach everybody.
    MinerError
        If the digest or a recipient cannot be used; nothing is sent then.
    """
    from miner.cli.finishing import finished
    from miner.cli.outputs import report_name
    from miner.cli.rendering import stored_digest
    from miner.delivery import check_recipients, planned
    from miner.digest.edits import overlay_place

    check_recipients(recipients, settings)
    digest = finished(stored_digest(place), settings, overlay_place(Path(place)), voice)
    now = _now()
    plan = planned(digest, report_name(place), _period_of(digest), recipients, settings, now)
    if dry_run:
        _tell_plan(plan, as_json)
        return 0
    with _library(settings) as library:
        outcomes = _sent(library, digest, plan, settings, voice, now)
    if as_json:
        from miner.cli.library import print_json

        print_json({"outcomes": outcomes})
    tell(outcomes, voice)
    return 0


def tell(outcomes: Sequence[Outcome], voice: Voice) -> None:
    """Say what became of deliveries; raises DeliveryFailed unless all were sent."""
    from miner.delivery import check_delivered

    for outcome in outcomes:
        if outcome.state == "sent":
            voice.say(outcome.line)
    check_delivered(outcomes)


def _sent(
    library: Library, digest: Digest, plan: Sequence[Planned], settings: Settings, voice: Voice, now: datetime
) -> tuple[Outcome, ...]:
    from miner.delivery import entries, post, send_waiting
    from miner.library import begin_run, keep_digest

    keys = {one.key for one in plan}
    before = [entry for entry in entries(library) if entry.key in keys]
    if len(before) < len(plan):
        with library.writing():
            number = (
                before[0].digest
                if before
                else keep_digest(library, begin_run(library, plan[0].name, now, {"delivered": True}), digest)
            )
            post(library, number, plan, now)
    for entry in before:
        if entry.state != "waiting":
            voice.insist(f"Not sent again to {entry.recipient}: delivery {entry.number} is {entry.state} already.")
    mine = [entry.number for entry in entries(library) if entry.key in keys]
    with voice.working() as progress:
        return send_waiting(library, settings, now, progress, mine)


def _period_of(digest: Digest) -> str:
    """The digest's own date and content: the same digest is sent to nobody twice, a new one is."""
    import hashlib

    from miner.digest.records import dump_digest

    when = digest.written_on.isoformat() if digest.written_on else "undated"
    return f"{when}-{hashlib.sha256(dump_digest(digest)).hexdigest()[:8]}"


def _tell_plan(plan: Sequence[Planned], as_json: bool) -> None:
    from miner.cli.library import print_json
    from miner.cli.voice import plain

    if as_json:
        names = ("recipient", "way", "title", "message_id", "n_parts", "n_bytes")
        print_json({"planned": [{name: getattr(one, name) for name in names} for one in plan]})
        return
    for one in plan:
        typer.echo(plain(one.about))


def _row(entry: Entry) -> tuple[str, ...]:
    when = (entry.settled_at or entry.due_at)[:16].replace("T", " ")
    parts = f" ({entry.n_sent} of {entry.n_parts} parts sent)" if entry.n_parts > 1 and entry.state != "sent" else ""
    digest = " ".join(part for part in (entry.name, entry.period) if part)
    return (str(entry.number), entry.state + parts, digest, entry.recipient, when, str(entry.tries), entry.reason)


def _library(settings: Settings) -> Library:
    """The library, made if there is none: without it nobody would know what was sent."""
    from miner.errors import LibraryError
    from miner.library import Library, library_place

    place = library_place(settings.library)
    if place is None:
        raise LibraryError(
            'Deliveries are kept in the library, and the settings name none (library.file is "none"). '
            "Give one with --library FILE."
        )
    return Library(place, "miner deliver")


def _settings() -> Settings:
    from miner.cli.options import settings_of

    return settings_of({})


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)
