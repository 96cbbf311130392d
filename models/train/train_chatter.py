"""Fit the chatter head: logistic regression on vector and signs, small talk against arguments.

Trained on CLINC150's small talk, on arguments of IBM-ArgQ-Rank-30k, and on the marked lines of #ubuntu. The
marked chats of three weeks choose the settings; the other half of the marked lines is only scored. The head makes what
it holds for chatter weaker and throws nothing away: what it would have to give up for that is printed.

    python models/train/train_chatter.py --data ../shared/data [--kept FOLDER]

``register.py`` then writes its checksum.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from head_texts import Line, Numbers, marked_lines, ranked, read_by
from sets import rows
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from miner.arguments.signs import SIGNS, signs_of
from miner.embeddings.base import Vectors
from miner.embeddings.company import KINDS
from miner.embeddings.heads import Head
from miner.embeddings.packaged import PackagedEmbedder

OUT = Path(__file__).resolve().parent.parent / "chatter" / "head.npz"
LEARNED = ("irc_disentangle",)
CHOOSING = ("apr072015", "june032015", "mar102015")
# How people write to a machine differs from how they write to each other in these, which tell the sets apart, not the kinds.
LEFT_OUT = ("final stop", "capital", "commas", "question mark", "log words, squared")
USED = tuple(name for name in SIGNS if name not in LEFT_OUT)
STRENGTHS = (0.001, 0.003, 0.01, 0.03)  # C of the regression
SHARES = (0.1, 0.3, 0.6)  # of the weight that marked lines have
EVERY_ARGUMENT = 8  # one in so many of the 26,000: as many as there is small talk
SCALE_OF_VECTOR = 10.0


class Texts(NamedTuple):
    """``marked``: those from marked lines."""

    vectors: Vectors
    signs: Numbers
    is_chatter: np.ndarray
    marked: np.ndarray


def part_of(line: Line) -> str:
    """Which part a marked line belongs to: learned, choosing or scored."""
    if line.file.startswith(LEARNED):
        return "learned"
    return "choosing" if any(week in line.file for week in CHOOSING) else "scored"


def training_texts(data: Path, embedder: PackagedEmbedder, kept: Path | None, lines: Sequence[Line]) -> Texts:
    """Small talk, arguments, and the marked lines that are learned from."""
    talk = list(dict.fromkeys(row["text"] for row in rows(data / "small_talk" / "clinc_small_talk.csv.gz")))
    known = ranked(data).texts
    said = [
        (line.text, line.label)
        for line in lines
        if part_of(line) == "learned" and line.label in ("argument", "chatter")
    ]
    arguments, own = known[::EVERY_ARGUMENT], [text for text, _ in said]
    vectors = np.vstack(
        [
            read_by(embedder, talk, "small_talk", kept),
            read_by(embedder, known, "argq30k", kept)[::EVERY_ARGUMENT],
            embedder.encode(own),
        ]
    )
    is_chatter = np.array([True] * len(talk) + [False] * len(arguments) + [label == "chatter" for _, label in said])
    marked = np.arange(len(vectors)) >= len(talk) + len(arguments)
    return Texts(vectors, signs_of([*talk, *arguments, *own], USED), is_chatter, marked)


def fitted(encoder: str, texts: Texts, strength: float, share: float) -> Head:
    """A head; the marked lines together weigh ``share`` of all, and chatter in each part as much as arguments."""
    mean, scale = texts.signs.mean(axis=0), texts.signs.std(axis=0) + 1e-9
    columns = np.hstack([texts.vectors * SCALE_OF_VECTOR, (texts.signs - mean) / scale])
    weights = np.zeros(len(columns))
    for marked, chatter in itertools.product((True, False), repeat=2):
        own = (texts.marked == marked) & (texts.is_chatter == chatter)
        weights[own] = (share if marked else 1 - share) / 2 / own.sum() * len(columns)
    model = LogisticRegression(C=strength, max_iter=500).fit(columns, texts.is_chatter, weights)
    n_dims = texts.vectors.shape[1]
    sign_weights = model.coef_[0][n_dims:] / scale
    bias = float(model.intercept_[0]) - float(mean @ sign_weights)
    return Head(encoder, USED, model.coef_[0][:n_dims] * SCALE_OF_VECTOR, sign_weights, np.zeros(len(KINDS)), bias)


def judged(head: Head, embedder: PackagedEmbedder, lines: Sequence[Line]) -> Numbers:
    """For each line the least probability of its units that it is chatter: a line is lost where all of them are."""
    units = [unit for line in lines for unit in line.units]
    found = iter(
        head.probabilities(embedder.encode(units), signs_of(units, head.signs), np.zeros((len(units), len(KINDS))))
    )
    return np.array([min(next(found) for _ in line.units) for line in lines])


def limit_without_loss(probabilities: Numbers, is_chatter: np.ndarray) -> float:
    """The least limit above which everything is chatter, between what is kept and what is set apart."""
    highest = probabilities[~is_chatter].max()
    above = probabilities[probabilities > highest]
    return float((highest + above.min()) / 2) if len(above) else 1.0


def report(name: str, lines: Sequence[Line], flagged: np.ndarray) -> None:
    """Precision and recall of the rules alone, and of rules and head."""
    chatter = np.array([line.label == "chatter" for line in lines])
    by_rule = np.array([not line.units for line in lines])
    for way, gone in (("rules", by_rule), ("head on what the rules leave", flagged), ("both", by_rule | flagged)):
        right = int((gone & chatter).sum())
        of = int((chatter & ~by_rule).sum()) if way.startswith("head") else int(chatter.sum())
        print(f"{name}, {way}: precision {right}/{int(gone.sum())}, recall {right}/{of}")


def main() -> None:
    """Choose, fit, score and write the file."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--kept", type=Path, help="a folder for vectors, to save reading them again")
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    embedder, lines = PackagedEmbedder("arguments"), marked_lines(asked.data)
    texts = training_texts(asked.data, embedder, asked.kept, lines)
    by_part = {
        part: [line for line in lines if part_of(line) == part and line.label in ("argument", "chatter")]
        for part in ("choosing", "scored")
    }
    left = [line for line in by_part["choosing"] if line.units]
    is_chatter = np.array([line.label == "chatter" for line in left])
    heads = {setting: fitted(embedder.sha256, texts, *setting) for setting in itertools.product(STRENGTHS, SHARES)}
    found = {
        setting: average_precision_score(is_chatter, judged(head, embedder, left)) for setting, head in heads.items()
    }
    print("average precision by C and share:", {setting: round(value, 3) for setting, value in found.items()})
    chosen = heads[max(found, key=lambda setting: (round(found[setting], 4), setting))]
    limit = limit_without_loss(judged(chosen, embedder, left), is_chatter)
    print(f"limit {limit:.4f}")
    for name, part in by_part.items():
        flagged = np.array([bool(line.units) and judged(chosen, embedder, [line])[0] >= limit for line in part])
        report(name, part, flagged)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(asked.out, **chosen.arrays())


if __name__ == "__main__":
    main()
