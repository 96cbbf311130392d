"""Shipped presets are complete; a pair named twice is measured once."""

from __future__ import annotations

import pytest

from miner.contrasts.presets import declared_contrasts, preset, preset_names
from miner.errors import UnknownName
from miner.settings import ContrastSettings


def test_the_customer_experience_preset_is_shipped_with_its_two_contrasts() -> None:
    assert "cx" in preset_names()
    assert [(one.left.name, one.right.name) for one in preset("cx")] == [
        ("innovation", "basics"),
        ("outside-in", "inside-out"),
    ]


@pytest.mark.parametrize("name", preset_names())
def test_every_pole_of_every_preset_has_five_to_eight_statements_of_its_own(name: str) -> None:
    for contrast in preset(name):
        assert contrast.origin == "preset"
        for pole in (contrast.left, contrast.right):
            assert 5 <= len(pole.statements) <= 8
            assert all(len(statement.split()) >= 6 for statement in pole.statements)
        assert not set(contrast.left.statements) & set(contrast.right.statements)
        assert len({one.title for one in preset(name)}) == len(preset(name))


def test_a_preset_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"There is no preset of contrasts 'cxx'\. Did you mean 'cx'\?"):
        preset("cxx")


def test_declared_contrasts_come_before_presets() -> None:
    names = [one.title for one in declared_contrasts(ContrastSettings(declared=("late | early",), presets=("cx",)))]
    assert names[0] == "late vs early"
    assert len(names) == 3


def test_a_pair_declared_and_in_a_preset_is_taken_once_with_its_statements() -> None:
    chosen = declared_contrasts(ContrastSettings(declared=("Innovation | Basics",), presets=("cx", "cx")))
    assert len(chosen) == 2
    assert chosen[0].left.statements
