"""Discussions in other languages, each in one language, with the gold number of groups given and without.

Six small sets were written for the project (``tests/data/languages``). The seventh are comments of people, marked by
hand; here is only which comment has which subject (``kouchou_labels.csv``: the beginning of the SHA-256 of a comment, and
its subject), the comments are looked for in the folder of the data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from data import ROOT, LabelledTexts, table
from groups import quality
from peers import RECIPES, recipe, runner
from records import Scale, Scored
from vectors import MultilingualVectors

from miner.embeddings.choosing import is_installed

WRITTEN = ("de", "fr", "es", "pt", "ja", "ar")
QUICK_SETS = ("de", "ja")
MARKED = "kouchou_ai"  # also its folder
LABELS = Path(__file__).with_name("kouchou_labels.csv")
FIGURES = ("k ARI", "k NMI", "k B-cubed", "free ARI", "free NMI", "free B-cubed", "log ratio")
WITHOUT = " (without the extra multilingual)"
_ID_DIGITS = 12


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row a set, then the means over the written ones; sets are named for what read them where the extra is missing."""
    scored = _warmed(_reader(name))
    suffix = "" if is_installed() else WITHOUT
    rows = []
    for labelled in language_sets(folder, QUICK_SETS if scale.quick else WRITTEN):
        figures, seconds = quality(labelled, scored)
        shown = {figure: figures[figure] for figure in FIGURES}
        rows.append(Scored(labelled.name + suffix, len(labelled.texts), seconds, shown))
        yield rows[-1]
    written = [row for row in rows if not row.set.startswith(MARKED)]
    yield mean_of(written, f"mean of {len(written)}{suffix}")


def language_sets(folder: Path, written: Sequence[str] = WRITTEN) -> list[LabelledTexts]:
    """The written sets by their language, and the marked comments where the data have them."""
    sets = [_written(code) for code in written]
    return [*sets, _marked(folder)] if (folder / MARKED).is_dir() else sets


def _written(code: str) -> LabelledTexts:
    """Opinions under headings that name their subject."""
    texts, gold, subject = [], [], ""
    for line in (ROOT / "tests" / "data" / "languages" / f"{code}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            subject = line.removeprefix("# ")
        elif line:
            texts.append(line)
            gold.append(subject)
    return LabelledTexts(code, tuple(texts), tuple(gold))


def _marked(folder: Path) -> LabelledTexts:
    """The comments that have a label, in the order of the labels.

    Raises
    ------
    ValueError
        If one of them is not in the file: it is another version of the data.
    """
    file = folder / MARKED / "sample_comments_ja.csv"
    texts = {comment_id(row["comment"]): row["comment"] for row in table(file)}
    labels = {row["comment"]: row["subject"] for row in table(LABELS)}
    if missing := len(labels.keys() - texts.keys()):
        raise ValueError(f"{missing} of {len(labels)} labelled comments are not in {file}: it is another version of it")
    return LabelledTexts(MARKED, tuple(texts[known] for known in labels), tuple(labels.values()))


def comment_id(text: str) -> str:
    """What stands for a comment in the file of labels."""
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


def mean_of(rows: Sequence[Scored], name: str) -> Scored:
    """Means of the figures; numbers of texts and seconds are added up."""
    means = {figure: float(np.mean([row.figures[figure] for row in rows])) for figure in FIGURES}
    return Scored(name, sum(row.n for row in rows), sum(row.seconds for row in rows), means)


def _reader(name: str) -> Any:
    """The runner of that name; a recipe that would read with a model for English is given the vectors ours reads with.

    Raises
    ------
    LeftOut
        If what it needs is not installed.
    """
    return recipe(name, MultilingualVectors()) if name in RECIPES else runner(name)


def _warmed(scored: Any) -> Any:
    """The runner, once it has grouped invented texts in Japanese: what it loads must not count in its seconds."""
    scored.group([f"{thing}は{number}番目に来るので便利です。" for thing in ("渡し船", "橋") for number in range(10)])
    return scored
