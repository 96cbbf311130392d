"""The text that a person wrote in a mail: the best of its parts, decoded, as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from miner.errors import BrokenInput
from miner.sources.html import read_node
from miner.sources.mail.headers import in_charset
from miner.sources.mail.mail_lines import Line, lines_of_html
from miner.sources.mail.mime import Leaf, Mail
from miner.sources.material import check_page_depth

MAX_LINES = 50_000  # of one text: longer ones are logs and data
_MAX_PAGE_DEPTH = 2000  # of open tags in a mail; an archive may have many such mails
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{3,30})", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<!doctype html|<html|<body|<div\b|<p>)", re.IGNORECASE)
_STUB = re.compile(
    r"(?:supports?|view|read|enable|display|verwende|lire|ver).{0,80}\bhtml\b", re.IGNORECASE | re.DOTALL
)
_MAX_STUB = 300  # characters of "your program does not show HTML"
_SIGNATURES = (
    "div.gmail_signature, [data-smartmail=gmail_signature], .moz-signature, #Signature, #AppleMailSignature, "
    ".protonmail_signature_block, #ms-outlook-mobile-signature, #signature"
)
_ESCAPED_FROM = re.compile(r">+From ")
_QUOTE_DEPTH = re.compile(r">+")


@dataclass
class Body:
    """What was found in a mail.

    ``wrapped``: programs may have broken its lines. ``signed``: its markup shows a signature, which is left
    out. ``too_long``: one of its texts has more than ``MAX_LINES``, or is a page nested too deep.
    """

    lines: list[Line]
    wrapped: bool
    n_attachments: int
    signed: bool = False
    too_long: bool = False


def read_body(mail: Mail) -> Body:
    """The text of a mail: plain text, or its page where there is none."""
    chosen = _chosen(mail.leaves)
    body = Body([], wrapped=True, n_attachments=sum(leaf.is_attachment for leaf in mail.leaves))
    for leaf in chosen:
        text = _text(leaf)
        is_page = leaf.content_type == "text/html" or bool(_HTML.match(text[:200]) and "</" in text)
        if text.count("\n") > MAX_LINES or (is_page and _is_too_deep(text)):
            body.too_long = True
            continue
        if is_page:
            shown, signed = _lines_of_page(text)
            body.lines += shown
            body.signed |= signed
            body.wrapped = False
            continue
        lines = unescaped(text.split("\n"))
        if leaf.parameter("format").lower() == "flowed":
            lines = list(unflowed(lines, leaf.parameter("delsp").lower() == "yes"))
            body.wrapped = body.wrapped and len(chosen) > 1
        body.lines += [Line(line) for line in lines]
    return body


def _chosen(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Texts that are shown; of alternatives the plain one, if it says anything."""
    texts = [leaf for leaf in leaves if not leaf.is_attachment and leaf.content_type in ("text/plain", "text/html")]
    plain_of: set[int] = set()
    for leaf in texts:
        if leaf.content_type == "text/plain" and not _is_stub(leaf):
            plain_of.update(id(container) for container, _ in leaf.inside if container.kind == "alternative")
    return [leaf for leaf in texts if leaf.content_type == _wanted(leaf, plain_of)]


def _wanted(leaf: Leaf, plain_of: set[int]) -> str:
    alternatives = [id(container) for container, _ in leaf.inside if container.kind == "alternative"]
    if not alternatives:
        return leaf.content_type
    return "text/plain" if plain_of.intersection(alternatives) else "text/html"


def _is_stub(leaf: Leaf) -> bool:
    if not leaf.data.strip():
        return True
    if len(leaf.data) > 2 * _MAX_STUB:
        return False
    text = _text(leaf)
    return not text.strip() or (len(text) < _MAX_STUB and bool(_STUB.search(text)))


def _text(leaf: Leaf) -> str:
    data = leaf.body()
    charset = leaf.parameter("charset")
    if not charset and leaf.content_type == "text/html":
        declared = _META_CHARSET.search(data[:4096])
        charset = declared[1].decode("ascii") if declared else ""
    return in_charset(data, charset).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _is_too_deep(text: str) -> bool:
    try:
        check_page_depth(text, "", _MAX_PAGE_DEPTH)
    except BrokenInput:
        return True
    return False


def _lines_of_page(text: str) -> tuple[list[Line], bool]:
    page = LexborHTMLParser(text)
    if page.body is None:
        return [], False
    signatures = {node.mem_id for node in page.css(_SIGNATURES)} if "ignature" in text else set()
    return lines_of_html(read_node(page.body, signatures)), bool(signatures)


def unescaped(lines: Sequence[str]) -> list[str]:
    """Lines of an archive as they were sent: ">From " is a sentence that begins with "From".

    Where quoted lines stand next to it, it is one of them.
    """
    found = list(lines)
    for number, line in enumerate(lines):
        if line.startswith(">") and _ESCAPED_FROM.match(line):
            around = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
            if not any(other.startswith(">") and not _ESCAPED_FROM.match(other) for other in around):
                found[number] = line[1:]
    return found


def unflowed(lines: Sequence[str], delete_space: bool = False) -> Iterator[str]:
    """Lines of format=flowed (RFC 3676): a line that ends in a space goes on in the next of the same quote depth.

    Quoted lines keep their marks ("> " for each level); "-- " stands alone.
    """
    open_line: list[str] = []
    open_depth = 0
    for raw in lines:
        marks = _QUOTE_DEPTH.match(raw)
        depth = len(marks.group()) if marks else 0
        line = raw[depth:]
        line = line.removeprefix(" ")
        if open_line and (depth != open_depth or line == "-- "):
            yield _quoted(open_line, open_depth)
            open_line = []
        flows = line.endswith(" ") and line != "-- "
        open_line.append(line[:-1] if flows and delete_space else line)
        open_depth = depth
        if not flows:
            yield _quoted(open_line, depth)
            open_line = []
    if open_line:
        yield _quoted(open_line, open_depth)


def _quoted(parts: list[str], depth: int) -> str:
    return ("> " * depth if depth else "") + "".join(parts)
