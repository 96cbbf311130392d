"""Each form read back by a library made for it: as lines for a person to compare, and as the quotes it holds."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from email import message_from_bytes, policy
from typing import Any, NamedTuple

import docx
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pypdf
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from lxml import etree
from reading_chats import discord_quotes, discourse_as_markdown, slack_words
from reading_text import markdown_quotes, marked_quotes
from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.digest.records import load_digest
from miner.report import Content
from miner.report.tables.csv_folder import unguarded

_OURS = re.compile(r"(<(style|script)[^>]*>).*?(</\2>)", re.DOTALL)
_HASH = re.compile(r"'sha256-[^']+'")
_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}
Shown = Callable[[Any], str]


class Spanned(NamedTuple):
    """A quote as a form tells it: its words, the text of its post, and where they stand in it."""

    words: str
    post: str
    start: int
    end: int


# What a person sees in a golden file.


def _page(content: str) -> str:
    """Elements and words; style and script are files of their own."""
    return _HASH.sub("'sha256-…'", _OURS.sub(r"\1…\3", content))


def _folder(content: Mapping[str, str | bytes]) -> str:
    return "".join(f"=== {name}\n{_text(part)}" for name, part in content.items())


def _text(part: str | bytes) -> str:
    text = part.decode("utf-8-sig") if isinstance(part, bytes) else part
    return text.replace("\r\n", "\n")


def _workbook(content: bytes) -> str:
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines.append(f"=== {sheet.title} {sheet.dimensions}, frozen {sheet.freeze_panes}, {sheet.auto_filter.ref}")
        lines += [repr(row) for row in sheet.iter_rows(values_only=True)]
    return _lines(lines)


def _parquet(content: bytes) -> str:
    return _lines(_of_table(pq.read_table(io.BytesIO(content))))


def _parquets(content: Mapping[str, bytes]) -> str:
    parts = ((name, _of_table(pq.read_table(io.BytesIO(part)))) for name, part in content.items())
    return _lines(line for name, lines in parts for line in (f"=== {name}", *lines))


def _of_table(table: pa.Table) -> Iterator[str]:
    known = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    yield from (f"{key}: {value}" for key, value in sorted(known.items()))
    for field in table.schema:
        about = (field.metadata or {}).get(b"description", b"").decode()
        yield f"{field.name}: {field.type}. {about}"
    yield from (repr(row) for row in table.to_pylist())


def _corpus(content: Mapping[str, str]) -> str:
    files = {name: [json.loads(line) for line in text.splitlines()] for name, text in content.items()}
    return _lines(
        f"=== {name}\n{json.dumps(one, indent=1, ensure_ascii=False)}" for name, parts in files.items() for one in parts
    )


def _document(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    about, lines = document.core_properties, []
    lines.append(f"{about.title} | {about.author} | {about.language} | {about.created} | {about.modified}")
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            words = "".join(_of_run(part) for part in block.iter_inner_content())
            lines.append(f"[{block.style.name}] {words}")
    return _lines(lines)


def _of_run(part: Any) -> str:
    if isinstance(part, Hyperlink):
        return f"<{part.text} -> {part.url or f'#{part.fragment}'}>"
    marks = ("*" if part.bold else "") + ("_" if part.italic else "")
    return f"{marks}{part.text}{marks[::-1]}"


def _paper(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    root, about = reader.trailer["/Root"], reader.metadata
    lines = [f"{about.title} | {about.author} | {root['/Lang']} | {about.creation_date}"]
    lines += [f"bookmark {'  ' * depth}{title}" for depth, title in _bookmarks(reader.outline)]
    lines.append(" ".join(_tags(root["/StructTreeRoot"])))
    for number, page in enumerate(reader.pages, 1):
        lines += [f"=== page {number}", *(line.rstrip() for line in page.extract_text().splitlines())]
        notes = (note.get_object() for note in page.get("/Annots") or ())
        lines += [f"link {note['/A'].get('/URI', 'within')}" for note in notes if "/A" in note]
    return _lines(lines)


def _bookmarks(entries: Iterable[Any], depth: int = 0) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(entry, depth + 1)
        else:
            yield depth, entry.title


def _tags(node: Any) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for part in node:
            yield from _tags(part)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]).removeprefix("/")
        yield from _tags(node.get("/K", []))


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


# Form -> the file of its golden text, and how that is made of its content.
SHOWN: Mapping[str, tuple[str, Shown]] = {
    "html": ("tiny.html", _page),
    "markdown": ("tiny.md", str),
    "json": ("tiny.json", str),
    "text": ("tiny.txt", str),
    "discourse": ("tiny.discourse.md", str),
    "slack": ("tiny.slack.txt", str),
    "email": ("tiny.eml", lambda content: content.decode("ascii")),
    "atom": ("tiny.atom", lambda content: content.decode("utf-8")),
    "discord": ("tiny.discord.txt", _folder),
    "csv": ("tiny.csv.txt", _folder),
    "xlsx": ("tiny.xlsx.txt", _workbook),
    "parquet": ("tiny.parquet.txt", _parquets),
    "convokit": ("tiny.convokit.txt", _corpus),
    "atlas": ("tiny.atlas.txt", _parquet),
    "docx": ("tiny.docx.txt", _document),
    "pdf": ("tiny.pdf.txt", _paper),
}


# What a reader finds quoted: words alone in forms for people.


def _of_html(content: str) -> list[str]:
    return [node.text() for node in LexborHTMLParser(content).css("blockquote, #posts mark")]


def _of_letter(content: bytes) -> list[str]:
    read = message_from_bytes(content, policy=policy.default)
    parts = {part.get_content_type(): str(part.get_content()).replace("\r\n", "\n") for part in read.walk()
             if not part.is_multipart()}  # fmt: skip
    found = [_broken(node) for node in LexborHTMLParser(parts["text/html"]).css("blockquote")]
    assert found == marked_quotes(parts["text/plain"])
    return found


def _of_feed(content: bytes) -> list[str]:
    (html,) = etree.fromstring(content).xpath("//*[local-name()='content']/text()")
    return [_broken(node) for node in LexborHTMLParser(html).css("blockquote")]


def _broken(node: LexborNode) -> str:
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    return node.text()


def _of_document(content: bytes) -> list[str]:
    read = docx.Document(io.BytesIO(content)).paragraphs
    return [one.text for one in read if one.style is not None and one.style.name == "Quote"]


QUOTES: Mapping[str, Callable[[Any], list[str]]] = {
    "html": _of_html,
    "markdown": markdown_quotes,
    "text": marked_quotes,
    "discourse": lambda content: markdown_quotes(discourse_as_markdown(content)),
    "slack": lambda content: [slack_words(quote) for quote in marked_quotes(content)],
    "email": _of_letter,
    "atom": _of_feed,
    "discord": lambda content: discord_quotes(list(content.values())),
    "docx": _of_document,
}


def letters_of_paper(content: bytes) -> str:
    """All letters of a PDF in order: the setting of lines changes spaces, hyphens and ligatures."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return letters(" ".join(re.sub(r"\S* ?\d+ / \d+$", "", page.extract_text().strip()) for page in pages))


def letters(text: str) -> str:
    """A text without what the setting of lines changes."""
    for ligature, parts in _LIGATURES.items():
        text = text.replace(ligature, parts)
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


# Forms of data tell where each quote stands.


def _of_json(content: str) -> Iterator[Spanned]:
    digest = load_digest(content.encode())
    posts = {post.id: post.text for post in digest.posts}
    for one in digest.arguments:
        yield Spanned(posts[one.post_id][one.start : one.end], posts[one.post_id], one.start, one.end)


def _of_rows(arguments: Iterable[Mapping[str, Any]], posts: Iterable[Mapping[str, Any]]) -> Iterator[Spanned]:
    texts = {row["id"]: row["text"] for row in posts}
    for row in arguments:
        yield Spanned(row["text"], texts[row["post_id"]], int(row["start"]), int(row["end"]))


def _of_csv(content: Mapping[str, bytes]) -> Iterator[Spanned]:
    def rows(name: str) -> list[dict[str, str]]:
        text = content[f"{name}.csv"].decode("utf-8-sig")
        read = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        return [{key: unguarded(cell) for key, cell in row.items()} for row in read]

    return _of_rows(rows("arguments"), rows("posts"))


def _of_book(content: bytes) -> Iterator[Spanned]:
    book = openpyxl.load_workbook(io.BytesIO(content))

    def rows(name: str) -> list[dict[str, Any]]:
        head, *read = book[name].iter_rows(values_only=True)
        text = [at for at, column in enumerate(head) if str(column).partition(" ")[0] == "text"]
        made = [dict(zip(head, row, strict=True)) for row in read]
        return [
            {**one, "text": "".join(str(row[at] or "") for at in text)} for one, row in zip(made, read, strict=True)
        ]

    return _of_rows(rows("arguments"), rows("posts"))


def _of_parquets(content: Mapping[str, bytes]) -> Iterator[Spanned]:
    arguments, posts = (pq.read_table(io.BytesIO(content[f"{name}.parquet"])) for name in ("arguments", "posts"))
    return _of_rows(arguments.to_pylist(), posts.to_pylist())


def _of_corpus(content: Mapping[str, str]) -> Iterator[Spanned]:
    for line in content["utterances.jsonl"].splitlines():
        post = json.loads(line)
        for said in post["meta"]["arguments"]:
            yield Spanned(said["text"], post["text"], said["start"], said["end"])


SPANS: Mapping[str, Callable[[Any], Iterable[Spanned]]] = {
    "json": _of_json,
    "csv": _of_csv,
    "xlsx": _of_book,
    "parquet": _of_parquets,
    "convokit": _of_corpus,
}


def texts_of_atlas(content: Content) -> list[str]:
    """The words of all points; the file holds no posts."""
    assert isinstance(content, bytes)
    return list(pq.read_table(io.BytesIO(content)).column("text").to_pylist())
