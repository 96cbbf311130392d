"""Takes the words of reports from the code and the templates into the catalogues: ``make translations``.

Writes ``miner/locales/digest.pot``, lays it over each language's ``digest.po`` (messages that are new stand there
without a translation, those that are gone are dropped), and compiles ``digest.mo``. With ``--check`` it writes nothing
and says what is out of date or not translated. ``docs/translations.md`` tells how to translate.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from miner.report.languages.catalogues import DOMAIN, LANGUAGES, SOURCE

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "miner/locales"
TEMPLATE = LOCALES / f"{DOMAIN}.pot"
# Where words stand, and what reads them there.
PLACES = (("miner/report", [("**.py", "python")]), ("reports/templates", [("**.j2", "jinja2")]))
OPTIONS = {"**.j2": {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = {
    "gettext": None,
    "N_": None,
    "counted_": (1, 1),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_HEAD = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
_WIDTH = 118


class Words(Catalog):
    """A catalogue whose head says what a reader of it needs, and nothing that differs though its words do not."""

    def _kept(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self._get_mime_headers() if name in _HEAD]

    mime_headers = property(_kept, Catalog._set_mime_headers)


def extracted() -> Catalog:
    """Every message of the code and the templates, in the order of the files."""
    catalog = Words(charset="utf-8", fuzzy=False)
    catalog.header_comment = "# The words of reports. Made by docs/translate.py; do not edit."
    for folder, methods in PLACES:
        found = extract_from_dir(ROOT / folder, methods, OPTIONS, keywords=KEYWORDS)
        for file, _, message, _, context in sorted(found, key=lambda one: (one[0], one[1])):
            catalog.add(message, locations=[(f"{folder}/{file}", 0)], context=context)
    return catalog


def updated(code: str, template: Catalog) -> Catalog:
    """The catalogue of a language with the messages of today; what is not translated yet is empty."""
    catalog = Words(locale=code, domain=DOMAIN, charset="utf-8", fuzzy=False)
    catalog.header_comment = f"# The words of reports: {LANGUAGES[code].name}. docs/translations.md tells how."
    if po_of(code).is_file():
        with po_of(code).open("rb") as file:
            known = read_po(file, locale=code, domain=DOMAIN)
        catalog.mime_headers = known.mime_headers  # the rule of its plural forms
        for one in known:
            if one.id:
                catalog.add(one.id, one.string, flags=one.flags, context=one.context)
    catalog.update(template, no_fuzzy_matching=True)
    return catalog


def files() -> Iterator[tuple[Path, bytes]]:
    """Every file of the catalogues as it should be."""
    template = extracted()
    yield TEMPLATE, _as_po(template)
    for code in LANGUAGES:
        if code != SOURCE.code:
            catalog = updated(code, template)
            yield po_of(code), _as_po(catalog)
            compiled = io.BytesIO()
            write_mo(compiled, catalog)
            yield po_of(code).with_suffix(".mo"), compiled.getvalue()


def untranslated(code: str) -> list[str]:
    """The messages of a language that have no translation, or one that somebody should look at."""
    catalog = updated(code, extracted())
    return [str(one.id) for one in catalog if one.id and (one.fuzzy or not all(_texts(one.string)))]


def po_of(code: str) -> Path:
    """Where the translations of a language stand."""
    return LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def _texts(string: object) -> tuple[str, ...]:
    return tuple(map(str, string)) if isinstance(string, list | tuple) else (str(string),)


def _as_po(catalog: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalog, width=_WIDTH, include_lineno=False, ignore_obsolete=True)
    return written.getvalue()


def main(check: bool) -> int:
    """Write what changed, or say it; 1 if something is out of date or not translated."""
    wrong = [f"{path.relative_to(ROOT)} is out of date" for path, content in files() if _differs(path, content)]
    if not check:
        for path, content in files():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        wrong = []
    for code in LANGUAGES:
        if code != SOURCE.code:
            wrong += [f"{code}: not translated: {message}" for message in untranslated(code)]
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return int(bool(wrong))


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
