"""Letters, handed to a real server."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from datetime import timedelta
from email.utils import parsedate_to_datetime

import msgspec
import pytest
import trustme
from delivery_setup import NOW, settings_for
from receivers import DROP, PASSWORD, MailHandler, MailServer

from miner.delivery import entries, send_again, send_waiting, smtp
from miner.delivery.base import NotNow
from miner.errors import BadRecipient, BadSetting

TO = ("mail:Bob <bob@example.org>",)


def test_a_letter_goes_out_encrypted_and_with_the_headers_of_a_list(mail_server, deliver):
    settings = settings_for(
        mail_server.port,
        reply_to="ann@example.org",
        unsubscribe=(f"https://example.org/{'leave' * 30}?who={{to}}", "mailto:leave@example.org"),
    )
    (outcome,) = deliver(TO, settings)
    assert (outcome.state, outcome.reason) == ("sent", "250 2.0.0 OK: queued")
    (taken,) = mail_server.script.taken
    assert (taken.sender, taken.receivers, taken.encrypted, taken.logged_in) == (
        "weekly@example.org",
        ["bob@example.org"],
        True,
        True,
    )
    assert taken.options == [f"SIZE={len(taken.data)}"]
    letter = taken.letter
    assert {name: str(letter[name]) for name in ("From", "To", "Reply-To", "List-Id", "Auto-Submitted")} == {
        "From": "Weekly <weekly@example.org>",
        "To": "Bob <bob@example.org>",
        "Reply-To": "ann@example.org",
        "List-Id": "<weekly.example.org>",
        "Auto-Submitted": "auto-generated",
    }
    page = f"<https://example.org/{'leave' * 30}?who=bob@example.org>"
    assert f"\r\nList-Unsubscribe: {page}, <mailto:leave@example.org>\r\n".encode() in taken.data
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsedate_to_datetime(letter["Date"]) == NOW


def test_the_quotes_of_a_letter_are_words_of_the_digest(mail_server, deliver, digest):
    deliver(TO, settings_for(mail_server.port))
    letter = mail_server.script.taken[0].letter
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    text = letter.get_body(("plain",)).get_content()
    said = "\n".join(post.text for post in digest.posts)
    quoted = [line.removeprefix("> ") for line in text.splitlines() if line.startswith("> ")]
    assert len(quoted) > 20
    assert [line for line in quoted if line not in said] == []


def test_the_message_id_is_of_name_period_and_recipient_and_of_nothing_else(mail_server, deliver, digest):
    settings = settings_for(mail_server.port)
    deliver(TO, settings)
    other = msgspec.structs.replace(digest, title="another")
    assert deliver(TO, settings, NOW + timedelta(days=1), digest=other) == ()  # the same delivery
    (outcome,) = deliver(("mail:carl@Example.org", "mail:bob@EXAMPLE.org"), settings)
    assert outcome.recipient == "mail:carl@Example.org"
    deliver(TO, settings, period="2024-W12")
    deliver(TO, settings, name="monthly")
    ids = [str(taken.letter["Message-ID"]) for taken in mail_server.script.taken]
    assert len(set(ids)) == len(ids) == 4
    assert all(re.fullmatch(r"<[0-9a-f]{32}@example\.org>", one) for one in ids)


@pytest.mark.parametrize("reply", ["421 closing", "450 mailbox busy", "451 try later"])
def test_a_temporary_reply_is_tried_again_in_the_same_run(mail_server, deliver, reply):
    mail_server.script.rcpt = [reply]
    assert [one.state for one in deliver(TO, settings_for(mail_server.port))] == ["sent"]
    assert (len(mail_server.script.taken), mail_server.script.tries) == (1, 2)


def test_what_stays_busy_waits_for_longer_and_longer_and_is_given_up(mail_server, deliver, library):
    mail_server.script.rcpt = ["450 busy"] * 100
    settings = settings_for(mail_server.port)
    (outcome,) = deliver(TO, settings)
    assert (outcome.state, outcome.reason) == ("waiting", "localhost answered 450 busy")
    assert mail_server.script.tries == settings.delivery.tries
    pauses, at = [], NOW
    while outcome.state == "waiting":
        assert send_waiting(library, settings, outcome.due_at - timedelta(seconds=1)) == ()
        pauses.append(outcome.due_at - at)
        at = outcome.due_at
        (outcome,) = send_waiting(library, settings, at)
    assert timedelta(minutes=5) <= pauses[0] <= timedelta(minutes=6)
    assert pauses[:6] == sorted(pauses[:6])
    assert max(pauses) <= timedelta(hours=6) * 1.2
    assert outcome.state == "failed"
    assert outcome.reason.startswith("given up after 5 days: localhost answered 450 busy")
    assert outcome.number == 1
    assert f"miner outbox retry {outcome.number}" in outcome.line
    assert send_waiting(library, settings, at + timedelta(days=30)) == ()
    mail_server.script.rcpt = []
    assert send_again(library, settings, at, [1])[0].state == "sent"


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_final_reply_is_told_in_the_servers_words_and_not_tried_again(mail_server, deliver, library, where):
    setattr(mail_server.script, where, [f"550 5.1.1 no such user \x1b[31m{'x' * 350}", "250 OK"])
    (outcome,) = deliver(TO, settings_for(mail_server.port))
    assert outcome.state == "failed"
    assert outcome.reason.startswith("localhost answered 550 5.1.1 no such user ")
    assert "\x1b" not in outcome.reason
    assert len(outcome.reason) < 350
    assert mail_server.script.taken == []
    assert [entry.tries for entry in entries(library)] == [1]


def test_a_connection_that_ends_after_the_letter_is_unsure_and_never_repeated_by_itself(mail_server, deliver, library):
    mail_server.script.data = [DROP]
    settings = settings_for(mail_server.port)
    (outcome,) = deliver(TO, settings)
    assert outcome.state == "unsure"
    assert "May have been delivered to mail:Bob <bob@example.org>: no reply came after the letter" in outcome.line
    assert "'miner outbox retry 1' sends it again" in outcome.line
    assert send_waiting(library, settings, NOW + timedelta(days=2)) == ()
    assert len(mail_server.script.taken) == 1
    assert send_again(library, settings, NOW, [1])[0].state == "sent"
    assert len(mail_server.script.counts()) == 1  # the same Message-ID, so that programs for mail may show it once


def test_a_temporary_reply_to_the_letter_itself_is_tried_again(mail_server, deliver):
    mail_server.script.data = ["451 scanning, come back"]
    assert [one.state for one in deliver(TO, settings_for(mail_server.port))] == ["sent"]
    assert len(mail_server.script.taken) == 1


def test_a_connection_that_ends_within_the_letter_is_certain_and_tried_again():
    """The dot never left: 20 MB do not fit into what lies between two programs."""
    left: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_breaks_off, args=(listening,), daemon=True)
        thread.start()
        server = smtp.Server("127.0.0.1", listening.getsockname()[1], "none", "example.org", max_seconds=20)
        with pytest.raises(NotNow, match=r"no whole conversation with 127\.0\.0\.1"):
            smtp.hand_in(server, "a@example.org", "b@example.org", b"x" * 20_000_000, lambda: left.append(True))
        thread.join(20)
    assert left == []


def _breaks_off(listening):
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 here\r\n")
        for reply in (b"250 here\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
            lines.readline()
            connection.sendall(reply)
        lines.read(1000)


def test_a_server_that_never_answers_is_left_when_the_time_is_over(deliver):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings = settings_for(server.getsockname()[1], host="127.0.0.1", security="none", user="", password="")
        delivery = msgspec.structs.replace(settings.delivery, max_seconds=0.3, tries=1)
        (outcome,) = deliver(TO, msgspec.structs.replace(settings, delivery=delivery))
    assert outcome.state == "waiting"
    assert "it was not finished after 0.3 seconds" in outcome.reason or "timed out" in outcome.reason


def test_no_reply_to_the_letter_is_waited_for_longer_and_then_unsure(mail_server, deliver, monkeypatch):
    monkeypatch.setattr(smtp, "LAST_WORD_SECONDS", 0.3)
    ended = threading.Event()
    real = mail_server.script.handle_DATA

    async def late(*given):
        import asyncio

        reply = await real(*given)
        while not ended.is_set():
            await asyncio.sleep(0.05)
        return reply

    mail_server.script.handle_DATA = late
    (outcome,) = deliver(TO, settings_for(mail_server.port))
    ended.set()
    assert outcome.state == "unsure"


def test_nothing_is_sent_without_the_encryption_that_was_asked_for(deliver, secrets):
    server = MailServer(MailHandler(), None)
    server.start()
    try:
        (outcome,) = deliver(TO, settings_for(server.port))
    finally:
        server.stop()
    assert outcome.reason == "localhost: STARTTLS extension not supported by server."
    assert (outcome.state, server.script.tries) == ("waiting", 0)


def test_a_certificate_of_somebody_else_is_not_trusted(deliver):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    server = MailServer(MailHandler(), context)
    server.start()
    try:
        (outcome,) = deliver(TO, settings_for(server.port))
    finally:
        server.stop()
    assert outcome.state == "waiting"
    assert "certificate verify failed" in outcome.reason
    assert server.script.tries == 0


def test_a_wrong_password_is_told_without_the_password(mail_server, deliver, monkeypatch):
    monkeypatch.setenv("TEST_MAIL_PASSWORD", "wrong-password")
    (outcome,) = deliver(TO, settings_for(mail_server.port))
    assert outcome.reason.startswith("localhost lets nobody in: 535 ")
    assert "wrong-password" not in outcome.line


def test_encryption_from_the_first_byte(trusted, deliver):
    server = MailServer(MailHandler(), None, ssl_context=trusted)
    server.start()
    try:
        (outcome,) = deliver(TO, settings_for(server.port, security="tls", user="", password=""))
    finally:
        server.stop()
    assert outcome.state == "sent"


def test_a_letter_that_is_too_large_for_the_server_is_not_sent(trusted, deliver):
    server = MailServer(MailHandler(), trusted, data_size_limit=5_000)
    server.start()
    try:
        (outcome,) = deliver(TO, settings_for(server.port))
    finally:
        server.stop()
    assert outcome.state == "failed"
    assert outcome.reason.endswith("bytes, and the server takes 5,000")


@pytest.mark.parametrize(
    "title",
    [
        "Hello\r\nBcc: victim@example.com",
        "=?utf-8?q?Hello=0D=0ABcc:_victim@example.com?=",
        "Hello\n\n<script>alert(1)</script>",
        "\u202egnp.exe \x00\x1b]0;owned\x07",
        "a" * 5_000,
    ],
)
def test_no_title_or_name_brings_a_header_of_its_own(mail_server, deliver, digest, title):
    hostile = msgspec.structs.replace(digest, title=title)
    deliver(TO, settings_for(mail_server.port), digest=hostile, name=f"weekly {title[:60]}", period=title[:60])
    (taken,) = mail_server.script.taken
    letter = taken.letter
    assert letter["Bcc"] is None
    assert letter["To"] == "Bob <bob@example.org>"
    assert letter.defects == []
    assert (
        b"victim@example.com"
        not in taken.data.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b"").partition(b"Subject")[0]
    )
    assert not any(byte > 126 or byte in b"\x00\x1b" for byte in taken.data)


@pytest.mark.parametrize(
    "recipient",
    ["mail:bob", "mail:bob@example.org\r\nBcc: eve@example.org", "mail:a@b.org, c@d.org", "mail:=?q?x <a@b.org>"],
)
def test_what_is_no_address_is_refused_before_anything_is_done(deliver, recipient):
    with pytest.raises(BadRecipient, match="it is no address"):
        deliver((recipient,), settings_for(25))


@pytest.mark.parametrize(
    ("mail", "message"),
    [
        ({"host": ""}, "mail.host"),
        ({"sender": ""}, "mail.sender"),
        ({"security": "ssl"}, "mail.security"),
        ({"security": "none", "host": "mail.example.org"}, "starttls or tls, for a password is sent"),
        ({"password": ""}, "mail.password"),
        ({"unsubscribe": ("https://a.org/>, <https://b.org",)}, "mail.unsubscribe"),
        ({"list_id": "a b"}, "mail.list_id"),
        ({"reply_to": "nobody"}, "mail.reply_to"),
    ],
)
def test_settings_that_cannot_work_are_told_before_anything_is_done(deliver, mail, message):
    with pytest.raises(BadSetting, match=message):
        deliver(TO, settings_for(25, **mail))


def test_a_lone_dot_or_line_end_never_ends_a_letter_early(mail_server, deliver, monkeypatch):
    """Servers that disagree on what ends a letter could be made to see a second one in it."""
    server = smtp.Server("localhost", mail_server.port, "starttls", "example.org", "ann", PASSWORD)
    letter = b"Subject: a\r\n\r\n.\n.\r.\r\n..\nMAIL FROM:<eve@example.org>\n"
    smtp.hand_in(server, "a@example.org", "b@example.org", letter, lambda: None)
    assert mail_server.script.taken[0].data == b"Subject: a\r\n\r\n.\r\n.\r\n.\r\n..\r\nMAIL FROM:<eve@example.org>\r\n"


def test_nothing_leaves_when_its_state_cannot_be_stored(mail_server):
    server = smtp.Server("localhost", mail_server.port, "starttls", "example.org", "ann", PASSWORD)

    def full():
        raise NotNow("the disk is full")

    with pytest.raises(NotNow, match="the disk is full"):
        smtp.hand_in(server, "a@example.org", "b@example.org", b"Subject: a\r\n\r\nb\r\n", full)
    assert mail_server.script.taken == []
