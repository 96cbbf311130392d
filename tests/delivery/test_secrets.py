"""Secrets: read from where the settings say they are, and repeated nowhere."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.digest.people import key_of as people_key
from miner.errors import BadSetting, MissingPart, PlaceNotFound
from miner.fetch.keys import key_of as site_key
from miner.secrets import is_place, read_secret
from miner.settings import FetchSettings

SECRET = "correct horse battery staple"  # noqa: S105 - of nobody


class InMemory(keyring.backend.KeyringBackend):
    """A store as the package has them, without a system behind it."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError(username)


class Locked(InMemory):
    """A store that nobody opened."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("the store is locked")


@pytest.fixture
def store() -> Iterator[InMemory]:
    """The system's store of this test."""
    before = keyring.get_keyring()
    store = InMemory()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def test_a_secret_is_read_from_the_environment_a_file_or_the_systems_store(tmp_path, monkeypatch, store):
    monkeypatch.setenv("CHAT_SECRET", f" {SECRET}\n")
    (tmp_path / "secret").write_text(f"{SECRET}\n", "utf-8")
    keyring.set_password("miner", "ann/home", SECRET)
    places = ("env:CHAT_SECRET", f"file:{tmp_path / 'secret'}", "keyring:miner/ann/home")
    assert [read_secret(place, "mail.password") for place in places] == [SECRET] * 3


@pytest.mark.parametrize("wanted", [SECRET, "", "env:", "file:", "keyring:miner", "keyring:miner/", "https://a/b"])
def test_what_may_be_the_secret_itself_is_not_repeated(wanted):
    assert not is_place(wanted)
    with pytest.raises(BadSetting) as caught:
        read_secret(wanted, "mail.password")
    assert str(caught.value) == (
        "Setting 'mail.password' in the settings is 'something else'; "
        "expected env:NAME, file:PATH or keyring:SERVICE/USER."
    )


@given(st.binary(max_size=40))
def test_what_is_no_line_of_text_is_refused_and_not_repeated(tmp_path_factory, data):
    place = tmp_path_factory.getbasetemp() / "secret-of-any-bytes"
    place.write_bytes(data)
    try:
        value = read_secret(f"file:{place}", "mail.password")
    except BadSetting as error:
        value, said = "", str(error)
        expected = "a place where a secret is, in one line"
        assert said == f"Setting 'mail.password' in the settings is 'file:{place}'; expected {expected}."
    if value:
        assert value.isprintable()
        assert value == data.decode().strip()


def test_a_secret_that_is_not_there_is_told(tmp_path, store):
    for wanted in ("env:NO_SUCH_NAME", "keyring:miner/nobody"):
        with pytest.raises(BadSetting, match="a place where a secret is, in one line"):
            read_secret(wanted, "mail.password")
    with pytest.raises(PlaceNotFound):
        read_secret(f"file:{tmp_path / 'gone'}", "mail.password")


def test_a_locked_store_and_a_missing_package_say_what_to_do(store, monkeypatch):
    keyring.set_keyring(Locked())
    with pytest.raises(MissingPart, match=r"cannot be read .*the store is locked.* Name the secret as env:NAME"):
        read_secret("keyring:miner/ann", "mail.password")
    real = builtins.__import__

    def without_keyring(name, *others):
        if name == "keyring":
            raise ModuleNotFoundError(name)
        return real(name, *others)

    monkeypatch.setattr(builtins, "__import__", without_keyring)
    with pytest.raises(MissingPart, match=r"pip install 'discussion-miner\[keyring\]'"):
        read_secret("keyring:miner/ann", "mail.password")


def test_keys_of_sites_and_of_pseudonyms_come_from_the_same_places_by_their_own_rules(store):
    keyring.set_password("miner", "long", SECRET)
    keyring.set_password("miner", "short", "fifteen letters")
    keyring.set_password("miner", "accents", "Schlüssel des Hauses")
    assert people_key("keyring:miner/long").value == SECRET.encode()
    with pytest.raises(BadSetting, match="a key of 15 characters"):
        people_key("keyring:miner/short")
    assert site_key(FetchSettings(keys={"github": "keyring:miner/short"}), "github") == "fifteen letters"
    with pytest.raises(BadSetting, match="plain letters"):
        site_key(FetchSettings(keys={"github": "keyring:miner/accents"}), "github")
    assert site_key(FetchSettings(), "github") == ""
