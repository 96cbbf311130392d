"""Readers of the labelled sets, and which of their topics no model is trained on.

Only sets whose licence lets a trained model be passed on are read here; the cards name them. What is held out is
what ``tests/quality/side_data.py`` scores, and the topics that looked on during training.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Signed = tuple[str, int]  # a text, and +1 for its topic or -1 against it

# The four topics of ArgKP's dev part.
KEY_POINT_DEV = (
    "We should abandon the use of school uniform",
    "We should abolish the right to keep and bear arms",
    "We should adopt an austerity regime",
    "We should end affirmative action",
)
# Topics of ArgKP's training part that look on while the pair model of key points is trained.
KEY_POINT_INNER = (
    "We should subsidize journalism",
    "Homeschooling should be banned",
    "We should ban human cloning",
)
ARGUMENT_TEST = (
    *KEY_POINT_DEV,
    "We should abolish zoos",
    "We should ban telemarketing",
    "Foster care brings more harm than good",
    "We should adopt a multi-party system",
    "We should subsidize Wikipedia",
    "We should cancel pride parades",
)
ARGUMENT_DEV = (
    "We should ban fast food",
    "Payday loans should be banned",
    "We should limit executive compensation",
)
# Words of the topics of the claim stance set.
CLAIM_TEST = (
    "hydroelectric dams",
    "advertising",
    "freedom of speech",
    "barrier methods",
    "open source software",
    "high rises",
    "never have children",
    "growing of tobacco",
)
CLAIM_DEV = ("voucher scheme", "Anat Kamm", "truth and reconciliation", "term limits")
# Claims of Perspectrum with these words are about topics held out above.
HELD_OUT_WORDS = re.compile(
    r"uniform|\bguns?\b|handgun|bear arms|affirmative action|austerity|wikipedia|\bzoos?\b|captiv|telemarket|foster"
    r"|\bpride\b|fast food|junk food|payday|multi-party|executive pay",
    re.IGNORECASE,
)


class ClaimTopic(NamedTuple):
    """``sentence``: the motion; ``thing``: what it is about, and +1 where agreeing speaks for that, else -1."""

    sentence: str
    thing: tuple[str, int]
    claims: list[Signed]


class Claim(NamedTuple):
    """A claim of Perspectrum; ``clusters``: texts that make one point, and +1 for the claim or -1 against it."""

    part: str
    text: str
    clusters: list[tuple[list[str], int]]


class KeyPoint(NamedTuple):
    """A key point of ArgKP."""

    topic: str
    sign: int
    text: str


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, packed or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def clean(text: str) -> str:
    """Quotation marks as people write them, single spaces."""
    return re.sub(r"\s+", " ", text.replace("''", '"').replace("``", '"')).strip()


def arguments(data: Path) -> dict[str, list[Signed]]:
    """Topic -> arguments of IBM-ArgQ-Rank-30kArgs whose side most annotators agreed on."""
    topics: dict[str, list[Signed]] = defaultdict(list)
    for row in rows(data / "argq30k" / "argq30k_train.csv.gz"):
        if float(row["stance_conf"]) >= 0.6:
            topics[row["topic"].strip()].append((clean(row["argument"]), int(float(row["stance"]))))
    return dict(topics)


def argument_part(topic: str) -> str:
    """Which part a topic of ``arguments`` belongs to: test, dev or train."""
    return "test" if topic in ARGUMENT_TEST else "dev" if topic in ARGUMENT_DEV else "train"


def claim_topics(data: Path) -> dict[str, ClaimTopic]:
    """Motion as printed -> claims of the IBM claim stance set."""
    topics: dict[str, ClaimTopic] = {}
    for row in rows(data / "ibm_claim_stance" / "claim_stance_train.csv"):
        motion = clean(row["topic"])
        sentence = re.sub(r"^This house believes that ", "", motion)
        sentence = re.sub(r"^This house believes ", "", sentence)
        sentence = re.sub(r"^This house would ", "We should ", sentence)
        sentence = re.sub(r"^This house supports ", "We should support ", sentence)
        thing = (row["topic_target"], int(float(row["topic_sentiment"] or 1)))
        topic = topics.setdefault(motion, ClaimTopic(sentence[0].upper() + sentence[1:], thing, []))
        topic.claims.append((clean(row["claim"]), 1 if row["stance"] == "PRO" else -1))
    return topics


def claim_part(motion: str) -> str:
    """Which part a motion of ``claim_topics`` belongs to: test, dev or train."""
    if any(words in motion for words in CLAIM_TEST):
        return "test"
    return "dev" if any(words in motion for words in CLAIM_DEV) else "train"


def perspectrum(data: Path) -> list[Claim]:
    """Claims of Perspectrum; the part called dev there is our test."""
    claims = []
    with gzip.open(data / "perspectrum" / "perspectrum_train_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            clusters = [
                ([clean(text) for text in cluster["perspectives"]], 1 if cluster["stance3"] == "SUPPORT" else -1)
                for cluster in record["clusters"]
                if cluster["stance3"] in ("SUPPORT", "UNDERMINE")
            ]
            part = "test" if record["split"] == "dev" else "dev" if record["claim_id"] % 14 == 3 else "train"
            claims.append(Claim(part, clean(record["claim"]), clusters))
    return claims


def training_claims(data: Path) -> list[Claim]:
    """Claims of Perspectrum's training part that are not about a topic held out elsewhere."""
    return [claim for claim in perspectrum(data) if claim.part == "train" and not HELD_OUT_WORDS.search(claim.text)]


def key_points(data: Path) -> list[KeyPoint]:
    """Key points of ArgKP-2021, of all topics."""
    return [
        KeyPoint(row["topic"].strip(), int(row["stance"]), clean(row["key_point"]))
        for part in ("train", "dev")
        for row in rows(data / "kpa2021" / f"key_points_{part}.csv")
    ]
