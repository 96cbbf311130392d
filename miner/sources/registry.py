"""All sources, the most particular first; each family of them keeps its own list.

Other packages add theirs by an entry point, without a change here. In their ``pyproject.toml``::

    [project.entry-points."miner.sources"]
    minutes = "minutes_reader:Minutes"

and in the module ``minutes_reader`` a class with what ``miner.sources.base.Source`` asks for (or, for several files that
belong together, ``BundleSource``); an object, or a list of either, will do, too::

    class Minutes:
        name = "minutes"
        reads = "minutes of the town council"
        example = "council.minutes"
        family = "file"

        def recognises(self, material):
            return material.head.startswith("MINUTES OF ")

        def items(self, material):
            yield Thread(id=f"minutes:{material.place}")
            for number, line in material.lines():
                ...
                yield Post(id=f"minutes:{number}", thread_id=f"minutes:{material.place}", author=name, text=clean(words))

It is asked after the particular sources here and before the general ones (any page, any chat, any table, any text).
A name that is taken is refused. A source that cannot be loaded or fails is named in the account; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from miner.sources.base import BundleSource, Source
from miner.sources.bundles import Bundle
from miner.sources.chats.transcript import ChatTranscript
from miner.sources.material import Material
from miner.sources.own import OwnTranscript
from miner.sources.plain_text import PlainText
from miner.sources.table import Table
from miner.sources.tweet_table import TweetTable
from miner.sources.tweets_v1 import TweetsV1
from miner.sources.tweets_v2 import TweetsV2

_BLANK = "\ufeff \n\t"


@dataclass(frozen=True)
class Family:
    """Sources that are imported when a file may be theirs: to import all of them takes half a second.

    Attributes
    ----------
    module
        Below ``miner.sources``; holds the lists ``SOURCES`` and ``BUNDLES``.
    marked_up
        Whether a single file that it reads is JSON, XML or a page, so that none begins with a word.
    """

    module: str
    marked_up: bool = True

    def sources(self) -> tuple[Source, ...]:
        return tuple(import_module(f"miner.sources.{self.module}").SOURCES)

    def bundles(self) -> tuple[BundleSource, ...]:
        return tuple(import_module(f"miner.sources.{self.module}").BUNDLES)


_PARTICULAR: tuple[Source | Family, ...] = (
    OwnTranscript(),
    Family("tweets", marked_up=False),
    TweetsV1(),
    TweetsV2(),
    Family("social"),
    Family("links"),
    Family("chats", marked_up=False),
    Family("mail", marked_up=False),
    Family("forums"),
    Family("blogs"),
    Family("wordpress"),
    Family("tables", marked_up=False),
    TweetTable(),
)
_GENERAL: tuple[Source | Family, ...] = (Family("pages"), ChatTranscript(), Table(), PlainText())
_FAMILIES = tuple(part for part in _PARTICULAR if isinstance(part, Family))


def particular(material: Material | None = None) -> tuple[Source, ...]:
    """The particular sources in their order: all, or those that a file may belong to."""
    return tuple(_listed(_PARTICULAR, material is not None and _begins_with_a_word(material.head)))


def general(material: Material | None = None) -> tuple[Source, ...]:
    """The same of those that read nearly anything of their kind."""
    return tuple(_listed(_GENERAL, material is not None and _begins_with_a_word(material.head)))


def bundle_sources(bundle: Bundle | None = None) -> tuple[BundleSource, ...]:
    """The sources of several files in their order: all, or those that a bundle may belong to."""
    alone = bundle is not None and not bundle.is_folder and len(bundle.entries) == 1
    plain = bundle is not None and alone and _begins_with_a_word(bundle.entries[0].start.lstrip(_BLANK))
    return tuple(source for family in _FAMILIES if not (plain and family.marked_up) for source in family.bundles())


def _listed(parts: Sequence[Source | Family], plain: bool) -> Iterator[Source]:
    for part in parts:
        if not isinstance(part, Family):
            yield part
        elif not (plain and part.marked_up):
            yield from part.sources()


def _begins_with_a_word(head: str) -> bool:
    """As tables, chats, mails and other text do; JSON, XML and pages begin with a bracket."""
    return head[:1].isalnum() or head.startswith('"')


PARTICULAR: tuple[Source, ...]  # the whole lists, for those who list sources; made when they are asked for
GENERAL: tuple[Source, ...]
SOURCES: tuple[Source, ...]
BUNDLES: tuple[BundleSource, ...]


def __getattr__(name: str) -> Any:
    if name == "PARTICULAR":
        return particular()
    if name == "GENERAL":
        return general()
    if name == "SOURCES":
        return (*particular(), *general())
    if name == "BUNDLES":
        return bundle_sources()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
