"""Where the labelled data are, and plain reading of them. They are test input only: nothing of them is kept here.

Readers of sides are in ``side_data.py``.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = "MINER_SHARED_DATA"

Item = TypeVar("Item")


def data_folder(given: str | None) -> Path:
    """The folder of the data: the option, else the environment, else beside the checkout; it may not exist."""
    return Path(given or os.environ.get(ENVIRONMENT, "") or ROOT.parent / "shared" / "data")


def inputs_digest(folder: Path, needs: Sequence[str]) -> str:
    """A short digest of some files and of all files of some folders: figures of other data cannot be compared."""
    digest = hashlib.sha256()
    for need in needs:
        for file in sorted(file for file in (folder / need, *(folder / need).rglob("*")) if file.is_file()):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, ``.gz`` too."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def json_lines(path: Path) -> list[Any]:
    """The records of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def sample(items: Sequence[Item], n: int, seed: int = 0) -> list[Item]:
    """At most ``n`` items drawn with a seed, in their order."""
    if len(items) <= n:
        return list(items)
    return [items[number] for number in sorted(random.Random(seed).sample(range(len(items)), n))]  # noqa: S311 - a sample


def plain(text: str) -> str:
    """Text without the quotation marks and spaces that some of these files escape in their own way."""
    return re.sub(r"\s+", " ", text.replace("''", '"').replace("``", '"').replace('""', '"')).strip()


@dataclass(frozen=True)
class PointGroup:
    """Arguments and key points of one topic and stance; ``labels``: (argument, key point) -> 1 or 0 by number."""

    name: str
    arguments: tuple[str, ...]
    key_points: tuple[str, ...]
    labels: dict[tuple[int, int], int]

    def points_of(self, argument: int) -> list[int]:
        """The key points an argument is labelled with."""
        return [point for point in range(len(self.key_points)) if self.labels.get((argument, point)) == 1]


def kpa_groups(folder: Path, part: str) -> list[PointGroup]:
    """ArgKP-2021, one group a topic and stance, in the order of their names."""
    arguments, points, groups = {}, {}, defaultdict(lambda: ([], []))  # type: ignore[var-annotated]
    for row in table(folder / "kpa2021" / f"arguments_{part}.csv"):
        own = groups[row["topic"], row["stance"]][0]
        arguments[row["arg_id"]] = len(own)
        own.append((row["arg_id"], plain(row["argument"])))
    for row in table(folder / "kpa2021" / f"key_points_{part}.csv"):
        own = groups[row["topic"], row["stance"]][1]
        points[row["key_point_id"]] = len(own)
        own.append((row["key_point_id"], plain(row["key_point"])))
    labels = {
        (row["arg_id"], row["key_point_id"]): int(row["label"])
        for row in table(folder / "kpa2021" / f"labels_{part}.csv")
    }
    return [
        PointGroup(
            name=f"{topic} ({stance})",
            arguments=tuple(text for _, text in own),
            key_points=tuple(text for _, text in stated),
            labels={
                (arguments[argument], points[point]): labels[argument, point]
                for argument, _ in own
                for point, _ in stated
                if (argument, point) in labels
            },
        )
        for (topic, stance), (own, stated) in sorted(groups.items())
    ]


def qam_groups(folder: Path, min_arguments: int = 6) -> list[PointGroup]:
    """QAM: positive labels only. Groups with fewer arguments or one key point have nothing to tell apart."""
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for record in json_lines(folder / "qam_kpa" / "qam_dev.jsonl.gz"):
        rows[record["topic"], record["arg_stance"]].append(record)
    groups = []
    for (topic, stance), own in sorted(rows.items()):
        points = sorted({point["key_point"] for record in own for point in record["kps"]})
        number = {point: index for index, point in enumerate(points)}
        labels = {(row, number[point["key_point"]]): 1 for row, record in enumerate(own) for point in record["kps"]}
        if len(own) >= min_arguments and len(points) > 1:
            texts = tuple(plain(record["argument"]) for record in own)
            groups.append(PointGroup(f"{topic} ({stance})", texts, tuple(plain(point) for point in points), labels))
    return groups


@dataclass(frozen=True)
class LabelledTexts:
    """Short texts with the group people put each in."""

    name: str
    texts: tuple[str, ...]
    gold: tuple[str, ...]


def labelled_sets(folder: Path, n: int, only: Sequence[str] = ()) -> list[LabelledTexts]:
    """The sets of section 3, at most ``n`` texts each, those of ``only`` if any are named."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for name in ("searchsnippets", "stackoverflow", "tweet89"):
        rows = _table_or_none(folder / "short_text_clustering" / f"{name}.csv.gz")
        pairs[name] = [(row["text"], row["label"]) for row in rows]
    rows = _table_or_none(folder / "banking77" / "banking77_train.csv.gz")
    pairs["banking77"] = [(row["text"], row["category"]) for row in rows]
    for airline in ("United", "US Airways", "American"):
        pairs[f"airline {airline}"] = _complaints(folder, airline)
    for short, topic in (("ab", "abortion"), ("mw", "minimum wage")):
        rows = _table_or_none(folder / "argument_aspects" / f"aspects_{short}.csv.gz")
        single = [(row["sentence"], row["main_aspect"]) for row in rows if row["n_aspects"] == "1"]
        pairs[f"aspects {topic}"] = single
        pairs[f"aspects {topic} without other"] = [pair for pair in single if pair[1] != "OTHER"]
    chosen = {name: sample(own, n) for name, own in pairs.items() if own and (not only or name in only)}
    return [
        LabelledTexts(name, tuple(text for text, _ in own), tuple(label for _, label in own))
        for name, own in chosen.items()
    ]


def _table_or_none(path: Path) -> list[dict[str, str]]:
    return table(path) if path.is_file() else []


def _complaints(folder: Path, airline: str) -> list[tuple[str, str]]:
    """Negative tweets about one airline with a reason people were sure of."""
    return [
        (row["text"], row["negativereason"])
        for row in _table_or_none(folder / "airline_tweets" / "airline_tweets.csv.gz")
        if row["airline"] == airline
        and row["negativereason"] not in ("", "Can't Tell")
        and float(row["negativereason_confidence"] or 0) >= 0.6
    ]


@dataclass(frozen=True)
class RankedArguments:
    """Arguments of one motion and stance with the rank people gave them, 1 the best."""

    name: str
    texts: tuple[str, ...]
    ranks: tuple[float, ...]


def ranked_arguments(folder: Path) -> list[RankedArguments]:
    """ArgQ by motion and stance."""
    groups: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in table(folder / "argq" / "argq_rank_6.3k.csv.gz"):
        groups[f"{row['motion']} ({row['stance']})"].append((plain(row["argument"]), float(row["rank"])))
    return [
        RankedArguments(name, tuple(text for text, _ in own), tuple(rank for _, rank in own))
        for name, own in sorted(groups.items())
    ]


def compared_arguments(folder: Path) -> list[tuple[str, str, bool]]:
    """Pairs of arguments, and whether people found the first the better."""
    return [
        (plain(row["a1"]), plain(row["a2"]), row["better"] == "a1")
        for row in table(folder / "argq" / "argq_pairs_9.1k.csv.gz")
    ]
