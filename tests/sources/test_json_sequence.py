"""Several JSON values in one file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import material

from miner.errors import BrokenInput
from miner.sources.json_sequence import values_in_a_row


@given(st.lists(st.lists(st.integers()) | st.dictionaries(st.text(), st.integers()), min_size=2, max_size=5))
def test_values_come_back_in_order(values: list[list[int] | dict[str, int]]) -> None:
    text = "\n".join(json.dumps(value, indent=1) for value in values)
    joined = [entry for value in values for entry in (value if isinstance(value, list) else [value])]
    assert values_in_a_row(text) == joined


@pytest.mark.parametrize("text", ["", "{}", '{"a": 1} and words', '{"a": 1}{"b": ', "1 2", '"a" "b"'])
def test_anything_else_is_none(text: str) -> None:
    assert values_in_a_row(text) == []


def test_file_of_several_values_is_a_list_of_them() -> None:
    assert material('{"a": 1}{"a": 2}').json == [{"a": 1}, {"a": 2}]
    assert material("[[1]]\n[[2],\n[3]]").json == [[1], [2], [3]]
    with pytest.raises(BrokenInput, match="not valid JSON"):
        _ = material('[{"a": 1}] trailing').json
