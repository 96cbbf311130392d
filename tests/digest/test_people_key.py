"""The key of the pseudonyms is kept outside the report, and never shown."""

from __future__ import annotations

import stat

import pytest

from miner.digest.people.key import key_of, own_key_place
from miner.errors import BadSetting, CannotWrite, PlaceNotFound


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_a_key_is_made_once_and_for_its_owner_alone():
    first = key_of("")
    assert stat.S_IMODE(own_key_place().stat().st_mode) == 0o600
    assert key_of("") == first
    assert len(first.value) == 64
    assert first.place == str(own_key_place())
    assert [path.name for path in own_key_place().parent.iterdir()] == ["people.key"]


def test_a_key_comes_from_the_environment_or_a_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("0123456789abcdef\n", "utf-8")
    monkeypatch.setenv("CHAT_KEY", "0123456789abcdef")
    assert key_of(f"file:{tmp_path / 'key'}").value == key_of("env:CHAT_KEY").value == b"0123456789abcdef"


@pytest.mark.parametrize("wanted", ["hunter2hunter2hunter2", "env:", "file:", "sha:x"])
def test_a_setting_that_may_be_the_key_itself_is_refused_and_not_repeated(wanted):
    with pytest.raises(BadSetting, match="env:NAME, file:PATH or keyring:SERVICE/USER") as caught:
        key_of(wanted)
    assert "hunter2" not in str(caught.value)


def test_a_short_or_missing_key_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAT_KEY", "short")
    with pytest.raises(BadSetting, match="a key of 5 characters"):
        key_of("env:CHAT_KEY")
    with pytest.raises(BadSetting, match="a place where a secret is"):
        key_of("env:NO_SUCH_KEY")
    with pytest.raises(PlaceNotFound):
        key_of(f"file:{tmp_path / 'gone'}")


def test_a_key_that_cannot_be_kept_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "data").write_text("a file", "utf-8")
    with pytest.raises(CannotWrite, match=r"people\.key"):
        key_of("")


def test_a_key_does_not_show_itself():
    assert "value" not in repr(key_of(""))
