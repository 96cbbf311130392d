"""Titles: the discussion's own words that tell what a theme is about and no other theme is.

A candidate is a phrase of one to four words, or two single words side by side ("Complaints and letters"). It is worth
more the more of the theme's people use its words and the fewer others do (log-odds with a prior, Monroe, Colaresi and
Quinn 2008), the more people used just this phrase, and the better its meaning tells the theme's members from all
others (the area under the curve of their cosines to it). Then all titles are chosen together: each theme's members
should be nearer to their own title than to any other, and no word stands in more than two titles.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from miner.clusters.grammar import Usage, is_inflected, pieces, usage_of
from miner.clusters.phrases import Phrase, commonest, phrases_of, telling
from miner.clusters.question_titles import phrases_in, question_of
from miner.clusters.unspaced import unspaced_names
from miner.clusters.words import STOPWORDS, is_content, stem, words
from miner.embeddings.english import is_english

_MAX_TITLES_A_WORD = 2
_PRIOR = 0.5
_SHARE_OF_PEOPLE, _ENOUGH_USERS = 0.15, 4
_LEAST_USERS, _LEAST_USERS_OF_ONE_WORD = 2, 3
_N_CANDIDATES, _N_SINGLES = 34, 3
_N_KEYWORDS, _N_LISTED = 5, 3
# What each sign of a good title is worth; chosen by reading the titles of a chat, a blog's comments and two threads.
_BY_WORDS, _MOST_BY_WORDS = 0.15, 4.0
_BY_USERS, _MOST_USERS = 0.2, 2.5
_BY_SHARED_WORDS, _MOST_SHARED = 0.2, 4
_OF_ITS_BEST_WORD = 0.7
# Over a single word, which is vague; two loose nouns are the last resort.
_ONE_WORD, _COMPOUND, _PHRASE, _PHRASE_OF_ONE, _PAIR = -0.3, 0.2, 0.8, 0.6, -0.1
_LINK_WORD = 0.03
_SAYS_LITTLE = -1.1  # "Difference": of what?
_BY_PLACE = 0.5  # what stands in the most central member over what stands in the last: before the encoder is asked
_BY_MEANING = 3.5
_OWN_MEMBERS_NEARER, _OTHERS_DRAWN = 3.5, 2.0
_SHARE_OF_A_PAIR = 0.2  # of the theme's people speak of each of the two
_SHARED_WITH_ANOTHER = 0.4
_SHARED_TITLE = 0.2  # of a theme's people use its title's words, or else the question's words may stand there
_ROUNDS = 3

Numbers = npt.NDArray[np.float64]
Nearness = Callable[[Sequence[str]], Numbers]


@dataclass(frozen=True)
class Titled:
    """A title and the words that set its theme apart, strongest first."""

    title: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class _Candidate:
    title: str
    stems: frozenset[str]
    worth: float
    first: tuple[int, int]
    inside: str = ""  # as it stands behind another word: names keep their capitals


def titles_of(
    themes: Sequence[Sequence[int]],
    texts: Sequence[str],
    people: Sequence[str],
    nearness: Nearness | None = None,
    asked: Sequence[str] = (),
    usage: Usage | None = None,
    taken: Sequence[str] = (),
    above: str = "",
) -> list[Titled]:
    """A title for each theme.

    Parameters
    ----------
    themes
        Members (text numbers) of each theme, the most central first.
    texts, people
        Of all arguments; ``people`` says who said it.
    nearness
        Cosine of phrases with all texts: shape (n_phrases, n_texts).
    asked
        The question that each text answers, "" for none; empty where nothing was asked.
    usage
        How the discussion uses its words; None learns it from ``texts``, where they are English.
    taken
        Titles of other themes: none is given again, nor are words that stand in one of them together.
    above
        The number of the theme whose parts these are ("2" makes "Theme 2.1"), "" for themes of their own.

    Returns
    -------
    list of Titled
        Unique titles in the order of ``themes``; never empty ("Theme 3" only if a theme has no word at all).
    """
    usage = usage or usage_in(texts)
    texts = texts if usage else _plain(texts)
    users = [_users(members, texts, people) for members in themes]
    n_people = [len({people[member] for member in members}) for members in themes]
    weights = _word_weights(users, n_people)
    candidates = [
        _not_taken(_candidates(number, themes, texts, people, users, n_people, usage, weights), taken)
        for number in range(len(themes))
    ]
    near = nearness if len(themes) > 1 else None
    cosines = _cosines(candidates, near)
    weighed = [
        [replace(one, worth=one.worth + told) for one, told in zip(found, _told_apart(cosine, members), strict=True)]
        if cosine is not None
        else found
        for found, cosine, members in zip(candidates, cosines, themes, strict=True)
    ]
    chosen = _chosen_together(weighed, cosines, themes)
    if near is not None and asked:
        chosen = _asked_instead(chosen, themes, users, n_people, asked, usage, near)
    titled: list[Titled] = []
    for number, members in enumerate(themes):
        named = _keywords if usage else _keywords_in_other
        keywords = named(members, texts, weights[number])
        given = {title.casefold() for title in (*taken, *(one.title for one in titled))}
        found = chosen[number]
        title = (found.title if found else None) or _listed(keywords, given) or _numbered(above, number)
        titled.append(Titled(title=title, keywords=keywords))
    return titled


def usage_in(texts: Sequence[str]) -> Usage | None:
    """How a discussion uses its words, if it is English: what is a name there and what a doing."""
    return usage_of(texts) if is_english(texts) else None


# What is known of other languages is not loaded for English.
def _plain(texts: Sequence[str]) -> Sequence[str]:
    from miner.clusters.other_languages import plain

    return plain(texts)


def _phrases_in_other(members: Sequence[int], texts: Sequence[str], people: Sequence[str]) -> list[Phrase]:
    from miner.clusters.other_languages import phrases_in_other

    return phrases_in_other(members, texts, people)


def _keywords_in_other(members: Sequence[int], texts: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    from miner.clusters.other_languages import keywords_in_other

    return keywords_in_other(members, texts, weights)


def _numbered(above: str, number: int) -> str:
    return f"Theme {above}.{number + 1}" if above else f"Theme {number + 1}"


def _not_taken(found: Sequence[_Candidate], taken: Sequence[str]) -> list[_Candidate]:
    """Without those that say no more than another theme's title does."""
    others = [frozenset(words(title)) for title in taken]
    return [one for one in found if not any(other.issuperset(telling(one.stems)) for other in others)]


def _cosines(candidates: Sequence[Sequence[_Candidate]], nearness: Nearness | None) -> list[Numbers | None]:
    """Those of each theme's candidates with all texts; all are asked for at once, each once."""
    shown = list(dict.fromkeys(one.title for found in candidates for one in found))
    if nearness is None or not shown:
        return [None] * len(candidates)
    rows, row_of = nearness(shown), {title: row for row, title in enumerate(shown)}
    return [rows[[row_of[one.title] for one in found]] if found else None for found in candidates]


def _candidates(
    number: int,
    themes: Sequence[Sequence[int]],
    texts: Sequence[str],
    people: Sequence[str],
    users: Sequence[Mapping[str, set[str]]],
    n_people: Sequence[int],
    usage: Usage | None,
    weights: Sequence[Mapping[str, float]],
) -> list[_Candidate]:
    """The phrases of highest worth, and pairs of the best single words."""
    members = themes[number]
    phrases = phrases_of(members, texts, people, usage) if usage else _phrases_in_other(members, texts, people)
    named = [phrase for phrase in phrases if phrase.whole and phrase.named]

    def offered(least: int, said: Mapping[str, set[str]]) -> list[tuple[Phrase, _Candidate]]:
        worths = [_worth(phrase, number, users, n_people, least, weights[number], said) for phrase in named]
        return [(one, _candidate(one, worth)) for one, worth in zip(named, worths, strict=True) if worth is not None]

    found = offered(_LEAST_USERS, users[number])
    if all(phrase.wants_more for phrase, _ in found):  # what only one person says names a theme where nothing else does
        by_member = _users(members, texts, [str(text) for text in range(len(texts))])
        alone = offered(1, by_member)
        again = [pair for pair in alone if all(len(by_member.get(word, ())) > 1 for word in pair[0].stems)]
        found = again or alone
    found.sort(key=lambda pair: (-round(pair[1].worth - _late(pair[1], len(members)), 6), pair[1].first, pair[1].title))
    kept = [candidate for _, candidate in found[:_N_CANDIDATES]]
    least = max(_LEAST_USERS_OF_ONE_WORD, round(_SHARE_OF_A_PAIR * n_people[number]))
    singles = [
        candidate
        for phrase, candidate in found
        if usage and phrase.n_words == 1 and _users_of(phrase, users[number]) >= least
    ][:_N_SINGLES]
    return [*kept, *_pairs(singles, users[number])]


def _candidate(phrase: Phrase, worth: float) -> _Candidate:
    return _Candidate(phrase.shown, frozenset(phrase.stems), worth, phrase.first, phrase.inside)


def _late(one: _Candidate, n_members: int) -> float:
    return _BY_PLACE * one.first[0] / n_members


def _pairs(singles: Sequence[_Candidate], users: Mapping[str, set[str]]) -> list[_Candidate]:
    """Two words side by side, where each is a subject of the theme and several people speak of both."""
    return [
        _Candidate(
            f"{one.title} and {other.inside}",
            one.stems | other.stems,
            (one.worth + other.worth) / 2 + _PAIR,
            one.first,
        )
        for place, one in enumerate(singles)
        for other in singles[place + 1 :]
        if not _same_family(one, other) and _n_using_both(one, other, users) >= _LEAST_USERS
    ]


def _n_using_both(one: _Candidate, other: _Candidate, users: Mapping[str, set[str]]) -> int:
    both = [users.get(word, set()) for word in one.stems | other.stems]
    return len(set.intersection(*both))


def _same_family(one: _Candidate, other: _Candidate) -> bool:
    """ "Survey and surveying": words that begin alike say one thing twice."""
    return one.title[:4].casefold() == other.title[:4].casefold()


def _worth(
    phrase: Phrase,
    number: int,
    users: Sequence[Mapping[str, set[str]]],
    n_people: Sequence[int],
    least: int,
    odds_of: Mapping[str, float],
    said: Mapping[str, set[str]],
) -> float | None:
    """How well its words fit the theme; None where too few of its people use them or others use them as much.

    ``odds_of`` is the log-odds of each word of the theme by itself, ``said`` who uses it there, or which members do.
    """
    here = _users_of(phrase, users[number])
    if phrase.n_words == 1 and least > 1:
        least = max(least, min(_LEAST_USERS_OF_ONE_WORD, n_people[number] // 3))
    if here < min(least, n_people[number]):
        return None
    others = [other for other in range(len(users)) if other != number]
    there = sum(_users_of(phrase, users[other]) for other in others)
    odds = _log_odds(here, n_people[number], here + there, sum(n_people))
    odds = max(odds, _OF_ITS_BEST_WORD * max(odds_of.get(word, 0.0) for word in phrase.stems))
    if others and odds <= 0:
        return None
    by_word = [len(said.get(word, ())) for word in phrase.stems]
    if phrase.n_words > 1 and len(phrase.people) == 1 and least > 1 and 2 * sum(n > 1 for n in by_word) < len(by_word):
        return None  # one person's words, most of which nobody else in the theme uses
    shared = min(by_word)
    links = sum(word in STOPWORDS for word in phrase.shown.lower().split())
    return (
        _BY_WORDS * min(odds, _MOST_BY_WORDS)
        + _BY_USERS * min(math.log2(len(phrase.people)), _MOST_USERS)
        + _BY_SHARED_WORDS * min(shared, _MOST_SHARED)
        + _phrase_bonus(phrase, _shared(phrase, said))
        - _LINK_WORD * links
    )


def _phrase_bonus(phrase: Phrase, shared: float) -> float:
    if phrase.wants_more:
        return _SAYS_LITTLE
    if phrase.n_words == 1:
        return _COMPOUND if "-" in phrase.shown else _ONE_WORD
    return _PHRASE if len(phrase.people) > 1 else _ONE_WORD + (_PHRASE_OF_ONE - _ONE_WORD) * shared


def _shared(phrase: Phrase, users: Mapping[str, set[str]]) -> float:
    """The part of its words that others in the theme use too: one person's turn of phrase is no title.

    Where a small word joins them ("pilots for breakfast") others must speak of all of them together.
    """
    by_word = [users.get(word, set()) for word in phrase.stems]
    if any(word in STOPWORDS for word in phrase.shown.lower().split()):
        return float(len(set.intersection(*by_word)) > 1)
    return sum(len(those) > 1 for those in by_word) / len(by_word)


def _users_of(phrase: Phrase, users: Mapping[str, set[str]]) -> int:
    return len(set().union(*(users.get(word, set()) for word in phrase.telling)))


def _told_apart(cosines: Numbers, members: Sequence[int]) -> list[float]:
    """How surely a member is nearer to each phrase than somebody else's argument is, times its weight."""
    inside = np.zeros(cosines.shape[1], dtype=bool)
    inside[list(members)] = True
    if inside.all():
        return [0.0] * len(cosines)
    n_in, n_out = int(inside.sum()), int((~inside).sum())
    ranks = np.argsort(np.argsort(cosines, axis=1, kind="stable"), axis=1, kind="stable") + 1
    auc = (ranks[:, inside].sum(axis=1) - n_in * (n_in + 1) / 2) / (n_in * n_out)
    return [float(value) for value in np.round(_BY_MEANING * (auc - 0.5), 6)]


def _chosen_together(
    candidates: Sequence[Sequence[_Candidate]], cosines: Sequence[Numbers | None], themes: Sequence[Sequence[int]]
) -> list[_Candidate | None]:
    """One title a theme, improved in turn while the others stand; None for a theme without a candidate left."""
    ranked = [_best_first(found) for found in candidates]
    picked: list[int | None] = [None] * len(candidates)
    for _ in range(_ROUNDS):
        for number, found in enumerate(candidates):
            others = [(other, at) for other, at in enumerate(picked) if other != number and at is not None]
            standing = [candidates[other][at] for other, at in others]
            used = Counter(word for one in standing for word in one.stems)
            titles = {one.title.casefold() for one in standing}
            free = [
                at
                for at in ranked[number]
                if found[at].title.casefold() not in titles
                and all(used[word] < _MAX_TITLES_A_WORD for word in found[at].stems)
            ]
            gains = [
                found[at].worth
                - _SHARED_WITH_ANOTHER * sum(bool(found[at].stems & one.stems) for one in standing)
                + _nearer(at, number, others, cosines, themes)
                for at in free
            ]
            picked[number] = free[int(np.argmax(np.round(gains, 6)))] if free else None
    return [found[at] if at is not None else None for found, at in zip(candidates, picked, strict=True)]


def _asked_instead(
    chosen: Sequence[_Candidate | None],
    themes: Sequence[Sequence[int]],
    users: Sequence[Mapping[str, set[str]]],
    n_people: Sequence[int],
    asked: Sequence[str],
    usage: Usage | None,
    nearness: Nearness,
) -> list[_Candidate | None]:
    """Where hardly any of a theme's people use the words of its title, and all answer one question: the question's words."""
    titles = list(chosen)
    for number, members in enumerate(themes):
        title, question = titles[number], question_of(members, asked)
        if not question or (title is not None and _n_using(title, users[number]) >= _SHARED_TITLE * n_people[number]):
            continue
        taken = Counter(word for other, one in enumerate(titles) if one and other != number for word in one.stems)
        fitting = [
            (shown, stems)
            for shown, stems in phrases_in(question, usage)
            if all(taken[word] < _MAX_TITLES_A_WORD for word in stems)
        ]
        if fitting:
            told = _told_apart(nearness([shown for shown, _ in fitting]), members)
            shown, stems = fitting[int(np.argmax(told))]
            titles[number] = _Candidate(shown, stems, 0.0, (0, 0))
    return titles


def _n_using(title: _Candidate, users: Mapping[str, set[str]]) -> int:
    return len(set().union(*(users.get(word, set()) for word in title.stems)))


def _best_first(found: Sequence[_Candidate]) -> list[int]:
    return sorted(range(len(found)), key=lambda at: (-round(found[at].worth, 6), at))


def _nearer(
    at: int,
    number: int,
    others: Sequence[tuple[int, int]],
    cosines: Sequence[Numbers | None],
    themes: Sequence[Sequence[int]],
) -> float:
    """What is gained when a theme's members are nearer to its title than to others', less what it draws from them."""
    own = cosines[number]
    if own is None:
        return 0.0
    members = list(themes[number])
    rivals = [(other, rows[place]) for other, place in others if (rows := cosines[other]) is not None]
    if not rivals:
        return 0.0
    best = np.max([cosine[members] for _, cosine in rivals], axis=0)
    drawn = [float(np.mean(own[at][list(themes[other])] > cosine[list(themes[other])])) for other, cosine in rivals]
    return _OWN_MEMBERS_NEARER * float(np.mean(own[at][members] > best)) - _OTHERS_DRAWN * float(np.mean(drawn))


def _users(members: Sequence[int], texts: Sequence[str], people: Sequence[str]) -> dict[str, set[str]]:
    users: dict[str, set[str]] = defaultdict(set)
    for member in members:
        compounds = (token for _, tokens in pieces(texts[member]) for token in tokens if "-" in token or "." in token)
        for word in (*words(texts[member]), *map(stem, compounds)):  # "outside-in" is a word besides its parts
            users[word].add(people[member])
    return users


def _word_weights(users: Sequence[Mapping[str, set[str]]], n_people: Sequence[int]) -> list[Mapping[str, float]]:
    """For each theme: stem -> z-score of its log-odds against the other themes, by people."""
    all_users = Counter[str]()
    for of_theme in users:
        all_users.update({word: len(names) for word, names in of_theme.items()})
    return [
        {
            word: _log_odds(len(names), n_people[number], all_users[word], sum(n_people))
            for word, names in of_theme.items()
            if len(names) >= _min_users(n_people[number])
        }
        for number, of_theme in enumerate(users)
    ]


def _min_users(n_people: int) -> int:
    """How many people must use a word before it can name what they have in common."""
    return min(n_people, max(2, min(_ENOUGH_USERS, round(_SHARE_OF_PEOPLE * n_people))))


def _log_odds(n_here: int, people_here: int, n_all: int, people_all: int) -> float:
    n_other, people_other = n_all - n_here, people_all - people_here
    here = math.log((n_here + _PRIOR) / (people_here - n_here + _PRIOR))
    other = math.log((n_other + _PRIOR) / (max(people_other, n_other) - n_other + _PRIOR))
    deviation = math.sqrt(1 / (n_here + _PRIOR) + 1 / (n_other + _PRIOR))
    return (here - other) / deviation


def _listed(keywords: Sequence[str], taken: set[str]) -> str | None:
    """Where people share words and no phrase: the words, side by side."""
    title = ", ".join(keywords[:_N_LISTED]).capitalize()
    return title if title and title.casefold() not in taken else None


def _keywords(members: Sequence[int], texts: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    for member in members:
        for _, tokens in pieces(texts[member]):
            for token in tokens:
                if is_content(token) and len(token) > 2 and "'" not in token and not is_inflected(token):
                    surfaces[stem(token)][token] += 1
    ranked = sorted((word for word in surfaces if weights.get(word, 0.0) > 0), key=lambda word: (-weights[word], word))
    return tuple(commonest(surfaces[word]) for word in ranked[:_N_KEYWORDS]) or _commonest_names(members, texts)


def _commonest_names(members: Sequence[int], texts: Sequence[str]) -> tuple[str, ...]:
    """Where no word is told from the next by a space: the stretches most members use, the longer of two first."""
    used = Counter(name for member in members for name in {name for name, _ in unspaced_names(texts[member])})
    ranked = sorted(used, key=lambda name: (-used[name], -len(name), name))
    return tuple(name for name in ranked if used[name] > 1)[:_N_KEYWORDS]
