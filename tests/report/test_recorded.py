"""Sentences that digests hold are known again by their words: they are taken here from the code that writes them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from miner.report.languages import speaking
from miner.report.languages.recorded import known_sentences, reason, translated

FILES = ("digest/limits.py", "digest/foreign.py", "digest/edits/applying.py", "contrasts/__init__.py")
# What a name stands for where it is not a number or a title.
VALUES = {"_called(made)": ", called “x”", "size": "3 argument(s) by 3 person(s)"}
LEAST = 20  # characters: shorter strings are parts of sentences


def _strings(root: Path, file: str) -> Iterator[str]:
    """The sentences that functions of a file return or add to a list, each blank filled with a three."""
    tree = ast.parse((root / "miner" / file).read_text("utf-8"))
    raised = {inner for node in ast.walk(tree) if isinstance(node, ast.Raise) for inner in ast.walk(node)}
    texts = {inner for node in ast.walk(tree) if isinstance(node, ast.Expr) for inner in ast.iter_child_nodes(node)}
    inside = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if node in raised or node in inside or (node in texts and isinstance(node, ast.Constant)):
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(_filled(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return VALUES.get(ast.unparse(part.value), "3")


@pytest.mark.parametrize("file", FILES)
def test_what_the_code_writes_is_known_again(root, file):
    parts = VALUES.values()
    found = [text for text in _strings(root, file) if len(text) > LEAST and " " in text and text not in parts]
    assert len(found) >= 3
    with speaking("de"):
        unknown = [text for text in found if translated(text) == text and translated(f"{text}.") == f"{text}."]
    assert unknown == []


def test_english_stays_as_it_is():
    assert [translated(text) for text in known_sentences()] == list(known_sentences())


def test_english_says_one_as_one_would():
    assert translated("1 reply(s) answer a post that is not in the input.") == (
        "1 reply answers a post that is not in the input."
    )
    assert translated("2 reply(s) answer a post that is not in the input.") == (
        "2 replies answer posts that are not in the input."
    )
    assert translated("1 time(s) name no zone and were taken as UTC; 1 post(s) have no time.") == (
        "1 time names no zone and was taken as UTC; 1 post has no time."
    )
    assert not [text for text in known_sentences() if "(s)" in translated(_numbered(text))]


def _numbered(message: str) -> str:
    """The message with threes in its blanks."""
    return re.sub(r"%\((\w+)\)s", "3", message)


def test_several_sentences_are_translated_one_by_one():
    both = "a.html: the page says 3 comments, 2 were in the file. b.html: the page says 9 comments, 1 were in the file."
    with speaking("es"):
        assert translated(both) == (
            "a.html: la página dice 3 comentarios, en el archivo había 2. "
            "b.html: la página dice 9 comentarios, en el archivo había 1."
        )


def test_titles_get_the_quotation_marks_of_the_language():
    said = "The borders of 2 theme(s) shift when a tenth of the arguments is left out: “late, again”, “parcels”."
    with speaking("fr"):
        assert translated(said).replace("\xa0", " ").endswith(": « late, again », « parcels ».")
    merged = "The themes “a”, “b” and “c and d” were put together, called “e”."
    with speaking("de"):
        assert translated(merged) == "Die Themen „a“, „b“ und „c and d“ wurden zusammengelegt und heißen jetzt „e“."


def test_reasons_inside_a_sentence_are_translated():
    with speaking("de"):
        assert translated("3 item(s) could not be read: 2 broken line, 1 row of no kind.") == (
            "3 Einträge waren nicht lesbar: 2 × defekte Zeile, 1 × row of no kind."
        )


@pytest.mark.parametrize(
    "text", ["", "Ours alone.", "%(n)s of them", "x" * 5000, "3 post(s) carry no name", "3 posts."]
)
def test_what_is_not_known_stays_as_it_is(text):
    with speaking("ja"):
        assert translated(text) == text


def test_reasons_are_words():
    assert reason("near_copy") == "near copy"
    with speaking("de"):
        assert [reason(name) for name in ("near_copy", "too short", "too_short")] == ["near copy", "zu kurz", "zu kurz"]


def test_the_reasons_of_chatter_are_known(root):
    """Every reason for which a post is set apart as chatter has its translation."""
    tree = ast.parse((root / "miner/arguments/chatter.py").read_text("utf-8"))
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value is not None]
    constants = [inner for value in returned for inner in ast.walk(value) if isinstance(inner, ast.Constant)]
    words = {str(one.value) for one in constants if isinstance(one.value, str) and 4 < len(one.value) < 20}
    assert words
    assert words - set(known_sentences()) == set()
