"""What ``digest``, ``demo`` and ``read`` do."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from miner.cli.fetching import with_fetched
from miner.cli.finishing import finished
from miner.cli.outputs import Output, check_output, output_for, report_name
from miner.cli.voice import Voice, counted
from miner.cli.writing import warn_of_writer
from miner.digest.records import Account, Digest
from miner.settings import ContrastSettings, LibrarySettings, Settings

if TYPE_CHECKING:
    from miner.transcript import PlaceAccount, Post, Thread

    Accounts = tuple[PlaceAccount, ...]

PARTIAL = 7
_LINES_AT_ONCE = 1000
DEMO = "cx_innovation_chat.csv"
DEMO_PRESET = "cx"


def run_digest(
    places: Sequence[str], settings: Settings, voice: Voice, *, as_json: bool = False, formats_chosen: bool = True
) -> int:
    """Mine places, write the reports, say where they are.

    Returns
    -------
    0, or 7 when some items could not be read (the report is written all the same).

    Raises
    ------
    MinerError
        Any of them; nothing is written then.
    """
    report = settings.report
    output = output_for(report_name(places[0]), report.output, report.formats, formats_chosen)
    output.check(places)
    _hint_at_standard_input(places, voice)
    return _mine_and_write(places, settings, output, voice, as_json)


def run_demo(wanted: str, voice: Voice, *, as_json: bool = False) -> int:
    """Mine the shipped example chat with the shipped contrasts; settings of the user are left aside."""
    from miner.resources import shipped

    settings = Settings(contrasts=ContrastSettings(presets=(DEMO_PRESET,)), library=LibrarySettings(file="none"))
    output = output_for("demo", wanted, settings.report.formats, chosen=False)
    output.check()
    with as_file(shipped("examples") / DEMO) as chat:
        return _mine_and_write([str(chat)], settings, output, voice, as_json)


def run_read(places: Sequence[str], settings: Settings, wanted: str, voice: Voice) -> int:
    """Write the transcript of places as JSON Lines; the account goes to standard error.

    Files too large to be held are written while they are read, in their own order.
    """
    from miner.sources import read_or_stream
    from miner.transcript import Transcript, dump_transcript

    if wanted:
        check_output([Path(wanted)], places)
    _hint_at_standard_input(places, voice)
    with voice.working() as progress:
        progress("reading")
        found = read_or_stream(with_fetched(places, settings.fetch, voice, progress), settings.sources)
        if isinstance(found, Transcript):
            accounts, n_threads = found.accounts, len(found.threads)
            write_lines((line.encode() for line in dump_transcript(found)), wanted)
        else:
            accounts, n_threads = _write_stream(found, wanted)
    voice.account_of_files(accounts)
    n_read, n_kept = (sum(getattr(file, name) for file in accounts) for name in ("read", "kept"))
    voice.say(f"{n_read:,} items read, {n_kept:,} posts kept, {n_threads:,} thread(s)")
    failed: dict[str, int] = {}
    for file in accounts:
        for reason, n in file.failed.items():
            failed[reason] = failed.get(reason, 0) + n
    return warn_of_failures(failed, "The transcript", voice)


def account_line(account: Account) -> str:
    """``read 198 = used 138 + reposts 38 + merged 2 + filtered 20 (greeting 5, ...) + failed 0``."""
    filtered, failed = (
        f"{name} {sum(reasons.values()):,}{f' ({counted(reasons)})' if reasons else ''}"
        for name, reasons in (("filtered", account.filtered), ("failed", account.failed))
    )
    return (
        f"read {account.read:,} = used {account.used:,} + reposts {account.reposts:,} + merged {account.merged:,} "
        f"+ {filtered} + {failed}"
    )


def _mine_and_write(places: Sequence[str], settings: Settings, output: Output, voice: Voice, as_json: bool) -> int:
    from miner.cli.keeping import mine_and_keep
    from miner.report import write_forms

    with voice.working() as progress:
        found = with_fetched(places, settings.fetch, voice, progress)
        mined = mine_and_keep(found, output.base.name, settings, progress, voice)
        digest = finished(mined, settings, output.edits(), voice)
        progress("writing the report")
        written = write_forms(digest, output.places(), settings.report)
    voice.account_of_files(digest.sources)
    voice.say(account_line(digest.account))
    code = warn_of_failures(digest.account.failed, "The report", voice)
    code = warn_of_writer(digest, voice) or code
    tell_written(digest, written, voice, as_json=as_json, code=code)
    return code


def tell_written(digest: Digest, written: Sequence[Path], voice: Voice, *, as_json: bool, code: int = 0) -> None:
    """Say on standard output where the reports are: a path a line, or a summary for programs."""
    if as_json:
        typer.echo(_summary(digest, written, code))
    elif not voice.quiet:
        for path in written:
            typer.echo(path)


def warn_of_failures(failed: dict[str, int], what: str, voice: Voice) -> int:
    """Warn where items could not be read; the exit code that says so, else 0."""
    if not failed:
        return 0
    voice.insist(
        f"Warning: {sum(failed.values()):,} item(s) could not be read ({counted(failed)}). "
        f"{what} is written without them and counts them; the exit code is {PARTIAL}."
    )
    return PARTIAL


def _summary(digest: Digest, written: Sequence[Path], code: int) -> str:
    import msgspec

    summary = {
        "reports": [str(path) for path in written],
        "title": digest.title,
        "numbers": digest.numbers,
        "account": digest.account,
        "exit_code": code,
    }
    return msgspec.json.format(msgspec.json.encode(summary, order="deterministic")).decode()


def _write_stream(records: Iterator[Thread | Post | PlaceAccount], wanted: str) -> tuple[Accounts, int]:
    """Write what comes; the accounts and the number of threads, counted on the way."""
    from miner.transcript import PlaceAccount, Thread, dump_records

    accounts: list[PlaceAccount] = []
    n_threads = 0

    def counted() -> Iterator[Thread | Post | PlaceAccount]:
        nonlocal n_threads
        for record in records:
            if isinstance(record, PlaceAccount):
                accounts.append(record)
            elif isinstance(record, Thread):
                n_threads += 1
            yield record

    write_lines(dump_records(counted()), wanted)
    return tuple(accounts), n_threads


def write_lines(lines: Iterable[bytes], wanted: str) -> None:
    """To a file, whole or not at all, or to standard output; always UTF-8, whatever the terminal's encoding."""
    lines = iter(lines)
    pieces = iter(lambda: b"".join(itertools.islice(lines, _LINES_AT_ONCE)), b"")
    if wanted:
        from miner.report.writing import write_whole

        write_whole(Path(wanted), pieces)
        return
    sys.stdout.flush()
    try:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:  # the command line library would end with 1
        from miner.cli import close_quietly

        close_quietly()
        raise typer.Exit from error


def _hint_at_standard_input(places: Sequence[str], voice: Voice) -> None:
    if "-" in places and sys.stdin.isatty():
        voice.say("Reading standard input: paste the discussion, then press Ctrl-D (Ctrl-Z and Enter on Windows).")
