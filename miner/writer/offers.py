"""What a small model is offered instead of writing: parts of answers to choose from, all in the discussion's own words.

A model of a few hundred million parameters cannot say anything of its own that is in the quotes. But it can tell which of
some phrases goes with them: it reads the quotes once and weighs all phrases together, which also takes a tenth of the time
that writing takes. A title, or the name of a side, is a stretch of the quotes; a sentence joins what two people said, each
in a whole sentence of their own. What the check would refuse is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec

from miner.arguments.strength import speaks_for_others, strength_of
from miner.clusters.grammar import is_adjective, is_doing
from miner.clusters.words import STOPWORDS
from miner.embeddings.english import is_english
from miner.writer.answers import having_the_words
from miner.writer.checks import check
from miner.writer.nearness import nearest_first
from miner.writer.records import Answer, Evidence, EvidenceSide, WrittenSentence
from miner.writer.stretches import stretches

_MOST = 24  # phrases in a slot: each is read by the model
_MOST_HALVES = 5  # of those, one a person: the nearest to all quotes
_QUOTED = '"text": "'
_FIRST = '{"sentences": [{"text": "'
_LEAST_WORDS, _MOST_WORDS = 4, 16  # of a sentence that is joined with another
_LEAST_STRENGTH = 0.35  # see ``key_points``: below, a remark hardly argues
_FIRST_WORDS = 3  # among which a pronoun points to what was said before
_UNFINISHED = re.compile(
    r"\bin (?:order|terms|spite|case|addition|front)$", re.IGNORECASE
)  # "log complaints in order (to)"
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_PLAIN = re.compile(r"[A-Za-z]+(?:,? [A-Za-z]+(?:['’-][A-Za-z]+)*|['’-][A-Za-z]+)*[.!]?")
# Who writes is nobody of the discussion, and knows neither its "I" nor who "he" was.
_OF_ONE = frozenset("i i'm i've i'd i'll me my mine we we're we've we'd we'll us our ours he she his her him".split())
_POINTS_BACK = frozenset("it its it's this that these those there such so".split())
_OF_MANY = frozenset("they them their theirs they're they've they'll they'd".split())
_MANY = frozenset("people folk everyone everybody someone somebody nobody anyone anybody".split())
_FINITE = frozenset(
    """
    is are was were be has have had do does did can could will would shall should may might must go goes get gets make makes take
    takes come comes run runs want wants look looks say says ask asks
    """.split()
)
_SHORT_FORMS = ("n't", "'s", "'re", "'ve", "'ll", "'d")
_OPENS_CLAUSE = frozenset("who which that to".split())  # the verb behind it is not the sentence's own


class Phrase(msgspec.Struct, frozen=True):
    """``text`` as it would stand in the answer; ``number`` of the quote it is from (0: of several), and whose it is."""

    text: str
    number: int = 0
    person: str = ""


class Slot(msgspec.Struct, frozen=True):
    """A place in an answer, the text before it, and the phrases that may stand there."""

    before: str
    phrases: tuple[Phrase, ...]


class Offer(msgspec.Struct, frozen=True):
    """All places of an answer, in order; one person's phrases fill no two of them where there are others."""

    task: str
    slots: tuple[Slot, ...]


def offer_of(evidence: Evidence) -> Offer | None:
    """What a small model may choose from; None where the quotes have too little in common, or are not enough."""
    if evidence.task == "title":
        return _offer(evidence, [_slot('{"title": "', _titles(evidence))])
    if evidence.task == "poles":
        left, right = ([Phrase(text) for text in _names(evidence, side)] for side in ("left", "right"))
        return _offer(evidence, [_slot('{"left": {"text": "', left), _slot('"}, "right": {"text": "', right)])
    if evidence.task in ("questions", "overview"):  # what two people said is no overview of what fifty did
        return None
    return _offer(evidence, list(_sentence_slots(evidence)))


def answer_of(offer: Offer, chosen: Sequence[Phrase]) -> str:
    """The answer with what was chosen for each slot, as JSON."""
    texts = [phrase.text for phrase in chosen]
    said: Any
    if offer.task == "title":
        said = {"title": texts[0]}
    elif offer.task == "poles":
        said = {"left": {"text": texts[0]}, "right": {"text": texts[1]}}
    else:
        said = {"sentences": [_sentence(offer, chosen, at) for at in range(0, len(chosen), 2)]}
    return msgspec.json.encode(said).decode()


def _sentence(offer: Offer, chosen: Sequence[Phrase], at: int) -> dict[str, Any]:
    """A sentence of two halves: what stands before each, and what was chosen."""
    opening, join = (slot.before for slot in offer.slots[at : at + 2])
    one, other = chosen[at : at + 2]
    text = f"{opening.rpartition(_QUOTED)[2]}{one.text}{join}{other.text}."
    return {"text": _capital(text), "cites": sorted({one.number, other.number})}


def _offer(evidence: Evidence, slots: Sequence[Slot]) -> Offer | None:
    full = bool(slots) and all(slot.phrases for slot in slots)
    return Offer(evidence.task, tuple(slots)) if full else None


def _slot(before: str, phrases: Iterator[Phrase] | Sequence[Phrase]) -> Slot:
    return Slot(before, tuple(phrases)[:_MOST])


def _titles(evidence: Evidence) -> Iterator[Phrase]:
    """Stretches that pass as a title and are nearer to the quotes than the title that stands there anyway."""
    own, found = [item.text for item in evidence.items], stretches(evidence.items)
    ranked = nearest_first([*evidence.fallback, *found], own)
    nearer = set(ranked[: min(map(ranked.index, evidence.fallback), default=len(ranked))])
    for text in found:
        sentence = WrittenSentence(text=text, cites=having_the_words(text, evidence.items))
        if text in nearer and not _UNFINISHED.search(text) and not _problems(evidence, sentence):
            yield Phrase(text)


def _names(evidence: Evidence, side: str) -> list[str]:
    return stretches([item for item in evidence.items if item.side == side])


def _sentence_slots(evidence: Evidence) -> Iterator[Slot]:
    """A sentence of two halves, of two people; of two sides where there are two."""
    if evidence.language != "en" or not is_english([item.text for item in evidence.items]):
        return
    sides: tuple[EvidenceSide, EvidenceSide] = ("left", "right") if evidence.poles else ("", "")
    phrases = [_halves(evidence, side) for side in sides]
    if len({phrase.person for one in phrases for phrase in one}) < len(sides):
        return
    named = [f"{_capital(evidence.poles[0])}: ", f" {evidence.poles[1]}: "] if evidence.poles else ["", " "]
    yield _slot(f"{_FIRST}{named[0]}", phrases[0])
    yield _slot(f";{named[1]}", phrases[1])


def _halves(evidence: Evidence, side: EvidenceSide) -> list[Phrase]:
    """Whole sentences of the quotes that anybody might say, those nearest to all quotes (of the side)."""
    items = [(number, item) for number, item in enumerate(evidence.items, 1) if item.side == side]
    known_small = {word for _, item in items for word in item.text.split() if word.islower()} | STOPWORDS
    found = {
        _small(text): Phrase(_small(text), number, item.author or item.id)
        for number, item in items
        for text in map(str.strip, _SENTENCE.split(item.text))
        if _can_be_anybodys(text)
        and strength_of(text) >= _LEAST_STRENGTH
        and _is_no_name(text.split()[0].lower().rstrip(","), known_small)
        and not _problems(evidence, WrittenSentence(text=_capital(text), cites=(item.id,)))
    }
    ranked = nearest_first(list(found), [item.text for _, item in items])
    of_people: dict[str, Phrase] = {}
    for text in ranked:
        of_people.setdefault(found[text].person, found[text])  # one each: none is to fill both halves
    return list(of_people.values())[:_MOST_HALVES]


def _small(text: str) -> str:
    return text[0].lower() + text[1:].rstrip(".!")


def _is_no_name(word: str, written_small: Collection[str]) -> bool:
    """Whether a sentence's first word may be written small behind another sentence."""
    return word in written_small or is_doing(word) or is_adjective(word)


def _can_be_anybodys(text: str) -> bool:
    """Whether a sentence holds no more than words, speaks of nobody who was named before, and asks nothing."""
    words = text.lower().replace("’", "'").rstrip(".!").replace(",", "").split()
    return (
        _LEAST_WORDS <= len(words) <= _MOST_WORDS
        and _PLAIN.fullmatch(text) is not None
        and not (text.split()[0].isupper() and words[0] != "a")
        and _OF_ONE.isdisjoint(words)
        and _POINTS_BACK.isdisjoint(words[:_FIRST_WORDS])
        and _tells_who_they_are(words)
        and _has_a_verb(words)
        and speaks_for_others(text)
    )


def _tells_who_they_are(words: Sequence[str]) -> bool:
    """Whether a "they" stands behind those it speaks of."""
    first = next((at for at, word in enumerate(words) if word in _OF_MANY), None)
    if first is None:
        return True
    return any(
        word in _MANY or (word.endswith("s") and not word.endswith("'s") and word not in STOPWORDS)
        for word in words[:first]
    )


def _has_a_verb(words: Sequence[str]) -> bool:
    """Whether a sentence has a verb of its own: "the people who go there" has none."""
    for at, word in enumerate(words):
        finite = word in _FINITE or word.endswith(_SHORT_FORMS) or (is_doing(word) and not word.endswith("ing"))
        if finite and _OPENS_CLAUSE.isdisjoint(words[max(0, at - 2) : at]):
            return True
    return False


def _problems(evidence: Evidence, sentence: WrittenSentence) -> bool:
    """Whether a sentence alone would be refused."""
    answer = Answer(task=evidence.task, subject=evidence.subject, sentences=(sentence,))
    return any(problem.sentence == 0 for problem in check(answer, evidence))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
