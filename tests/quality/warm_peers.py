"""Lets each peer group invented vectors once: some compile themselves at their first use and keep what they made."""

from __future__ import annotations

import sys

import numpy as np
from grouping_peers import BerTopic, Evoc, GroupingPeer, KouchouAi, Plscan
from metrics import Values
from records import LeftOut

N_TEXTS, N_DIMS = 200, 384


def invented() -> tuple[list[str], Values]:
    """Texts and vectors of two groups."""
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(N_TEXTS, N_DIMS)) + np.where(np.arange(N_TEXTS) % 2, 2.0, -2.0)[:, None]
    texts = [f"{'the ferry' if number % 2 else 'a bridge'} number {number}" for number in range(N_TEXTS)]
    return texts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def main() -> int:
    """Every recipe with the number of groups free and given."""
    texts, vectors = invented()
    peers: tuple[type[GroupingPeer], ...] = (BerTopic, Evoc, KouchouAi, Plscan)
    for peer in peers:
        try:
            made = peer()
        except LeftOut as reason:
            sys.stdout.write(f"{peer.__name__} is left out: {reason}\n")
            continue
        for n_groups in (None, 2):
            made.grouped(texts, vectors, n_groups)
    return 0


if __name__ == "__main__":
    sys.exit(main())
