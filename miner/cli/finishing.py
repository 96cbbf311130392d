"""What happens to a digest before it is written: edits of its reader's, the brand, names replaced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from miner.cli.voice import Voice
from miner.digest.records import Digest
from miner.settings import Settings

if TYPE_CHECKING:
    from miner.digest.edits import Remade


def finished(digest: Digest, settings: Settings, edits_place: Path, voice: Voice) -> Digest:
    """The digest as its report shows it.

    Parameters
    ----------
    edits_place
        A file of edits, made before they are looked for anywhere else; it need not be there.

    Raises
    ------
    BrokenInput
        If the file of edits is none.
    MinerError
        What ``branded`` and ``with_people`` raise.
    """
    from miner.digest.people import with_people
    from miner.report.brand import branded

    edited = edited_digest(digest, settings, edits_place, voice)
    shown = with_people(branded(edited, settings.brand, voice.say), settings.report)
    if settings.report.people == "pseudonyms":
        _tell_key(settings, voice)
    if shown is not edited and settings.report.people != "names":
        _tell_own_names(edited, shown, voice)
    return shown


def edited_digest(digest: Digest, settings: Settings, place: Path, voice: Voice) -> Digest:
    """The digest with the edits that a file holds; those that cannot be made are told and left out."""
    from miner.digest.edits import apply_edits, load_edits
    from miner.digest.people import with_people

    edits = load_edits(place)
    if not edits:
        return digest
    shown = with_people(digest, settings.report)
    with remade_beside(place, settings, voice) as remade:
        outcome = apply_edits(digest, edits, None if shown is digest else shown, remade)
    voice.say(f"{len(outcome.applied)} of {len(edits)} edit(s) made: {place}")
    numbers = {id(edit): number for number, edit in enumerate(edits, 1)}
    for edit, reason in outcome.not_found:
        voice.insist(
            f"Warning: edit {numbers[id(edit)]} ({edit.do}) was not made: {reason}. "
            f"See 'miner edit DIGEST.json --list'; --undo {numbers[id(edit)]} takes it away."
        )
    return outcome.digest


@contextmanager
def remade_beside(edits_place: Path, settings: Settings, voice: Voice) -> Iterator[Remade]:
    """Themes that were made anew for the edits of a file before; what is made within is kept beside it.

    They are there to save time: a file of them that is broken, or cannot be written, is told and stops nothing.
    What is not among them is made with the vectors that a library keeps, where there is one.
    """
    from miner.cli.keeping import rows_of_earlier_runs
    from miner.digest.edits import load_remade, remade_place
    from miner.errors import CannotWrite
    from miner.report.writing import write_whole

    place = remade_place(edits_place)
    remade, broken = load_remade(place, lambda: rows_of_earlier_runs(settings, voice))
    if broken:
        voice.say(f"{place} is left aside and made again: {broken}.")
    yield remade
    if not remade.grown:
        return
    try:
        write_whole(place, remade.dump())
    except CannotWrite as error:
        voice.say(f"{error} The next 'miner render' takes a few seconds more.")


def _tell_key(settings: Settings, voice: Voice) -> None:
    from miner.digest.people import key_of

    key = key_of(settings.report.people_key)
    voice.say(f"Pseudonyms are made with the key in {key.place}; keep it, and keep it to yourself.")


def _tell_own_names(digest: Digest, shown: Digest, voice: Voice) -> None:
    """A host's account that is called like the chat takes the chat's name along when it goes."""
    pairs = zip(digest.threads, shown.threads, strict=True)
    gone = dict.fromkeys(before.hashtag for before, after in pairs if before.hashtag != after.hashtag)
    for tag in gone:
        voice.say(f'#{tag} is hidden, for somebody is called so; people_keep = ["{tag}"] under [report] keeps it.')
