"""``make quality``: score miner beside its peers on labelled data, and fail when a figure of ours falls.

::

    gate.py                       all protocols (under 30 minutes on two cores)
    gate.py --quick               subsets (under 5 minutes)
    gate.py --only matching,groups    some protocols; the rows of the others stay as they were
    gate.py --only writer --writer FOLDER    also the titles and sentences of a language model
    gate.py --raise               pin what is better than its floor; --raise --lower also what is worse
    gate.py --write               also write the table into docs/quality.md

Each runner scores each protocol in a process of its own: memory is its own, a peer that is not installed drops
out, and one that crashes takes nothing with it. All rows of a run are kept in ``reports/quality.json``.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import floors
import tables
from data import ENVIRONMENT, ROOT, data_folder, inputs_digest
from protocols import PROTOCOLS, SLOW_TO_START, Protocol, protocol_named
from records import OURS, LeftOut, Row, Scale, peak_mb
from vectors import STORE

DOCS = ROOT / "docs" / "quality.md"
OUTPUT = ROOT / "reports"
TIMEOUT_SECONDS = 3600  # of one runner on one protocol
_LEFT_OUT = 10  # exit code of a child whose runner is not installed


def main(arguments: Sequence[str]) -> int:
    """Run the gate.

    Returns
    -------
    0; 1 when a figure fell below its floor, was not measured, or ours failed.
    """
    options = _parsed(arguments)
    folder = data_folder(options.data)
    if options.child:
        return _child(options.child, folder, Scale(options.quick, options.part))
    if not folder.is_dir() and not any(protocol_named(name).own for name in options.only):
        _say(f"No labelled data at {folder}: nothing is scored. Name the folder with --data DIR or {ENVIRONMENT}.")
        return 0
    with tempfile.TemporaryDirectory() as store:
        os.environ.setdefault(STORE, store)  # the children's: what one encoded, the next need not encode again
        rows, broken = _run(options, folder)
    kept = _kept(rows, options)
    if options.write:
        tables.write_into(DOCS, tables.markdown([row for row in kept if not row.quick]))
        _say(f"Written: {DOCS.relative_to(ROOT)}")
    return _verdict(rows, broken, options) if options.part == "dev" else int(bool(broken))


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    names = ", ".join(protocol.name for protocol in PROTOCOLS)
    parser = argparse.ArgumentParser(prog="gate.py", description="Score miner and its peers on labelled data.")
    parser.add_argument("--data", metavar="DIR", help=f"folder of the labelled data (else {ENVIRONMENT})")
    parser.add_argument("--quick", action="store_true", help="subsets only")
    parser.add_argument("--only", metavar="NAMES", default="", help=f"protocols, with commas between them: {names}")
    parser.add_argument("--runners", metavar="NAMES", default="", help="runners, with commas between them")
    parser.add_argument("--part", choices=("dev", "train"), default="dev", help="of kpa2021: train chooses settings")
    parser.add_argument("--raise", dest="up", action="store_true", help="pin what is better than its floor")
    parser.add_argument("--lower", action="store_true", help="with --raise: pin what is worse, too")
    parser.add_argument("--write", action="store_true", help="write the full table into docs/quality.md")
    parser.add_argument("--output", metavar="DIR", type=Path, default=OUTPUT, help="where quality.json and .md go")
    parser.add_argument(
        "--writer", metavar="FOLDER", default="", help="a language model that writes titles and summaries"
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.writer:
        os.environ["MINER_QUALITY_WRITER"] = options.writer  # the children's: see writer_check.py
    options.only = _names(options.only, {protocol.name for protocol in PROTOCOLS}, parser)
    options.runners = _names(options.runners, {one for protocol in PROTOCOLS for one in protocol.runners}, parser)
    if options.lower and not options.up:
        parser.error("--lower goes with --raise")
    return options


def _names(given: str, known: set[str], parser: argparse.ArgumentParser) -> list[str]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return names


def _run(options: argparse.Namespace, folder: Path) -> tuple[list[Row], list[str]]:
    """All rows of this run, and what of ours failed."""
    rows: list[Row] = []
    broken: list[str] = []
    began = time.perf_counter()
    for protocol in PROTOCOLS:
        if options.only and protocol.name not in options.only:
            continue
        absent = "" if (folder / protocol.needs[0]).is_dir() else f"left out, {folder / protocol.needs[0]} is not there"
        if absent and not protocol.own:
            _say(f"\n{protocol.title}: {absent}")
            continue
        _say(f"\n{protocol.title}" + (f": {protocol.needs[0]} {absent}" if absent else ""))
        inputs = inputs_digest(ROOT, protocol.own) if protocol.own else inputs_digest(folder, protocol.needs)
        since = time.perf_counter()
        for runner in _runners(protocol, options):
            found, problem = _scored(protocol, runner, inputs, options, folder)
            rows += found
            if problem and runner == OURS:
                broken.append(f"{protocol.name}: {problem}")
        _say(f"{time.perf_counter() - since:.0f} s")
    _say(f"\n{time.perf_counter() - began:.0f} s in all")
    return rows, broken


def _runners(protocol: Protocol, options: argparse.Namespace) -> list[str]:
    """Whose turn it is: those that were named, else all; in a quick run those that start quickly."""
    if options.runners:
        return [runner for runner in protocol.runners if runner in options.runners]
    return [runner for runner in protocol.runners if not (options.quick and runner in SLOW_TO_START)]


def _scored(
    protocol: Protocol, runner: str, inputs: str, options: argparse.Namespace, folder: Path
) -> tuple[list[Row], str]:
    """The rows of one runner, scored in a process of its own, and why there are none."""
    command = [sys.executable, __file__, "--child", f"{protocol.name}:{runner}", "--data", str(folder)]
    command += ["--part", options.part, *(["--quick"] if options.quick else [])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        _say(f"{runner:45} FAILED: not done after {TIMEOUT_SECONDS} s")
        return [], f"not done after {TIMEOUT_SECONDS} s"
    if done.returncode == _LEFT_OUT:
        _say(f"{runner:45} left out: {done.stderr.strip()}")
        return [], "left out"
    rows = [dataclasses.replace(Row.from_json(json.loads(line)), inputs=inputs) for line in done.stdout.splitlines()]
    if rows:
        _say(tables.terminal(rows))
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        _say(f"{runner:45} FAILED: {done.stderr.strip()}")
        return rows, last[0]
    return rows, ""


def _child(task: str, folder: Path, scale: Scale) -> int:
    """Score one runner on one protocol; a row of JSON a set on standard output."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # scoring reports to nobody
    name, _, runner = task.partition(":")
    protocol = protocol_named(name)
    try:
        for scored in _results(protocol, runner, folder, scale):
            sys.stdout.write(json.dumps(dataclasses.asdict(scored)) + "\n")
            sys.stdout.flush()
    except LeftOut as reason:
        sys.stderr.write(f"{reason}\n")
        return _LEFT_OUT
    return 0


def _results(protocol: Protocol, runner: str, folder: Path, scale: Scale) -> Iterator[Row]:
    for scored in import_module(protocol.module or protocol.name).score(runner, folder, scale):
        yield Row(
            protocol=protocol.name,
            set=scored.set,
            runner=runner,
            n=scored.n,
            seconds=round(scored.seconds, 3),
            peak_mb=round(peak_mb(), 1),
            figures={figure: round(float(value), 4) for figure, value in scored.figures.items()},
            quick=scale.quick,
        )


def _kept(rows: Sequence[Row], options: argparse.Namespace) -> list[Row]:
    """The rows of this run together with those of earlier ones that it did not score, written for the next."""
    file = options.output / "quality.json"
    before = [Row.from_json(row) for row in json.loads(file.read_text("utf-8"))] if file.is_file() else []
    anew = {(row.protocol, row.runner, row.quick) for row in rows}
    together = [row for row in before if (row.protocol, row.runner, row.quick) not in anew] + list(rows)
    if options.part == "dev":
        options.output.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps([dataclasses.asdict(row) for row in together], indent=1) + "\n", "utf-8")
        shown = [row for row in together if row.quick == options.quick]
        (options.output / "quality.md").write_text(tables.markdown(shown) + "\n", "utf-8")
    return together


def _verdict(rows: Sequence[Row], broken: Sequence[str], options: argparse.Namespace) -> int:
    pinned = floors.load()
    reached = floors.measured(rows)
    if options.up:
        new, refused = floors.raised(reached, pinned, lower=options.lower)
        floors.save(new)
        _say(f"Floors: {sum(new[name] != pinned.get(name) for name in new)} written")
        for measure in refused:
            _say(f"  stays: {measure} (pinned {pinned[measure].value:.4f}, now {reached[measure].value:.4f})")
        pinned = new
    verdicts = floors.judged(reached, pinned, _expected(rows, pinned, options))
    for verdict in verdicts:
        _say(f"BELOW ITS FLOOR  {verdict.measure}: {verdict.problem}")
    for problem in broken:
        _say(f"FAILED  {problem}")
    if not verdicts and not broken:
        _say(f"{len(reached)} figures of ours, {len(reached.keys() & pinned.keys())} with a floor: none fell")
    return int(bool(verdicts or broken))


def _expected(rows: Sequence[Row], pinned: floors.Floors, options: argparse.Namespace) -> list[str]:
    """Pinned measures of the protocols that ours was scored on in this run, at this scale, and whose data are there."""
    scored = {row.protocol for row in rows if row.runner == OURS}
    folder, at = data_folder(options.data), 1 if options.quick else 0
    absent = {
        f"{protocol.name}/{need}/"
        for protocol in PROTOCOLS
        if protocol.own
        for need in protocol.needs
        if not (folder / need).is_dir()
    }
    return [
        measure
        for measure in pinned
        if measure.startswith("quick/") == options.quick
        and measure.split("/")[at] in scored
        and not measure.removeprefix("quick/").startswith(tuple(absent))
    ]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
