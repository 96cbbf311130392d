"""A contrast names two poles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.contrasts import Contrast, Pole
from miner.errors import BadContrast

names = st.text(min_size=1, max_size=20).map(str.strip).filter(lambda name: name and "|" not in name)


@given(names, names)
def test_two_different_names_with_a_bar_between_them_are_a_contrast(left: str, right: str) -> None:
    if left.casefold() != right.casefold():
        contrast = Contrast.parse(f" {left} |{right} ")
        assert (contrast.left.name, contrast.right.name) == (left, right)
        assert contrast.title == f"{left} vs {right}"
        assert contrast.origin == "declared"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("basics", "it names 1 pole(s)"),
        ("a | b | c", "it names 3 pole(s)"),
        ("basics | ", "a pole is empty"),
        ("|", "a pole is empty"),
        ("Basics | basics", "both poles are the same"),
        ("", "it names 1 pole(s)"),
    ],
)
def test_anything_else_is_refused_with_an_example(text: str, reason: str) -> None:
    with pytest.raises(BadContrast) as caught:
        Contrast.parse(text)
    assert str(caught.value) == (
        f"Contrast {text!r} cannot be used: {reason}. Write two poles with a bar between them, "
        'for example --contrast "innovation | basics".'
    )
    assert caught.value.exit_code == 2


def test_a_pole_without_statements_is_known_by_its_name() -> None:
    assert Pole("basics").seeds == ("basics",)
    assert Pole("basics", ("Basics first.", "Fix it.")).seeds == ("Basics first.", "Fix it.")


def test_a_contrast_may_have_a_name_of_its_own() -> None:
    assert Contrast(Pole("a"), Pole("b"), "the old quarrel").title == "the old quarrel"
