"""How alike two arguments are: meaning, words, and a little for answering the same question.

Vectors are centred on the discussion first: what all arguments share (its subject) tells none of them apart.
The share of words (TF-IDF) keeps arguments apart that a small encoder throws together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from miner.clusters.records import Labels, Similarities
from miner.clusters.words import words
from miner.embeddings import Vectors

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

WORD_SHARE = 0.4  # chosen on three topics of kpa2021's training part and on the shipped chat, marked by hand
QUESTION_SHARE = 0.08  # enough to draw answers to one question together, too little to make questions the themes
_MAX_DF = 0.34  # a word in more than a third of the texts says nothing about any of them
_MIN_TEXTS_FOR_MAX_DF = 12
_DECIMALS = 6  # the last bits depend on the number of threads; ties must not


@dataclass(frozen=True)
class Features:
    """What likeness is made of; all rows have length 1 (or 0).

    Attributes
    ----------
    meaning : shape (n_texts, n_dims)
    lexical : shape (n_texts, n_words)
    asked : shape (n_texts, n_questions)
        One column for each question of a chat; a row of zeros where a text answers none.
    """

    meaning: Matrix
    lexical: sparse.csr_array
    asked: sparse.csr_array

    def __len__(self) -> int:
        return len(self.meaning)

    def of(self, numbers: Numbers) -> Features:
        """The features of some of the texts."""
        return Features(self.meaning[numbers], self.lexical[numbers], self.asked[numbers])

    def within(self, numbers: Numbers) -> Features:
        """The features of some of the texts, seen from among themselves: what all of them share tells none apart."""
        lexical = sparse.csr_array(self.lexical[numbers])
        if len(numbers) >= _MIN_TEXTS_FOR_MAX_DF:
            n_with = np.bincount(lexical.indices, minlength=lexical.shape[1])
            lexical = _unit_sparse(lexical @ sparse.diags_array((n_with <= _MAX_DF * len(numbers)).astype(np.float64)))
        return Features(centred(self.meaning[numbers]), lexical, self.asked[numbers])

    def similarities(self) -> Similarities:
        """Similarity of each pair: shape (n_texts, n_texts), in [-1, 1], symmetric, diagonal 1."""
        everything = np.arange(len(self))
        matrix = self.block(everything, everything)
        matrix = (matrix + matrix.T) / 2
        np.fill_diagonal(matrix, 1.0)
        return matrix

    def block(self, rows: Sequence[int] | Numbers, columns: Sequence[int] | Numbers) -> Similarities:
        """Similarity of some with some: shape (n_rows, n_columns)."""
        rows, columns = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
        blended = (1 - WORD_SHARE) * (self.meaning[rows] @ self.meaning[columns].T)
        blended += WORD_SHARE * (self.lexical[rows] @ self.lexical[columns].T).toarray()
        asked = (self.asked[rows] @ self.asked[columns].T).toarray()
        return np.asarray(np.round((1 - QUESTION_SHARE) * blended + QUESTION_SHARE * asked, _DECIMALS))

    def nearness(self, labels: Labels) -> Similarities:
        """Mean similarity of each text to the other members of each group: shape (n_texts, n_groups)."""
        belongs = (labels[:, None] == np.arange(int(labels.max(initial=-1)) + 1)[None, :]).astype(np.float64)
        sums = (1 - QUESTION_SHARE) * (1 - WORD_SHARE) * (self.meaning @ (self.meaning.T @ belongs))
        sums += (1 - QUESTION_SHARE) * WORD_SHARE * (self.lexical @ (self.lexical.T @ belongs))
        sums += QUESTION_SHARE * (self.asked @ (self.asked.T @ belongs))
        own = (1 - QUESTION_SHARE) * ((1 - WORD_SHARE) * _squares(self.meaning) + WORD_SHARE * _squares(self.lexical))
        own += QUESTION_SHARE * _squares(self.asked)  # a text's likeness to itself is no evidence
        sizes = np.maximum(belongs.sum(axis=0)[None, :] - belongs, 1)
        return np.asarray(np.round((sums - own[:, None] * belongs) / sizes, _DECIMALS))

    def without_questions(self) -> Features:
        """The same texts, judged by what they say alone."""
        return Features(self.meaning, self.lexical, sparse.csr_array(self.asked.shape, dtype=np.float64))

    def surrounded(self, weights: sparse.csr_array) -> Features:
        """Each text to one half as what it says, to the other as what is said around it.

        Parameters
        ----------
        weights : shape (n_texts, n_texts)
            How much each text (column) is part of what surrounds each other one (row).
        """
        meaning = _unit(self.meaning + _unit(weights @ self.meaning))
        around = _unit_sparse(sparse.csr_array(weights @ self.lexical))
        return Features(meaning, _unit_sparse(sparse.csr_array(self.lexical + around)), self.asked)

    def shuffled(self) -> Features:
        """The null: every dimension, word and question given to texts at random, so that groups are chance."""
        rng = np.random.default_rng(0)
        meaning = np.stack([rng.permutation(column) for column in self.meaning.T], axis=1)
        return Features(_unit(meaning), _dealt(self.lexical, rng), _dealt(self.asked, rng))


def features_of(vectors: Vectors, texts: Sequence[str], questions: Sequence[str | None] = ()) -> Features:
    """The features of texts.

    Parameters
    ----------
    vectors : shape (n_texts, n_dims), rows of length 1
    questions
        The chat question each text answers, or None; () where there are none. People who answer the same question
        speak of the same side of a subject.
    """
    names = {name: number for number, name in enumerate(sorted({name for name in questions if name}))}
    at = [(row, names[name]) for row, name in enumerate(questions) if name]
    rows, columns = (
        (np.array(column, dtype=np.int64) for column in zip(*at, strict=True)) if at else (np.zeros(0, int),) * 2
    )
    asked = sparse.csr_array((np.ones(len(at)), (rows, columns)), shape=(len(texts), max(1, len(names))))
    return Features(centred(vectors), tfidf(texts), asked)


def between_groups(features: Features, labels: Labels) -> Matrix:
    """Similarity of groups: mean over their members, scaled so that a group is 1 with itself."""
    nearness = features.nearness(labels)
    n_groups = nearness.shape[1]
    between = np.stack([nearness[labels == group].mean(axis=0) for group in range(n_groups)])
    inside = np.sqrt(np.maximum(np.diag(between), 1e-6))
    scaled = np.clip(between / np.outer(inside, inside), -1.0, 1.0)
    scaled = np.round((scaled + scaled.T) / 2, 6)
    np.fill_diagonal(scaled, 1.0)
    return np.asarray(scaled)


def _squares(matrix: Matrix | sparse.csr_array) -> Matrix:
    return np.asarray(matrix.multiply(matrix).sum(axis=1) if sparse.issparse(matrix) else (matrix * matrix).sum(axis=1))


def _dealt(matrix: sparse.csr_array, rng: np.random.Generator) -> sparse.csr_array:
    """Each column's entries moved to rows drawn at random."""
    entries = sparse.coo_array(matrix)
    rows = np.empty_like(entries.row)
    for column in np.unique(entries.col):
        at = entries.col == column
        rows[at] = rng.choice(matrix.shape[0], int(at.sum()), replace=False)
    return _unit_sparse(sparse.csr_array((entries.data, (rows, entries.col)), shape=matrix.shape))


def centred(vectors: Vectors | Matrix) -> Matrix:
    """The vectors minus their mean, rows of length 1 (a row that is the mean stays 0).

    References
    ----------
    Mu and Viswanath 2018, All-but-the-top, ICLR: the common mean carries no distinction.
    """
    dense = np.asarray(vectors, dtype=np.float64)
    return _unit(dense - dense.mean(axis=0)) if len(dense) else dense


def _unit(matrix: Matrix) -> Matrix:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(lengths > 1e-6, lengths, 1.0))


def _unit_sparse(matrix: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.where(lengths > 0, lengths, 1.0)) @ matrix)


def tfidf(texts: Sequence[str]) -> sparse.csr_array:
    """TF-IDF rows of length 1 over stemmed words; words of one text only are kept, they lower its likeness to others."""
    bags = [Counter(words(text)) for text in texts]
    n_with = Counter(word for bag in bags for word in bag)
    limit = _MAX_DF * len(texts) if len(texts) >= _MIN_TEXTS_FOR_MAX_DF else len(texts)
    vocabulary = {word: number for number, word in enumerate(sorted(word for word, n in n_with.items() if n <= limit))}
    entries = [
        (row, vocabulary[word], n, n_with[word])
        for row, bag in enumerate(bags)
        for word, n in bag.items()
        if word in vocabulary
    ]
    shape = (len(texts), max(1, len(vocabulary)))
    if not entries:
        return sparse.csr_array(shape, dtype=np.float64)
    rows, columns, counts, frequencies = (np.array(column) for column in zip(*entries, strict=True))
    weights = (1 + np.log(counts)) * (np.log((1 + len(texts)) / (1 + frequencies)) + 1)
    return _unit_sparse(sparse.csr_array((weights, (rows, columns)), shape=shape))
