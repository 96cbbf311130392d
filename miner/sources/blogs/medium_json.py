"""Answers of Medium as JSON: threaded responses (GraphQL), and posts of the older interface (``?format=json``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Note
from miner.sources.blogs.comments import Comment, claim_note, summed, thread_items
from miner.sources.blogs.medium_text import read_paragraphs
from miner.sources.blogs.nested import Located, entries_of, id_of
from miner.sources.dates import Stamp, read_date
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material, check_depth
from miner.transcript import Thread

_PREFIX = "])}while(1);</x>"  # keeps browsers from running it as script
_RESPONSES = "threadedPostResponses"


class MediumAnswer:
    """A post with its responses, or responses alone."""

    name = "medium_json"
    reads = "posts and responses as JSON from Medium (GraphQL, or ?format=json)"
    example = "responses.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if material.head.startswith(_PREFIX):
            return True
        if f'"{_RESPONSES}"' not in material.text[:500_000]:
            return False
        return any(child(child(answer, "data"), "post") is not None for _, answer in _answers(material.sound_json))

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        if material.head.startswith(_PREFIX):
            yield from _payload(child(_without_prefix(material), "payload"))
            return
        posts: dict[str, Mapping[str, Any]] = {}
        comments: dict[str, list[Comment]] = {}
        n_more = 0
        for locator, answer in _answers(material.json):
            post = child(child(answer, "data"), "post")
            if not isinstance(post, Mapping):
                yield Failed("answer without a post")
                continue
            own = id_of(post)
            known = posts.get(own, {})
            posts[own] = {**known, **post} if "content" not in known else known
            for where, response, above in _threaded(post, f"{locator}/data/post"):
                n_more += _is_cut(response)
                comments.setdefault(own, []).append(comment_of(response, where, above))
            n_more += _is_cut(post)
        for own, post in posts.items():
            yield from _thread(own, post, comments.get(own, []))
        if n_more:
            yield Note(f"{n_more} list(s) of responses go on beyond what is in the file")


def comment_of(value: Mapping[str, Any], locator: str, above: Any = None) -> Comment:
    """A response as Medium describes it; its paragraphs must stand in it."""
    answered = id_of(above) or id_of(child(value, "inResponseToPostResult")) or string(value, "inResponseToPostId")
    url = string(value, "mediumUrl")
    return Comment(
        body=read_paragraphs(_paragraphs(value), string(value, "title").strip()),
        number=id_of(value),
        parent=answered,
        author=string(child(value, "creator"), "name") or string(child(value, "creator"), "username"),
        stamp=_moment(value, "firstPublishedAt", "createdAt"),
        url=url if host_of(url) else "",
        lang=string(value, "detectedLanguage")[:2],
        likes=number(value, "clapCount") or number(child(value, "virtuals"), "totalClapCount") or 0,
        locator=locator,
    )


def as_thread(value: Mapping[str, Any], locator: str) -> Comment:
    """A post as the opening of a thread."""
    return msgspec.structs.replace(comment_of(value, locator), kind="article", parent="")


def _answers(value: Any) -> list[Located]:
    """One answer, or the list of them that a batch of queries gives."""
    if isinstance(value, list):
        return [(f"/{n}", entry) for n, entry in enumerate(value)]
    return [("", value)]


def _threaded(post: Mapping[str, Any], locator: str) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Responses and their responses, without recursion."""
    waiting: list[tuple[str, Any, Any]] = [(where, entry, None) for where, entry in reversed(_responses(post, locator))]
    while waiting:
        where, entry, above = waiting.pop()
        if isinstance(entry, Mapping):
            yield where, entry, above
            waiting += [(inner, reply, entry) for inner, reply in reversed(_responses(entry, where))]


def _responses(value: Any, locator: str) -> list[Located]:
    return entries_of(child(value, _RESPONSES), "posts", f"{locator}/{_RESPONSES}")


def _is_cut(value: Any) -> bool:
    return child(child(child(value, _RESPONSES), "pagingInfo"), "next") is not None


def _paragraphs(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    model = child(child(value, "content"), "bodyModel") or child(child(value, "previewContent"), "bodyModel")
    return children(model, "paragraphs")


def _moment(value: Mapping[str, Any], *names: str) -> Stamp:
    """Milliseconds since the epoch."""
    written = next((found for name in names if (found := number(value, name))), 0)
    return read_date(str(written) if written else "")


def _thread(own: str, post: Mapping[str, Any], comments: list[Comment]) -> Iterator[Item]:
    opening = as_thread(post, "/data/post") if _paragraphs(post) else None
    url = string(post, "mediumUrl") or string(post, "canonicalUrl")
    claimed = number(post, "responsesCount")
    thread = Thread(
        id=f"medium:post-{own}",
        title=string(post, "title"),
        url=url if host_of(url) else "",
        platform="medium.com",
        n_claimed=claimed,
    )
    roots = [msgspec.structs.replace(entry, parent="" if entry.parent == own else entry.parent) for entry in comments]
    yield from thread_items(thread, roots, "medium", opening)
    yield from claim_note(claimed, len(comments))


def _without_prefix(material: Material) -> Any:
    text = material.text.lstrip("\ufeff \n\t").removeprefix(_PREFIX)
    check_depth(text.encode("utf-8", "replace"), material.place)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BrokenInput(material.place, f"it is not valid JSON ({error})", "Download it again.") from error


def _payload(payload: Any) -> Iterator[Item]:
    """The older interface: one post in ``value``, or a list of responses; people and posts beside it."""
    references = child(payload, "references")
    people = child(references, "User")
    main = child(payload, "value")
    listed: list[Any] = main if isinstance(main, list) else [main]
    values = {id_of(entry): entry for entry in listed if isinstance(entry, Mapping)}
    posts = child(references, "Post")
    if isinstance(posts, Mapping):
        values.update((str(key), entry) for key, entry in posts.items() if str(key) not in values)
    named = [_named(entry, people) for entry in values.values() if isinstance(entry, Mapping)]
    threads: dict[str, list[Comment]] = {}
    for entry in named:
        above = string(entry, "inResponseToPostId")
        if above:
            threads.setdefault(string(entry, "inResponseToRootPostId") or above, []).append(
                comment_of(entry, f"/payload/{id_of(entry)}")
            )
    by_id = {id_of(entry): entry for entry in named}
    for own in dict.fromkeys((*(id_of(entry) for entry in named if not string(entry, "inResponseToPostId")), *threads)):
        yield from _thread(own, by_id.get(own, {"id": own}), threads.get(own, []))


def _named(value: Mapping[str, Any], people: Any) -> dict[str, Any]:
    return {**value, "creator": child(people, string(value, "creatorId"))}
