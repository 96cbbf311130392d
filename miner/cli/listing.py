"""What ``sources``, ``formats`` and ``models`` print."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import typer

from miner.cli.voice import plain


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on standard output: fitted to a terminal, else a line a row, for other programs to read."""
    cells = [tuple(plain(cell) for cell in row) for row in rows]
    if sys.stdout.isatty():
        _print_fitted(columns, cells)
        return
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    for row in (columns, *cells):
        typer.echo("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_fitted(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text: brackets in a cell are no markup
    Console(highlight=False).print(table)


def source_rows() -> list[tuple[str, str, str]]:
    """Name, what it reads, an example, for each source in the order they are tried: exports of several files first."""
    from miner.sources import all_bundles, all_sources

    rows = {source.name: (source.reads, source.example) for source in all_bundles()}
    rows |= {source.name: (source.reads, source.example) for source in all_sources()}
    return [(name, reads, f"miner digest {example}") for name, (reads, example) in rows.items()]


def print_sources() -> None:
    """The table of sources."""
    print_table(("name", "reads", "example"), source_rows())


def format_rows() -> list[tuple[str, str, str]]:
    """Name, what its file or folder is called, and what it is for, for each form of the report."""
    from miner.report import FORMS

    return [
        (name, form.shared or f"NAME{form.suffix}{'/' if form.folder else ''}", form.about)
        for name, form in FORMS.items()
    ]


def print_formats() -> None:
    """The table of forms."""
    print_table(("name", "file", "what"), format_rows())


def model_rows() -> list[tuple[str, str, str, str]]:
    """Name, kind, what it is and its state, for every packaged model and preset."""
    from miner.contrasts.presets import preset, preset_names
    from miner.embeddings.registry import registry

    rows = [
        (name, str(entry["kind"]), f"{entry['title']}; {', '.join(entry['languages'])}", state_of(name))
        for name, entry in sorted(registry().items())
    ]
    for name in preset_names():
        contrasts = preset(name)
        n_statements = sum(len(pole.statements) for contrast in contrasts for pole in (contrast.left, contrast.right))
        about = ", ".join(contrast.title for contrast in contrasts)
        rows.append((name, "contrasts", about, f"shipped, {n_statements} statements"))
    return rows


def state_of(name: str) -> str:
    """Whether the weights of a packaged model are there and are the registered ones, else what to do."""
    from miner.embeddings.registry import model_file, registry
    from miner.errors import MissingPart

    try:
        model_file(name)
    except MissingPart as error:
        return str(error)
    return f"verified, sha256 {registry()[name]['sha256'][:12]}"


def print_models() -> None:
    """The table of models and presets."""
    print_table(("name", "kind", "what", "state"), model_rows())
