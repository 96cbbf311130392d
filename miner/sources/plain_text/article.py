"""The article of a copied page: title, author, date and text, without byline, buttons and the author's box."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from miner.sources.plain_text.boilerplate import is_furniture, opens_box, opens_comments
from miner.sources.plain_text.heads import head_at, is_prose
from miner.sources.plain_text.names import is_person
from miner.sources.plain_text.when import date_at_end

MAX_TITLE_WORDS = 25
_BOX_OF_AUTHOR_LINES = 12  # from the end of the article, not counting empty ones: where an author's box can begin
_BYLINE = re.compile(
    r"(?:(?:posted|written|published|guest\spost)\s+)?(?:by|von|par|por)\s*:?\s+(?P<name>[^|•·,\d]{2,60}?)(?:\s*(?:[|•·,–—-]|\bon\b|\bam\b).*)?\Z",
    re.IGNORECASE,
)
_POSTED = re.compile(  # Blogger and others print it below the text
    r"(?:posted|written|published|filed)\s+by\s+(?P<name>[^|•·,\d]{2,60}?)(?:\s*(?:[|•·,–—-]|\bon\b|\bat\b).{0,60})?",
    re.IGNORECASE,
)
_WRITER = re.compile(r"\W*writer['’]s\spicture\s*(?P<name>.{0,60})\Z", re.IGNORECASE)  # Wix prints it before the name
_DOES = r"(?:is|was|has|have|works|writes|serves|speaks|leads|runs|founded|co-founded|helps|lives|teaches|blogs|ist|schreibt|es|est)"
_OFFICE = re.compile(
    r"\b(?:founder|author|co-?author|consultant|coach|speaker|writer|CEO|CXO|chief|officer|director|manager|professor|editor|journalist|blogger|blog|"
    r"expert|analyst|partner|president|consultancy|teaches|researcher|lecturer|advisor|strategist|Gründer|Autor|fundador|auteur)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ArticleText:
    """The article; ``text`` keeps its paragraphs, ``n_left_out`` lines were not its own."""

    title: str
    author: str
    date: str
    text: str
    n_left_out: int


def read_article(lines: Sequence[str], common: Container[str]) -> ArticleText:
    """The article in the lines above the comments."""
    title_at, title = _title(lines)
    body_at, author, date = _byline(lines, title_at)
    kept = _until_box(lines[body_at:])
    kept, named = _without_author_box(kept, common)
    own = [line for line in kept if not line.strip() or not is_furniture(line)]
    while own and (opens_comments(own[-1]) or not own[-1].strip() or _POSTED.fullmatch(own[-1].strip())):
        posted = _POSTED.fullmatch(own.pop().strip())
        author = author or (_as_name(posted["name"]) if posted else "")
    n_filled = sum(bool(line.strip()) for line in lines) - bool(title)
    text = "\n".join(line.strip() for line in own)
    return ArticleText(title, author or named, date, text, n_filled - sum(bool(line.strip()) for line in own))


def _title(lines: Sequence[str]) -> tuple[int, str]:
    """The first line that is the page's own, if it looks like a title, and the line behind it."""
    for number, line in enumerate(lines):
        text = line.strip()
        if not text or is_furniture(text) or _WRITER.fullmatch(text):
            continue
        is_title = len(text.split()) <= MAX_TITLE_WORDS and len(text) <= 200 and text[-1] not in ".,;:"
        followed = any(other.strip() for other in lines[number + 1 :])
        if is_title and followed and head_at(lines, number) is None and not opens_comments(text):
            return number + 1, text
        return 0, ""
    return 0, ""


def _byline(lines: Sequence[str], start: int) -> tuple[int, str, str]:
    """The line where the text begins, and what the lines above it say of author and date."""
    author = date = ""
    number = 0
    while number < len(lines):
        text = lines[number].strip()
        writer = _WRITER.fullmatch(text)
        byline = _BYLINE.fullmatch(text) if len(text) <= 120 else None
        if writer:
            author = author or _as_name(writer["name"])
        elif number >= start and text and not is_furniture(text):
            head = head_at(lines, number)
            if head is not None and head.family == "dated":
                author, date, number = author or head.author, date or head.date, head.body
                continue
            if byline and is_person(_as_name(byline["name"])):
                split = date_at_end(text)
                author, date = author or _as_name(byline["name"]), date or (split[1] if split else "")
            elif (split := date_at_end(text)) is not None and not split[0]:
                date = date or split[1]
            elif not _head_follows(lines, number):
                break
        number += 1
    return max(number, start), author, date


def _head_follows(lines: Sequence[str], number: int) -> bool:
    """Whether a short line is one of those above an opening post ("Thread starter: ...") and not text."""
    for following in range(number, min(number + 8, len(lines))):
        if is_prose(lines[following]):
            return False
        if following > number and (head := head_at(lines, following)) is not None and head.family == "dated":
            return True
    return False


def _as_name(text: str) -> str:
    """A name with its capitals: Wix shows them as typed."""
    words = " ".join(text.split()).strip(" ,:|")
    return words.title() if words.islower() else words


def _until_box(lines: Sequence[str]) -> list[str]:
    """The lines above the first box behind which no article goes on; boxes in between lose their first line."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if not opens_box(line):
            kept.append(line)
        elif sum(is_prose(other) and not _is_teaser(other) for other in lines[number + 1 :]) < 2:
            return kept
    return kept


def _is_teaser(line: str) -> bool:
    return bool(
        re.search(
            r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|weiterlesen)\W*\Z", line.strip(), re.IGNORECASE
        )
    )


def _without_author_box(lines: Sequence[str], common: Container[str]) -> tuple[list[str], str]:
    """The lines above "Jane Doe / Jane Doe is the founder of ...", and that name."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[-_BOX_OF_AUTHOR_LINES:]:
        text = lines[number].strip()
        following = next((lines[other].strip() for other in filled if other > number), "")
        if is_person(text, common) and _tells_of(text, following):
            return list(lines[:number]), text
    if filled and len(filled) > 2:
        last = lines[filled[-1]].strip()
        name = _subject(last)
        if name and _OFFICE.search(last) and is_person(name, common):
            return list(lines[: filled[-1]]), name
    if (
        filled
        and len(filled) > 2
        and is_person(lines[filled[-1]].strip(), common)
        and len(lines[filled[-1]].split()) > 1
    ):
        return list(lines[: filled[-1]]), lines[filled[-1]].strip()
    return list(lines), ""


def _tells_of(name: str, paragraph: str) -> bool:
    """Whether a paragraph is about the person named above it."""
    parts = [part for part in re.split(r"[\s,]+", name) if len(part) > 2]
    opening = " ".join(paragraph.split()[:4])
    if not paragraph or not any(part in opening for part in parts):
        return (
            bool(re.match(rf"(?:he|she|they|{_OFFICE.pattern})\b", paragraph, re.IGNORECASE))
            and len(paragraph.split()) < 120
        )
    return bool(re.search(rf"\s{_DOES}\b", " ".join(paragraph.split()[:12]))) or bool(_OFFICE.search(paragraph))


def _subject(paragraph: str) -> str:
    match = re.match(rf"(?P<name>[^\s].{{2,50}}?)\s(?:,.{{0,60}},\s)?{_DOES}\s", paragraph)
    return match["name"] if match and len(match["name"].split()) >= 2 else ""
