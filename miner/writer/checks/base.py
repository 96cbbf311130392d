"""What every rule is given: one sentence, the arguments it cites, and the evidence it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from miner.clusters.words import stem, tokens
from miner.embeddings.english import is_english
from miner.writer.checks.addressed import speaks_to_the_writer
from miner.writer.records import Evidence, EvidenceItem, Problem

_LIKE = 5  # letters at the beginning that two forms of one word share, where endings are not known


@dataclass(frozen=True)
class Source:
    """The evidence, read once for all sentences. Arguments that speak to the writer count as no evidence."""

    evidence: Evidence

    @cached_property
    def items(self) -> tuple[EvidenceItem, ...]:
        """Arguments that may be cited."""
        return tuple(item for item in self.evidence.items if not speaks_to_the_writer(item.text))

    @cached_property
    def by_id(self) -> dict[str, EvidenceItem]:
        """The arguments that may be cited."""
        return {item.id: item for item in self.items}

    @cached_property
    def refused_ids(self) -> frozenset[str]:
        """Arguments that speak to the writer."""
        return frozenset(item.id for item in self.evidence.items) - frozenset(self.by_id)

    @cached_property
    def english(self) -> bool:
        """Whether the rules that know English words hold."""
        return self.evidence.language == "en" and is_english([item.text for item in self.evidence.items])

    @cached_property
    def people(self) -> frozenset[str]:
        """Who speaks in the evidence."""
        return frozenset(item.author for item in self.evidence.items if item.author)

    @cached_property
    def n_people(self) -> int:
        """People behind the subject, shown or not; arguments where no author is known."""
        return max(self.evidence.n_people, n_people(self.items))


@dataclass(frozen=True)
class Claim:
    """A sentence in its answer. ``cited`` are the arguments it rests on, as far as they exist."""

    number: int
    text: str
    cited: tuple[EvidenceItem, ...]
    source: Source

    @property
    def english(self) -> bool:
        """Whether the rules that know English words hold."""
        return self.source.english

    @cached_property
    def cited_text(self) -> str:
        """The words of the cited arguments, folded, for looking things up."""
        return folded("\n".join(item.text for item in self.cited))

    @cached_property
    def cited_stems(self) -> frozenset[str]:
        """Stems of all words of the cited arguments."""
        return stems(self.cited_text)

    def problem(self, rule: str, what: str) -> Problem:
        """A problem of this sentence."""
        return Problem(rule=rule, what=what, sentence=self.number)


Rule = Callable[[Claim], Iterator[Problem]]


def n_people(items: tuple[EvidenceItem, ...]) -> int:
    """How many people stand behind arguments; where authors are not told, each argument is one person's."""
    named = {item.author for item in items if item.author}
    return len(named) or len(items)


def folded(text: str) -> str:
    """For comparing: small letters, straight quotation marks and apostrophes, single blanks."""
    straight = text.translate(_STRAIGHT)
    return re.sub(r"\s+", " ", straight).strip().casefold()


_STRAIGHT = (
    {ord(sign): "'" for sign in "’‘ʼ‛`´"} | {ord(sign): '"' for sign in "“”„‟«»"} | {ord("‐"): "-", ord("‑"): "-"}
)


def stems(text: str) -> frozenset[str]:
    """Stems of all words, function words too."""
    return frozenset(stem(token) for token in tokens(text))


def stands_in(word: str, known: frozenset[str], *, english: bool) -> bool:
    """Whether a word or another form of it is among stems; in other languages forms share their beginning."""
    root = stem(word.casefold())
    if root in known:
        return True
    if len(root) < _LIKE or english:
        return False
    return any(other.startswith(root[:_LIKE]) for other in known)
