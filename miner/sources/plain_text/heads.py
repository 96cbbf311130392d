"""Lines that say whose comment follows, in the layouts sites leave when copied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from miner.sources.plain_text.boilerplate import is_furniture, opens_box, opens_comments
from miner.sources.plain_text.names import is_display_name
from miner.sources.plain_text.when import date_at_end

PROSE_WORDS = 12  # a line of as many words is running text
_VERBS = (
    r"(?:says?|said|wrote|writes|commented|replied|responded|sagte?|schrieb|schreibt|meint|dit|a\ dit|a\ écrit|dice|dijo|ha\ detto|scrive|"
    r"disse|diz|zegt|schreef|skrev|skriver|säger)"
).replace("\\ ", r"\s")
_SAYS = re.compile(rf"(?P<name>.{{1,60}}?)\s+{_VERBS}(?:\s+(?:on|at|am)\b)?\s*(?::|…|\.\.\.|,)?\s*\Z", re.IGNORECASE)
_ON_DATE_SAID = re.compile(
    rf"(?:on|am|le)\s+(?P<date>.{{6,60}}?),?\s+(?P<name>\S.{{0,40}}?)\s+{_VERBS}\s*:?\s*\Z", re.IGNORECASE
)
_BY = re.compile(
    r"(?P<what>posted|written|submitted|comment(?:ed)?|left|reply|answered|response)?\s*by:?\s+(?P<name>\S.{0,58}?)\s*(?:on|at|,|\||-|—|–|@)?\s*\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"#\s?\d{1,5}[.:)]?(?:\s*[|•·–-])?\s+(?:by\s+)?(?P<name>\S.{0,58})\Z|(?P<named>\S.{0,50}?)\s+#\d{1,5}\Z",
    re.IGNORECASE,
)
_REPLY_TO = re.compile(
    r"(?P<name>.{1,60}?)\s*(?:\bin\s+reply\s+to\b|\brepl(?:ied|ying)\s+to\b|→|➤|▶|►|↪|>|\bals\s+antwort\s+auf\b)\s*@?(?P<other>.{1,60})\Z",
    re.IGNORECASE,
)
_BADGES = re.compile(
    r"\s+(?:\(?(?:author|op|moderator|mod|staff|verified|admin|subscriber|member|guest|top\ commenter)\)?)\Z",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[•*·○▪-]\s+)?")


@dataclass(frozen=True)
class Head:
    """Whose comment follows: ``line`` is its first line, ``body`` the first line of the comment."""

    line: int
    body: int
    author: str
    date: str = ""
    answers: str = ""
    indent: int = 0
    family: str = "dated"


def find_heads(lines: Sequence[str]) -> list[Head]:
    """The heads of the layout that occurs most often; other lines that look like heads are text."""
    families: dict[str, list[Head]] = {"dated": [], "says": [], "number": []}
    number = 0
    while number < len(lines):
        head = head_at(lines, number)
        if head is None:
            number += 1
            continue
        if head.date:
            families["dated"].append(head)
        if head.family != "dated":
            families[head.family].append(head)
        number = head.body
    if len(families["number"]) < 2 and not any(head.date for head in families["number"]):
        families["number"] = []
    return max(families.values(), key=len)


def head_at(lines: Sequence[str], number: int) -> Head | None:
    """The head that begins at a line, if one does."""
    line = lines[number]
    text = _BULLET.sub("", line).strip()
    if not text or len(text) > 160 or len(text.split()) > 20:
        return None
    indent = len(line) - len(line.lstrip())
    on_one = _one_line(text)
    if on_one is not None:
        author, date, family = on_one
        body = number + 1
        if not date:
            date, body = _date_below(lines, body)
        return _head(number, body, author, date, indent, family) if date or family != "dated" else None
    if not _stands_alone(lines, number) or is_furniture(text) or opens_box(text) or opens_comments(text):
        return None
    date, body = _date_below(lines, number + 1)
    name = _BADGES.sub("", text)
    if date and body > number + 1 and is_display_name(_split_reply(name)[0]):
        return _head(number, body, name, date, indent, "dated")
    return None


@lru_cache(maxsize=4096)  # of short lines; the same ones come again and again on a page
def _one_line(text: str) -> tuple[str, str, str] | None:
    """(author, date, family) of a head on one line; the date may be empty."""
    split = date_at_end(text)
    before, date = split if split is not None else (text.rstrip(), "")
    said = _ON_DATE_SAID.fullmatch(text)
    if said and date_at_end(said["date"]) and is_display_name(said["name"]):
        return said["name"], said["date"], "says"
    for pattern, family in ((_SAYS, "says"), (_NUMBER, "number"), (_BY, "dated")):
        match = pattern.fullmatch(before)
        if match is None:
            continue
        groups = match.groupdict()
        name = _BADGES.sub("", (groups.get("name") or groups.get("named") or "").strip())
        if family == "says" and not date and not text.rstrip().endswith((":", "…", "...")):
            continue
        if family == "dated" and not date and groups.get("what", "") != "comment":
            continue
        if is_display_name(_split_reply(name)[0]):
            return name, date, family
    name = _BADGES.sub("", before)
    if date and before and is_display_name(_split_reply(name)[0]):
        return name, date, "dated"
    return None


def _head(line: int, body: int, author: str, date: str, indent: int, family: str) -> Head:
    name, answers = _split_reply(author)
    return Head(line, body, name.strip(" ,:"), date, answers.strip(" ,:"), indent, family)


def _split_reply(name: str) -> tuple[str, str]:
    match = _REPLY_TO.fullmatch(name.strip())
    return (match["name"].strip(), match["other"].strip()) if match else (name.strip(), "")


def _date_below(lines: Sequence[str], start: int) -> tuple[str, int]:
    """A date on a line of its own within the next lines (buttons and badges may stand between), and the line behind it."""
    for number in range(start, min(start + 4, len(lines))):
        text = _BULLET.sub("", lines[number]).strip()
        found = date_at_end(text)
        if found is not None and not found[0]:
            return found[1], number + 1
        if text and not is_furniture(text):
            break
    return "", start


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Whether nothing but an empty line or a button stands right above."""
    return number == 0 or is_furniture(lines[number - 1]) or opens_comments(lines[number - 1])


def is_prose(line: str) -> bool:
    """Whether a line is running text."""
    return len(line.split()) >= PROSE_WORDS and not opens_box(line) and not is_furniture(line)
