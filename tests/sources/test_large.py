"""Files too large to be held: recognised by their beginning, read as a stream, written while they are read."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from miner.cli import main
from miner.errors import BrokenInput, NoPostsFound, NotATranscript
from miner.settings import SourceSettings
from miner.sources import read, read_or_stream, recognised_by
from miner.sources.bundles import Entry
from miner.sources.delimited import streamed_rows
from miner.sources.large import LargeMaterial, is_lines
from miner.sources.material import Material
from miner.transcript import PlaceAccount, Post, Thread, Transcript, dump_records, load_lines

N = 400


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of 8 kB are large here, and recognised by their first 4 kB."""
    monkeypatch.setattr("miner.sources.bundles.LARGE", 8_000)
    monkeypatch.setattr("miner.sources.large.PREVIEW", 4_000)


def rows(n: int = N, **more: object) -> list[dict[str, object]]:
    return [
        {
            "id": number,
            "parent_id": number - 1 if number % 3 else None,
            "author": f"person {number % 17}",
            "created_at": f"2024-03-{1 + number % 28:02}T10:{number % 60:02}:00Z",
            "text": f"The basics come first, says number {number}, because <b>nobody</b> forgives &amp; forgets #late",
            "score": number % 9,
            **more,
        }
        for number in range(n)
    ]


def lines_of(values: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def written(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def large(data: bytes, settings: SourceSettings = SourceSettings()) -> Material:
    return Entry("file", "file", lambda: data, settings).material()


def streamed(place: str, settings: SourceSettings = SourceSettings()) -> list[Thread | Post | PlaceAccount]:
    found = read_or_stream([place], settings)
    assert not isinstance(found, Transcript)
    return list(found)


def account_in(records: list[Thread | Post | PlaceAccount]) -> PlaceAccount:
    (account,) = (record for record in records if isinstance(record, PlaceAccount))
    n_posts = sum(isinstance(record, Post) for record in records)
    assert account.kept == n_posts
    assert account.read == account.kept + sum(account.skipped.values()) + sum(account.failed.values())
    return account


# ---- what is large, and how it is looked at


def test_only_what_can_be_read_by_lines_is_a_stream() -> None:
    texts = {
        "lines": lines_of(rows()),
        "mail": b"From ann@example.org Thu Mar 14 17:00:00 2024\nSubject: late\n\n" + b"words of a mail\n" * 900,
        "table": b"id,text\n" + b"1,some words here\n" * 900,
        "list": json.dumps(rows()).encode(),
        "indented": json.dumps(rows(), indent=1).encode(),
    }
    assert {name: large(data).is_large for name, data in texts.items()} == dict.fromkeys(texts, True)
    whole = {
        "object": json.dumps({"comments": rows()}, indent=1).encode(),
        "page": b"<!doctype html><html><body>" + b"<p>words of a page\n" * 900,
        "feed": b"<?xml version='1.0'?>\n<rss>" + b"<item>words</item>\n" * 900,
    }
    assert {name: large(data).is_large for name, data in whole.items()} == dict.fromkeys(whole, False)


def test_preview_is_whole_lines_of_the_beginning() -> None:
    data = lines_of(rows())
    preview = large(data).preview
    assert data.startswith(preview.data)
    assert preview.data.endswith(b"}\n")
    assert 3_000 < len(preview.data) <= 4_000
    assert is_lines(preview)
    assert Material("file", b"words").preview.data == b"words"


def test_large_file_reads_like_a_small_one() -> None:
    data = lines_of(rows()) + b"\n\nbroken {\n" + b'{"text": "last"}'
    small, as_stream = Material("file", data), large(data)
    assert as_stream.is_large
    assert list(as_stream.lines()) == list(small.lines())
    assert list(as_stream.objects()) == list(small.objects())
    assert list(as_stream.byte_lines()) == list(small.byte_lines())
    assert (as_stream.text, as_stream.data, as_stream.encoding) == (small.text, small.data, small.encoding)
    assert small.head.startswith(as_stream.head)
    assert (as_stream.container, as_stream.is_html) == ("", False)
    assert as_stream.json_rows == small.json_rows
    with as_stream.open() as file:
        assert file.read() == data


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + "naïve words\n".encode() * 900,
        "naïve words\n".encode("utf-16") * 1 + "more\n".encode("utf-16-le") * 2000,
        "ann: na\xefve\n".encode("cp1252") * 200 + "bob: naïve\n".encode() * 900,
        b"words with NUL\x00 in them\r\nand old\rline ends\n" * 300,
    ],
    ids=["mark", "utf-16", "mixed", "line ends"],
)
def test_lines_are_the_same_in_any_encoding(data: bytes) -> None:
    small, as_stream = Material("file", data), large(data)
    assert as_stream.is_large
    expected = [line for _, line in small.lines()]
    found = [line for _, line in as_stream.lines()]
    assert found == expected
    assert [number for number, _ in as_stream.lines()] == list(range(1, len(found) + 1))


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30), max_size=20))
def test_any_lines_are_the_same_as_a_stream(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    as_stream = LargeMaterial("file", lambda: io.BytesIO(data), SourceSettings(), data)
    assert list(as_stream.lines()) == list(Material("file", data).lines())


def test_line_without_an_end_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.large.MAX_LINE", 1_000)
    material = large(b"a line\n" + b"x" * 20_500 + b"\nlast")
    parts = list(material.lines())
    assert [len(part) for _, part in parts] == [6] + [1_000] * 20 + [500, 4]
    assert [number for number, _ in parts] == [1] + [2] * 21 + [3]


def test_object_on_a_line_without_an_end_is_one_broken_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.large.MAX_LINE", 1_000)
    material = large(b'{"a": 1}\n{"a": "' + b"x" * 20_000 + b'"}\n{"a": 3}\n')
    assert list(material.objects()) == [(1, {"a": 1}), (2, None), (3, {"a": 3})]


def test_text_without_the_end_of_a_line_is_refused() -> None:
    material = large(b"words " * 5_000)
    assert str(material.problem).startswith("file cannot be read: its first line is longer than ")


def test_what_needs_the_whole_of_a_file_that_is_too_large_is_refused() -> None:
    material = large(b"some words here\n" * 2_000, SourceSettings(max_bytes=20_000))
    assert sum(1 for _ in material.lines()) == 2_000
    with pytest.raises(BrokenInput, match="file cannot be read: it is larger than 20,000 bytes"):
        _ = material.text


# ---- tables as streams


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, zstandard.ZstdCompressor().compress], ids=["as is", "gz", "zst"]
)
def test_stream_read_again_is_what_the_whole_file_is(
    pack: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = written(tmp_path, "big.jsonl", pack(lines_of(rows())))  # type: ignore[operator]
    written(tmp_path, "own.jsonl", b"".join(dump_records(streamed(place))))
    monkeypatch.setattr("miner.sources.bundles.LARGE", 10_000_000)
    again, whole = read([str(tmp_path / "own.jsonl")]), read([place])
    assert again.posts == whole.posts
    assert [thread.id for thread in again.threads] == [thread.id for thread in whole.threads]
    assert again.accounts[0].kept == whole.accounts[0].kept == N
    assert again.accounts[0].layout == whole.accounts[0].layout
    assert again.accounts[0].notes == ("too large to be held: what its columns hold was settled on the first 19 rows",)


def test_large_file_is_also_read_whole_into_a_transcript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = written(tmp_path, "big.jsonl", lines_of(rows()))
    found = read([place])
    monkeypatch.setattr("miner.sources.bundles.LARGE", 10_000_000)
    assert found.posts == read([place]).posts


def test_delimited_tables_are_streams_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "sep=;\nid;author;text;date\n" + "".join(
        f'{n};person {n % 9};"words; of\nnumber {n}";2024-03-{1 + n % 28:02} 10:00\n' for n in range(N)
    )
    place = written(tmp_path, "big.csv", (text + "7;8\n;;\nx;y;z;2024-03-01;too many\n").encode())
    records = streamed(place)
    account = account_in(records)
    assert account.kept == N
    assert account.skipped == {"empty row": 1}
    assert account.failed == {
        "row with more cells than columns (a text that is not quoted?)": 1,
        "row without the cell of the text": 1,
    }
    monkeypatch.setattr("miner.sources.bundles.LARGE", 10_000_000)
    whole = read([place])
    assert {post.id: post for post in records if isinstance(post, Post)} == {post.id: post for post in whole.posts}


def test_table_without_a_header_is_a_stream_from_its_first_row(tmp_path: Path) -> None:
    text = "".join(
        f"2024-03-{1 + n % 28:02} 10:00,person {n % 9},these are the words of number {n}\n" for n in range(N)
    )
    records = streamed(written(tmp_path, "big.csv", text.encode()), SourceSettings(as_source="table"))
    assert account_in(records).kept == N


def test_cell_that_is_never_closed_swallows_nothing_of_a_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miner.sources.delimited._MAX_ROW_LINES", 20)
    good = [f'{n},person {n % 9},"the words, of\nnumber {n}"' for n in range(200)]
    lines = ["id,author,text", *good[:100], 'x,ann,"never closed']
    lines += [f"{n},bob,plain words of {n}" for n in range(1000, 1040)] + good[100:]
    place = written(tmp_path, "big.csv", "\n".join(lines).encode())
    posts = {record.id: record.text for record in streamed(place) if isinstance(record, Post)}
    assert len(posts) == 241
    assert posts["table:x"] == '"never closed'
    assert posts["table:1005"] == "plain words of 1005"
    assert posts["table:150"] == "the words, of\nnumber 150"


def test_cell_open_at_the_end_of_a_stream_keeps_the_rows(tmp_path: Path) -> None:
    text = "id,author,text\n" + "".join(f"{n},person {n % 9},these words of {n}\n" for n in range(N))
    place = written(tmp_path, "big.csv", (text + 'x,ann,"never closed\ny,bob,the last words\n').encode())
    posts = {record.id: record.text for record in streamed(place) if isinstance(record, Post)}
    assert (len(posts), posts["table:x"], posts["table:y"]) == (N + 2, '"never closed', "the last words")


def test_rows_never_closed_again_and_again_are_read_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.delimited._MAX_ROW_LINES", 10)
    lines = [(n, f'{n},"open{n}') for n in range(1, 1002)]
    rows = [row for _, row in streamed_rows(iter(lines), ",") if row is not None]
    assert {number for number, _ in streamed_rows(iter(lines), ",")} <= set(range(1, 1002))
    assert "".join("".join(row) for row in rows).count("open") == 1001


def test_many_short_lines_are_a_stream_however_small_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.bundles.LARGE", 10_000_000)
    monkeypatch.setattr("miner.sources.bundles.LARGE_LINES", 1_000)
    assert not large(b"id,text\n" + b"1,x\n" * 900).is_large
    assert large(b"id,text\n" + b"1,x\n" * 1_100).is_large
    assert not large(b"\n" * 5_000 + b"id,text\n1,words\n").is_large


def test_every_row_of_a_stream_is_counted(tmp_path: Path) -> None:
    odd: list[bytes] = [
        b'{"id": "a", "text": ""}',
        b'{"id": "b", "text": "[deleted]"}',
        b'{"id": "c"}',
        b'{"id": "d", "text": "cut',
        b'["no object"]',
        b'{"id": "e", "text": "\\u200b"}',
        b'{"id": "f", "text": "the last of all", "created_at": "some day"}',
        b'{"id": "g", "text": "na\xefve in another encoding"}',
        b"",
        b'{"id": "h", "text": "' + b"[" * 900 + b'"}',
        b"{" * 900,
    ]
    records = streamed(written(tmp_path, "big.jsonl", lines_of(rows()) + b"\n".join(odd)))
    account = account_in(records)
    assert account.kept == N + 3
    assert account.skipped == {"deleted": 1, "empty text": 2}
    assert account.failed == {"broken line": 3, "row without the cell of the text": 1}
    assert "1 times could not be read and were left out" in account.notes
    assert "naïve in another encoding" in {post.text for post in records if isinstance(post, Post)}


def test_equal_rows_without_ids_stay_different_people(tmp_path: Path) -> None:
    place = written(tmp_path, "big.jsonl", b'{"text": "The basics come first"}\n' * N)
    posts = [record for record in streamed(place) if isinstance(record, Post)]
    assert len({post.id for post in posts}) == N
    assert len(read([place]).posts) == N


def test_inner_fields_are_read_in_a_stream(tmp_path: Path) -> None:
    values = [{"user": {"name": f"person {n}"}, "text": f"words of number {n}"} for n in range(N)]
    posts = [record for record in streamed(written(tmp_path, "a.jsonl", lines_of(values))) if isinstance(record, Post)]
    assert {post.author for post in posts} == {f"person {n}" for n in range(N)}
    assert len({post.id for post in posts}) == N


def test_rows_that_hold_rows_are_read_in_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = [
        {
            "id": f"p{n}",
            "title": f"post {n}",
            "body": "an article with enough words",
            "comments": [{"id": f"c{n}.{m}", "author": "ann", "body": f"comment {n} {m}"} for m in range(3)],
        }
        for n in range(100)
    ]
    place = written(tmp_path, "big.jsonl", lines_of(values))
    records = streamed(place)
    assert account_in(records).kept == 400
    assert sum(isinstance(record, Thread) for record in records) == 100
    monkeypatch.setattr("miner.sources.bundles.LARGE", 10_000_000)
    whole = {post.id: post for post in read([place]).posts}
    assert {post.id: post for post in records if isinstance(post, Post)} == whole


def test_replies_of_reddit_and_threads_in_a_stream(tmp_path: Path) -> None:
    values = [
        {
            "id": f"k{n}",
            "parent_id": f"t1_k{n - 1}" if n % 2 else "t3_abc",
            "link_id": f"t3_{n % 4}",
            "thread": f"talk {n % 4}",
            "body": f"words {n}",
        }
        for n in range(N)
    ]
    records = streamed(written(tmp_path, "a.jsonl", lines_of(values)), SourceSettings(as_source="table"))
    posts = {record.id: record for record in records if isinstance(record, Post)}
    assert (posts["table:k7"].parent_id, posts["table:k8"].parent_id) == ("table:k6", None)
    assert [record.title for record in records if isinstance(record, Thread)] == [f"talk {n}" for n in range(4)]


# ---- the frame around a stream


def test_large_member_of_an_archive_is_a_stream(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.jsonl", lines_of(rows()))
        archive.writestr("small.csv", "id,text\nx,words\ny,more\n")
    records = streamed(str(tmp_path / "all.zip"))
    accounts = {record.place: record.kept for record in records if isinstance(record, PlaceAccount)}
    assert accounts == {"all.zip/big.jsonl": N, "all.zip/small.csv": 2}


def test_large_file_that_breaks_in_the_middle(tmp_path: Path) -> None:
    data = gzip.compress(lines_of(rows(12_000)))
    place = written(tmp_path, "big.jsonl.gz", data[: len(data) - 200])
    with pytest.raises(BrokenInput, match=r"big\.jsonl\.gz cannot be read: its gzip data are broken"):
        streamed(place)
    account = account_in(streamed(str(tmp_path)))
    assert account.failed == {"file that could not be read": 1}
    assert account.kept > 1_000


def test_large_file_without_a_post(tmp_path: Path) -> None:
    place = written(tmp_path, "big.jsonl", lines_of([{"id": n, "text": "[deleted]"} for n in range(N)]))
    with pytest.raises(NoPostsFound):
        streamed(place)
    written(tmp_path, "small.csv", b"id,text\nx,words\ny,more\n")
    accounts = {record.place: record for record in streamed(str(tmp_path)) if isinstance(record, PlaceAccount)}
    assert accounts["big.jsonl"].failed == {"file that could not be read": 1}
    assert accounts["small.csv"].kept == 2


def test_command_writes_a_stream_that_can_be_read(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    place = written(tmp_path, "big.jsonl", lines_of(rows()))
    assert main(["read", place, "-o", str(tmp_path / "own.jsonl")]) == 0
    said = capfdbinary.readouterr().err.decode()
    assert f"{N} items read, {N} posts kept, 1 thread(s)" in said
    assert main(["read", place, "-q"]) == 0
    assert capfdbinary.readouterr().out == (tmp_path / "own.jsonl").read_bytes()
    assert main(["read", str(tmp_path / "own.jsonl"), "-q", "-o", str(tmp_path / "again.jsonl")]) == 0
    assert read([str(tmp_path / "again.jsonl")]) == read([str(tmp_path / "own.jsonl")])


def test_command_writes_nothing_where_a_stream_breaks(tmp_path: Path) -> None:
    data = gzip.compress(lines_of(rows(12_000)))
    place = written(tmp_path, "big.jsonl.gz", data[: len(data) - 200])
    assert main(["read", place, "-o", str(tmp_path / "own.jsonl"), "-q"]) == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == ["big.jsonl.gz"]


def test_command_counts_what_broke_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in", "big.jsonl", lines_of(rows()) + b"{broken\n")
    assert main(["read", str(tmp_path / "in"), "-o", str(tmp_path / "own.jsonl"), "-q"]) == 7


# ---- the form that is written


def records_of_two() -> Iterator[Thread | Post | PlaceAccount]:
    yield Thread(id="t:1")
    yield Post(id="t:a", thread_id="t:1", text="words")
    yield PlaceAccount(place="a.csv", source="table", read=1, kept=1)


def own_lines() -> list[str]:
    return [line.decode() for line in dump_records(records_of_two())]


def test_numbers_and_account_come_last() -> None:
    assert own_lines() == [
        '{"schema":"miner/1"}\n',
        '{"thread":{"id":"t:1"}}\n',
        '{"post":{"id":"t:a","thread_id":"t:1","text":"words"}}\n',
        '{"end":{"n_threads":1,"n_posts":1,"accounts":[{"place":"a.csv","source":"table","read":1,"kept":1}]}}\n',
    ]
    transcript = load_lines(enumerate(own_lines(), 1), "own")
    assert (*transcript.threads, *transcript.posts, *transcript.accounts) == tuple(records_of_two())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[:-1], "own, line 3, .*: the last line with the account is missing: the file was cut"),
        (lambda lines: lines[:1], "own, line 1, .*: the last line with the account is missing"),
        (lambda lines: [*lines[:2], lines[3]], "the last line says 1 threads and 1 posts, the file has 1 and 0"),
        (lambda lines: [*lines, lines[2]], "own, line 5, .*: it stands behind the last line"),
        (lambda lines: [lines[0], "{}"], "it holds not exactly one of a thread and a post"),
        (lambda lines: [], "own, line 1, .*: the file is empty"),
    ],
)
def test_streams_that_were_cut_or_mixed_are_refused(change: object, message: str) -> None:
    with pytest.raises(NotATranscript, match=message):
        load_lines(enumerate(change(own_lines()), 1), "own")  # type: ignore[operator]


def test_recognition_never_reads_more_than_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    material = large(lines_of(rows()))
    monkeypatch.setattr(material, "_opener", None)
    assert recognised_by(material)[0].name == "table"
