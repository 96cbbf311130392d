"""What Twitter's web page itself loads: answers of its GraphQL interface, saved from a browser or by a scraper."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.json_values import child, children, number, string
from miner.sources.json_walk import LAYOUTS, JsonEntries, Located, objects_in
from miner.sources.material import Material, check_depth
from miner.sources.tweet_records import Tweet, tweet_items
from miner.sources.tweets_v1 import is_tweet, tweet_of

# Fields that hold a tweet of a timeline, a conversation or a search; quoted and reposted tweets stand inside one.
_HOLDERS = ("tweet_results", "tweetResult")
_NAMES = ("tweet_results", "tweetResult", "user_results")
# Of answers, as they are and (escaped) inside a HAR file; lists of users are answers without posts.
_MARK = re.compile(r'(?:tweet_results|tweetResult|user_results)\\?"\s*:\s*\{')
_TYPED = re.compile(r'__typename\\?"\s*:')
_UNAVAILABLE = frozenset({"TweetTombstone", "TweetUnavailable", "TweetPreviewDisplay"})
_SHOW_MORE = "ShowMore"  # how the types of cursors begin that stand for replies not loaded


class TweetsGraphql:
    """Everything under ``tweet_results``, wherever the answer keeps it; quoted tweets are only context."""

    name = "tweets_graphql"
    reads = "tweets as Twitter's web page loads them (GraphQL answers as JSON, JSON Lines or a HAR file)"
    example = "TweetDetail.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        text = material.text if material.begins_like_json else ""
        return any(name in text for name in _NAMES) and bool(_MARK.search(text) and _TYPED.search(text))

    def items(self, material: Material) -> Iterator[Item]:
        layout, answers = _answers(material)
        yield Layout(text=layout)
        tweets: list[Tweet] = []
        n_more = 0
        for locator, value in answers:
            if value is None:
                yield Failed(reason="broken answer")
            for where, holder in _holders(value, locator):
                if string(holder, "cursorType"):
                    n_more += 1
                    continue
                found = _tweet(holder, where)
                if isinstance(found, Tweet):
                    tweets.append(found)
                else:
                    yield found
        yield from _notes(tweets, answers, n_more)
        yield from tweet_items(tweets, material.place)


def _answers(material: Material) -> tuple[str, Iterable[Located]]:
    """How the file holds its answers, and each with where it stands; None for one that cannot be read."""
    entries = JsonEntries(material)
    value = next((value for _, value in entries), None) if entries.layout == "one" else None
    exchanges = children(child(value, "log"), "entries")
    if not exchanges:
        return LAYOUTS[entries.layout], entries
    answers = [(f"/log/entries/{number}", _body(exchange)) for number, exchange in enumerate(exchanges)]
    return "a HAR file", [(locator, body) for locator, body in answers if body != ""]


def _body(exchange: object) -> Any:
    """The JSON that came back in one exchange of a HAR file; "" for anything but tweets, None for broken JSON."""
    content = child(child(exchange, "response"), "content")
    text = string(content, "text")
    if string(content, "encoding") == "base64":
        try:
            text = base64.b64decode(text, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    if not any(f'"{name}"' in text for name in _HOLDERS):
        return ""
    try:
        check_depth(text.encode("utf-8", "replace"), "")
        return msgspec.json.decode(text)
    except (BrokenInput, msgspec.DecodeError, RecursionError):
        return None


def _holders(value: object, locator: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Objects that hold a tweet, and cursors for more replies."""
    return objects_in(value, locator, _is_holder)


def _is_holder(value: Mapping[str, Any]) -> bool:
    return any(name in value for name in _HOLDERS) or string(value, "cursorType").startswith(_SHOW_MORE)


def _tweet(holder: Mapping[str, Any], locator: str) -> Tweet | Skipped | Failed:
    if "promotedMetadata" in holder:
        return Skipped(reason="advertisement")
    name = next(name for name in _HOLDERS if name in holder)
    result = _unwrapped(child(holder[name], "result"))
    if not result or string(result, "__typename") in _UNAVAILABLE:
        return Skipped(reason="not available (deleted, private or withheld)")
    value = _as_v1(result)
    return tweet_of(value, f"{locator}/{name}/result") if is_tweet(value) else Failed(reason="object that is no tweet")


def _unwrapped(result: object) -> Mapping[str, Any]:
    """The tweet inside a ``TweetWithVisibilityResults``; {} where there is none."""
    inner = child(result, "tweet")
    found = inner if isinstance(inner, dict) else result
    return found if isinstance(found, dict) else {}


def _as_v1(result: Mapping[str, Any], with_others: bool = True) -> dict[str, Any]:
    """The object of API 1.1 that stands in ``legacy``, with what the web interface keeps beside it."""
    legacy = child(result, "legacy")
    value: dict[str, Any] = dict(legacy) if isinstance(legacy, dict) else {}
    value["id_str"] = string(result, "rest_id") or string(value, "id_str")
    user = child(child(child(result, "core"), "user_results"), "result")
    name = string(child(user, "core"), "screen_name") or string(child(user, "legacy"), "screen_name")
    value["user"] = {"screen_name": name}
    long = child(child(child(result, "note_tweet"), "note_tweet_results"), "result")
    if string(long, "text"):
        value["extended_tweet"] = {"full_text": string(long, "text"), "entities": child(long, "entity_set")}
    if with_others:
        reposted = _result_in(value, "retweeted_status_result") or _result_in(result, "retweeted_status_result")
        quoted = _result_in(result, "quoted_status_result")
        value["retweeted_status"] = _as_v1(reposted, with_others=False) if reposted else None
        value["quoted_status"] = _as_v1(quoted, with_others=False) if quoted else None
    return value


def _result_in(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _unwrapped(child(child(value, name), "result"))


def _notes(tweets: list[Tweet], answers: Iterable[Located], n_more: int) -> Iterator[Item]:
    if n_more:
        yield Note(text=f"in {n_more} places the page offered more replies, which were not loaded")
    claim = _claim(tweets, answers)
    if claim:
        yield claim
    present = {tweet.id.digits for tweet in tweets}
    n_context = len({tweet.quotes.digits for tweet in tweets if tweet.quotes and not tweet.is_repost} - present)
    if n_context:
        yield Note(text=f"{n_context} quoted tweets came only as context of others and are no posts here")


def _claim(tweets: list[Tweet], answers: Iterable[Located]) -> Note | None:
    """What the tweet that is answered most says of its replies, if that is more than there are."""
    n_replies = Counter(tweet.reply_to.digits for tweet in tweets if tweet.reply_to)
    wanted, found = max(n_replies.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    for locator, value in answers:
        for _, holder in _holders(value, locator):
            result = _unwrapped(child(child(holder, "tweet_results"), "result"))
            claimed = number(child(result, "legacy"), "reply_count")
            if string(result, "rest_id") == wanted and claimed is not None and claimed > found:
                return Note(text=f"tweet {wanted} says it has {claimed} direct replies, {found} were in the file")
    return None
