"""Escaping for Markdown (CommonMark with GitHub's additions): text from outside stays text.

Nothing is ever added to a quote but backslashes and entities, so that undoing them gives the quote back. One entity
is of a sign nobody sees: GitHub looks for names after all escapes are gone (``\\@name`` calls somebody), so a
zero-width space follows the @. The stored text of a post never holds that sign (``sources.cleaning``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from miner.report.outline.blocks import Line, Run

# Signs that open something anywhere in a line. Others (. ! ( ) - + =) only count at its start or after one of these.
_ALWAYS = re.compile(r"[\\`*_\[\]<>#|~&$@{}^]")
_NUMBERED = re.compile(r"^(\d+)\\\.")
_AT_LINE_START = re.compile(r"(?:[-+=:]|\d{1,9}[.)])")
_MENTION = re.compile(r"(?<![A-Za-z0-9_])\\@(?=\w)")  # after a letter it is an e-mail address
_NO_MENTION = "\\@&#8203;"
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~\n])|&#(\d+);")
_EDGE_SPACE = re.compile(r"^[ \t\xa0]+|[ \t]+$")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_NOT_IN_TARGET = re.compile(r"[\s()<>\[\]\\`\"{}|^]")


def escape(text: str) -> str:
    """Text of any number of lines, each safe wherever it starts."""
    return "\n".join(_line(line) for line in text.split("\n"))


def quote(text: str) -> str:
    """A quote as a block quote: line breaks kept, blank lines between paragraphs."""
    return "\n".join(f"> {line}".rstrip(" ") for line in paragraphs(text).split("\n"))


def paragraphs(text: str) -> str:
    """Text of several paragraphs: line breaks kept, blank lines between paragraphs."""
    lines = [_line(line) for line in text.split("\n")]
    ended = [
        f"{line}\\" if line and number + 1 < len(lines) and lines[number + 1] else line
        for number, line in enumerate(lines)
    ]
    return "\n".join(ended)


def unescape(text: str) -> str:
    """What ``paragraphs`` was given."""
    return _ESCAPED.sub(lambda found: found[1] or chr(int(found[2])), text.replace(_NO_MENTION, "@"))


def line(runs: Line, looks: bool = True) -> str:
    """Runs one after the other; ``looks``: whether bold and italic words are marked."""
    return "".join(_run(run, looks, _inside if number else escape) for number, run in enumerate(runs))


def heading(level: int, text: str) -> str:
    """A heading; a number that begins it needs no backslash, as it would in a list."""
    return f"{'#' * level} {in_heading(escape(text))}"


def in_heading(escaped: str) -> str:
    """Without the backslash after a number at the start of a line, where only a list would need it."""
    return _NUMBERED.sub(r"\1.", escaped)


def marked(text: str, mark: str, escape: Callable[[str], str] = escape) -> str:
    """Escaped text between marks, which must touch it: spaces stay outside."""
    inner = text.strip()
    if not inner:
        return text
    before, _, after = text.partition(inner)
    return f"{before}{mark}{escape(inner)}{mark}{after}"


def link(text: str, url: str) -> str:
    """``[text](url)``, or the text alone when there is no address; both are escaped here."""
    return f"[{escape(text)}]({target(url)})" if url else escape(text)


def target(url: str) -> str:
    """An address that ends where its link ends, and in which no entity is read."""
    return _ENTITY.sub("&amp;", target_without_entities(url))


def target_without_entities(url: str) -> str:
    """The same where no entities are read in addresses."""
    return _NOT_IN_TARGET.sub(_percent, url)


def _run(run: Run, looks: bool, escape: Callable[[str], str]) -> str:
    if run.url:
        return link(run.text, run.url)
    mark = "**" if run.bold else "_" if run.italic else ""
    return marked(run.text, mark if looks else "", escape)


def _line(line: str) -> str:
    escaped = _inside(line)
    if start := _AT_LINE_START.match(escaped):
        last = start.end() - 1
        escaped = f"{escaped[:last]}\\{escaped[last:]}"
    return _EDGE_SPACE.sub(lambda found: "".join(f"&#{ord(space)};" for space in found.group()), escaped)


def _inside(line: str) -> str:
    """Text within a line, where signs that open one mean nothing."""
    escaped = _ALWAYS.sub(r"\\\g<0>", line)
    escaped = _MENTION.sub(lambda _: _NO_MENTION, escaped)
    return _ADDRESS.sub(r"\\\g<0>", escaped)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8"))
