"""Phrases that might name a theme: stretches of its members' own words that begin and end with a word that means something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from miner.clusters.grammar import (
    WORD,
    Usage,
    is_adjective,
    is_also_verb,
    is_base_verb,
    is_doing,
    is_half_a_sentence,
    pieces,
)
from miner.clusters.unspaced import pairs_of, unspaced_names
from miner.clusters.words import is_content, stem

_MAX_WORDS, _MAX_MEANING = 6, 4  # of a title, and of its words that carry meaning
# Words that begin or end no title although they carry meaning elsewhere: a title names a thing or a doing.
_NO_EDGE = frozenset(
    """
    ask come let say tell think want need put take give keep try use sure ever never every day via looking
    afterward afterwards beforehand forward backward onward onwards elsewhere apart abroad anymore somehow otherwise
    pls plz lol haha tho cuz convo umm hmm ugh yup nope
    two three four five six seven eight nine ten twenty thirty forty fifty sixty dozen hundred thousand due couple certain several various
    """.split()
)
# Words that counting passes over, and that name a thing all the same: "right to privacy", "public good", "best practices".
_ALSO_IN_TITLES = frozenset("right rights work people time good best better bad big small".split())
_BEFORE_OTHERS_ONLY = frozenset("good best better bad big small".split())
# What a discussion of anything has: a title of nothing else, or with a judgement ("hopeful days"), says nothing.
_VAGUE = frozenset(
    """
    amount answer answers area areas article aspect aspects bit bits blog case cases chat comment comments conversation
    commenting conversations convo day days detail details discussion end example examples fact facts folk folks group guy guys hour hours idea
    ideas instance issue issues item items kind level levels line link links list lots man matter matters minute minutes moment
    month months morning number numbers opinion opinions order page pages part parts people person piece place places
    point points post posting postings posts problem problems process question questions reason reasons respect response rest result
    results right role section sense set side sides situation situations something story stuff subject term terms text
    theme thinking thought thoughts thread threads time times title topic topics tweet tweets type types version week
    weeks word words work world yesterday today tomorrow tonight monday tuesday wednesday thursday friday saturday
    sunday january february march april june july august september october november december
    """.split()
)
# Nouns that say what they mean only with the words around them (shell nouns, Schmid 2000): alone they name no subject.
_SHELLS = frozenset(
    map(
        stem,
        """
        action activity aim approach aspect attempt attitude background basis benefit cause challenge chance change choice concern
        condition consequence context decision difference difficulty doubt effect effort element event experience factor feature
        form goal hope impact intention interest method mistake need note option outcome plan position possibility practice
        principle purpose range risk scenario setting solution stage state status step strategy style task tendency thanks
        trend use user value version view
        """.split(),
    )
)
_VAGUE_STEMS = frozenset(map(stem, _VAGUE))
# A title says what is spoken of, not how good it is: these begin none, and nothing is cut off behind them.
_JUDGING = frozenset(
    """
    important interesting great awesome amazing nice cool wonderful fantastic certain various several different particular
    whole entire own same few less likely able sure glad sorry actual real potential possible such current overall very
    silly stupid true obvious general good bad big huge pretty nifty
    """.split()
)
_WANTS_MORE = frozenset(
    "side place point case moment matter thanks rest lack number end kind part lot couple bunch amount type set series piece bit sort range level terms".split()
)
_NEVER_FIRST = frozenset("mean show become seem happen belong depend appear consist tend remain suppose".split())
# The few words in -s that stand before another name; other plurals there are verbs: "homeschooling isolates children".
_S_BEFORE_A_NAME = frozenset(
    "sales sports news systems services human arms goods business process access class operations".split()
)
_DETERMINERS = frozenset("the a an your our their".split())
_SETTING_OUT = frozenset(
    "starting trying beginning continuing wanting needing hoping planning managing learning".split()
)
_ANYBODY = frozenset("people person folk folks guy guys man men woman women somebody someone those".split())
_OF_PLACE = frozenset("of for in to with without on at by from vs versus before over against under into than".split())
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
_MOSTLY_WHOLE = 0.3
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
        In a third of its uses or more, of which ``n_whole`` of ``n_used`` are, no word of a compound was cut off at either
        edge.
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
    n_used: int = 0
    n_whole: int = 0

    @property
    def telling(self) -> tuple[str, ...]:
        """Those of its stems that say what it is about: in "problem on the ramp" that everybody has problems counts for nothing."""
        return telling(self.stems) or self.stems

    @property
    def wants_more(self) -> bool:
        """Whether it only points to whatever was said around it: "difference", "benefit of the doubt"."""
        return all(word in _SHELLS for word in self.telling)

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


def telling(stems: Iterable[str]) -> tuple[str, ...]:
    """The stems without those that discussions of anything have."""
    return tuple(word for word in stems if word not in _VAGUE_STEMS)


def commonest(surfaces: Counter[str]) -> str:
    """The form used most; of a thing the plural, if that is about as common: "Surveys" names more than "Survey"."""
    best = max(sorted(surfaces), key=lambda surface: surfaces[surface])
    plural = next((s for s in sorted(surfaces) if s.lower() == best.lower() + "s"), None)
    return plural if plural is not None and 2 * surfaces[plural] >= surfaces[best] else best


def phrases_of(
    members: Sequence[int], texts: Sequence[str], people: Sequence[str], usage: Usage | None
) -> list[Phrase]:
    """Phrases of up to six words inside a clause, four of which carry meaning.

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
                if not _can_stand_at_edge(tokens[start], usage is not None):
                    continue
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
        _can_stand_at_edge(tokens[0], english)
        and _can_stand_at_edge(tokens[-1], english)
        and all(is_content(token) or token in _LINKING or token in _ALSO_IN_TITLES for token in tokens)
        and 0 < sum(is_content(token) for token in tokens) <= _MAX_MEANING
        and not (english and (is_half_a_sentence(tokens) or not _reads_alone(tokens)))
    )


def _reads_alone(tokens: Sequence[str]) -> bool:
    """Whether a stretch of English is a name ("the price of a van") or a doing with what it is done to ("fix the basics")."""
    if is_adjective(tokens[-1]) or tokens[-1] in _BEFORE_OTHERS_ONLY:
        return False
    if not any(is_content(token) and token not in _VAGUE and not is_adjective(token) for token in tokens):
        return False
    if not _begins_well(tokens) or _says_it_twice(tokens) or _lasts(tokens):
        return False
    for at, token in enumerate(tokens[1:], 1):
        before = tokens[at - 1]
        follows_a_doing = at == 1 and is_doing(before)
        if is_content(token) and _plural(before):
            return False
        if before != "to" and is_base_verb(token):
            return False  # "people choose celibacy"
        if token in _DETERMINERS and before not in _OF_PLACE and not follows_a_doing:
            return False  # "Monday the depot"
        if token in ("into", "than", "by", "from") and not is_doing(tokens[0]):
            return False  # "product into the realm"
        if token.endswith("ly") and at < len(tokens) - 1 and len(token) > 5:
            return False
        if token in ("and", "not", "no") and (before in _LINKING or is_adjective(before)):
            return False
    return True


def _says_it_twice(tokens: Sequence[str]) -> bool:
    """ "Tuesday to mean Tuesday" """
    meaning = [stem(token) for token in tokens if is_content(token)]
    return len(set(meaning)) < len(meaning)


def _lasts(tokens: Sequence[str]) -> bool:
    """ "The depot for six weeks" """
    return len(tokens) > 1 and tokens[-1] in _VAGUE and (tokens[-2] in _NO_EDGE or bool(_NUMBER.match(tokens[-2])))


def _begins_well(tokens: Sequence[str]) -> bool:
    if tokens[0] in _JUDGING or tokens[0] in _NEVER_FIRST:
        return False
    if len(tokens) == 1:
        return True
    if tokens[0] in _WANTS_MORE and tokens[1] in _OF_PLACE:
        return False
    if tokens[0] in _SETTING_OUT and tokens[1] == "to":  # "starting to talk to a therapist": the talk is the subject
        return False
    if tokens[0] in _ANYBODY and (tokens[1] == "not" or tokens[1].endswith("ing")):
        return False  # "people not standing at the window" is a sentence without its verb
    return not (
        tokens[1] in _LINKING and tokens[1] != "and" and (is_adjective(tokens[0]) or tokens[0] in _BEFORE_OTHERS_ONLY)
    )


def _plural(token: str) -> bool:
    return token.endswith("s") and not token.endswith(("ss", "us", "is", "ics")) and token not in _S_BEFORE_A_NAME


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
    phrase.n_used += 1
    phrase.n_whole += not (_cut_before(tokens, start) or _cut_after(tokens, end))
    phrase.whole = phrase.n_whole >= max(1, _MOSTLY_WHOLE * phrase.n_used)
    phrase.named = phrase.named or usage is None or _names(inside, usage)


def _cut_before(tokens: Sequence[str], start: int) -> bool:
    """Whether the word before belongs to it: a word of the same name, or the subject of its verb."""
    if not start:
        return False
    before = tokens[start - 1]
    if before in _JUDGING or before in _BEFORE_OTHERS_ONLY or before in _NO_EDGE:
        return False
    if before in _SUBJECTS:
        return before not in _ALSO_IN_TITLES and is_doing(tokens[start])
    return (is_content(before) or before in _ALSO_IN_TITLES) and not is_doing(before) and not before.endswith("ly")


def _cut_after(tokens: Sequence[str], end: int) -> bool:
    """Whether the word after belongs to it: "adopt an austerity" is half of something, "the amount" wants its "of"."""
    if end >= len(tokens):
        return False
    after = tokens[end]
    if after == "of":
        return True
    return (is_content(after) or after in _ALSO_IN_TITLES) and not is_doing(after) and not after.endswith("ly")


def _names(tokens: Sequence[str], usage: Usage) -> bool:
    if len(tokens) == 1:
        return usage.is_a_thing(tokens[0])
    if tokens[-2] == "to" and not is_doing(tokens[0]):  # "a right to vote"
        return True
    if tokens[-1].endswith("ing") and is_content(tokens[-2]):  # "funding in education resulting" waits for its end
        return usage.is_a_thing(tokens[-1])
    if is_also_verb(tokens[-1]) and is_content(tokens[-2]) and not usage.as_thing[tokens[-1]]:
        return False  # "the makerspace starts"
    return usage.names_something(tokens[-1]) or tokens[-1] in _ALSO_IN_TITLES


@lru_cache(maxsize=100_000)
def _can_stand_at_edge(token: str, english: bool) -> bool:
    return (
        (is_content(token) or (english and token in _ALSO_IN_TITLES))
        and len(token) > 2
        and token not in _NO_EDGE
        and not _NUMBER.match(token)
        and "'" not in token
        and not token.endswith(_ENGLISH_ENDINGS)
    )
