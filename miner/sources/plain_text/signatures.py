"""What people put below their comment: name, office, links. The name becomes the author, none of it is text."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from miner.sources.plain_text.names import is_person, without_title

MAX_LINES = 16  # a list of memberships can be long
_PROMOTION = re.compile(
    r"(?:follow\s(?:me|us)\b|connect\swith\s(?:me|us)\b|find\s(?:me|us)\son\b|(?:visit|read|see|check\sout)\s(?:my|our)\s(?:blog|website|site|profile|book)"
    r"|join\s(?:the|my|our|us)\b|interested\sin\b.{0,160}\bjoin\b|(?:e-?mail|contact|tel|phone|twitter|skype|web(?:site)?|blog|linkedin)\s?:"
    r"|my\s(?:blog|website|latest\sbook|new\sbook)\b|https?://\S+\s*\Z|www\.\S+\s*\Z|@\w{2,30}\s*\Z|\[?email\s?protected\]?|[\w.+-]+@[\w-]+\.[\w.]+\s*\Z|sent\sfrom\smy\b)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:best|kind|warm|many|with)\s)?(?:regards|wishes|cheers|thanks(?:\sagain)?|thank\syou|sincerely|yours(?:\s(?:truly|sincerely))?|best|all\sthe\sbest"
    r"|take\scare|rgds|br|mit\sfreundlichen\sgrüßen|viele\sgrüße|liebe\sgrüße|lg|vg|mfg|gruß|cordialement|bien\sà\svous|saludos|un\ssaludo|un\sabrazo|atentamente)"
    r"(?:\sfrom\s[\w ]{2,30})?\s?[,.!–—-]*\s*",
    re.IGNORECASE,
)
_DASH = re.compile(r"(?:[-–—―~*]{1,3})\s*(?=\S)")


def split_signature(lines: Sequence[str], common: Container[str]) -> tuple[list[str], str]:
    """The lines of a comment without its signature, and the name that signs it ("" if none does).

    Parameters
    ----------
    common
        Words the page writes in lower case: "Great Post" at the end is no name.
    """
    blocks = _blocks(lines)
    n_promotion = 0
    while len(blocks) - n_promotion > 1 and _is_promotion(blocks[-1 - n_promotion]):
        n_promotion += 1
    above = blocks[: len(blocks) - n_promotion]
    if len(above) > 1 and (name := _signed(above[-1], common)):
        return _joined(_without_closing(above[:-1])), name
    if above:
        kept, name = _signed_inside(above[-1], common)
        if name:
            return _joined([*above[:-1], *([kept] if kept else [])]), name
    return _joined(above), ""


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _joined(blocks: Sequence[Sequence[str]]) -> list[str]:
    joined: list[str] = []
    for block in blocks:
        joined += [*block, ""]
    return joined[:-1]


def _is_promotion(block: Sequence[str]) -> bool:
    return len(block) <= 6 and all(len(line) <= 240 and _PROMOTION.match(line.strip()) for line in block)


def _signed(block: Sequence[str], common: Container[str]) -> str:
    """The name of a block that is a signature as a whole: a name first, then nothing that is a sentence."""
    if len(block) > MAX_LINES:
        return ""
    first = _DASH.sub("", block[0].strip(), count=1) if _DASH.match(block[0].strip()) else block[0].strip()
    closing = _CLOSING.match(first)
    if closing and closing.end() == len(first) and len(block) > 1:
        return _signed(block[1:], common)
    if closing and "," in closing.group() and len(block) == 1 and is_person(first[closing.end() :], common):
        return first[closing.end() :].strip(" .")
    name = without_title(first)
    signs_off = first != block[0].strip() or (closing is not None and closing.end() == len(first))
    if not is_person(name, common) or (len(name.split()) < 2 and len(block) == 1 and not signs_off and first != name):
        return ""
    rest = block[1:]
    if any(len(line) > 120 or _is_sentence(line) for line in rest):
        return ""
    return name


def _is_sentence(line: str) -> bool:
    """Whether a line below a name is running text: it ends like a sentence and is longer than a book's title."""
    words = line.split()
    lower = sum(word[:1].islower() for word in words)
    return (
        line.rstrip()[-1:] in ".!?" and len(words) > 8 and lower * 2 > len(words) and not _PROMOTION.match(line.strip())
    )


def _signed_inside(block: Sequence[str], common: Container[str]) -> tuple[list[str], str]:
    """A signature on the last lines of a paragraph: after a closing, a dash, or as a full name alone."""
    for number in range(max(1, len(block) - 4), len(block)):
        if _CLOSING.fullmatch(block[number].strip()) and number + 1 < len(block):
            name = _signed(block[number + 1 :], common)
            if name:
                return list(block[:number]), name
    last = block[-1].strip()
    before = list(block[:-1])
    closing = _CLOSING.match(last)
    if (
        closing
        and 0 < closing.end() < len(last)
        and "," in closing.group()
        and is_person(last[closing.end() :], common)
    ):
        return before, last[closing.end() :].strip(" .")
    if not before:
        return list(block), ""
    if _DASH.match(last) and is_person(name := without_title(_DASH.sub("", last, count=1)), common):
        return before, name
    ends = before[-1].rstrip()[-1:] in '.!?…)"”'
    if ends and len(without_title(last).split()) >= 2 and is_person(without_title(last), common) and len(last) <= 100:
        return before, without_title(last)
    if len(before) >= 1 and ends and is_person(last, common) and len(last.split()) == 1:
        return before, last
    return list(block), ""


def _without_closing(blocks: Sequence[Sequence[str]]) -> list[list[str]]:
    """The blocks without "Regards," alone before a signature."""
    kept = [list(block) for block in blocks]
    while kept and len(kept[-1]) == 1 and _CLOSING.fullmatch(kept[-1][0].strip()) and len(kept) > 1:
        kept.pop()
    return kept
