"""Phrases and keywords for titles where the discussion is not in English.

Little is known there of grammar, so the discussion's own use tells what is a name: German writes its nouns with a
capital, Romance languages and Dutch put an article before them, and where no space stands between words a name is a
stretch that keeps different company on either side ("医療" stands before 分野, 現場 and 診断; "医療分" before 野 alone).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from miner.clusters.grammar import WORD, pieces
from miner.clusters.phrases import Phrase, commonest
from miner.clusters.small_words import ALL_LINKS, ARTICLES, BEFORE_A_THING, LINKS, SMALL_WORDS
from miner.clusters.unspaced import UNSPACED, independent_names, pairs_of, unspaced_names
from miner.clusters.words import is_content, stem
from miner.embeddings.languages import languages_of

_MAX_WORDS = 4
_N_KEYWORDS = 5
_SPOKEN = 0.15  # of the texts: small words of languages that fewer are in are not looked for
# "l'heure", "dell'acqua": the article is a word of its own.
_ELIDED = re.compile(
    r"\b(l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|un|dell|all|nell|sull|dall|quest)['’](?=\w)", re.IGNORECASE
)
_ELIDING = frozenset({"fr", "it"})
_NUMBER = re.compile(r"[\d.,%]+")


@dataclass(frozen=True)
class Grammar:
    """What is known of a discussion's language.

    Attributes
    ----------
    language
        Of most texts; "" if it is not known.
    small, links
        Words that name nothing, and those of them that may stand inside a title.
    things
        Words (in lower case) that the discussion uses as nouns; None where its language does not show it.
    names
        What stands for a word where words have no space between them.
    """

    language: str
    small: frozenset[str]
    links: frozenset[str]
    things: frozenset[str] | None
    names: frozenset[str]

    def can_be_title(self, tokens: Sequence[str]) -> bool:
        """Whether words (in lower case) may be a title: no small word at an edge, nouns where they are known."""
        if not all(self._means_something(token) for token in (tokens[0], tokens[-1])):
            return False
        if not all(self._means_something(token) or token in self.links for token in tokens):
            return False
        if self.things is None:
            return True
        if any(token in self.links for token in tokens):
            return _is_linked_well(tokens) and all(token in self.links or token in self.things for token in tokens)
        return tokens[-1 if self.language == "de" else 0] in self.things

    def is_keyword(self, token: str) -> bool:
        """Whether a word (in lower case) says what a theme is about."""
        return self._means_something(token) and (self.things is None or token in self.things)

    def says_enough(self, phrase: Phrase) -> bool:
        """A single word does; several do if a noun must end them, a word links them, or two people use them."""
        linked = any(token in self.links for token in commonest(phrase.surfaces).lower().split())
        return phrase.n_words == 1 or self.language == "de" or linked or len(phrase.people) > 1

    def _means_something(self, token: str) -> bool:
        return (
            is_content(token)
            and len(token) > 2
            and token not in self.small
            and not _NUMBER.fullmatch(token)
            and not UNSPACED.search(token)
        )


def _is_linked_well(tokens: Sequence[str]) -> bool:
    """Whether each article stands behind a preposition ("fin de la historia"): else two clauses meet there."""
    return all(
        before in ALL_LINKS and before not in ARTICLES for before, token in pairwise(tokens) if token in ARTICLES
    )


def plain(texts: Sequence[str]) -> Sequence[str]:
    """Texts with a space behind each elided article, where they are in a language that elides."""
    grammar = _grammar(tuple(texts))
    return [_ELIDED.sub(r"\1 ", text) for text in texts] if grammar.language in _ELIDING else texts


def phrases_in_other(members: Sequence[int], texts: Sequence[str], people: Sequence[str]) -> list[Phrase]:
    """As ``phrases_of``, for texts that are not English."""
    grammar = _grammar(tuple(texts))
    found: dict[tuple[str, ...], Phrase] = {}
    names = {part for person in people for part in WORD.findall(person.casefold())}
    for order, member in enumerate(members):
        for key, surface, stems, start in _stretches(texts[member], grammar):
            if not names.issuperset(key):
                first = (order, start)
                phrase = found.setdefault(key, Phrase(Counter(), set(), stems, len(stems), True, True, first))
                phrase.surfaces[surface] += 1
                phrase.people.add(people[member])
    return [phrase for phrase in found.values() if grammar.says_enough(phrase)]


def keywords_in_other(members: Sequence[int], texts: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    """The words and names that set a theme apart, strongest first."""
    grammar = _grammar(tuple(texts))
    surfaces: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for member in members:
        for _, tokens in pieces(texts[member]):
            for token in filter(grammar.is_keyword, tokens):
                surfaces[stem(token),][token] += 1
        for name, _ in unspaced_names(texts[member]):
            if name in grammar.names:
                surfaces[pairs_of(name)][name] += 1
    weight = {key: min(weights.get(word, 0.0) for word in key) for key in surfaces}
    ranked = sorted((key for key in surfaces if weight[key] > 0), key=lambda key: (-weight[key], -len(key), key))
    return _each_once(commonest(surfaces[key]) for key in ranked)


def _each_once(ranked: Iterable[str]) -> tuple[str, ...]:
    """The first ones, without those that are part of one before them: 電子 beside 電子書籍."""
    kept: list[str] = []
    for word in ranked:
        if not any(UNSPACED.search(word) and (word in one or one in word) for one in kept):
            kept.append(word)
    return tuple(kept[:_N_KEYWORDS])


def _stretches(text: str, grammar: Grammar) -> Iterable[tuple[tuple[str, ...], str, tuple[str, ...], int]]:
    """(what tells it from others, as written, stems, where) of each stretch that may be a title."""
    for written, tokens in pieces(text):
        for start in range(len(tokens)):
            for end in range(start + 1, min(start + _MAX_WORDS, len(tokens)) + 1):
                inside = tokens[start:end]
                is_noun = grammar.language != "de" or written[end - 1][0].isupper()  # here, not only elsewhere
                if is_noun and grammar.can_be_title(inside):
                    stems = tuple(stem(token) for token in inside if token not in grammar.links)
                    yield stems, " ".join(written[start:end]), stems, start
    for name, start in unspaced_names(text):
        if name in grammar.names:
            yield (name,), name, pairs_of(name), start


@lru_cache(maxsize=4)
def _grammar(texts: tuple[str, ...]) -> Grammar:
    """Learnt from all texts of a discussion; asked for once for each of its themes."""
    counted = languages_of(texts)
    counted.pop("", None)
    spoken = [code for code, n in counted.items() if n >= _SPOKEN * counted.total()]
    language = max(sorted(spoken), key=lambda code: counted[code], default="")
    small = frozenset[str]().union(*(SMALL_WORDS.get(code, ()) for code in spoken))
    links = frozenset[str]().union(*(LINKS.get(code, ()) for code in spoken))
    return Grammar(language, small, links, _things(texts, language, small), independent_names(texts))


def _things(texts: Sequence[str], language: str, small: frozenset[str]) -> frozenset[str] | None:
    if language == "de":
        return frozenset(word for text in texts for word in _capitals(text)) - small
    before = BEFORE_A_THING.get(language)
    if before is None:
        return None
    found = set[str]()
    for text in texts:
        for _, tokens in pieces(text):
            found.update(word for article, word in pairwise(tokens) if article in before)
    return frozenset(found) - small


def _capitals(text: str) -> Iterable[str]:
    """Words with a capital that do not begin a stretch between marks: there any word has one."""
    for written, tokens in pieces(text):
        for surface, token in zip(written[1:], tokens[1:], strict=True):
            if surface[0].isupper():
                yield token
