"""Negation and opposites in English sentences: is a sentence turned round, and what would it be turned round?

A pair model sees a "not" only faintly. It sees better when it is asked twice: is the evidence nearer to the sentence, or to the
same sentence turned round? ``turned_round`` makes the second question.
"""

from __future__ import annotations

import re

from miner.clusters.words import stem, tokens

NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|scarcely|lacks?|lacking|fails? to|refuses? to|far from)\b"
    r"|n['’]t\b|\b(?:dont|doesnt|didnt|cant|wont|isnt|arent|wasnt|werent|shouldnt|wouldnt|couldnt)\b",
    re.IGNORECASE,
)
_NOT_NEGATIONS = re.compile(
    r"\b(?:not only|no doubt|no wonder|why not|whether or not|not just|not to mention|nothing but|no longer than)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|am|can|could|should|will|would|must|may|might|shall|ought)\b|\b(?:does|do|did|has|have|had)(?= (?:\w+ly )?\w+(?:ed|en)\b)",
    re.IGNORECASE,
)
_DROPS = (
    (re.compile(r"\bcannot\b|\bcan['’]?t\b", re.IGNORECASE), "can"),
    (re.compile(r"\bwon['’]?t\b", re.IGNORECASE), "will"),
    (re.compile(r"\b(?:do|does|did)(?: not|n['’]?t) ", re.IGNORECASE), ""),
    (re.compile(r"\b(\w+)n['’]t\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(is|are|was|were|should|would|could|does|do|did)nt\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\bwithout\b", re.IGNORECASE), "with"),
    (re.compile(r"\b(?:nobody|no one|none)\b", re.IGNORECASE), "everybody"),
    (re.compile(r"\bnothing\b", re.IGNORECASE), "everything"),
    (re.compile(r"\bnever\b", re.IGNORECASE), "always"),
    (re.compile(r"\bno\b", re.IGNORECASE), "much"),
    (re.compile(r"\b(?:fails?|refuses?) to ", re.IGNORECASE), ""),
    (re.compile(r"\blacks?\b", re.IGNORECASE), "has"),
    (re.compile(r"\b(?:not|hardly|barely|scarcely|neither|nor) ", re.IGNORECASE), ""),
)
# What denies without being a negation: prefixes, and words such as "too", "only", "instead".
_NEGATIVE = re.compile(
    r"\bun(?!der|it|iq|iform|ion|ivers|til|less|to\b)\w{3,}|\b\w{3,}(?<!un)less\b"
    r"|\bin(?:suffic|equal|fertil|secur|effect|adequa|capab|accura|justic|valid|human|abilit|effic|sensit|toler|visib|voluntar|appropr|conven|consist)\w*"
    r"|\bim(?:possib|moral|proper|perfect|practic|balanc)\w*|\bil(?:legal|logic)\w*|\bir(?:respons|relev|regular|ration)\w*"
    r"|\b(?:too|only|rather|instead|few|little|rare(?:ly)?|seldom|expensive|difficult|wrong|false|refus\w+|den(?:y|ies|ied)|avoid\w*|away|free of|against|zero)\b",
    re.IGNORECASE,
)
_REACH = 3  # words behind a negation that it is about
# Pairs of opposites: words of judging, growing and allowing, which carry the point of most arguments.
_PAIRS = """
increase decrease, increase reduce, raise lower, grow shrink, more less, more fewer, better worse, improve worsen, improve harm, help hurt,
help harm, help hinder, help hamper, benefit harm, benefit hurt, beneficial harmful, beneficial detrimental, good bad, right wrong, protect endanger, protect threaten,
safe dangerous, safe unsafe, safety danger, secure insecure, fair unfair, just unjust, equal unequal, equality inequality, moral immoral, ethical unethical, legal illegal, necessary unnecessary,
effective ineffective, important unimportant, useful useless, possible impossible, responsible irresponsible, encourage discourage, promote hinder, promote hamper, promote prevent, allow
forbid, allow prohibit, allow ban, allow prevent, permit forbid, ban legalize, cause prevent, support oppose, favor oppose, accept reject, include exclude, strengthen weaken, boost hurt, gain lose, win lose,
success failure, succeed fail, create destroy, build destroy, love hate, cheap expensive, cheaper costlier, easy hard, easy difficult, simple complex, high low, higher lower, positive negative, strong
weak, rich poor, free restricted, freedom restriction, start stop, begin end, keep abolish, keep abandon, keep scrap, adopt abandon, adopt reject, public private, always never, all none, everyone nobody, before after,
first last, early late, many few, most few, agree disagree, trust distrust, true false, advantage disadvantage, pro con, proven unproven, healthy unhealthy, natural unnatural, open closed, enough insufficient,
save waste, save cost, unite divide, same different, major minor, maximum minimum, minimize maximize, likely unlikely, limited unlimited, accurate inaccurate, fast slow, old new, large small, big small, long short
"""
OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _PAIRS.replace("\n", " ").split(","):
    _one, _other = _pair.split()
    OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
    OPPOSITES[_other] = OPPOSITES.get(_other, frozenset()) | {_one}
_BY_STEM: dict[str, frozenset[str]] = {}
for _word, _others in OPPOSITES.items():
    _BY_STEM[stem(_word)] = _BY_STEM.get(stem(_word), frozenset()) | {stem(other) for other in _others}


def n_negations(text: str) -> int:
    """How many negations stand in a text ("not only" is none)."""
    return len(NEGATION.findall(_NOT_NEGATIONS.sub(" ", text)))


def turned_round(text: str) -> str:
    """The sentence with its first negation taken out, or with one put in.

    Where there is no auxiliary to put it behind, the whole is denied ("It is not true that ...").
    """
    found = NEGATION.search(_NOT_NEGATIONS.sub(lambda match: "_" * len(match.group()), text))
    if found:
        for pattern, instead in _DROPS:
            if pattern.search(text):
                return re.sub(r"\s+", " ", pattern.sub(instead, text, count=1)).strip()
    auxiliary = _AUXILIARY.search(text)
    if auxiliary:
        return f"{text[: auxiliary.end()]} not{text[auxiliary.end() :]}"
    return f"It is not true that {text[:1].lower()}{text[1:]}"


def opposites_between(sentence: str, evidence: str) -> int:
    """Words of the sentence that the evidence does not have, but whose opposite it has."""
    theirs = {stem(word) for word in tokens(evidence)}
    own = {stem(word) for word in tokens(sentence)} - theirs
    return sum(bool(_BY_STEM.get(word, frozenset()) & theirs) for word in own)


def has_negative(text: str) -> bool:
    """Whether anything in a text denies: a negation, a prefix, or a word such as "too" or "instead"."""
    return n_negations(text) > 0 or _NEGATIVE.search(text) is not None


def negated_near(sentence: str, evidence: str) -> bool:
    """Whether a negation of the evidence stands right before a word that the sentence has, too."""
    own = {stem(word) for word in tokens(sentence) if len(word) > _REACH}
    words = tokens(evidence)
    return any(
        n_negations(word) > 0 and any(stem(other) in own for other in words[at + 1 : at + 1 + _REACH])
        for at, word in enumerate(words)
    )
