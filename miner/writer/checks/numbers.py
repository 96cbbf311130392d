"""Numbers, as figures and as words, and counts of people: how many say it, most of them, all of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from miner.writer.checks.base import Claim, folded, n_people
from miner.writer.checks.frames import AGREEMENT, GROUP, NUMBER_WORDS, PEOPLE_CLAIM
from miner.writer.records import EvidenceItem, Problem

_FIGURE = re.compile(r"\d(?:[\d.,:/]*\d)?")
_FRACTION = re.compile(r"\b(one|two|three|four|a|the)?[ -]?(half|halves|thirds?|quarters?|fifths?)\b", re.IGNORECASE)
_SHARE = {"half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5}
_TIMES = re.compile(
    r"\b(twice|double[sd]?|triple[sd]?|dozens?|hundreds|thousands|millions|billions?|majority|minority)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(rf"\b({'|'.join(word for word in NUMBER_WORDS if word not in ('one', 'zero'))})\b", re.IGNORECASE)
_COUNTED = re.compile(r"comments?|arguments?|posts?|repl|tweets?|answers?|contributions?|messages", re.IGNORECASE)
_DISCUSSION = re.compile(rf"\b{GROUP}\b", re.IGNORECASE)
# Words that say a number without being one: "two people" of "a couple".
_SAID_OTHERWISE = {
    "2": re.compile(r"\b(?:couples?|pairs?|both|twice|doubl\w+|twins?)\b"),
    "10": re.compile(r"\bdecades?\b"),
    "12": re.compile(r"\bdozens?\b"),
    "50": re.compile(r"\b(?:half|halves)\b"),
    "100": re.compile(r"\bcentur(?:y|ies)\b"),
}
_NEAR_ALL, _CONSENSUS, _MANY, _ABOUT = 0.85, 0.75, 0.25, 0.08


def numbers(claim: Claim) -> Iterator[Problem]:
    """Every number occurs in the cited arguments, or counts people or arguments (``quantities`` looks at those)."""
    text = _without_counts(claim)
    cited = claim.cited_text
    known = set(_figures(cited)) | (_said_in_words(cited) if claim.english else set())
    for figure in _figures(text):
        if figure not in known:
            yield claim.problem("numbers", f"the number {figure} does not stand in what is cited")
    if not claim.english:
        return
    for word in _WORDS.findall(text):
        if str(NUMBER_WORDS[word.casefold()]) not in known:
            yield claim.problem("numbers", f"the number {word!r} does not stand in what is cited")
    for match in (*_FRACTION.finditer(text), *_TIMES.finditer(text)):
        if folded(match.group().strip()) not in cited and match.group().strip().casefold().split()[-1] not in cited:
            yield claim.problem("numbers", f"{match.group().strip()!r} does not stand in what is cited")


def _said_in_words(cited: str) -> set[str]:
    """Numbers, in figures, that a text has in words."""
    plain = {str(value) for word, value in NUMBER_WORDS.items() if re.search(rf"\b{word}\b", cited)}
    return plain | {figures for figures, words in _SAID_OTHERWISE.items() if words.search(cited)}


def _figures(text: str) -> list[str]:
    """Numbers written in figures of any script, without the signs that group thousands."""
    digits = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and unicodedata.digit(sign, None) is not None else sign
        for sign in text
    )
    return [re.sub(r"[.,](?=\d{3}(?:\D|$))", "", figure) for figure in _FIGURE.findall(digits)]


def _without_counts(claim: Claim) -> str:
    """The sentence without its counts of people, which are judged by ``quantities``."""
    text = claim.text
    for match in reversed(_claims(claim)):
        text = text[: match.start("q")] + " " + text[match.end("q") :]
    return text


def _claims(claim: Claim) -> list[re.Match[str]]:
    """Counts of people who speak. "Many people die" is about the world: then the argument must have the words."""
    if not claim.english:
        return []
    found = []
    for match in PEOPLE_CLAIM.finditer(claim.text):
        group = (match["g"] or "").casefold()
        of_discussion = (
            bool(group)
            and _DISCUSSION.search(group)
            and not re.search(
                r"\b(?:people|persons?|individuals|members?|residents|users?|readers|group|community|sides?|camps?|of us|of them)$",
                group,
            )
        )
        if (of_discussion or match["rest"].strip()) and folded(match.group()) not in claim.cited_text:
            found.append(match)
    return found


def quantities(claim: Claim) -> Iterator[Problem]:
    """Counts and shares of people are those of the cited authors."""
    for match in _claims(claim):
        items = claim.cited
        counted = sum(item.copies for item in items) if _COUNTED.search(match["g"] or "") else n_people(items)
        whole = (
            sum(item.copies for item in claim.source.items)
            if _COUNTED.search(match["g"] or "")
            else claim.source.n_people
        )
        if re.search(r"\bsides?\b|\bcamps?\b", match["g"] or "", re.IGNORECASE):
            counted = whole = len({item.side for item in items if item.side})
        wrong = _wrong(match["q"].casefold(), counted, whole, sides_of(items))
        if wrong:
            yield claim.problem("quantity", f"{match.group().strip()!r}: {wrong}")
            return


def _wrong(said: str, counted: int, whole: int, n_sides: int) -> str:
    """What a count claims beyond the cited ones; "" when it is right."""
    share = counted / whole if whole else 0.0
    about = f"{counted} of {whole} are cited"
    exact = re.search(rf"\d[\d.,]*|\b(?:{'|'.join(NUMBER_WORDS)})\b(?![ -](?:third|quarter|fifth|half|halves))", said)
    fraction = _FRACTION.search(said)
    if re.search(r"%|percent|per cent", said) and exact:
        wanted = _value(exact.group()) / 100
        return "" if abs(share - wanted) <= _ABOUT else about
    if fraction and (fraction.group(2) or ""):
        parts = NUMBER_WORDS.get((fraction.group(1) or "one").casefold(), 1)
        wanted = parts * _SHARE[re.sub(r"(?<=third|arter|fifth)s$", "", fraction.group(2).casefold())]
        if re.search(r"more than|over", said):
            return "" if share > wanted else about
        return "" if abs(share - wanted) <= _ABOUT else about
    if exact:
        return "" if _value(exact.group()) == counted else about
    if re.search(r"nobody|no one|none|^no\b", said):
        return "that nobody says something is not in the evidence"
    nearly = re.search(r"nearly|almost|virtually|practically|vast|overwhelming|pretty much", said)
    if re.search(r"\ball\b|every|each", said) or nearly:
        return "" if share >= (_NEAR_ALL if nearly else 1.0) and whole > 1 else about
    if re.search(r"most|majority|more than half", said):
        return "" if share > 0.5 and counted > 1 else about
    if "both" in said:
        return "" if 2 in (counted, n_sides) else about
    if re.search(r"many|a lot|lots|plenty|dozens|hundreds|scores|a number", said):
        return "" if counted >= 3 and share >= _MANY else about
    if re.search(r"several|few|handful|couple", said):
        return "" if counted >= 2 else about
    return ""


def _value(word: str) -> float:
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    figures = re.sub(r"[.,]$", "", word)
    return (
        float(re.sub(r"[.,](?=\d{3}(?:\D|$))", "", figures).replace(",", "."))
        if re.fullmatch(r"\d+(?:[.,]\d+)*", figures) and figures.count(".") < 2
        else -1.0
    )


def agreement(claim: Claim) -> Iterator[Problem]:
    """That people agree is only said where the cited ones are three quarters of all, and stand on both sides."""
    match = AGREEMENT.search(claim.text) if claim.english else None
    if not match or folded(match.group()) in claim.cited_text or _claims(claim):
        return
    if re.fullmatch(r"agree[sd]? that", match.group().casefold()) and n_people(claim.cited) > 1:
        return
    share = n_people(claim.cited) / max(1, claim.source.n_people)
    if share < _CONSENSUS or n_people(claim.cited) < 2:
        yield claim.problem(
            "agreement", f"{match.group()!r}, and {n_people(claim.cited)} of {claim.source.n_people} people are cited"
        )
    elif sides_of(claim.source.items) > sides_of(claim.cited):
        yield claim.problem("agreement", f"{match.group()!r}, and only one side is cited")


def sides_of(items: tuple[EvidenceItem, ...]) -> int:
    """How many sides of a contrast some arguments stand on."""
    return len({item.side for item in items if item.side})
