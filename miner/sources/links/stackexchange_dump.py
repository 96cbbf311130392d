"""The data dump of a Stack Exchange site: Posts.xml with Comments.xml and Users.xml beside it, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from lxml import etree

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.cleaning import mentions_in
from miner.sources.html import HtmlText, read_fragment
from miner.sources.links.making import make_post, name_in, native_id, stamp_in, title_in
from miner.sources.links.markdown import read_markdown
from miner.transcript import Post, Thread

Fields = Mapping[str, str]
_OfRow = Callable[[Fields, str], Iterator[Item]]

_TABLES = ("posts", "comments", "users", "badges", "posthistory", "postlinks", "tags", "votes")
_WITHOUT_POSTS = frozenset(_TABLES[3:])
_ROOT = re.compile(rb"<(" + "|".join(_TABLES).encode() + rb")\s*/?>", re.IGNORECASE)
_ROW = re.compile(rb"<row\s+Id=\"|<row\s[^<]{0,4000}\bId=\"", re.IGNORECASE)
_START_BYTES = 16_384
_SITE = re.compile(r"(?:^|/)([\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.(?:com|net|org))(?:\.(?:zip|7z))?/", re.IGNORECASE)
_QUESTION, _ANSWER = "1", "2"  # PostTypeId; the others are the site's own wiki pages


class StackExchangeDump:
    """Reads the tables of each folder together; a table given alone is read as far as it goes."""

    name = "stackexchange_dump"
    reads = "Stack Exchange data dumps: Posts.xml, with Comments.xml and Users.xml beside it"
    example = "folder with Posts.xml"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        if not bundle.is_folder:
            return [entry for entry in bundle.entries if _table_of(entry)]
        found = [entry for entry in bundle.entries if entry.base_name.lower().endswith(".xml") and _table_of(entry)]
        first = min((_folder(entry) for entry in found if _table_of(entry) in ("posts", "comments")), default="")
        return [entry for entry in found if _folder(entry) == first]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        yield from _Dump(members).items()


def _folder(entry: Entry) -> str:
    return str(PurePosixPath(entry.name).parent)


def _table_of(entry: Entry) -> str:
    """Which table a file is by its root and its rows; "" for any other file."""
    try:
        with entry.open() as file:
            start = file.read(_START_BYTES)
    except BrokenInput:
        return ""
    root = _ROOT.search(start)
    return root[1].decode("ascii").lower() if root and _ROW.search(start) else ""


class _Dump:
    """The tables of one site; of other posts than the one at hand only numbers are kept."""

    def __init__(self, members: Sequence[Entry]) -> None:
        self.tables: dict[str, list[Entry]] = {}
        for entry in members:
            self.tables.setdefault(_table_of(entry), []).append(entry)
        self.is_alone = len(members) == 1
        named = _SITE.search(members[0].place)
        self.site = named[1].lower() if named else ""
        self.names: dict[str, str] = {}
        self.accepted: set[str] = set()
        self.question_of: dict[str, str] = {}  # answers only
        self.questions: set[str] = set()
        self.mentioned: dict[str, None] = {}  # threads of answers and comments

    def items(self) -> Iterator[Item]:
        for entry in self.tables.get("users", []):
            yield from self._read(entry, self._user)
        for entry in self.tables.get("posts", []):
            yield from self._read(entry, self._post)
        for entry in self.tables.get("comments", []):
            yield from self._read(entry, self._comment)
        for number in self.mentioned:
            if number not in self.questions:
                yield Thread(id=self._id(number), url=self._address(f"questions/{number}"), platform="stackexchange")
        beside = sorted(entry.base_name for name in _WITHOUT_POSTS for entry in self.tables.get(name, []))
        if beside:
            yield Note(f"{', '.join(beside)}: no posts in {'it' if len(beside) == 1 else 'them'}")

    def _read(self, entry: Entry, of_row: _OfRow) -> Iterator[Item]:
        """The items of a table; what stands behind broken XML is lost and counted once."""
        number = 0
        try:
            for fields in _rows(entry):
                number += 1
                yield from of_row(fields, f"{entry.name}#row {number}")
        except etree.XMLSyntaxError:
            yield Failed("table that ends in broken XML")
        except BrokenInput:
            if self.is_alone:
                raise
            yield Failed("table that declares a document type")

    def _user(self, fields: Fields, place: str) -> Iterator[Item]:
        del place
        name = name_in(fields, "DisplayName")
        if name:
            self.names[fields.get("Id", "")] = name
        yield from ()

    def _post(self, fields: Fields, place: str) -> Iterator[Item]:
        number, kind = native_id(fields.get("Id")), fields.get("PostTypeId", "")
        if not number:
            yield Failed("row without an id")
        elif kind == _QUESTION:
            yield from self._question(number, fields, place)
        elif kind == _ANSWER:
            yield from self._answer(number, fields, place)
        else:
            yield Skipped("page of the site's own wiki")

    def _question(self, number: str, fields: Fields, place: str) -> Iterator[Item]:
        self.questions.add(number)
        accepted = fields.get("AcceptedAnswerId", "")
        if accepted:
            self.accepted.add(accepted)
        count = fields.get("AnswerCount", "")
        yield Thread(
            id=self._id(number),
            title=title_in(fields, "Title"),
            url=self._address(f"questions/{number}"),
            platform="stackexchange",
            n_claimed=int(count) if count.isdecimal() and len(count) < 9 else None,
        )
        body = read_fragment(fields.get("Body", ""))
        yield self._made(
            number, number, body if body.text else HtmlText(text=title_in(fields, "Title")), fields, place, ""
        )

    def _answer(self, number: str, fields: Fields, place: str) -> Iterator[Item]:
        question = native_id(fields.get("ParentId")) or number
        self.question_of[number] = question
        self.mentioned[question] = None
        yield self._made(number, question, read_fragment(fields.get("Body", "")), fields, place, question)

    def _made(
        self, number: str, question: str, body: HtmlText, fields: Fields, place: str, parent: str
    ) -> Post | Skipped:
        if not body.text:
            return Skipped("empty")
        return make_post(
            self._id(number),
            self._id(question),
            body,
            stamp_in(fields, "CreationDate"),
            place,
            kind="comment" if parent else "article",
            author=self._author(fields, "OwnerUserId", "OwnerDisplayName"),
            parent_id=self._id(parent) if parent else None,
            parent_source="native" if parent else None,
            edited_at=stamp_in(fields, "LastEditDate").at,
            url=self._address(f"a/{number}" if parent else f"questions/{number}"),
            likes=_whole(fields.get("Score", "")),
            flags=("accepted",) if number in self.accepted else (),
        )

    def _comment(self, fields: Fields, place: str) -> Iterator[Item]:
        number, post = native_id(fields.get("Id")), native_id(fields.get("PostId"))
        body = read_markdown(fields.get("Text", ""))
        if not number or not post:
            yield Failed("row without an id")
            return
        if not body.text:
            yield Skipped("empty")
            return
        question = self.question_of.get(post, post)
        self.mentioned[question] = None
        yield make_post(
            self._id(f"c{number}"),
            self._id(question),
            body,
            stamp_in(fields, "CreationDate"),
            place,
            kind="comment",
            author=self._author(fields, "UserId", "UserDisplayName"),
            parent_id=self._id(post),
            parent_source="native",
            likes=_whole(fields.get("Score", "")),
            mentions=mentions_in(body.text),
        )

    def _author(self, fields: Fields, number: str, name: str) -> str:
        """The name; without the table of users, as the site shows accounts that were deleted: "user123"."""
        user = native_id(fields.get(number))
        return self.names.get(user) or name_in(fields, name) or (f"user{user}" if user.isdecimal() else "")

    def _id(self, number: str) -> str:
        return f"stackexchange:{self.site}/{number}" if self.site else f"stackexchange:{number}"

    def _address(self, path: str) -> str:
        return f"https://{self.site}/{path}" if self.site else ""


def _rows(entry: Entry) -> Iterator[Fields]:
    """The attributes of each row, the rest of the tree thrown away on the way.

    Raises
    ------
    BrokenInput
        If the file declares a document type: no dump has one, and entities could be anything.
    """
    with entry.open() as file:
        if b"<!DOCTYPE" in file.read(_START_BYTES).upper():
            raise BrokenInput(entry.place, "its XML declares a document type", "No dump does; give the original file.")
    with entry.open() as file:
        events = etree.iterparse(
            file, events=("end",), tag="row", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for _, row in events:
            yield dict(row.attrib)
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]


def _whole(text: str) -> int:
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) < 9 else 0
