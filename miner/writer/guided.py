"""A model held to the shape of its answer while it writes: of the signs it would choose, the likeliest that fit.

The shape is a regular expression. ``regex`` tells whether a text may still become a match, which is all that is needed:
each next piece is the first, in the model's own order, after which it may.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

_TRIED = 4096  # pieces in the model's order; beyond, one of the pieces of one sign is taken
_NEVER = float("-inf")


class Guide:
    """A ``LogitsProcessor``: leaves each row of a batch the one piece that comes next.

    Parameters
    ----------
    tokenizer
        Of the model.
    shapes
        One a row.
    n_prompt
        Tokens before the answer, filling included.
    """

    def __init__(self, tokenizer: Any, shapes: Sequence[str], n_prompt: int) -> None:
        import regex  # type: ignore[import-untyped]  # of transformers' own needs

        self._tokenizer = tokenizer
        self._shapes = [regex.compile(shape) for shape in shapes]
        self._start = n_prompt
        self._single = _single_signs(tokenizer)

    def __call__(self, tokens: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """See ``transformers.LogitsProcessor``: shape (n_rows, n_tokens) so far, (n_rows, n_words) of the next."""
        import torch

        chosen = torch.full_like(scores, _NEVER)
        best = scores.topk(min(_TRIED, scores.shape[1]), dim=1).indices.tolist()
        for row, written in enumerate(tokens[:, self._start :].tolist()):
            chosen[row, self._next(row, written, best[row])] = 0.0
        return chosen

    def _next(self, row: int, written: list[int], best: list[int]) -> int:
        text, shape = self._text(written), self._shapes[row]
        end = int(self._tokenizer.eos_token_id)
        if shape.fullmatch(text):
            return end
        special = set(self._tokenizer.all_special_ids)
        for piece in best:
            if piece in special:
                continue
            longer = self._text([*written, piece])
            if len(longer) > len(text) and "\ufffd" not in longer and shape.fullmatch(longer, partial=True):
                return piece
        for sign, piece in self._single.items():
            if shape.fullmatch(text + sign, partial=True):
                return piece
        return end

    def _text(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False))


def _single_signs(tokenizer: Any) -> dict[str, int]:
    """Printable signs of ASCII that are pieces of their own: all that a shape insists on is written in them.

    First those that end something: a model that knows no next piece is done.
    """
    found = {}
    for sign in dict.fromkeys(('"', "]", "}", ",", " ", *map(chr, range(32, 127)))):
        pieces = tokenizer.encode(sign, add_special_tokens=False)
        if len(pieces) == 1 and tokenizer.decode(pieces) == sign:
            found[sign] = int(pieces[0])
    return found
