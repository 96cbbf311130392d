"""Live chats of videos: YouTube's own records (yt-dlp, captures), and messages as chat-downloader and the API give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from miner.sources.base import Failed, Item, Layout, Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, string
from miner.sources.mail.speech import clock
from miner.sources.material import Material
from miner.sources.reasons import READ_TWICE
from miner.transcript import Post, Record, Thread, content_id

SUPERCHAT = "superchat"  # flag: paid to be seen
_SYSTEM, _NO_MESSAGE, _DELETED, _PAID = "system", "action that is no message", "deleted", "payment without words"
_HELD, _BROKEN = "held back by moderation", "broken line"
_TEXT = "liveChatTextMessageRenderer"
_SPOKEN = (_TEXT, "liveChatPaidMessageRenderer", "liveChatMembershipItemRenderer")
_MARKS = (
    '"replayChatItemAction"',
    '"addChatItemAction"',
    '"liveChatMessage',
    "youtube#liveChatMessage",
    '"message_type"',
)
# yt-dlp names files "Title [dQw4w9WgXcQ].live_chat.json".
_FILE = re.compile(r"(?P<title>.*?)\s*\[(?P<id>[\w-]{11})\](?:\.live_chat)?\.json.*$")
_OUTPUT_SPOKEN = (
    "text_message",
    "paid_message",
    "membership_item",
    "subscription",
    "resubscription",
    "cheer",
    "highlighted_message",
)
_EVENTS = ("textMessageEvent", "superChatEvent", "memberMilestoneChatEvent", "fanFundingEvent")
Located = tuple[str, Any]


class Spoken(Record, frozen=True):
    """A message of any of the three forms, or the reason why an object is none."""

    id: str = ""
    text: str = ""
    author: str = ""
    author_id: str = ""
    stamp: Stamp = NO_DATE
    links: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    reason: str = ""
    is_copy: bool = False  # shown once more: pinned, or in the row of payments
    locator: str = ""


class LiveChat:
    """Messages in order; what was paid for without words, joins and switches of mode are system messages."""

    name = "youtube_live_chat"
    reads = "live chats of YouTube: yt-dlp's live_chat.json, chat-downloader, answers of the API"
    example = "stream.live_chat.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        head = material.text[:20_000]
        if not material.begins_like_json or not any(mark in head for mark in _MARKS):
            return False
        for tried, (_, value) in enumerate(_objects(material)):
            if _is_known(value):
                return True
            if tried > 20:
                break
        return False

    def items(self, material: Material) -> Iterator[Item]:
        deleted, shown = _passed_over(material)
        named = _FILE.match(material.place.rpartition("/")[2])
        thread_id = f"youtube:{named['id']}:chat" if named else content_id("youtube", *sorted(shown))
        yield Thread(
            id=thread_id,
            title=named["title"] if named else "",
            url=f"https://www.youtube.com/watch?v={named['id']}" if named else "",
            platform="youtube",
            is_chat=True,
        )
        yield Layout(text="one action a line" if material.sound_json is None else "a list of actions")
        seen: set[str] = set()
        for locator, value in _objects(material):
            said = _said(value, locator)
            reason = said.reason or _reason(said, deleted, shown, seen)
            if reason:
                yield Failed(reason=reason) if reason == _BROKEN else Skipped(reason=reason)
                continue
            seen.add(said.id)
            yield _post(said, thread_id)


def _reason(said: Spoken, deleted: set[str], shown: set[str], seen: set[str]) -> str:
    """Why a message is no post of its own; "" if it is one."""
    if said.id in deleted or said.author_id in deleted:
        return _DELETED
    if said.id in seen or (said.is_copy and said.id in shown):
        return READ_TWICE
    return "" if said.text else "empty"


def _passed_over(material: Material) -> tuple[set[str], set[str]]:
    """Ids of messages and authors that were deleted, and of all messages that stand in the chat itself."""
    deleted: set[str] = set()
    shown: set[str] = set()
    for _, value in _objects(material):
        for name in ("markChatItemAsDeletedAction", "removeChatItemAction"):
            deleted.add(string(child(value, name), "targetItemId"))
        for name in ("markChatItemsByAuthorAsDeletedAction", "removeChatItemByAuthorAction"):
            deleted.add(string(child(value, name), "externalChannelId"))
        said = _said(value, "")
        if said.id and not said.is_copy:
            shown.add(said.id)
    return deleted - {""}, shown


def _objects(material: Material) -> Iterator[Located]:
    """Actions and messages one by one, out of the pages and replays that hold them."""
    value = material.sound_json
    if value is None:
        for line, row in material.objects():
            yield from _unpacked(row, f"line {line}")
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _unpacked(entry, f"/{place}")
    else:
        yield from _unpacked(value, "")


def _unpacked(value: object, locator: str) -> Iterator[Located]:
    replay = child(value, "replayChatItemAction")
    page = child(child(value, "continuationContents"), "liveChatContinuation")
    if replay is not None:
        offset = string(replay, "videoOffsetTimeMsec") or string(value, "videoOffsetTimeMsec")
        at = f", {clock(int(offset) / 1000)}" if offset.isdigit() and len(offset) < 12 else ""
        actions = child(replay, "actions")
        for action in actions if isinstance(actions, list) else [None]:
            yield f"{locator}{at}", action
    elif isinstance(child(page, "actions"), list):
        for place, action in enumerate(child(page, "actions")):
            yield from _unpacked_action(action, f"{locator}/continuationContents/liveChatContinuation/actions/{place}")
    elif string(value, "kind") == "youtube#liveChatMessageListResponse":
        for place, message in enumerate(children(value, "items")):
            yield f"{locator}/items/{place}", message
    else:
        yield locator, value


def _unpacked_action(action: object, locator: str) -> Iterator[Located]:
    replay = child(action, "replayChatItemAction")
    inner = child(replay, "actions") if replay is not None else None
    for entry in inner if isinstance(inner, list) else [action]:
        yield locator, entry


def _is_known(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    if string(value, "kind") == "youtube#liveChatMessage" or _is_output(value):
        return True
    return any(name.endswith(("ChatItemAction", "LiveChatTickerItemAction", "ToLiveChatCommand")) for name in value)


def _is_output(value: Mapping[str, Any]) -> bool:
    """Whether it is a message as chat-downloader writes them."""
    return isinstance(value.get("author"), Mapping) and "message_type" in value and "message_id" in value


def _said(value: object, locator: str) -> Spoken:
    if not isinstance(value, Mapping):
        return Spoken(reason=_BROKEN)
    if _is_output(value):
        return _from_output(value, locator)
    if string(value, "kind") == "youtube#liveChatMessage":
        return _from_api(value, locator)
    added = child(child(value, "addChatItemAction"), "item")
    if added is not None:
        return _from_item(added, locator)
    replaced = child(child(value, "replaceChatItemAction"), "replacementItem")
    if replaced is not None:
        return _from_item(replaced, locator)
    ticker = child(child(value, "addLiveChatTickerItemAction"), "item")
    if isinstance(ticker, Mapping):
        inner = next(iter(ticker.values()), None)
        shown = child(child(child(inner, "showItemEndpoint"), "showLiveChatItemEndpoint"), "renderer")
        return _from_item(shown, locator, is_copy=True)
    banner = child(child(child(value, "addBannerToLiveChatCommand"), "bannerRenderer"), "liveChatBannerRenderer")
    if banner is not None:
        return _from_item(child(banner, "contents"), locator, is_copy=True)
    return Spoken(reason=_NO_MESSAGE)


def _from_item(item: object, locator: str, is_copy: bool = False) -> Spoken:
    """One renderer: its name says what is shown."""
    kind = next(iter(item), "") if isinstance(item, Mapping) else ""
    renderer = child(item, kind)
    if kind not in _SPOKEN:
        known = {"liveChatPaidStickerRenderer": _PAID, "liveChatPlaceholderItemRenderer": _HELD}
        return Spoken(reason=known.get(kind, _SYSTEM))
    text, links = _runs(child(renderer, "message"))
    if not text and kind != _TEXT:
        return Spoken(reason=_PAID if kind == "liveChatPaidMessageRenderer" else _SYSTEM)
    return Spoken(
        id=string(renderer, "id"),
        text=text,
        author=_plain(child(renderer, "authorName")),
        author_id=string(renderer, "authorExternalChannelId"),
        stamp=read_date(string(renderer, "timestampUsec")),
        links=links,
        flags=(SUPERCHAT,) if kind == "liveChatPaidMessageRenderer" else (),
        is_copy=is_copy,
        locator=locator,
    )


def _plain(value: object) -> str:
    return clean(string(value, "simpleText") or _runs(value)[0])


def _runs(value: object) -> tuple[str, tuple[str, ...]]:
    """The text of a message, emoji as they are or by their names, and where its links lead."""
    parts: list[str] = [string(value, "simpleText")]
    links: list[str] = []
    for run in children(value, "runs"):
        emoji = child(run, "emoji")
        if isinstance(emoji, Mapping):
            parts.append(_emoji(emoji))
        parts.append(string(run, "text"))
        url = string(child(child(run, "navigationEndpoint"), "urlEndpoint"), "url")
        if url:
            links.append(_target(url))
    text = clean("".join(parts))
    full = tuple(dict.fromkeys(link for link in links if link.startswith("http")))
    return text, full or links_in(text)


def _emoji(emoji: Mapping[str, Any]) -> str:
    names = emoji.get("shortcuts")
    shortcut = names[0] if isinstance(names, list) and names and isinstance(names[0], str) else ""
    own = bool(emoji.get("isCustomEmoji"))
    return shortcut if own else string(emoji, "emojiId") or shortcut


def _target(url: str) -> str:
    """Where YouTube's redirection leads."""
    try:
        return (parse_qs(urlsplit(url).query).get("q") or [url])[0] if "/redirect?" in url else url
    except ValueError:
        return url


def _from_output(value: Mapping[str, Any], locator: str) -> Spoken:
    kind = string(value, "message_type")
    text = clean(string(value, "message"))
    if kind not in _OUTPUT_SPOKEN or (not text and kind != "text_message"):
        return Spoken(reason=_PAID if kind in ("paid_message", "paid_sticker") else _SYSTEM)
    author = child(value, "author")
    seconds = value.get("time_in_seconds")
    timed = isinstance(seconds, int | float) and 0 <= seconds < 1e7
    stamp = value.get("timestamp")
    return Spoken(
        id=string(value, "message_id"),
        text=text,
        author=string(author, "display_name") or string(author, "name"),
        author_id=string(author, "id"),
        stamp=read_date(str(stamp)) if isinstance(stamp, int) else NO_DATE,
        links=links_in(text),
        flags=(SUPERCHAT,) if kind == "paid_message" else (),
        locator=f"{locator}, {clock(float(seconds or 0))}" if timed else locator,
    )


def _from_api(value: Mapping[str, Any], locator: str) -> Spoken:
    snippet = child(value, "snippet")
    kind = string(snippet, "type")
    if kind not in _EVENTS:
        gone = kind in ("messageDeletedEvent", "tombstone")
        return Spoken(reason=_DELETED if gone else _NO_MESSAGE if kind.endswith("Ended") else _SYSTEM)
    paid = string(child(snippet, "superChatDetails"), "userComment")
    written = string(child(snippet, "textMessageDetails"), "messageText")
    milestone = string(child(snippet, "memberMilestoneChatDetails"), "userComment")
    text = clean(paid or written or milestone or (string(snippet, "displayMessage") if kind == _EVENTS[0] else ""))
    if not text and kind != _EVENTS[0]:
        return Spoken(reason=_PAID if kind == "superChatEvent" else _SYSTEM)
    return Spoken(
        id=string(value, "id"),
        text=text,
        author=string(child(value, "authorDetails"), "displayName"),
        author_id=string(snippet, "authorChannelId"),
        stamp=read_date(string(snippet, "publishedAt")),
        links=links_in(text),
        flags=(SUPERCHAT,) if kind == "superChatEvent" else (),
        locator=locator,
    )


def _post(said: Spoken, thread_id: str) -> Post:
    return Post(
        id=f"youtube:{said.id}" if said.id else content_id("youtube", said.author, str(said.stamp.at), said.text),
        thread_id=thread_id,
        kind="message",
        author=said.author,
        text=said.text,
        posted_at=said.stamp.at,
        precision=said.stamp.precision,
        hashtags=hashtags_in(said.text),
        mentions=mentions_in(said.text),
        links=said.links,
        flags=said.flags,
        locator=said.locator,
    )
