"""Mastodon and what speaks its interface (Pleroma, Akkoma, GoToSocial, Pixelfed): statuses in any of its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from selectolax.lexbor import LexborHTMLParser

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in
from miner.sources.dates import read_date
from miner.sources.html import HtmlText, read_fragment, read_node
from miner.sources.json_values import child, children, number, string
from miner.sources.json_walk import LAYOUTS, JsonEntries, Located, objects_in
from miner.sources.material import Material
from miner.sources.social.conversations import NO_TEXT, SocialPost, address, conversation_items, prefixed
from miner.sources.social.texts import Body, joined
from miner.transcript import Post

PLATFORM = "mastodon"
# Of a status; the first two with an account settle it. Accounts have the last.
_MARKS = ("spoiler_text", "reblogs_count", "in_reply_to_account_id", "favourites_count")
_ACCOUNT_MARKS = ("acct", "followers_count")
_REPEATED_ADDRESS = "p.quote-inline"  # "RE: https://..." for programs that do not show the quoted status
_LISTS_OF_OTHERS = ("accounts", "hashtags")  # beside the statuses of a search


class Mastodon:
    """Every object with ``content``, ``account`` and counts; quoted statuses are only context."""

    name = "mastodon"
    reads = "Mastodon statuses, threads, timelines, conversations and searches (JSON of its API)"
    example = "context.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        text = material.text[:200_000] if material.begins_like_json else ""
        if '"acct"' not in text:
            return False
        of_status = '"content"' in text and sum(f'"{mark}"' in text for mark in _MARKS) >= 2
        return of_status or all(f'"{mark}"' in text for mark in _ACCOUNT_MARKS)

    def items(self, material: Material) -> Iterator[Item]:
        yield from self.together([("", material)], material.place)

    def together(self, files: Sequence[tuple[str, Material]], place: str) -> Iterator[Item]:
        """Items of files that belong together, each with what its locators begin with."""
        several = [(prefix, *_entries(material)) for prefix, material in files]
        yield Layout(text="; ".join(dict.fromkeys(layout for _, layout, _ in several)))
        found: list[SocialPost] = []
        quoted: set[str] = set()
        for locator, entry in ((prefix + at, entry) for prefix, _, entries in several for at, entry in entries):
            n_statuses = 0
            for where, status in objects_in(entry, locator, _is_status):
                n_statuses += 1
                quoted.add(string(_quoted(status), "id"))
                item = _post(status, where)
                if isinstance(item, SocialPost):
                    found.append(item)
                else:
                    yield item
            if not n_statuses:
                yield Failed(reason="broken line") if entry is None else Skipped(reason="entry without a status")
        n_context = len(quoted - {""} - {entry.names[0] for entry in found})
        if n_context:
            yield Note(text=f"{n_context} quoted statuses came only as context of others and are no posts here")
        yield from conversation_items(found, PLATFORM, place)


def _entries(material: Material) -> tuple[str, Iterable[Located]]:
    """How the file holds its statuses, and each of its entries with where it stands."""
    entries = JsonEntries(material)
    value = next((value for _, value in entries), None) if entries.layout == "one" else None
    if isinstance(child(value, "descendants"), list):
        return "a thread around a status", _in_lists(value, "ancestors", "descendants")
    if isinstance(child(value, "statuses"), list):
        return "a search", _in_lists(value, "statuses", *_LISTS_OF_OTHERS)
    return LAYOUTS[entries.layout], entries


def _in_lists(value: object, *names: str) -> list[Located]:
    return [(f"/{name}/{at}", entry) for name in names for at, entry in enumerate(children(value, name))]


def _is_status(value: Mapping[str, Any]) -> bool:
    return (
        isinstance(value.get("content"), str)
        and bool(string(child(value, "account"), "acct"))
        and bool(_id(value, "id"))
        and any(mark in value for mark in _MARKS)
    )


def _id(value: object, name: str) -> str:
    """Ids are strings, but numbers on the servers of before 2017 and on some that are not Mastodon."""
    return string(value, name) or str(number(value, name) or "")


def _quoted(status: Mapping[str, Any]) -> object:
    quote = child(status, "quote")
    return child(quote, "quoted_status") or quote  # Mastodon since 4.4; Pleroma gives the status itself


def _post(status: Mapping[str, Any], locator: str) -> SocialPost | Skipped:
    if child(child(status, "account"), "bot") is True:
        return Skipped(reason="bot")
    original = child(status, "reblog")
    body = _body(original if isinstance(original, dict) else status)
    if not body.text:
        return Skipped(reason=NO_TEXT)
    return _repost(status, original, body, locator) if isinstance(original, dict) else _status(status, body, locator)


def _status(status: Mapping[str, Any], body: Body, locator: str) -> SocialPost:
    answered = _id(status, "in_reply_to_id")
    post = _bare(status, body, locator)
    return SocialPost(
        post=post,
        answers=(answered,) if answered else (),
        quotes=_id(_quoted(status), "id") or string(child(status, "quote"), "quoted_status_id"),
        names=(_id(status, "id"), string(status, "uri"), string(status, "url")),
    )


def _repost(status: Mapping[str, Any], original: Mapping[str, Any], body: Body, locator: str) -> SocialPost:
    post = _bare(status, Body(text=body.text, quoted=((0, len(body.text)),), links=body.links), locator, "repost")
    return SocialPost(post=post, reposts=_id(original, "id"), names=(_id(status, "id"),))


def _bare(status: Mapping[str, Any], body: Body, locator: str, kind: Literal["message", "repost"] = "message") -> Post:
    said = child(status, "reblog") if kind == "repost" else status
    stamp = read_date(string(status, "created_at"))
    tags = tuple(clean(string(tag, "name")).lower() for tag in children(said, "tags"))
    return Post(
        id=prefixed(PLATFORM, _id(status, "id")),
        thread_id="",
        text=body.text,
        kind=kind,
        author=clean(string(child(status, "account"), "acct")),
        quoted=body.quoted,
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        edited_at=read_date(string(status, "edited_at")).at,
        url=address(status, "url") or address(status, "uri"),
        lang=string(said, "language"),
        likes=max(0, number(status, "favourites_count") or 0),
        repost_of=clean(string(child(said, "account"), "acct")) if kind == "repost" else None,
        hashtags=tuple(dict.fromkeys((*filter(None, tags), *hashtags_in(body.text)))),
        mentions=tuple(dict.fromkeys(clean(string(user, "acct")) for user in children(said, "mentions"))),
        links=_shared(body.links, said),
        flags=("content_warning",) if string(said, "spoiler_text").strip() else (),
        locator=locator,
    )


def _body(status: Mapping[str, Any]) -> Body:
    """The warning before the text, the text, and what a poll lets choose from."""
    options = [clean(string(option, "title")) for option in children(child(status, "poll"), "options")]
    warning = HtmlText(text=clean(string(status, "spoiler_text")))
    return joined(warning, _content(string(status, "content")), HtmlText(text="\n".join(filter(None, options))))


def _content(html: str) -> HtmlText:
    if "quote-inline" not in html:
        return read_fragment(html)
    page = LexborHTMLParser(html)
    repeated = {node.mem_id for node in page.css(_REPEATED_ADDRESS)}
    return read_node(page.body, repeated) if page.body is not None else HtmlText(text="")


def _shared(links: tuple[str, ...], status: object) -> tuple[str, ...]:
    """Addresses without those of the people and hashtags that the text names."""
    named = {string(entry, "url") for name in ("mentions", "tags") for entry in children(status, name)}
    return tuple(link for link in links if link not in named and "/tags/" not in link)
