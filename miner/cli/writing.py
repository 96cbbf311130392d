"""What the command line does for writers: checks the settings, tells what came of it, lists and copies prompts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from miner.cli.voice import Voice, counted
from miner.digest.records import Digest, WrittenMethod
from miner.settings import WriterSettings

PARTIAL = 7

prompts = typer.Typer(
    help="The prompts of a writer (see --writer): list them, copy them to change them.", no_args_is_help=True
)


@prompts.command("list")
def list_prompts() -> None:
    """The shipped prompts: task, version and hash of each."""
    from miner.writer.prompts import load_prompts

    for task, prompt in load_prompts().items():
        typer.echo(f"{task:<10} version {prompt.version:<4} sha256 {prompt.sha256[:12]}")


@prompts.command("copy")
def copy_prompts(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Where to; made if it is not there.", show_default=False)
    ],
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error happened.")] = False,
) -> None:
    """Copy the prompts into a folder for --prompts; nothing that is there is overwritten."""
    from miner.errors import CannotWrite
    from miner.report.writing import write_whole
    from miner.resources import shipped
    from miner.writer.prompts import SUFFIX, TASKS

    del debug
    names = [f"{task}{SUFFIX}" for task in TASKS]
    there = [name for name in names if (Path(folder) / name).exists()]
    if there:
        raise CannotWrite(folder, f"it holds {', '.join(there)} already, and nothing is overwritten")
    for name in names:
        write_whole(Path(folder) / name, (shipped("prompts") / name).read_bytes())
        typer.echo(Path(folder) / name)


def check_writer(settings: WriterSettings) -> None:
    """What would otherwise come to light after minutes of mining: a folder, a key, a package that is not there.

    Raises
    ------
    BadSetting, PlaceNotFound, UnknownName, MissingPart, TemplateBroken
    """
    from miner.secrets import read_secret
    from miner.writer.folder import check_folder
    from miner.writer.local import check_installed
    from miner.writer.named import named_writer
    from miner.writer.prompts import load_prompts

    named = named_writer(settings)
    load_prompts(settings.prompts)
    if not named.is_server:
        check_installed()
        if Path(named.model).is_dir():
            check_folder(Path(named.model))
    elif settings.key:
        read_secret(settings.key, "writer.key")


def warn_of_writer(digest: Digest, voice: Voice) -> int:
    """Say what a writer wrote and what fell back; the exit code that says whether it failed, else 0."""
    if not isinstance(digest.method.written, WrittenMethod):
        return 0
    method = digest.method.written
    told = (f"{one.fell_back} of {one.asked} {task}" for task, one in method.tasks.items() if one.fell_back)
    asked = sum(one.asked for one in method.tasks.values())
    voice.say(f"{method.writer} wrote {asked} texts; fell back: {', '.join(told) or 'none'}")
    if voice.verbose:
        for task, one in method.tasks.items():
            voice.say(f"  {task}: {one.shown} of {one.asked} shown ({counted(one.reasons) or 'nothing refused'})")
    if not method.failed:
        return 0
    voice.insist(
        f"Warning: the writer {method.writer} failed at {sum(method.failed.values())} of {asked} texts "
        f"({counted(method.failed)}). The report shows the discussion's own words there; the exit code is {PARTIAL}."
    )
    return PARTIAL
