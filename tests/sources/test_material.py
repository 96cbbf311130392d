"""Files as they are found: encodings, JSON, JSON Lines, delimiters, hostile nesting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import BrokenInput
from miner.sources.decoding import MIXED, decode
from miner.sources.delimited import read_table
from miner.sources.material import MAX_DEPTH, Material, check_depth


def of(text: str | bytes) -> Material:
    return Material("file", text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("naïve".encode(), "naïve", "utf-8"),
        (b"\xef\xbb\xbfna\xc3\xafve", "naïve", "utf-8-sig"),
        ("naïve".encode("utf-16"), "naïve", "utf-16"),
        ("naïve".encode("utf-16-be"), None, None),
        (b"caf\xe9 na\xc3\xafve", "café naïve", MIXED),
        (b"\x93quoted\x94 na\xc3\xafve", "“quoted” naïve", MIXED),
        (b'<meta charset="iso-8859-2"> \xb1', '<meta charset="iso-8859-2"> ą', "iso-8859-2"),
        (b"a\r\nb\rc\x00d", "a\nb\ncd", "utf-8"),
    ],
)
def test_bytes_become_text(data: bytes, text: str | None, encoding: str | None) -> None:
    found = decode(data)
    assert isinstance(found[0], str)
    if text is not None:
        assert found == (text, encoding)


def test_text_of_one_old_encoding_is_guessed() -> None:
    text = (
        "Der Kunde möchte früher beliefert werden, weil er über Ostern schließt. Größere Mengen kosten natürlich mehr. "
    )
    assert decode((text * 5).encode("cp1252"))[0] == text * 5


def test_few_old_letters_far_down_in_a_long_file_are_read() -> None:
    data = b"plain words of a long file\n" * 20_000 + "Zoë liked the café a lot\n".encode("cp1252")
    assert decode(data)[0].endswith("Zoë liked the café a lot\n")


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "utf-7", "base64", "no-such-thing"])
def test_declared_encodings_that_are_none_are_passed_over(name: str) -> None:
    text, encoding = decode(b'<meta charset="' + name.encode() + b'"> caf\xe9 \\x41 ' + b"x" * 100)
    assert encoding != name
    assert "\\x41" in text


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    text, _ = decode(data)
    assert "\x00" not in text
    assert "\r" not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', {"a": 1}),
        ('\ufeff [{"a": 1}]', [{"a": 1}]),
        ("[]", []),
        ("{}", {}),
        ("[12:18] <ann> hello", None),
        ("[1, 2]", None),
        ("{braces} in prose", None),
        ('{"a": 1}\n{"a": 2}', None),
        ("plain", None),
    ],
)
def test_json_is_one_value_or_none(text: str, expected: object) -> None:
    assert of(text).json == expected
    assert of(text).sound_json == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[{"a": "cut in the midd', "it is JSON that ends in the middle"),
        ('{"a": [1, 2', "it is JSON that ends in the middle"),
        ('[{"a": 1},, {"a": 2}]', "it is not valid JSON"),
        ("[[" * MAX_DEPTH, "its JSON is nested deeper than 500 levels"),
        ('[{"a": "' + "[" * 2000 + '"}, ' + "[" * 600, "its JSON is nested deeper"),
    ],
)
def test_broken_json_says_so_and_is_none_for_recognition(text: str, what: str) -> None:
    with pytest.raises(BrokenInput, match=what):
        _ = of(text).json
    assert of(text).sound_json is None


def test_brackets_in_strings_are_not_nesting() -> None:
    text = '[{"a": "' + "[" * 2000 + '\\"' + "{" * 2000 + '"}]'
    check_depth(text.encode(), "file")
    assert isinstance(of(text).json, list)


def test_lines_of_json() -> None:
    rows = of('{"a": 1}\n\n{"a": 2}\n{"a": \n[1]\n{"a": 3}').json_rows
    assert [(number, row and row["a"]) for number, row in rows] == [(1, 1), (3, 2), (4, None), (5, None), (6, 3)]


def test_line_that_is_nested_too_deep_is_a_broken_line() -> None:
    rows = of('{"a": 1}\n{"a": ' + "[" * 90_000 + "\n" + '{"a": 2}').json_rows
    assert [row is None for _, row in rows] == [False, True, False]


@pytest.mark.parametrize("text", ['{\n "a": 1,\n "b": 2\n}', "{braces}\nin prose\nof three lines", "[1]\n[2]"])
def test_what_is_no_json_lines(text: str) -> None:
    assert of(text).json_rows == []


@pytest.mark.parametrize(
    ("text", "names", "cells"),
    [
        ("a,b\n1,2\n", ["a", "b"], [["1", "2"]]),
        ("a;b\n1,5;2\n3,5;4\n", ["a", "b"], [["1,5", "2"], ["3,5", "4"]]),
        ("a\tb\n1, 2\t3\n", ["a", "b"], [["1, 2", "3"]]),
        ("a|b|c\n1|2|3\n", ["a", "b", "c"], [["1", "2", "3"]]),
        ("sep=;\na;b\n1;2\n", ["a", "b"], [["1", "2"]]),
        ('a,b\n1,"two\nlines"\n3,4\n', ["a", "b"], [["1", "two\nlines"], ["3", "4"]]),
        ('\ufeffcomment\n"one, two"\n"three"\n', ["comment"], [["one, two"], ["three"]]),
        ("no table at all\nnor here\n", [], []),
        ("", [], []),
    ],
)
def test_delimited_text(text: str, names: list[str], cells: list[list[str]]) -> None:
    found, rows = read_table(text)
    assert (found, [row for _, row in rows]) == (names, cells)


def test_rows_know_the_line_they_begin_on() -> None:
    assert [number for number, _ in read_table('a,b\n1,"two\nlines"\n\n3,4\n')[1]] == [2, 5]
    assert [number for number, _ in read_table("sep=,\na,b\n1,2\n")[1]] == [3]


def test_quotation_mark_that_never_closes_swallows_no_rows() -> None:
    _, rows = read_table('a,b\n1,2\n3,"open\n5,6\n7,8\n')
    assert rows == [(2, ["1", "2"]), (3, ["3", '"open']), (4, ["5", "6"]), (5, ["7", "8"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("<!-- saved --><html>", True),
        ("<?xml version='1.0'?>\n<html xmlns='x'>", True),
        ("<div><body class='x'>", True),
        ("<rss><channel>", False),
        ("prose about <body> tags", False),
    ],
)
def test_pages_are_told_by_how_they_begin(text: str, expected: bool) -> None:
    assert of(text).is_html is expected


def test_half_of_an_emoji_does_not_cost_the_file():
    assert Material("chat.json", b'{"a": "\\ud83d so", "b": [1]}').json == {"a": "\ud83d so", "b": [1]}
    lines = Material("chat.jsonl", b'{"a": "\\ud83d so"}\n{"a": "b"}\n')
    assert [row for _, row in lines.objects()] == [{"a": "\ud83d so"}, {"a": "b"}]
