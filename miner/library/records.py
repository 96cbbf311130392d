"""Fetched pages and digests, packed, each with the hash of what it holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import msgspec
import zstandard

from miner.digest.records import Digest, load_digest
from miner.errors import LibraryBroken
from miner.library.engine import Library
from miner.library.posts import in_utc

_LEVEL = 9
_MAX_BYTES = 1 << 31  # of one body, unpacked


@dataclass(frozen=True)
class Fetch:
    """An answer of a site. ``body`` None: it had none, such as "304 Not Modified"."""

    url: str
    at: datetime
    status: int
    headers: dict[str, str]
    body: bytes | None


def keep_fetch(library: Library, fetch: Fetch) -> None:
    """Keep an answer; the same body is kept once, and the same answer (address, time) once."""
    with library.writing():
        body = None if fetch.body is None else _keep_body(library, fetch.body)
        headers = msgspec.json.encode(fetch.headers, order="deterministic")
        library.db.execute(
            "INSERT OR IGNORE INTO fetches (url, at, status, headers, body) VALUES (?, ?, ?, ?, ?)",
            (fetch.url, in_utc(fetch.at), fetch.status, headers, body),
        )


def fetches_of(library: Library, url: str) -> list[Fetch]:
    """All answers for an address, the oldest first."""
    rows = library.rows(
        "SELECT f.at, f.status, f.headers, b.hash, b.packed FROM fetches f LEFT JOIN bodies b ON b.number = f.body "
        "WHERE f.url = ? ORDER BY f.at",
        (url,),
    )
    return [
        Fetch(
            url=url,
            at=datetime.fromisoformat(at),
            status=status,
            headers=msgspec.json.decode(headers, type=dict[str, str]),
            body=None if packed is None else checked(library, packed, kept_hash, f"the page {url}"),
        )
        for at, status, headers, kept_hash, packed in rows
    ]


def keep_digest(library: Library, run: int, digest: Digest) -> int:
    """Keep the digest of a run; its number."""
    data = msgspec.json.encode(digest)  # not sorted: reports list settings in their own order
    with library.writing():
        library.db.execute(
            "INSERT INTO digests (run, hash, n_bytes, packed) VALUES (?, ?, ?, ?)",
            (run, hashlib.sha256(data).digest(), len(data), pack(data)),
        )
        return library.db.last_insert_rowid()


def digest_of(library: Library, number: int) -> Digest:
    """A kept digest.

    Raises
    ------
    LibraryBroken
        If it is not what was stored.
    """
    row = library.db.execute("SELECT packed, hash FROM digests WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise LookupError(number)
    packed, kept_hash = row
    return load_digest(checked(library, packed, kept_hash, f"the digest {number}"))


def last_digest(library: Library, name: str) -> int | None:
    """The number of the last digest of a name, if there is one."""
    found = library.one("SELECT max(d.number) FROM digests d JOIN runs r ON r.number = d.run WHERE r.name = ?", (name,))
    return None if found is None else int(found)


def pack(data: bytes) -> bytes:
    """Data made smaller."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(data)


def unpack(packed: bytes) -> bytes:
    """What ``pack`` packed.

    Raises
    ------
    zstandard.ZstdError
    """
    return zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MAX_BYTES)


def checked(library: Library, packed: bytes, kept_hash: bytes, what: str) -> bytes:
    """Unpacked data, if it has the hash it was stored with."""
    try:
        data = unpack(packed)
    except zstandard.ZstdError as error:
        raise LibraryBroken(str(library.place), f"{what} is damaged ({error})") from error
    if hashlib.sha256(data).digest() != kept_hash:
        raise LibraryBroken(str(library.place), f"{what} is not what was stored")
    return data


def _keep_body(library: Library, body: bytes) -> int:
    key = hashlib.sha256(body).digest()
    known = library.one("SELECT number FROM bodies WHERE hash = ?", (key,))
    if known is not None:
        return int(known)
    library.db.execute("INSERT INTO bodies (hash, n_bytes, packed) VALUES (?, ?, ?)", (key, len(body), pack(body)))
    return library.db.last_insert_rowid()
