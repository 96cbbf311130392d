"""``make speed``: how long miner takes from cold, as ratios to plain work measured in the same run.

::

    bench.py              start, 300 posts, 5,000 posts, an unchanged second run, large files (some minutes)
    bench.py --quick      one repeat, 1,000 posts instead of 5,000
    bench.py --large      100,000 posts, and files of 1 GB, too
    bench.py --write      also write the table into docs/speed.md

Seconds depend on the machine and on what else it does; ratios much less. Each command is a process of its own
(fresh interpreter, nothing loaded), measured from outside; of several repeats the fastest counts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from discussion import write_chat
from opening import reports
from saved_pages import write_pages
from stored import longest_message, write_stored
from streams import write_lines, write_log, write_mails, write_reddit
from topics import SCRIPT, is_installed

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs" / "speed.md"
BEGIN, END = "<!-- generated: speed -->", "<!-- end of speed -->"
MINER = (sys.executable, "-m", "miner")
HEAVY = "numpy onnxruntime umap hdbscan torch sklearn scipy"
REPEATS = 3

# What must be done in any case: load the encoder and encode the same texts.
ENCODE_ONLY = """
import csv, sys
from miner.embeddings import embed
from miner.settings import Settings
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    texts = [row["text"] for row in csv.DictReader(file) if not row["retweet_id"]]
embed(texts, Settings().embeddings)
"""
# What must be done in any case with a file of JSON Lines: parse each line and write one.
JSON_ONLY = """
import json, os, sys
with open(sys.argv[1], encoding="utf-8") as file, open(os.devnull, "w") as out:
    for line in file:
        out.write(json.dumps(json.loads(line)) + "\\n")
"""
# What must be done in any case with a saved page: parse it and pass over its nodes.
PARSE_ONLY = """
import pathlib, sys
from selectolax.lexbor import LexborHTMLParser
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    page = LexborHTMLParser(path.read_text("utf-8"))
    sum(len(node.attributes) for node in page.body.traverse())
"""
MODULES = f"""
import sys
from miner.cli import main
main(["--help"])
sys.stderr.write(" ".join(sorted(set({HEAVY!r}.split()) & set(sys.modules))) + "\\n" + str(len(sys.modules)))
"""


@dataclass(frozen=True)
class Measured:
    """One command: wall-clock seconds, seconds of processor time, and the most memory in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Line:
    """A line of the table; ``ratio`` is to ``against``, ``most`` what it may be, None where there is no budget."""

    job: str
    measured: Measured
    against: str = ""
    ratio: float | None = None
    most: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the budget is kept."""
        return self.most is None or self.ratio is None or self.ratio <= self.most


# Budgets as ratios in one run. A user may be asked to wait 0.4 seconds for help, 4 for a chat of 300 posts and 30 for
# 5,000 on two quiet cores; most of that is the encoder, so the rest may take as long again, and no longer.
# Reading a line into a post may take three times as long as Python's own json takes for it (50,000 posts a second on a
# core of 2020), and a file of any size 300 MB.
MOST_FOR_LINES, MOST_MB = 3.0, 300
MOST_HTML_KB = 500  # what a mail server lets pass and a phone loads at once
MOST_MAIL_KB, MOST_UNITS = 90, 2000  # Gmail cuts a letter above 102 KB, Discord refuses a longer message
# A page of an unknown site may take a hundred times as long as parsing it: 1,000 pages a minute on a core of 2020.
MOST_FOR_PAGES = 100.0
# Who edits a digest of 1,000 arguments sees it drawn again after about a second (3.6 times help, November 2026).
MOST_FOR_DRAWING = 8.0
# Against BERTopic from cold, which makes topics and no digest: a fifth of its time for a chat, a third for 5,000 posts.
MOST_OF_TOPICS = {300: 1 / 5, 5000: 1 / 3}
MOST_FOR_HELP, MOST_FOR_CHAT, MOST_FOR_LARGE, MOST_FOR_SECOND_RUN = 20.0, 2.0, 2.0, 0.2


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and say which budget is not kept.

    Returns
    -------
    0, or 1 when a ratio is above its budget or something heavy is loaded by ``--help``.
    """
    options = _parsed(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"  # an installed package has its own, too
        lines, notes = _measured_all(options, Path(folder))
    if options.write:
        _write(lines, notes)
    broken = [line for line in lines if not line.kept]
    for line in broken:
        _say(f"ABOVE ITS BUDGET  {line.job}: {line.ratio:.2f} times {line.against}, at most {line.most}")
    return int(bool(broken) or any(note.startswith("Loaded") for note in notes))


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.py", description="Measure miner from cold.")
    parser.add_argument("--quick", action="store_true", help="one repeat, 1,000 posts instead of 5,000")
    parser.add_argument("--large", action="store_true", help="100,000 posts, too")
    parser.add_argument("--write", action="store_true", help="write the table into docs/speed.md")
    return parser.parse_args(arguments)


def _measured_all(options: argparse.Namespace, folder: Path) -> tuple[list[Line], list[str]]:
    repeats = 1 if options.quick else REPEATS
    lines: list[Line] = []

    def add(line: Line) -> None:
        lines.append(line)
        _say(_row(line))

    _say(_HEAD)
    _start(add, folder, repeats)
    _discussion(add, folder, 300, repeats, MOST_FOR_CHAT)
    _discussion(add, folder, 1000 if options.quick else 5000, 1, MOST_FOR_LARGE)
    _large_files(add, folder, 1000 if options.large else 100)
    _saved_pages(add, folder, 100 if options.quick else 300)
    _reports(add, folder)
    _stored(add, folder, repeats)
    if options.large:
        _discussion(add, folder, 100_000, 1, None)
    heavy, n_modules = _modules_of_help(folder)
    notes = [f"Loaded by `miner --help`, and should not be: {heavy}."] if heavy else []
    notes.append(f"`miner --help` loads {n_modules} modules, none of: {HEAVY.replace(' ', ', ')}." if not heavy else "")
    for note in notes:
        _say(note)
    return lines, [note for note in notes if note]


def _start(add: Callable[[Line], None], folder: Path, repeats: int) -> None:
    repeats = max(repeats, 3)
    floor = fastest([sys.executable, "-c", "pass"], folder, repeats)
    shown = fastest([*MINER, "--help"], folder, repeats)
    add(Line("an empty Python", floor))
    add(Line("`miner --help`", shown, "an empty Python", shown.seconds / floor.seconds, MOST_FOR_HELP))


def _discussion(add: Callable[[Line], None], folder: Path, n: int, repeats: int, most: float | None) -> None:
    """The encoder alone, the whole command from cold, and the same command again."""
    chat, size = folder / f"chat{n}.csv", f"{n:,} posts"
    write_chat(chat, n)
    floor = fastest([sys.executable, "-c", ENCODE_ONLY, str(chat)], folder, repeats)
    add(Line(f"{size}: load the encoder, encode the texts", floor))
    command = [*MINER, "digest", str(chat), "--quiet", "--output"]
    firsts, seconds = [], []
    for repeat in range(repeats):
        place = folder / f"out{n}.{repeat}"
        place.mkdir()
        firsts.append(measure([*command, f"{place}/"], place))
        kept = [*command, f"{place}/", "--keep", "--library", f"{place}/library.db"]
        measure(kept, place)
        seconds.append(measure(kept, place))
    first, second = (min(runs, key=lambda run: run.seconds) for runs in (firsts, seconds))
    add(Line(f"{size}: `miner digest`, cold", first, "the encoder alone", first.seconds / floor.seconds, most))
    _topics(add, folder, chat, n, first)
    ratio = second.seconds / first.seconds
    shown = f"{size}: again, unchanged, kept in a library"
    add(Line(shown, second, "the first run", ratio, MOST_FOR_SECOND_RUN if n > 300 else None))


def _topics(add: Callable[[Line], None], folder: Path, chat: Path, n: int, ours: Measured) -> None:
    """BERTopic on the same texts, where it is installed."""
    if n not in MOST_OF_TOPICS:
        return
    if not is_installed():
        _say("No BERTopic here (make peers): its time is left out.")
        return
    theirs = fastest([sys.executable, "-c", SCRIPT, str(chat)], folder, 2)
    ratio = ours.seconds / theirs.seconds
    add(Line(f"{n:,} posts: BERTopic from cold, same vectors", theirs))
    add(Line(f"{n:,} posts: `miner digest` beside it", ours, "BERTopic", ratio, MOST_OF_TOPICS[n]))


def _large_files(add: Callable[[Line], None], folder: Path, megabytes: int) -> None:
    """Posts a second of files of each kind, and the most memory for those that are not held."""
    kinds: tuple[tuple[str, str, Callable[[Path, int], int], int], ...] = (
        ("JSON Lines", "lines.jsonl", write_lines, megabytes),
        ("mails", "mails.mbox", write_mails, megabytes),
        ("Reddit lines", "reddit.jsonl", write_reddit, megabytes),
        ("an IRC log", "town.log", write_log, 5),  # held as a whole, as all chats: replies need what was said before
    )
    for kind, name, write, size in kinds:
        path, shown = folder / name, f"{size:,} MB of {kind}"
        n = write(path, size * 1_000_000)
        found = measure([*MINER, "read", str(path), "--quiet", "--output", "own.jsonl"], folder)
        (folder / "own.jsonl").unlink()
        rate = f"{shown}: `miner read`, {n / found.cpu_seconds:,.0f} posts a second"
        if kind == "JSON Lines":
            floor = measure([sys.executable, "-c", JSON_ONLY, str(path)], folder)
            add(Line(f"{shown}: parse and write each line with json", floor))
            add(Line(rate, found, "json", found.cpu_seconds / floor.cpu_seconds, MOST_FOR_LINES))
        else:
            add(Line(rate, found))
        add(Line(f"{shown}: its memory, {n:,} posts", found, f"{MOST_MB} MB", found.peak_mb / MOST_MB, 1.0))
        path.unlink()


def _saved_pages(add: Callable[[Line], None], folder: Path, n: int) -> None:
    """Saved pages a minute, of sites that are read without a reader of their own."""
    pages, size = folder / "pages", f"{n:,} saved pages"
    write_pages(pages, n)
    floor = measure([sys.executable, "-c", PARSE_ONLY, str(pages)], folder)
    add(Line(f"{size}: parse each and pass over its nodes", floor))
    found = measure([*MINER, "read", str(pages), "--quiet", "--output", "own.jsonl"], folder)
    ratio, a_minute = found.cpu_seconds / floor.cpu_seconds, 60 * n / found.cpu_seconds
    add(Line(f"{size}: `miner read`, {a_minute:,.0f} saved pages a minute", found, "parsing", ratio, MOST_FOR_PAGES))


def _reports(add: Callable[[Line], None], folder: Path) -> None:
    """The size of a report of 1,000 arguments, and the time to open one of 5,000 in a browser."""
    small, large = reports(folder, (1000, 5000))
    for report in (small, large):
        measured = Measured(report.render_seconds, report.render_seconds, report.size / 1e6)
        row = Line(f"{report.n_arguments:,} arguments: render, {report.size / 1000:,.0f} KB of HTML", measured)
        fits = replace(row, against=f"{MOST_HTML_KB} KB", ratio=report.size / 1000 / MOST_HTML_KB, most=1.0)
        add(fits if report is small else row)
    if large.open_seconds is None:
        _say("No Chromium here: the time to open a report is left out.")
        return
    opened = Measured(large.open_seconds, large.open_seconds, large.size / 1e6)
    add(Line("5,000 arguments: open in Chromium", opened, "1 second", large.open_seconds, 1.0))


def _stored(add: Callable[[Line], None], folder: Path, repeats: int) -> None:
    """Drawing a stored digest again, and the size of the forms that others limit."""
    write_stored(folder / "stored.json", 1000)
    shown = fastest([*MINER, "--help"], folder, repeats)
    drawing = [*MINER, "render", "stored.json", "--quiet", "--output", "drawn/", "--format"]
    for forms, most in (("html,markdown", MOST_FOR_DRAWING), ("email,discord", None)):
        drawn = fastest([*drawing, forms], folder, repeats)
        ratio = drawn.cpu_seconds / shown.cpu_seconds
        add(Line(f"1,000 arguments: `miner render`, {forms}", drawn, "`miner --help`", ratio, most))
        last = drawn
    _edited(add, folder, repeats, shown)
    size, units = (folder / "drawn/stored.eml").stat().st_size, longest_message(folder / "drawn/stored.discord")
    add(Line("1,000 arguments: the letter", last, f"{MOST_MAIL_KB} KB", size / 1000 / MOST_MAIL_KB, 1.0))
    add(Line("1,000 arguments: the longest message", last, f"{MOST_UNITS:,} signs", units / MOST_UNITS, 1.0))


def _edited(add: Callable[[Line], None], folder: Path, repeats: int, shown: Measured) -> None:
    """A merge, which compares the arguments once more, and drawing the digest after it, which does not."""
    (folder / "edited.json").write_bytes((folder / "stored.json").read_bytes())
    add(
        Line(
            "1,000 arguments: `miner edit`, a merge",
            measure([*MINER, "edit", "edited.json", "merge", "1", "2"], folder),
        )
    )
    drawing = [*MINER, "render", "edited.json", "--quiet", "--output", "drawn/", "--format", "html,markdown"]
    drawn = fastest(drawing, folder, repeats)
    ratio = drawn.cpu_seconds / shown.cpu_seconds
    add(Line("1,000 arguments: `miner render` after a merge", drawn, "`miner --help`", ratio, MOST_FOR_DRAWING))


def fastest(command: Sequence[str], folder: Path, repeats: int) -> Measured:
    """The fastest of several runs: what disturbs a run only makes it slower."""
    return min((measure(command, folder) for _ in range(repeats)), key=lambda run: run.seconds)


def measure(command: Sequence[str], folder: Path) -> Measured:
    """Run a command in a folder that is also its home.

    Raises
    ------
    SystemExit
        If the command fails: its figures would mean nothing.
    """
    left_out = ("MINER_", "XDG_", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    began = time.perf_counter()
    process = subprocess.Popen(
        list(command),
        cwd=folder,
        env={**environment, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode:
        raise SystemExit(
            f"{' '.join(command[:4])} ... ended with {process.returncode}: {said.decode('utf-8', 'replace')}"
        )
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def _modules_of_help(folder: Path) -> tuple[str, int]:
    """Heavy modules that ``miner --help`` loads (none, it is hoped), and the number of all."""
    done = subprocess.run(
        [sys.executable, "-c", MODULES], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True
    )
    heavy, n_modules = done.stderr.splitlines()[-2:]
    return heavy.strip(), int(n_modules)


_HEAD = "| job | seconds | processor seconds | MB | ratio | budget |\n| --- | ---: | ---: | ---: | --- | --- |"


def _row(line: Line) -> str:
    ratio = "" if line.ratio is None else f"{line.ratio:.2f} x {line.against}"
    budget = "" if line.most is None else f"at most {line.most:g}{'' if line.kept else ': not kept'}"
    m = line.measured
    return f"| {line.job} | {m.seconds:.2f} | {m.cpu_seconds:.2f} | {m.peak_mb:.0f} | {ratio} | {budget} |"


def _write(lines: Sequence[Line], notes: Sequence[str]) -> None:
    content = "\n".join([_HEAD, *(_row(line) for line in lines), "", *notes])
    text = DOCS.read_text("utf-8") if DOCS.is_file() else ""
    before, found_begin, rest = text.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise SystemExit(f"{DOCS} lacks the lines {BEGIN} and {END}; put them where the table belongs.")
    cores = os.cpu_count() or 1
    made = f"Made by `.venv/bin/python tests/speed/bench.py --write` on {cores} cores."
    DOCS.write_text(f"{before}{BEGIN}\n\n{made}\n\n{content}\n\n{END}{after}", "utf-8")
    _say(f"Written: {DOCS.relative_to(ROOT)}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
