"""Answers: the JSON that each task is answered with, as a schema, as a shape, and as records.

A shape is the same as the schema, as a regular expression: a writer that chooses its signs one by one can be held to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import msgspec

from miner.writer.records import Answer, Evidence, EvidenceItem, Task, WrittenSentence

MAX_SENTENCES = {"summary": 3, "overview": 5, "questions": 3}
LEAST_SENTENCES = {"summary": 1, "overview": 2, "questions": 1}
MAX_CITES = 4
MAX_CHARS = 320  # of a sentence
MAX_NAME_CHARS = 80  # of a title or the name of a pole
_OPENING = 20  # braces tried as the beginning of the answer: prose around it may hold some, too
_BLANKS = re.compile(r"\s+")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


class _Said(msgspec.Struct):
    text: str
    cites: list[int]


class _Named(msgspec.Struct):
    text: str
    cites: list[int] = []


class _Title(msgspec.Struct):
    title: str
    cites: list[int] = []


class _Poles(msgspec.Struct):
    left: _Named
    right: _Named


class _Sentences(msgspec.Struct):
    sentences: list[_Said]


class Unreadable(Exception):  # never shown as such: the writer is asked once more, then the extractive form stands
    """An answer that is not what was asked for, and why."""


def read_answer(text: str, evidence: Evidence) -> Answer:
    """The answer in what a model said; prose before and after its JSON is passed over.

    Numbers of quotes become ids; a number that no quote has becomes ``#17``, which no check lets through. A title or the
    name of a side without a number rests on the quotes that have its words.

    Raises
    ------
    Unreadable
    """
    said = _said_in(text, evidence.task)
    sentences = tuple(_sentence(one, place, evidence) for place, one in enumerate(said))
    if not sentences or any(not one.text for one in sentences):
        raise Unreadable("it holds a text that is empty")
    return Answer(task=evidence.task, subject=evidence.subject, sentences=sentences)


def schema_of(task: Task, n_items: int) -> dict[str, Any]:
    """The JSON Schema of an answer, in the words that servers with constrained decoding know."""
    cites = {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": n_items},
        "minItems": 1,
        "maxItems": MAX_CITES,
    }
    if task == "title":
        return _object(title={"type": "string"}, cites=cites)
    said = _object(text={"type": "string"}, cites=cites)
    if task == "poles":
        return _object(left=said, right=said)
    most = MAX_SENTENCES[task]
    return _object(sentences={"type": "array", "items": said, "minItems": LEAST_SENTENCES[task], "maxItems": most})


def shape_of(task: Task, n_items: int) -> str:
    """The answer as a regular expression, in one spelling, so that it can be written from left to right."""
    number = "(?:" + "|".join(str(n) for n in range(1, n_items + 1)) + ")"
    cites = rf'"cites": \[{number}(?:, {number}){{0,{MAX_CITES - 1}}}\]'
    if task == "title":
        return rf'\{{"title": {_text_shape(MAX_NAME_CHARS)}, {cites}\}}'
    if task == "poles":
        pole = rf"\{{\"text\": {_text_shape(MAX_NAME_CHARS)}, {cites}\}}"
        return rf'\{{"left": {pole}, "right": {pole}\}}'
    said = rf"\{{\"text\": {_text_shape(MAX_CHARS)}, {cites}\}}"
    least, most = LEAST_SENTENCES[task] - 1, MAX_SENTENCES[task] - 1
    return rf'\{{"sentences": \[{said}(?:, {said}){{{least},{most}}}\]\}}'


def _text_shape(most: int) -> str:
    return rf'"[^\s"\\\x00-\x1f](?:[^"\\\x00-\x1f]){{2,{most}}}"'


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _sentence(said: _Said | _Named, place: int, evidence: Evidence) -> WrittenSentence:
    text = _line(said.text)
    cites = tuple(dict.fromkeys(_id(n, evidence) for n in said.cites))
    if not cites and evidence.task in ("title", "poles"):
        side = ("left", "right")[place] if evidence.task == "poles" else ""
        cites = having_the_words(text, [item for item in evidence.items if item.side == side or not side])
    return WrittenSentence(text=text, cites=cites)


def having_the_words(name: str, items: Sequence[EvidenceItem]) -> tuple[str, ...]:
    """Ids of the quotes that the words of a name stand in, each after those before has a word more; then others of them."""
    from miner.clusters.words import is_content, stem, tokens

    wanted = {stem(word) for word in tokens(name) if is_content(word)}
    having = [(item.id, wanted.intersection(map(stem, tokens(item.text)))) for item in items]
    first, missing = [], wanted
    while best := max(having, key=lambda one: len(missing & one[1]), default=None):
        if not missing & best[1]:
            break
        first.append(best[0])
        missing = missing - best[1]
    others = sorted((one for one in having if one[1]), key=lambda one: -len(one[1]))
    return tuple(dict.fromkeys((*first, *(key for key, _ in others))))[:MAX_CITES]


def _said_in(text: str, task: Task) -> Sequence[_Said | _Named]:
    kind: Any = {"title": _Title, "poles": _Poles}.get(task, _Sentences)
    found = _decoded(text, kind)
    if isinstance(found, _Title):
        return [_Named(found.title, found.cites)]
    if isinstance(found, _Poles):
        return [found.left, found.right]
    return tuple(found.sentences)


def _decoded(text: str, kind: Any) -> Any:
    """The first JSON object in a text that has the form asked for."""
    text = _THOUGHT.sub("", text)
    problem = "it holds no JSON object"
    places = [place for place, sign in enumerate(text) if sign == "{"][:_OPENING]
    for place in places:
        try:
            return msgspec.json.decode(_object_at(text, place), type=kind)
        except (msgspec.DecodeError, RecursionError) as error:
            problem = str(error) if problem == "it holds no JSON object" else problem
    raise Unreadable(problem)


def _object_at(text: str, start: int) -> str:
    """From a brace to the one that closes it; to the end where none does."""
    depth, in_string, escaped = 0, False, False
    for place in range(start, len(text)):
        sign = text[place]
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = in_string
        elif sign == '"':
            in_string = not in_string
        elif not in_string and sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return text[start : place + 1]
    return text[start:]


def _line(text: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _id(number: int, evidence: Evidence) -> str:
    return evidence.items[number - 1].id if 1 <= number <= len(evidence.items) else f"#{number}"
