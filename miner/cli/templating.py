"""What ``templates`` does: lists the shipped templates and copies them, to be changed by their new owner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

templates = typer.Typer(help="The templates of the reports: list them, copy them to change them.", no_args_is_help=True)


@templates.command("list")
def list_templates() -> None:
    """The shipped templates, a name a line."""
    for name in shipped_templates():
        typer.echo(name)


@templates.command("copy")
def copy_templates(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Where to; made if it is not there.", show_default=False)
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Only these (see: miner templates list).", show_default=False),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error happened.")] = False,
) -> None:
    """Copy templates into a folder for --templates; nothing that is there is overwritten."""
    from miner.errors import CannotWrite, UnknownName
    from miner.report.writing import write_whole

    del debug
    shipped = shipped_templates()
    for name in names or ():
        if name not in shipped:
            raise UnknownName("template", name, shipped)
    chosen = {name: shipped[name] for name in (names or shipped)}
    there = [name for name in chosen if (Path(folder) / name).exists()]
    if there:
        raise CannotWrite(folder, f"it holds {', '.join(there)} already, and nothing is overwritten")
    for name, file in chosen.items():
        write_whole(Path(folder) / name, file.read_bytes())
        typer.echo(Path(folder) / name)


def shipped_templates() -> dict[str, Traversable]:
    """Name within the folder -> file, in order of name."""
    from miner.resources import shipped

    return dict(sorted(_files(shipped("templates"), "")))


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        elif not entry.name.startswith("."):
            yield f"{above}{entry.name}", entry
