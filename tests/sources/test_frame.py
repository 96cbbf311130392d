"""The frame around the sources: what is counted, which source is asked first, how errors read."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from miner.errors import (
    BrokenInput,
    InputError,
    NetworkError,
    NoPostsFound,
    NotATranscript,
    NothingReadable,
    NotRecognised,
    PlaceNotFound,
    UnknownName,
)
from miner.settings import SourceSettings
from miner.sources import SOURCES, Source, read, source_named
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.material import Material
from miner.sources.registry import PARTICULAR
from miner.transcript import Post, Thread, dump_transcript, load_transcript

TABLE = (
    "id,author,text\n1,ann,The basics come first because nobody forgives a late parcel\n2,bob,New ideas come first\n"
)


class Pretend:
    """A source that yields what it is told to."""

    name = "pretend"
    reads = "nothing"
    example = "none"
    family = "file"

    def __init__(self, *items: Item) -> None:
        self.yields = items

    def recognises(self, material: Material) -> bool:
        return "pretend" in material.head

    def items(self, material: Material) -> Iterator[Item]:
        yield from self.yields


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    def make(*items: Item) -> str:
        monkeypatch.setattr("miner.sources.recognition.particular", lambda _=None: (Pretend(*items), *PARTICULAR))
        file = tmp_path / "some.pretend"
        file.write_text("pretend to be a chat", "utf-8")
        return str(file)

    return make


def written(folder: Path, name: str, text: str | bytes) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(file)


# ---- sources as a family


def test_sources_keep_their_promises() -> None:
    names = [source.name for source in SOURCES]
    assert len(set(names)) == len(names)
    for source in SOURCES:
        assert isinstance(source, Source)
        assert source.reads
        assert source.example
        assert source.family in ("file", "page")


def test_particular_sources_come_before_general_ones() -> None:
    names = [source.name for source in SOURCES]
    assert names[0] == "transcript"
    assert names.index("tweets_v1") < names.index("table")
    assert names.index("tweet_table") < names.index("table") < names.index("plain_text")


@pytest.mark.parametrize(
    "text", ["", "{", "[", "[[[[", '{"a":', "\x00\x01", "<html", "a,b\n", "\ufeff", "{}\n{", "[1]"]
)
def test_recognising_never_raises(text: str) -> None:
    for source in SOURCES:
        if source.family == "file":
            assert source.recognises(Material("odd", text.encode())) in (True, False)


def test_unknown_source_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        source_named("tabel")
    assert str(caught.value) == "There is no source 'tabel'. Did you mean 'table'?"


# ---- counting


def test_every_item_is_counted_by_reason(pretend) -> None:
    place = pretend(
        Thread(id="p:1"),
        Post(id="p:a", thread_id="p:1", text="one", locator="line 1"),
        Skipped(reason="deleted", n=2),
        Skipped(reason="deleted"),
        Failed(reason="broken line"),
        Note(text="a note"),
        Note(text="a note"),
        Layout(text="old style"),
        Post(id="p:b", thread_id="p:1", text="two"),
    )
    transcript = read([place])
    account = transcript.accounts[0]
    assert (account.read, account.kept) == (6, 2)
    assert (account.skipped, account.failed) == ({"deleted": 3}, {"broken line": 1})
    assert account.notes[0] == "a note"
    assert account.notes.count("a note") == 1
    assert (account.layout, account.source, account.place) == ("old style", "pretend", "some.pretend")
    assert [post.locator for post in transcript.posts] == ["some.pretend#line 1", "some.pretend#"]
    assert transcript.threads[0].source == "pretend"


def test_nothing_in_a_recognised_file_is_an_error(pretend) -> None:
    with pytest.raises(NoPostsFound) as caught:
        read([pretend(Skipped(reason="deleted"))])
    assert str(caught.value) == (
        "No posts found in some.pretend, read as pretend (left out: 1 deleted). "
        "Give the file that holds the posts themselves, not a list of users, channels or topics; "
        "if it is another kind of file, name it with --as."
    )


def test_a_page_without_posts_may_load_them_by_script(pretend) -> None:
    place = pretend()
    Path(place).write_text("<!DOCTYPE html><html><body>pretend</body></html>", "utf-8")
    with pytest.raises(NoPostsFound, match="save the page from a browser"):
        read([place])


def test_too_long_a_post_is_cut_with_its_spans(pretend) -> None:
    text = "word " * 10
    post = Post(id="p:a", thread_id="p:1", text=text.strip(), quoted=((0, 4), (8, 30), (25, 40)))
    place = pretend(Thread(id="p:1"), post)
    found = read([place], SourceSettings(max_chars=20)).posts[0]
    assert (found.text, found.quoted, found.flags) == ("word word word word", ((0, 4), (8, 19)), ("cut",))


def test_same_file_twice_is_read_once(tmp_path: Path) -> None:
    place = written(tmp_path, "a.csv", TABLE)
    other = f"{tmp_path}/../{tmp_path.name}/a.csv"
    assert len(read([place, place, other]).accounts) == 1
    assert len(read([place, str(tmp_path)]).posts) == 2


def test_tweets_of_two_exports_are_one(tmp_path: Path) -> None:
    head = "id_str,from_user,created_at,text,status_url\n"
    lines = [f"12345678901234567{n},ann,Tue Mar 10 18:0{n}:00 +0000 2015,words {n},\n" for n in range(3)]
    places = [
        written(tmp_path, name, head + "".join(some)) for name, some in (("w1.csv", lines[:2]), ("w2.csv", lines[1:]))
    ]
    transcript = read(places)
    assert len(transcript.posts) == 3
    assert sum(account.kept for account in transcript.accounts) == 3
    assert [account.skipped for account in transcript.accounts].count({"read twice": 1}) == 1
    assert all(account.read == account.kept + sum(account.skipped.values()) for account in transcript.accounts)


def test_account_balances_when_a_name_holds_the_separator(tmp_path: Path) -> None:
    for name in ("chat #1.csv", "chat"):
        written(tmp_path, name, TABLE.replace("id,", "nr,"))
    transcript = read([str(tmp_path)])
    for account in transcript.accounts:
        assert account.read == account.kept + sum(account.skipped.values()) + sum(account.failed.values())
    assert sum(account.kept for account in transcript.accounts) == len(transcript.posts)


# ---- recognition


def test_as_overrides_recognition(tmp_path: Path) -> None:
    place = written(tmp_path, "a.csv", TABLE)
    assert read([place]).accounts[0].source == "table"
    assert read([place], SourceSettings(as_source="plain_text")).accounts[0].source == "plain_text"


def test_catch_all_sources_are_no_second_guess(tmp_path: Path) -> None:
    """``table`` reads nearly every CSV: that it would have read this one too is no news."""
    head = "id_str,from_user,created_at,text,status_url\n"
    place = written(tmp_path, "a.csv", head + "1234567890123456,ann,Tue Mar 10 18:00:00 +0000 2015,words,\n")
    assert not any("2nd guess" in note for note in read([place]).accounts[0].notes)


def test_zoneless_times_are_noted(tmp_path: Path) -> None:
    place = written(tmp_path, "a.csv", "text,date\nhello there,2024-03-14 17:00\n")
    assert "times without a zone were taken as UTC" in read([place]).accounts[0].notes


# ---- places: folders, gz, standard input


def test_packed_files_are_read_directly(tmp_path: Path) -> None:
    place = written(tmp_path, "a.csv.gz", gzip.compress(TABLE.encode()))
    assert len(read([place]).posts) == 2


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    assert read(["-"]).accounts[0].place == "standard input"


def test_folder_counts_what_it_cannot_read_and_goes_on(tmp_path: Path) -> None:
    written(tmp_path, "good/a.csv", TABLE)
    written(tmp_path, "broken.json", '[{"text": "cut in the midd')
    written(tmp_path, "picture.png", b"\x89PNG\r\n\x1a\n")
    written(tmp_path, "empty.txt", "")
    written(tmp_path, ".hidden", "secret")
    transcript = read([str(tmp_path)])
    by_place = {account.place: account for account in transcript.accounts}
    assert set(by_place) == {"good/a.csv", "broken.json", "empty.txt", tmp_path.name}
    assert by_place["good/a.csv"].kept == 2
    assert by_place["broken.json"].failed == {"file that could not be read": 1}
    assert by_place[tmp_path.name].skipped == {"picture, sound, film or font": 1}
    assert by_place["empty.txt"].notes == (
        "empty.txt cannot be read: it is empty. Check the export; nothing was read.",
    )


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    places = [written(tmp_path, f"{name}/chat.csv", f"id,author,text\n1,ann,words of {name}\n") for name in ("a", "b")]
    assert len({account.place for account in read(places).accounts}) == 2
    assert {account.place for account in read([str(tmp_path / "a"), str(tmp_path / "b")]).accounts} == {
        "a/chat.csv",
        "b/chat.csv",
    }


def test_order_of_places_does_not_matter(tmp_path: Path) -> None:
    places = [written(tmp_path, f"{name}.csv", TABLE.replace("first", f"{name} first")) for name in "abc"]
    assert read(places) == read(places[::-1])


# ---- errors, to the letter


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("e.txt", b"  \n", BrokenInput, "e.txt cannot be read: it is empty. Check the export; nothing was read."),
        (
            "p.pdf",
            b"%PDF-1.4",
            BrokenInput,
            "p.pdf cannot be read: it is a PDF, not text. Export the discussion as text, HTML, CSV or JSON.",
        ),
        (
            "b.dat",
            b"ab\x00\x01" * 99,
            BrokenInput,
            "b.dat cannot be read: it is binary, not text. Export the discussion as text, HTML, CSV or JSON.",
        ),
        (
            "t.json",
            b'[{"text": "cut',
            BrokenInput,
            "t.json cannot be read: it is JSON that ends in the middle. Export or download it again.",
        ),
        (
            "d.json",
            b"[" * 2000,
            BrokenInput,
            "d.json cannot be read: its JSON is nested deeper than 500 levels. No export is; give the original file.",
        ),
        (
            "v.csv",
            b"participant,group-id,n-votes\n1,0,7\n2,1,9\n",
            BrokenInput,
            "v.csv cannot be read: it is a table without a column of text; its columns are 'participant', 'group-id', 'n-votes'. Name the column with --map text=COLUMN.",
        ),
    ],
)
def test_broken_files_say_what_where_and_what_next(
    name: str, data: bytes, error: type[InputError], message: str, tmp_path: Path
) -> None:
    place = written(tmp_path, name, data)
    with pytest.raises(error) as caught:
        read([place])
    assert str(caught.value) == message
    assert caught.value.exit_code == 3


def test_broken_gzip(tmp_path: Path) -> None:
    place = written(tmp_path, "a.csv.gz", gzip.compress(TABLE.encode())[:-9])
    with pytest.raises(BrokenInput, match=r"its gzip data are broken \(.*\)\. Download or pack it again\."):
        read([place])


def test_too_large_a_file_and_a_bomb(tmp_path: Path) -> None:
    for data in (b"x" * 2000, gzip.compress(b"x" * 2000)):
        place = written(tmp_path, "big.txt", data)
        with pytest.raises(BrokenInput) as caught:
            read([place], SourceSettings(max_bytes=1000))
        assert str(caught.value) == (
            "big.txt cannot be read: it is larger than 1,000 bytes. "
            "Raise max_bytes under [sources] in miner.toml, or split it."
        )


def test_place_that_is_not_there() -> None:
    with pytest.raises(PlaceNotFound) as caught:
        read(["no/such/file.csv"])
    assert str(caught.value) == "no/such/file.csv does not exist. Check the path; a paste can be given with '-'."


def test_web_address_is_refused_before_anything_is_read() -> None:
    with pytest.raises(NetworkError) as caught:
        read(["https://example.org/post"])
    assert str(caught.value) == (
        "https://example.org/post is a web address; here only files are read. Fetch it first with 'miner fetch', and "
        "give the folder it names; or save the page from a browser, and give the file."
    )
    assert caught.value.exit_code == 4


def test_json_of_no_known_kind(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised) as caught:
        read([written(tmp_path, "x.json", '{"version": 3}')])
    assert str(caught.value) == (
        "x.json was not recognised: it looks like JSON. "
        "Name its kind with --as (see 'miner sources'), or give the columns of a table with --map."
    )


def test_xml_of_no_known_kind(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised, match="it looks like XML"):
        read([written(tmp_path, "x.xml", '<?xml version="1.0"?><ledger><entry n="3"/></ledger>')])


def test_folder_without_a_readable_file(tmp_path: Path) -> None:
    for n_files, what in ((0, "is empty"), (1, "holds 1 file(s), none of a kind miner reads")):
        with pytest.raises(NothingReadable) as caught:
            read([str(tmp_path)])
        assert str(caught.value) == f"The folder {tmp_path} {what}. See 'miner sources' for what can be read."
        written(tmp_path, f"{n_files}.json", '{"version": 3}')


# ---- miner's own output


def test_reading_own_output_gives_the_same_transcript(tmp_path: Path, test_data: Path) -> None:
    for name in ("tweet_table/twarc.csv", "tweets_v1/search.json", "table/threads.csv", "table/nested.jsonl"):
        first = read([str(test_data / "sources" / name)])
        own = written(tmp_path, "own.jsonl", "".join(dump_transcript(first)))
        assert read([own]) == first
        assert load_transcript(Path(own).read_text("utf-8"), "own.jsonl") == first


def test_own_output_that_was_cut_is_refused(tmp_path: Path, test_data: Path) -> None:
    lines = list(dump_transcript(read([str(test_data / "sources" / "table" / "threads.csv")])))
    with pytest.raises(NotATranscript, match=r"the head promises 2 threads and 4 posts, the file has 2 and 3"):
        read([written(tmp_path, "own.jsonl", "".join(lines[:-1]))])
