"""One object of ActivityStreams as a post: who said it, in which words, in answer to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from miner.sources.base import Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in
from miner.sources.dates import read_date
from miner.sources.html import HtmlText, read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, string
from miner.sources.social.conversations import NO_TEXT, SocialPost, address, prefixed
from miner.sources.social.texts import joined
from miner.transcript import Post, content_id

PLATFORM = "activitypub"
_ARTICLES = frozenset({"article", "page", "video", "audio", "event"})
POSTS = _ARTICLES | {"note", "comment", "question", "chatmessage", "document"}
_NOT_EDITED = timedelta(seconds=5)  # servers write both times, one after the other
_PLAIN = ("text/plain", "text/markdown", "text/bbcode")


def types_of(value: object) -> frozenset[str]:
    """The types of an object, lower case and without their prefix; of version 1 the kind of activity, too."""
    found: list[object] = []
    for name in ("type", "@type", "objectType", "verb"):
        field = child(value, name)
        found += field if isinstance(field, list) else [field]
    return frozenset(entry.rpartition("/")[2].lower() for entry in found if isinstance(entry, str) and entry)


def names_of(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Under which others refer to an object: its id, its addresses."""
    named = (string(value, "id"), string(value, "@id"), string(value, "atomUri"), *_links(value.get("url")))
    return tuple(dict.fromkeys(name for name in named if name))


def post_of(
    value: Mapping[str, Any], locator: str, activity: object = None, below: str = "", reposter: object = None
) -> SocialPost | Skipped:
    """The post in an object.

    Parameters
    ----------
    activity
        That brought it: its actor and time, for objects that name none.
    below
        The post whose replies held it.
    reposter
        The activity that repeats it; None for a post of its author.
    """
    answered = tuple(_references(value.get("inReplyTo")))
    if answered and _text(value, "name") and not _content(value)[0].text and reposter is None:
        return Skipped(reason="vote in a poll")
    kind = _kind(value, bool(answered or below))
    title, body, lang, flags = _words(value, kind)
    if not body.text:
        return Skipped(reason=NO_TEXT)
    if isinstance(reposter, dict):
        return _repost(value, reposter, body, lang, locator)
    names = names_of(value)
    author = _author(value, child(activity, "actor") or child(activity, "attributedTo"))
    said_at = string(value, "published") or string(activity, "published")
    published = read_date(said_at or string(value, "updated"))
    edited = read_date(string(value, "updated")).at
    if edited is not None and published.at is not None and edited - published.at < _NOT_EDITED:
        edited = None
    url, shared = _addresses(value)
    post = Post(
        id=prefixed(PLATFORM, names[0])
        if names
        else content_id(PLATFORM, author, string(value, "published"), body.text),
        thread_id="",
        text=body.text,
        kind=kind,
        author=author,
        quoted=body.quoted,
        posted_at=published.at,
        precision=published.precision,
        tz_assumed=published.tz_assumed,
        edited_at=edited,
        url=url,
        lang=lang,
        likes=_likes(value),
        hashtags=tuple(dict.fromkeys((*_tags(value, "Hashtag", "#"), *hashtags_in(body.text)))),
        mentions=_tags(value, "Mention", "@"),
        links=tuple(dict.fromkeys((*shared, *_without_people(body.links, value)))),
        flags=flags,
        locator=locator,
    )
    return SocialPost(post=post, answers=answered, nested_in=below, names=names, title=title)


def _repost(
    value: Mapping[str, Any], reposter: Mapping[str, Any], body: HtmlText, lang: str, locator: str
) -> SocialPost:
    names, own = names_of(value), names_of(reposter)
    author = _author({}, reposter.get("actor"))
    stamp = read_date(string(reposter, "published"))
    post = Post(
        id=prefixed(PLATFORM, own[0]) if own else content_id(PLATFORM, "repost", author, body.text),
        thread_id="",
        text=body.text,
        kind="repost",
        author=author,
        quoted=((0, len(body.text)),),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        lang=lang,
        repost_of=_author(value, None) or None,
        locator=locator,
    )
    return SocialPost(post=post, reposts=names[0] if names else "", names=own)


def _kind(value: Mapping[str, Any], is_reply: bool) -> Literal["article", "message", "comment"]:
    types = types_of(value)
    if types & _ARTICLES and not is_reply:
        return "article"
    return "comment" if "comment" in types else "message"


def _words(value: Mapping[str, Any], kind: str) -> tuple[str, HtmlText, str, tuple[str, ...]]:
    """Title, text, language and flags. A note may stand behind a warning, an article has an excerpt of itself."""
    content, lang = _content(value)
    title = " ".join(read_fragment(_text(value, "name") or string(value, "displayName")).text.split())
    summary = HtmlText(text=" ".join(read_fragment(_text(value, "summary")).text.split()))
    if kind == "article":
        return title, content if content.text else joined(HtmlText(text=title), summary), lang, ()
    warned = bool(summary.text and content.text) and summary.text not in (title, content.text)
    head = HtmlText(text="" if title in content.text else title)
    options = [clean(_text(option, "name")) for name in ("oneOf", "anyOf") for option in children(value, name)]
    choices = HtmlText(text="\n".join(filter(None, options)))
    body = joined(summary, head, content, choices) if warned else joined(head, content, choices)
    return title, body if body.text else summary, lang, ("content_warning",) if warned else ()


def _content(value: Mapping[str, Any]) -> tuple[HtmlText, str]:
    """The text in the author's first language, and that language."""
    by_language = child(value, "contentMap")
    versions = (
        {code: text for code, text in by_language.items() if isinstance(text, str)}
        if isinstance(by_language, dict)
        else {}
    )
    text = string(value, "content") or next(iter(versions.values()), "")
    same = [code for code, version in versions.items() if version == text] or (
        list(versions) if len(versions) == 1 else []
    )
    language = child(value, "language")
    lang = same[0] if same else string(language, "identifier")
    media_type = string(value, "mediaType")
    if media_type == "text/markdown":
        from miner.sources.links.markdown import read_markdown  # only a few servers write it

        return read_markdown(text, breaks=True), lang
    if media_type in _PLAIN:
        return HtmlText(text=clean(text), links=links_in(text)), lang
    return read_fragment(text), lang


def _text(value: object, name: str) -> str:
    """A field, or the first language of its map."""
    by_language = child(value, f"{name}Map")
    versions = by_language.values() if isinstance(by_language, dict) else ()
    return string(value, name) or next((text for text in versions if isinstance(text, str)), "")


def _author(value: Mapping[str, Any], actor: object) -> str:
    """The first person it is attributed to, as it is named; an address becomes name@host, as networks show it."""
    for field in (value.get("attributedTo"), value.get("author"), value.get("actor"), actor):
        people = field if isinstance(field, list) else [field]
        people = sorted(people, key=lambda person: child(person, "type") == "Group")  # the channel of a video
        for person in people:
            name = string(person, "preferredUsername") or _text(person, "name") or string(person, "displayName")
            if name:
                host = host_of(string(person, "id")) if string(person, "preferredUsername") else None
                return clean(f"{name}@{host}" if host else name)
            named = _name_in(person if isinstance(person, str) else string(person, "id") or string(person, "url"))
            if named:
                return named
    return ""


def _name_in(link: str) -> str:
    """``https://host/users/ann`` and ``acct:ann@host`` as ``ann@host``."""
    if link.startswith("acct:"):
        return clean(link[5:])
    host = host_of(link)
    if host is None:
        return clean(link[:200])
    parts = [part for part in urlsplit(link).path.split("/") if part]
    name = clean(unquote(parts[-1])).lstrip("@") if parts else ""
    return f"{name}@{host}" if name else host


def _references(field: object) -> Iterator[str]:
    """The posts named in ``inReplyTo``: an address, an object, or a list of them."""
    for entry in field if isinstance(field, list) else [field]:
        if isinstance(entry, str) and entry:
            yield entry
        elif isinstance(entry, dict):
            yield from names_of(entry)


def _links(field: object) -> Iterator[str]:
    """Addresses in ``url``: itself, a link object, or a list of them; those of pages only."""
    for entry in field if isinstance(field, list) else [field]:
        link = entry if isinstance(entry, str) else string(entry, "href")
        if link and string(entry, "mediaType") in ("", "text/html") and "\n" not in link:
            yield link


def _addresses(value: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The permalink, and addresses that the post shares: a page may have the one it talks about as its ``url``."""
    own = address(value, "id")
    pages = [link for link in _links(value.get("url")) if host_of(link) is not None]
    attached = [
        link
        for entry in children(value, "attachment")
        if string(entry, "type") == "Link"
        for link in _links(dict(entry).get("href"))
    ]
    elsewhere = [link for link in pages if own and host_of(link) != host_of(own)] if "page" in types_of(value) else []
    at_home = [link for link in pages if link not in elsewhere]
    return at_home[0] if at_home else own, tuple(link for link in (*elsewhere, *attached) if host_of(link) is not None)


def _tags(value: Mapping[str, Any], kind: str, sign: str) -> tuple[str, ...]:
    names = (clean(string(tag, "name")) for tag in _tag_list(value) if string(tag, "type") == kind)
    bare = (name.removeprefix(sign) for name in names if name)
    return tuple(dict.fromkeys(name.lower() if sign == "#" else name for name in bare))


def _without_people(links: tuple[str, ...], value: Mapping[str, Any]) -> Iterator[str]:
    """Addresses that the text shares: not those of the hashtags and people it names."""
    tagged = {string(tag, "href") for tag in _tag_list(value)}
    people = {name.partition("@")[0] for name in _tags(value, "Mention", "@")}
    for link in links:
        if link not in tagged and link.rpartition("/@")[2] not in people:
            yield link


def _tag_list(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    only = child(value, "tag")
    return [only] if isinstance(only, dict) else children(value, "tag")


def _likes(value: Mapping[str, Any]) -> int:
    total = child(child(value, "likes"), "totalItems")
    return total if isinstance(total, int) and 0 <= total < 10**12 else 0
