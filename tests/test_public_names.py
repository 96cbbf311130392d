"""The names a program may import from ``miner``."""

from __future__ import annotations

import inspect

import pytest

import miner

PROMISED = {"read", "mine", "render", "group", "match", "place", "strength", "Contrast", "Pole"}
RECORDS = {"Digest", "Post", "Settings", "Thread", "Transcript"}


def test_all_is_what_is_promised():
    assert set(miner.__all__) == PROMISED | RECORDS | {"__version__"}
    assert list(miner.__all__) == sorted(miner.__all__)
    assert dir(miner) == sorted(miner.__all__)


@pytest.mark.parametrize("name", sorted(PROMISED | RECORDS))
def test_every_name_is_there_and_says_what_it_is(name):
    thing = getattr(miner, name)
    assert inspect.getdoc(thing)
    assert (thing.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"module 'miner' has no attribute 'colour'"):
        _ = miner.colour
