"""What a reader is told about names that were replaced and about changes that people made."""

from __future__ import annotations

import re

from miner.digest.records import Digest, Theme
from miner.report.outside import plain

_REPLACED = {
    "initials": "Names were replaced by initials",
    "pseudonyms": (
        "Names were replaced by pseudonyms made with a key that is not in this report; a person has the same one in "
        "every report made with that key"
    ),
    "none": "Names were taken out",
    "some": "The names of some people were taken out",
}
_ALSO = {
    "some": "; links to their posts were left out, because they lead to the names",
}
_ALSO_OF_ALL = (
    ", in quotes and mentions too; e-mail addresses and links to the posts were left out, because they lead to the "
    "names. What was said is unchanged otherwise, and may still be found on the web by its words"
)
_NOTE_CHARS = 300

BY_THE_EDITOR = "title by the editor"
MEMBERS_BY_THE_EDITOR = "grouped by the editor"
QUOTES_BY_THE_EDITOR = "quotes chosen by the editor"
_MARKS = {"title": BY_THE_EDITOR, "quotes": QUOTES_BY_THE_EDITOR}

_JOINED = re.compile(r", | and ")


def people_note(digest: Digest) -> tuple[str, ...]:
    """How people are shown, where not by their names."""
    shown = digest.method.people_shown
    if shown not in _REPLACED:
        return ()
    return (f"{_REPLACED[shown]}{_ALSO.get(shown, _ALSO_OF_ALL)}.",)


def edit_notes(digest: Digest) -> tuple[str, ...]:
    """What the editor changed, a sentence each."""
    notes = tuple(plain(note.about, _NOTE_CHARS) for note in digest.method.edits)
    return ("A person edited this digest; the words of the quotes are as they were.", *notes) if notes else ()


def edited_note(theme: Theme) -> str:
    """``title by the editor, quotes chosen by the editor``; who grouped it stands where its firmness would."""
    return ", ".join(mark for kind, mark in _MARKS.items() if kind in theme.edited)


def named(title: str, edited: str) -> str:
    """A title within a sentence: in quotation marks where it is one stretch of the discussion's words, never an editor's.

    A title may also be two words that stood apart ("Complaints and letters"): those are no quotation.
    """
    return title if BY_THE_EDITOR in edited or _JOINED.search(title) else f"“{title}”"


def firmness(theme: Theme, measured: str) -> str:
    """How firm a theme is was measured as it was found, not as somebody has made it since."""
    return MEMBERS_BY_THE_EDITOR if "members" in theme.edited else measured
