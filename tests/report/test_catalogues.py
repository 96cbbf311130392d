"""Catalogues: whole, current, and with the same blanks to fill in as the messages they translate."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from miner.report.languages import LANGUAGES

OTHERS = tuple(code for code in LANGUAGES if code != "en")
BLANK = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
STRAY = re.compile(r"%(?!\(\w+\)s|%)")
# Signs that have a meaning in HTML, Markdown or a chat's markup; all of our words go into each of these.
MARKUP = re.compile(r"[<>&*_`\[\]|~#$@^\\]")


@pytest.fixture(scope="module")
def tool(root) -> dict[str, object]:
    return runpy.run_path(str(root / "docs/translate.py"))


@pytest.fixture(scope="module")
def read(root) -> dict[str, Catalog]:
    found = {}
    for code in OTHERS:
        with (root / f"miner/locales/{code}/LC_MESSAGES/digest.po").open("rb") as file:
            found[code] = read_po(file, locale=code)
    return found


def _forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands in the code and what stands for it, each in all its forms."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return ids, texts


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def test_all_files_are_current(tool):
    """``make translations`` would change nothing: template, catalogues and what is compiled from them."""
    stale = [path.name for path, content in tool["files"]() if not path.is_file() or path.read_bytes() != content]
    assert stale == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated(tool, code):
    assert tool["untranslated"](code) == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_blanks_of_its_message(read, code):
    """A form for one or two things may spell its number out, as may all of Arabic's."""
    for message in _messages(read[code]):
        ids, texts = _forms(message)
        wanted = {name for text in ids for name in _blanks(text)}
        for text in texts:
            assert _blanks(text) <= wanted, message.id
            missing = wanted - _blanks(text)
            assert missing <= ({"n", "total"} if len(texts) > 1 else set()), message.id
        assert _blanks(texts[-1]) == _blanks(ids[-1]), message.id
        assert not any(STRAY.search(text) for text in texts), message.id


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_holds_no_markup(read, code):
    texts = [text for message in _messages(read[code]) for text in _forms(message)[1]]
    assert [text for text in texts if MARKUP.search(BLANK.sub("", text))] == []
    assert [text for text in texts if text.startswith(("-", "+", "=", "#", ">"))] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_was_left_in_english(read, code):
    """A word may be the same in two languages ("original"), a sentence of four words is not."""
    same = [ids[0] for ids, texts in map(_forms, _messages(read[code])) if ids == texts]
    assert [text for text in same if len(BLANK.sub("", text).split()) > 3] == []


@pytest.mark.parametrize(("code", "n_forms"), [("de", 2), ("fr", 2), ("es", 2), ("ja", 1), ("ar", 6)])
def test_each_language_has_its_plural_forms(read, code, n_forms):
    assert read[code].num_plurals == n_forms


def test_english_needs_no_catalogue(root):
    assert not (root / "miner/locales/en").exists()


def _blanks(text: str) -> set[str]:
    return {first or second for first, second in BLANK.findall(text)}
