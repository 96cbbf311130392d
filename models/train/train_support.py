"""Train the support model: does evidence say what a sentence says, the opposite, or nothing of it?

python models/train/train_support.py --data ../shared/data --out FOLDER

It begins with the mean of the weights of the side model and of the match model, which stand beside ``--out``
(``side/model.pt``, ``match/model.pt``): one knows what contradicts, the other what comes down to the same point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

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
from sklearn.metrics import roc_auc_score
from support_pairs import NOT_SAID, SAID, Judged, onlookers, training_pairs
from tokenizers import Tokenizer
from torch import Tensor
from train_side import optimizer

BATCH = 32
PEAK, WARM, FLOOR = 8e-5, 0.05, 0.05
N_OUT = 3
BEGINS_WITH = ("side", "match")
# Which of the three outputs are right for each label; for the last one either of two.
ALLOWED = torch.tensor([[True, False, False], [False, True, False], [False, False, True], [False, True, True]])
SMOOTHING = 0.02  # of the labels: people err, and rules do


def warm(model: Scorer, runs: Path) -> None:
    """The mean of the encoders of earlier runs, in place of the base's (Wortsman et al. 2022)."""
    found = [torch.load(runs / name / "model.pt") for name in BEGINS_WITH]
    own = [name for name in found[0] if name.startswith("bert.")]
    mean = {name: torch.stack([one[name].float() for one in found]).mean(0) for name in own}
    model.load_state_dict(model.state_dict() | mean)


def loss_of(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of the outputs that a label allows, taken together."""
    logs = torch.log_softmax(logits.float(), 1)
    right = torch.where(ALLOWED[labels], logs, torch.tensor(-torch.inf)).logsumexp(1)
    return (-((1 - SMOOTHING) * right + SMOOTHING * logs.mean(1)) * weights).mean()


def report(model: Scorer, tokenizer: Tokenizer, sets: Mapping[str, Sequence[Judged]]) -> None:
    """Print how well what is said is told from each kind of what is not (area under the curve), and at 10 % of it lost."""
    for name, pairs in sets.items():
        raw = score_pairs(model, tokenizer, [(pair.evidence, pair.sentence) for pair in pairs])
        score = raw[:, SAID] - np.logaddexp(raw[:, 1], raw[:, 2])
        labels = np.array([pair.label for pair in pairs])
        said = score[labels == SAID]
        shares = []
        for label in range(SAID + 1, NOT_SAID + 1):
            own = score[labels == label]
            area = roc_auc_score(np.repeat([1, 0], [len(said), len(own)]), np.concatenate([said, own]))
            shares.append(f"{label}: {area:.3f} {np.mean(own < np.quantile(said, 0.1)):.3f}")
        print("   ", name, "; ".join(shares), flush=True)


def main() -> None:
    """Train once over all pairs and write model.pt."""
    options = asked(__doc__)
    rng = seeded()
    tokenizer, model = load_tokenizer(options.base), Scorer(options.base, N_OUT)
    warm(model, options.out.parent)
    pairs = training_pairs(options.data)
    encodings = tokenizer.encode_batch([(pair.evidence, pair.sentence) for pair in pairs])
    labels, weights = torch.tensor([pair.label for pair in pairs]), torch.tensor([pair.weight for pair in pairs])
    batches = length_batches([len(encoding.ids) for encoding in encodings], BATCH, rng)
    print(len(pairs), "pairs", len(batches), "steps", flush=True)
    adam, average, dev = optimizer(model), Average(model), onlookers(options.data)
    losses: list[float] = []
    for step, batch in enumerate(batches[: options.steps]):
        for group in adam.param_groups:
            group["lr"] = rate_at(step, len(batches), peak=PEAK, warm=WARM, floor=FLOOR)
        model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(*collate([encodings[number] for number in batch]))
        loss = loss_of(logits, labels[batch], weights[batch])
        learn(loss, model, adam, average)
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"{step + 1} loss {np.mean(losses[-100:]):.4f}", flush=True)
        if (step + 1) % (len(batches) // 2) == 0:
            with averaged(model, average):
                report(model, tokenizer, dev)
            torch.save(average.state(model), options.out / "model.pt")
    torch.save(average.state(model), options.out / "model.pt")


if __name__ == "__main__":
    main()
