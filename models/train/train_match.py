"""Train the pair model of key points: does an argument come down to a key point?

python models/train/train_match.py --data ../shared/data --out FOLDER
"""

from __future__ import annotations

from collections import defaultdict
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
from match_pairs import training_pairs
from sets import KEY_POINT_INNER, clean, rows
from sklearn.metrics import average_precision_score
from tokenizers import Tokenizer

BATCH, EPOCHS = 32, 2
PEAK, WARM, FLOOR = 1e-4, 0.06, 0.05


def report(model: Scorer, tokenizer: Tokenizer, data: Path) -> None:
    """Print the mean average precision on the topics that look on, undecided pairs left out (tests/quality has the rest).

    Of each topic and stance the half of the arguments with the best scores counts; "corrected" multiplies by the
    share of matches among them.
    """
    folder = data / "kpa2021"
    arguments, points = defaultdict(list), defaultdict(list)
    for row in rows(folder / "arguments_train.csv"):
        arguments[row["topic"].strip(), row["stance"]].append((row["arg_id"], clean(row["argument"])))
    for row in rows(folder / "key_points_train.csv"):
        points[row["topic"].strip(), row["stance"]].append((row["key_point_id"], clean(row["key_point"])))
    labels = {(row["arg_id"], row["key_point_id"]): int(row["label"]) for row in rows(folder / "labels_train.csv")}
    plain, corrected = [], []
    for group in sorted(group for group in arguments if group[0] in KEY_POINT_INNER):
        own, known = arguments[group], points[group]
        scores = score_pairs(model, tokenizer, [(text, point) for _, text in own for _, point in known])
        table = scores[:, 0].reshape(len(own), len(known))
        best, top = table.argmax(1), table.max(1)
        kept = np.argsort(-top, kind="stable")[: len(own) // 2]
        match = np.array([labels.get((own[number][0], known[best[number]][0]), 0) for number in kept])
        plain.append(average_precision_score(match, top[kept]) if match.any() else 0.0)
        corrected.append(plain[-1] * match.mean())
    print(f"   inner {np.mean(plain):.3f}, corrected {np.mean(corrected):.3f}", flush=True)


def main() -> None:
    """Train twice over all pairs and write model.pt."""
    options = asked(__doc__)
    rng = seeded()
    tokenizer, model = load_tokenizer(options.base), Scorer(options.base, 1)
    pairs = training_pairs(options.data, rng)
    encodings = tokenizer.encode_batch([(pair.argument, pair.key_point) for pair in pairs])
    match, weight = torch.tensor([pair.match for pair in pairs]), torch.tensor([pair.weight for pair in pairs])
    lengths = [len(encoding.ids) for encoding in encodings]
    batches = [batch for _ in range(EPOCHS) for batch in length_batches(lengths, BATCH, rng)]
    print(len(pairs), "pairs", len(batches), "steps", flush=True)
    adam = torch.optim.AdamW([value for value in model.parameters() if value.requires_grad], lr=PEAK, weight_decay=0.01)
    average, losses = Average(model), list[float]()
    loss_of = torch.nn.BCEWithLogitsLoss(reduction="none")
    for step, batch in enumerate(batches[: options.steps]):
        for group in adam.param_groups:
            group["lr"] = rate_at(step, len(batches), peak=PEAK, warm=WARM, floor=FLOOR)
        model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(*collate([encodings[number] for number in batch]))
        loss = (loss_of(logits.float()[:, 0], match[batch]) * weight[batch]).mean()
        learn(loss, model, adam, average)
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"{step + 1} loss {np.mean(losses[-100:]):.4f}", flush=True)
        if (step + 1) % (len(batches) // 2) == 0:
            with averaged(model, average):
                report(model, tokenizer, options.data)
    torch.save(average.state(model), options.out / "model.pt")


if __name__ == "__main__":
    main()
