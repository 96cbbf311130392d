"""Fit the strength head: ridge regression on vector, signs of form and company, against what people called a good argument.

The penalty is chosen on topics that the encoder was not trained on; then all topics are fitted but the two motions of
the scored set. ``--ways`` prints how other kinds of heads do on the same topics.

    python models/train/train_strength.py --data ../shared/data [--kept FOLDER] [--ways]

``register.py`` then writes its checksum.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from head_texts import Numbers, Ranked, ranked, read_by, within_topics
from scipy.stats import spearmanr
from sets import ARGUMENT_DEV, ARGUMENT_TEST, KEY_POINT_INNER
from sklearn.linear_model import Ridge

from miner.arguments.signs import SIGNS, signs_of
from miner.embeddings.base import Vectors
from miner.embeddings.company import KINDS, company_of
from miner.embeddings.heads import Head
from miner.embeddings.packaged import PackagedEmbedder

OUT = Path(__file__).resolve().parent.parent / "strength" / "head.npz"
UNSEEN = (*ARGUMENT_TEST, *ARGUMENT_DEV, *KEY_POINT_INNER)
# Courtesies do not occur in debates: their weights would be noise. The chatter head knows them.
USED = SIGNS[: SIGNS.index("greeting")]
PENALTIES = (500.0, 1000.0, 2000.0, 4000.0, 8000.0)
SCALE_OF_VECTOR = 10.0  # so that one penalty fits all columns
# Log odds of an average argument (strength 0.69), near those of the formula of form, and how far they spread: about 1.0, so
# that strength counts among what chooses quotes; on digests of ten unseen topics 0.6 and 1.5 did no better.
AVERAGE, SPREAD = 0.8, 1.0


def columns_of(vectors: Vectors, signs: Numbers, company: Numbers) -> Numbers:
    """What the regression sees; ``signs`` standardised."""
    return np.hstack([vectors * SCALE_OF_VECTOR, signs, company])


def company_by_topic(vectors: Vectors, known: Ranked) -> Numbers:
    """The company of each text among the texts of its topic."""
    company = np.zeros((len(vectors), len(KINDS)))
    for topic in np.unique(known.topics):
        own = np.flatnonzero(known.topics == topic)
        company[own] = company_of(vectors[own], [known.texts[number] for number in own])
    return company


def agreement(scores: Numbers, known: Ranked, part: np.ndarray) -> float:
    """Mean Spearman correlation with the ranks people gave, over the topics of a part."""
    topics = np.unique(known.topics[part])
    return float(np.mean([spearmanr(scores[own], known.wa[own])[0] for own in (known.topics == t for t in topics)]))


def fitted(columns: Numbers, target: Numbers, part: np.ndarray, penalty: float) -> Ridge:
    """Ridge regression on the rows of a part."""
    return Ridge(penalty).fit(columns[part], target[part])


def as_head(encoder: str, model: Ridge, mean: Numbers, scale: Numbers, raw: Numbers) -> Head:
    """The regression as a head that gives log odds: average and spread as said at the top."""
    stretch = SPREAD / raw.std()
    weights = model.coef_ * stretch
    n_dims = len(weights) - len(mean) - len(KINDS)
    sign_weights = weights[n_dims : -len(KINDS)] / scale
    bias = AVERAGE + float(model.intercept_ - raw.mean()) * stretch - float(mean @ sign_weights)
    return Head(encoder, USED, weights[:n_dims] * SCALE_OF_VECTOR, sign_weights, weights[-len(KINDS) :], bias)


def main() -> None:
    """Choose, fit and write the file."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--kept", type=Path, help="a folder for vectors, to save reading them again")
    ask.add_argument("--ways", action="store_true", help="also try other kinds of heads")
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    known = ranked(asked.data)
    embedder = PackagedEmbedder("arguments")
    vectors = read_by(embedder, known.texts, "argq30k", asked.kept)
    signs, target = signs_of(known.texts, USED), within_topics(known.quality, known.topics)
    mean, scale = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    company = company_by_topic(vectors, known)
    columns = columns_of(vectors, (signs - mean) / scale, company)
    unseen = np.isin(known.topics, UNSEEN)
    found = {p: agreement(fitted(columns, target, ~unseen, p).predict(columns), known, unseen) for p in PENALTIES}
    print("Spearman on unseen topics by penalty:", {p: round(value, 4) for p, value in found.items()}, flush=True)
    if asked.ways:
        from strength_ways import try_ways

        try_ways(known, vectors, columns, target, unseen)
    model = fitted(columns, target, np.ones(len(target), dtype=bool), max(PENALTIES, key=lambda p: found[p]))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(asked.out, **as_head(embedder.sha256, model, mean, scale, model.predict(columns)).arrays())


if __name__ == "__main__":
    main()
