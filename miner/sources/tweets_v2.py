"""Tweets of Twitter's API 2: answers with ``data`` and ``includes``, or one a line (twarc2, flattened or not)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Literal

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.dates import read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.json_walk import LAYOUTS, JsonEntries, Located
from miner.sources.material import Material
from miner.sources.tweet_records import Tweet, TweetId, tweet_id, tweet_items, tweet_link

# Fields that, beside an id and a text, only these tweets have.
_MARKS = ("author_id", "conversation_id", "edit_history_tweet_ids", "note_tweet", "public_metrics", "referenced_tweets")
_LOOKED_AT = 20  # objects, for recognition: the first page may be empty


class TweetsV2:
    """Names come from ``includes.users`` of any page; who is not there is shown by number."""

    name = "tweets_v2"
    reads = "tweets as JSON or JSON Lines of Twitter's API 2 (twarc2)"
    example = "tweets.jsonl"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not any(f'"{mark}"' in material.text[:200_000] for mark in _MARKS):
            return False
        return any(_is_tweet(value) for _, value in islice(_objects(JsonEntries(material)), _LOOKED_AT))

    def items(self, material: Material) -> Iterator[Item]:
        pages = JsonEntries(material)
        yield Layout(text=LAYOUTS[pages.layout])
        context = _Context(pages)
        tweets: list[Tweet] = []
        for locator, value in _objects(pages):
            if isinstance(value, dict) and _is_tweet(value):
                tweets.append(_tweet(value, locator, context))
            else:
                yield Failed(reason="broken line" if value is None else "object that is no tweet")
        yield from context.left_out()
        yield from tweet_items(tweets, material.place)


def _objects(pages: Iterable[Located]) -> Iterator[Located]:
    """What should be tweets: the entries of ``data``, or the page itself if it is flat."""
    for locator, page in pages:
        data = child(page, "data")
        if isinstance(data, list):
            yield from ((f"{locator}/data/{number}", entry) for number, entry in enumerate(data))
        elif isinstance(data, dict):
            yield f"{locator}/data", data
        elif not _is_empty_page(page):
            yield locator, page


def _is_empty_page(page: object) -> bool:
    """A page without hits has its ``meta`` (or ``errors``) only."""
    return isinstance(page, dict) and "text" not in page and bool({"meta", "errors"}.intersection(page))


def _is_tweet(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("text"), str)
        and bool(tweet_id(string(value, "id")))
        and any(mark in value for mark in _MARKS)
    )


class _Context:
    """What the pages include besides their tweets: who wrote them, and tweets that they refer to."""

    def __init__(self, pages: Iterable[Located]) -> None:
        self.names: dict[str, str] = {}
        self.texts: dict[str, tuple[str, str]] = {}
        self.errors: Counter[str] = Counter()
        for _, page in pages:
            includes = child(page, "includes")
            flattened = (child(page, "author"), child(page, "in_reply_to_user"))
            users = [*children(includes, "users"), *(user for user in flattened if user)]
            self.names.update((string(user, "id"), string(user, "username")) for user in users)
            for tweet in (*children(includes, "tweets"), *children(page, "referenced_tweets")):
                self._include(tweet)
            self.errors.update(string(error, "title") or "error" for error in children(page, "errors"))

    def _include(self, tweet: Mapping[str, Any]) -> None:
        author = child(tweet, "author")
        if author:
            self.names[string(author, "id")] = string(author, "username")
        if string(tweet, "text"):
            self.texts[string(tweet, "id")] = (string(tweet, "author_id"), _full_text(tweet))

    def left_out(self) -> Iterator[Item]:
        for title, n in sorted(self.errors.items()):
            yield Skipped(reason=f"not delivered by the API: {title}", n=n)
        if self.texts:
            yield Note(text=f"{len(self.texts)} tweets came only as context of others and are no posts here")


def _full_text(value: Mapping[str, Any]) -> str:
    """The long form where there is one: ``text`` ends at 280 characters."""
    return string(child(value, "note_tweet"), "text") or string(value, "text")


def _tweet(value: Mapping[str, Any], locator: str, context: _Context) -> Tweet:
    references = {string(entry, "type"): entry for entry in children(value, "referenced_tweets")}
    author_id, own_id = string(value, "author_id"), tweet_id(string(value, "id"))
    entities = child(child(value, "note_tweet"), "entities") or child(value, "entities")
    reposted = string(references.get("retweeted"), "id")
    return Tweet(
        text=_repost_text(_full_text(value), reposted, context),
        id=own_id,
        author=context.names.get(author_id) or author_id,
        stamp=read_date(string(value, "created_at")),
        url=tweet_link(context.names.get(author_id, ""), own_id.digits),
        likes=number(child(value, "public_metrics"), "like_count") or 0,
        lang=string(value, "lang"),
        reply_to=_id(references.get("replied_to")),
        reply_to_name=context.names.get(string(value, "in_reply_to_user_id"), ""),
        repost_of=_id(references.get("retweeted")),
        repost_name=context.names.get(context.texts.get(reposted, ("", ""))[0], ""),
        quotes=_id(references.get("quoted")),
        hashtags=tuple(string(tag, "tag") for tag in children(entities, "hashtags")),
        mentions=tuple(string(user, "username") for user in children(entities, "mentions")),
        links=_links(entities),
        locator=locator,
    )


def _id(reference: object) -> TweetId:
    return tweet_id(string(reference, "id"))


def _repost_text(text: str, reposted: str, context: _Context) -> str:
    """A repost whose text was cut is completed from the original, if that is included."""
    author, original = context.texts.get(reposted, ("", ""))
    name = context.names.get(author, "")
    return f"RT @{name}: {original}" if name and text.rstrip().endswith("…") else text


def _links(entities: object) -> tuple[str, ...]:
    """Full addresses; those of the tweet's own pictures (``media_key``) are no links people shared."""
    urls = [url for url in children(entities, "urls") if "media_key" not in url]
    full = (string(url, "unwound_url") or string(url, "expanded_url") or string(url, "url") for url in urls)
    return tuple(dict.fromkeys(url for url in full if url))
