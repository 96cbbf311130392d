"""Any other service that the package Apprise knows, under an address of its own kind, such as ``tgram://...``.

Apprise has its own network and answers yes or no: what it did not say yes to may have arrived, and is told as that.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from types import ModuleType

import msgspec

from miner.delivery.base import NotNow, Parcel, Stamp, Unsure, told
from miner.delivery.webhooks import as_json, secret_place
from miner.digest.people import with_people
from miner.digest.records import Digest
from miner.errors import MissingPart
from miner.report.languages import language_for, speaking
from miner.report.outline.blocks import Block
from miner.report.outline.detail import BRIEF, LEAST, fitted
from miner.report.texts.dialect import Proven
from miner.report.texts.plain import Plain
from miner.secrets import read_secret
from miner.settings import Settings

MAX_CHARS = 3_900  # what most services take in one message (Telegram: 4,096)
_FEWER = (6, 4, 2, 0)  # themes
_LOGGERS = ("apprise", "urllib3", "requests")


class _Message(msgspec.Struct):
    title: str
    body: str


class Apprise:
    """A message of plain text, in brief."""

    name = "apprise"
    about = "PLACE of an Apprise address: a short message of plain text (extra apprise)"
    can_repeat = False

    def check(self, where: str, settings: Settings) -> str:
        """The place of the address, which is a secret."""
        del settings
        return secret_place(self.name, where)

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """One message."""
        del stamp
        shown = with_people(digest, settings.report)
        with speaking(language_for(shown, settings.report.language)):
            proven, plain = Proven(shown), Plain()
            blocks = _fitted(proven, plain)
            body = proven.check(plain.write(blocks), blocks, plain)
        return (as_json({"title": told(shown.title), "body": body}),)

    def send(self, parcel: Parcel, settings: Settings, before_last: Callable[[], None]) -> str:
        """Hand it to Apprise."""
        del settings
        address = read_secret(parcel.stamp.where, "the recipient apprise")
        message = msgspec.json.decode(parcel.data, type=_Message)
        with _silent() as said:
            apprise = _loaded()
            asset = apprise.AppriseAsset(async_mode=False, storage_mode=apprise.PersistentStoreMode.MEMORY)
            service = apprise.Apprise(asset=asset)
            if not service.add(address):
                raise NotNow("Apprise does not know the kind of its address, or a part of it is missing", soon=False)
            before_last()
            arrived = service.notify(
                body=message.body, title=message.title, body_format=apprise.NotifyFormat.TEXT, interpret_escapes=False
            )
        if not arrived:
            secrets = (address, *address.replace("?", "/").replace("@", "/").replace(":", "/").split("/"))
            raise Unsure(
                f"Apprise could not say that it arrived ({told('; '.join(said), secrets) or 'no reason given'})"
            )
        return "Apprise says that it arrived"


WAY = Apprise()


def _fitted(proven: Proven, plain: Plain) -> tuple[Block, ...]:
    """The most that fits: below the least that other forms show there are fewer and fewer themes."""

    def fits(blocks: tuple[Block, ...]) -> bool:
        return len(plain.write(blocks)) <= MAX_CHARS

    blocks = fitted(proven.outline, fits, BRIEF)
    for n_themes in _FEWER:
        if fits(blocks):
            break
        blocks = proven.outline(replace(LEAST, themes=n_themes, contrasts=1 if n_themes else 0, limits=0))
    return blocks


def _loaded() -> ModuleType:
    try:
        return import_module("apprise")
    except ModuleNotFoundError as error:
        raise MissingPart(
            "The package apprise is not installed, and a recipient needs it. "
            "Install it with: pip install 'discussion-miner[apprise]'"
        ) from error


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the words."""
        self.lines.append(record.getMessage())


@contextmanager
def _silent() -> Iterator[list[str]]:
    """What Apprise and its network log is kept, and shown nowhere: addresses stand in it. What it warns of is for its authors."""
    handler = _Kept()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield handler.lines
    finally:
        for logger, propagates in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagates
