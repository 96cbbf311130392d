"""Text from outside made fit for places other than a quote: names, titles, excerpts, addresses, anchors.

A quote is never touched by anything here; it is escaped by the format that prints it, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

PAGE_LANGUAGE = "en"
NAME_CHARS = 60  # the longest account names on any platform read so far have 50
TITLE_CHARS = 160
EXCERPT_CHARS = 140  # two lines on a phone

# Controls, and the marks that turn the direction of all that follows them on the line.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff\u061c\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_NOT_IN_URL = re.compile(r"[\s<>\"\x00-\x1f\x7f]")
_NOT_IN_ANCHOR = re.compile(r"[^A-Za-z0-9_]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def plain(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, without controls; a cut is shown by an ellipsis."""
    line = _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_space = cut.rfind(" ")
    return (cut[:at_space] if at_space > limit // 2 else cut).rstrip(" ,;:-") + "…"


def name_of(author: str) -> str:
    """An author as shown."""
    return plain(author, NAME_CHARS) or "no name"


def title_of(text: str) -> str:
    """A title as shown."""
    return plain(text, TITLE_CHARS)


def excerpt_of(text: str) -> str:
    """The beginning of a post, to remind of it; not a quote."""
    return plain(text, EXCERPT_CHARS)


def safe_url(url: str) -> str:
    """The address if it is plain http or https, else ""."""
    if len(url) > 2000 or _NOT_IN_URL.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def url_as_text(url: str) -> str:
    """An address as a reader wants to see it: without scheme, shortened in the middle of its path."""
    text = plain(url, 2000).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return text if len(text) <= 72 else f"{text[:44]}…{text[-24:]}"


def language_of(lang: str) -> str:
    """A language tag that may stand in ``lang=``, else ""; also "" for the language of the page."""
    return lang if lang != PAGE_LANGUAGE and _LANGUAGE.fullmatch(lang) else ""


def anchors(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    """Id -> fragment name: readable, the same in every run, no two alike.

    Only ids whose readable form collides get a piece of their hash: the others stay as they are
    whatever else the digest holds.
    """
    named = {one: f"{prefix}-{_NOT_IN_ANCHOR.sub('-', one)[:80].strip('-')}" for one in ids}
    taken: dict[str, int] = {}
    for name in named.values():
        taken[name] = taken.get(name, 0) + 1
    return {one: name if taken[name] == 1 else f"{name}-{_short_hash(one)}" for one, name in named.items()}


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
