"""Compare an exported model with the weights it was made from, on sentences of our own.

Fails where the int8 file correlates with the float weights by less than 0.995, or where a row is not the same alone
and beside others.

python models/train/check.py side|match|support|encoder --weights model.pt
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from base import Scorer, base_folder, collate, load_tokenizer
from export import trained_state
from train_encoder import ArgumentEncoder

from miner.embeddings.graphs import Graph, Rows, Text

LEAST_CORRELATION = 0.995
MOST_APART = 1e-5  # of a row alone and the same row in a batch
N_OUT = {"side": 3, "match": 1, "support": 3}
NAMES = {"side": "side", "match": "match", "support": "support", "encoder": "arguments"}  # in the registry

_LONG = (
    "We tried self-service desks for a year. At first the queues were shorter, which everyone liked. Then the cards "
    "stopped working, the scanners broke down twice a week, and the staff spent more time at the machines than with "
    "readers. My neighbour, who is eighty, gave up and sends her grandson now. So before anyone buys a second pair of "
    "desks I would like to see what the first pair cost, repairs and all, and what the same money would have paid for "
    "at the counter. If the figures speak for the machines, fine, buy them; if they do not, hire a person who knows "
    "the books and smiles at people, since that is what most of us came for in the first place, and let us stop calling "
    "every machine that replaces a human being progress, at least until it works on a rainy Monday morning."
)
# Short beside long; the last one is longer than what the models read.
EXAMPLES = (
    "No.",
    "Late fees should go.",
    "I agree with every word of that.",
    "What time does the reading room close on Sundays?",
    "The library must stay open in the evening, because people who work cannot come before six.",
    "Nobody comes after seven, so opening late wastes money that the children's corner needs.",
    "Fines keep books moving: without them half of the new novels would never come back.",
    "Fines only hit those who can least afford them, and they stop coming at all.",
    "A new lift would help far more visitors than another row of computers.",
    "I would rather see the roof repaired first; a wet shelf helps no one, new lift or not.",
    "E-books are convenient, but the shelves are what makes a library worth the walk.",
    "Thanks to everybody who came, and good night!",
    _LONG,
)


def examples(kind: str) -> list[Text]:
    """Sentences, or all ordered pairs of them."""
    return list(EXAMPLES) if kind == "encoder" else list(itertools.permutations(EXAMPLES, 2))


@torch.no_grad()
def with_float_weights(kind: str, base: str, weights: Sequence[str], share: float, texts: Sequence[Text]) -> list[Rows]:
    """The outputs of the model before its export, each text by itself."""
    model = ArgumentEncoder(base) if kind == "encoder" else Scorer(base, N_OUT[kind])
    state = trained_state(base, list(weights), share)
    model.load_state_dict({name: torch.from_numpy(np.asarray(value)) for name, value in state.items()})
    model.eval()
    tokenizer = load_tokenizer(base)
    found = [model(*collate([encoding])) for encoding in tokenizer.encode_batch(list(texts))]
    outputs = zip(*found, strict=True) if kind == "encoder" else [found]
    return [torch.cat(tuple(output)).numpy() for output in outputs]


def compared(rows: Rows) -> npt.NDArray[np.float64]:
    """What is read from an output: scores as they are, vectors by their dot products."""
    if rows.ndim == 1 or rows.shape[1] < 10:
        return np.asarray(rows, dtype=np.float64).ravel()
    return np.asarray(rows @ rows.T, dtype=np.float64)[np.triu_indices(len(rows), 1)]


def main() -> None:
    """Print both figures for each output; fail where one is not good enough."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("kind", choices=tuple(NAMES))
    ask.add_argument("--weights", nargs="+", required=True)
    ask.add_argument("--share", type=float, default=1.0, help="of the trained weights, as it was exported")
    asked = ask.parse_args()
    texts, graph = examples(asked.kind), Graph(NAMES[asked.kind], threads=1)
    together = graph.run(texts)
    alone = [np.concatenate(rows) for rows in zip(*(graph.run([text]) for text in texts), strict=True)]
    exact = with_float_weights(asked.kind, str(base_folder()), asked.weights, asked.share, texts)
    bad = False
    for number, rows in enumerate(together):
        alike = float(np.corrcoef(compared(rows), compared(exact[number]))[0, 1])
        apart = float(np.abs(rows - alone[number]).max())
        print(f"{asked.kind} output {number}: correlation {alike:.5f}, alone or in a batch {apart:.1e}")
        bad |= alike < LEAST_CORRELATION or apart > MOST_APART
    if bad:
        raise SystemExit(f"Not good enough: at least {LEAST_CORRELATION} and at most {MOST_APART} are asked for.")


if __name__ == "__main__":
    main()
