"""True sentences with the arguments they rest on: key points and their matches, perspectives that say the same.

A key point is a sentence a person wrote for arguments that others then matched with it; a perspective stands in a cluster of
texts that annotators held equivalent. Both are honest paraphrases. Nothing here was read by a shipped model while it was
trained (see the cards of ``models/match`` and ``models/side``), up to 575 perspectives that also stand under a training claim.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import PointGroup, json_lines, kpa_groups, plain

from miner.writer.records import Evidence, EvidenceItem

# Looked at while the pair model was trained, not trained on: they choose thresholds.
CHOOSING_TOPICS = ("We should subsidize journalism", "Homeschooling should be banned", "We should ban human cloning")
# Made up; no person of a discussion is meant.
AUTHORS = (
    "Ann",
    "Ben",
    "Cleo",
    "Dan",
    "Eva",
    "Finn",
    "Gia",
    "Hugo",
    "Ida",
    "Jon",
    "Kim",
    "Leo",
    "Mia",
    "Ned",
    "Ola",
    "Pia",
)
_MOST_CITED, _MOST_OTHERS = 4, 10
_DRAWS = 3  # of cited arguments for one key point


@dataclass(frozen=True)
class Base:
    """A true sentence: ``text`` rests on the first ``n_cited`` items; the others belong to the same subject.

    ``beside``: claims of the same side that none of the cited arguments makes; ``against``: claims of the other side;
    ``foreign``: a claim about something else.
    """

    text: str
    n_cited: int
    evidence: Evidence
    beside: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    foreign: str = ""

    @property
    def cites(self) -> tuple[str, ...]:
        """Ids of the cited arguments."""
        return tuple(item.id for item in self.evidence.items[: self.n_cited])

    @property
    def cited(self) -> tuple[EvidenceItem, ...]:
        """The cited arguments."""
        return self.evidence.items[: self.n_cited]


def true_sentences(folder: Path, part: str) -> list[Base]:
    """Key points, then perspectives; ``part`` is ``train`` (chooses thresholds) or ``dev`` (is scored)."""
    found: list[Base] = []
    if (folder / "kpa2021").is_dir():
        groups = kpa_groups(folder, part)
        if part == "train":
            groups = [group for group in groups if group.name.rsplit(" (", 1)[0] in CHOOSING_TOPICS]
        found += key_points(groups)
    if (folder / "perspectrum").is_dir():
        found += perspectives(folder, part)
    return found


def key_points(groups: Sequence[PointGroup]) -> list[Base]:
    """Each key point with up to four matched arguments, drawn up to three times without putting back."""
    chosen = random.Random(0)  # noqa: S311 - a sample
    found: list[Base] = []
    for number, group in enumerate(groups):
        topic = group.name.rsplit(" (", 1)[0]
        opposite = next((one for one in groups if one is not group and one.name.rsplit(" (", 1)[0] == topic), None)
        foreign = groups[(number + 2) % len(groups)]
        for point, text in enumerate(group.key_points):
            matched = [row for row in range(len(group.arguments)) if group.labels.get((row, point)) == 1]
            chosen.shuffle(matched)
            for draw in range(_DRAWS):
                cited = matched[draw * _MOST_CITED : (draw + 1) * _MOST_CITED][: 1 + (point + draw) % _MOST_CITED]
                if not cited:
                    continue
                found.append(
                    Base(
                        text=text,
                        n_cited=len(cited),
                        evidence=_evidence(
                            [group.arguments[row] for row in cited], _others(group, opposite, matched, chosen)
                        ),
                        beside=_beside(group, point, cited),
                        against=opposite.key_points if opposite else (),
                        foreign=foreign.key_points[(point + draw) % len(foreign.key_points)],
                    )
                )
    return found


def _beside(group: PointGroup, point: int, cited: Sequence[int]) -> tuple[str, ...]:
    """Key points that people labelled as not made by any cited argument."""
    return tuple(
        text
        for other, text in enumerate(group.key_points)
        if other != point and all(group.labels.get((row, other)) == 0 for row in cited)
    )


def _others(group: PointGroup, opposite: PointGroup | None, matched: Sequence[int], chosen: random.Random) -> list[str]:
    """Arguments beside the matched ones: of the same side and of the other."""
    own = [text for row, text in enumerate(group.arguments) if row not in set(matched)]
    against = list(opposite.arguments) if opposite else []
    half = _MOST_OTHERS // 2
    return [*chosen.sample(own, min(half, len(own))), *chosen.sample(against, min(half, len(against)))]


def perspectives(folder: Path, part: str) -> list[Base]:
    """One perspective of each cluster with two and more, resting on the others; claims of the dev part, by turns."""
    records = [r for r in json_lines(folder / "perspectrum" / "perspectrum_train_dev.jsonl.gz") if r["split"] == "dev"]
    own = [record for number, record in enumerate(records) if (number % 3 == 0) == (part == "train")]
    return list(_perspectives(own))


def _perspectives(records: Sequence[dict[str, object]]) -> Iterator[Base]:
    for number, record in enumerate(records):
        clusters = [
            (str(c["stance3"]), list(dict.fromkeys(plain(text) for text in c["perspectives"])))
            for c in record["clusters"]  # type: ignore[attr-defined]
        ]
        away = records[(number + 1) % len(records)]["clusters"][0]["perspectives"][0]  # type: ignore[index]
        for place, (stance, texts) in enumerate(clusters):
            if len(texts) < 2:
                continue
            rest = [(s, one[0]) for at, (s, one) in enumerate(clusters) if at != place]
            yield Base(
                text=texts[0],
                n_cited=len(texts[1 : 1 + _MOST_CITED]),
                evidence=_evidence(texts[1 : 1 + _MOST_CITED], [text for _, text in rest][:_MOST_OTHERS]),
                against=tuple(text for s, text in rest if s != stance),
                foreign=plain(str(away)),
            )


def _evidence(cited: Sequence[str], others: Sequence[str]) -> Evidence:
    items = tuple(
        EvidenceItem(id=f"a{number}", text=text, author=AUTHORS[number % len(AUTHORS)])
        for number, text in enumerate((*cited, *others), start=1)
    )
    return Evidence(task="summary", subject="t1", items=items)
