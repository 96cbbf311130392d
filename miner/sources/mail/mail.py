"""Mails: archives (mbox of any dialect), single mails and news articles, threads by Message-ID."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.cleaning import hashtags_in, links_in
from miner.sources.mail.archive import RawMail, heads, is_opening, mails
from miner.sources.mail.automatic import NOTICE, automatic, says_it_is_automatic
from miner.sources.mail.bodies import Body, read_body
from miner.sources.mail.enclosures import drop_enclosures, is_encrypted
from miner.sources.mail.endings import SIGNATURE, cut_endings
from miner.sources.mail.headers import decoded, first_address_of, message_ids, sender, sent_at
from miner.sources.mail.mail_lines import Line, Whose, post_text
from miner.sources.mail.mail_threads import MailThreads
from miner.sources.mail.mime import Fields, Leaf, read_fields, read_mail
from miner.sources.mail.mime import Mail as ParsedMail
from miner.sources.mail.quoting import mark_quotes
from miner.sources.material import Material
from miner.sources.reasons import READ_TWICE
from miner.transcript import Post, Span, Thread, content_id

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:(?:[ \t]|$)")
_OPENINGS = 5  # lines in a row that open a mail
_FULL_QUOTE, _PATCH, _ATTACHMENT = "quoted mails", "patches", "attachments"
_NOTES = {
    _FULL_QUOTE: "mails quoted as a whole below an answer were cut (in {n})",
    _PATCH: "patches were left out (in {n})",
    _ATTACHMENT: "attachments were not read ({n})",
}


class Mail:
    """Reads mbox files, pipermail and HyperKitty archives, mails as files, and news articles."""

    name = "mail"
    reads = "mail archives (mbox, pipermail, public-inbox, Google Groups), single mails (eml) and news articles"
    example = "list.mbox"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return looks_like_mail(material.head)

    def items(self, material: Material) -> Iterator[Item]:
        yield from items_of([("", lambda: material)])


def _is_bare_opening(line: str) -> bool:
    return line.startswith("From ") and (not line[5:].strip() or is_opening(line.encode("utf-8", "replace")))


class _Header(NamedTuple):
    """What threading needs to know of a mail."""

    key: str  # its Message-ID, or where it stands
    has_id: bool
    subject: str


def looks_like_mail(head: str) -> bool:
    """Whether a text begins with the line that opens a mail in an archive, or with a mail's header."""
    lines = head.lstrip("\ufeff \n\t").split("\n")[:80]
    if len(lines) > _OPENINGS and all(map(_is_bare_opening, lines[:_OPENINGS])):
        return True  # an archive without its mails: refused as one, not read as prose
    if lines[0].strip().isdigit() and len(lines) > 1:
        lines = lines[1:]  # Apple's emlx
    if lines[0].startswith("From ") and is_opening(lines[0].encode("utf-8", "replace")):
        return len(lines) > 1 and bool(_FIELD.match(lines[1]) or lines[1].startswith(">From "))
    names: list[str] = []
    for line in lines:
        if _FIELD.match(line):
            names.append(line.partition(":")[0].lower())
        elif not line.strip() or line[0] not in " \t":
            break
    found = set(names)
    if "from" not in found and not {"message-id", "received"} <= found:
        return False
    delivered = bool(found & {"message-id", "received", "mime-version", "newsgroups", "return-path"}) and len(names) > 2
    return delivered or {"date", "subject"} <= found or {"date", "to"} <= found


def items_of(files: Sequence[tuple[str, Callable[[], Material]]]) -> Iterator[Item]:
    """The mails of one or more files that belong together; files are gone through twice, texts never gathered.

    Parameters
    ----------
    files
        Name to put before the locator ("" for a file by itself), and what loads the file.
    """
    threads = MailThreads()
    for number, (_, load) in enumerate(files):
        for raw in heads(load()):
            fields = read_fields(raw.data)
            header = _header(fields, number, raw)
            stamp = sent_at(fields, raw.opening)
            threads.add(
                header.key,
                message_ids(fields.get("references", b"")),
                message_ids(fields.get("in-reply-to", b"")),
                header.subject,
                stamp.at.timestamp() if stamp.at is not None else 0.0,
            )
    threads.link()
    reader = _Reader(threads)
    for number, (name, load) in enumerate(files):
        yield from reader.items(number, name, load())
    yield from reader.closing()


def _header(fields: Fields, file: int, raw: RawMail) -> _Header:
    ids = message_ids(fields.get("message-id", b""))
    return _Header(ids[0] if ids else f"{file}:{raw.line}", bool(ids), decoded(fields.get("subject", b"")[:4000]))


class _Reader:
    """Second pass: mails become posts."""

    def __init__(self, threads: MailThreads) -> None:
        self._threads = threads
        self._opened: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()

    def items(self, number: int, name: str, material: Material) -> Iterator[Item]:
        for raw in mails(material):
            yield from self._item(raw, number, f"{name}#line {raw.line}" if name else f"line {raw.line}")

    def closing(self) -> Iterator[Item]:
        """What was met on the way, for the account."""
        yield Layout(text=", ".join(sorted(self._kinds)))
        for what, n in sorted(self._counts.items()):
            yield Note(text=_NOTES.get(what, f"{what} were cut (in {{n}})").format(n=n))
        missing = self._threads.n_missing()
        if missing:
            yield Note(text=f"mails that others answer and that are not there: {missing}")

    def _item(self, raw: RawMail, number: int, locator: str) -> Iterator[Item]:
        mail = read_mail(raw.data)
        if not {"from", "sender", "subject", "message-id", "date"} & mail.fields.keys():
            yield Failed(reason="text without a mail header")
            return
        header = _header(mail.fields, number, raw)
        self._kinds["news articles" if "newsgroups" in mail.fields else "mails"] += 1
        if not self._threads.is_new(header.key):
            yield Skipped(reason=READ_TWICE)
            return
        author = sender(mail.fields, _charset(mail.leaves)).name
        found = self._text(mail, header.subject, author)
        if isinstance(found, str):
            self._threads.leave_out(header.key)
            yield Skipped(reason=found)
            return
        root = self._threads.root(header.key)
        if root not in self._opened:
            self._opened.add(root)
            yield Thread(id=f"mail:{root}", title=self._threads.title(root), platform=_platform(mail.fields))
        yield self._post(header, mail.fields, raw, author, *found, locator)

    def _text(self, mail: ParsedMail, subject: str, author: str) -> str | tuple[str, tuple[Span, ...]]:
        """The author's text and the quoted spans in it; or why there is none."""
        reason = automatic(mail.fields, mail.leaves, subject) or _unreadable(mail.leaves)
        if reason:
            return reason
        body = read_body(mail)
        if body.too_long:
            return "longer than a mail that a person writes"
        reason, cut = _cut(body, author)
        self._counts.update(cut)
        self._counts.update([_ATTACHMENT] * body.n_attachments)
        text, quoted = ("", ()) if reason else post_text(body.lines, body.wrapped)
        return reason or ((text, quoted) if text else "only attachments" if body.n_attachments else "without text")

    def _post(
        self,
        header: _Header,
        fields: Fields,
        raw: RawMail,
        author: str,
        text: str,
        quoted: tuple[Span, ...],
        locator: str,
    ) -> Post:
        stamp = sent_at(fields, raw.opening)
        own = _without(text, quoted)
        parent = self._threads.parent(header.key)
        return Post(
            id=f"mail:{header.key}"
            if header.has_id
            else content_id("mail", author, str(stamp.at), header.subject, text),
            thread_id=f"mail:{self._threads.root(header.key)}",
            parent_id=f"mail:{parent.id}" if parent else None,
            parent_source=None if parent is None else "native" if parent.is_stated else "inferred",
            kind="message",
            author=author,
            text=text,
            quoted=quoted,
            posted_at=stamp.at,
            precision=stamp.precision,
            tz_assumed=stamp.tz_assumed,
            url=first_address_of([decoded(fields.get("archived-at", b""))]),
            hashtags=hashtags_in(own),
            links=links_in(own),
            flags=("cut",) if raw.cut else (),
            locator=locator,
        )


def _charset(leaves: Sequence[Leaf]) -> str:
    return next((leaf.parameter("charset") for leaf in leaves if leaf.parameter("charset")), "")


def _platform(fields: Fields) -> str:
    return "usenet" if "newsgroups" in fields else "mail"


def _unreadable(leaves: Sequence[Leaf]) -> str:
    kinds = {leaf.content_type for leaf in leaves}
    if "application/pgp-encrypted" in kinds or (
        len(leaves) == 1 and kinds & {"application/pkcs7-mime", "application/x-pkcs7-mime"}
    ):
        return "encrypted mail"
    return ""


def _cut(body: Body, author: str) -> tuple[str, set[str]]:
    """Mark what is not the author's; a reason if nothing of theirs is left, and what was cut."""
    if is_encrypted(body.lines):
        return "encrypted mail", set()
    cut = {SIGNATURE} if body.signed else set()
    if drop_enclosures(body.lines):
        cut.add(_PATCH)
    lines = body.lines = [line for line in body.lines if line.whose is not Whose.GONE]
    mark_quotes(lines)
    if not any(line.speaks for line in lines):
        quotes = any(line.whose is Whose.OTHERS for line in lines)
        return ("nothing but quoted mails" if quotes else "only a patch" if _PATCH in cut else ""), cut
    if says_it_is_automatic(" ".join(line.text for line in lines[:40] if line.speaks)):
        return NOTICE, set()
    cut |= cut_endings(lines, author)
    if not any(line.speaks for line in lines):
        return "nothing but a signature", cut
    if _drop_trailing_quotes(lines):
        cut.add(_FULL_QUOTE)
    return "", cut


def _drop_trailing_quotes(lines: Sequence[Line]) -> bool:
    """The mail that is answered, quoted as a whole below the answer; True if it was more than an announcement."""
    dropped = 0
    for line in reversed(lines):
        if line.speaks:
            break
        dropped += line.whose is Whose.OTHERS and not line.is_blank
        line.whose = Whose.GONE
    return dropped > 0


def _without(text: str, spans: Sequence[Span]) -> str:
    position = 0
    parts: list[str] = []
    for start, end in sorted(spans):
        parts.append(text[position:start])
        position = max(position, end)
    return " ".join([*parts, text[position:]])
