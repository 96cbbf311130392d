"""A sentence is said in a post, and a post in answer to another: both say what it is about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from miner.arguments import Argument
from miner.embeddings import Vectors

# How much of the mean of its own post, and of the post it replies to, is added to an argument's vector: enough to
# tell what "it" is, too little to make a theme of each post.
_POST_SHARE, _PARENT_SHARE = 0.6, 0.3


def in_context(vectors: Vectors, arguments: Sequence[Argument]) -> Vectors:
    """The vectors with what surrounds each argument mixed in, rows of length 1.

    An article's arguments stay as they are: an article makes many points.
    """
    of_post: dict[str, list[int]] = {}
    for number, argument in enumerate(arguments):
        if not argument.is_article:
            of_post.setdefault(argument.post_id, []).append(number)
    means = {post_id: vectors[numbers].mean(axis=0) for post_id, numbers in of_post.items()}
    mixed = np.array(vectors, dtype=np.float32, copy=True)
    for number, argument in enumerate(arguments):
        if not argument.is_article:
            mixed[number] += _POST_SHARE * means[argument.post_id]
            if argument.parent_id in means:
                mixed[number] += _PARENT_SHARE * means[argument.parent_id]
    lengths = np.linalg.norm(mixed, axis=1, keepdims=True)
    return np.asarray(np.round(mixed / np.where(lengths > 0, lengths, 1.0), 5), dtype=np.float32)
