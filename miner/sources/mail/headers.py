"""What the header of a mail says, in words: names, subjects, ids, dates."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.errors import HeaderParseError
from email.header import decode_header
from functools import lru_cache
from typing import NamedTuple

from miner.sources.cleaning import clean
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.mail.mime import Fields

_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500}(?:\s[^<>\s@]{0,20})?)>")
_BARE_ID = re.compile(r"[^\s<>]{1,500}@[^\s<>]{1,500}")
_ADDRESS = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"\(([^()]*)\)\s*$")
_VIA = re.compile(r"^['\"]?(.{1,100}?)['\"]?\s+via\s+\S.{0,100}$")
_REPLY = re.compile(
    r"\s*(?:(?:re|aw|sv|vs|ref|rif|r|odp|ynt|antw|antwort|fwd?|wg|tr|rv|res|回复|答复|转发|回覆)"
    r"(?:\s?[\[(]?\d{1,3}[\])]?)?\s?[:：]\s*|\[[^\[\]]{1,40}\]\s*)",
    re.IGNORECASE,
)
_IS_REPLY = re.compile(
    r"\s*(?:\[[^\[\]]{1,40}\]\s*)*(?:re|aw|sv|vs|odp|ynt|antw|antwort|rif|res|回复|答复|回覆)"
    r"(?:\s?[\[(]?\d{1,3}[\])]?)?\s?[:：]",
    re.IGNORECASE,
)
_WAS = re.compile(r"\s*[(\[]was:?\s[^()\[\]]{1,200}[)\]]\s*$", re.IGNORECASE)
_LIST_TAG = re.compile(r"\s*\[[^\[\]]{1,40}\]\s*")
_ENVELOPE_DATE = re.compile(rb"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]?\d) (\d\d:\d\d(?::\d\d)?).{0,20}?(\d{4})")
_COMMENT_IN_DATE = re.compile(r"\s*\([^()]*\)?\s*$")
# Charsets whose bytes are all ASCII, and those of one byte a letter, by the names of Python's codecs.
_SHIFTING = ("iso2022", "utf-7", "hz", "utf-16", "utf-32")
_ONE_BYTE = ("iso8859", "cp", "koi8", "mac", "ascii", "tis", "kz", "ptcp")
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "us-ascii": "",
    "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
}
_NO_TEXT = frozenset(("punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "ascii"))
_MAIL_DATE = re.compile(  # RFC 5322, as nearly all programs write it
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ((?:19[7-9]|20\d)\d) "
    r"(\d\d):(\d\d):(\d\d) (?:([+-])([01]\d|2[0-3])([0-5]\d)|GMT|UTC)"
)
_MONTHS = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_MAX_SHOWN = 1000  # characters of a name or an address; longer ones are made to break a reader
_MAX_DATE = 200
_DATE_FIELDS = ("date", "nntp-posting-date", "x-list-received-date", "injection-date", "delivery-date", "resent-date")


class Sender(NamedTuple):
    """Who wrote a mail: the name shown, and the address in lower case (never shown)."""

    name: str
    address: str


def decoded(value: bytes, charset: str = "") -> str:
    """A field as text on one line: encoded words (RFC 2047) and raw bytes decoded."""
    text = in_charset(value, charset)
    if "=?" in text:
        try:
            text = "".join(_word(piece, name) for piece, name in decode_header(text))
        except (HeaderParseError, ValueError):
            pass  # a broken encoded word is shown as it stands, as mail programs do
    return " ".join(clean(text).split())


def in_charset(data: bytes, charset: str) -> str:
    """Bytes as text; never raises.

    The charset that is named, but UTF-8 before those of one byte a letter (programs name them by habit, and text in
    them is next to never valid UTF-8); Windows-1252 where nothing fits.
    """
    name = codec_of(charset)
    if data.isascii() and not name.startswith(_SHIFTING):
        return data.decode("ascii")
    candidates = ("utf-8", name) if name.startswith(_ONE_BYTE) else (name, "utf-8")
    for candidate in filter(None, candidates):
        try:
            return data.decode(candidate)
        except (UnicodeError, ValueError):
            continue
    return data.decode(name or "cp1252", "replace")


@lru_cache(maxsize=500)
def codec_of(charset: str) -> str:
    """Python's name for a charset; "" for one that does not exist, is no text or says nothing."""
    wanted = charset.strip().strip("\"'").lower()[:40]
    wanted = _MEANT.get(wanted, wanted)
    try:
        codec = codecs.lookup(wanted).name if wanted and wanted.isascii() else ""
        b"".decode(codec or "ascii")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if codec in _NO_TEXT else codec


def _word(piece: bytes | str, charset: str | None) -> str:
    return piece if isinstance(piece, str) else in_charset(piece, (charset or "").split("*")[0])


def sender(fields: Fields, charset: str = "") -> Sender:
    """The author: display name, else the comment in brackets, else what stands before the @."""
    raw = in_charset((fields.get("from", b"") or fields.get("sender", b""))[:_MAX_SHOWN], charset)
    address = (_ADDRESS.search(raw) or [None, ""])[1] or ""
    if address:
        shown = raw[: raw.rindex("<")]
    else:
        comment = _COMMENT.search(raw)
        address = raw[: comment.start()] if comment else raw
        shown = comment[1] if comment else ""
    address = address.strip().replace(" at ", "@").lower()
    name = decoded(shown.strip().strip('"').replace('\\"', '"').encode(), charset).strip(" \"'")
    via = _VIA.match(name) if " via " in name else None
    if via:  # lists put themselves between author and reader: "Ann Lee via Dev"
        name = via[1]
    if not name or name.lower() == address or "@" in name:
        name = (name or address).split("@")[0]
    return Sender(name=decoded(name.encode(), charset), address=address)


def message_ids(value: bytes) -> tuple[str, ...]:
    """The ids in a field, without brackets, each once, in order; prose around them is passed over."""
    text = value.decode("utf-8", "replace")
    found = _MESSAGE_ID.findall(text)
    if not found:
        found = _BARE_ID.findall(text[:_MAX_SHOWN])[:1]
    ids = ("".join(entry.split()) for entry in found)
    return tuple(dict.fromkeys(entry for entry in ids if "@" in entry or "." in entry or len(entry) > 8))


def base_subject(subject: str) -> str:
    """The subject without "Re:", list tags and "(was: ...)", for titles."""
    subject = subject[:1000]
    while match := _REPLY.match(subject):
        if match.end() == len(subject):
            break
        subject = subject[match.end() :]
    return _WAS.sub("", subject).strip()


def is_reply(subject: str) -> bool:
    """Whether a subject says that the mail answers another."""
    return bool(_IS_REPLY.match(subject[:200]))


def sent_at(fields: Fields, opening: bytes) -> Stamp:
    """When it was sent: its own date, else a relay's, else the one in the line that opens it in the archive."""
    for name in _DATE_FIELDS:
        if name in fields and (stamp := _date(fields[name])).at is not None:
            return stamp
    received = fields.get("received", b"").rpartition(b";")[2]
    stamp = _date(received)
    if stamp.at is not None:
        return stamp
    envelope = _ENVELOPE_DATE.search(opening)
    if envelope is None:
        return NO_DATE
    month, day, time, year = (part.decode("ascii").strip() for part in envelope.groups())
    return read_date(f"{day} {month} {year} {time}")


def _date(value: bytes) -> Stamp:
    text = _COMMENT_IN_DATE.sub("", " ".join(value[:_MAX_DATE].decode("latin-1").split()))
    usual = _MAIL_DATE.fullmatch(text)
    if usual:
        return _usual_date(usual)
    return read_date(text.replace("-0000", "+0000")) if any(char.isdigit() for char in text) else NO_DATE


def _usual_date(found: re.Match[str]) -> Stamp:
    """Read here: each mail has another one, and the library takes as long for it as all else takes for the header."""
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        at = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError:  # the 31st of June, 25 o'clock
        return NO_DATE
    return Stamp(at=at + offset if sign == "-" else at - offset, precision="second")


def first_address_of(values: Sequence[str]) -> str:
    """The first http(s) address in brackets or bare; "" if there is none."""
    for value in values:
        found = re.search(r"https?://[^\s<>,]{3,1000}", value)
        if found:
            return found.group()
    return ""
