"""What ``compare-engines`` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from miner.cli.fetching import with_fetched
from miner.cli.jobs import warn_of_failures
from miner.cli.listing import print_table
from miner.cli.voice import Voice
from miner.errors import NothingToMine
from miner.settings import Settings

if TYPE_CHECKING:
    from miner.engines import EngineFigures

_COLUMNS = ("engine", "covered", "stability", "groups", "seconds")
_LEGEND = (
    "covered: share of the arguments in a group; stability: agreement of the groups when a tenth is left out "
    "(1 the same, 0 chance); seconds: for grouping once; what two engines share is loaded by the first."
)


def run_compare_engines(
    places: Sequence[str], settings: Settings, n_resamples: int, voice: Voice, *, as_json: bool = False
) -> int:
    """Group the arguments of places with each engine and print what came out.

    Returns
    -------
    0, or 7 when some items could not be read.

    Raises
    ------
    MinerError
    """
    from miner.arguments import find_arguments
    from miner.engines import compare_engines, engines
    from miner.sources import read

    with voice.working() as progress:
        progress("reading")
        transcript = read(with_fetched(places, settings.fetch, voice, progress), settings.sources)
        arguments = find_arguments(transcript, settings.arguments).arguments
        if not arguments:
            raise NothingToMine(
                f"{len(transcript.posts)} posts were read, and none of them argues: there is nothing to group. "
                "See what was left out and why: miner digest -v"
            )
        figures = compare_engines(
            arguments, settings, n_resamples, lambda name: progress(f"grouping {len(arguments)} arguments: {name}")
        )
    voice.account_of_files(transcript.accounts)
    failed = sum((Counter(account.failed) for account in transcript.accounts), Counter[str]())
    code = warn_of_failures(dict(failed), "The comparison", voice)
    left_out = {engine.name: engine.missing() for engine in engines(settings) if engine.missing()}
    if as_json:
        typer.echo(_summary(figures, len(arguments), n_resamples, left_out, code))
        return code
    print_table(_COLUMNS, [_cells(one) for one in figures])
    voice.say(_LEGEND)
    for name, install in left_out.items():
        voice.say(f"{name} is not installed and is left out: {install}")
    return code


def _cells(one: EngineFigures) -> tuple[str, ...]:
    stability = "" if one.stability is None else f"{one.stability:.2f}"
    return one.engine, f"{one.coverage:.0%}", stability, str(one.n_groups), f"{one.seconds:.1f}"


def _summary(
    figures: Sequence[EngineFigures], n_arguments: int, n_resamples: int, left_out: dict[str, str], code: int
) -> str:
    import msgspec

    summary = {
        "n_arguments": n_arguments,
        "n_resamples": n_resamples,
        "engines": figures,
        "left_out": left_out,
        "exit_code": code,
    }
    return msgspec.json.format(msgspec.json.encode(summary, order="deterministic")).decode()
