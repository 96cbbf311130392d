"""The looks of the Word document: every one a style, so that a reader changes it once for the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document

_INK, _MUTED, _LINK, _RULE = "1B2027", "59616C", "1A4F86", "B9C3CB"
_LANGUAGE_OF = {"ja": "eastAsia", "ar": "bidi"}  # which of three languages of a style a language is
_WORDS, _PLAIN = "Georgia", "Calibri"  # the face of what people said, and of what was counted about it
PAPERS = {"a4": (21.0, 29.7), "letter": (21.59, 27.94)}  # centimetres
_HEADINGS = {1: (19, 26, 8), 2: (14, 18, 4), 3: (12, 14, 3), 4: (11, 12, 3)}  # size, points before, points after


def set_styles(document: Document, language: str, accent: str = "", paper: str = "a4") -> None:
    """Page, styles and language; ``accent`` (``#rrggbb``) colours links and the name of the brand."""
    link_colour = accent.removeprefix("#").upper() or _LINK
    section = document.sections[0]
    section.page_width, section.page_height = map(Cm, PAPERS[paper])
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.4)
    normal = document.styles["Normal"]
    _font(normal, _PLAIN, 10.5, _INK)
    _space(normal, 0, 6, 1.25)
    _language(normal, language)
    _title(document)
    for level, (size, before, after) in _HEADINGS.items():
        heading = document.styles[f"Heading {level}"]
        _font(heading, _WORDS, size, _INK, bold=level > 1)
        _space(heading, before, after, 1.15)
    _quotes(document)
    _added(document, "Gist", _WORDS, 13, _INK, (6, 12))
    _added(document, "Figures", _PLAIN, 10.5, _INK, (0, 6))
    _added(document, "Counts", _PLAIN, 9.5, _MUTED, (0, 6))
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(link_colour), True
    _added(document, "Brand", _PLAIN, 10.5, link_colour, (0, 10))


def _title(document: Document) -> None:
    title = document.styles["Title"]
    _font(title, _WORDS, 26, _INK)
    _space(title, 0, 4, 1.1)
    borders = title.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        title.element.pPr.remove(borders)
    subtitle = document.styles["Subtitle"]
    _font(subtitle, _PLAIN, 10.5, _MUTED)
    subtitle.font.italic = False


def _quotes(document: Document) -> None:
    quote = document.styles["Quote"]
    _font(quote, _WORDS, 11.5, _INK)
    quote.font.italic = False
    _space(quote, 8, 2, 1.3)
    _rule_at_side(quote)
    lead = _added(document, "Quote Lead", _PLAIN, 9.5, _MUTED, (10, 0))
    source = _added(document, "Quote Source", _PLAIN, 9.5, _MUTED, (0, 8))
    for style in (quote, lead, source):
        style.paragraph_format.left_indent = Cm(0.6)
    for style in (quote, lead):
        style.paragraph_format.keep_with_next = True
    quote.paragraph_format.widow_control = True


def _added(document: Document, name: str, face: str, size: float, colour: str, around: tuple[float, float]) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _font(style, face, size, colour)
    _space(style, *around, 1.25)
    return style


def _font(style: Any, face: str, size: float, colour: str, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = face, Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _space(style: Any, before: float, after: float, lines: float) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), lines


def _rule_at_side(style: Any) -> None:
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "10"), ("color", _RULE)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _language(style: Any, language: str) -> None:
    lang = OxmlElement("w:lang")
    lang.set(qn(f"w:{_LANGUAGE_OF.get(language, 'val')}"), language)
    style.element.get_or_add_rPr().append(lang)
