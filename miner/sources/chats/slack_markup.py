"""Slack's own marks: ``<@U1>``, ``<#C1|general>``, ``<https://x|words>``, ``:tada:`` and three entities."""

from __future__ import annotations

import re
from collections.abc import Mapping

from miner.sources.chats.markup import chat_text
from miner.sources.html import HtmlText

_MARK = re.compile(r"<([@#!])?([^<>|\n]{1,2000})(?:\|([^<>]{0,2000}))?>")
_EMOJI = re.compile(r":([a-z0-9_+\-]{1,40}):(?::skin-tone-[2-6]:)?")
# The ones people type most; all others stay as they are written.
EMOJI = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "smile": "😄", "smiley": "😃", "grinning": "😀",
    "slightly_smiling_face": "🙂", "simple_smile": "🙂", "joy": "😂", "rofl": "🤣", "laughing": "😆", "wink": "😉",
    "blush": "😊", "heart": "❤️", "heart_eyes": "😍", "thinking_face": "🤔", "cry": "😢", "sob": "😭", "tada": "🎉",
    "clap": "👏", "pray": "🙏", "raised_hands": "🙌", "wave": "👋", "ok_hand": "👌", "muscle": "💪", "fire": "🔥",
    "rocket": "🚀", "eyes": "👀", "100": "💯", "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌",
    "warning": "⚠️", "point_up": "☝️", "point_right": "👉", "shrug": "🤷", "facepalm": "🤦", "sweat_smile": "😅",
    "sunglasses": "😎", "disappointed": "😞", "confused": "😕", "open_mouth": "😮", "star": "⭐", "bulb": "💡",
}  # fmt: skip


class SlackNames:
    """Who and what ids stand for: users as they are shown, channels by name, and which users are bots."""

    def __init__(self) -> None:
        self.users: dict[str, str] = {}
        self.channels: dict[str, str] = {}
        self.bots: set[str] = set()

    def text(self, raw: str) -> tuple[HtmlText, tuple[str, ...]]:
        """A message's text as people see it, and the users it mentions."""
        links: list[str] = []
        mentions: list[str] = []

        def shown(match: re.Match[str]) -> str:
            sign, target, words = match[1] or "", match[2], match[3] or ""
            if sign == "@":
                mentions.append(_name_of(target, words, self.users))
                return f"@{mentions[-1]}"
            if sign == "#":
                return f"#{words or self.channels.get(target, target)}"
            if sign == "!":
                return _special(target, words)
            if target.startswith(("http://", "https://")):
                links.append(_unescaped(target))
            return words or target.removeprefix("mailto:")

        plain = _unescaped(_MARK.sub(shown, raw))
        read = chat_text(_EMOJI.sub(lambda match: EMOJI.get(match[1], match[0]), plain))
        return HtmlText(text=read.text, quoted=read.quoted, links=tuple(dict.fromkeys((*links, *read.links)))), tuple(
            dict.fromkeys(mentions)
        )


def _name_of(user_id: str, words: str, users: Mapping[str, str]) -> str:
    return users.get(user_id) or words.removeprefix("@") or user_id


def _special(target: str, words: str) -> str:
    """``<!here>``, ``<!subteam^S1|@team>``, ``<!date^...|yesterday>``."""
    return words if words and "^" in target else f"@{words or target}"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
