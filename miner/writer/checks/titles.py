"""Titles and names of poles: short, of the evidence's own words, unlike all others, and no promise."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from miner.clusters.words import is_content, stem, tokens
from miner.writer.checks.base import Claim, folded, stands_in, stems
from miner.writer.checks.names import is_rare
from miner.writer.checks.polarity import n_negations
from miner.writer.records import Problem

MOST_WORDS = 9
_MOST_SIGNS = 32  # of a title in a script without blanks
_FILLER = re.compile(
    r"^(?:various|different|general|other|some|mixed|diverse|many|several|miscellaneous|key|main|important|interesting) (?:\w+ )?"
    r"(?:opinions?|views?|thoughts?|topics?|points?|comments?|ideas?|perspectives?|arguments?|issues?|aspects?|discussions?|themes?|viewpoints?)\b"
    r"|\b(?:discussions?|debates?|thoughts?|opinions?|views?|comments?|perspectives?|conversation|overview|summary|arguments?|statements?) (?:about|on|of|around|regarding|for|against)\b"
    r"|^(?:theme|title|topic|summary|untitled|discussion|cluster|group|contrast|pole|overview|evidence)\b(?:\s*[:\d]|$)"
    r"|\b(?:and more|etc\.?|pros and cons|food for thought|in a nutshell)$",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"^(?:how|why|what|when|where) (?:to\b|you\b|we\b|every\w*\b)|\b(?:ultimate|guide|secrets?|you need|must[- ]?(?:know|read|see)|best ever|guaranteed|you won['’]t|everything (?:you|about)|the truth about|revealed|top \d+|\d+ (?:ways|reasons|things|tips)|click|subscribe|buy now)\b|!",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…:;,。！？；：、]$")
_HANGS = re.compile(
    r"\b(?:the|an?|and|or|but|nor|of|to|in|on|at|by|for|from|with|without|about|as|than|that|which|who|because|if|when|while|into|is|are|was|were|be"
    r"|my|your|our|their|its|his|her|this|these|those|very|more|most|not)$",
    re.IGNORECASE,
)
_MOST_NEW, _FEWEST_ITEMS = 0, 3


def title(claim: Claim, taken: Collection[str]) -> Iterator[Problem]:
    """All that a title must be."""
    text = claim.text.strip()
    known = claim.cited_stems
    content = [word for word in tokens(text) if is_content(word)]
    if len(text.split()) > MOST_WORDS or (len(text.split()) == 1 and len(text) > _MOST_SIGNS):
        yield claim.problem("title", f"more than {MOST_WORDS} words")
    if _ENDS.search(text):
        yield claim.problem("title", "it ends like a sentence")
    if claim.english and _HANGS.search(text):
        yield claim.problem("title", "it ends in the middle")
    if claim.english and (_FILLER.search(text) or _PROMISE.search(text) or not content):
        yield claim.problem("title", "filler or a promise")
    new = [word for word in content if not stands_in(word, known, english=claim.english)]
    if len(new) > _MOST_NEW:
        yield claim.problem("title", f"{new[0]!r} is no word of what is cited")
    elif not _is_shared(content, claim):
        yield claim.problem("title", "only one person uses its words")
    if claim.english and n_negations(text) and not any(n_negations(item.text) for item in claim.cited):
        yield claim.problem("title", "nobody denies that")
    if any(_alike(text, other) for other in (*taken, *claim.source.evidence.neighbours)):
        yield claim.problem("title", "another theme is called so")


def _is_shared(content: list[str], claim: Claim) -> bool:
    """Whether two people use words of the title, where the evidence has more than a few arguments."""
    items = claim.source.items
    if len(items) < _FEWEST_ITEMS or not content:
        return True
    users = {
        item.author or item.id
        for item in items
        if any(stands_in(word, stems(item.text), english=claim.english) for word in content)
    }
    each = [sum(stands_in(word, stems(item.text), english=claim.english) for item in items) for word in content]
    rare = [times for word, times in zip(content, each, strict=True) if claim.english and is_rare(word)]
    return len(users) >= 2 and max(each) >= 2 and all(times >= 2 for times in rare)


def _alike(one: str, other: str) -> bool:
    """Whether two titles have the same words, in any order and form."""
    if folded(one) == folded(other):
        return True
    first, second = (frozenset(stem(word) for word in tokens(text) if is_content(word)) for text in (one, other))
    return bool(first) and first == second
