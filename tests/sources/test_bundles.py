"""Bundles: several files read together, archives of every odd kind, and the account of what is left over."""

from __future__ import annotations

import gzip
import io
import time
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import BrokenInput, NothingReadable, NotRecognised
from miner.settings import SourceSettings
from miner.sources import BUNDLES, BundleSource, read, source_named
from miner.sources.archives import MAX_MEMBERS, archive_bundles
from miner.sources.base import Item, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.transcript import Post, Thread, Transcript

TABLE = "id,author,text\n{n}1,ann,The basics come first in {n}\n{n}2,bob,New ideas come first in {n}\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"


class Rooms:
    """Pretends to read one export: a list of rooms, and a file of "name: words" lines for each room."""

    name = "rooms"
    reads = "nothing real"
    example = "rooms.zip"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        listing = bundle.named("rooms.list")
        if listing is None:
            return []
        top = listing.name.removesuffix("rooms.list")
        return [
            entry for entry in bundle.entries if entry.name.startswith(top) and entry.name.endswith((".room", ".list"))
        ]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        for entry in members:
            if entry.name.endswith(".list"):
                continue
            yield Thread(id=f"rooms:{entry.place}")
            for number, line in entry.material().lines():
                author, _, text = line.partition(": ")
                if text:
                    post_id = f"rooms:{entry.place}:{number}"
                    place = f"{entry.name}#line {number}"
                    yield Post(id=post_id, thread_id=f"rooms:{entry.place}", author=author, text=text, locator=place)
                else:
                    yield Skipped("empty line")


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.recognition.bundle_sources", lambda _=None: (Rooms(), *BUNDLES))


ROOMS = {
    "rooms.list": "hall, attic",
    "hall.room": "ann: the basics come first\nbob: new ideas come first\n\n",
    "attic.room": "cid: neither of them comes first",
}


def zipped(members: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stored = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stored, "w", compression) as archive:
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, text in members.items():
            archive.writestr(name, text)
    return stored.getvalue()


def laid(folder: Path, files: dict[str, str | bytes]) -> str:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(folder)


def balanced(transcript: Transcript) -> Transcript:
    for account in transcript.accounts:
        assert account.read == account.kept + sum(account.skipped.values()) + sum(account.failed.values())
    assert sum(account.kept for account in transcript.accounts) == len(transcript.posts)
    assert len({post.locator for post in transcript.posts}) == len(transcript.posts)
    return transcript


# ---- files that belong together


def test_bundles_keep_their_promises() -> None:
    names = [source.name for source in BUNDLES]
    assert len(set(names)) == len(names)
    for source in BUNDLES:
        assert isinstance(source, BundleSource)
        assert source.reads
        assert source.example


def test_no_bundle_source_takes_what_it_does_not_know() -> None:
    entry = Entry("a.txt", "a.txt", lambda: b"just words", SourceSettings())
    for source in BUNDLES:
        assert not source.members(Bundle("a.txt", (entry,), SourceSettings(), False)), source.name
        assert not source.members(Bundle("empty", (), SourceSettings(), True)), source.name


@pytest.mark.parametrize("form", ["folder", "zip", "zip in a folder", "zip in a zip"])
def test_files_are_read_together_however_they_come(form: str, rooms: None, tmp_path: Path) -> None:
    if form == "folder":
        place = laid(tmp_path / "house", ROOMS)
    else:
        data = zipped(ROOMS) if form != "zip in a zip" else zipped({"house.zip": zipped(ROOMS), "x.csv": TABLE})
        laid(tmp_path / "house", {"house.zip": data})
        place = str(tmp_path / "house" if form == "zip in a folder" else tmp_path / "house" / "house.zip")
    transcript = balanced(read([place]))
    account = next(account for account in transcript.accounts if account.source == "rooms")
    assert (account.read, account.kept, account.skipped) == (4, 3, {"empty line": 1})
    assert "3 files were read together" in account.notes
    assert len([thread for thread in transcript.threads if thread.source == "rooms"]) == 2


def test_locators_name_the_archive_and_the_member(rooms: None, tmp_path: Path) -> None:
    laid(tmp_path, {"house.zip": zipped(ROOMS)})
    transcript = read([str(tmp_path / "house.zip")])
    assert sorted(post.locator for post in transcript.posts) == [
        "house.zip#attic.room#line 1",
        "house.zip#hall.room#line 1",
        "house.zip#hall.room#line 2",
    ]
    assert transcript.threads[0].place == "house.zip"


def test_member_that_was_read_together_is_not_read_again(rooms: None, tmp_path: Path) -> None:
    place = laid(tmp_path / "house", {**ROOMS, "survey.csv": TABLE})
    transcript = balanced(read([place]))
    assert {account.place: account.source for account in transcript.accounts} == {
        "house": "rooms",
        "survey.csv": "table",
    }


def test_two_exports_in_one_folder_are_both_read(rooms: None, tmp_path: Path) -> None:
    files = {f"{name}/{file}": text for name in ("one", "two") for file, text in ROOMS.items()}
    transcript = balanced(read([laid(tmp_path / "houses", files)]))
    assert [account.kept for account in transcript.accounts] == [3, 3]


def test_as_names_a_bundle_source(rooms: None, tmp_path: Path) -> None:
    chosen = SourceSettings(as_source="rooms")
    assert source_named("rooms").name == "rooms"
    place = laid(tmp_path / "house", {**ROOMS, "survey.csv": TABLE})
    accounts = {account.place: account for account in read([place], chosen).accounts}
    assert accounts["house"].kept == 3
    assert accounts["survey.csv"].skipped == {"file of no known kind": 1}
    with pytest.raises(NotRecognised) as caught:
        read([str(tmp_path / "house" / "survey.csv")], chosen)
    assert "survey.csv was not recognised: it looks like no part of what rooms reads (nothing real)." in str(
        caught.value
    )


def test_as_of_a_single_kind_leaves_bundles_out(rooms: None, tmp_path: Path) -> None:
    place = laid(tmp_path / "house", {"hall.room": "words of one\n\nwords of another", "rooms.list": "some words here"})
    accounts = read([place], SourceSettings(as_source="text")).accounts
    assert {account.source for account in accounts} == {"plain_text"}


# ---- archives


def test_archive_is_read_file_by_file_where_nothing_belongs_together(tmp_path: Path) -> None:
    data = zipped(
        {"b/x.csv": TABLE.format(n=1), "a.csv": TABLE.format(n=2), "__MACOSX/._a.csv": "junk", ".DS_Store": "j"}
    )
    laid(tmp_path, {"all.zip": data})
    transcript = balanced(read([str(tmp_path / "all.zip")]))
    assert [(account.place, account.kept) for account in transcript.accounts] == [
        ("all.zip/a.csv", 2),
        ("all.zip/b/x.csv", 2),
    ]


def test_what_is_wrong_with_the_only_file_of_an_archive_is_said(tmp_path: Path) -> None:
    laid(tmp_path, {"one.zip": zipped({"votes.csv": "participant,n-votes\n1,2\n2,3\n"})})
    with pytest.raises(
        BrokenInput, match=r"one\.zip/votes\.csv cannot be read: it is a table without a column of text"
    ):
        read([str(tmp_path / "one.zip")])


def test_file_in_an_archive_and_beside_it_is_read_once(tmp_path: Path) -> None:
    table = TABLE.format(n=1)
    place = laid(tmp_path / "chats", {"a.csv": table, "a.zip": zipped({"a.csv": table, "b.csv": TABLE.format(n=2)})})
    transcript = balanced(read([place]))
    assert len(transcript.posts) == 4
    accounts = {account.place: account for account in transcript.accounts}
    assert accounts["a.zip/a.csv"].skipped == {"file read twice": 1}
    assert accounts["a.zip/a.csv"].notes == ("the same file as a.csv",)


def test_pictures_are_counted_in_one_line(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"media/{n}.png": PNG + bytes([n]) for n in range(30)}
    data = zipped({"a.csv": TABLE.format(n=1), **files})
    laid(tmp_path, {"all.zip": data})
    accounts = {account.place: account for account in balanced(read([str(tmp_path / "all.zip")])).accounts}
    assert accounts["all.zip"].skipped == {"picture, sound, film or font": 30}
    assert set(accounts) == {"all.zip", "all.zip/a.csv"}


def test_packed_members_are_unpacked(tmp_path: Path) -> None:
    data = zipped(
        {"a.csv.gz": gzip.compress(TABLE.format(n=1).encode()), "b.csv": TABLE.format(n=2)}, zipfile.ZIP_STORED
    )
    laid(tmp_path, {"all.zip": data})
    assert len(balanced(read([str(tmp_path / "all.zip")])).posts) == 4


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a/../../evil.csv", "..\\evil.csv"]
)
def test_names_that_lead_elsewhere_are_only_names(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    laid(tmp_path / "in", {"slip.zip": zipped({name: TABLE.format(n=1), "b.csv": TABLE.format(n=2)})})
    before = sorted(tmp_path.rglob("*"))
    transcript = balanced(read([str(tmp_path / "in" / "slip.zip")]))
    assert len(transcript.posts) == 4
    assert sorted(tmp_path.rglob("*")) == before
    assert all(account.place.startswith("slip.zip/") for account in transcript.accounts)


def test_names_cannot_reorder_or_break_a_line(tmp_path: Path) -> None:
    laid(tmp_path, {"odd.zip": zipped({"a\u202evsc.csv": TABLE.format(n=1), "b\n\x1b[31m.csv": TABLE.format(n=2)})})
    places = {account.place for account in read([str(tmp_path / "odd.zip")]).accounts}
    assert places == {"odd.zip/avsc.csv", "odd.zip/b [31m.csv"}


def test_one_name_twice_in_an_archive_is_two_files(tmp_path: Path) -> None:
    stored = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stored, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.csv", TABLE.format(n=1))
        archive.writestr("a.csv", TABLE.format(n=2))
    laid(tmp_path, {"twice.zip": stored.getvalue()})
    transcript = balanced(read([str(tmp_path / "twice.zip")]))
    assert {account.place for account in transcript.accounts} == {"twice.zip/a.csv", "twice.zip/a.csv (2)"}


def encrypted(data: bytes) -> bytes:
    """The archive with the mark of encryption on its last member (no password is ever tried)."""
    at = data.rindex(b"PK\x01\x02")
    local = data.rindex(b"PK\x03\x04")
    changed = bytearray(data)
    changed[at + 8] |= 1
    changed[local + 6] |= 1
    return bytes(changed)


def test_encrypted_members_are_said_to_be_so(tmp_path: Path) -> None:
    laid(
        tmp_path,
        {
            "one.zip": encrypted(zipped({"a.csv": TABLE})),
            "some.zip": encrypted(zipped({"a.csv": TABLE, "b.csv": TABLE})),
        },
    )
    with pytest.raises(BrokenInput) as caught:
        read([str(tmp_path / "one.zip")])
    assert (
        str(caught.value) == "one.zip cannot be read: it is encrypted. Unpack it with its password and give the folder."
    )
    accounts = {account.place: account for account in balanced(read([str(tmp_path / "some.zip")])).accounts}
    assert accounts["some.zip/b.csv"].failed == {"file that could not be read": 1}
    assert accounts["some.zip/b.csv"].notes == (
        "some.zip/b.csv cannot be read: it is encrypted. Unpack it yourself and give the folder.",
    )


def test_damaged_member_is_a_failure_of_that_member_alone(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": TABLE.format(n=1) * 30, "b.csv": TABLE.format(n=2)}))
    data[60] ^= 0xFF
    laid(tmp_path, {"all.zip": bytes(data)})
    accounts = {account.place: account for account in balanced(read([str(tmp_path / "all.zip")])).accounts}
    assert accounts["all.zip/a.csv"].failed == {"file that could not be read": 1}
    assert "all.zip/a.csv cannot be read: it cannot be unpacked (" in accounts["all.zip/a.csv"].notes[0]
    assert accounts["all.zip/b.csv"].kept == 2


def test_archive_made_to_fill_a_disk_is_refused(tmp_path: Path) -> None:
    data = zipped({f"{n}.json": b"[" + b" " * 5_000_000 for n in range(10)})
    laid(tmp_path / "in", {"bomb.zip": data, "a.csv": TABLE})
    with pytest.raises(
        BrokenInput, match=r"bomb\.zip cannot be read: the archive of [\d,]+ bytes unpacks to 50,000,010"
    ):
        read([str(tmp_path / "in" / "bomb.zip")])
    accounts = {account.place: account for account in balanced(read([str(tmp_path / "in")])).accounts}
    assert accounts["bomb.zip"].failed == {"file that could not be read": 1}


def test_member_too_large_to_be_held_is_refused_by_name(tmp_path: Path) -> None:
    laid(tmp_path, {"all.zip": zipped({"a.txt": "some words\n" * 500, "b.csv": TABLE})})
    accounts = {
        account.place: account for account in read([str(tmp_path / "all.zip")], SourceSettings(max_bytes=2000)).accounts
    }
    assert "all.zip/a.txt cannot be read: it is larger than 2,000 bytes." in accounts["all.zip/a.txt"].notes[0]


def test_archives_are_opened_three_deep_and_no_deeper(tmp_path: Path) -> None:
    data = zipped({"a.csv": TABLE, "b.csv": TABLE.format(n=2)})
    for depth in range(3):
        data = zipped({f"{depth}.zip": data})
    laid(tmp_path, {"deep.zip": data})
    with pytest.raises(
        BrokenInput, match=r"deep\.zip/2\.zip/1\.zip/0\.zip cannot be read: it is a zip archive, not text"
    ):
        read([str(tmp_path / "deep.zip")])


def test_empty_archive_and_empty_folder(tmp_path: Path) -> None:
    laid(tmp_path, {"empty.zip": zipped({})})
    with pytest.raises(NothingReadable, match="is empty"):
        read([str(tmp_path / "empty.zip")])


def test_document_in_a_zip_container_is_no_archive(tmp_path: Path) -> None:
    laid(tmp_path, {"letter.docx": zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})})
    with pytest.raises(BrokenInput, match="it is an Office document, not text"):
        read([str(tmp_path / "letter.docx")])


def test_a_hundred_thousand_members_are_listed_in_seconds(rooms: None) -> None:
    members: dict[str, str | bytes] = {f"r{n // 1000}/{n}.room": "ann: words" for n in range(MAX_MEMBERS - 1)}
    data = zipped({"rooms.list": "", **members}, zipfile.ZIP_STORED)
    begun = time.process_time()
    (bundle,) = archive_bundles(data, "many.zip", SourceSettings())
    assert len(Rooms().members(bundle)) == MAX_MEMBERS
    assert bundle.named("r7/7123.room") is not None
    assert time.process_time() - begun < 10
    with pytest.raises(BrokenInput, match="the archive holds 100,001 files"):
        archive_bundles(zipped({**members, "x": "", "y": ""}, zipfile.ZIP_STORED), "many.zip", SourceSettings())


@given(st.binary(max_size=400), st.integers(0, 3000))
def test_no_damaged_archive_raises_anything_else(noise: bytes, at: int) -> None:
    data = bytearray(zipped({"a.csv": TABLE, "b/c.csv": TABLE, "d.zip": zipped({"e.csv": TABLE})}))
    at %= len(data)
    data[at : at + len(noise)] = noise
    try:
        for bundle in archive_bundles(bytes(data), "odd.zip", SourceSettings()):
            for entry in bundle.entries:
                entry.material()
                assert isinstance(entry.media, str)
    except BrokenInput:
        pass


def test_entries_are_found_by_the_end_of_their_path() -> None:
    names = ("x/data/users.json", "users.json", "y/users.json", "data/tweets.js")
    entries = tuple(Entry(name, name, lambda: b"", SourceSettings()) for name in names)
    bundle = Bundle("all", entries, SourceSettings(), True)
    found = {
        name: entry and entry.name
        for name in ("users.json", "data/users.json", "s.json")
        for entry in [bundle.named(name)]
    }
    assert found == {"users.json": "users.json", "data/users.json": "x/data/users.json", "s.json": None}
    assert [entry.name for entry in bundle.without({"users.json"}).entries] == [names[0], names[2], names[3]]
