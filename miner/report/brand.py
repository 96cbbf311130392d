"""Whose report it is: the settings under ``[brand]`` checked and made a part of the digest."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from miner.digest.records import Brand, Digest
from miner.errors import BadSetting, PlaceNotFound
from miner.report.outside import plain, seen
from miner.settings import BrandSettings

MAX_LOGO_BYTES = 100_000  # a third more as a data URI; an e-mail may have 90 KB without it, a page 500
_MAX_CHARS = {"name": 120, "intro": 4000, "footer": 4000}
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LOGO_URI = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+=*")

LIGHT_PAPER, DARK_PAPER = "#fbfbf9", "#15181d"  # of reports/templates/style.css
READABLE = 4.5  # contrast of text with its paper (WCAG 2.2, 1.4.3)

# What begins a picture file, and its media type.
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
# In an <img> a browser runs no script of an SVG and fetches nothing; other programs that open the report may.
ACTIVE_SVG = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<\?(?!xml\s)|<\s*(?:\w+:)?(?:script|foreignObject|iframe|animate|set|handler)\b|\son\w+\s*="
    rb"|javascript:|@import|(?:href|src)\s*=\s*[\"']\s*(?!#|data:image/(?:png|jpeg))|url\(\s*[\"']?\s*(?!#)",
    re.IGNORECASE,
)


def branded(digest: Digest, settings: BrandSettings, say: Callable[[str], None] = lambda _: None) -> Digest:
    """The digest with its brand, ready for every form; unchanged where no brand is set.

    Parameters
    ----------
    say
        Told when the accent colour had to be changed to be readable.

    Raises
    ------
    BadSetting
        If the logo is no picture or too large, the colour no colour, a text too long.
    PlaceNotFound
        If the logo is not there.
    """
    if settings == BrandSettings():
        return digest
    accent = _colour(settings.accent)
    on_light, on_dark = (_readable(accent, paper) if accent else "" for paper in (LIGHT_PAPER, DARK_PAPER))
    for shown, paper in ((on_light, "light"), (on_dark, "dark")):
        if shown != accent:
            say(f"The accent {accent} is hard to read on {paper} paper; {shown} is used there.")
    brand = Brand(
        name=" ".join(_text("name", settings.name).split()),
        logo=_logo(settings.logo),
        accent=accent,
        on_light=on_light,
        on_dark=on_dark,
        intro=_text("intro", settings.intro),
        footer=_text("footer", settings.footer),
    )
    return replace(digest, brand=brand)


def shown_brand(brand: Brand | None) -> Brand | None:
    """The brand of a digest that may have been written by anybody: a logo or colour that is none is left out."""
    if brand is None:
        return None
    name, intro, footer = plain(brand.name, _MAX_CHARS["name"]), _text_of(brand.intro), _text_of(brand.footer)
    brand = replace(brand, name=name, intro=intro, footer=footer)
    colours = (brand.accent, brand.on_light, brand.on_dark)
    if not all(_HEX.fullmatch(colour) for colour in colours):
        brand = replace(brand, accent="", on_light="", on_dark="")
    return brand if _LOGO_URI.fullmatch(brand.logo) else replace(brand, logo="")


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours ``#rrggbb``, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _text(key: str, text: str) -> str:
    if len(text) > _MAX_CHARS[key]:
        raise BadSetting(f"brand.{key}", "the settings", f"{len(text)} characters", f"at most {_MAX_CHARS[key]}")
    return _text_of(text)


def _text_of(text: str) -> str:
    return seen(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _colour(text: str) -> str:
    if not text:
        return ""
    if not _HEX.fullmatch(text):
        raise BadSetting("brand.accent", "the settings", text, 'a colour such as "#1a6b54"')
    signs = text[1:].lower()
    return "#" + ("".join(sign * 2 for sign in signs) if len(signs) == 3 else signs)


def _readable(colour: str, paper: str) -> str:
    """The colour, made darker on light paper or lighter on dark paper until it can be read."""
    goal = 0 if _luminance(paper) > 0.5 else 255
    for step in range(101):
        mixed = "#" + "".join(f"{round(value + (goal - value) * step / 100):02x}" for value in _values(colour))
        if contrast(mixed, paper) >= READABLE:
            break
    return mixed


def _values(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in _values(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _logo(place: str) -> str:
    """The picture as a data URI."""
    if not place:
        return ""
    path = Path(place).expanduser()
    if not path.is_file():
        raise PlaceNotFound(place)
    if path.stat().st_size > MAX_LOGO_BYTES:
        raise BadSetting(
            "brand.logo",
            "the settings",
            place,
            f"a file of at most {MAX_LOGO_BYTES:,} bytes, not {path.stat().st_size:,}",
        )
    content = path.read_bytes()
    # By content: what a file is called says nothing.
    media_type = next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), "")
    if not media_type:
        media_type, content = "image/svg+xml", _drawing(place, content)
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _drawing(place: str, content: bytes) -> bytes:
    """An SVG as a program wrote it anew, in UTF-8, so that nothing hides in another encoding."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or etree.QName(root).localname != "svg" or root.getroottree().docinfo.internalDTD is not None:
        raise BadSetting("brand.logo", "the settings", place, "a PNG, JPEG or SVG picture (an SVG without a DOCTYPE)")
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    if active := ACTIVE_SVG.search(written):
        found = active.group().decode("utf-8", "replace").strip()
        raise BadSetting("brand.logo", "the settings", place, f"an SVG that only draws; it holds {found!r}")
    return written
