"""Train the encoder: one vector in which the same point is near and the opposite point is not.

Two small heads read the same pooled vector: how strong an argument is, and a side vector (a positive dot product:
same side). Three contrastive losses order what is near, the heads have a loss of their own, and on everyday texts the
vectors are kept near those of the base, so that the encoder stays good for texts of no debate.

python models/train/train_encoder.py --data ../shared/data --out FOLDER
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from base import (
    Average,
    Scorer,
    asked,
    collate,
    learn,
    load_tokenizer,
    rate_at,
    seeded,
)
from encoder_texts import Drawn, batches, everyday, training_texts
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn import functional

N_STEPS, N_TEXTS = 1800, 60
N_SIDE = 64
BODY_RATE, HEAD_RATE, WARM, FLOOR = 6e-5, 1e-3, 0.06, 0.05
KEEP_EVERY, N_KEPT = 3, 32  # steps; everyday texts
_SHARPNESS = 20.0  # cosines are multiplied by it before the softmax
_MEAN_STRENGTH = 0.75

# How near two texts should be; grades in between say what is not known.
UNKNOWN, OTHER_TOPIC, OPPOSITE_SIDE, SAME_SIDE, SAME_SIDE_POINT_UNKNOWN, SAME_POINT = -1.0, 0.0, 1.0, 2.0, 2.5, 3.0


class ArgumentEncoder(Scorer):
    """Gives a vector of length 1, the strength (less the mean of all) and the side vector."""

    def __init__(self, base: str) -> None:
        super().__init__(base, 1)
        self.side = torch.nn.Linear(self.bert.config.hidden_size, N_SIDE)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Shapes (n_texts, 384), (n_texts,), (n_texts, 64)."""
        pooled = self.pooled(ids, mask, types).float()
        return functional.normalize(pooled, dim=1), self.head(self.drop(pooled))[:, 0], self.side(self.drop(pooled))


def by_length(run: Callable[..., Any], encodings: Sequence[Encoding], n_parts: int) -> tuple[Tensor, ...]:
    """Outputs for all texts, run in parts of like length so that little is padded."""
    order = sorted(range(len(encodings)), key=lambda number: len(encodings[number].ids))
    size = -(-len(order) // n_parts)
    starts = range(0, len(order), size)
    parts = [run(*collate([encodings[number] for number in order[start : start + size]])) for start in starts]
    back = torch.tensor(np.argsort(order))
    outputs = zip(*parts, strict=True) if isinstance(parts[0], tuple) else [parts]
    return tuple(torch.cat(tuple(output))[back] for output in outputs)


def grade(one: Drawn, other: Drawn) -> float:
    """How near two texts should be."""
    (topic, _, sign, points, _), (another_topic, _, another_sign, another_points, _) = one, other
    if topic != another_topic:
        return OTHER_TOPIC
    if sign == 0 or another_sign == 0:
        return UNKNOWN
    if sign != another_sign:
        return OPPOSITE_SIDE
    if points and another_points:
        return SAME_POINT if points & another_points else SAME_SIDE
    return SAME_SIDE_POINT_UNKNOWN


def grades(batch: Sequence[Drawn]) -> Tensor:
    """The grade of each two texts; of a text with itself unknown."""
    table = np.full((len(batch), len(batch)), UNKNOWN, np.float32)
    for row, one in enumerate(batch):
        for column in range(row + 1, len(batch)):
            table[row, column] = table[column, row] = grade(one, batch[column])
    return torch.from_numpy(table)


def contrast(similar: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
    """Mean over positives of -log softmax of the positive among itself and the text's negatives."""
    logits = similar * _SHARPNESS
    rest = torch.where(negative, logits, torch.full_like(logits, -1e4)).logsumexp(1, keepdim=True)
    loss = functional.softplus(rest - logits)
    use = positive & negative.any(1, keepdim=True)
    return (loss * use).sum() / use.sum().clamp(min=1)


def losses_of(model: ArgumentEncoder, tokenizer: Tokenizer, batch: Sequence[Drawn]) -> dict[str, Tensor]:
    """What is wrong with the vectors, the side vectors and the strengths of a batch."""
    near = grades(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors, strong, side = by_length(model, tokenizer.encode_batch([text for _, text, *_ in batch]), 3)
    similar = vectors @ vectors.T
    known = near >= OTHER_TOPIC
    parts = {
        "point": contrast(similar, near == SAME_POINT, known & (near <= SAME_SIDE)),
        "side": 0.5 * contrast(similar, near >= SAME_SIDE, near == OPPOSITE_SIDE),
        "topic": 0.3 * contrast(similar, near >= OPPOSITE_SIDE, near == OTHER_TOPIC),
    }
    pair = near >= OPPOSITE_SIDE
    if pair.any():
        dots = (side @ side.T)[pair] / N_SIDE**0.5
        parts["side head"] = functional.binary_cross_entropy_with_logits(dots, (near[pair] >= SAME_SIDE).float())
    strength = torch.tensor([strength for *_, strength in batch])
    rated = ~strength.isnan()
    if rated.any():
        parts["strength"] = 8.0 * functional.mse_loss(strong[rated], strength[rated] - _MEAN_STRENGTH)
    return parts


def strayed(model: ArgumentEncoder, base: Scorer, encodings: Sequence[Encoding]) -> Tensor:
    """How far the vectors of everyday texts, and their cosines, are from those of the base."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        with torch.no_grad():
            old = functional.normalize(by_length(base.pooled, encodings, 2)[0].float(), dim=1)
        new = by_length(model, encodings, 2)[0]
    return 20.0 * functional.mse_loss(new @ new.T, old @ old.T) + 2.0 * (1 - (new * old).sum(1)).mean()


def optimizer(model: ArgumentEncoder) -> torch.optim.AdamW:
    """The heads, which are new, learn faster than the body."""
    body = [value for name, value in model.named_parameters() if name.startswith("bert.") and value.requires_grad]
    heads = [value for name, value in model.named_parameters() if not name.startswith("bert.")]
    groups = [
        {"params": body, "lr": BODY_RATE, "peak": BODY_RATE},
        {"params": heads, "lr": HEAD_RATE, "peak": HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def main() -> None:
    """Train for 1,800 batches and write model.pt."""
    options = asked(__doc__)
    rng = seeded()
    tokenizer, model, base = load_tokenizer(options.base), ArgumentEncoder(options.base), Scorer(options.base, 1).eval()
    topics, general = training_texts(options.data), everyday(options.data)
    print(len(topics), "topics", sum(map(len, topics.values())), "texts", flush=True)
    adam, average = optimizer(model), Average(model)
    source = batches(topics, N_TEXTS, rng)
    seen: dict[str, list[float]] = defaultdict(list)
    for step in range(options.steps or N_STEPS):
        for group in adam.param_groups:
            group["lr"] = group["peak"] * rate_at(step, N_STEPS, peak=1.0, warm=WARM, floor=FLOOR)
        batch = next(source)
        model.train()
        parts = losses_of(model, tokenizer, batch)
        if step % KEEP_EVERY == 0:
            parts["keep"] = strayed(model, base, tokenizer.encode_batch(rng.sample(general, N_KEPT)))
        learn(sum(parts.values(), torch.zeros(())), model, adam, average)
        for name, loss in parts.items():
            seen[name].append(loss.item())
        if (step + 1) % 50 == 0:
            means = {name: round(float(np.mean(losses[-50:])), 3) for name, losses in seen.items()}
            print(step + 1, means, flush=True)
    torch.save(average.state(model), options.out / "model.pt")


if __name__ == "__main__":
    main()
