"""What is asked of a writer and what comes back: plain records between prompts, writers and the check."""

from __future__ import annotations

from typing import Literal

import msgspec

Task = Literal["title", "summary", "poles", "overview", "questions"]
EvidenceSide = Literal["left", "right", ""]


class EvidenceItem(msgspec.Struct, frozen=True, kw_only=True):
    """One argument that may be cited. ``side`` is set where the task is about a contrast."""

    id: str
    text: str
    author: str = ""
    side: EvidenceSide = ""
    copies: int = 1


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that a writer may use for one task about one subject, in the order it is numbered (from 1).

    ``subject`` is the id of a theme or a contrast; "" for the whole discussion. ``neighbours`` are the titles of the
    other themes. ``language`` is a two-letter code. ``fallback`` is the extractive form: what is shown when the
    answer is refused. ``poles`` are the names of a contrast's poles, the left one first. ``n_people`` is how many
    people stand behind the subject, shown or not; 0: those of the items are all.
    """

    task: Task
    subject: str
    items: tuple[EvidenceItem, ...]
    neighbours: tuple[str, ...] = ()
    language: str = "en"
    fallback: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()
    n_people: int = 0


class WrittenSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence (or a title) of a writer and the ids of the arguments it rests on."""

    text: str
    cites: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer answered to one task; ``poles``: the left one first."""

    task: Task
    subject: str
    sentences: tuple[WrittenSentence, ...]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a sentence may not be shown. ``rule`` is a short name ("cites", "numbers", ...), ``what`` says it in words."""

    rule: str
    what: str
    sentence: int = 0
