"""Shared fixtures: the data of a checkout, small transcripts, and helpers to write inputs."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest

from miner.digest import Digest
from miner.transcript import Post, Thread, Transcript

# The same examples in every run, and no deadline: other work may share the machine.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")

_NUMBERS = itertools.count()
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def no_library_of_the_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test keeps is its own, and no test finds what another one kept."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / f"data{next(_NUMBERS)}"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Labelled sets and real samples beside a checkout; tests that need them skip visibly elsewhere."""
    folder = Path(os.environ.get("MINER_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}")
    return folder


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Small inputs written for these tests."""
    return ROOT / "tests" / "data"


@pytest.fixture
def chat() -> Transcript:
    """Two people, four minutes, one question: the smallest chat."""
    start = datetime(2024, 3, 14, 17, 0, tzinfo=UTC)
    said = [
        ("host", "Q1: What comes first, new ideas or the basics?"),
        ("ann", "A1 The basics come first because nobody forgives a late parcel."),
        ("bob", "A1 New ideas come first, customers cannot ask for what they never saw."),
        ("ann", "Thanks everyone, great chat!"),
    ]
    posts = tuple(
        Post(
            id=f"test:{number}",
            thread_id="test:chat",
            author=author,
            text=text,
            kind="message",
            posted_at=start + timedelta(minutes=number),
            precision="second",
        )
        for number, (author, text) in enumerate(said)
    )
    thread = Thread(id="test:chat", title="a chat", platform="test", is_chat=True, place="chat.csv", source="table")
    return Transcript(threads=(thread,), posts=posts)


@pytest.fixture(scope="session")
def example_chat_digest(root: Path) -> Digest:
    """The shipped tweet chat, mined once a session with the shipped contrasts."""
    return _mined(root / "reports" / "examples" / "cx_innovation_chat.csv")


@pytest.fixture(scope="session")
def example_blog_digest(root: Path) -> Digest:
    """The shipped blog post with its comments, mined once a session with the shipped contrasts."""
    return _mined(root / "reports" / "examples" / "basics_first_blog.html")


def _mined(place: Path) -> Digest:
    from miner.pipeline import mine_places
    from miner.settings import ContrastSettings, Settings

    return mine_places([str(place)], Settings(contrasts=ContrastSettings(presets=("cx",))))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Sources by their names: the address of an object differs in each process, and so would the test's name."""
    del config, argname
    name = getattr(val, "name", None)
    return name if isinstance(name, str) and hasattr(val, "reads") else None
