"""A library in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from miner.library import Library


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the library of a test is."""
    return tmp_path / "library.db"


@pytest.fixture
def library(place: Path) -> Iterator[Library]:
    """An empty library."""
    with Library(place, "a test") as opened:
        yield opened
