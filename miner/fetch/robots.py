"""robots.txt: what a site asks programs to leave alone, and how long to pause.

Patterns become no regular expression: a row of stars in a hostile file costs no more than its length times that of the
address. Groups are chosen by the exact name, as the RFC has it; libraries take those whose name begins alike, too.

References
----------
RFC 9309, Robots Exclusion Protocol: groups by product token, the longest match wins, allow wins a tie, 500 KiB are
read. ``Crawl-delay`` is not in it, and is obeyed all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

MAX_BYTES = 500 * 1024
_TOKEN = re.compile(r"[a-z_-]+")
_SAFE = "/:@!$&'()*+,;=~%-._?[]"


@dataclass
class Rules:
    """What one group of the file says; the rules are (is it allowed, pattern)."""

    lines: list[tuple[bool, str]] = field(default_factory=list)
    delay: float | None = None

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be asked for."""
        if target == "/robots.txt":
            return True
        target = _plain(target)
        best, allowed = -1, True
        for is_allowed, pattern in self.lines:
            if (len(pattern) > best or (len(pattern) == best and is_allowed)) and _matches(pattern, target):
                best, allowed = len(pattern), is_allowed
        return allowed


FORBID_ALL = Rules([(False, "/")])  # of a file that cannot be reached
ALLOW_ALL = Rules()  # of one that is not there


def rules_for(body: bytes, product: str) -> Rules:
    """The rules for a program.

    Parameters
    ----------
    body
        The file; what lies behind its first 500 KiB is left aside.
    product
        The name that the program goes by; groups of that name are taken together, else those of ``*``.
    """
    own, common = Rules(), Rules()
    has_own = False
    for names, lines in _groups(body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")):
        if product.lower() in names:
            has_own = True
            _take(own, lines)
        elif "*" in names:
            _take(common, lines)
    return own if has_own else common


def _groups(text: str) -> Iterable[tuple[set[str], list[tuple[str, str]]]]:
    """Names and lines of each group; other fields (Sitemap) stand outside all of them."""
    names: set[str] = set()
    lines: list[tuple[str, str]] = []
    for line in re.split(r"[\r\n]+", text):
        key, separator, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not separator:
            continue
        if key == "user-agent":
            if lines:
                yield names, lines
                names, lines = set(), []
            found = _TOKEN.match(value.lower())
            names.add("*" if value.startswith("*") else found[0] if found else "")
        elif key in ("allow", "disallow", "crawl-delay") and names:
            lines.append((key, value))
    if names:
        yield names, lines


def _take(rules: Rules, lines: Iterable[tuple[str, str]]) -> None:
    for key, value in lines:
        if key == "crawl-delay":
            seconds = _seconds(value)
            rules.delay = seconds if rules.delay is None else max(rules.delay, seconds or 0.0)
        elif value:  # "Disallow:" with nothing behind it forbids nothing
            rules.lines.append((key == "allow", _plain(value)))


def _seconds(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value) else None


def _plain(text: str) -> str:
    """One way to write each sign: ``%7E`` and ``~`` are the same, ``%2F`` and ``/`` are not."""
    parts = re.split(r"(%[0-9A-Fa-f]{2})", text)
    return "".join(_sign(part) if number % 2 else quote(part, safe=_SAFE) for number, part in enumerate(parts))


def _sign(escaped: str) -> str:
    sign = unquote_to_bytes(escaped).decode("latin-1")
    return sign if sign.isascii() and (sign.isalnum() or sign in "-._~") else escaped.upper()


def _matches(pattern: str, target: str) -> bool:
    """Whether a pattern with stars, and ``$`` at its end, matches from the beginning; each piece as early as it can."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    if not rest:
        return not anchored or target == first
    at = len(first)
    *middle, last = rest
    for piece in middle:
        found = target.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if anchored:
        return len(target) - len(last) >= at and target.endswith(last)
    return target.find(last, at) >= 0
