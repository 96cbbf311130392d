"""What was fetched, as files: the bodies where a source reads them, and beside them where each is from.

::

    HOST/NAME-1a2b3c4d/          one address with all its pages; a place for ``miner digest``
        0001-post.html           bodies as they came, unpacked
        .fetched/visit.json      when the last visit began and ended
        .fetched/0001.json       address, time, status, headers, hash
        .fetched/0002-c.json     a body that only led to others: a list of topics
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from miner.errors import CannotWrite, NotFetched
from miner.fetch.records import Answer, Request
from miner.fetch.urls import Url, parse_url
from miner.locks import locked
from miner.transcript import Record

ASIDE = ".fetched"
_WAIT_SECONDS = 2.0  # for another process; it may take an hour
_RESUMED = timedelta(hours=24)  # after an older break everything is asked again
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_SUFFIXES = {
    "application/json": ".json",
    "application/activity+json": ".json",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/mbox": ".mbox",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/zip": ".zip",
}


_Kind = TypeVar("_Kind", bound=Record)


class Kept(Record, frozen=True):
    """Where one body is from. ``checked_at``: when the site last said that it is still the same."""

    name: str
    key: str
    url: str
    asked: str
    status: int
    sha256: str
    n_bytes: int
    fetched_at: datetime
    checked_at: datetime
    headers: dict[str, str] = {}
    is_shown: bool = True


class _Visit(Record, frozen=True):
    began_at: datetime
    url: str = ""  # what was given; "" of visits by earlier versions
    ended_at: datetime | None = None
    whole_at: datetime | None = None  # when the last visit before this one ended that did end


class Keep(Protocol):
    """What a visit needs of the place where things are kept."""

    @property
    def whole_at(self) -> datetime | None: ...
    def begin(self, at: datetime) -> datetime: ...
    def end(self, at: datetime) -> None: ...
    def find(self, request: Request) -> Kept | None: ...
    def answer(self, kept: Kept) -> Answer: ...
    def add(self, request: Request, answer: Answer, at: datetime, is_shown: bool) -> Kept: ...
    def confirm(self, kept: Kept, at: datetime) -> None: ...
    def put(self, request: Request, is_shown: bool) -> None: ...
    def __iter__(self) -> Iterator[Kept]: ...


class KeptFolder:
    """Keeps what belongs to one address in one folder; each file is whole or not there.

    ``url`` is the address as it was given, ``whole_at`` when the last visit ended that was not broken off; None if there
    is none.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self._url = url
        self._aside = folder / ASIDE
        self._records = {record.key: record for record in self._stored()}
        self.whole_at: datetime | None = None
        self._visit: _Visit | None = None  # to be written when there is something to keep

    def __iter__(self) -> Iterator[Kept]:
        return iter(sorted(self._records.values(), key=lambda record: record.name))

    def begin(self, at: datetime) -> datetime:
        """A visit begins; returns since when answers count as its own: earlier than ``at`` after a break."""
        place = self._aside / "visit.json"
        if place.is_file():
            before = _read(place, _Visit)
            self.whole_at = before.ended_at or before.whole_at
            if before.ended_at is None and timedelta(0) <= at - before.began_at < _RESUMED:
                return before.began_at
        self._visit = _Visit(began_at=at, url=self._url, whole_at=self.whole_at)
        return at

    def end(self, at: datetime) -> None:
        """The visit is complete."""
        if not self._records:
            return
        place = self._aside / "visit.json"
        visit = self._visit or _read(place, _Visit)
        self._write(place, msgspec.json.encode(msgspec.structs.replace(visit, ended_at=at)))

    def find(self, request: Request) -> Kept | None:
        """The record of the same request, if its body is there and as it was."""
        record = self._records.get(_key(request))
        if record is None:
            return None
        place = self._place(record)
        is_whole = place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == record.sha256
        return record if is_whole else None

    def answer(self, kept: Kept) -> Answer:
        """The answer as it came."""
        return Answer(parse_url(kept.url), kept.status, kept.headers, self._place(kept).read_bytes())

    def add(self, request: Request, answer: Answer, at: datetime, is_shown: bool) -> Kept:
        """Keep an answer; one to the same request before is replaced, but for a feed: that holds the newest only.

        Raises
        ------
        CannotWrite
        """
        key = _key(request)
        before = self._left_as_it_was(self._records.get(key), answer)
        suffix = _suffix(answer)
        number = before.name[:4] if before is not None else f"{self._last_number() + 1:04d}"
        record = Kept(
            name=f"{number}-{_slug(request.url)}{suffix}",
            key=key,
            url=str(answer.url),
            asked=str(request.url),
            status=answer.status,
            sha256=hashlib.sha256(answer.body).hexdigest(),
            n_bytes=len(answer.body),
            fetched_at=at,
            checked_at=at,
            headers=headers_to_keep(answer.headers),
            is_shown=is_shown,
        )
        self._write(self._place(record), answer.body)
        if before is not None and self._place(before) != self._place(record):
            self._place(before).unlink(missing_ok=True)
        self._store(record)
        return record

    def confirm(self, kept: Kept, at: datetime) -> None:
        """The site said that nothing has changed."""
        self._store(msgspec.structs.replace(kept, checked_at=at))

    def remove(self, record: Kept) -> None:
        """Take an answer away, body and record; it is asked for again by the next visit."""
        self._place(record).unlink(missing_ok=True)
        (self._aside / f"{record.name[:4]}.json").unlink(missing_ok=True)
        self._records.pop(record.key, None)

    def put(self, request: Request, is_shown: bool) -> None:
        """Put a body among those that sources read, or aside: another one holds the same posts in a better form."""
        record = self._records.get(_key(request))
        if record is None or record.is_shown == is_shown:
            return
        moved = msgspec.structs.replace(record, is_shown=is_shown)
        self._write(self._place(moved), self._place(record).read_bytes())
        self._place(record).unlink()
        self._store(moved)

    def _left_as_it_was(self, before: Kept | None, answer: Answer) -> Kept | None:
        """The record that the answer replaces; a feed with other entries stays, under a key of its own."""
        if before is None or not before.name.endswith(".xml"):
            return before
        if hashlib.sha256(answer.body).hexdigest() == before.sha256:
            return before
        self._store(msgspec.structs.replace(before, key=f"{before.key}-{before.sha256[:8]}"))
        return None

    def _last_number(self) -> int:
        return max((int(record.name[:4]) for record in self._records.values()), default=0)

    def _place(self, record: Kept) -> Path:
        return (self.folder if record.is_shown else self._aside) / record.name

    def _store(self, record: Kept) -> None:
        if self._visit is not None:
            self._write(self._aside / "visit.json", msgspec.json.encode(self._visit))
            self._visit = None
        self._records[record.key] = record
        self._write(self._aside / f"{record.name[:4]}.json", msgspec.json.encode(record))

    def _stored(self) -> Iterator[Kept]:
        for place in sorted(self._aside.glob("[0-9][0-9][0-9][0-9].json")) if self._aside.is_dir() else ():
            yield _read(place, Kept)

    def _write(self, place: Path, content: bytes) -> None:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".unfinished.", dir=place.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                Path(temporary).replace(place)
            except BaseException:
                with contextlib.suppress(FileNotFoundError):
                    Path(temporary).unlink()
                raise
        except OSError as error:
            raise CannotWrite(str(place), error.strerror or str(error)) from error


@contextmanager
def held(folder: Path, url: str) -> Iterator[None]:
    """Nobody else fetches to a folder meanwhile; what was made for the lock alone is taken away.

    Raises
    ------
    NotFetched
        If another process does.
    CannotWrite
    """
    made = [place for place in (folder.parent.parent, folder.parent) if not place.exists()]
    place = folder.with_name(f"{folder.name}.lock")
    with ExitStack() as stack:
        stack.callback(_remove_empty, made)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            lock = locked(place, "miner", _WAIT_SECONDS, lambda who: _busy(url, who), leaves_file=False)
            stack.enter_context(lock)
        except OSError as error:
            raise CannotWrite(str(place), error.strerror or str(error)) from error
        yield


def _remove_empty(folders: list[Path]) -> None:
    for folder in reversed(folders):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _busy(url: str, who: str) -> NotFetched:
    return NotFetched(url, f"it is being fetched by {who}", "Give the command again when that has ended.")


def address_of(folder: Path) -> str:
    """The address that was fetched to a folder; "" if none was."""
    place = folder / ASIDE / "visit.json"
    return _read(place, _Visit).url if place.is_file() else ""


def folder_for(root: Path, url: Url) -> Path:
    """The folder of an address: its host, and a name that is readable and its own."""
    digest = hashlib.sha256(str(url).encode()).hexdigest()[:8]
    return root / _UNFIT.sub("_", url.authority) / f"{_slug(url)}-{digest}"


def _read(place: Path, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.json.decode(place.read_bytes(), type=kind)
    except (msgspec.DecodeError, OSError) as error:
        raise NotFetched(
            str(place), f"what was kept is damaged ({error})", "Remove that folder and give the command again."
        ) from error


def _key(request: Request) -> str:
    asked = f"{request.method} {request.url}".encode() + b"\n" + request.body
    return hashlib.sha256(asked).hexdigest()[:16]


def _slug(url: Url) -> str:
    parts = [part for part in url.path.split("/") if part]
    name = _UNFIT.sub("-", "-".join(parts[-2:])).strip("-.")
    for end in (".json", ".html", ".xml", ".rss", ".txt", ".gz", ".mbox"):
        name = name.removesuffix(end)
    return name[:60] or "start"


def _suffix(answer: Answer) -> str:
    start = answer.body[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if answer.body.startswith(b"\x1f\x8b"):
        return ".mbox.gz" if "mbox" in answer.url.path else ".gz"
    if start.startswith(b"From "):
        return ".mbox"
    if answer.is_html:
        return ".html"
    if start[:1] in (b"{", b"["):
        return ".json"
    return _SUFFIXES.get(answer.kind, ".xml" if start.startswith(b"<?xml") else ".txt")


def headers_to_keep(headers: Mapping[str, str]) -> dict[str, str]:
    """Without what names a session."""
    return {name: value for name, value in headers.items() if name not in ("set-cookie", "set-cookie2")}
