"""Topic sentences as statements of a side: their denials, and short wordings for and against what they are about."""

from __future__ import annotations

import re

AGAINST_VERBS = frozenset(
    "abandon abolish ban cancel close end fight limit oppose prohibit stop restrict criminalize disband".split()
)
AGAINST_ENDS = frozenset(
    {"banned", "abandoned", "ended", "abolished", "prohibited", "limited", "stopped", "restricted"}
    | {"a criminal offence"}
)
MODAL = re.compile(
    r"\b(should|must|is|are|was|were|can|could|will|would|may|might|has to|have to)\b(?! not|n't)", re.IGNORECASE
)
_DENIED = re.compile(r"\b(should|must|is|are|was|were|can|could|will|would) not\b")
_HARM = ("more harm than good", "more good than harm")

# {x} is what the topic is about, {s} its sentence.
FOR = (
    "{x} is good",
    "{x}: good",
    "for {x}",
    "{x} is a good thing",
    "I support {x}",
    "yes to {x}",
    "{x} does more good than harm",
    "we need {x}",
    "in favour of {x}",
    "{x}",
)
AGAINST = (
    "{x} is bad",
    "{x}: bad",
    "against {x}",
    "{x} is a bad thing",
    "I oppose {x}",
    "no to {x}",
    "{x} does more harm than good",
    "we do not need {x}",
    "not in favour of {x}",
    "no {x}",
)
AGREE = ("{s}: yes", "I agree: {s}", "it is true that {s}", '"{s}" is right', "{s} is good", "pro: {s}")
DISAGREE = ("{s}: no", "I disagree: {s}", "it is not true that {s}", '"{s}" is wrong', "{s} is bad", "con: {s}")


def denial(sentence: str) -> str | None:
    """The sentence with its first modal or copula denied, or a denial taken back; None where there is no simple way."""
    said = sentence.strip()
    for phrase, other in (_HARM, _HARM[::-1]):
        if phrase in said:
            return said.replace(phrase, other)
    if found := _DENIED.search(said):
        return said[: found.start()] + found[1] + said[found.end() :]
    if found := re.search(r"\bcannot\b", said):
        return said[: found.start()] + "can" + said[found.end() :]
    for word in ("should", "must"):
        if found := re.search(rf"\b{word}\b", said, re.IGNORECASE):
            return said[: found.end()] + " not" + said[found.end() :]
    found = MODAL.search(said)
    if found and found[1].lower() not in ("has to", "have to"):
        return said[: found.end()] + " not" + said[found.end() :]
    return None


def target(sentence: str) -> tuple[str, int] | None:
    """What a topic sentence is about, and +1 where agreeing with the sentence speaks for it, else -1."""
    said = sentence.strip().rstrip(".")
    if found := re.match(r"(.+?) brings? more (harm|good) than", said):
        return found[1], -1 if found[2] == "harm" else 1
    if found := re.match(r"(.+?) should be (.+)", said):
        return found[1], -1 if found[2] in AGAINST_ENDS else 1
    if "fight for the abolition of " in said:
        return said.split("fight for the abolition of ")[1], -1
    found = re.match(r"(?:We|This house) (?:should|would|must) (\w+) (.+)", said, re.IGNORECASE)
    if found and found[1].lower() != "not":
        return found[2], -1 if found[1].lower() in AGAINST_VERBS else 1
    return None


def wordings(sentence: str, thing: tuple[str, int] | None = None) -> tuple[list[str], list[str]]:
    """Ways to say (that the sentence is right, that it is wrong); ``thing`` where it is known what it is about."""
    low = sentence[0].lower() + sentence[1:]
    agree = [template.format(s=low) for template in AGREE]
    disagree = [template.format(s=low) for template in DISAGREE]
    denied = denial(sentence)
    if denied:
        disagree = [denied] * 4 + disagree
    about = thing or target(sentence)
    if about is None:
        return agree, disagree
    name, sign = about
    good, bad = [template.format(x=name) for template in FOR], [template.format(x=name) for template in AGAINST]
    return (agree + good, disagree + bad) if sign > 0 else (agree + bad, disagree + good)
