"""The languages a report can be written in, the one that is spoken now, and the words of its catalogue.

The language of a report is a ``ContextVar`` that ``report.render`` sets: its words are asked for in fifteen modules and
all templates, and every one of their functions would otherwise carry a translator that it only hands on. A context
belongs to one thread (and one task): two reports in two languages may be drawn at the same time.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

DOMAIN = "digest"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface.

    ``name`` is its own. ``lists`` is the locale whose lists it uses. ``day``, ``day_and_month``, ``month_and_year``
    are patterns of dates, or "" for what is usual in the language. ``comma`` and ``semicolon`` stand between parts
    of a line, ``gap`` between sentences.
    """

    code: str
    name: str
    direction: str = "ltr"
    lists: str = ""
    day: str = ""
    day_and_month: str = ""
    month_and_year: str = ""
    comma: str = ", "
    semicolon: str = "; "
    gap: str = " "


_ALL = (
    # No comma before "and", and the day first, as in most of the English-speaking world.
    Language("en", "English", lists="en_GB", day="d MMM y", day_and_month="d MMM", month_and_year="MMM y"),
    Language("de", "Deutsch"),
    Language("fr", "Français", semicolon="\N{NARROW NO-BREAK SPACE}; "),
    Language("es", "Español"),
    Language("ja", "日本語", comma="、", semicolon="；", gap=""),
    Language("ar", "العربية", direction="rtl", comma="، ", semicolon="؛ "),
)
LANGUAGES: Mapping[str, Language] = MappingProxyType({language.code: language for language in _ALL})
SOURCE = LANGUAGES["en"]  # the language the messages are written in: it has no catalogue

_spoken: ContextVar[Language] = ContextVar("language of the report", default=SOURCE)


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Write in this language (a code of ``LANGUAGES``) until the block ends."""
    before = _spoken.set(LANGUAGES[code])
    try:
        yield LANGUAGES[code]
    finally:
        _spoken.reset(before)


def spoken() -> Language:
    """The language that is written now."""
    return _spoken.get()


def N_(message: str) -> str:  # noqa: N802  # the name that all tools know
    """A message that is looked up later: marks it for the catalogue and changes nothing."""
    return message


def gettext(message: str, /, **values: object) -> str:
    """The message in the language of the report, its ``%(name)s`` filled in."""
    return _catalogue(spoken().code).gettext(message) % values


def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
    """The form of the message that belongs to ``n`` things; ``values`` must hold the number as it is to be shown."""
    return _catalogue(spoken().code).ngettext(one, many, n) % values


def pgettext(context: str, message: str, /, **values: object) -> str:
    """A message whose words have several senses; ``context`` names the one that is meant."""
    return _catalogue(spoken().code).pgettext(context, message) % values


def npgettext(context: str, one: str, many: str, n: int, /, **values: object) -> str:
    """Both at once."""
    return _catalogue(spoken().code).npgettext(context, one, many, n) % values


def unfilled(kind: str, *message: str | int) -> str:
    """What templates look up: Jinja fills in the values itself, escaped as the form needs.

    Parameters
    ----------
    kind
        ``gettext``, ``ngettext``, ``pgettext`` or ``npgettext``.
    """
    return str(getattr(_catalogue(spoken().code), kind)(*message))


@lru_cache(maxsize=len(_ALL))
def _catalogue(code: str) -> catalogues.NullTranslations:
    if code == SOURCE.code:
        return catalogues.NullTranslations()
    with (files("miner") / "locales" / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return catalogues.GNUTranslations(file)
