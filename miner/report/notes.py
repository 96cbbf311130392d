"""What a reader is told about names that were replaced and about changes that people made."""

from __future__ import annotations

import re

from miner.digest.records import Digest, Theme
from miner.report.languages.catalogues import N_, SOURCE, gettext, spoken
from miner.report.languages.formats import joined
from miner.report.languages.recorded import translated
from miner.report.outside import plain
from miner.report.phrases import set_off

_REPLACED = {
    "initials": N_(
        "Names were replaced by initials, in quotes and mentions too; e-mail addresses and links to the posts were left "
        "out, because they lead to the names. What was said is unchanged otherwise, and may still be found on the web by "
        "its words."
    ),
    "pseudonyms": N_(
        "Names were replaced by pseudonyms made with a key that is not in this report; a person has the same one in "
        "every report made with that key, in quotes and mentions too; e-mail addresses and links to the posts were left "
        "out, because they lead to the names. What was said is unchanged otherwise, and may still be found on the web by "
        "its words."
    ),
    "none": N_(
        "Names were taken out, in quotes and mentions too; e-mail addresses and links to the posts were left out, because "
        "they lead to the names. What was said is unchanged otherwise, and may still be found on the web by its words."
    ),
    "some": N_(
        "The names of some people were taken out; links to their posts were left out, because they lead to the names."
    ),
}
_NOTE_CHARS = 300

BY_THE_EDITOR = N_("title by the editor")
MEMBERS_BY_THE_EDITOR = N_("grouped by the editor")
QUOTES_BY_THE_EDITOR = N_("quotes chosen by the editor")
BY_A_MODEL = "model"  # a kind of change that only a report knows: see ``written``
_MARKS = {"title": BY_THE_EDITOR, BY_A_MODEL: N_("title by a language model"), "quotes": QUOTES_BY_THE_EDITOR}

_JOINED = re.compile(r", | and ")


def people_note(digest: Digest) -> tuple[str, ...]:
    """How people are shown, where not by their names."""
    shown = digest.method.people_shown
    return (gettext(_REPLACED[shown]),) if shown in _REPLACED else ()


def edit_notes(digest: Digest) -> tuple[str, ...]:
    """What the editor changed, a sentence each."""
    notes = tuple(plain(translated(note.about), _NOTE_CHARS) for note in digest.method.edits)
    return (gettext("A person edited this digest; the words of the quotes are as they were."), *notes) if notes else ()


def edited_note(theme: Theme) -> str:
    """``title by the editor, quotes chosen by the editor``; who grouped it stands where its firmness would."""
    return joined([gettext(mark) for kind, mark in _MARKS.items() if kind in theme.edited])


def named(title: str, edited: str) -> str:
    """A title within a sentence: in quotation marks where it is one stretch of the discussion's words, never an editor's.

    A title may also be two words that stood apart ("Complaints and letters"): those are no quotation. In a sentence of
    another language than English every title has its marks, as titles have there: its words are mostly not of that
    language, and nobody would see where it ends.
    """
    by_others = (gettext(_MARKS[kind]) for kind in ("title", BY_A_MODEL))
    own_words = not any(mark in edited for mark in by_others) and not _JOINED.search(title)
    return set_off(title) if own_words or spoken() is not SOURCE else title


def firmness(theme: Theme, measured: str) -> str:
    """How firm a theme is was measured as it was found, not as somebody has made it since."""
    return gettext(MEMBERS_BY_THE_EDITOR) if "members" in theme.edited else measured
