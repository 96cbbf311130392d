"""Signs that a written sentence never needs: hidden characters, markup, code, line breaks, look-alike letters, prompts shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from miner.writer.checks.base import Claim, folded
from miner.writer.records import Problem

_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
_HIDDEN_MARKS = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_MARKUP = re.compile(
    r"</?[A-Za-z!?]|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|\]\(|\[\[|\]\]|!\[|\*\*|__|~~|`|\{\{|\}\}|\{%|%\}|\$\{|<%|%>|<\||\|>|<<|>>"
    r"|^\s*(?:[#>|*+•]|[-–] |\d+[.)] )|\\[a-zA-Z]|[{}\\]|\w+\([^)]*\)\s*[;{]|^\s*(?:def|import|SELECT|var|function) |=>|:=|==",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:https?|ftp|file|data|javascript|mailto|tel)\s?:\s?(?://)?\S|\bwww\s?\.|[\w.+-]+@[\w-]+\.\w|\b[\w-]+\s?(?:\.|\[\.\]|\(dot\)|\bdot\b)\s?"
    r"(?:com|org|net|info|biz|io|co|dev|app|xyz|ru|cn|de|fr|uk|us|eu|ly|me|tv|shop|top|site|online|example|test|onion|zip|link|click)\b",
    re.IGNORECASE,
)
_LEAK = re.compile(
    r"\bas an? (?:ai|artificial|language model|assistant|llm)\b|\b(?:ai|language) (?:language )?model\b|\bi(?:'m| am) (?:sorry|an? (?:ai|assistant)|unable)\b"
    r"|\bi (?:cannot|can't) (?:help|assist|provide|comply|fulfil)|^(?:sure|certainly|of course|okay|here (?:is|are)|here's|as requested|note that)\b[,:!]?"
    r"|\b(?:evidence|argument|item|source|cite|citation|quote) ?(?:no\.?|#|number)? ?\d+\b|\[\s?#?\d+(?:\s?,\s?\d+)*\s?\]|\(\s?#?\d+(?:\s?,\s?#?\d+)+\s?\)|#\d+\b"
    r"|\b(?:system|user) prompt\b|\bthe prompt\b|\b(?:previous|prior|above|your|following|these) instructions?\b|\bjson\b|\b(?:system|assistant|user)\s?:"
    r"|\b(?:the|provided|given|cited) evidence\b|\b(?:provided|given|numbered|cited) (?:arguments|texts?|comments|quotes)\b|\bmarker\b|\[/?inst\]|\b(?:here is|here's) (?:a|the|my)\b",
    re.IGNORECASE,
)
_FROM_EVIDENCE = re.compile(r"model|json|prompt|marker|instruction|evidence|source|argument", re.IGNORECASE)
_SECRET = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{8,}\b|\b[b-df-hj-np-tv-xz]{6,}\b|\b[a-f]{8,}\b")
_MARKS_A_LETTER = 2  # accents over one letter; Vietnamese has two
_LONGEST_WORD = 45
MOST_CHARS = {"title": 80, "poles": 80, "summary": 320, "overview": 320, "questions": 320}
_FEWEST_CHARS = 2


def hidden(claim: Claim) -> Iterator[Problem]:
    """Control, bidirectional and zero-width characters, piled accents, letters of two scripts in one word."""
    for sign in claim.text:
        if unicodedata.category(sign) in _HIDDEN or sign in _HIDDEN_MARKS:
            yield claim.problem("signs", f"it holds the character U+{ord(sign):04X}")
            return
    if re.search(rf"[^\W\d_](?:{_MARK}){{{_MARKS_A_LETTER + 1},}}", unicodedata.normalize("NFD", claim.text)):
        yield claim.problem("signs", "marks are piled on a letter")
    for word in re.findall(r"[^\W\d_]+", claim.text):
        if len({script_of(sign) for sign in word} & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
            yield claim.problem("signs", f"letters of two scripts in {word!r}")
            return


_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"


def script_of(sign: str) -> str:
    """The script of a letter, as the first word of its Unicode name: LATIN, CYRILLIC, CJK, ARABIC ..."""
    name = unicodedata.name(sign, "").partition(" ")[0]
    return "LATIN" if name in ("FULLWIDTH", "FEMININE", "MASCULINE") else name


def markup(claim: Claim) -> Iterator[Problem]:
    """Markup and code, whatever the evidence holds: a written sentence is plain text."""
    if found := _MARKUP.search(claim.text):
        yield claim.problem("signs", f"markup or code: {found.group().strip()!r}")


def links(claim: Claim) -> Iterator[Problem]:
    """Addresses are never written: quotes and the list of links shared carry them."""
    if found := _LINK.search(unicodedata.normalize("NFKC", claim.text)):
        yield claim.problem("links", f"an address: {found.group()!r}")


def leaks(claim: Claim) -> Iterator[Problem]:
    """The writer speaks of itself, of its prompt or of numbers of the evidence, or shows a marker."""
    for found in _LEAK.finditer(claim.text):
        said = _FROM_EVIDENCE.search(found.group()) and folded(found.group()) in claim.cited_text
        if not said:
            yield claim.problem("leak", f"it speaks of how it was made: {found.group().strip()!r}")
            return
    for token in _SECRET.findall(claim.text):
        if token.casefold() not in claim.cited_text:
            yield claim.problem("leak", f"{token!r} looks like a marker")
            return


def lengths(claim: Claim) -> Iterator[Problem]:
    """Too long, empty, or a word that no language has."""
    most = MOST_CHARS[claim.source.evidence.task]
    if not _FEWEST_CHARS <= len(claim.text.strip()) <= most:
        yield claim.problem("length", f"{len(claim.text)} characters; {_FEWEST_CHARS} to {most} are shown")
    elif any(len(word) > _LONGEST_WORD and word.isascii() for word in claim.text.split()):
        yield claim.problem("length", "a word is too long")
