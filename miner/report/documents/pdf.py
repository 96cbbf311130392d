"""A PDF for paper and for screen readers: tagged, PDF/UA-1, set by Typst.

The page reaches Typst as one JSON value; no text from outside ever becomes Typst. The fonts inside Typst set what is
Latin, Greek, Cyrillic and Hebrew, so that the bytes are the same on every machine; other scripts and emoji are set in
the fonts of the system. A character that no font has is shown as a box, and the line under the quote says so.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast
from urllib import parse

from miner.digest.records import Digest
from miner.errors import MissingPart, QuoteNotFound, TemplateBroken
from miner.report.documents.booklet import Booklet, booklet_of, lead_of
from miner.report.documents.direction import runs_right_to_left
from miner.report.documents.logo import logo_of
from miner.report.languages.formats import isolated
from miner.report.outline.blocks import Bar, Block, Grid, Heading, Items, Line, Quote, Run, Text
from miner.report.outline.words import stood_in
from miner.report.outside import plain
from miner.resources import shipped
from miner.settings import ReportSettings

TEMPLATE = "digest.typ"
STAND_IN = "□"
PAPERS = {"a4": "a4", "letter": "us-letter"}  # our name -> that of Typst
_UNDECODED = "failed to decode image"
_ROUNDS = 40  # Typst names what it cannot show in each round; scripts are few
_EARLIEST = date(1980, 1, 1)  # of a digest without a date
_RUNNING_CHARS = 90
# What the fonts inside Typst set well: all else asks the system's fonts first.
_BEYOND = re.compile("[^\x00-\u05ff\u1e00-\u23ff\u2500-\u25ff\u2c60-\u2c7f\ua720-\ua7ff\ufb00-\ufb4f\ufffd]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # controls: some fonts have an empty glyph for them
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_JOINERS = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)  # not seen where they have a glyph


def render(digest: Digest, settings: ReportSettings) -> bytes:
    """The PDF.

    Raises
    ------
    MissingPart
        If Typst is not installed.
    TemplateBroken
        If a template of the user's own does not compile, or makes a file that is not accessible.
    """
    return compiled(booklet_of(digest), digest.written_on or _EARLIEST, settings.templates, settings.paper)


def compiled(booklet: Booklet, written_on: date, templates: str = "", paper: str = "a4", **options: Any) -> bytes:
    """What Typst makes of a booklet; ``options`` go to its ``compile``."""
    typst = _typst()
    source, own = _template(templates)
    texts = json.dumps(_data(booklet, {}, paper), ensure_ascii=False)
    fonts = typst.Fonts(include_system_fonts=_BEYOND.search(texts) is not None)
    asked = {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": datetime.combine(written_on, time(), UTC)}
    missing = {sign: STAND_IN for quote in booklet.quotes() for sign in _UNSEEN.findall(quote.card.words)}
    for _ in range(_ROUNDS):
        data = json.dumps(_data(booklet, missing, paper), ensure_ascii=False)
        _prove(data, booklet, missing)
        compiler = typst.Compiler(source, root=templates or None, font_paths=fonts, sys_inputs={"page": data})
        try:
            return cast("bytes", compiler.compile_with_warnings(**{**asked, **options})[0])
        except typst.TypstError as error:
            if booklet.logo and _UNDECODED in error.message:
                booklet = replace(booklet, logo="")  # whole by its outside, and no picture inside
                continue
            found = _stand_ins(error.diagnostic)
            if found.keys() - missing.keys():
                missing |= found
            elif own:
                raise TemplateBroken(own, _line_in(error.diagnostic), error.message) from error
            else:
                raise
    raise QuoteNotFound("of the PDF", f"Typst still cannot show it after {_ROUNDS} rounds")


def _typst() -> Any:
    try:
        import typst
    except ImportError as error:
        raise MissingPart(
            "Writing PDF needs an optional package. Install it: pip install 'discussion-miner[pdf]'"
        ) from error
    return typst


def _template(folder: str) -> tuple[str | bytes, str]:
    """The template, and where it is when it is the user's own, else ""."""
    own = Path(folder) / TEMPLATE
    if folder and own.is_file():
        return str(own), str(own)  # by its path, so that it may use files beside it
    return shipped("templates").joinpath(TEMPLATE).read_bytes(), ""


def _data(booklet: Booklet, missing: Mapping[str, str], paper: str = "a4") -> dict[str, Any]:
    """What the template sees: the booklet with a stand-in for each character that no font has."""
    page = booklet.page
    data = {
        "brand": booklet.brand,
        "accent": booklet.accent,
        "title": isolated(page.title),
        "running": plain(page.title, _RUNNING_CHARS),
        "kicker": page.kicker,
        "language": page.language,
        "direction": page.direction,
        "paper": PAPERS[paper],
        "logo": list(logo.content) if (logo := logo_of(booklet.logo)) else [],
        "figures": [(figure.value, figure.label) for figure in page.figures],
        "blocks": [{"kind": block.kind, **_block(block, missing)} for block in booklet.blocks],
    }
    return {key: _shown(value, missing) for key, value in data.items()}


def _block(block: Block, missing: Mapping[str, str]) -> dict[str, Any]:
    match block:
        case Heading():
            return {**asdict(block), "level": block.level - 1}
        case Text(line=line, role=role):
            return {"line": _line(line), "role": role}
        case Items(lines):
            return {"lines": [_line(line) for line in lines]}
        case Quote():
            return _quote(block, missing)
        case Grid(head, rows, numeric, n, summed):
            return {"head": head[:n], "rows": [row[:n] for row in rows], "numeric": numeric, "summed": summed}
        case Bar():
            return asdict(block)
    raise TypeError(f"a booklet has no {block.kind}")


def _quote(block: Quote, missing: Mapping[str, str]) -> dict[str, Any]:
    card = block.card
    n_missing = sum(1 for sign in card.words if missing.get(sign) == STAND_IN)
    note = [Run(f" · {stood_in(n_missing, STAND_IN)}")] if n_missing else []
    return {
        "id": card.id,
        "words": card.words,
        "role": card.role,
        "lead": _line(lead_of(block)),
        "credit": _line((*block.credit, *note)),
        "colour": card.theme.colour if card.theme is not None else "",
        "lang": card.lang,
        "dir": "rtl" if runs_right_to_left(card.words) else "ltr",
    }


def _line(line: Line) -> list[dict[str, Any]]:
    """Runs with their addresses in ASCII, as PDF wants them; browsers read what is written so."""
    return [{**asdict(run), "url": parse.quote(run.url, safe=string.punctuation)} for run in line]


def _shown(value: Any, missing: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return "".join(missing.get(sign, sign) for sign in value) if missing else value
    if isinstance(value, list | tuple):
        return [_shown(part, missing) for part in value]
    if isinstance(value, dict):
        kept = ("url", "id", "anchor", "target", "logo")  # never shown as text
        return {key: part if key in kept else _shown(part, missing) for key, part in value.items()}
    return value


def _stand_ins(diagnostic: str) -> dict[str, str]:
    """Character -> what is shown instead, for all that Typst says it cannot show."""
    named = (_ESCAPED.sub(_unescaped, found) for found in _NOT_SHOWN.findall(diagnostic))
    return {sign: "" if _JOINERS.match(sign) else STAND_IN for sign in "".join(named)}


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _SIMPLE.get(found[2], found[2])


def _line_in(diagnostic: str) -> int:
    """The line of the first error, 0 when it names none."""
    found = re.search(r"\.typ:(\d+):", diagnostic)
    return int(found[1]) if found else 0


def _prove(data: str, booklet: Booklet, missing: Mapping[str, str]) -> None:
    """The quotes as Typst gets them are ours, to the letter but for what no font has."""
    found: Iterable[Mapping[str, str]] = [block for block in json.loads(data)["blocks"] if block["kind"] == "quote"]
    for block, quote in zip(found, booklet.quotes(), strict=True):
        if block["words"] != _shown(quote.card.words, missing):
            raise QuoteNotFound(quote.card.id, "its words do not reach the PDF to the letter")
