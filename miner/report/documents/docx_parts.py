"""What python-docx has no call for: links, bookmarks, texts that run from the right, head rows of tables."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from miner.report.documents.logo import Logo
from miner.report.outline.blocks import Run

if TYPE_CHECKING:
    from docx.document import Document

_LOGO_HEIGHT, _LOGO_WIDTH = 1.4, 5.5  # centimetres
_NAME_CHARS = 40  # of a bookmark in Word


def add_text(paragraph: Any, text: str, from_right: bool, lang: str = "", look: Run | None = None) -> None:
    """A run of text; line breaks and tabs become the document's own."""
    run = paragraph.add_run(text)
    if not text:
        return
    if look is not None:
        run.bold, run.italic = look.bold or None, look.italic or None  # None: as its style has it
    if lang:
        tag = OxmlElement("w:lang")
        tag.set(qn("w:bidi" if from_right else "w:val"), lang)
        run._r.get_or_add_rPr().append(tag)
    if from_right:
        run.font.rtl = True
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
        )


def add_link(paragraph: Any, text: str, url: str = "", anchor: str = "") -> None:
    """A link to an address or to a bookmark; plain text when there is neither."""
    run = paragraph.add_run(text)
    if not (url or anchor):
        return
    link = OxmlElement("w:hyperlink")
    if url:
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), bookmark_name(anchor))
    run.style = "Hyperlink"
    paragraph._p.replace(run._r, link)
    link.append(run._r)


def add_bookmark(paragraph: Any, anchor: str, number: int) -> None:
    """A place that links lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark_name(anchor))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def add_logo(paragraph: Any, logo: Logo, described: str) -> None:
    """The logo, no higher than three lines and no wider than a third of the page."""
    scale = min(_LOGO_HEIGHT / logo.height, _LOGO_WIDTH / logo.width)
    size = {"width": Cm(logo.width * scale), "height": Cm(logo.height * scale)}
    picture = paragraph.add_run().add_picture(io.BytesIO(logo.content), **size)
    picture._inline.docPr.set("descr", described)


def bookmark_name(anchor: str) -> str:
    """The anchor as Word allows it: letters, digits and underlines, not too long."""
    name = anchor.replace("-", "_")
    if len(name) <= _NAME_CHARS:
        return name
    return f"{name[: _NAME_CHARS - 9]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"


def add_table(
    document: Document,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[int],
    summed: bool,
    from_right: bool = False,
) -> None:
    """A table whose first row is its head, also for screen readers and on each further page."""
    table = document.add_table(rows=0, cols=len(head))
    table.style = "Light List"
    table.table_direction = WD_TABLE_DIRECTION.RTL if from_right else None
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for name, value in (("firstRow", "1"), ("lastRow", str(int(summed))), ("firstColumn", "0"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    for number, row in enumerate((head, *rows)):
        cells = table.add_row().cells
        for at, text in enumerate(row):
            paragraph = cells[at].paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            add_text(paragraph, text, from_right)
            if at in numeric and not from_right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if number == 0:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph(style="Counts")
