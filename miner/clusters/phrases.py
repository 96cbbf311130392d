"""Phrases that might name a theme: stretches of its members' own words that begin and end with a word that means something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from miner.clusters.grammar import WORD, Usage, is_half_a_sentence, pieces
from miner.clusters.unspaced import pairs_of, unspaced_names
from miner.clusters.words import is_content, stem

_MAX_WORDS = 4
# Words that begin or end no title although they carry meaning elsewhere: a title names a thing or a doing.
_NO_EDGE = frozenset(
    """
    ask come let say tell think want need put take give keep try use sure ever never every day via looking
    two three four five six seven eight nine ten dozen hundred thousand
    """.split()
)
# Between them only these: a title with a verb form or a pronoun inside is half a sentence.
_LINKING = frozenset(
    """
    of for in and to the a an with without on at by from vs versus your our their before over against under not
    no into than
    """.split()
)
# After one of these a phrase begins with a verb ("we killed an idea"): a clause without its subject is no title.
_SUBJECTS = frozenset(
    """
    i we they he she you it who one nobody everybody everyone somebody someone people don't doesn't didn't can't won't
    couldn't wouldn't will would can could should must may might i'd we'd they'd you'd i'll we'll they'll you'll never
    always i've we've they've you've has have had
    """.split()
)
_NUMBER = re.compile(r"^[\d.,%]+$")
_ENGLISH_ENDINGS = ("ly",)


@dataclass
class Phrase:
    """A stretch several members may have used.

    Attributes
    ----------
    surfaces
        How it was written, and how often.
    people
        Who used it.
    stems
        Its words that carry meaning; a single name of an unspaced script has those of its pairs of characters.
    whole
        At least once no word of a compound was cut off at either edge.
    named
        Its last word is used as a name in this discussion.
    first
        Text and place of the first occurrence: ties go to what was said first.
    """

    surfaces: Counter[str]
    people: set[str]
    stems: tuple[str, ...]
    n_words: int
    whole: bool
    named: bool
    first: tuple[int, int]

    @property
    def shown(self) -> str:
        """As it is most often written, with a capital at its start."""
        surface = commonest(self.surfaces)
        return surface[:1].upper() + surface[1:] if surface.split()[0].islower() else surface

    @property
    def inside(self) -> str:
        """As it is written in the middle of a sentence: small, unless nobody writes it so ("Tuesday")."""
        small = Counter({surface: n for surface, n in self.surfaces.items() if surface[:1].islower()})
        return commonest(small or self.surfaces)

    @property
    def first_word(self) -> str:
        """In lower case."""
        return commonest(self.surfaces).split()[0].lower()


def commonest(surfaces: Counter[str]) -> str:
    """The form used most; of a thing the plural, if that is about as common: "Surveys" names more than "Survey"."""
    best = max(sorted(surfaces), key=lambda surface: surfaces[surface])
    plural = next((s for s in sorted(surfaces) if s.lower() == best.lower() + "s"), None)
    return plural if plural is not None and 2 * surfaces[plural] >= surfaces[best] else best


def phrases_of(
    members: Sequence[int], texts: Sequence[str], people: Sequence[str], usage: Usage | None
) -> list[Phrase]:
    """Phrases of one to four words inside a clause.

    Parameters
    ----------
    members
        Numbers of texts, the most central first.
    people
        Who said each text; a phrase of nothing but names of people who took part is none.
    usage
        How the discussion uses its words; None where the language is not English and nothing is known of its grammar.
    """
    found: dict[tuple[str, ...], Phrase] = {}
    names = {part for person in people for part in WORD.findall(person.casefold())}
    for order, member in enumerate(members):
        for written, tokens in pieces(texts[member]):
            for start in range(len(tokens)):
                for end in range(start + 1, min(start + _MAX_WORDS, len(tokens)) + 1):
                    inside = tokens[start:end]
                    if _can_be_title(inside, usage is not None) and not names.issuperset(inside):
                        _note(found, written, tokens, (start, end), people[member], order, usage)
        for name, start in unspaced_names(texts[member]):
            stems = pairs_of(name)
            phrase = found.setdefault((name,), Phrase(Counter(), set(), stems, len(stems), True, True, (order, start)))
            phrase.surfaces[name] += 1
            phrase.people.add(people[member])
    return list(found.values())


def _can_be_title(tokens: Sequence[str], english: bool) -> bool:
    return (
        _can_stand_at_edge(tokens[0])
        and _can_stand_at_edge(tokens[-1])
        and all(is_content(token) or token in _LINKING for token in tokens)
        and not (english and is_half_a_sentence(tokens))
    )


def _note(
    found: dict[tuple[str, ...], Phrase],
    written: Sequence[str],
    tokens: Sequence[str],
    span: tuple[int, int],
    person: str,
    order: int,
    usage: Usage | None,
) -> None:
    start, end = span
    inside = tokens[start:end]
    key = tuple(stem(token) if is_content(token) else token for token in inside)
    phrase = found.get(key)
    if phrase is None:
        stems = tuple(stem(token) for token in inside if is_content(token))
        phrase = found[key] = Phrase(Counter(), set(), stems, len(stems), False, False, (order, start))
    phrase.surfaces[" ".join(written[start:end])] += 1
    phrase.people.add(person)
    cut_before = start > 0 and (is_content(tokens[start - 1]) or tokens[start - 1] in _SUBJECTS)
    cut_after = end < len(tokens) and is_content(tokens[end])
    phrase.whole = phrase.whole or not (cut_before or cut_after)
    phrase.named = phrase.named or usage is None or _names(inside, usage)


def _names(tokens: Sequence[str], usage: Usage) -> bool:
    return usage.is_a_thing(tokens[0]) if len(tokens) == 1 else usage.names_something(tokens[-1])


def _can_stand_at_edge(token: str) -> bool:
    return (
        is_content(token)
        and len(token) > 2
        and token not in _NO_EDGE
        and not _NUMBER.match(token)
        and "'" not in token
        and not token.endswith(_ENGLISH_ENDINGS)
    )
