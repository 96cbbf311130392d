"""Stack Exchange as JSON: pages of its API with questions, answers and comments, nested or each in a file of their own."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.cleaning import mentions_in
from miner.sources.html import HtmlText, read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, string
from miner.sources.links.json_source import JsonSource
from miner.sources.links.making import (
    address_in,
    claimed_in,
    make_post,
    name_in,
    native_id,
    stamp_in,
    title_in,
    whole_in,
)
from miner.sources.links.markdown import read_markdown
from miner.sources.links.rows import Row, below
from miner.sources.reasons import READ_TWICE
from miner.transcript import Thread

NO_TEXT = "text not in the file: ask with filter=withbody"  # the API leaves bodies out unless a filter asks for them

_IDS = ("comment_id", "answer_id", "question_id")  # a comment has a post's number, an answer its question's


class StackExchange(JsonSource):
    """Posts and comments of one site count apart; whose they are is in the links, which name the site."""

    name = "stackexchange"
    reads = "Stack Exchange questions with answers and comments (its API) as JSON"
    example = "questions.json"
    marks = ('"owner"', '"quota_remaining"')

    def is_ours(self, value: object) -> bool:
        return _is_ours(value)

    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        yield from _Reading(found).items()


def _is_ours(value: object) -> bool:
    entries = child(value, "items")
    if isinstance(entries, list):
        return (
            "quota_remaining" in value or any(_kind(entry) for entry in entries[:3])
            if isinstance(value, Mapping)
            else False
        )
    return bool(_kind(value))


def _kind(value: object) -> str:
    """``question``, ``answer``, ``comment``; "" for anything else."""
    if not isinstance(value, Mapping) or "creation_date" not in value or not {"owner", "score"} & value.keys():
        return ""
    return next((name.removesuffix("_id") for name in _IDS if native_id(child(value, name)).isdecimal()), "")


class _Reading:
    def __init__(self, found: Iterable[Row]) -> None:
        self.found: dict[str, tuple[str, str, Mapping[str, Any]]] = {}  # id -> place, kind, value
        self.threads: dict[str, Thread] = {}
        self.odd: list[Item] = []
        self.accepted: set[str] = set()
        for place, value in found:
            self._gather(place, value)

    def items(self) -> Iterator[Item]:
        yield from self.odd
        question_of = self._questions()
        for own_id, (_, kind, value) in self.found.items():
            thread_id = question_of[own_id]
            if kind == "question" or thread_id not in self.threads:
                self.threads[thread_id] = _thread(thread_id, value if kind == "question" else {})
        yield from self.threads.values()
        for own_id, (place, kind, value) in self.found.items():
            yield self._post(own_id, question_of[own_id], place, kind, value)
        yield from self._claims()

    def _gather(self, place: str, value: Any) -> None:
        stack: list[tuple[str, Any, str]] = [(place, value, "")]
        while stack:
            here, entry, site = stack.pop()
            kind = _kind(entry)
            if isinstance(entry, list):
                stack += reversed([(f"{here}/{number}", inner, site) for number, inner in enumerate(entry)])
            elif isinstance(child(entry, "items"), list):
                self._note_page(entry)
                stack += reversed(_listed(here, entry, "items", site))
            else:
                site = _site(entry) or site
                if kind:
                    self._keep(here, kind, entry, site)
                else:
                    self.odd.append(Failed("broken line" if entry is None else "object that is no post"))
                stack += reversed([*_listed(here, entry, "answers", site), *_listed(here, entry, "comments", site)])

    def _note_page(self, answer: object) -> None:
        if child(answer, "has_more") is True:
            self.odd.append(Note("the site has more pages than this one"))

    def _keep(self, place: str, kind: str, value: Mapping[str, Any], site: str) -> None:
        own_id = _id(site, native_id(child(value, f"{kind}_id")), kind)
        if own_id in self.found and self.found[own_id][1] != kind:  # never on the sites, but in files made by hand
            own_id = f"{own_id}~{kind}"
        if own_id in self.found:
            self.odd.append(Skipped(READ_TWICE))
            return
        self.found[own_id] = (place, kind, value)
        accepted = native_id(child(value, "accepted_answer_id"))
        if kind == "question" and accepted:
            self.accepted.add(_id(site, accepted, "answer"))

    def _questions(self) -> dict[str, str]:
        """Each id -> the question it belongs to; the post itself where its question is in no file."""
        questions: dict[str, str] = {}
        for own_id, (_, kind, value) in self.found.items():
            site = own_id.partition(":")[2].rpartition("/")[0]
            above = _above(kind, value)
            if kind == "comment" and above:
                post_id = _id(site, above, "answer")
                post = self.found.get(post_id)
                question = _above("answer", post[2]) if post is not None and post[1] == "answer" else ""
                questions[own_id] = _id(site, question, "question") if question else post_id
            else:
                questions[own_id] = _id(site, above, "question") if above else own_id
        return questions

    def _post(self, own_id: str, thread_id: str, place: str, kind: str, value: Mapping[str, Any]) -> Item:
        body = _body(value, kind)
        if not body.text:
            return Skipped(NO_TEXT)
        site = own_id.partition(":")[2].rpartition("/")[0]
        above = _above(kind, value)
        is_accepted = child(value, "is_accepted") is True or own_id in self.accepted
        return make_post(
            own_id,
            thread_id,
            body,
            stamp_in(value, "creation_date"),
            place,
            kind="article" if kind == "question" else "comment",
            author=html.unescape(name_in(child(value, "owner"), "display_name")),
            parent_id=_id(site, above, "answer") if above else None,
            parent_source="native" if above else None,
            edited_at=stamp_in(value, "last_edit_date").at,
            url=address_in(value, "link", "share_link"),
            likes=whole_in(value, "score"),
            mentions=mentions_in(body.text) if kind == "comment" else (),
            flags=("accepted",) if is_accepted else (),
        )

    def _claims(self) -> Iterator[Item]:
        """What the questions say they have, where any of it came with them."""
        claimed = sum(thread.n_claimed or 0 for thread in self.threads.values())
        found = sum(kind == "answer" for _, kind, _ in self.found.values())
        if found and claimed > found:
            yield Note(f"the questions say {claimed} answer(s), {found} are in the file")


def _listed(place: str, value: object, name: str, site: str) -> list[tuple[str, Any, str]]:
    entries = child(value, name)
    return [(where, entry, site) for where, entry in below(name, place, entries if isinstance(entries, list) else [])]


def _above(kind: str, value: object) -> str:
    """The number of the post that it stands under; "" for a question."""
    return native_id(child(value, {"answer": "question_id", "comment": "post_id"}.get(kind, "")))


def _id(site: str, number: str, kind: str) -> str:
    prefix = f"stackexchange:{site}/" if site else "stackexchange:"
    return f"{prefix}c{number}" if kind == "comment" else f"{prefix}{number}"


def _site(value: object) -> str:
    """The host of its own link or of its author's."""
    return host_of(string(value, "link")) or host_of(string(child(value, "owner"), "link")) or ""


def _thread(thread_id: str, value: Mapping[str, Any]) -> Thread:
    title = title_in({"title": html.unescape(string(value, "title"))}, "title")
    return Thread(
        id=thread_id,
        title=title,
        url=address_in(value, "link"),
        platform="stackexchange",
        n_claimed=claimed_in(value, "answer_count"),
    )


def _body(value: Mapping[str, Any], kind: str) -> HtmlText:
    """The HTML; else the Markdown, which the API escapes; else, of a question, its title."""
    body = read_fragment(string(value, "body"))
    if not body.text:
        body = read_markdown(html.unescape(string(value, "body_markdown")), html=True)
    if not body.text and kind == "question":
        body = read_fragment(html.escape(html.unescape(string(value, "title"))))
    return body
