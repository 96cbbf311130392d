"""What must hold of each form of a report of a hostile digest, read back as its readers read it."""

from __future__ import annotations

import csv
import io
import json
import re
import string
import zipfile
from collections.abc import Callable, Iterable, Mapping
from email import message_from_bytes, policy
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import quote

import docx
import openpyxl
import pyarrow.parquet as pq
import pypdf
from lxml import etree
from markdown_it import MarkdownIt
from reading_chats import (
    DISCORD_CALLS,
    DISCORD_LINK,
    DISCOURSE_OWN,
    SLACK_LIVE,
    discord_quotes,
    discourse_as_markdown,
    slack_words,
)
from reading_text import CALLS, all_quoted, markdown_quotes, marked_quotes, shown_by_markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.digest.records import Digest, load_digest
from miner.digest.tables import tables_of
from miner.report import Content, markdown
from miner.report.documents.docx import shown as shown_in_docx
from miner.report.outside import safe_url
from miner.report.proof import prove, used_arguments
from miner.report.tables.csv_folder import unguarded

# Controls, signs that turn the direction of a line, halves of characters: nowhere in a text that people read.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_FILE_NAME = re.compile(r"[a-z0-9_]+\.[a-z]+")
_BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_LIVE_TAGS = (
    "link, img, iframe, frame, object, embed, form, base, video, audio, source, input[type=image], foreignObject"
)
_LIVE_IN_PDF = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/AcroForm"}
Check = Callable[[Digest, Content], None]


def addresses_of(digest: Digest) -> set[str]:
    """What may be linked: addresses of posts, threads and links shared that are plain web addresses."""
    given = [
        *(post.url for post in digest.posts),
        *(thread.url for thread in digest.threads),
        *(one.url for one in digest.links),
    ]
    return {address for url in given if (address := safe_url(url))}


def used_words(digest: Digest) -> set[str]:
    """All that the digest itself quotes."""
    words = prove(digest)
    return {words[key] for _, key in used_arguments(digest)}


def check_page(digest: Digest, content: Content) -> None:
    """The page: one script and one style, both ours; no element that fetches; every quote."""
    page = LexborHTMLParser(_text(content))
    assert_inert(page, digest)
    assert [len(page.css(tag)) for tag in ("script", "style", "title", "blockquote *", "mark *")] == [1, 1, 1, 0, 0]
    assert not page.css("[style]")
    assert used_words(digest) <= {node.text() for node in page.css("blockquote")}
    assert {node.text() for node in page.css("#posts mark")} == set(prove(digest).values())


def assert_inert(page: LexborHTMLParser, digest: Digest) -> None:
    """Nothing in it runs or fetches by itself, and its links are those of the digest."""
    assert not page.css(_LIVE_TAGS)
    assert not page.css("meta[http-equiv]:not([http-equiv='Content-Security-Policy'])")
    allowed = addresses_of(digest)
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), node.html
            assert name not in {"src", "srcset", "srcdoc", "action", "formaction", "background", "poster", "ping"}
            if name.endswith("href"):
                assert (value or "").startswith("#") or value in allowed, value


def check_markdown(digest: Digest, content: Content) -> None:
    """GitHub: no HTML, no picture, no code, no link but ours, nobody called, every quote."""
    text = _text(content)
    _check_tokens(text, digest)
    found = markdown_quotes(text)
    assert _folded(used_words(digest)) <= _folded(found)
    all_quoted(found, digest)
    assert not CALLS.search(shown_by_markdown(text))


def _check_tokens(text: str, digest: Digest) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    allowed = {markdown.target_without_entities(url) for url in addresses_of(digest)}
    for token in parser.parse(text):
        for child in token.children or [token]:
            kind = child.type
            assert kind not in {"image", "html_inline", "html_block", "code_inline", "fence", "code_block", "s_open"}
            assert kind != "link_open" or child.markup or any(_same(child.attrs["href"], url) for url in allowed)
            assert child.markup != "autolink"
    # What GitHub makes a link of by itself, before any escape is undone.
    assert not re.search(r"(?<!\\)(?<![\](<])\b(?:https?|ftp)://|\bwww\.", re.sub(r"\]\([^)\s]*\)", "", text))


def _same(href: object, url: str) -> bool:
    return str(href) == MarkdownIt().normalizeLink(url)


def check_discourse(digest: Digest, content: Content) -> None:
    """As Markdown; quotes and folds are the report's own and closed, nobody is told of being quoted."""
    text = _text(content)
    _check_tokens(discourse_as_markdown(text), digest)
    all_quoted(markdown_quotes(discourse_as_markdown(text)), digest)
    assert not CALLS.search(shown_by_markdown(discourse_as_markdown(text)))
    lines = text.split("\n")
    for name in ("quote", "details"):
        assert sum(line.startswith(f'[{name}="') for line in lines) == lines.count(f"[/{name}]")
    assert not re.search(r"(?<!\\)\[/?\w+[=\]](?!\()", DISCOURSE_OWN.sub("", text))
    assert not [line for line in lines if re.match(r'\[quote="[^"]*,', line)]


def check_slack(digest: Digest, content: Content) -> None:
    """What stands in angle brackets is a link of the digest; no sign in a quote has a meaning; nobody is called."""
    text = _text(content)
    allowed = {url.replace("|", "%7C").replace("&", "&amp;") for url in addresses_of(digest)}
    for inside in re.findall(r"<([^>]*)>", text):
        assert inside.partition("|")[0] in allowed
    assert not re.search(r"[<>]", re.sub(r"<[^<>]*>|^> ", "", text, flags=re.MULTILINE))
    assert not re.search(r"@[A-Za-z0-9<&!]", re.sub(r"<[^<>|]*\|", "", text))
    quotes = marked_quotes(text)
    assert not [quote for quote in quotes if SLACK_LIVE.search(quote)]
    all_quoted([slack_words(quote) for quote in quotes], digest)


def check_discord(digest: Digest, content: Content) -> None:
    """Each part is a message; nobody is called; links are the digest's."""
    assert isinstance(content, Mapping)
    parts = [str(part) for part in content.values()]
    allowed = {markdown.target_without_entities(url) for url in addresses_of(digest)}
    for part in parts:
        assert len(part.encode("utf-16-le")) // 2 < 2000
        assert not DISCORD_CALLS.search(part)
        assert not re.search(r"@[A-Za-z0-9<&!]", re.sub(r"<https?://[^<>\s]+>", "", part))
        for link in DISCORD_LINK.findall(part):
            assert link[link.rindex("<") + 1 :].rstrip(">)") in {url.rstrip(")") for url in allowed}
        assert not re.search(r"(?<!\\)(?<![\w])https?://|\]\(", re.sub(r"\\.", "", DISCORD_LINK.sub("", part)))
    quotes = discord_quotes(parts)
    assert {quote for quote in quotes if quote not in used_words(digest)} <= _pieces(quotes, digest)


def _pieces(quotes: Iterable[str], digest: Digest) -> set[str]:
    """Quotes that are a part of what was said: a message holds no more."""
    whole = _folded(used_words(digest) | {post.text for post in digest.posts})
    return {quote for quote in quotes if any(" ".join(quote.split()) in one for one in whole)}


def check_plain(digest: Digest, content: Content) -> None:
    """Every quote behind its marks; what stands in angle brackets at the end of words is a link of the digest."""
    text = _text(content)
    found = marked_quotes(text)
    assert used_words(digest) <= set(found)


def check_letter(digest: Digest, content: Content) -> None:
    """Exactly the headers of a draft, two parts, and HTML of nothing but words, tables and links."""
    assert isinstance(content, bytes)
    assert content.isascii()
    assert len(content) < 90_000
    letter = message_from_bytes(content, policy=policy.default)
    assert letter.keys() == ["Subject", "Date", "X-Unsent", "Message-ID", "MIME-Version", "Content-Type"]
    assert not any(UNWANTED.search(value) or "\n" in value for value in map(str, letter.values()))
    assert letter.defects == []
    parts = [part for part in letter.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert all(set(part.keys()) <= {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"} for part in parts)
    plain, html = (str(part.get_content()).replace("\r\n", "\n") for part in parts)
    assert not UNWANTED.search(plain + html)
    page = LexborHTMLParser(html)
    assert_inert(page, digest)
    assert not page.css("script")
    assert len(page.css("style")) == 1
    assert [_broken(node) for node in page.css("blockquote")] == marked_quotes(plain)
    all_quoted(marked_quotes(plain), digest)


def check_feed(digest: Digest, content: Content) -> None:
    """One entry, no declaration of entities, its HTML of nothing but words, lists and links."""
    assert isinstance(content, bytes)
    feed = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    assert feed.getroottree().docinfo.doctype == ""
    assert {etree.QName(node).localname for node in feed.iter()} <= set(
        "feed id title updated author name generator entry link summary content".split()
    )
    (html,) = feed.xpath("//*[local-name()='content']/text()")
    page = LexborHTMLParser(html)
    assert_inert(page, digest)
    assert {node.tag for node in page.css("body *")} <= set("h2 h3 h4 p b i a ul li blockquote br".split())
    if find_spec("feedparser"):  # what many readers of feeds are made with; it needs no place among the requirements
        read = import_module("feedparser").parse(content)
        assert not read.bozo
        assert len(read.entries) == 1
    found = [_broken(node) for node in page.css("blockquote")]
    all_quoted(found, digest)


def check_csv(digest: Digest, content: Content) -> None:
    """No cell is run by a spreadsheet; every text reads back to the letter."""
    assert isinstance(content, Mapping)
    for table in tables_of(digest):
        file = content[f"{table.name}.csv"]
        assert isinstance(file, bytes)
        head, *rows = _csv_rows(file.decode("utf-8-sig"))
        assert head == [column.name for column in table.columns]
        for at, column in enumerate(table.columns):
            cells = [row[at] for row in rows]
            if column.kind not in ("text", "texts"):
                continue
            assert not [cell for cell in cells if cell.lstrip(" \xa0\u200b\ufeff").startswith(_BEGINS_FORMULA)]
            if column.kind == "text":
                assert [unguarded(cell) for cell in cells] == [cell or "" for cell in table.column(column.name)]
            else:
                assert [tuple(json.loads(cell)) for cell in cells] == list(table.column(column.name))


def _csv_rows(text: str) -> list[list[str]]:
    limit = csv.field_size_limit(len(text) + 1)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    finally:
        csv.field_size_limit(limit)


def check_workbook(digest: Digest, content: Content) -> None:
    """No formula, link, name, macro or part from outside; the texts stand in it to the letter."""
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not book.defined_names
    assert not book._external_links
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink or cell.comment]
    _check_archive(content, re.compile(r"xl/|docProps/|_rels/|\[Content_Types\]"))
    said = {argument.id: argument for argument in digest.arguments}
    head, *rows = book["arguments"].iter_rows(values_only=True)
    parts = [at for at, name in enumerate(head) if str(name).partition(" ")[0] == "text"]
    assert len(rows) == len(said)
    assert ["".join(str(row[at] or "") for at in parts) for row in rows] == [
        words.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_") for words in prove(digest).values()
    ]


def check_document(digest: Digest, content: Content) -> None:
    """No field, macro or part from outside; links lead to addresses of the digest; every quote."""
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    allowed = addresses_of(digest)
    for relation in document.part.rels.values():
        assert not relation.is_external or (relation.reltype.endswith("/hyperlink") and relation.target_ref in allowed)
    _check_archive(content, re.compile(r"word/|docProps/|customXml/|_rels/|\[Content_Types\]"))
    tags = {etree.QName(node).localname for node in document.element.iter(etree.Element)}
    assert not tags & {"instrText", "fldSimple", "fldChar", "altChunk", "object", "pict", "drawing", "script", "sdt"}
    quotes = {one.text for one in document.paragraphs if one.style.name == "Quote"}
    assert {shown_in_docx(words) for words in used_words(digest)} <= quotes


def _check_archive(content: bytes, known: re.Pattern[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert known.match(name)
            assert not re.search(r"\.\.|vba|macro|externalLink|embeddings|activeX|connections|queryTable", name)
            if name.endswith((".xml", ".rels")):
                assert etree.fromstring(archive.read(name)).getroottree().docinfo.doctype == ""


def check_paper(digest: Digest, content: Content) -> None:
    """No script, form, file or action but links, which lead to addresses of the digest or to places on its pages."""
    assert isinstance(content, bytes)
    reader = pypdf.PdfReader(io.BytesIO(content))
    allowed = {quote(url, safe=string.punctuation) for url in addresses_of(digest)}
    for number in reader.xref.get(0, ()):
        _check_object(reader.get_object(pypdf.generic.IndirectObject(number, 0, reader)), allowed)
    for number in reader.xref_objStm:
        _check_object(reader.get_object(pypdf.generic.IndirectObject(number, 0, reader)), allowed)


def _check_object(found: object, allowed: set[str]) -> None:
    if isinstance(found, list):
        for part in found:
            _check_object(part, allowed)
    if not isinstance(found, dict):
        return
    assert not _LIVE_IN_PDF & found.keys()
    if "/S" in found and "/URI" in found:
        assert str(found["/URI"]) in allowed
    assert found.get("/S") not in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Named")
    for key, part in found.items():
        if key != "/Parent" and not isinstance(part, pypdf.generic.IndirectObject):
            _check_object(part, allowed)


def check_parquet(digest: Digest, content: Content) -> None:
    """Every table is as the digest has it."""
    assert isinstance(content, Mapping)
    for table in tables_of(digest):
        read = pq.read_table(io.BytesIO(_bytes(content[f"{table.name}.parquet"])))
        for column in table.columns:
            if column.kind == "text":
                assert read.column(column.name).to_pylist() == list(table.column(column.name))


def check_atlas(digest: Digest, content: Content) -> None:
    """The words of all arguments."""
    read = pq.read_table(io.BytesIO(_bytes(content)))
    assert read.column("text").to_pylist() == list(prove(digest).values())


def check_corpus(digest: Digest, content: Content) -> None:
    """Posts, people and arguments as the digest has them, in files of plain letters."""
    assert isinstance(content, Mapping)
    assert all(isinstance(text, str) and text.isascii() for text in content.values())
    utterances = [json.loads(line) for line in str(content["utterances.jsonl"]).splitlines()]
    assert [(one["id"], one["text"]) for one in utterances] == [(post.id, post.text) for post in digest.posts]
    assert {said["id"]: said["text"] for one in utterances for said in one["meta"]["arguments"]} == prove(digest)
    assert {one["speaker"] for one in utterances} <= json.loads(str(content["speakers.json"])).keys()


def check_json(digest: Digest, content: Content) -> None:
    """The digest itself."""
    text = str(content)
    assert load_digest(text.encode()) == digest
    assert [post["text"] for post in json.loads(text)["posts"]] == [post.text for post in digest.posts]


def check_any(content: Content) -> None:
    """What holds of every form: plain names of files; in texts for people nothing that turns or rules a line."""
    for name, part in content.items() if isinstance(content, Mapping) else ():
        assert _FILE_NAME.fullmatch(name)
        assert isinstance(part, str | bytes)


def _text(content: Content) -> str:
    assert isinstance(content, str)
    found = UNWANTED.search(content)
    assert found is None, content[found.start() - 60 : found.end() + 20]
    return content


def _bytes(content: object) -> bytes:
    assert isinstance(content, bytes)
    return content


def _broken(node: LexborNode) -> str:
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    return node.text()


def _folded(texts: Iterable[str]) -> set[str]:
    return {" ".join(text.split()) for text in texts}


CHECKS: Mapping[str, Check] = {
    "html": check_page,
    "markdown": check_markdown,
    "json": check_json,
    "text": check_plain,
    "discourse": check_discourse,
    "slack": check_slack,
    "email": check_letter,
    "atom": check_feed,
    "discord": check_discord,
    "csv": check_csv,
    "xlsx": check_workbook,
    "parquet": check_parquet,
    "convokit": check_corpus,
    "atlas": check_atlas,
    "docx": check_document,
    "pdf": check_paper,
}
