"""Fit the weights and the limit of the support score (``miner/writer/checks/support.py``) on sentences that are not scored.

The sentences are the choosing part of ``tests/quality/writer_check.py``: key points of three topics and perspectives on a
third of the claims of Perspectrum's dev part, as people wrote them, and what rules make of them. It prints the weights, and
how much each signal catches alone and all catch together; for the last the weights are fitted without the sentence's own base.

python models/train/fit_support.py --data ../shared/data
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from miner.embeddings.pairs import same_point, same_side
from miner.writer.checks.base import Claim, Source
from miner.writer.checks.frames import parts_of
from miner.writer.checks.support import WEIGHTS, Ground, Signals, said_in_full, signals

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "quality"))

TRUE = ("claims", "attributed")
FALSE = (
    "negated",
    "dropped negation",
    "opposite word",
    "swapped side",
    "neighbour's claim",
    "foreign claim",
    "swapped author",
)
REFUSED = (0.05, 0.10, 0.15)  # shares of the true sentences at which the false ones that are caught are counted
FOLDS = 10
Values = npt.NDArray[np.float64]


class Judged(NamedTuple):
    """A sentence's signals; ``base``: the number of the true sentence it was made from; ``others``: models that are not asked."""

    kind: str
    base: int
    signals: Signals
    others: tuple[float, float]


def judged(data: Path) -> list[Judged]:
    """The signals of all sentences of the choosing part that are not whole sentences of what they cite."""
    from planted import planted
    from planted_sets import true_sentences

    bases = true_sentences(data, "train")
    number_of = {id(base.evidence): number for number, base in enumerate(bases)}
    found = []
    for one in planted(bases):
        if one.kind in (*TRUE, *FALSE):
            source = Source(one.evidence)
            claim = Claim(0, one.text, tuple(source.by_id[cited] for cited in one.cites), source)
            core, items, n_bearing = whole(claim)
            if items and not any(said_in_full(core, item.text) for item in items):
                texts = [item.text for item in items]
                number = number_of[id(one.evidence)]
                found.append(Judged(one.kind, number, signals(core, texts, n_bearing), other_models(core, texts)))
    return found


def whole(claim: Claim) -> Ground:
    """The first part of a sentence, its halves not taken apart: what is true of one half only is not to be learned as true."""
    said = parts_of(claim.text, sorted(claim.source.people))
    own = tuple(item for item in claim.cited if item.author in said[0].speakers[:1])
    if said[0].speakers:
        return Ground(said[0].core, own, len(own))
    return Ground(said[0].core, claim.cited, -(-len(claim.cited) // len(said)))


def other_models(core: str, texts: Sequence[str]) -> tuple[float, float]:
    """What the match model and the side model say, for comparison: the best argument's point; one side, asked both ways."""
    point = float(same_point([(text, core) for text in texts]).max())
    return point, float(same_side([*((text, core) for text in texts), *((core, text) for text in texts)]).mean())


def weights_of(kinds: Sequence[str]) -> Values:
    """All true sentences weigh as much as all false ones, and each kind of false ones as much as another."""
    named = np.array(kinds)
    weight = np.zeros(len(named))
    for group, share in ((TRUE, 0.5), *(((kind,), 0.5 / len(FALSE)) for kind in FALSE)):
        own = np.isin(named, group)
        weight[own] = share * len(named) / max(1, own.sum())
    return weight


def fitted(table: Values, true: npt.NDArray[np.bool_], weight: Values) -> tuple[Values, float]:
    """Weights of the signals and the bias; signals are put on one scale for the fit."""
    scale = table.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=2000).fit(table / scale, true, sample_weight=weight)
    return model.coef_[0] / scale, float(model.intercept_[0])


def caught(name: str, scores: Values, kinds: Sequence[str]) -> str:
    """A line: the share of each kind under the score that refuses so many of the true sentences."""
    named = np.array(kinds)
    true = scores[np.isin(named, TRUE)]
    line = [f"{name:12}"]
    for refused in REFUSED:
        limit = float(np.quantile(true, refused))
        shares = [float(np.mean(scores[named == kind] < limit)) for kind in FALSE]
        line.append(f"{limit:6.2f}: " + " ".join(f"{share:.2f}" for share in (*shares, np.mean(shares))))
    return " | ".join(line)


def main() -> None:
    """Print weights and shares."""
    ask = ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the labelled sets")
    found = judged(ask.parse_args().data)
    kinds = [one.kind for one in found]
    true, weight = np.isin(kinds, TRUE), weights_of(kinds)
    print(*FALSE, "mean", sep=", ")
    for field in fields(Signals):
        sign = -1.0 if WEIGHTS.get(field.name, 1.0) < 0 else 1.0
        print(caught(field.name, np.array([sign * float(getattr(one.signals, field.name)) for one in found]), kinds))
    for place, name in enumerate(("match model", "side model")):
        print(caught(name, np.array([one.others[place] for one in found]), kinds))
    table = np.array([[float(getattr(one.signals, name)) for name in WEIGHTS] for one in found])
    apart, scores = GroupKFold(FOLDS), np.zeros(len(found))
    for rest, own in apart.split(table, true, [one.base for one in found]):
        slopes, bias = fitted(table[rest], true[rest], weight[rest])
        scores[own] = table[own] @ slopes + bias
    print(caught("together", scores, kinds))
    slopes, bias = fitted(table, true, weight)
    print({name: round(float(slope), 2) for name, slope in zip(WEIGHTS, slopes, strict=True)}, "bias", round(bias, 2))


if __name__ == "__main__":
    main()
