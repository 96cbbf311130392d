"""The language of a report's own words; quotes stay as they were said.

::

    catalogues   the six languages, which one is spoken now, and the words of its catalogue
    formats      numbers, dates, times and lists as the language writes them
    choosing     which language a report is in
    recorded     sentences that a digest holds in English, in the language of the report

Catalogues lie in ``miner/locales``; ``docs/translate.py`` makes them anew, and docs/translations.md says how.
"""

from miner.report.languages.catalogues import (
    LANGUAGES,
    Language,
    gettext,
    ngettext,
    npgettext,
    pgettext,
    speaking,
    spoken,
)
from miner.report.languages.choosing import language_for

__all__ = [
    "LANGUAGES",
    "Language",
    "gettext",
    "language_for",
    "ngettext",
    "npgettext",
    "pgettext",
    "speaking",
    "spoken",
]
