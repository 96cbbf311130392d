"""Themes and the overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from miner.digest.records import Theme

if TYPE_CHECKING:
    from miner.arguments import Argument
    from miner.clusters import Cluster
    from miner.digest.material import Material

_FEWEST_IN_OVERVIEW, _MOST_IN_OVERVIEW = 3, 5
_MIN_STRENGTH_OF_DISSENT = 0.35
QUOTES_BENEATH = 2  # of a part, beside its key point: the theme it is a part of has its own
_MIN_STRENGTH_OF_SPEAKER = 0.5  # below that the key point speaks better ...
_LEAST_STRENGTH_OF_SPEAKER = 0.35  # of any but the key point: a wish or a cheer sums up nothing
_OF_A_KEY_POINT = 0.3  # ... than one that is not stronger by more than this
# A point and its reason: of up to 25 words the strongest stand at the 0.658th percentile of what people call good
# arguments, of up to 35 at 0.683, of up to 60 no higher (seven motions of argq30k that are not scored).
_MOST_WORDS_OF_SPEAKER = 35


def themes_of(material: Material) -> tuple[Theme, ...]:
    """The themes by people, most first; right after each of them its parts."""
    numbered = list(enumerate(material.clusters.clusters))
    ordered = sorted(numbered, key=lambda pair: (pair[0] if pair[1].parent is None else pair[1].parent, pair[0]))
    return tuple(theme_of(material, label, cluster) for label, cluster in ordered)


def theme_of(material: Material, label: int, cluster: Cluster) -> Theme:
    """One theme: its people, its quotes, a voice against its key point."""
    from miner.digest.quotes import quotes_of_theme

    most = material.settings.max_quotes if cluster.parent is None else min(QUOTES_BENEATH, material.settings.max_quotes)
    dissent = _dissent(material, cluster)
    quotes = quotes_of_theme(
        cluster.members, cluster.core, cluster.key_point, material.arguments, material.clusters.features, most
    )
    if dissent is not None:  # stands after those that show what most say
        quotes = [*[quote for quote in quotes if quote != dissent][: max(0, most - 1)], dissent]
    return Theme(
        id=material.theme_names[label],
        title=cluster.title,
        key_point=material.arguments[cluster.key_point].id,
        n_people=material.n_people(cluster.members),
        n_arguments=len(cluster.members),
        stability=cluster.stability,
        quotes=material.ids(quotes),
        parent=None if cluster.parent is None else material.theme_names[cluster.parent],
        keywords=cluster.keywords,
        key_point_matches=len(cluster.matches),
        key_point_people=material.n_people(cluster.matches),
        dissent=None if dissent is None else material.arguments[dissent].id,
        by_source=_by_source(material, cluster.members),
    )


def _dissent(material: Material, cluster: Cluster) -> int | None:
    """The clearest member on the other side of a measurable contrast than the key point."""
    best: tuple[float, int] | None = None
    for placed in material.contrasts:
        side = placed.positions[cluster.key_point]
        if not placed.measurable or side == 0:
            continue
        for member in cluster.members:
            opposed = -side * placed.positions[member]
            strong = material.arguments[member].strength >= _MIN_STRENGTH_OF_DISSENT
            if opposed > 0 and strong and (best is None or (round(float(opposed), 4), -member) > (best[0], -best[1])):
                best = (round(float(opposed), 4), member)
    return None if best is None else best[1]


def _by_source(material: Material, members: Sequence[int]) -> dict[str, int]:
    if len(material.transcript.accounts) < 2:
        return {}
    places = Counter(material.threads[material.arguments[member].thread_id].place for member in members)
    return dict(sorted(places.items()))


def overview_of(material: Material, themes: Sequence[Theme]) -> tuple[str, ...]:
    """The sentences that cover the discussion: one for each of the largest themes, each by another person.

    The strongest of a theme's clear members speaks for it, for the key point stands with the theme already. Where there
    are hardly any themes, the arguments that speak for most others fill up.
    """
    authors = {argument.id: argument.author for argument in material.arguments}
    speakers = _speakers(material)
    chosen = list(one_of_each(themes, authors, speakers, fill=False))
    if len(chosen) < _FEWEST_IN_OVERVIEW:
        chosen = list(one_of_each(themes, authors, speakers))
    if len(chosen) < _FEWEST_IN_OVERVIEW:
        fitting = [key for key in _speaking_for_most(material) if key not in chosen]
        chosen += fitting[: _FEWEST_IN_OVERVIEW - len(chosen)]
    return tuple(chosen)


def _speaking_for_most(material: Material) -> tuple[str, ...]:
    """Arguments that are like most others, those first that can be read by themselves."""
    from miner.arguments.strength import speaks_for_others
    from miner.digest.quotes import choose_quotes

    def best(numbers: Sequence[int]) -> tuple[str, ...]:
        features = material.clusters.features
        return material.ids(choose_quotes(numbers, material.arguments, features, _MOST_IN_OVERVIEW))

    everything = range(len(material.arguments))
    alone = [number for number in everything if speaks_for_others(material.arguments[number].text)]
    return tuple(dict.fromkeys((*best(alone), *best(everything))))


def one_of_each(
    themes: Iterable[Theme], authors: Mapping[str, str], speaking: Mapping[str, Sequence[str]], fill: bool = True
) -> tuple[str, ...]:
    """Of each of the first themes the first argument by somebody who is not chosen yet.

    Parameters
    ----------
    authors
        Argument id -> who said it; "" where that is not known.
    speaking
        Theme id -> arguments that speak for it, the best first.
    fill
        Whether its key point and its quotes come after them; else a theme that nobody speaks for is passed over.
    """
    chosen: list[str] = []
    people: set[str] = set()
    for theme in themes:
        if theme.parent is not None or len(chosen) == _MOST_IN_OVERVIEW:
            continue
        offered = (*speaking.get(theme.id, ()), *((theme.key_point, *theme.quotes) if fill else ()))
        alone = theme.n_people == 1  # its one person speaks for it, whatever else they spoke for
        said = (key for key in offered if alone or not authors[key] or authors[key] not in people)
        if (found := next(said, None)) is not None:
            chosen.append(found)
            people.add(authors[found])
    return tuple(chosen)


def _speakers(material: Material) -> dict[str, tuple[str, ...]]:
    """Theme id -> its clear members that are a sentence of their own: the strong ones, then its key point and the others."""
    from miner.digest.material import theme_name

    def ordered(cluster: Cluster) -> list[int]:
        arguing = (n for n in cluster.core if material.arguments[n].strength >= _LEAST_STRENGTH_OF_SPEAKER)
        able = {number for number in (*arguing, cluster.key_point) if _speaks(material.arguments[number])}
        return sorted(
            able, key=lambda number: (*_rank(material.arguments[number], number == cluster.key_point), number)
        )

    return {theme_name(label): material.ids(ordered(cluster)) for label, cluster in enumerate(material.clusters.top)}


def _speaks(one: Argument) -> bool:
    from miner.arguments.alone import reads_as_headline
    from miner.arguments.strength import speaks_for_others
    from miner.arguments.units import count_words
    from miner.clusters.key_points import MIN_WORDS

    sized = MIN_WORDS <= count_words(one.text) <= _MOST_WORDS_OF_SPEAKER
    return sized and speaks_for_others(one.text) and not reads_as_headline(one.text)


def _rank(one: Argument, is_key_point: bool) -> tuple[int, float]:
    strong = one.strength >= _MIN_STRENGTH_OF_SPEAKER
    bonus = _OF_A_KEY_POINT if is_key_point and not strong else 0.0
    return (2 if one.is_article else int(not strong)), -(one.strength + bonus)
