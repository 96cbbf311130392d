"""Errors: documented, drawn in the tree, with an exit code of the table."""

from __future__ import annotations

import inspect
import re

import pytest

from miner import errors
from miner.errors import MinerError, nearest

# miner's own; 0 is success, 7 a report with failures, 8 a delivery, 130 an interruption
CODES = {1, 2, 3, 4, 5, 6, 8}
CLASSES = [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, MinerError)]


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_an_error_has_a_docstring_and_a_code_of_the_table(error):
    assert error.__doc__ in {vars(error).get("__doc__")} - {None}
    assert error.exit_code in CODES


def test_docstrings_are_unique():
    said = [error.__doc__ for error in CLASSES]
    assert len(set(said)) == len(said)


def test_the_tree_at_the_top_names_every_error_under_its_parent():
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^( {4,})([A-Z]\w+)(?:\s|$)", line)
        if match:
            depth = len(match[1])
            above = [(level, name) for level, name in above if level < depth]
            drawn[match[2]] = above[-1][1] if above else ""
            above.append((depth, match[2]))
    assert drawn == {error.__name__: "" if error is MinerError else error.__base__.__name__ for error in CLASSES}


def test_codes_in_the_tree_are_those_of_the_classes():
    for name, code in re.findall(r"^ +([A-Z]\w+) +(\d)(?:\s|$)", errors.__doc__ or "", re.MULTILINE):
        assert getattr(errors, name).exit_code == int(code)


def test_what_was_probably_meant_is_named():
    assert nearest("wordpres", ("table", "wordpress")) == "Did you mean 'wordpress'?"
    assert nearest("xyz", ("table", "wordpress")) == "There are: table, wordpress."
