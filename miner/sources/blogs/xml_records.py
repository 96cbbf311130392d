"""The records of an XML file one by one: read as a stream, strictly at first, and with repairs where that fails.

Nothing is loaded, resolved or expanded that the file names; one that declares entities of its own is refused.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from html.entities import html5
from typing import Any

from lxml import etree

from miner.errors import BrokenInput
from miner.sources.material import Material
from miner.sources.notes import Note, Repair

Element = etree._Element  # the class has no public name
# Declared in the file itself: "&a;" of ten "&b;" of ten "&c;" ... No export has any.
_OWN_ENTITIES = re.compile(r"<!ENTITY\s+[^%\s]")
_PROLOG_CHARS = 100_000
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]{0,200}\?>")
_TO_ROOT = re.compile(r"\A[^<]{0,200}(?=<)")  # characters before the first tag: a stray quote, a shell's prompt
_LOGGED = re.compile(r"[^\n:]*:(\d+):\d+:\w+:\w+:\w+: ([^\n]*)")
_END_OF_NAME = re.compile(r"[}:]")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OF_XML = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def records(material: Material, names: Collection[str]) -> Iterator[Element | Note]:
    """The outermost elements with one of the local names, in document order, each emptied before the next.

    Where the file is not well-formed the records before the fault are kept as read, the rest is read with repairs,
    and a note says so.

    Raises
    ------
    BrokenInput
        If it declares entities of its own.
    """
    _refuse_entities(material)
    n_read = 0
    fault = ""
    try:
        for element in _strict(material, names):
            yield element
            _forget(element)
            n_read += 1
    except _NotWellFormed as error:
        fault = str(error)
    if fault:
        yield from itertools.islice(_repaired(material, names), n_read, None)
        yield Repair(f"the XML is not well-formed ({fault}) and was read with repairs", "recovered")


class _NotWellFormed(Exception):
    """Says what is wrong, and where."""


def _fault(parser: etree.XMLPullParser, error: etree.XMLSyntaxError) -> str:
    """What is wrong and where; the parser's own last word ("no element found") is often not it.

    The log of the error itself is no help: it goes on over all files that the process has read.
    """
    first_entry = _LOGGED.match(str(parser.feed_error_log))
    if first_entry:
        return f"{first_entry[2][:120]}, line {first_entry[1]}"
    return " ".join(str(error.msg).split())[:120]


def local(element: Element) -> str:
    """The name of an element without its namespace, or without its prefix where that is not declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]  # of a comment it is a function


def vocabulary(element: Element) -> str:
    """Its namespace, or its prefix where that is not declared."""
    tag = str(element.tag)  # of a comment it is a function
    return tag[1:].partition("}")[0] if tag.startswith("{") else tag.partition(":")[0] if ":" in tag else ""


def below(element: Element, name: str) -> Iterator[Element]:
    """The direct children of a local name."""
    return (inner for inner in element if local(inner) == name)


def first(element: Element, name: str) -> Element | None:
    """The first direct child of a local name."""
    return next(below(element, name), None)


def text(element: Element | None, name: str = "") -> str:
    """The text of an element, or of its first child of a local name; "" where there is none."""
    found = first(element, name) if element is not None and name else element
    return "".join(str(part) for part in found.itertext()).strip() if found is not None else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if _END_OF_NAME.split(str(key))[-1] == name), "")


def _refuse_entities(material: Material) -> None:
    if _OWN_ENTITIES.search(material.preview.text[:_PROLOG_CHARS]):
        raise BrokenInput(
            material.place,
            "its XML declares entities of its own, which can grow without bound",
            "No export does; give the original file.",
        )


def _strict(material: Material, names: Collection[str]) -> Iterator[Element]:
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=tuple(f"{{*}}{name}" for name in names),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
    )
    counter = _Outermost(names)
    try:
        for chunk in _chunks(material):
            parser.feed(chunk)
            yield from counter.ended(parser.read_events())
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _NotWellFormed(_fault(parser, error)) from error
    yield from counter.ended(parser.read_events())


def _chunks(material: Material) -> Iterator[bytes]:
    """The text as UTF-8 without its declaration: what a file says of its encoding is often wrong, and is settled before."""
    waiting: list[str] = []
    size = 0
    begun = False
    for _, line in material.lines():
        waiting.append(line)
        size += len(line)
        if size > 1 << 16:
            yield _chunk("\n".join(waiting) + "\n", begun)
            waiting, size, begun = [], 0, True
    yield _chunk("\n".join(waiting), begun)


def _chunk(text: str, begun: bool) -> bytes:
    return (text if begun else _without_declaration(text)).encode("utf-8", "replace")


def _without_declaration(text: str) -> str:
    return _DECLARATION.sub("", _TO_ROOT.sub("", text))


def _repaired(material: Material, names: Collection[str]) -> Iterator[Element]:
    """All records of a file that is not well-formed: HTML's entities undone, forbidden characters left out."""
    whole = _NAMED_ENTITY.sub(_resolved, _NOT_XML.sub("", _without_declaration(material.text)))
    if whole.rfind("<![CDATA[") > whole.rfind("]]>"):
        whole += "]]>"  # cut off within a text: what is there of it is kept
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    if root is not None:
        yield from _Outermost(names).ended(etree.iterwalk(root, events=("start", "end")))


def _resolved(match: re.Match[str]) -> str:
    return match[0] if match[1] in _OF_XML else html5.get(match[1], match[0])


class _Outermost:
    """Picks the records out of a stream of events."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._open = 0

    def ended(self, events: Iterable[tuple[str, Any]]) -> Iterator[Element]:
        for event, element in events:
            if local(element) in self._names:
                self._open += 1 if event == "start" else -1
                if event == "end" and not self._open:
                    yield element


def _forget(element: Element) -> None:
    """Free an element that has been read, and what stood before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
