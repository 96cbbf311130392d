"""What ``fetch`` does, and how addresses among the places of the other commands become folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from miner.cli.voice import Progress, Voice
from miner.settings import FetchSettings

if TYPE_CHECKING:
    from miner.fetch import Fetched

LIMIT_REACHED = 7  # partial: what is kept can be read, and there is more


def fetch(
    addresses: Annotated[list[str], typer.Argument(metavar="URL", help="Threads, pages, feeds.", show_default=False)],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Where to keep it; your data folder if not given."),
    ] = None,
    allow_private: Annotated[
        list[str] | None,
        typer.Option("--allow-private", metavar="HOST", help="A host of your own network; may be repeated."),
    ] = None,
    warc: Annotated[bool, typer.Option("--warc", help="Also write a web archive (extra warc).")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A summary for programs on standard output.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also say times and notes.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error happened.")] = False,
) -> int:
    """Fetch pages, threads and feeds politely, to be read later: prints the folder of each."""
    from miner.cli.options import settings_of

    del debug
    settings = settings_of({"fetch": {"folder": output, "allow_private": allow_private, "warc": warc}})
    return run_fetch(addresses, settings.fetch, Voice(quiet, verbose), as_json=as_json)


def run_fetch(addresses: Sequence[str], settings: FetchSettings, voice: Voice, *, as_json: bool = False) -> int:
    """Fetch addresses and print where they are.

    Returns
    -------
    0, or 7 when a limit was reached.

    Raises
    ------
    NetworkError, BadSetting, MissingPart, CannotWrite
    """
    import msgspec

    from miner.fetch import fetch as fetch_all

    with voice.working() as progress:
        fetched = fetch_all(addresses, settings, progress=progress)
    _tell(fetched, voice)
    if as_json:
        summary = {"fetched": fetched}
        typer.echo(msgspec.json.format(msgspec.json.encode(summary, order="deterministic")).decode())
    else:
        for one in fetched:
            typer.echo(one.folder)
    return 0 if all(one.is_whole for one in fetched) else LIMIT_REACHED


def with_fetched(places: Sequence[str], settings: FetchSettings, voice: Voice, progress: Progress) -> Sequence[str]:
    """Places with each web address replaced by the folder of what was fetched from it.

    Raises
    ------
    NetworkError, BadSetting, MissingPart, CannotWrite
    """
    if not any("://" in place for place in places):
        return places
    from miner.fetch import fetched_places

    found, fetched = fetched_places(places, settings, progress)
    _tell(fetched, voice)
    return found


def _tell(fetched: Sequence[Fetched], voice: Voice) -> None:
    for one in fetched:
        voice.say(
            f"  {one.url}: {one.site}, {one.n_asked:,} asked for, {one.n_new:,} new, {one.n_unchanged:,} unchanged; "
            f"kept in {one.folder}"
        )
        for note in one.notes:
            voice.say(f"    {note}")
