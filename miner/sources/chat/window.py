"""Which question a post is about, from nothing but its words and its time.

People keep answering for a minute or two after the next question is out, and some go back. So each post gets a
probability for every question: how long ago it was asked, times how well the words fit what the question says and
what was said to it (one step of expectation and maximisation over smoothed word models, McCallum and Nigam 1998).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from miner.sources.chat.words import content_words
from miner.transcript import Post, Question, QuestionLink

# All numbers below were tuned on the #critlib weeks of 10 March, 22 April and 3 June 2015 (182 answers with a marker,
# the marker hidden) by log loss; the weeks of 8 April, 20 May and 17 June were kept for measuring.
_RISE_SECONDS, _RISE_SHAPE = 300.0, 3.0  # reading, thinking, typing: answers to a new question take minutes to prevail
_FADE_SECONDS, _FADE_POWER = 800.0, 6.0  # a heavy tail: after the hour any question may still be answered
_NOT_YET = 1e-9  # a question that was not asked yet
_QUESTION_WEIGHT = 60.0  # the question's own words count as so many answers
_SMOOTHING = 1000.0  # words of the whole chat mixed into each question's model
_WORDS_WEIGHT = 0.7  # words of one post are not independent of each other
# Share of right guesses by the model's own probability, measured on all six weeks (346 answers): 0.95 of 186,
# 0.88 of 50, 0.77 of 39, 0.51 of the 71 below. The model is too sure of itself on weeks it was not tuned on.
_MEASURED: tuple[tuple[float, float], ...] = ((0.9, 0.95), (0.8, 0.88), (0.7, 0.77), (0.0, 0.5))
CERTAIN = ("marker", "reply", "thread", "asked")


def assign_questions(posts: Sequence[Post], questions: Sequence[Question]) -> list[QuestionLink | None]:
    """Say for each post which question it most likely answers.

    Parameters
    ----------
    posts
        Only ``text`` and ``posted_at`` are needed. Links that a post already carries count as known,
        unless they are guesses of this function (``how == "window"``).
    questions
        Those of one chat, each with ``asked_at``; others are never assigned.

    Returns
    -------
    list, one entry a post, in the order given
        None where the post has no time or was said before the first question. ``confidence`` is the share of such
        guesses that was right on labelled chats.
    """
    asked = sorted((q for q in questions if q.asked_at), key=lambda q: (q.asked_at, q.id))
    number_of = {question.id: number for number, question in enumerate(asked)}
    inside = [number for number, post in enumerate(posts) if _is_inside(post, asked)]
    words = [content_words(posts[number].text) for number in inside]
    priors = [_time_shares(posts[number], asked) for number in inside]
    known = {
        position: number_of[link.id]
        for position, number in enumerate(inside)
        for link in posts[number].questions[:1]
        if link.how in CERTAIN and link.id in number_of
    }
    shares = _shares(words, [content_words(question.text) for question in asked], priors, known)
    result: list[QuestionLink | None] = [None] * len(posts)
    for number, share in zip(inside, shares, strict=True):
        best = max(range(len(asked)), key=lambda index: (share[index], index))
        result[number] = QuestionLink(id=asked[best].id, confidence=_measured(share[best]), how="window")
    return result


def _is_inside(post: Post, asked: Sequence[Question]) -> bool:
    return bool(asked) and post.posted_at is not None and _lag(post, asked[0]) >= 0


def _lag(post: Post, question: Question) -> float:
    """Seconds since the question; both times are there."""
    if post.posted_at is None or question.asked_at is None:
        return -1.0
    return (post.posted_at - question.asked_at).total_seconds()


def _time_shares(post: Post, asked: Sequence[Question]) -> list[float]:
    weights = [_attention(_lag(post, question)) for question in asked]
    total = sum(weights)
    return [weight / total for weight in weights]


def _attention(lag_seconds: float) -> float:
    """How much is said to a question so long after it was asked, up to a factor."""
    if lag_seconds < 0:
        return _NOT_YET
    risen = 1 - math.exp(-math.pow(lag_seconds / _RISE_SECONDS, _RISE_SHAPE))
    return max(_NOT_YET, risen * math.pow(1 + lag_seconds / _FADE_SECONDS, -_FADE_POWER))


def _shares(
    words: Sequence[frozenset[str]],
    question_words: Sequence[frozenset[str]],
    priors: Sequence[list[float]],
    known: Mapping[int, int],
) -> list[list[float]]:
    """For each post the probability of each question."""
    certain = [
        [float(number == known[position]) for number in range(len(prior))] if position in known else prior
        for position, prior in enumerate(priors)
    ]
    frequencies = Counter(word for each in (*words, *question_words) for word in sorted(each))
    models = [
        _model(words, question, [row[number] for row in certain]) for number, question in enumerate(question_words)
    ]
    totals = [math.fsum(model.values()) for model in models]
    n_words = max(1, frequencies.total())
    shares = []
    for each, prior, own in zip(words, priors, certain, strict=True):
        ordered = sorted(each)
        scores = []
        for number, model in enumerate(models):
            rest = totals[number] - own[number] * len(ordered) + _SMOOTHING  # without the post itself
            fit = 0.0
            for word in ordered:
                common = frequencies[word] / n_words
                fit += math.log(((max(0.0, model[word] - own[number]) + _SMOOTHING * common) / rest) / common)
            scores.append(math.log(prior[number]) + _WORDS_WEIGHT * fit)
        shares.append(_normalised(scores))
    return shares


def _model(
    words: Sequence[frozenset[str]], question: frozenset[str], weights: Sequence[float]
) -> defaultdict[str, float]:
    """How often each word was said to a question: expected counts, the question's own words on top."""
    model: defaultdict[str, float] = defaultdict(float)
    for each, weight in zip(words, weights, strict=True):
        for word in each:
            model[word] += weight
    for word in question:
        model[word] += _QUESTION_WEIGHT
    return model


def _normalised(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    weights = [math.exp(score - highest) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def _measured(share: float) -> float:
    return next(accuracy for least, accuracy in _MEASURED if share >= least)
