"""What ``digest``, ``demo`` and ``read`` do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.resources import as_file
from pathlib import Path

import typer

from miner.cli.outputs import Output, check_output, output_for, report_name
from miner.cli.voice import Voice, counted
from miner.digest.records import Account, Digest
from miner.settings import ContrastSettings, Settings

PARTIAL = 7
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
    check_output(output.paths(), places)
    _hint_at_standard_input(places, voice)
    return _mine_and_write(places, settings, output, voice, as_json)


def run_demo(wanted: str, voice: Voice, *, as_json: bool = False) -> int:
    """Mine the shipped example chat with the shipped contrasts; settings of the user are left aside."""
    from miner.resources import shipped

    settings = Settings(contrasts=ContrastSettings(presets=(DEMO_PRESET,)))
    output = output_for("demo", wanted, settings.report.formats, chosen=False)
    check_output(output.paths())
    with as_file(shipped("examples") / DEMO) as chat:
        return _mine_and_write([str(chat)], settings, output, voice, as_json)


def run_read(places: Sequence[str], settings: Settings, wanted: str, voice: Voice) -> int:
    """Write the transcript of places as JSON Lines; the account goes to standard error."""
    from miner.sources import read
    from miner.transcript import dump_transcript

    if wanted:
        check_output([Path(wanted)], places)
    _hint_at_standard_input(places, voice)
    with voice.working() as progress:
        progress("reading")
        transcript = read(places, settings.sources)
    _write_lines("".join(dump_transcript(transcript)), wanted)
    voice.account_of_files(transcript.accounts)
    n_read, n_kept = (sum(getattr(file, name) for file in transcript.accounts) for name in ("read", "kept"))
    voice.say(f"{n_read:,} items read, {n_kept:,} posts kept, {len(transcript.threads):,} thread(s)")
    failed: dict[str, int] = {}
    for file in transcript.accounts:
        for reason, n in file.failed.items():
            failed[reason] = failed.get(reason, 0) + n
    return _partial(failed, "The transcript", voice)


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
    from miner.pipeline import mine_places
    from miner.report import write_report
    from miner.settings import ReportSettings

    with voice.working() as progress:
        digest = mine_places(places, settings, progress)
        progress("writing the report")
        report = ReportSettings(formats=output.formats, templates=settings.report.templates)
        written = write_report(digest, output.base, report)
    voice.account_of_files(digest.sources)
    voice.say(account_line(digest.account))
    code = _partial(digest.account.failed, "The report", voice)
    if as_json:
        typer.echo(_summary(digest, written, code))
    elif not voice.quiet:
        for path in written:
            typer.echo(path)
    return code


def _partial(failed: dict[str, int], what: str, voice: Voice) -> int:
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


def _write_lines(lines: str, wanted: str) -> None:
    if wanted:
        from miner.report import write_whole

        write_whole(Path(wanted), lines)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(lines.encode())  # always UTF-8, whatever the terminal's encoding
    sys.stdout.buffer.flush()


def _hint_at_standard_input(places: Sequence[str], voice: Voice) -> None:
    if "-" in places and sys.stdin.isatty():
        voice.say("Reading standard input: paste the discussion, then press Ctrl-D (Ctrl-Z and Enter on Windows).")
