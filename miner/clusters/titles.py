"""Titles: a stretch of the discussion's own words that sets a theme apart from its neighbours.

Words are weighed by the log-odds of being used in this theme rather than the others, counted by people
(Monroe, Colaresi and Quinn 2008, with an informative prior); a phrase is worth its words, and more when several
people used it. Titles are unique and no word stands in more than two of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from miner.clusters.unspaced import pairs_of, unspaced_names
from miner.clusters.words import STOPWORDS, is_content, stem, words

_PIECE = re.compile(r"[^,;:.!?…()\[\]{}\"“”„«»<>|/\\\n–—•*=+~^#@&]+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)
_MAX_WORDS = 5
_MAX_TITLES_A_WORD = 2
_PRIOR = 0.5
_SHARE_OF_PEOPLE, _ENOUGH_USERS = 0.15, 4
_N_LISTED = 3
_N_CANDIDATES = 40
_CLOSENESS_WEIGHT, _WORTH_WEIGHT = 8.0, 0.6  # differences of cosines are small: 0.1 is much
_CENTRAL_WEIGHT, _CENTRAL_MEMBERS = 0.3, 5  # a phrase of one of the most central members speaks for more of them
_N_KEYWORDS = 5
# Words that begin or end no title although they carry meaning elsewhere: a title names a thing or a doing.
_NO_EDGE = frozenset(
    """
    ask come let say tell think want need put take give keep try use sure ever never every day
    """.split()
)
# Between them only these: a title with a verb form or a pronoun inside is half a sentence.
_LINKING = frozenset(
    """
    of for in and to the a an with without on at by from or vs versus your our their before over against under not
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


@dataclass(frozen=True)
class Titled:
    """A title and the words that set its theme apart, strongest first."""

    title: str
    keywords: tuple[str, ...]


@dataclass
class _Phrase:
    surfaces: Counter[str]
    people: set[str]
    stems: tuple[str, ...]
    whole: bool  # at least once no word of a compound was cut off at either edge
    first: tuple[int, int]  # text and place of the first occurrence: ties go to what was said first


Closeness = Callable[[Sequence[Sequence[str]]], Sequence[Sequence[float]]]


def titles_of(
    themes: Sequence[Sequence[int]], texts: Sequence[str], people: Sequence[str], closeness: Closeness | None = None
) -> list[Titled]:
    """A title for each theme.

    Parameters
    ----------
    themes
        Members (text numbers) of each theme, the most central first.
    texts, people
        Of all arguments; ``people`` says who said it.
    closeness
        For each theme's candidate phrases: how much nearer in meaning each is to this theme than to the next one.

    Returns
    -------
    list of Titled
        Unique titles in the order of ``themes``; never empty ("Theme 3" only if a theme has no word at all).
    """
    weights = _word_weights(themes, texts, people)
    candidates = [_candidates(members, texts, people, own) for members, own in zip(themes, weights, strict=True)]
    close = closeness([[_shown(phrase) for phrase in phrases] for phrases in candidates]) if closeness else None
    used: Counter[str] = Counter()
    titled: list[Titled] = []
    for number, members in enumerate(themes):
        keywords = _keywords(members, texts, weights[number])
        taken = {title.title.casefold() for title in titled}
        ranked = _ranked(candidates[number], weights[number], close[number] if close else None)
        title = _first_fresh(ranked, used, taken) or _listed(keywords, used, taken) or f"Theme {number + 1}"
        used.update(set(words(title)))
        titled.append(Titled(title=title, keywords=keywords))
    return titled


def _word_weights(
    themes: Sequence[Sequence[int]], texts: Sequence[str], people: Sequence[str]
) -> list[Mapping[str, float]]:
    """For each theme: stem -> z-score of its log-odds against the other themes, by people."""
    users = [_users(members, texts, people) for members in themes]
    all_users: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for number, theme_users in enumerate(users):
        for word, names in theme_users.items():
            all_users[word] |= {(number, name) for name in names}
    n_people = [len({people[member] for member in members}) for members in themes]
    return [
        {
            word: _log_odds(len(names), n_people[number], len(all_users[word]), sum(n_people))
            for word, names in users[number].items()
            if len(names) >= _min_users(n_people[number])
        }
        for number in range(len(themes))
    ]


def _min_users(n_people: int) -> int:
    """How many people must use a word before it can name what they have in common."""
    return min(n_people, max(2, min(_ENOUGH_USERS, round(_SHARE_OF_PEOPLE * n_people))))


def _users(members: Sequence[int], texts: Sequence[str], people: Sequence[str]) -> dict[str, set[str]]:
    users: dict[str, set[str]] = defaultdict(set)
    for member in members:
        for word in words(texts[member]):
            users[word].add(people[member])
    return users


def _log_odds(n_here: int, people_here: int, n_all: int, people_all: int) -> float:
    n_other, people_other = n_all - n_here, people_all - people_here
    here = math.log((n_here + _PRIOR) / (people_here - n_here + _PRIOR))
    other = math.log((n_other + _PRIOR) / (max(people_other, n_other) - n_other + _PRIOR))
    deviation = math.sqrt(1 / (n_here + _PRIOR) + 1 / (n_other + _PRIOR))
    return (here - other) / deviation


def _phrases(members: Sequence[int], texts: Sequence[str], people: Sequence[str]) -> dict[tuple[str, ...], _Phrase]:
    """Phrases of one to five words inside a clause that begin and end with a word that carries meaning."""
    found: dict[tuple[str, ...], _Phrase] = {}
    for order, member in enumerate(members):
        for piece in _PIECE.finditer(re.sub(r"https?://\S+|[@#]\w+", ",", texts[member])):
            tokens = [match.group() for match in _WORD.finditer(piece.group())]
            for start in range(len(tokens)):
                for end in range(start + 1, min(start + _MAX_WORDS, len(tokens)) + 1):
                    _note(found, tokens, start, end, people[member], order)
        for name, start in unspaced_names(texts[member]):
            phrase = found.setdefault((name,), _Phrase(Counter(), set(), pairs_of(name), True, (order, start)))
            phrase.surfaces[name] += 1
            phrase.people.add(people[member])
    return found


def _note(
    found: dict[tuple[str, ...], _Phrase], tokens: list[str], start: int, end: int, person: str, order: int
) -> None:
    lower = [token.lower().replace("’", "'") for token in tokens]
    inside = lower[start:end]
    if not (_can_stand_at_edge(inside[0]) and _can_stand_at_edge(inside[-1])):
        return
    if not all(is_content(token) or token in _LINKING for token in inside):
        return
    key = tuple(stem(token) if is_content(token) else token for token in inside)
    phrase = found.get(key)
    if phrase is None:
        stems = tuple(stem(token) for token in inside if is_content(token))
        phrase = found[key] = _Phrase(Counter(), set(), stems, False, (order, start))
    phrase.surfaces[" ".join(tokens[start:end])] += 1
    phrase.people.add(person)
    cut_before = start > 0 and (is_content(lower[start - 1]) or lower[start - 1] in _SUBJECTS)
    cut_after = end < len(lower) and is_content(lower[end])
    phrase.whole = phrase.whole or not (cut_before or cut_after)


def _can_stand_at_edge(token: str) -> bool:
    return (
        is_content(token)
        and len(token) > 2
        and token not in _NO_EDGE
        and not _NUMBER.match(token)
        and "'" not in token
        and not token.endswith("ly")
    )


def _candidates(
    members: Sequence[int], texts: Sequence[str], people: Sequence[str], weights: Mapping[str, float]
) -> list[_Phrase]:
    """The phrases of highest worth that hold a word which sets the theme apart."""
    phrases = _phrases(members, texts, people).values()
    fitting = [
        phrase
        for phrase in phrases
        if len(phrase.stems) > 1
        and (phrase.whole or len(phrase.people) > 1)
        and any(weights.get(word, 0.0) > 0 for word in phrase.stems)
    ]
    return sorted(fitting, key=lambda phrase: (-_worth(phrase, weights), phrase.first, phrase.stems))[:_N_CANDIDATES]


def _ranked(phrases: Sequence[_Phrase], weights: Mapping[str, float], close: Sequence[float] | None) -> list[_Phrase]:
    """Best first: worth among the candidates, and closeness in meaning where it is known; far ones are left out."""
    if close is None or not phrases:
        return list(phrases)
    highest = max(_worth(phrase, weights) for phrase in phrases)
    scores = {
        id(phrase): _WORTH_WEIGHT * _worth(phrase, weights) / max(highest, 1e-9)
        + _CLOSENESS_WEIGHT * near
        + _CENTRAL_WEIGHT * math.exp(-phrase.first[0] / _CENTRAL_MEMBERS)
        for phrase, near in zip(phrases, close, strict=True)
    }
    near_enough = [phrase for phrase, near in zip(phrases, close, strict=True) if near > 0]
    # In a language the encoder does not know nothing is near: the words themselves decide.
    return sorted(
        near_enough or phrases, key=lambda phrase: (-round(scores[id(phrase)], 6), phrase.first, phrase.stems)
    )


def _first_fresh(phrases: Sequence[_Phrase], used: Counter[str], taken: set[str]) -> str | None:
    for phrase in phrases:
        title = _shown(phrase)
        if title.casefold() not in taken and all(used[word] < _MAX_TITLES_A_WORD for word in phrase.stems):
            return title
    return None


def _worth(phrase: _Phrase, weights: Mapping[str, float]) -> float:
    """Distinctive words, more when several people said just this; function words inside cost a little."""
    stems = set(phrase.stems)
    distinct = sum(max(0.0, weights.get(word, 0.0)) for word in stems) / math.sqrt(len(stems))
    function_words = sum(1 for token in next(iter(phrase.surfaces)).split() if token.lower() in STOPWORDS)
    return round(distinct * math.log2(1 + len(phrase.people)) * (1 - 0.06 * function_words), 6)


def _listed(keywords: Sequence[str], used: Counter[str], taken: set[str]) -> str | None:
    """Where people share words and no phrase: the words, side by side."""
    fresh = [word for word in keywords if all(used[stemmed] < _MAX_TITLES_A_WORD for stemmed in words(word))]
    title = ", ".join(fresh[:_N_LISTED]).capitalize()
    return title if title and title.casefold() not in taken else None


def _shown(phrase: _Phrase) -> str:
    surface = _commonest(phrase.surfaces)
    return surface[:1].upper() + surface[1:] if surface.islower() or surface[:1].islower() else surface


def _keywords(members: Sequence[int], texts: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    for member in members:
        for token in _WORD.findall(re.sub(r"https?://\S+|[@#]\w+", " ", texts[member])):
            lower = token.lower().replace("’", "'")
            if is_content(lower) and len(lower) > 2 and "'" not in lower:
                surfaces[stem(lower)][lower] += 1
    ranked = sorted((word for word in surfaces if weights.get(word, 0.0) > 0), key=lambda word: (-weights[word], word))
    return tuple(_commonest(surfaces[word]) for word in ranked[:_N_KEYWORDS]) or _commonest_names(members, texts)


def _commonest_names(members: Sequence[int], texts: Sequence[str]) -> tuple[str, ...]:
    """Where no word is told from the next by a space: the stretches most members use, the longer of two first."""
    used = Counter(name for member in members for name in {name for name, _ in unspaced_names(texts[member])})
    ranked = sorted(used, key=lambda name: (-used[name], -len(name), name))
    return tuple(name for name in ranked if used[name] > 1)[:_N_KEYWORDS]


def _commonest(surfaces: Counter[str]) -> str:
    return max(sorted(surfaces), key=lambda surface: surfaces[surface])
