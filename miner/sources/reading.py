"""Files one after the other: each becomes a transcript of its own, or, if it is large, a stream of posts."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from miner.errors import HoldsNoPosts, InputError, IsADigest, NoTextColumn, NotRecognised, SourceBroken
from miner.settings import SourceSettings
from miner.sources.base import BundleSource, Item, Note, Source
from miner.sources.bundles import Bundle, Entry
from miner.sources.material import Material
from miner.sources.notes import Repair
from miner.sources.own import OWN_FORMAT, load_own
from miner.sources.places import bundles
from miner.sources.recognition import all_bundles, loading_failures, source_named, source_of
from miner.sources.tables.unboxing import unboxed
from miner.sources.tally import Tally
from miner.transcript import PlaceAccount, Post, Thread, Transcript

NOT_READ = "file that could not be read"


class LargeFile:
    """A file whose posts come one by one, in its own order; nothing of it is kept."""

    def __init__(self, material: Material, source: Source, notes: tuple[Note, ...], in_folder: bool) -> None:
        self._material = material
        self._source = source
        self._notes = notes
        self._in_folder = in_folder

    def records(self) -> Iterator[Thread | Post | PlaceAccount]:
        """Each thread once, the posts, and the account at last.

        Raises
        ------
        InputError
            Unless it lies in a folder; there what breaks the reading is counted.
        """
        material = self._material
        tally = Tally(material.place, self._source.name, material.settings.max_chars)
        try:
            items = itertools.chain(self._source.items(material), self._notes, material.repairs)
            yield from _each_once(filter(None, map(tally.take, items)))
            yield tally.account(material.encoding)
        except InputError as error:
            if not self._in_folder:
                raise
            if not tally.n_kept:
                yield from unread(material.place, {}, {NOT_READ: 1}, str(error)).accounts
                return
            tally.fail(NOT_READ, str(error))
            yield tally.account(material.encoding)

    def transcript(self) -> Transcript:
        """All of it at once."""
        records = list(self.records())
        return Transcript(
            threads=tuple(record for record in records if isinstance(record, Thread)),
            posts=tuple(record for record in records if isinstance(record, Post)),
            accounts=tuple(record for record in records if isinstance(record, PlaceAccount)),
        )


def parts_of(places: Sequence[str], settings: SourceSettings) -> Iterator[Transcript | LargeFile]:
    """What stands in the places, file by file or export by export, as yet unsorted.

    Raises
    ------
    PlaceNotFound, NetworkError, NotRecognised, BrokenInput, NoPostsFound, SourceBroken, UnknownName
    """
    if settings.as_source:
        settings = msgspec.structs.replace(settings, as_source=source_named(settings.as_source).name)
    known: dict[bytes, str] = {}
    for bundle in bundles(places, settings):
        yield from _bundle_parts(bundle, known)


def with_warnings(accounts: tuple[PlaceAccount, ...]) -> tuple[PlaceAccount, ...]:
    """Sources of other packages that could not be loaded are named once, in the first account."""
    notes = loading_failures()
    if not notes or not accounts:
        return accounts
    first = msgspec.structs.replace(accounts[0], notes=tuple(dict.fromkeys((*accounts[0].notes, *notes))))
    return (first, *accounts[1:])


def unread(place: str, skipped: dict[str, int], failed: dict[str, int] = {}, note: str = "") -> Transcript:
    """No posts, and an account that says what was not read."""
    n = sum(skipped.values()) + sum(failed.values())
    account = PlaceAccount(
        place=place, source="", read=n, kept=0, skipped=skipped, failed=failed, notes=(note,) if note else ()
    )
    return Transcript(threads=(), posts=(), accounts=(account,))


def _bundle_parts(bundle: Bundle, known: dict[bytes, str]) -> Iterator[Transcript | LargeFile]:
    """What belongs together first, then the rest file by file; ``known`` are the files read so far."""
    left = bundle
    for source in all_bundles(bundle):
        if bundle.settings.as_source not in ("", source.name):
            continue
        try:
            while members := source.members(left):  # a folder may hold two exports of one kind
                left = left.without({entry.name for entry in members})
                yield _read_members(source, members, bundle, is_all=not left.entries)
        except SourceBroken as broken:
            yield unread(bundle.place, {}, note=str(broken))
    n_media = 0
    for entry in left.entries:
        if bundle.is_folder and entry.media:
            n_media += 1
        else:
            yield from _read_file(entry.material(), bundle.is_folder, known)
    if n_media:
        yield unread(bundle.place, {"picture, sound, film or font": n_media})


def _read_members(source: BundleSource, members: Sequence[Entry], bundle: Bundle, is_all: bool) -> Transcript:
    """Files read together; ``is_all``: the bundle holds nothing else, so that there is nothing to go on with."""
    place, own_name = (members[0].place, members[0].name) if len(members) == 1 else (bundle.place, "")
    tally = Tally(place, source.name, bundle.settings.max_chars, own_name)
    if len(members) > 1:
        tally.take(Note(f"{len(members):,} files were read together"))
    try:
        return _transcript(tally, itertools.chain(source.items(members), _repairs_of(members)))
    except InputError as error:
        if is_all or not bundle.is_folder:
            raise
        return unread(place, {}, {NOT_READ: len(members)}, str(error))


def _repairs_of(members: Sequence[Entry]) -> Iterator[Repair]:
    """What had to be done to read the files; of several each is named."""
    for entry in members:
        for repair in entry.repairs:
            named = f"{entry.name}: {repair.text}" if len(members) > 1 else repair.text
            yield msgspec.structs.replace(repair, text=named)


def _read_file(material: Material, in_folder: bool, known: dict[bytes, str]) -> Iterator[Transcript | LargeFile]:
    """One file, or the sheets of one; in a folder what cannot be read is counted instead of raised."""
    try:
        if material.problem is not None:
            raise material.problem
        before = _same_file(material, known)
        parts = unboxed(material)
    except InputError as error:
        if not in_folder:
            raise
        yield _lost(material.place, error)
        return
    if before:
        yield unread(material.place, {"file read twice": 1}, note=f"the same file as {before}")
        return
    in_folder = in_folder or len(parts) > 1
    for part in parts:
        try:
            read = _read_material(part, in_folder)
        except InputError as error:
            if not in_folder:
                raise
            read = _lost(part.place, error)
        yield read


def _lost(place: str, error: InputError) -> Transcript:
    """The account of a file of a folder that gave no post: of no kind that is read, or broken."""
    if isinstance(error, HoldsNoPosts):
        return unread(place, {"list of people or rooms": 1}, note=str(error))
    if isinstance(error, NotRecognised):
        return unread(place, {"file of no known kind": 1}, note=str(error))
    if isinstance(error, IsADigest):
        return unread(place, {"digest made by miner": 1}, note=str(error))
    if isinstance(error, NoTextColumn):
        return unread(place, {"table without a column of text": 1}, note=str(error))
    return unread(place, {}, {NOT_READ: 1}, str(error))


def _read_material(material: Material, in_folder: bool) -> Transcript | LargeFile:
    source, notes = source_of(material)
    if source.name == OWN_FORMAT:
        return load_own(material)
    if material.is_large:
        return LargeFile(material, source, notes, in_folder)
    tally = Tally(material.place, source.name, material.settings.max_chars, is_page=material.is_html)
    items = itertools.chain(source.items(material), notes, material.repairs)
    return _transcript(tally, items, material.encoding)


def _transcript(tally: Tally, items: Iterable[Item], encoding: str = "") -> Transcript:
    records = list(filter(None, map(tally.take, items)))
    return Transcript(
        threads=tuple(record for record in records if isinstance(record, Thread)),
        posts=tuple(record for record in records if isinstance(record, Post)),
        accounts=(tally.account(encoding),),
    )


def _same_file(material: Material, known: dict[bytes, str]) -> str:
    """Where the same bytes were read before: in a folder and in the archive it was packed to."""
    if material.is_large:
        return ""
    before = known.setdefault(hashlib.sha256(material.data).digest(), material.place)
    return before if before != material.place else ""


def _each_once(records: Iterator[Thread | Post]) -> Iterator[Thread | Post]:
    """Threads that a source names again with each post are passed on once."""
    seen: set[str] = set()
    for record in records:
        if isinstance(record, Thread):
            if record.id in seen:
                continue
            seen.add(record.id)
        yield record
