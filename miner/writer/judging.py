"""Answers judged: what the check lets through, what falls back to the extractive form, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from miner.digest.records import Digest, Written, WrittenMethod, WrittenTask, WrittenText
from miner.writer.asking import Outcome
from miner.writer.checks import check
from miner.writer.failures import NO_CHOICE
from miner.writer.nearness import no_nearer, no_nearer_sides
from miner.writer.prompts import Prompt
from miner.writer.records import Answer, Evidence, Problem, Task, WrittenSentence

_WHOLE = ("title", "poles")  # one of their sentences alone is of no use
_LEAST = {"overview": 2}
_WORD = re.compile(r"\w+")
EVERYTHING = -1  # of ``Problem.sentence``


@dataclass
class _Counts:
    asked: int = 0
    shown: int = 0
    left_out: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass
class _Shown:
    titles: dict[str, WrittenText] = field(default_factory=dict)
    summaries: dict[str, tuple[WrittenText, ...]] = field(default_factory=dict)
    poles: dict[str, tuple[WrittenText, WrittenText]] = field(default_factory=dict)
    contrasts: dict[str, tuple[WrittenText, ...]] = field(default_factory=dict)
    overview: tuple[WrittenText, ...] = ()
    questions: tuple[WrittenText, ...] = ()


class _Members:
    """What is said in each theme, the strongest first."""

    def __init__(self, digest: Digest) -> None:
        posts = {post.id: post.text for post in digest.posts}
        self._parents = {theme.id: theme.parent for theme in digest.themes}
        self._texts: dict[str, list[str]] = {theme.id: [] for theme in digest.themes}
        for one in sorted(digest.arguments, key=lambda argument: -argument.strength):
            if one.theme_id in self._texts:
                self._texts[one.theme_id].append(posts[one.post_id][one.start : one.end])

    def around(self, theme_id: str) -> tuple[list[str], list[str], list[str]]:
        """Texts of a theme, those of the others of its level by turns, so that the largest has no more say than another, and
        the ids of those others."""
        level = self._parents[theme_id]
        beside = [key for key, parent in self._parents.items() if parent == level and key != theme_id]
        others = [
            text for row in zip_longest(*(self._texts[key] for key in beside)) for text in row if text is not None
        ]
        return self._texts[theme_id], others, beside


class Judge:
    """Takes answers one after the other, in the order of the report: a title must differ from those before it."""

    def __init__(self, digest: Digest) -> None:
        self._contrasts = {contrast.id for contrast in digest.contrasts}
        self._titles = {theme.id: theme.title for theme in digest.themes}
        self._members = _Members(digest)
        self._taken: dict[str, str] = {}
        self._counts: dict[Task, _Counts] = {}
        self._failed: Counter[str] = Counter()
        self._shown = _Shown()

    def judge(self, evidence: Evidence, outcome: Outcome) -> None:
        """Check an answer and keep what may be shown of it."""
        counts = self._counts.setdefault(evidence.task, _Counts())
        counts.asked += 1
        if outcome.answer is None:
            if outcome.failure != NO_CHOICE:
                self._failed[outcome.failure] += 1
            counts.reasons[outcome.failure] += 1
            return
        problems = self.problems(outcome.answer, evidence)
        kept = surviving(outcome.answer, problems)
        if kept:
            counts.shown += 1
            counts.left_out += len(outcome.answer.sentences) - len(kept)
            self._keep(evidence, kept)
        else:
            counts.reasons[problems[0].rule] += 1

    def problems(self, answer: Answer, evidence: Evidence) -> tuple[Problem, ...]:
        """What speaks against showing an answer here: the check, and that the extractive form is as good."""
        found = (*check(answer, evidence, self._taken_by_others(evidence)), *copied(answer, evidence))
        if found or evidence.task not in _WHOLE:
            return found
        if evidence.task == "poles":
            return tuple(no_nearer_sides(answer, evidence))
        own, others, level = self._members.around(evidence.subject)
        beside = [self._taken.get(key, self._titles[key]) for key in level]
        return tuple(no_nearer(answer, evidence, own, others, beside))

    def written(self) -> Written | None:
        """What may be shown; None if nothing may."""
        shown = Written(**vars(self._shown))
        return None if shown == Written() else shown

    def method(self, writer: str, prompts: Mapping[Task, Prompt]) -> WrittenMethod:
        """How it was made and what came of it."""
        return WrittenMethod(
            writer=writer,
            tasks={task: _counted(counts, prompts[task]) for task, counts in self._counts.items()},
            failed=dict(sorted(self._failed.items())),
        )

    def _taken_by_others(self, evidence: Evidence) -> Collection[str]:
        if evidence.task != "title":
            return ()
        others = {key: title for key, title in {**self._titles, **self._taken}.items() if key != evidence.subject}
        return tuple(others.values())

    def _keep(self, evidence: Evidence, kept: Sequence[WrittenSentence]) -> None:
        texts = tuple(WrittenText(text=one.text, cites=one.cites) for one in kept)
        shown, subject = self._shown, evidence.subject
        if evidence.task == "title":
            shown.titles[subject] = texts[0]
            self._taken[subject] = texts[0].text
        elif evidence.task == "poles":
            shown.poles[subject] = (texts[0], texts[1])
        elif evidence.task == "overview":
            shown.overview = texts
        elif evidence.task == "questions":
            shown.questions = texts
        else:
            (shown.contrasts if subject in self._contrasts else shown.summaries)[subject] = texts


def copied(answer: Answer, evidence: Evidence) -> tuple[Problem, ...]:
    """Sentences that only repeat a stretch of a quote: the report shows it as what it is, with who said it."""
    if answer.task in _WHOLE:
        return ()
    said = [_words(item.text) for item in evidence.items]
    return tuple(
        Problem(rule="copied", what="it repeats a quote word for word", sentence=number)
        for number, sentence in enumerate(answer.sentences)
        if any(_words(sentence.text) in one for one in said)
    )


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def surviving(answer: Answer, problems: Sequence[Problem]) -> tuple[WrittenSentence, ...]:
    """The sentences that may be shown; () if the answer as a whole may not, or too few of them are left."""
    if any(problem.sentence == EVERYTHING for problem in problems) or (problems and answer.task in _WHOLE):
        return ()
    refused = {problem.sentence for problem in problems}
    kept = tuple(sentence for number, sentence in enumerate(answer.sentences) if number not in refused)
    return kept if len(kept) >= _LEAST.get(answer.task, 1) else ()


def _counted(counts: _Counts, prompt: Prompt) -> WrittenTask:
    return WrittenTask(
        asked=counts.asked,
        shown=counts.shown,
        fell_back=counts.asked - counts.shown,
        reasons=dict(sorted(counts.reasons.items())),
        left_out=counts.left_out,
        version=prompt.version,
        sha256=prompt.sha256,
    )
