"""A letter to one address: the email form of the report, with the headers that programs for mail ask of lists.

References
----------
RFC 2369 and 8058 (List-Unsubscribe, in one click), 2919 (List-Id), 3834 (Auto-Submitted).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import quote

import msgspec

from miner.delivery.base import Parcel, Stamp, key_of
from miner.digest.records import Digest
from miner.errors import BadRecipient, BadSetting, DigestBroken
from miner.report import Content, render
from miner.report.texts.address import addresses_of
from miner.settings import MailSettings, ReportSettings, Settings

# Lines as long as mail allows: an address that is folded is written as encoded words, which nobody reads as one.
_POLICY = policy.SMTP.clone(cte_type="7bit", max_line_length=998)
_SECURITIES = ("starttls", "tls", "none")
_HERE = ("localhost", "127.0.0.1", "::1")
_EXPECTED = "mail:ann@example.org or mail:Ann <ann@example.org>"
_LIST_ID = re.compile(r"[A-Za-z0-9._-]{1,200}")
_UNSUBSCRIBE = re.compile(r"(?:https://|mailto:)[!-;=?-~]{1,900}")  # no blank, no < >: they would end the address
_PLACEHOLDER = "{to}"


class Mail:
    """Letters, each to one recipient, handed to the server under ``[mail]``."""

    name = "mail"
    about = "ADDRESS: a letter of HTML and text"
    can_repeat = False

    def check(self, where: str, settings: Settings) -> str:
        """The address alone: a name before it makes no other recipient."""
        mail = settings.mail
        if not mail.host:
            raise BadSetting("mail.host", "the settings", "", "the server that takes letters, such as mail.example.org")
        if mail.security not in _SECURITIES:
            raise BadSetting("mail.security", "the settings", mail.security, " or ".join(_SECURITIES))
        if mail.user and not mail.password:
            raise BadSetting("mail.password", "the settings", "", "a place of the password for mail.user")
        if mail.user and mail.security == "none" and mail.host not in _HERE:
            raise BadSetting("mail.security", "the settings", "none", "starttls or tls, for a password is sent")
        _check_headers(mail)
        sender_of(settings)
        address = _receiver(where)
        return f"{address.username}@{address.domain.lower()}"

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """One letter."""
        report = msgspec.structs.replace(settings.report, mail_from=_sender(settings), mail_to=(stamp.where,))
        return (_with_headers(_bytes(render(digest, "email", report)), stamp, settings),)

    def send(self, parcel: Parcel, settings: Settings, before_last: Callable[[], None]) -> str:
        """Hand it to the server, whose word counts from then on."""
        from miner.delivery.smtp import Server, hand_in
        from miner.secrets import read_secret

        mail = settings.mail
        sender, receiver = sender_of(settings), _receiver(parcel.stamp.where)
        password = read_secret(mail.password, "mail.password") if mail.user else ""
        server = Server(
            host=mail.host,
            port=mail.port,
            security=mail.security,
            hello=sender.domain,
            user=mail.user,
            password=password,
            max_seconds=settings.delivery.max_seconds,
        )
        return hand_in(server, sender.addr_spec, receiver.addr_spec, parcel.data, before_last)


WAY = Mail()


def sender_of(settings: Settings) -> Address:
    """Who letters are from.

    Raises
    ------
    BadSetting
    """
    found, _ = addresses_of(ReportSettings(mail_from=_sender(settings)))
    if not found:
        raise BadSetting("mail.sender", "the settings", "", "whom letters are from, such as Ann <ann@example.org>")
    return found[0]


def _sender(settings: Settings) -> str:
    return settings.mail.sender or settings.report.mail_from


def _receiver(where: str) -> Address:
    try:
        _, found = addresses_of(ReportSettings(mail_to=(where,)))
    except BadSetting:
        raise BadRecipient(f"mail:{where}", "it is no address", _EXPECTED) from None
    return found[0]


def _check_headers(mail: MailSettings) -> None:
    for address in mail.unsubscribe:
        if not _UNSUBSCRIBE.fullmatch(address):
            raise BadSetting("mail.unsubscribe", "the settings", address, "https: and mailto: addresses without blanks")
    if mail.list_id and not _LIST_ID.fullmatch(mail.list_id):
        raise BadSetting("mail.list_id", "the settings", mail.list_id, "a name such as weekly.example.org")
    if mail.reply_to:
        _reply_to(mail)


def _reply_to(mail: MailSettings) -> Address:
    try:
        return addresses_of(ReportSettings(mail_to=(mail.reply_to,)))[1][0]
    except BadSetting:
        raise BadSetting("mail.reply_to", "the settings", mail.reply_to, "an address such as ann@example.org") from None


def _with_headers(letter: bytes, stamp: Stamp, settings: Settings) -> bytes:
    """The letter with what a list adds; its parts stay as they are, to the byte."""
    read = message_from_bytes(letter, _class=EmailMessage, policy=_POLICY)
    parts = _payloads(read)
    mail, sender = settings.mail, sender_of(settings)
    for name in ("Message-ID", "Date"):
        del read[name]
    read["Message-ID"] = stamp.message_id
    read["Date"] = stamp.at
    if mail.reply_to:
        read["Reply-To"] = _reply_to(mail)
    read["List-Id"] = f"<{mail.list_id or f'{_label(stamp.name)}.{sender.domain}'}>"
    ways_out = [_for(address, _receiver(stamp.where)) for address in mail.unsubscribe]
    if ways_out:
        read["List-Unsubscribe"] = ", ".join(f"<{address}>" for address in ways_out)
        if any(address.startswith("https://") for address in ways_out):
            read["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    read["Auto-Submitted"] = "auto-generated"
    written: bytes = read.as_bytes()
    if _payloads(message_from_bytes(written, _class=EmailMessage, policy=_POLICY)) != parts:
        raise DigestBroken("the parts of a letter changed when its headers were written")
    return written


def _payloads(letter: EmailMessage) -> list[str]:
    return [str(part.get_payload()) for part in letter.walk() if not part.is_multipart()]


def _for(address: str, receiver: Address) -> str:
    return address.replace(_PLACEHOLDER, quote(receiver.addr_spec, safe="@"))


def _label(name: str) -> str:
    """A name as a label of a domain: letters and digits, else digits that stand for it."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain[:60].strip("-") if plain and name.isascii() else f"digest-{key_of(name)[:12]}"


def _bytes(content: Content) -> bytes:
    if not isinstance(content, bytes):
        raise TypeError("the email form is a file of bytes")
    return content
