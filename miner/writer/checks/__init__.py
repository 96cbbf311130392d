"""The check: what a writer wrote is compared with its evidence, sentence by sentence, before anything is shown.

One file a family of rules; each rule is given a ``Claim`` and yields problems. Rules of form come first: a sentence with
markup or hidden characters is not read any further, and the models, which cost time, are asked only about what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from miner.writer.checks.base import Claim, Rule, Source
from miner.writer.checks.language import language
from miner.writer.checks.names import names
from miner.writer.checks.numbers import agreement, numbers, quantities
from miner.writer.checks.quotation import attributions, quotations
from miner.writer.checks.sides import both_sides, own_side, pole_names
from miner.writer.checks.signs import hidden, leaks, lengths, links, markup
from miner.writer.checks.support import supported
from miner.writer.checks.titles import title
from miner.writer.records import Answer, Evidence, Problem

__all__ = ["RULES", "check"]

RULES = ("cites", "signs", "links", "leak", "length", "language", "names", "numbers", "quantity", "agreement", "quotation", "attribution", "title", "sides", "support", "reversed")  # fmt: skip
_FORM: tuple[Rule, ...] = (lengths, hidden, markup, links, leaks)
_WORDS: tuple[Rule, ...] = (language, names, numbers, quotations)
_PEOPLE: tuple[Rule, ...] = (quantities, agreement, attributions)
_SENTENCES = {"title": (1, 1), "poles": (2, 2), "summary": (1, 6), "overview": (1, 6), "questions": (1, 6)}
_SHORT_FORMS = ("title", "poles")


def check(answer: Answer, evidence: Evidence, taken: Collection[str] = ()) -> tuple[Problem, ...]:
    """What speaks against showing an answer.

    Parameters
    ----------
    taken
        Titles that other themes already have; those of ``evidence.neighbours`` count, too.

    Returns
    -------
    tuple of Problem
        () when all may be shown. ``sentence`` is the number of a sentence, from 0; -1: the answer as a whole.
    """
    source = Source(evidence)
    fewest, most = _SENTENCES[evidence.task]
    if (answer.task, answer.subject) != (evidence.task, evidence.subject):
        return (Problem(rule="cites", what="it answers another question", sentence=-1),)
    if not fewest <= len(answer.sentences) <= most:
        what = f"{len(answer.sentences)} sentences; {fewest} to {most} are shown"
        return (Problem(rule="length", what=what, sentence=-1),)
    claims = _claims(answer, source)
    found = [problem for claim in claims for problem in _of_one(claim, answer, taken)]
    if not found:
        found = list(pole_names(claims, source) if evidence.task == "poles" else both_sides(claims, source))
    return tuple(found)


def _claims(answer: Answer, source: Source) -> list[Claim]:
    """The sentences with the arguments they cite. A title or a pole without citations rests on all (of its side)."""
    claims = []
    for number, sentence in enumerate(answer.sentences):
        cited = tuple(source.by_id[one] for one in dict.fromkeys(sentence.cites) if one in source.by_id)
        if not sentence.cites and answer.task == "title":
            cited = source.items
        elif not sentence.cites and answer.task == "poles":
            cited = tuple(item for item in source.items if item.side == ("left", "right")[number])
        claims.append(Claim(number, sentence.text, cited, source))
    return claims


def _of_one(claim: Claim, answer: Answer, taken: Collection[str]) -> list[Problem]:
    """The problems of one sentence: those of the first family of rules that has any."""
    short = answer.task in _SHORT_FORMS
    families: Sequence[Iterator[Problem]] = (
        _cites(claim, answer.sentences[claim.number].cites),
        _all(_FORM, claim),
        _all(_WORDS, claim),
        title(claim, taken) if short else _all(_PEOPLE, claim),
        iter(()) if short or answer.task == "questions" else _all((supported, own_side), claim),
        _question(claim) if answer.task == "questions" else iter(()),
    )
    for family in families:
        if found := list(family):
            return found
    return []


def _all(rules: Sequence[Rule], claim: Claim) -> Iterator[Problem]:
    for rule in rules:
        yield from rule(claim)


def _cites(claim: Claim, cites: Sequence[str]) -> Iterator[Problem]:
    """Every cited argument exists, belongs to the subject and does not speak to the writer; there is one at least."""
    for one in cites:
        if one in claim.source.refused_ids:
            yield claim.problem("cites", f"{one} speaks to the writer and is no evidence")
        elif one not in claim.source.by_id:
            yield claim.problem("cites", f"{one!r} is no argument of this subject")
    if not claim.cited and not cites:
        yield claim.problem("cites", "it cites nothing")


def _question(claim: Claim) -> Iterator[Problem]:
    """A question sums up questions: it ends in a question mark and has no content word that they do not have."""
    from miner.clusters.words import is_content, tokens
    from miner.writer.checks.base import stands_in

    if not claim.text.rstrip().endswith(("?", "？", "؟")):
        yield claim.problem("support", "it is no question")
    new = [
        word
        for word in tokens(claim.text)
        if is_content(word) and not stands_in(word, claim.cited_stems, english=claim.english)
    ]
    if new:
        yield claim.problem("support", f"{new[0]!r} is no word of the cited questions")
