"""Askbot's JSON (``/api/v1/questions/``): questions with the beginning of their text; answers are only counted there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in, mentions_in
from miner.sources.dates import read_date
from miner.sources.html import read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.transcript import Post, Thread

_MARKS = ("answer_ids", "added_at", "last_activity_at", "summary")


class Askbot:
    """Each question is a thread of one post; its answers are noted as missing."""

    name = "askbot"
    reads = "Askbot questions as JSON of its API"
    example = "questions.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return '"answer_ids"' in material.text[:200_000] and bool(_questions(material.sound_json))

    def items(self, material: Material) -> Iterator[Item]:
        n_answers = 0
        for at, question in _questions(material.sound_json):
            own_number = number(question, "id")
            if own_number is None:
                yield Failed("question without a number")
                continue
            n_answers += number(question, "answer_count") or 0
            yield from _thread(question, own_number, at)
        if n_answers:
            yield Skipped("missing reply", n_answers)
            yield Note("this JSON holds questions alone; save the pages of the questions to read their answers")


def _questions(value: object) -> list[tuple[str, Mapping[str, Any]]]:
    found = [(f"/questions/{index}", entry) for index, entry in enumerate(children(value, "questions"))]
    if isinstance(value, Mapping) and not found:
        found = [("", value)]
    return [(at, entry) for at, entry in found if all(mark in entry for mark in _MARKS)]


def _thread(question: Mapping[str, Any], own_number: int, at: str) -> Iterator[Item]:
    url = string(question, "url")
    prefix = ":".join(part for part in ("askbot", host_of(url) or "") if part)
    thread_id = f"{prefix}:thread-{own_number}"
    n_answers = number(question, "answer_count")
    yield Thread(
        id=thread_id,
        title=clean(string(question, "title")),
        url=url if host_of(url) else "",
        platform="askbot",
        n_claimed=None if n_answers is None else n_answers + 1,
    )
    text = read_fragment(string(question, "text") or string(question, "summary"))
    stamp = read_date(string(question, "added_at") or str(number(question, "added_at") or ""))
    if not text.text:
        yield Skipped("empty")
        return
    yield Post(
        id=f"{prefix}:{own_number}",
        thread_id=thread_id,
        kind="article",
        author=string(child(question, "author"), "username"),
        text=text.text,
        quoted=text.quoted,
        links=text.links,
        hashtags=hashtags_in(text.text),
        mentions=mentions_in(text.text),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        url=url if host_of(url) else "",
        likes=max(0, number(question, "score") or 0),
        locator=at or "/",
    )
