"""Readers of the sets with sides: each text stands for (+1) or against (-1) its topic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import json_lines, plain, sample, table

# Topics that no shipped model was trained on; the training scripts leave out the same.
HELD_OUT_ARGQ30K = (
    "We should abandon the use of school uniform",
    "We should abolish the right to keep and bear arms",
    "We should adopt an austerity regime",
    "We should end affirmative action",
    "We should abolish zoos",
    "We should ban telemarketing",
    "Foster care brings more harm than good",
    "We should adopt a multi-party system",
    "We should subsidize Wikipedia",
    "We should cancel pride parades",
)
# topicId of the claim stance set: hydroelectric dams, advertising, freedom of speech, barrier methods,
# open source software, high rises, having children, growing of tobacco
HELD_OUT_CLAIMS = ("994", "987", "483", "442", "922", "803", "990", "482")
HELD_OUT_PERSPECTRUM = "dev"  # the official split

_AGAINST_VERBS = set("abandon abolish ban cancel close end fight limit oppose prohibit stop".split())
_AGAINST_ENDS = {"banned", "abandoned", "ended", "a criminal offence"}

# What the targets of SemEval-2016 are called in the task itself.
_TARGETS = {
    "abortion": "Legalization of abortion",
    "atheism": "Atheism",
    "climate": "Action against climate change",
    "feminist": "The feminist movement",
    "hillary": "Hillary Clinton",
}
_FEWEST_OF_A_SIDE = 6  # three are drawn, and not always the same
_STANCES = {"favor": 1, "against": -1, "none": 0}


@dataclass(frozen=True)
class Sided:
    """The texts of one topic.

    ``signs``: +1 for the topic, -1 against it, 0 neither. ``plain_poles``: a declared contrast without statements;
    ``plain_sign``: +1 where its right pole is the side for the topic. ``seed_numbers``: texts that seeds are drawn from.
    """

    topic: str
    texts: tuple[str, ...]
    signs: tuple[int, ...]
    plain_poles: str
    plain_sign: int
    seed_numbers: tuple[int, ...]


def sided_sets(folder: Path, sizes: Mapping[str, tuple[int, int]]) -> dict[str, list[Sided]]:
    """The sets of section 4a that are there: name -> topics.

    Parameters
    ----------
    sizes
        Name of a set -> texts of a topic and topics, at most; other sets are not read.
    """
    readers = {
        "argq30k": arguments_of_argq30k,
        "ibm_claim_stance": claims,
        "perspectrum": perspectives,
        "semeval2016_stance": stance_tweets,
        "convarg_sides": debates,
    }
    return {
        name: sample(read(folder, sizes[name][0]), sizes[name][1])
        for name, read in readers.items()
        if name in sizes and (folder / name).is_dir()
    }


def arguments_of_argq30k(folder: Path, per_topic: int) -> list[Sided]:
    """Held-out topics of IBM-ArgQ-Rank-30kArgs."""
    by_topic: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in table(folder / "argq30k" / "argq30k_train.csv.gz"):
        if row["topic"] in HELD_OUT_ARGQ30K:
            by_topic[row["topic"]].append((plain(row["argument"]), int(float(row["stance"]))))
    return [_good_or_bad(topic, sample(by_topic[topic], per_topic), *subject_of(topic)) for topic in sorted(by_topic)]


def claims(folder: Path, per_topic: int) -> list[Sided]:
    """Held-out topics of the claim stance set."""
    by_topic: dict[tuple[str, str, int], list[tuple[str, int]]] = defaultdict(list)
    for row in table(folder / "ibm_claim_stance" / "claim_stance_train.csv"):
        if row["topicId"] in HELD_OUT_CLAIMS:
            key = (row["topic"], row["topic_target"], int(row["topic_sentiment"]))
            by_topic[key].append((plain(row["claim"]), 1 if row["stance"] == "PRO" else -1))
    return [
        _good_or_bad(topic, sample(own, per_topic), target, sentiment)
        for (topic, target, sentiment), own in sorted(by_topic.items())
    ]


def perspectives(folder: Path, per_topic: int, min_a_side: int = 5) -> list[Sided]:
    """Held-out claims of Perspectrum with enough perspectives on both sides."""
    topics = []
    for record in json_lines(folder / "perspectrum" / "perspectrum_train_dev.jsonl.gz"):
        own = list(
            dict.fromkeys(
                (plain(text), 1 if cluster["stance3"] == "SUPPORT" else -1)
                for cluster in record["clusters"]
                for text in cluster["perspectives"]
            )
        )
        n_for = sum(sign > 0 for _, sign in own)
        if record["split"] == HELD_OUT_PERSPECTRUM and min(n_for, len(own) - n_for) >= min_a_side:
            claim = plain(record["claim"]).rstrip(".").replace("|", "/")
            poles = f"{claim}: that is right | {claim}: that is wrong"
            topics.append(_sided(claim, sample(own, per_topic), poles, -1))
    return topics


def stance_tweets(folder: Path, per_topic: int) -> list[Sided]:
    """SemEval-2016 task 6: seeds come from the training part, the rest of it and the validation part is scored."""
    by_target: dict[str, list[tuple[str, int]]] = defaultdict(list)
    n_train: dict[str, int] = defaultdict(int)
    rows = table(folder / "semeval2016_stance" / "stance_trainval.csv")
    for row in sorted(rows, key=lambda row: row["split"] != "val"):
        by_target[row["target"]].append((plain(row["text"]), _STANCES[row["stance"]]))
        n_train[row["target"]] += row["split"] == "train"
    topics = []
    for target, own in sorted(by_target.items()):
        end_of_val = len(own) - n_train[target]
        scored = sample(own[:end_of_val], per_topic // 2)
        n_val, kept = len(scored), scored + _with_both_sides(own[end_of_val:], per_topic // 2)
        topic = _good_or_bad(target, kept, _TARGETS[target], 1)
        from_train = tuple(range(n_val, len(kept)))
        topics.append(Sided(topic.topic, topic.texts, topic.signs, topic.plain_poles, topic.plain_sign, from_train))
    return topics


def _with_both_sides(own: Sequence[tuple[str, int]], n: int) -> list[tuple[str, int]]:
    """A sample of ``n``, or a few more: seeds are drawn from it, and a rare side must have some to draw."""
    drawn = sample(own, n)
    for sign in (-1, 1):
        missing = _FEWEST_OF_A_SIDE - sum(found == sign for _, found in drawn)
        others = [pair for pair in own if pair[1] == sign and pair not in drawn]
        drawn += sample(others, max(0, missing))
    return drawn


def debates(folder: Path, per_topic: int) -> list[Sided]:
    """Forum posts of UKPConvArg1; the poles are called what the debate's sides were called."""
    by_debate: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table(folder / "convarg_sides" / "convarg_sides.csv.gz"):
        by_debate[row["debate"]].append((plain(row["argument"]), row["side"]))
    topics = []
    for debate, own in sorted(by_debate.items()):
        sides = sorted({side for _, side in own})
        about = debate.replace("-", " ")
        left, right = (f"{about}: {side.replace('-', ' ').strip()}" for side in sides)
        signed = [(text, 1 if side == sides[1] else -1) for text, side in own]
        topics.append(_sided(about, sample(signed, per_topic), f"{left} | {right}", 1))
    return topics


def subject_of(motion: str) -> tuple[str, int]:
    """What a motion is about, and +1 where who agrees with it speaks for that, else -1."""
    harm = re.fullmatch(r"(.+) brings? more harm than good", motion)
    if harm:
        return harm[1], -1
    passive = re.fullmatch(r"(.+) should be (.+)", motion)
    if passive:
        return passive[1], -1 if passive[2] in _AGAINST_ENDS else 1
    active = re.fullmatch(r"We should (\w+) (.+)", motion)
    if active:
        return active[2], -1 if active[1] in _AGAINST_VERBS else 1
    return motion, 1


def _good_or_bad(topic: str, own: Iterable[tuple[str, int]], subject: str, speaks_for: int) -> Sided:
    """With the poles "X is good | X is bad": the right one is the side against X."""
    return _sided(topic, own, f"{subject} is good | {subject} is bad", -speaks_for)


def _sided(topic: str, own: Iterable[tuple[str, int]], plain_poles: str, plain_sign: int) -> Sided:
    pairs = list(own)
    texts, signs = tuple(text for text, _ in pairs), tuple(sign for _, sign in pairs)
    return Sided(topic, texts, signs, plain_poles, plain_sign, tuple(range(len(pairs))))
