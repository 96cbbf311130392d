"""Servers, a digest to deliver, and settings that lead to both."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import stamina
import trustme
from delivery_setup import HOOK_SECRET, NOW, Deliver
from receivers import PASSWORD, MailHandler, MailServer, Receiver

from miner.delivery import Outcome, planned, post, send_waiting
from miner.digest import Digest
from miner.library import Library, begin_run, keep_digest
from miner.settings import Settings


@pytest.fixture(autouse=True)
def waits_for_nobody() -> Iterator[None]:
    """Tries follow each other at once; how many there are stays as the settings say."""
    with stamina.set_testing(True, attempts=99, cap=True):
        yield


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's context for localhost, and the file of who signed it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    place = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(place))
    return context, place


@pytest.fixture
def trusted(certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The certificates of the test are trusted like those of the system."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates[1]))
    return certificates[0]


@pytest.fixture
def mail_server(trusted: ssl.SSLContext) -> Iterator[MailServer]:
    """With STARTTLS, and AUTH behind it."""
    server = MailServer(MailHandler(), trusted)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Of webhooks, without encryption: its host is one of the user's own network."""
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def digest(example_chat_digest: Digest) -> Digest:
    """The shipped chat's."""
    return example_chat_digest


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library(tmp_path / "library.db", "a test") as opened:
        yield opened


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    """The places that recipients and settings of these tests name."""
    monkeypatch.setenv("TEST_MAIL_PASSWORD", PASSWORD)
    for name in ("SLACK", "DISCORD", "MATTERMOST"):
        monkeypatch.setenv(f"TEST_{name}", receiver.url(f"/{name.lower()}/{HOOK_SECRET}"))
    monkeypatch.setenv("TEST_APPRISE", receiver.url(f"/apprise/{HOOK_SECRET}").replace("http:", "json:"))
    monkeypatch.setenv("TEST_FORUM", "forum-key-secret")


@pytest.fixture
def deliver(library: Library, digest: Digest, secrets: None) -> Deliver:
    """Post the digest for recipients and send what is due."""

    def call(
        recipients: tuple[str, ...], settings: Settings, at: datetime = NOW, period: str = "2024-W11", **others: Any
    ) -> tuple[Outcome, ...]:
        given = others.get("digest", digest)
        plan = planned(given, others.get("name", "weekly"), period, recipients, settings, at)
        with library.writing():
            post(library, keep_digest(library, begin_run(library, "weekly", at), given), plan, at)
        return send_waiting(library, settings, at)

    return call
