"""Logs that stand in a shell script: what it feeds to programs between ``<<EOF`` and ``EOF``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Line by line and bounded; "<<<" is no here-document, and "<<" of sums and streams has no word in capitals behind it.
_OPENS = re.compile(r"[^#\n]{0,300}(?<!<)<<(?P<tabs>-?)[ \t]?(?P<quote>['\"\\]?)(?P<word>[A-Z_][A-Z_0-9]{1,30})\b")


@dataclass(frozen=True)
class Document:
    """The lines ``start`` to ``end`` (counted from 0, without the closing one); ``<<-`` takes tabs away from each."""

    start: int
    end: int
    without_tabs: bool


def is_script(text: str) -> bool:
    """Whether a text begins as a shell script does."""
    return bool(re.match(r"#!\s?/\S{0,40}(?:/|\benv )(?:ba|da|k|z)?sh\b", text))


def only_documents(lines: Sequence[str], wanted: Callable[[Sequence[str]], bool]) -> tuple[list[str], int]:
    """The lines with those blank that stand in no wanted here-document, so that numbers stay; and how many had words."""
    kept = [""] * len(lines)
    for document in _documents(lines):
        body = lines[document.start : document.end]
        body = [line.lstrip("\t") for line in body] if document.without_tabs else list(body)
        if wanted(body):
            kept[document.start : document.end] = body
    return kept, sum(bool(line.strip()) and not left.strip() for line, left in zip(lines, kept, strict=True))


def _documents(lines: Sequence[str]) -> list[Document]:
    found: list[Document] = []
    number = 0
    while number < len(lines):
        opened = _OPENS.match(lines[number][:400])
        number += 1
        if opened is None:
            continue
        end = number
        while end < len(lines) and lines[end].strip() != opened["word"]:
            end += 1
        if end == len(lines):
            break  # never closed: no here-document
        found.append(Document(number, end, bool(opened["tabs"])))
        number = end + 1
    return found
