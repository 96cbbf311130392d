"""What ``library`` and ``forget`` do: look after the file in which earlier runs are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from miner.library import Library
    from miner.settings import LibrarySettings

library = typer.Typer(
    help="What earlier runs kept: numbers, checks, clearing out, export, forgetting a person.", no_args_is_help=True
)

File = Annotated[str | None, typer.Option("--library", metavar="FILE", help="The library; the settings' if not given.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error happened.")]
Author = Annotated[str, typer.Option(metavar="NAME", help="Whose posts and name are to go.", show_default=False)]


@library.command()
def info(file: File = None, as_json: AsJson = False, debug: Debug = False) -> None:
    """Where the library is, and what it holds."""
    from dataclasses import asdict

    from miner.cli.listing import print_table
    from miner.library import info_of

    del debug
    with opened(file, may_write=False) as kept:
        found = asdict(info_of(kept))
    if as_json:
        print_json(found)
        return
    counts = found.pop("counts")
    print_table(("what", "is"), [(name.replace("_", " "), _shown(value)) for name, value in (found | counts).items()])


@library.command()
def verify(file: File = None, as_json: AsJson = False, debug: Debug = False) -> int:
    """Check the file, its hashes and its index; exits with 3 if something is wrong."""
    from miner.cli.voice import plain
    from miner.errors import LibraryError
    from miner.library import problems_of

    del debug
    with opened(file, may_write=False) as kept:
        problems = list(problems_of(kept))
    if as_json:
        print_json({"problems": problems})
    elif not problems:
        typer.echo("ok")
    for problem in () if as_json else problems:
        typer.echo(plain(problem))
    return LibraryError.exit_code if problems else 0


@library.command()
def gc(
    file: File = None,
    older_than: Annotated[
        int | None,
        typer.Option("--older-than", metavar="DAYS", min=0, help="For both, instead of the settings' days."),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Remove vectors that no run used for long and old fetched pages; make the file smaller."""
    from dataclasses import asdict

    from miner.library import clear_out

    del debug
    settings = _settings(file)
    days = (settings.vector_days, settings.fetch_days) if older_than is None else (older_than, older_than)
    with opened(file) as kept:
        cleared = clear_out(kept, _now(), *days)
    if as_json:
        print_json(asdict(cleared))
        return
    typer.echo(
        f"removed {cleared.vectors:,} vectors, {cleared.fetches:,} fetches, {cleared.bodies:,} pages; "
        f"the file is {cleared.n_bytes:,} bytes smaller"
    )


@library.command()
def export(
    file: File = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Instead of standard output.")
    ] = None,
    with_gone: Annotated[bool, typer.Option("--with-gone", help="Posts that are gone, too.")] = False,
    debug: Debug = False,
) -> None:
    """All posts as a transcript (JSON Lines), which every command reads back."""
    from miner.cli.jobs import write_lines
    from miner.errors import LibraryError
    from miner.library import load_transcript_of
    from miner.transcript import dump_transcript

    del debug
    with opened(file, may_write=False) as kept:
        found = load_transcript_of(kept, with_gone=with_gone)
        if not found.posts:
            raise LibraryError(f"The library {kept.place} holds no posts. 'miner digest PLACE --keep' keeps them.")
    write_lines((line.encode() for line in dump_transcript(found)), output or "")


@library.command()
def pages(
    url: Annotated[
        str | None, typer.Argument(metavar="URL", help="Write its pages; without it, list the addresses.")
    ] = None,
    file: File = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="A new folder; named after the address if not given."),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Fetched pages that were kept with a digest: which there are, or one address as a folder to read again."""
    from miner.library import kept_addresses

    del debug
    with opened(file, may_write=False) as kept:
        if url:
            typer.echo(_written_pages(kept, url, output))
            return
        found = kept_addresses(kept)
    if as_json:
        print_json(found)
        return
    from miner.cli.listing import print_table

    print_table(("address", "read at", "pages"), [(one.url, one.at[:16], str(one.n_pages)) for one in found])


@library.command("forget")
def forget_in_library(author: Author, file: File = None, debug: Debug = False) -> None:
    """Remove a person's posts and name for good; the receipt goes to standard output."""
    del debug
    _forget(author, file)


def forget(author: Author, file: File = None, debug: Debug = False) -> None:
    """Remove a person's posts and name from the library for good; prints a receipt."""
    del debug
    _forget(author, file)


def opened(file: str | None, *, may_write: bool = True) -> Library:
    """The library that the option or the settings name.

    Raises
    ------
    LibraryError
        If there is none.
    """
    import sys

    from miner.errors import LibraryError
    from miner.library import Library, library_place

    place = library_place(_settings(file))
    if place is None:
        raise LibraryError('The settings name no library (library.file is "none"). Give one with --library FILE.')
    if not place.is_file():
        may_write = False  # says that there is none; a command that looks after a library makes none
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    return Library(place, f"miner {command}".strip(), may_write=may_write)


def print_json(value: object) -> None:
    """Indented, keys in order."""
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value, order="deterministic")).decode())


def _written_pages(kept: Library, url: str, output: str | None) -> Path:
    """The folder with the pages of an address; what is no longer kept is told."""
    from pathlib import Path

    from miner.cli.voice import Voice
    from miner.fetch.kept import folder_for
    from miner.fetch.urls import parse_url
    from miner.library import write_pages

    given = parse_url(url.partition("#")[0])
    folder = Path(output) if output else Path(folder_for(Path(), given).name)
    n_missing = write_pages(kept, str(given), folder)
    if n_missing:
        Voice().insist(
            f"Warning: {n_missing:,} page(s) are no longer kept: forgotten, or older than library.fetch_days."
        )
    return folder


def _forget(author: str, file: str | None) -> None:
    from dataclasses import asdict

    from miner.errors import LibraryError
    from miner.fetch import kept_root
    from miner.library import forget as forget_author
    from miner.library import forget_in_files, library_place
    from miner.settings import current_settings

    if not author.strip():
        raise LibraryError("--author is empty. Give the name as the posts show it.")
    fetched = kept_root(current_settings().fetch)
    place = library_place(_settings(file))
    if file is None and fetched.is_dir() and (place is None or not place.is_file()):
        print_json({"at": _now(), "files": forget_in_files(author, fetched)})
        return
    with opened(file) as kept:
        receipt = forget_author(kept, author, _now(), fetched)
    print_json(asdict(receipt))


def _settings(file: str | None) -> LibrarySettings:
    from miner.settings import current_settings

    return current_settings({"library": {"file": file}} if file else {}).library


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
