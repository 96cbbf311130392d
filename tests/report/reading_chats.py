"""Reads what is written for Discourse, Slack and Discord by the rules that each documents."""

from __future__ import annotations

import html
import re

from reading_text import SOFT_HYPHEN, UNSEEN

# Discourse: its own quotes and folds count only on lines that hold nothing else.
DISCOURSE_OWN = re.compile(r'\[quote="[^"]*"\]|\[/quote\]|\[details="[^"]*"\]|\[/details\]')
# Slack: a mark opens where no letter stands before it (an unseen hyphen counts as one), and closes the same way.
SLACK_LIVE = re.compile(rf"(?<![\w{SOFT_HYPHEN}])([*_~`])(?=\S)[^\n]*?(?<=[^\s{SOFT_HYPHEN}])\1(?!\w)")
# Discord: what it makes a call of, escaped or not; and the links that have no preview.
DISCORD_CALLS = re.compile(r"@(?:everyone|here)|<@[!&]?\d+>|<#\d+>")
DISCORD_LINK = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]\(<https?://[^<>\s]+>\)|<https?://[^<>\s]+>")


def discourse_as_markdown(text: str) -> str:
    """Its own quotes as block quotes."""
    lines, inside = [], False
    for line in text.split("\n"):
        if DISCOURSE_OWN.fullmatch(line):
            inside = line.startswith("[quote")
            lines.append("")
        else:
            lines.append(f"> {line}" if inside else line)
    return "\n".join(lines)


def slack_words(text: str) -> str:
    """What is read of escaped words."""
    return html.unescape(text.replace(f"@{UNSEEN}", "@").replace(SOFT_HYPHEN, ""))


def discord_words(text: str) -> str:
    """What is shown of escaped words; a sign that is not escaped must have no meaning."""
    shown = re.sub(r"\\[^A-Za-z0-9\s]", "", text)
    assert not re.search(r"[*_~`|\[\]<>#\\]", shown), shown
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text).replace("@\u200b", "@")


def discord_quotes(parts: list[str]) -> list[str]:
    """The quotes of all messages; the pieces of a parted one still apart."""
    found: list[list[str]] = []
    inside = False
    for line in "\n".join(parts).split("\n"):
        if line.startswith("> "):
            words = discord_words(line[2:])
            found = [*found[:-1], [*found[-1], words]] if inside else [*found, [words]]
        inside = line.startswith("> ")
    return ["\n".join(lines) for lines in found]
