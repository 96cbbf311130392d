"""Text as it is stored: NFC, no control characters, no direction overrides, spaces folded."""

from __future__ import annotations

import re
import unicodedata

# C0/C1 controls but tab and newline; zero-width space, BOM, word joiner; direction overrides and isolates
# (they can make a quote read backwards); lone surrogates (cannot be written as UTF-8); soft hyphen.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Only what is to change matches, as most spaces are single ones within a line: any other space, or several.
_SPACES = re.compile(r"[^\S\n ][^\S\n]*+| [^\S\n]++")
_SPACE_AT_LINE_ENDS = re.compile(r" \n ?|\n ")
_BLANK_LINES = re.compile(r"\n{3,}")

URL = re.compile(r"https?://[^\s<>\"'\])}]+[^\s<>\"'\])}.,;:!?…]", re.IGNORECASE)
HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d]\w*)")
MENTION = re.compile(r"(?<![\w@/])@(\w{1,50})")


def clean(text: str) -> str:
    """The text that is stored and quoted from; cleaning twice changes nothing."""
    if _is_plain(text):
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    text = _SPACE_AT_LINE_ENDS.sub("\n", _SPACES.sub(" ", text))
    return (_BLANK_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip()


def _is_plain(text: str) -> bool:
    """Whether there is nothing to fold and nothing that cannot be seen: most texts, told without a pattern."""
    if "  " in text:
        return False
    if text.isprintable():  # one line
        return True
    return (
        "\n" in text
        and " \n" not in text
        and "\n " not in text
        and "\n\n\n" not in text
        and text.replace("\n", "").isprintable()
    )


def hashtags_in(text: str) -> tuple[str, ...]:
    """Hashtags without their sign, lower case, each once, in order."""
    return tuple(dict.fromkeys(match.lower() for match in HASHTAG.findall(text))) if "#" in text else ()


def mentions_in(text: str) -> tuple[str, ...]:
    """Names after an @, as written, each once, in order."""
    return tuple(dict.fromkeys(MENTION.findall(text))) if "@" in text else ()


def links_in(text: str) -> tuple[str, ...]:
    """http(s) addresses in the text, each once, in order."""
    return tuple(dict.fromkeys(URL.findall(text))) if "://" in text else ()
