"""Tweets as Twitter's first API gave them (1.1): one, a list, a search result, or one a line (twarc, streams)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from miner.sources.base import Failed, Item, Layout, Skipped
from miner.sources.dates import read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.sources.tweet_records import Tweet, TweetId, tweet_id, tweet_items, tweet_link

_LISTS = ("statuses", "tweets")  # where objects keep a list of tweets: search results, collections
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
        return any(_is_tweet(value) for _, value in _objects(material)[1][:_LOOKED_AT])

    def items(self, material: Material) -> Iterator[Item]:
        layout, objects = _objects(material)
        yield Layout(text=layout)
        tweets: list[Tweet] = []
        for locator, value in objects:
            if isinstance(value, dict) and _is_tweet(value):
                tweets.append(_tweet(value, locator))
            else:
                yield _no_tweet(value)
        yield from tweet_items(tweets, material.place)


def _objects(material: Material) -> tuple[str, Sequence[tuple[str, Any]]]:
    """How the file holds its tweets, and each with where it stands."""
    value = material.sound_json
    if value is None:
        return "one tweet a line", [(f"line {number}", row) for number, row in material.json_rows]
    if isinstance(value, list):
        return "a list of tweets", [(f"/{number}", entry) for number, entry in enumerate(value)]
    for name in _LISTS:
        if isinstance(child(value, name), list):
            return f"a list in {name!r}", [(f"/{name}/{number}", entry) for number, entry in enumerate(value[name])]
    return "one tweet", [("", value)]


def _is_tweet(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(string(child(value, "user"), "screen_name"))
        and bool(_id(value, "id"))
        and any(isinstance(value.get(name), str) for name in ("full_text", "text"))
    )


def _no_tweet(value: object) -> Skipped | Failed:
    if value is None:
        return Failed(reason="broken line")
    if isinstance(value, dict) and len(value) == 1 and _NOTICES.intersection(value):
        return Skipped(reason=f"stream notice: {next(iter(value))}")
    return Failed(reason="object that is no tweet")


def _id(value: Mapping[str, Any], name: str) -> TweetId:
    """``id_str`` where it is there: JSON that went through JavaScript rounds ``id``."""
    return tweet_id(string(value, f"{name}_str") or str(number(value, name) or ""))


def _tweet(value: Mapping[str, Any], locator: str) -> Tweet:
    original, quoted = child(value, "retweeted_status"), child(value, "quoted_status")
    author, own_id = string(child(value, "user"), "screen_name"), _id(value, "id")
    whole = child(value, "extended_tweet") or value
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
    whole = child(original, "extended_tweet") or original
    return f"RT @{name}: {_full_text(whole)}" if text.rstrip().endswith("…") and name else text


def _links(entities: Mapping[str, Any]) -> tuple[str, ...]:
    urls = (string(url, "expanded_url") or string(url, "url") for url in children(entities, "urls"))
    return tuple(dict.fromkeys(url for url in urls if url))
