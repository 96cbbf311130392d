"""The rows as text: for a terminal and for the docs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from protocols import PROTOCOLS, Protocol
from records import OURS, Row

BEGIN, END = "<!-- generated: quality -->", "<!-- end of quality -->"
NOTHING_YET = "No full run has been written here yet: `make quality` prints the figures."


def markdown(rows: Sequence[Row]) -> str:
    """One section a protocol, each with the command that made it."""
    sections = [_section(protocol, [row for row in rows if row.protocol == protocol.name]) for protocol in PROTOCOLS]
    return "\n\n".join(section for section in sections if section) or NOTHING_YET


def _section(protocol: Protocol, rows: Sequence[Row]) -> str:
    rows = [row for row in rows if row.runner == OURS or row.set not in protocol.only_ours]
    if not rows:
        return ""
    quick = " --quick" if rows[0].quick else ""
    command = f"    .venv/bin/python tests/quality/gate.py --only {protocol.name}{quick}"
    return "\n\n".join((f"## {protocol.title}", command, _table(rows), protocol.note))


def _table(rows: Sequence[Row]) -> str:
    figures = list(dict.fromkeys(figure for row in rows for figure in row.figures))
    order = {name: number for number, name in enumerate(dict.fromkeys(row.set for row in rows))}
    ordered = sorted(rows, key=lambda row: order[row.set])
    heads = ["data", "", *figures, "n", "seconds", "MB"]
    lines = ["| " + " | ".join(heads) + " |", "| --- | --- |" + " ---: |" * (len(heads) - 2)]
    for row in ordered:
        values = [_number(row.figures.get(figure)) for figure in figures]
        cells = [row.set, row.runner, *values, f"{row.n:,}", f"{row.seconds:.1f}", f"{row.peak_mb:.0f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def terminal(rows: Iterable[Row]) -> str:
    """A line a row, as soon as it is there."""
    return "\n".join(
        f"{row.set:32} {row.runner:12} n {row.n:6,}  {row.seconds:7.1f} s  {row.peak_mb:5.0f} MB  "
        + "  ".join(f"{figure} {_number(value)}" for figure, value in row.figures.items())
        for row in rows
    )


def write_into(page: Path, content: str, begin: str = BEGIN, end: str = END) -> None:
    """Exchange what stands between the marks of a page.

    Raises
    ------
    SystemExit
        If the page or one of its marks is missing.
    """
    text = page.read_text("utf-8") if page.is_file() else ""
    before, found_begin, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise SystemExit(f"{page} lacks the lines {begin} and {end}; put them where the table belongs.")
    page.write_text(f"{before}{begin}\n\n{content}\n\n{end}{after}", "utf-8")
