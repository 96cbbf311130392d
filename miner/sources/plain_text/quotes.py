"""Stretches of a text that are somebody else's words."""

from __future__ import annotations

import re

from miner.transcript import Span

MIN_SENTENCE_WORDS = 4  # of a quotation that is a sentence: a capital first, an end mark last
MIN_PHRASE_WORDS = 8  # of one that is not: below that it is a term, a title or irony

# Opening and closing marks; straight ones only where a word cannot go on.
_MARKED = re.compile(
    r"“([^“”\n]{8,4000})[”“]|„([^„“”\n]{8,4000})[“”]|«([^«»\n]{8,4000})»|»([^«»\n]{8,4000})«"
    r"""|(?<![\w"])"([^"\n]{8,4000})"(?!\w)"""
)
_NO_MARK = re.compile(r"""[^“„«»"]*+""")
# "... in her article:", "when he said:" - the paragraph that follows is theirs.
_ANNOUNCED = re.compile(
    r"\b(?:said|says|saying|wrote|writes|put it|puts it|goes like this|explains?|explained|notes?|noted|states?|stated|quot\w+|"
    r"according to|argues?|argued|article|interview|sagte?|schrieb|schreibt|dijo|dice|escribió|écrit|disait)\b[^.!?\n]{0,80}:\s*\Z",
    re.IGNORECASE,
)
_BY_MYSELF = re.compile(r"\b(?:I|we|I've|I’ve)\s+(?:said|say|wrote|write|put|quote|argue|argued|note|noted)\b")
# "... -Theodore Levitt": a dash that touches a name at the end of the paragraph.
_ATTRIBUTED = re.compile(
    r"""(?:[.!?…"”’']\s?[-–—―~]\s?|\s[-–—―~](?=\S))(?:[A-ZÀ-Þ][\w.'’-]*,?)"""
    r"""(?:\s(?:[A-ZÀ-Þ][\w.'’-]*,?|van|von|de|der|of|the|and|&)){0,7}\Z"""
)
_UNOPENED = re.compile(r"\b(?:says|said|writes|wrote|asks|asked)\s?[,:]\s?(?=\S)")


def quoted_spans(text: str) -> tuple[Span, ...]:
    """Quotations in marks that are a sentence or as long as one; the marks belong to the span."""
    if _NO_MARK.fullmatch(text):
        return ()
    spans = [match.span() for match in _MARKED.finditer(text) if _is_passage(next(filter(None, match.groups())))]
    return merged(spans)


def quoted_in_article(text: str) -> tuple[Span, ...]:
    """Quotations in marks, whole paragraphs with a name behind them, and paragraphs announced as somebody's words."""
    spans = list(quoted_spans(text))
    before = ""
    for match in re.finditer(r"[^\n]+", text):
        paragraph = match.group()
        announced = (
            len(before) < 2000 and bool(_ANNOUNCED.search(before[-400:])) and not _BY_MYSELF.search(before[-120:])
        )
        if announced or _is_attributed(paragraph):
            spans.append(match.span())
        elif "”" in paragraph and "“" not in paragraph:
            spans += _unopened(paragraph, match.start())
        before = paragraph
    return merged(spans)


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _is_passage(inside: str) -> bool:
    inside = inside.strip(' “”"„«»')
    words = inside.split()
    is_sentence = inside[:1].isupper() and inside[-1:] in ".!?…,"
    return len(words) >= (MIN_SENTENCE_WORDS if is_sentence else MIN_PHRASE_WORDS)


def _is_attributed(paragraph: str) -> bool:
    if len(paragraph) > 3000 or len(paragraph.split()) < 6:
        return False
    return bool(_ATTRIBUTED.search(paragraph[-120:])) and not paragraph.lstrip().startswith(("-", "–", "—"))


def _unopened(paragraph: str, offset: int) -> list[Span]:
    """A quotation whose opening mark was lost in copying: from the last "says," to the closing mark."""
    end = paragraph.rindex("”") + 1
    starts = [match.end() for match in _UNOPENED.finditer(paragraph, 0, end)]
    return [(offset + starts[-1], offset + end)] if starts and _is_passage(paragraph[starts[-1] : end]) else []
