"""Tweets as Twitter's first API gave them (1.1): one, a list, a search result, or one a line (twarc, streams)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Literal

from miner.sources.base import Failed, Item, Layout, Skipped
from miner.sources.dates import read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.json_walk import JsonEntries, Located
from miner.sources.material import Material
from miner.sources.tweet_records import Tweet, TweetId, tweet_id, tweet_items, tweet_link

_LISTS = ("statuses", "tweets", "users")  # where objects keep a list: search results, collections, followers
_NOTICES = frozenset({"delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "warning", "disconnect"})
_LOOKED_AT = 20  # objects of a list or lines, for recognition: streams begin with a few notices


class TweetsV1:
    """Objects with ``user.screen_name``, a text, and an id; the long forms of a text are taken where they are."""

    name = "tweets_v1"
    reads = "tweets as JSON or JSON Lines of Twitter's API 1.1 (twarc)"
    example = "chat.jsonl"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if "screen_name" not in material.text[:200_000]:
            return False
        return any(
            is_tweet(value) or _is_account(value) for _, value in islice(_objects(JsonEntries(material)), _LOOKED_AT)
        )

    def items(self, material: Material) -> Iterator[Item]:
        entries = JsonEntries(material)
        yield Layout(text=_layout(entries))
        tweets: list[Tweet] = []
        for locator, value in _objects(entries):
            if isinstance(value, dict) and is_tweet(value):
                tweets.append(tweet_of(value, locator))
            else:
                yield _no_tweet(value)
        yield from tweet_items(tweets, material.place)


def _objects(entries: Iterable[Located]) -> Iterator[Located]:
    """What should be tweets, one by one: pages of an answer may stand one behind the other."""
    for locator, value in entries:
        yield from _page(locator, value)[1]


def _layout(entries: JsonEntries) -> str:
    """How the file holds its tweets, as its first value shows."""
    paged = next((_page(locator, value)[0] for locator, value in entries), "")
    if entries.layout == "one":
        return paged or "one tweet"
    of = "page" if paged else "tweet"
    return f"a list of {of}s" if entries.layout == "list" else f"one {of} a line"


def _page(locator: str, value: object) -> tuple[str, list[Located]]:
    """What a list, or an object with a list, holds; any other object is itself all that it holds."""
    if isinstance(value, list):
        return "a list of tweets", [(f"{locator}/{number}", entry) for number, entry in enumerate(value)]
    for name in _LISTS:
        entries = child(value, name)
        if isinstance(entries, list):
            return f"a list in {name!r}", [(f"{locator}/{name}/{at}", entry) for at, entry in enumerate(entries)]
    return "", [(locator, value)]


def is_tweet(value: object) -> bool:
    """Whether it is an object with an author's name, an id and a text."""
    return (
        isinstance(value, dict)
        and bool(string(child(value, "user"), "screen_name"))
        and bool(_id(value, "id"))
        and any(isinstance(value.get(name), str) for name in ("full_text", "text"))
    )


def _is_account(value: object) -> bool:
    """Whether it is a person: a file of followers holds no posts, but what people say of themselves looks like some."""
    return bool(string(value, "screen_name")) and number(value, "followers_count") is not None


def _no_tweet(value: object) -> Skipped | Failed:
    if value is None:
        return Failed(reason="broken line")
    if _is_account(value):
        return Skipped(reason="account")
    if isinstance(value, dict) and len(value) == 1 and _NOTICES.intersection(value):
        return Skipped(reason=f"stream notice: {next(iter(value))}")
    return Failed(reason="object that is no tweet")


def _id(value: Mapping[str, Any], name: str) -> TweetId:
    """``id_str`` where it is there: JSON that went through JavaScript rounds ``id``."""
    return tweet_id(string(value, f"{name}_str") or str(number(value, name) or ""))


def tweet_of(value: Mapping[str, Any], locator: str) -> Tweet:
    """The tweet in an object of API 1.1; other formats of Twitter bring theirs into that shape first."""
    original, quoted = child(value, "retweeted_status"), child(value, "quoted_status")
    author, own_id = string(child(value, "user"), "screen_name"), _id(value, "id")
    whole = _whole(value)
    entities = child(whole, "entities") or value  # some clients lift the lists out of "entities"
    text = _repost_text(value, original) if original else _shown(whole)
    return Tweet(
        text=text,
        id=own_id,
        author=author,
        stamp=read_date(string(value, "created_at")),
        url=tweet_link(author, own_id.digits),
        likes=number(value, "favorite_count") or 0,
        lang=string(value, "lang"),
        reply_to=_id(value, "in_reply_to_status_id"),
        reply_to_name=string(value, "in_reply_to_screen_name"),
        repost_of=_id(original, "id") if original else TweetId(),
        repost_name=string(child(original, "user"), "screen_name"),
        quotes=_id(value, "quoted_status_id") or (_id(quoted, "id") if quoted else TweetId()),
        hashtags=tuple(string(tag, "text") for tag in children(entities, "hashtags")),
        mentions=tuple(string(user, "screen_name") for user in children(entities, "user_mentions")),
        links=_links(entities),
        flags=("truncated",) if value.get("truncated") is True and whole is value and not original else (),
        locator=locator,
    )


def _whole(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of the object that holds the long form of the text."""
    long = child(value, "extended_tweet")
    return long if isinstance(long, dict) else value


def _full_text(value: Mapping[str, Any]) -> str:
    return string(value, "full_text") or string(value, "text")


def _shown(value: Mapping[str, Any]) -> str:
    """The text without the names it answers and the link to its picture, which Twitter put around it."""
    text, shown = _full_text(value), value.get("display_text_range")
    if isinstance(shown, list) and len(shown) == 2 and all(isinstance(end, int) for end in shown):
        return text[shown[0] : shown[1]] or text
    return text


def _repost_text(value: Mapping[str, Any], original: Mapping[str, Any]) -> str:
    """A repost whose text was cut is completed from the original that comes with it."""
    text, name = _full_text(value), string(child(original, "user"), "screen_name")
    whole = _whole(original)
    return f"RT @{name}: {_full_text(whole)}" if text.rstrip().endswith("…") and name else text


def _links(entities: Mapping[str, Any]) -> tuple[str, ...]:
    urls = (string(url, "expanded_url") or string(url, "url") for url in children(entities, "urls"))
    return tuple(dict.fromkeys(url for url in urls if url))
