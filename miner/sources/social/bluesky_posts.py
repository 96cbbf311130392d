"""One post of Bluesky: the record its author wrote, and the view of it that the interface adds counts and names to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from miner.sources.base import Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.social.conversations import NO_TEXT, SocialPost, prefixed
from miner.transcript import Post, content_id

PLATFORM = "bluesky"
POST = "app.bsky.feed.post"
_FACET = "app.bsky.richtext.facet#"


def post_of(value: Mapping[str, Any], locator: str, below: str = "") -> SocialPost | Skipped:
    """The post in a view, in a stored record with its address, or in a record alone.

    Parameters
    ----------
    below
        The address of the post whose reply it stood as.
    """
    record, uri = _record(value), string(value, "uri")
    text = clean(string(record, "text"))
    if not text:
        return Skipped(reason=NO_TEXT)
    answered = string(child(child(record, "reply"), "parent"), "uri")
    post = _bare(value, text, _stamp(value), uri or content_id(PLATFORM, string(record, "createdAt"), text), locator)
    return SocialPost(
        post=post,
        answers=(answered,) if answered else (),
        nested_in=below,
        quotes=quoted_in(value),
        names=(uri,) if uri else (),
    )


def repost_of(view: Mapping[str, Any], reason: Mapping[str, Any], locator: str) -> SocialPost | Skipped:
    """The post that somebody else brought into a feed, as that person's repost."""
    text, uri = clean(string(_record(view), "text")), string(view, "uri")
    if not text:
        return Skipped(reason=NO_TEXT)
    who = child(reason, "by")
    own = string(reason, "uri") or f"{uri}#{string(who, 'did')}"
    stamp = read_date(string(reason, "indexedAt"))
    post = Post(
        id=prefixed(PLATFORM, own),
        thread_id="",
        text=text,
        kind="repost",
        author=_name(who),
        quoted=((0, len(text)),),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        url=_link(view),
        repost_of=_author(view) or None,
        locator=locator,
    )
    return SocialPost(post=post, reposts=uri, names=(own,))


def quoted_in(value: Mapping[str, Any]) -> str:
    """The address of the post that a post shows below its text; "" if there is none."""
    embed = child(_record(value), "embed")
    inner = child(embed, "record")
    uri = string(inner, "uri") or string(child(inner, "record"), "uri")
    return uri if f"/{POST}/" in uri else ""


def _bare(value: Mapping[str, Any], text: str, stamp: Stamp, name: str, locator: str) -> Post:
    record = _record(value)
    facets = list(_facets(record))
    external = string(child(child(record, "embed"), "external"), "uri")
    links = [found for kind, found, _ in facets if kind == "link"] + [external]
    tags = [found for kind, found, _ in facets if kind == "tag"]
    tags += [tag for tag in child(record, "tags") or () if isinstance(tag, str)]
    mentions = [shown.lstrip("@") or found for kind, found, shown in facets if kind == "mention"]
    langs = child(record, "langs")
    return Post(
        id=name if name.startswith(f"{PLATFORM}:") else prefixed(PLATFORM, name),
        thread_id="",
        text=text,
        kind="message",
        author=_author(value),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        url=_link(value),
        lang=langs[0] if isinstance(langs, list) and langs and isinstance(langs[0], str) else "",
        likes=max(0, number(value, "likeCount") or 0),
        hashtags=tuple(dict.fromkeys((*(clean(tag).lstrip("#").lower() for tag in tags), *hashtags_in(text)))),
        mentions=tuple(dict.fromkeys(clean(name) for name in mentions if name)),
        links=tuple(dict.fromkeys((*(link for link in links if link.startswith("http")), *links_in(text)))),
        locator=locator,
    )


def _record(value: object) -> Any:
    """What the author wrote: in a view, in a stored record, or the value itself."""
    return child(value, "record") or child(value, "value") or value


def _facets(record: object) -> Iterator[tuple[str, str, str]]:
    """(link, mention or tag; its target; the words it stands on). Places count bytes of the text as UTF-8."""
    data = string(record, "text").encode("utf-8", "replace")
    for facet in children(record, "facets"):
        start, end = (number(child(facet, "index"), name) for name in ("byteStart", "byteEnd"))
        fits = start is not None and end is not None and 0 <= start < end <= len(data)
        shown = data[start:end].decode("utf-8", "ignore") if fits else ""
        for feature in children(facet, "features"):
            kind = string(feature, "$type").removeprefix(_FACET)
            found = string(feature, {"link": "uri", "mention": "did", "tag": "tag"}.get(kind, ""))
            if found:
                yield kind, found, shown


def _stamp(value: Mapping[str, Any]) -> Stamp:
    """When the author says it was written; when the service saw it, if that cannot be read."""
    stamps = (read_date(text) for text in (string(_record(value), "createdAt"), string(value, "indexedAt")))
    return next((stamp for stamp in stamps if stamp.at is not None), NO_DATE)


def _author(value: Mapping[str, Any]) -> str:
    return _name(child(value, "author")) or _owner(string(value, "uri"))


def _name(person: object) -> str:
    return clean(string(person, "handle") or string(person, "displayName") or string(person, "did"))


def _owner(uri: str) -> str:
    """The account in ``at://account/collection/key``."""
    return uri.removeprefix("at://").partition("/")[0] if uri.startswith("at://") else ""


def _link(value: Mapping[str, Any]) -> str:
    """The address of a post on the web."""
    uri = string(value, "uri")
    owner, _, key = _author(value), *uri.rpartition("/")[1:]
    return f"https://bsky.app/profile/{owner}/post/{key}" if f"/{POST}/" in uri and " " not in owner else ""
