"""Text from outside made fit for places other than a quote: names, titles, excerpts, addresses, anchors.

A quote is never touched by anything here; it is escaped by the format that prints it, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from miner.report.languages.catalogues import SOURCE, gettext, spoken

NAME_CHARS = 60  # the longest account names on any platform read so far have 50
TITLE_CHARS = 160
EXCERPT_CHARS = 140  # two lines on a phone

# Controls, the marks that turn the direction of all that follows them on the line, signs that are seen by nobody, and
# what is no character.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# What belongs to a sign that is seen (joiners, kinds of an emoji), and is nothing by itself.
_NOTHING = re.compile("[\\s\u200c\u200d\u2800\ufe00-\ufe0f\U000e0000-\U000e01ef]*")
_SPACES = re.compile(r"\s+")
# A backslash is a slash to browsers, and all before an @ is a name for the server that only looks like another server.
_NOT_IN_URL = re.compile(r"[\s<>\"\\]")
_NOT_IN_ANCHOR = re.compile(r"[^A-Za-z0-9_]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def seen(text: str) -> str:
    """Text of several lines without controls, marks of direction and signs that are seen by nobody."""
    return _UNSEEN.sub("", text)


def plain(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, without what ``seen`` takes out; a cut is shown by an ellipsis."""
    line = _SPACES.sub(" ", seen(text)).strip()
    if _NOTHING.fullmatch(line):
        return ""
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_space = cut.rfind(" ")
    return (cut[:at_space] if at_space > limit // 2 else cut).rstrip(" ,;:-") + "…"


def name_of(author: str) -> str:
    """An author as shown."""
    return plain(author, NAME_CHARS) or gettext("no name")


def title_of(text: str) -> str:
    """A title as shown."""
    return plain(text, TITLE_CHARS)


def excerpt_of(text: str) -> str:
    """The beginning of a post, to remind of it; not a quote."""
    return plain(text, EXCERPT_CHARS)


def safe_url(url: str) -> str:
    """The address if it is plain http or https, and leads where it looks to lead, else ""."""
    if len(url) > 2000 or _NOT_IN_URL.search(url) or _UNSEEN.search(url):
        return ""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0  # a port that is no number raises
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and named else ""


def url_as_text(url: str) -> str:
    """An address as a reader wants to see it: without scheme, shortened in the middle of its path."""
    text = plain(url, 2000).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return text if len(text) <= 72 else f"{text[:44]}…{text[-24:]}"


def language_of(lang: str) -> str:
    """A language tag that may stand in ``lang=``, else ""; also "" for the language of the page.

    What is not known is taken for English on an English page, for a language that is not known (``und``) on others:
    a screen reader must not read everything with a German voice because the headings are German.
    """
    known = lang if _LANGUAGE.fullmatch(lang) else ""
    if not known and spoken() is not SOURCE:
        return "und"
    return known if known != spoken().code else ""


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


def short_anchors(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    """Id -> fragment name of nine letters, the same in every run: for the many posts of a page.

    Two that are alike, one page in a thousand, get their number among those alike.
    """
    taken: dict[str, int] = {}
    named = {}
    for one in ids:
        name = f"{prefix}{_short_hash(one)}"
        taken[name] = taken.get(name, 0) + 1
        named[one] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return named


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
