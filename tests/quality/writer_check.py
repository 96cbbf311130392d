"""The check of written sentences: planted false ones caught, true ones let through; and a writer, where one is at hand.

``--part train`` scores the sentences that chose weights and limit; ``dev`` is scored. A writer is named with ``--writer``.
"""

from __future__ import annotations

import math
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from data import kpa_groups, sample
from ours import digest_of
from planted import FALSE, TRUE, Planted, planted
from planted_contrasts import FALSE as FALSE_SIDES
from planted_contrasts import TRUE as TRUE_SIDES
from planted_contrasts import opposed, planted_sides
from planted_sets import true_sentences
from records import OURS, LeftOut, Scale, Scored, Stopwatch

from miner.embeddings.pairs import same_point, same_side
from miner.writer.checks import check
from miner.writer.checks.support import signals

if TYPE_CHECKING:
    from miner.digest import Digest

WRITER = "MINER_QUALITY_WRITER"
_BASES, _QUICK_BASES = 100, 24
_PAIRS, _QUICK_PAIRS = 40, 8
_TOPICS, _ARGUMENTS = 4, 60
# Where one signal alone refuses as many of the choosing part's key points as the check does (15 %).
_LIMITS = {"match model": -0.19, "side model": 0.02, "cosine": 0.58, "words": 0.25}

Passes = Callable[[Planted], bool]
Way = Callable[[str, list[str]], float]


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """Four rows for a way of checking: false and true sentences, the same about two sides; a writer and the extractive
    form: one row."""
    if name in ("extractive", "writer"):
        yield _written(name, folder, scale)
        return
    passes = _whole_check if name == OURS else _alone(_WAYS[name], _LIMITS[name])
    bases = sample(true_sentences(folder, scale.part), scale.of(_BASES, _QUICK_BASES))
    found, watch = _judged(planted(bases), passes)
    yield _false_row("false sentences", FALSE, found, watch)
    yield _true_row("true sentences", TRUE, found, watch)
    pairs = sample(opposed(folder, scale.part), scale.of(_PAIRS, _QUICK_PAIRS))
    sides = [one for one in planted_sides(pairs) if name == OURS or one.evidence.task == "summary"]
    found, watch = _judged(sides, passes)
    yield _false_row("false sides", FALSE_SIDES, found, watch)
    yield _true_row("true sides", TRUE_SIDES, found, watch)


def _judged(sentences: Sequence[Planted], passes: Passes) -> tuple[dict[str, list[bool]], Stopwatch]:
    """Kind -> what passed, and the time it took."""
    watch = Stopwatch()
    found: dict[str, list[bool]] = defaultdict(list)
    for one in sentences:
        with watch:
            found[one.kind].append(passes(one))
    return found, watch


def _whole_check(one: Planted) -> bool:
    return not check(one.answer, one.evidence)


def _alone(way: Way, limit: float) -> Passes:
    def passes(one: Planted) -> bool:
        return way(one.text, [item.text for item in one.evidence.items if item.id in one.cites]) >= limit

    return passes


def _match(text: str, texts: list[str]) -> float:
    """Log-odds that the best argument makes the same point."""
    top = float(same_point([(one, text) for one in texts]).max())
    return float(np.log((top + 0.003) / (1.003 - top)))


def _side(text: str, texts: list[str]) -> float:
    """How far sentence and arguments stand on one side, asked both ways round."""
    return float(same_side([*((one, text) for one in texts), *((text, one) for one in texts)]).mean())


_WAYS: dict[str, Way] = {
    "match model": _match,
    "side model": _side,
    "cosine": lambda text, texts: signals(text, texts).cosine,
    "words": lambda text, texts: signals(text, texts).coverage,
}


def _false_row(row: str, order: Sequence[str], found: dict[str, list[bool]], watch: Stopwatch) -> Scored:
    kinds = {kind: 1 - _mean(found[kind]) for kind in order if found[kind]}
    together = [passed for kind in order for passed in found[kind]]
    figures = {"caught": 1 - _mean(together), "mean of kinds": float(np.mean(list(kinds.values()))), **kinds}
    return Scored(row, len(together), watch.seconds, figures)


def _true_row(row: str, order: Sequence[str], found: dict[str, list[bool]], watch: Stopwatch) -> Scored:
    kinds = {kind: _mean(found[kind]) for kind in order if found[kind]}
    together = [passed for kind in order for passed in found[kind]]
    low, high = interval(sum(together), len(together))
    figures = {"passed": _mean(together), "passed at least": low, "passed at most": high, **kinds}
    return Scored(row, len(together), watch.seconds, figures)


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def interval(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    centre, spread = (hits + z * z / 2) / (n + z * z), z * math.sqrt(hits * (n - hits) / n + z * z / 4) / (n + z * z)
    return centre - spread, centre + spread


def _written(name: str, folder: Path, scale: Scale) -> Scored:
    """Digests of the arguments of both sides of some topics: titles and sentences of a writer, or the extractive ones."""
    if name == "writer" and not os.environ.get(WRITER):
        raise LeftOut("no writer is named with --writer")
    watch = Stopwatch()
    passed: list[bool] = []
    nearer: list[float] = []
    for texts in _discussions(folder, scale):
        digest = digest_of(texts)
        with watch:
            titles, judged = _of_writer(digest) if name == "writer" else _of_digest(digest)
        passed += judged
        nearer += _own_title_nearest(digest, titles)
    figures = {"title test": float(np.mean(nearer)), **({"sentences passed": _mean(passed)} if passed else {})}
    return Scored("digests", len(passed), watch.seconds, figures)


def _discussions(folder: Path, scale: Scale) -> list[list[str]]:
    groups = kpa_groups(folder, scale.part)
    topics: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        topics[group.name.rsplit(" (", 1)[0]] += sample(group.arguments, _ARGUMENTS)
    return list(topics.values())[: scale.of(_TOPICS, 1)]


def _of_digest(digest: Digest) -> tuple[dict[str, str], list[bool]]:
    """Titles of the digest, and whether its extractive forms pass when they are put as a writer's answers."""
    from miner.settings import Settings
    from miner.writer.evidence import evidence_of
    from miner.writer.records import Answer, WrittenSentence

    judged = []
    for evidence in evidence_of(digest, Settings()):
        for text in evidence.fallback if evidence.task in ("summary", "overview") else ():
            cites = tuple(item.id for item in evidence.items if text.strip() in item.text or item.text in text)
            answer = Answer(
                task=evidence.task, subject=evidence.subject, sentences=(WrittenSentence(text=text, cites=cites),)
            )
            judged.append(not [one for one in check(answer, evidence) if one.sentence == 0])
    return {theme.id: theme.title for theme in digest.themes if theme.parent is None}, judged


def _of_writer(digest: Digest) -> tuple[dict[str, str], list[bool]]:
    """Titles as a reader would get them (what fails falls back), and whether each sentence passes."""
    from miner.settings import Settings, WriterSettings
    from miner.writer.asking import Asker
    from miner.writer.evidence import evidence_of
    from miner.writer.judging import Judge

    titles = {theme.id: theme.title for theme in digest.themes if theme.parent is None}
    judged: list[bool] = []
    evidences = evidence_of(digest, Settings())
    with Asker(WriterSettings(model=os.environ[WRITER])) as asker:
        outcomes = asker.answers(evidences)
    judge = Judge(digest)
    for evidence, outcome in zip(evidences, outcomes, strict=True):
        if outcome.answer is None:
            judged.append(False)
        else:
            wrong = {problem.sentence for problem in judge.problems(outcome.answer, evidence)}
            judged += [-1 not in wrong and number not in wrong for number in range(len(outcome.answer.sentences))]
        judge.judge(evidence, outcome)
    shown = judge.written()
    own = {key: one.text for key, one in shown.titles.items() if key in titles} if shown else {}
    return {**titles, **own}, judged


def _own_title_nearest(digest: Digest, titles: dict[str, str]) -> list[float]:
    """For each member of a theme, 1.0 where its own theme's title is the nearest of all."""
    from miner.embeddings import embed

    if len(titles) < 2:
        return []
    posts = {post.id: post.text for post in digest.posts}
    members = [argument for argument in digest.arguments if argument.theme_id in titles]
    names = list(titles)
    vectors = embed([posts[one.post_id][one.start : one.end] for one in members]).vectors
    nearest = np.asarray(vectors @ embed([titles[name] for name in names]).vectors.T).argmax(axis=1)
    return [float(names[int(number)] == one.theme_id) for number, one in zip(nearest, members, strict=True)]
