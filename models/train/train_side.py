"""Train the side model: for a text and a statement, same side, opposite side or neither.

python models/train/train_side.py --data ../shared/data --out FOLDER
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from base import (
    Average,
    Scorer,
    asked,
    averaged,
    collate,
    learn,
    length_batches,
    load_tokenizer,
    rate_at,
    score_pairs,
    seeded,
)
from side_pairs import OPPOSITE, Pair, onlookers, training_pairs
from tokenizers import Tokenizer

BATCH = 32
PEAK, WARM, FLOOR = 1e-4, 0.04, 0.1
SWAPPED = 0.15  # of the pairs: a statement may also come first


def optimizer(model: Scorer) -> torch.optim.AdamW:
    """Weights decay, biases and the scales of normalisation do not."""
    trained = [value for value in model.parameters() if value.requires_grad]
    matrices, plain = [value for value in trained if value.ndim > 1], [value for value in trained if value.ndim < 2]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=PEAK)


def swapped(pairs: Sequence[Pair]) -> list[Pair]:
    """Some pairs the other way round."""
    rng = random.Random(1)
    return [(other, one, label) if rng.random() < SWAPPED else (one, other, label) for one, other, label in pairs]


def report(model: Scorer, tokenizer: Tokenizer, sets: Mapping[str, Sequence[Pair]]) -> None:
    """Print how often the larger of the two sides is the right one, on topics that are not trained on."""
    shares = []
    for name, pairs in sets.items():
        scores = score_pairs(model, tokenizer, [(one, other) for one, other, _ in pairs])
        right = (scores[:, 1] > scores[:, 0]) == np.array([label == OPPOSITE for *_, label in pairs])
        shares.append(f"{name} {right.mean():.3f}")
    print("   dev", "; ".join(shares), flush=True)


def main() -> None:
    """Train once over all pairs and write model.pt."""
    options = asked(__doc__)
    rng = seeded()
    tokenizer, model = load_tokenizer(options.base), Scorer(options.base, 3)
    pairs = swapped(training_pairs(options.data))
    encodings = tokenizer.encode_batch([(one, other) for one, other, _ in pairs])
    labels = torch.tensor([label for *_, label in pairs])
    batches = length_batches([len(encoding.ids) for encoding in encodings], BATCH, rng)
    print(len(pairs), "pairs", len(batches), "steps", flush=True)
    adam, average, dev = optimizer(model), Average(model), onlookers(options.data)
    loss_of = torch.nn.CrossEntropyLoss(label_smoothing=0.03)
    losses: list[float] = []
    for step, batch in enumerate(batches[: options.steps]):
        for group in adam.param_groups:
            group["lr"] = rate_at(step, len(batches), peak=PEAK, warm=WARM, floor=FLOOR)
        model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(*collate([encodings[number] for number in batch]))
        loss = loss_of(logits.float(), labels[batch])
        learn(loss, model, adam, average)
        losses.append(loss.item())
        if (step + 1) % 200 == 0:
            print(f"{step + 1} loss {np.mean(losses[-200:]):.4f}", flush=True)
        if (step + 1) % 1000 == 0 or step + 1 == len(batches):
            with averaged(model, average):
                report(model, tokenizer, dev)
    torch.save(average.state(model), options.out / "model.pt")


if __name__ == "__main__":
    main()
