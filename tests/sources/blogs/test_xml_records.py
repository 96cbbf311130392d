"""Records of XML files: strict, repaired, hostile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import material

from miner.errors import BrokenInput
from miner.sources.base import Note
from miner.sources.blogs.xml_records import attribute, local, records, text, vocabulary

ROOT = "<r xmlns:a='urn:a'>{}</r>"


def texts(xml: str, *names: str) -> list[str]:
    return [text(found) for found in records(material(xml), names or ("item",)) if not isinstance(found, Note)]


def notes(xml: str) -> list[str]:
    return [found.text for found in records(material(xml), ("item",)) if isinstance(found, Note)]


def test_records_are_the_outermost_elements_of_a_name_in_any_namespace() -> None:
    assert texts(ROOT.format("<item>one<item>two</item></item><a:item>three</a:item><x>no</x>")) == ["onetwo", "three"]


def test_names_are_read_without_namespace_and_prefix() -> None:
    found = next(records(material("<r xmlns:a='urn:a'><a:item a:id='5'/></r>"), ("item",)))
    assert not isinstance(found, Note)
    assert (local(found), vocabulary(found), attribute(found, "id")) == ("item", "urn:a", "5")


def test_the_fault_of_one_file_is_not_told_of_the_next() -> None:
    first, second = "<r>\n<b:item>one</b:item></r>", "<r><item>&nbsp;</item></r>"
    assert notes(first) == [
        "the XML is not well-formed (Namespace prefix b on item is not defined, line 2) and was read with repairs"
    ]
    assert notes(second) == ["the XML is not well-formed (Entity 'nbsp' not defined, line 1) and was read with repairs"]


@pytest.mark.parametrize(
    ("xml", "shown", "is_repaired"),
    [
        (ROOT.format("<item>a&nbsp;b &mdash; &amp; c</item>"), ["a\u00a0b \u2014 & c"], True),
        (ROOT.format("<item>one</item><item>two & three</item>"), ["one", "two  three"], True),
        (ROOT.format("<item>a\x01b</item>"), ["ab"], True),
        ("<r><item>one</item><item>cut", ["one", "cut"], True),
        ("<r><item>one</item><item><![CDATA[cut off", ["one", "cut off"], True),
        ("` stray<?xml version='1.0'?><r><item>one</item></r>", ["one"], False),
        ("<?xml version='1.0' encoding='utf-16'?><r><item>\u00e9</item></r>", ["\u00e9"], False),
    ],
)
def test_what_is_not_well_formed_is_repaired_and_said(xml: str, shown: list[str], is_repaired: bool) -> None:
    assert texts(xml) == shown
    assert [note.startswith("the XML is not well-formed (") for note in notes(xml)] == [True] * is_repaired


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE r [<!ENTITY a "b">]>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [\n<!ENTITY\n\ta "&b;">]>',
    ],
)
def test_entities_of_its_own_are_refused(prolog: str) -> None:
    with pytest.raises(BrokenInput, match="declares entities of its own"):
        texts(prolog + ROOT.format("<item>&a;</item>"))


def test_parts_of_a_dtd_are_never_fetched() -> None:
    xml = '<!DOCTYPE r SYSTEM "file:///nowhere/r.dtd" [<!ENTITY % p SYSTEM "file:///nowhere/p">]>' + ROOT.format(
        "<item>x</item>"
    )
    assert texts(xml) == ["x"]


def test_nesting_of_10000_levels_ends() -> None:
    deep = "<b>" * 10_000 + "</b>" * 10_000
    assert texts(ROOT.format(f"<item>one</item><item>{deep}</item>"))[:1] == ["one"]


@given(st.text(alphabet="ab<>/&;item![CDATA]-? \n\"='", max_size=60))
def test_any_text_is_read_without_fail(inner: str) -> None:
    found = texts(ROOT.format(f"<item>first</item>{inner}"))
    assert found[:1] == ["first"]
