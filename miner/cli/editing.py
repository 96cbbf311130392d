"""What ``edit`` does: writes down changes to a digest, to be made whenever it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from miner.cli.voice import Voice


def edit(
    digest_file: Annotated[
        str, typer.Argument(metavar="DIGEST.json", help="What --format json wrote.", show_default=False)
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION ...",
            help="rename THEME TITLE, merge THEME THEME, split THEME WORDS, hide THEME, pin QUOTE, drop QUOTE, mask NAME.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Of the theme that merge or split makes.", show_default=False)
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show the edits made so far, and change nothing.")] = False,
    undo: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Take back edit N of the list.", show_default=False)
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error happened.")] = False,
) -> int:
    """Rename, merge, split or hide themes, choose quotes, take out a name; miner render draws it."""
    del debug
    voice = Voice(quiet)
    if listed or undo or not words:
        return undo_edit(digest_file, undo, voice) if undo else list_edits(digest_file)
    return add_edit(digest_file, words, title or "", voice)


def add_edit(place: str, words: Sequence[str], title: str, voice: Voice) -> int:
    """Put an edit into the file beside a digest, once it is known that it can be made."""
    from miner.cli.finishing import remade_beside
    from miner.cli.rendering import stored_digest
    from miner.digest.edits import apply_edits, dump_edits, edit_of, load_edits, overlay_place
    from miner.errors import BadEdit
    from miner.report.cards import theme_refs
    from miner.report.writing import write_whole
    from miner.settings import current_settings

    digest, beside = stored_digest(place), overlay_place(Path(place))
    edits = load_edits(beside)
    with remade_beside(beside, current_settings(), voice) as remade:
        now = apply_edits(digest, edits, remade=remade).digest
        labels = {ref.label: key for key, ref in theme_refs(now.themes).items()}
        wanted = edit_of(now, words, labels, title)
        outcome = apply_edits(digest, (*edits, wanted), remade=remade)
    for refused, reason in outcome.not_found:
        if refused is wanted:
            raise BadEdit(wanted.do, reason, "an edit that can be made")
    write_whole(beside, dump_edits((*edits, wanted)))
    voice.say(outcome.digest.method.edits[-1].about)
    voice.say(f"Written down in {beside}; see it with: miner render {place}")
    return 0


def list_edits(place: str) -> int:
    """Print the edits with their numbers, and whether they can be made."""
    from miner.cli.finishing import remade_beside
    from miner.cli.listing import print_table
    from miner.cli.rendering import stored_digest
    from miner.digest.edits import apply_edits, key_of_edit, load_edits, overlay_place
    from miner.settings import current_settings

    digest, beside = stored_digest(place), overlay_place(Path(place))
    edits = load_edits(beside)
    if not edits:
        typer.echo(f"No edits: {beside} is not there or holds none.")
        return 0
    with remade_beside(beside, current_settings(), Voice(quiet=True)) as remade:
        outcome = apply_edits(digest, edits, remade=remade)
    abouts = {note.key: note.about for note in outcome.digest.method.edits}
    reasons = {id(one): f"not made: {reason}" for one, reason in outcome.not_found}
    rows = [
        (str(number), one.do, reasons.get(id(one)) or abouts[key_of_edit(one)]) for number, one in enumerate(edits, 1)
    ]
    print_table(("number", "edit", "what it does"), rows)
    return 0


def undo_edit(place: str, number: int, voice: Voice) -> int:
    """Take an edit out of the file."""
    from miner.cli.rendering import stored_digest
    from miner.digest.edits import dump_edits, key_of_edit, load_edits, overlay_place
    from miner.errors import BadEdit
    from miner.report.writing import write_whole

    digest, beside = stored_digest(place), overlay_place(Path(place))
    edits = list(load_edits(beside))
    if number > len(edits):
        raise BadEdit("undo", f"{beside} holds {len(edits)} edit(s)", "a number of 'miner edit DIGEST.json --list'")
    gone = edits.pop(number - 1)
    write_whole(beside, dump_edits(edits))
    voice.say(f"Edit {number} ({gone.do}) is taken back in {beside}.")
    if key_of_edit(gone) in {note.key for note in digest.method.edits}:
        voice.insist(f"{place} was written with this edit in it: make it again with 'miner digest' to be rid of it.")
    return 0
