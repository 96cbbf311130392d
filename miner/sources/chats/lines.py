"""The grammars of chat lines: who said what and when, as clients copy and export it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

MAX_HEAD = 400  # characters of a line that are looked at: a head is never longer, a line may be a megabyte
SAMPLE_LINES = 2000  # on which the grammar is decided

CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \u202f\u00a0_]?[AaPp]\.?[ \u00a0]?[Mm]\b\.?)?"
_WORD_DATE = r"\d{1,2}\.? [^\W\d_]{3,9}\.?(?:,? \d{4})?|[^\W\d_]{3,9}\.? \d{1,2}(?:,? \d{4})?"
_DATE = rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|{_WORD_DATE})"
_ZONE = r"(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
STAMP = rf"(?:{_DATE}(?:[,T]? ?| at |, at ){CLOCK}{_ZONE}|{CLOCK}, {_DATE}|{CLOCK}{_ZONE}|\d{{4}}-\d\d-\d\d)"
# A name as shown: up to four words, or a handle; emoji and phone numbers occur. No quotes, commas, tabs: those are tables.
_NAME = r"""@?[^\s:;,"“”<>\[\](){}|=\t][^:;,"“”<>\[\]{}|=\t\n]{0,40}?"""


@dataclass(frozen=True)
class Grammar:
    """How one kind of chat writes its lines.

    ``system`` are lines of the same kind that nobody said; ``share`` is the least part of the lines that must follow
    the grammar, ``repeated`` that somebody must speak twice (lists such as "Prep time: 20 min" look like names),
    ``any_name`` that all else in a head leaves no doubt.
    """

    name: str
    head: re.Pattern[str]
    system: re.Pattern[str] | None
    share: float
    repeated: bool = False
    any_name: bool = False


# Page source is no log, though it is full of things in angle brackets.
_TAGS = r"(?:html|head|body|main|header|footer|section|nav|div|span|p|br|h[1-6]|[ou]l|li|dl|dt|dd|table|t[rdh]|cite|pre|code|title|em|strong|b|i)"
MARKS = r"(?:\*\*\*|-!-|-->|<--|<-|->|==|→|←|⇐|⇒|\*)"

ZOOM = Grammar(  # Zoom's saved chat: v1 on one line, v2 with the text indented below
    "zoom",
    re.compile(
        rf"\s*(?P<stamp>{CLOCK})[ \t]+From[ \t]+(?P<name>[^:\t]{{1,80}}?)"
        rf"(?:[ \t]+[Tt]o[ \t]+[^:\t]{{1,80}}?)?[ \t]*:[ \t]?(?P<text>.*)",
        re.DOTALL,
    ),
    None,
    0.15,
    any_name=True,
)
IRC = Grammar(  # IRC: with or without a time, copied from any client
    "irc",
    re.compile(
        rf"\s*(?:\[?(?P<stamp>{STAMP})\]?[ \t]+)?<(?!{_TAGS}>)[@+%&~ ]?(?P<name>[^>\s!/][^>\s!]{{0,59}})(?P<host>![^>]*)?>[ \t]?(?P<text>.*)",
        re.DOTALL,
    ),
    re.compile(
        rf"\s*(?:\[?{STAMP}\]?[ \t]+)?(?:{MARKS}\s|#\S+\s*\Z)|--- |\*{{4}} |Session (?:Start|Close|Time|Ident)\b"
    ),
    0.4,
    any_name=True,
)

GRAMMARS: tuple[Grammar, ...] = (
    ZOOM,
    IRC,
    Grammar(  # WhatsApp, Signal, Telegram copies and the like: [time] name: text, date, time - name: text, time name: text
        "stamped",
        re.compile(
            rf"[\u200e\u200f]?(?:\[(?P<bracketed>{STAMP})\]|(?P<stamp>{STAMP})(?=\s))[ \t]*(?:[-–|][ \t]+)?(?:~[ \u202f]?)?"
            rf"""(?P<name>@?[^:"“”<>\n]{{1,60}}?):[ \t]?(?P<text>.*)""",
            re.DOTALL,
        ),
        re.compile(rf"[\u200e\u200f]?(?:\[{STAMP}\]|{STAMP}[ \t]+[-–|])[ \t]*\S|\s*(?:{STAMP}[ \t]+)?{MARKS}\s"),
        0.4,
        any_name=True,
    ),
    Grammar(
        "name (time)",
        re.compile(rf"\s*(?P<name>{_NAME})[ \t]*[(\[](?P<stamp>{STAMP})[)\]][ \t]*:[ \t]?(?P<text>.*)", re.DOTALL),
        re.compile(rf"\s*{MARKS}\s"),
        0.4,
    ),
    Grammar(  # Slack, Discord, Teams: a line with name and time, the text below it
        "name and time above",
        re.compile(
            rf"(?P<name>{_NAME})(?:[ \t]*[\[(](?P<stamp>{STAMP})[\])]|(?:[ \t]{{2,4}}|\t)(?P<spaced>{CLOCK})"
            rf"|[ \t]*[—–][ \t]*(?:(?:Today|Yesterday) at )?(?P<dashed>{STAMP}))[ \t]*(?P<text>)\Z"
        ),
        None,
        0.2,
    ),
    Grammar(
        "@name: text",
        re.compile(r"\s*@(?P<name>\w{1,40})[ \t]*:[ \t]*(?P<text>\S.*)", re.DOTALL),
        re.compile(rf"\s*{MARKS}\s"),
        0.5,
        any_name=True,
    ),
    Grammar(
        "name: text",
        re.compile(rf"(?P<name>{_NAME}):[ \t]+(?P<text>\S.*)", re.DOTALL),
        re.compile(rf"\s*{MARKS}\s"),
        0.7,
        repeated=True,
    ),
)

# Words before a colon that are no names: labels of notes, forms, logs and interviews about nobody in particular.
_LABELS = frozenset(
    [
        "note",
        "notes",
        "warning",
        "tip",
        "tips",
        "update",
        "updates",
        "edit",
        "ps",
        "p.s.",
        "pps",
        "q",
        "a",
        "qa",
        "faq",
        "step",
        "steps",
        "example",
        "examples",
        "summary",
        "tldr",
        "tl;dr",
        "source",
        "sources",
        "info",
        "debug",
        "error",
        "fatal",
        "trace",
        "warn",
        "todo",
        "fixme",
        "date",
        "time",
        "subject",
        "from",
        "to",
        "cc",
        "bcc",
        "re",
        "fwd",
        "title",
        "author",
        "tags",
        "category",
        "name",
        "address",
        "phone",
        "email",
        "website",
        "url",
        "http",
        "https",
        "www",
        "price",
        "total",
        "ingredients",
        "directions",
        "method",
        "serves",
        "yield",
        "pros",
        "cons",
        "question",
        "answer",
        "conclusion",
        "introduction",
        "abstract",
        "figure",
        "table",
        "chapter",
        "section",
        "part",
        "topic",
        "agenda",
        "action",
        "location",
        "where",
        "when",
        "who",
        "what",
        "why",
        "how",
        "result",
        "results",
        "hint",
        "important",
        "reminder",
        "disclaimer",
        "caption",
        "photo",
        "image",
        "video",
        "previous",
        "next",
        "share",
        "related",
        "read",
        "more",
        "also",
        "see",
        "however",
        "therefore",
        "remember",
    ]
)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "da",
        "di",
        "del",
        "della",
        "la",
        "le",
        "du",
        "of",
        "the",
        "and",
        "y",
        "e",
        "bin",
        "al",
        "el",
        "dos",
        "das",
    ]
)


@dataclass
class Fit:
    """How well a grammar fits the lines."""

    grammar: Grammar
    n_lines: int = 0
    n_heads: int = 0
    n_system: int = 0
    n_dated: int = 0
    names: Counter[str] = field(default_factory=Counter)
    first: int = -1
    words_before: int = 0

    def accepted(self) -> bool:
        """Whether this is a chat: most lines follow the grammar, and two people speak or one three times."""
        if self.n_heads < 2 or not (len(self.names) >= 2 or self.n_heads >= 3):
            return False
        if self.words_before > 60 and self.words_before > self.n_lines:
            return False  # an article stands before it: a page with comments
        share = (self.n_heads + self.n_system) / max(1, self.n_lines)
        if self.grammar.repeated:
            spoken_twice = self.n_heads - len(self.names)
            return (
                self.n_heads >= 3
                and len(self.names) >= 2
                and spoken_twice >= max(1, self.n_heads // 4)
                and (share >= self.grammar.share or (share >= 0.4 and self.n_heads >= 4 * len(self.names)))
            )
        if self.grammar.name == "stamped" and not self.n_dated and len(self.names) == self.n_heads:
            return False  # a programme: "10:30 Opening: ..."
        return share >= self.grammar.share


def best_fit(lines: Sequence[str]) -> Fit | None:
    """The grammar that most lines follow, if it makes them a chat."""
    sample = sample_of(lines)
    fits = [fit(grammar, sample) for grammar in GRAMMARS]
    accepted = [found for found in fits if found.accepted()]
    return max(accepted, key=lambda found: found.n_heads, default=None)


def sample_of(lines: Sequence[str]) -> list[str]:
    """The lines on which a grammar is decided: those at the beginning that are not empty."""
    return [line for line in lines[: 4 * SAMPLE_LINES] if line.strip()][:SAMPLE_LINES]


def head_of(grammar: Grammar, line: str) -> re.Match[str] | None:
    """The match of a line that opens a message."""
    match = grammar.head.match(line[:MAX_HEAD])
    if match is None or not _may_be_name(match["name"], grammar):
        return None
    return match


def is_system(grammar: Grammar, line: str) -> bool:
    """Whether nobody said it: joins, quits, notices."""
    return grammar.system is not None and bool(grammar.system.match(line[:MAX_HEAD]))


def stamp_of(match: re.Match[str]) -> str:
    """The time as it stands in the head; "" if there is none."""
    for name in ("stamp", "bracketed", "spaced", "dashed"):
        if name in match.re.groupindex and match[name]:
            return match[name]
    return ""


def fit(grammar: Grammar, sample: Sequence[str]) -> Fit:
    """Count what of the lines follows a grammar."""
    found = Fit(grammar, n_lines=len(sample))
    for number, line in enumerate(sample):
        match = head_of(grammar, line)
        if match is not None:
            found.first = number if found.first < 0 else found.first
            found.n_heads += 1
            found.names[match["name"].strip().casefold()] += 1
            found.n_dated += bool("bracketed" in match.re.groupindex and match["bracketed"]) or len(stamp_of(match)) > 9
        elif is_system(grammar, line):
            found.n_system += 1
        elif found.first < 0:
            found.words_before += len(line[:4000].split())
    return found


def _may_be_name(name: str, grammar: Grammar) -> bool:
    return _is_name(name, grammar.any_name)


@lru_cache(maxsize=8192)  # the names of a chat come again and again
def _is_name(name: str, any_name: bool) -> bool:
    name = name.strip()
    words = name.split()
    if not words or not any(character.isalnum() or ord(character) > 0x2000 for character in name):
        return False
    if any_name:
        return len(words) <= 8 and not (name.isdigit() and len(name) <= 2)  # an hour, behind a day without a bracket
    if name.strip(".").casefold() in _LABELS or name.isdigit():
        return False
    if len(words) == 1:
        return True
    if len(words) > 4 or words[0].casefold() in _LABELS:
        return False
    return all(not word[0].islower() or word.casefold() in _PARTICLES for word in words)
