"""Pairs for the side model: a text, a statement, and whether the two stand on the same side, on opposite sides or neither.

Every group of pairs is drawn with one generator, group after group: moving a draw changes all pairs after it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from emphases import made_pairs
from sets import (
    Claim,
    ClaimTopic,
    KeyPoint,
    Signed,
    argument_part,
    arguments,
    claim_part,
    claim_topics,
    clean,
    key_points,
    perspectrum,
    rows,
    training_claims,
)
from statements import denial, wordings

SAME, OPPOSITE, NEITHER = 0, 1, 2
_INFERENCE = {"entailment": SAME, "contradiction": OPPOSITE, "SUPPORTS": SAME, "REFUTES": OPPOSITE}
# Sets about what follows from a sentence, and how many pairs of each are taken, half of them opposite.
_N_INFERENCE = {
    "nli_contradiction/negation_nli": 2000,
    "taxinli/taxinli10k": 3500,
    "nli_contradiction/cad_nli": 2000,
    "nli_contradiction/breaking_nli": 1000,
    "nli_contradiction/scone": 800,
    "fever_symmetric/fever_symmetric": 1200,
    "nli_contradiction/conj_nli": 500,
    "nli_contradiction/snli_dev": 1000,
}

Pair = tuple[str, str, int]


class Material(NamedTuple):
    """The training topics of the sets with topics."""

    arguments: dict[str, list[Signed]]
    claims: dict[str, ClaimTopic]
    perspectives: list[Claim]
    points: list[KeyPoint]


def material(data: Path) -> Material:
    """Without the topics that are held out."""
    own = {topic: texts for topic, texts in sorted(arguments(data).items()) if argument_part(topic) == "train"}
    claims = {motion: topic for motion, topic in sorted(claim_topics(data).items()) if claim_part(motion) == "train"}
    return Material(own, claims, training_claims(data), [point for point in key_points(data) if point.topic in own])


def training_pairs(data: Path) -> list[Pair]:
    """All pairs, group after group."""
    rng = random.Random(0)
    known = material(data)
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for group, pair in _of_all_sets(data, known, rng):
        pairs[group].append(pair)
    return [pair for group in pairs.values() for pair in group]


def _of_all_sets(data: Path, known: Material, rng: random.Random) -> Iterator[tuple[str, Pair]]:
    """(name of the group, pair) in the order in which they are drawn; a group's name places it among the others."""
    yield from _of_arguments(known, rng)
    yield from _of_claims(known, rng)
    yield from _of_perspectives(known, rng)
    yield from _named("citizens", _of_citizens(data, rng))
    yield from _named("forum", _of_forums(data, rng))
    yield from _named("warrants", _of_warrants(data, rng))
    yield from _named("opposite claims", _of_opposite_claims(data))
    yield from _named("replies", _of_replies(data, rng))
    yield from _named("speeches", _of_speeches(data))
    yield from _named("inference", _of_inference(data, rng))
    yield from _named("emphasis", made_pairs(9000, rng))
    yield from _of_nothing_in_common(data, known, rng)


def _side(one: int, other: int) -> int:
    return SAME if one == other else OPPOSITE


def balanced_pairs(texts: Sequence[Signed], n: int, rng: random.Random) -> list[Pair]:
    """Pairs of one topic's texts, half of them opposite where both sides occur."""
    plus, minus = [text for text, sign in texts if sign > 0], [text for text, sign in texts if sign < 0]
    pairs: list[Pair] = []
    while len(pairs) < n:
        if rng.random() < 0.5 and plus and minus:
            one, other = rng.choice(plus), rng.choice(minus)
            pairs.append((one, other, OPPOSITE) if rng.random() < 0.5 else (other, one, OPPOSITE))
            continue
        pool = plus if (rng.random() < 0.5 and len(plus) > 1) or len(minus) < 2 else minus
        if len(pool) > 1:
            one, other = rng.sample(pool, 2)
            pairs.append((one, other, SAME))
        elif not (plus and minus):
            break
    return pairs


class Statement(NamedTuple):
    """A topic sentence; ``thing``: what it is about, where the set says so (see ``wordings``)."""

    sentence: str
    thing: tuple[str, int] | None = None


def to_statement(
    texts: Sequence[Signed], topic: Statement, n: int, rng: random.Random, plain: float = 0.5
) -> Iterator[Pair]:
    """Texts against the topic sentence or its denial (a share of ``plain``), or another wording of either side."""
    sentence = topic.sentence
    agree, disagree = wordings(*topic)
    if n < len(texts) * 0.9:
        chosen: Iterator[Signed] = (rng.choice(texts) for _ in range(n))
    else:
        chosen = iter([texts[number % len(texts)] for number in rng.sample(range(n), n)])
    for text, sign in chosen:
        if rng.random() < plain:
            denied = denial(sentence)
            if denied and rng.random() < 0.4:
                yield text, denied, _side(sign, -1)
            else:
                yield text, sentence, _side(sign, 1)
        elif rng.random() < 0.5:
            yield text, rng.choice(agree), _side(sign, 1)
        else:
            yield text, rng.choice(disagree), _side(sign, -1)


def _named(group: str, pairs: Iterator[Pair] | list[Pair]) -> Iterator[tuple[str, Pair]]:
    return ((group, pair) for pair in pairs)


def _of_arguments(known: Material, rng: random.Random) -> Iterator[tuple[str, Pair]]:
    """Arguments with their topic, with one another and with key points of the topic."""
    for topic, texts in known.arguments.items():
        yield from _named("argument, topic", to_statement(texts, Statement(topic), 340, rng))
        yield from _named("argument, argument", balanced_pairs(texts, 470, rng))
        points = [(point.text, point.sign) for point in known.points if point.topic == topic]
        if not points:
            continue
        for _ in range(300):
            (text, one), (point, other) = rng.choice(texts), rng.choice(points)
            yield "argument, key point", (text, point, _side(one, other))
        yield from _named("key point, topic", to_statement(points, Statement(topic), 30, rng))
        yield from _named("key point, key point", balanced_pairs(points, 60, rng))


def _of_claims(known: Material, rng: random.Random) -> Iterator[tuple[str, Pair]]:
    """Terse claims with their motion and with one another."""
    for topic in known.claims.values():
        n = len(topic.claims)
        yield from _named(
            "claim, topic", to_statement(topic.claims, Statement(topic.sentence, topic.thing), 3 * n, rng)
        )
        yield from _named("claim, claim", balanced_pairs(topic.claims, 7 * n, rng))


def _of_perspectives(known: Material, rng: random.Random) -> Iterator[tuple[str, Pair]]:
    """Perspectives with their claim and with one another."""
    for claim in known.perspectives:
        texts = [(text, sign) for cluster, sign in claim.clusters for text in cluster]
        if texts:
            n = min(24, 2 * len(texts))
            yield from _named("perspective, claim", to_statement(texts, Statement(claim.text), n, rng, plain=0.85))
        if len(texts) > 2:
            yield from _named("perspective, perspective", balanced_pairs(texts, min(18, len(texts)), rng))


def _of_citizens(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Premises with the conclusion they are for or against."""
    for row in rows(data / "valueeval_arguments" / "arguments.csv.gz"):
        premise, conclusion = clean(row["premise"]), clean(row["conclusion"])
        sign = 1 if row["label"] == "in favor of" else -1
        denied = denial(conclusion)
        yield premise, conclusion, _side(sign, 1)
        if denied and rng.random() < 0.5:
            yield premise, denied, _side(sign, -1)


def _of_forums(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Forum posts of one debate with one another."""
    debates: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(data / "convarg_sides" / "convarg_sides.csv.gz"):
        debates[row["debate"]].append((clean(row["argument"])[:500], row["side"]))
    for _, posts in sorted(debates.items()):
        first = min(side for _, side in posts)
        yield from balanced_pairs([(text, 1 if side == first else -1) for text, side in posts], 150, rng)


def _of_warrants(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Warrants that differ in a few words and lead to contrary claims."""
    for row in rows(data / "arct" / "warrants.csv.gz"):
        rng.random()  # decides nothing, but the pairs after it were drawn with it
        reason, claim = clean(row["reason"]), clean(row["claim"])
        warrant, opposite = clean(row["warrant"]), clean(row["opposite_warrant"])
        yield warrant, opposite, OPPOSITE
        yield reason, claim, SAME
        yield f"{reason} {warrant}", claim, SAME
        yield f"{reason} {opposite}", claim, OPPOSITE
        denied = denial(claim)
        if denied:
            yield reason, denied, OPPOSITE


def _of_opposite_claims(data: Path) -> Iterator[Pair]:
    """The two answers to one debate question."""
    for row in rows(data / "arct" / "opposite_claims.csv.gz"):
        yield clean(row["text_a"]), clean(row["text_b"]), OPPOSITE


def _of_replies(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Replies with the rumour they support or deny; a few that only ask or comment."""
    labels = {"support": SAME, "deny": OPPOSITE}
    for row in rows(data / "rumoureval2019" / "replies_train_dev.csv.gz"):
        if row["is_source"] in ("1", "True", "true") or not row["source_text"]:
            continue
        label = labels.get(row["label"], NEITHER)
        if label != NEITHER or rng.random() < 0.15:
            yield clean(row["text"])[:400], clean(row["source_text"])[:300], label


def _of_speeches(data: Path) -> Iterator[Pair]:
    """Passages of campaign speeches that support or attack one another; the long ones are left out."""
    for row in rows(data / "political_1960" / "argument_pairs.csv.gz"):
        if len(row["text_a"]) + len(row["text_b"]) < 600 and row["label"] != "no_relation":
            yield clean(row["text_a"]), clean(row["text_b"]), SAME if row["label"] == "support" else OPPOSITE


def _of_inference(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Sentences that follow from one another or contradict one another."""
    for name, n in _N_INFERENCE.items():
        kinds: dict[int, list[Pair]] = {SAME: [], OPPOSITE: []}
        for row in rows(data / f"{name}.csv.gz"):
            if row["label"] in _INFERENCE:
                label = _INFERENCE[row["label"]]
                kinds[label].append((clean(row["text_a"]), clean(row["text_b"]), label))
        for pairs in kinds.values():
            yield from rng.sample(pairs, min(n // 2, len(pairs)))


def _of_nothing_in_common(data: Path, known: Material, rng: random.Random) -> Iterator[tuple[str, Pair]]:
    """An argument with a statement or argument of another topic; small talk with either."""
    pool = [(topic, text) for topic, texts in known.arguments.items() for text, _ in texts]
    statements = [(topic, text) for topic in known.arguments for side in wordings(topic) for text in side]
    statements += [(topic, topic) for topic in known.arguments for _ in range(8)]
    statements += [(point.topic, point.text) for point in known.points for _ in range(3)]
    statements += [(claim.text, claim.text) for claim in known.perspectives]
    statements += [(motion, text) for motion, topic in known.claims.items() for text, _ in topic.claims]
    for _ in range(7000):
        (topic, text), (another, statement) = (
            rng.choice(pool),
            rng.choice(statements if rng.random() < 0.7 else pool),
        )
        if topic != another:
            yield "unrelated", (text, statement, NEITHER)
    table = rows(data / "small_talk" / "clinc_small_talk.csv.gz")
    talk = [row["text"] for row in table if row["label"] not in ("yes", "no")]
    for _ in range(1500):
        said = rng.choice(talk)
        statement = rng.choice(statements)[1] if rng.random() < 0.6 else rng.choice(pool)[1]
        yield "small talk", (said, statement, NEITHER)


def onlookers(data: Path) -> dict[str, list[Pair]]:
    """Pairs of the dev topics, on which progress is shown; nothing is chosen by them while training runs."""
    rng = random.Random(99)
    sets: dict[str, list[Pair]] = {
        name: []
        for name in ("argument, argument", "argument, topic", "claim, topic", "claim, claim", "perspective, claim")
    }
    for topic, texts in sorted(arguments(data).items()):
        if argument_part(topic) == "dev":
            sets["argument, argument"] += balanced_pairs(texts, 120, rng)
            sets["argument, topic"] += to_statement(texts, Statement(topic), 120, rng, plain=1.0)
    for motion, claims in sorted(claim_topics(data).items()):
        if claim_part(motion) == "dev":
            sets["claim, topic"] += to_statement(claims.claims, Statement(claims.sentence), 60, rng, plain=1.0)
            sets["claim, claim"] += balanced_pairs(claims.claims, 60, rng)
    for claim in perspectrum(data):
        own = [(text, sign) for cluster, sign in claim.clusters for text in cluster]
        if claim.part == "dev" and own:
            sets["perspective, claim"] += to_statement(own, Statement(claim.text), 8, rng, plain=1.0)
    return sets
