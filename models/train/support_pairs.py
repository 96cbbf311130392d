"""Pairs for the support model: evidence, a sentence, and whether the evidence says it, says the opposite, or says nothing of it.

Every group of pairs is drawn with one generator, group after group: moving a draw changes all pairs after it.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sets import KEY_POINT_INNER, Claim, argument_part, arguments, clean, perspectrum, rows, training_claims
from support_turned import confirmed, denied, renumbered, turned, verbs_of

SAID, REVERSED, UNSAID, NOT_SAID = 0, 1, 2, 3  # the last one: reversed or unsaid, the set does not tell
_INFERENCE = {
    "entailment": SAID, "contradiction": REVERSED, "neutral": UNSAID, "not_entailment": NOT_SAID, "SUPPORTS": SAID, "REFUTES": REVERSED,
}  # fmt: skip
# Sets about what follows from a sentence, and how many pairs of each are taken, as many of each label as there are.
N_INFERENCE = {
    "taxinli/taxinli10k": 2000,
    "nli_contradiction/negation_nli": 1000,
    "nli_contradiction/cad_nli": 800,
    "nli_contradiction/snli_dev": 400,
    "nli_contradiction/breaking_nli": 600,
    "nli_contradiction/scone": 300,
    "nli_contradiction/med": 300,
    "nli_contradiction/conj_nli": 300,
    "fever_symmetric/fever_symmetric": 600,
}
_MOST = 4  # pairs that one cluster of Perspectrum gives of each kind
_JOINED = 0.3  # of the pairs rest on two or three texts
_TO_BE_SURE = 0.5  # the weight of a pair that nobody judged as such
_CLAUSE = re.compile(r"(?<=[.!?;])\s+|,\s+(?=because\b|but\b|so\b|and\b|since\b|as\b|while\b)|\s+(?=because\b)")
_LEAD = re.compile(r"^(?:because|but|so|and|since|as|while)\s+", re.IGNORECASE)
_WHOLE_CLAUSE = re.compile(
    r"^(?:it|they|we|the|this|these|people|there|children|you|everyone|many|most)\b.*\b(?:is|are|was|were|can|could|should|will|would|must|has|have|do|does|makes?|helps?|needs?)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 5


class Judged(NamedTuple):
    """``label``: one of the four above; ``weight``: of its loss, 1 where a person judged this very pair."""

    evidence: str
    sentence: str
    label: int
    weight: float


def training_pairs(data: Path) -> list[Judged]:
    """All pairs, group after group."""
    rng = random.Random(0)
    own = _argument_topics(data)
    claims = unscored_claims(data)
    said = [text for texts in own.values() for text, _ in texts]
    verbs = verbs_of([*said, *(text for claim in claims for cluster, _ in claim.clusters for text in cluster)])
    return [
        *_of_key_points(data / "kpa2021", KEY_POINT_INNER, verbs, rng),
        *_of_perspectives(claims, verbs, rng),
        *_of_arguments(own, verbs, rng),
        *_of_inference(data, rng),
    ]


def unscored_claims(data: Path) -> list[Claim]:
    """Training claims but for those with a perspective that also stands beside a claim that is scored."""
    scored = {
        text.casefold()
        for claim in perspectrum(data)
        if claim.part == "test"
        for cluster, _ in claim.clusters
        for text in cluster
    }
    return [
        claim
        for claim in training_claims(data)
        if not any(text.casefold() in scored for cluster, _ in claim.clusters for text in cluster)
    ]


def onlookers(data: Path) -> dict[str, list[Judged]]:
    """Pairs of claims and topics that are not trained on, by kind; progress is shown on them."""
    rng = random.Random(99)
    verbs = verbs_of(text for texts in _argument_topics(data).values() for text, _ in texts)
    claims = [claim for claim in perspectrum(data) if claim.part == "dev"]
    trained = {row["topic"].strip() for row in rows(data / "kpa2021" / "arguments_train.csv")} - set(KEY_POINT_INNER)
    return {
        "key points": list(_of_key_points(data / "kpa2021", tuple(sorted(trained)), verbs, rng)),
        "perspectives": list(_of_perspectives(claims, verbs, rng)),
    }


def _argument_topics(data: Path) -> dict[str, list[tuple[str, int]]]:
    """Arguments of the training topics but for those that look on."""
    return {
        topic: texts
        for topic, texts in sorted(arguments(data).items())
        if argument_part(topic) == "train" and topic not in KEY_POINT_INNER
    }


def joined(texts: Sequence[str]) -> str:
    """Texts one after another, each with an end."""
    return " ".join(text if text[-1:] in ".!?" else text + "." for text in (one.strip() for one in texts))


def _of_key_points(
    folder: Path, left_out: Sequence[str], verbs: frozenset[str], rng: random.Random
) -> Iterator[Judged]:
    """Arguments with the key points they were judged with, turned round and of the other side; some with others beside."""
    texts = {row["arg_id"]: row for row in rows(folder / "arguments_train.csv")}
    points = {row["key_point_id"]: row for row in rows(folder / "key_points_train.csv")}
    made: dict[str, dict[bool, list[str]]] = defaultdict(lambda: {True: [], False: []})
    other: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number, row in points.items():
        other[row["topic"].strip(), row["stance"]].append(number)
    for row in rows(folder / "labels_train.csv"):
        if points[row["key_point_id"]]["topic"].strip() not in left_out:
            made[row["key_point_id"]][row["label"] == "1"].append(clean(texts[row["arg_id"]]["argument"]))
    for number, judged in made.items():
        point, topic = clean(points[number]["key_point"]), points[number]["topic"].strip()
        against = other[topic, "-1" if points[number]["stance"] == "1" else "1"]
        for text in judged[True]:
            yield Judged(text, point, SAID, 1.0)
            if rng.random() < _JOINED:
                beside = rng.sample(judged[False], min(rng.randint(1, 2), len(judged[False])))
                yield Judged(joined(_shuffled([text, *beside], rng)), point, SAID, _TO_BE_SURE)
            if rng.random() < 0.7 and (wrong := turned(point, verbs, rng)):
                yield Judged(text, wrong, REVERSED, 1.0)
            if against and rng.random() < 0.7:
                yield Judged(text, clean(points[rng.choice(against)]["key_point"]), NOT_SAID, 1.0)
        for text in judged[False]:
            if rng.random() < 0.45:
                yield Judged(text, point, UNSAID, 1.0)
        for _ in range(len(judged[False]) // 12):
            yield Judged(joined(rng.sample(judged[False], min(3, len(judged[False])))), point, UNSAID, 1.0)


def _shuffled(texts: list[str], rng: random.Random) -> list[str]:
    return rng.sample(texts, len(texts))


def _of_perspectives(claims: Sequence[Claim], verbs: frozenset[str], rng: random.Random) -> Iterator[Judged]:
    """Texts that annotators held equivalent, one of them turned round, both denied, and texts of other clusters."""
    for claim in claims:
        for number, (cluster, sign) in enumerate(claim.clusters):
            texts = list(dict.fromkeys(cluster))
            rest = [(text, s) for at, (own, s) in enumerate(claim.clusters) if at != number for text in own]
            pairs = [(one, two) for one in texts for two in texts if one != two]
            for one, two in rng.sample(pairs, min(_MOST, len(pairs))):
                yield from _of_equals(one, two, rest, verbs, rng)
            for text in texts[:_MOST]:
                yield from _of_one(text, sign, rest, verbs, rng)


def _of_equals(
    one: str, two: str, rest: Sequence[tuple[str, int]], verbs: frozenset[str], rng: random.Random
) -> Iterator[Judged]:
    beside = [text for text, _ in rng.sample(rest, min(rng.randint(1, 2), len(rest)))]
    evidence = joined(_shuffled([one, *beside], rng)) if rng.random() < _JOINED else one
    yield Judged(evidence, two, SAID, 1.0)
    if rng.random() < 0.8 and (wrong := turned(two, verbs, rng)):
        yield Judged(evidence, wrong, REVERSED, 1.0)
    not_one, not_two = denied(one, verbs, rng), denied(two, verbs, rng)
    if not_one and rng.random() < 0.3:
        yield Judged(not_one, two, REVERSED, _TO_BE_SURE)
    if not_one and not_two and rng.random() < 0.5:
        yield Judged(not_one, not_two, SAID, _TO_BE_SURE)


def _of_one(
    text: str, sign: int, rest: Sequence[tuple[str, int]], verbs: frozenset[str], rng: random.Random
) -> Iterator[Judged]:
    """A text with others of its claim, with its own words turned round, and with more words around it."""
    for other, theirs in rng.sample(rest, min(2, len(rest))):
        yield Judged(text, other, UNSAID if sign == theirs else NOT_SAID, _TO_BE_SURE)
    wrong = turned(text, verbs, rng)
    if wrong and rng.random() < 0.4:
        yield Judged(*((text, wrong) if rng.random() < 0.5 else (wrong, text)), REVERSED, 1.0)
    if wrong and rng.random() < 0.15:
        yield Judged(wrong, confirmed(wrong, rng), SAID, 1.0)


def _of_arguments(
    topics: dict[str, list[tuple[str, int]]], verbs: frozenset[str], rng: random.Random
) -> Iterator[Judged]:
    """Arguments with a clause of their own, as it is and turned round, and with a clause of another argument."""
    for texts in topics.values():
        for text, sign in rng.sample(texts, min(80, len(texts))):
            own = clauses(text)
            if not own:
                continue
            clause = rng.choice(own)
            if rng.random() < 0.5:
                yield Judged(text, confirmed(clause, rng) if rng.random() < 0.1 else clause, SAID, 1.0)
            wrong = renumbered(clause, rng) or turned(clause, verbs, rng)
            if wrong and rng.random() < 0.6:
                yield Judged(text, wrong, REVERSED, 1.0)
            other, theirs = rng.choice(texts)
            if other != text and rng.random() < 0.35:
                yield Judged(
                    text, rng.choice(clauses(other) or [other]), UNSAID if sign == theirs else NOT_SAID, _TO_BE_SURE
                )


def clauses(text: str) -> list[str]:
    """Parts of an argument that stand alone: its first clause, and others that begin with a subject."""
    parts = [_LEAD.sub("", part).strip(" ,;.") for part in _CLAUSE.split(text)]
    kept = [part for at, part in enumerate(parts) if at == 0 or _WHOLE_CLAUSE.match(part)]
    return [part for part in kept if len(part.split()) >= _FEWEST_WORDS]


def _of_inference(data: Path, rng: random.Random) -> Iterator[Judged]:
    """Sentences that follow from one another, contradict one another or neither."""
    for name, n in N_INFERENCE.items():
        kinds: dict[int, list[Judged]] = defaultdict(list)
        for row in rows(data / f"{name}.csv.gz"):
            label = _INFERENCE.get(row["label"])
            if label is not None:
                kinds[label].append(Judged(clean(row["text_a"]), clean(row["text_b"]), label, 1.0))
        for label in sorted(kinds):
            yield from rng.sample(kinds[label], min(n // len(kinds), len(kinds[label])))
