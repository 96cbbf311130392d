"""Sentences turned round by rule, for the training of the support model: denied, a denial taken back, a word made its opposite.

The rules are not those by which ``tests/quality`` makes its false sentences, and they are used on training topics only.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable

from miner.writer.checks.polarity import n_negations

_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|should|will|would|must|may|might)\b(?! not|n't|nt\b)", re.IGNORECASE
)
_AFTER = {"n't": re.compile(r"(?:is|are|was|were|could|should|would)", re.IGNORECASE)}
_DENIALS = ("not", "not", "not", "n't", "never", "hardly", "no longer")
_WHOLE = (
    "it is not true that {s}",
    "it is wrong to say that {s}",
    "nobody can say that {s}",
    "it is a myth that {s}",
    "{s} is simply false",
)
_CONFIRMED = ("it is true that {s}", "the point is that {s}", "it is right to say that {s}", "in short, {s}")
_LEADS = re.compile(r"\b(?:to|can|will|would|should|could|must|not|n't|they|we|people) ([a-z]{3,})\b")
_FEWEST_SEEN = 8  # times behind such a word, to be taken for a verb
_NO_VERBS = frozenset(
    "the this that these those have been being just also only and not for with such all any more most less same very own any their your our its his her"
    " them who what need are were was will would should could must can may might does did had has get a an even still really always never often".split()
)
_BEFORE_NOUNS = frozenset(
    "the a an this that these those of in on at to for with by from and or no more many such our their your its his her my as some any".split()
)
_SUBJECTS = frozenset("they we you i people children women men parents schools who".split())
_ANY_AUXILIARY = re.compile(
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
_NUMBER = re.compile(r"(?<![\w.,])\d{1,4}(?![\w.,]*\d)")


def verbs_of(texts: Iterable[str]) -> frozenset[str]:
    """Words that often stand where a verb stands, found in the texts themselves: no tagger is at hand."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(_LEADS.findall(text.lower()))
    return frozenset(word for word, times in seen.items() if times >= _FEWEST_SEEN) - _NO_VERBS


def denied(text: str, verbs: frozenset[str], rng: random.Random) -> str | None:
    """The sentence with a denial in it; None where it has one already or no rule fits."""
    if n_negations(text):
        return None
    if rng.random() < 0.12:
        return rng.choice(_WHOLE).format(s=uncapitalised(text))
    if found := _AUXILIARY.search(text):
        how = rng.choice(_DENIALS)
        gap = "" if how == "n't" and _AFTER["n't"].fullmatch(found[1]) else " "
        return text[: found.end()] + gap + ("not" if how == "n't" and gap else how) + text[found.end() :]
    return _verb_denied(text, verbs)


def _verb_denied(text: str, verbs: frozenset[str]) -> str | None:
    """With "does not" or "do not" before its first verb."""
    words = text.split(" ")
    for at in range(1, len(words)):
        word, before = words[at].lower(), words[at - 1].lower()
        if before in _BEFORE_NOUNS or not words[at].isalpha():
            continue
        plain = word[:-2] if word.endswith("es") and word[:-2] in verbs else word[:-1]
        if word.endswith("s") and plain in verbs and not before.endswith("ly"):
            return " ".join([*words[:at], "does", "not", plain, *words[at + 1 :]])
        if word in verbs and (before in _SUBJECTS or (before.endswith("s") and not before.endswith("ss"))):
            return " ".join([*words[:at], "do", "not", *words[at:]])
    return None


def denial_dropped(text: str) -> str | None:
    """The sentence without its first denial; None where it has none."""
    if not n_negations(text):
        return None
    for pattern, instead in _DROPS:
        if pattern.search(text):
            return re.sub(r"\s+", " ", pattern.sub(instead, text, count=1)).strip()
    if found := _ANY_AUXILIARY.search(text):  # "far from", "nowhere": denied once more
        return f"{text[: found.end()]} not{text[found.end() :]}"
    return f"It is not true that {text[:1].lower()}{text[1:]}"


def opposed(text: str, rng: random.Random) -> str | None:
    """The sentence with one word of a known pair of opposites replaced by the other."""
    places = [match for match in re.finditer(r"[A-Za-z]+", text) if _opposites(match.group())]
    if not places:
        return None
    found = rng.choice(places)
    return text[: found.start()] + rng.choice(_opposites(found.group())) + text[found.end() :]


def _opposites(word: str) -> list[str]:
    """Opposites in the form of the word, as far as its ending is just an s or a d."""
    small = word.lower()
    if small in OPPOSITES:
        return sorted(OPPOSITES[small])
    for ending in ("s", "d"):
        if small.endswith(ending) and small[:-1] in OPPOSITES:
            return sorted(
                other + ("" if ending == "d" and other[-1] != "e" else ending) for other in OPPOSITES[small[:-1]]
            )
    return []


def renumbered(text: str, rng: random.Random) -> str | None:
    """The sentence with its first number made another."""
    found = _NUMBER.search(text)
    return text[: found.start()] + str(int(found.group()) + rng.randint(2, 40)) + text[found.end() :] if found else None


def turned(text: str, verbs: frozenset[str], rng: random.Random) -> str | None:
    """The sentence turned round in one of the ways that fit."""
    dropped, other = denial_dropped(text), opposed(text, rng)
    made = (
        denied(text, verbs, rng),
        dropped,
        dropped,
        other,
        other,
    )  # the last two fit less often, so they count twice
    ways = [one for one in made if one is not None and one != text]
    return rng.choice(ways) if ways else None


def confirmed(text: str, rng: random.Random) -> str:
    """The same said with more words; none of them denies."""
    return rng.choice(_CONFIRMED).format(s=uncapitalised(text))


def uncapitalised(text: str) -> str:
    """As it stands within a sentence."""
    first = text.split(" ", 1)[0]
    small = text if first == "I" or (len(first) > 1 and first.isupper()) else text[:1].lower() + text[1:]
    return small.rstrip(" .")
