"""Texts for the encoder, by topic: which make the same point, which stand on one side, how strong each is."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from emphases import FAVOUR, say, subjects
from sets import (
    ARGUMENT_DEV,
    ARGUMENT_TEST,
    KEY_POINT_INNER,
    claim_part,
    claim_topics,
    clean,
    rows,
    training_claims,
)

_HELD_OUT = frozenset((*ARGUMENT_TEST, *ARGUMENT_DEV, *KEY_POINT_INNER))
# Topics of the test of strength: their arguments are read, how strong they are is not.
_STRENGTH_HELD_OUT = (
    "Social media brings more harm than good",
    "We should stop the development of autonomous cars",
)
_SMALL = ("p ", "i ", "e ")  # Perspectrum, claim stance set, emphases: topics with few texts
_N_OF_ONE_TOPIC = 16  # texts of one topic that are drawn for what is known about them


class Text(NamedTuple):
    """``sign``: +1 for its topic, -1 against, 0 unclear; ``points``: ids of the points it makes, None where unknown.

    ``strength`` is in [0, 1], not a number where unknown. Each unknown one is an object of its own, so that equal
    texts of unknown strength count as two.
    """

    text: str
    sign: int
    points: frozenset[str] | None
    strength: float


Topics = dict[str, list[Text]]
Drawn = tuple[str, str, int, frozenset[str] | None, float]


def _unknown() -> float:
    return float("nan")


def training_texts(data: Path) -> Topics:
    """Topics with at least three texts, by name."""
    topics: Topics = defaultdict(list)
    for topic, text in _of_arguments(data):
        topics[topic].append(text)
    for topic, text in _of_perspectives(data):
        topics[topic].append(text)
    for motion, claims in claim_topics(data).items():
        if claim_part(motion) == "train":
            topics[f"i {motion}"] += [Text(text, sign, None, _unknown()) for text, sign in claims.claims]
            topics[f"i {motion}"].append(Text(claims.sentence, 1, None, _unknown()))
    for topic, text in _of_emphases():
        topics[topic].append(text)
    return {topic: texts for topic, texts in sorted(topics.items()) if len(texts) >= 3}


def _of_arguments(data: Path) -> Iterator[tuple[str, Text]]:
    """Key points of ArgKP, then arguments of IBM-ArgQ-Rank-30kArgs with the key points they match."""
    points: dict[tuple[str, str], set[str]] = defaultdict(set)
    for part in ("train", "dev"):
        texts = {
            row["arg_id"]: (row["topic"].strip(), clean(row["argument"]))
            for row in rows(data / "kpa2021" / f"arguments_{part}.csv")
        }
        for row in rows(data / "kpa2021" / f"labels_{part}.csv"):
            if row["label"] == "1":
                points[texts[row["arg_id"]]].add(row["key_point_id"])
        for row in rows(data / "kpa2021" / f"key_points_{part}.csv"):
            topic, own = row["topic"].strip(), frozenset([row["key_point_id"]])
            if topic not in _HELD_OUT:
                yield topic, Text(clean(row["key_point"]), int(row["stance"]), own, _unknown())
    for row in rows(data / "argq30k" / "argq30k_train.csv.gz"):
        topic, argument = row["topic"].strip(), clean(row["argument"])
        if topic in _HELD_OUT:
            continue
        quality = (float(row["quality_wa"]) + float(row["quality_mace"])) / 2
        sign = int(float(row["stance"])) if float(row["stance_conf"]) >= 0.7 else 0
        known = frozenset(points[topic, argument]) if (topic, argument) in points else None
        yield topic, Text(argument, sign, known, _unknown() if topic in _STRENGTH_HELD_OUT else quality)


def _of_perspectives(data: Path) -> Iterator[tuple[str, Text]]:
    for claim in training_claims(data):
        for number, (cluster, sign) in enumerate(claim.clusters):
            point = frozenset([f"{claim.text} {number}"])
            for text in dict.fromkeys(cluster):
                yield f"p {claim.text}", Text(text, sign, point, _unknown())
        yield f"p {claim.text}", Text(claim.text, 1, None, _unknown())


def _of_emphases() -> Iterator[tuple[str, Text]]:
    """Made sentences that put one thing first, 16 for each side."""
    rng = random.Random(11)
    for number, (one, other) in enumerate(subjects()):
        left, right = frozenset([f"e {number} left"]), frozenset([f"e {number} right"])
        for _ in range(16):
            text = say(rng.choice(FAVOUR), rng.choice(one), rng.choice(other))
            yield f"e {number}", Text(text, 1, left, _unknown())
            text = say(rng.choice(FAVOUR), rng.choice(other), rng.choice(one))
            yield f"e {number}", Text(text, -1, right, _unknown())


def everyday(data: Path) -> list[str]:
    """Texts of no debate, on which vectors stay near the base: sentences of inference sets, small talk, posts."""
    texts = {row["text"] for row in rows(data / "small_talk" / "clinc_small_talk.csv.gz")}
    for name in (
        "taxinli/taxinli10k",
        *(f"nli_contradiction/{part}" for part in ("snli_dev", "breaking_nli", "cad_nli")),
    ):
        texts |= {clean(row[column]) for row in rows(data / f"{name}.csv.gz") for column in ("text_a", "text_b")}
    texts |= {clean(row["text"])[:300] for row in rows(data / "rumoureval2019" / "replies_train_dev.csv.gz")}
    return sorted(text for text in texts if text)


def batches(topics: Topics, n_texts: int, rng: random.Random) -> Iterator[list[Drawn]]:
    """Endless batches of (topic, *text): many texts of three large topics, or a few of each of several small ones."""
    large = [topic for topic in topics if topic[:2] not in _SMALL]
    judged = [topic for topic in large if any(text.points for text in topics[topic])]
    small = [topic for topic in topics if topic[:2] in _SMALL]
    while True:
        batch: list[Drawn] = []
        if rng.random() < 0.75:
            for topic in rng.sample(judged, 2) + rng.sample(large, 1):
                batch += ((topic, *text) for text in dict.fromkeys(_of_one(topics[topic], n_texts // 3, rng)))
        else:
            while len(batch) < n_texts:
                topic = rng.choice(small)
                own = rng.sample(topics[topic], min(_N_OF_ONE_TOPIC, len(topics[topic])))
                batch += ((topic, *text) for text in own)
        yield batch[:n_texts]


def _of_one(texts: list[Text], n: int, rng: random.Random) -> list[Text]:
    """Texts of a large topic, most of them with known points where there are such; some may be drawn twice."""
    known = [text for text in texts if text.points]
    drawn = rng.sample(known, min(_N_OF_ONE_TOPIC, len(known))) if known else []
    return drawn + rng.sample(texts, n - len(drawn))
