"""Comments described for search engines: JSON-LD, microdata, RDFa."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from source_reading import material, posts

from miner.sources import recognised_by
from miner.sources.blogs.json_ld import n_broken_scripts, things_in_json_ld
from miner.sources.blogs.microdata import things_in_microdata
from miner.sources.blogs.rdfa import things_in_rdfa
from miner.sources.blogs.schema_org import discussion_in, embedded_in
from miner.sources.material import Material
from miner.sources.pages.described import SchemaOrg

READERS = {"JSON": things_in_json_ld, "MICRODATA": things_in_microdata, "RDFA": things_in_rdfa}


def page_with(value: Any) -> str:
    script = json.dumps(value).replace("</", "<\\/")
    return f'<html><head><script type="application/ld+json">{script}</script></head><body></body></html>'


def test_official_examples_are_the_same_in_all_syntaxes(shared_data: Path) -> None:
    """They describe counts of comments; the one that describes a comment has it read."""
    text = (shared_data / "samples" / "schema_org_comments" / "schemaorg_examples.txt").read_text("utf-8")
    claims: dict[str, list[int | None]] = {}
    comments: list[str] = []
    for example in text.split("TYPES:")[1:]:
        parts = re.split(r"\n(PRE-MARKUP|MICRODATA|RDFA|JSON):\n", example)
        for syntax, markup in zip(parts[1::2], parts[2::2], strict=True):
            things = READERS[syntax](page := LexborHTMLParser(f"<body>{markup}")) if syntax in READERS else []
            if things:
                found = discussion_in(things, syntax, page)
                claims.setdefault(things[0].types[0], []).append(found.n_claimed)
                comments += (comment.body.text for comment in found.comments)
    assert claims["Article"] == [78, 78, 78]
    assert comments == ["That's cool!"]


def test_page_without_comments_is_left_to_others(shared_data: Path) -> None:
    """The page counts 0 comments and describes none."""
    file = shared_data / "samples" / "schema_org_comments" / "swim.de-ga2.html"
    page = Material(file.name, file.read_bytes())
    assert embedded_in(page.page) is None
    assert "schema_org" not in [source.name for source in recognised_by(page)]


def test_things_of_the_three_syntaxes_have_one_shape(shared_data: Path) -> None:
    text = (shared_data / "samples" / "schema_org_comments" / "schemaorg_examples.txt").read_text("utf-8")
    block = text.split("TYPES:")[3]
    shapes = []
    for syntax, markup in re.findall(
        r"\n(MICRODATA|RDFA|JSON):\n(.*?)(?=\n(?:MICRODATA|RDFA|JSON):|\Z)", block, re.DOTALL
    ):
        things = READERS[syntax](LexborHTMLParser(f"<body>{markup}"))
        shapes.append(sorted((thing.types[0], thing.string("name", "userInteractionCount")) for thing in things))
    assert shapes[0] == shapes[1] == shapes[2]


def test_answers_of_sellers_to_their_own_questions_are_no_discussion() -> None:
    answer = {"@type": "Answer", "text": "Yes, we ship."}
    faq = {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Do you?", "acceptedAnswer": answer}]}
    assert SchemaOrg().recognises(material(page_with({"@context": "https://schema.org", **faq}))) is False


def test_syntax_with_most_comments_is_read() -> None:
    markup = page_with({"@context": "https://schema.org", "@type": "Comment", "text": "one"}).replace(
        "<body>",
        '<body><p itemscope itemtype="https://schema.org/Comment"><b itemprop="text">two</b></p>'
        '<p itemscope itemtype="https://schema.org/Comment"><b itemprop="text">three</b></p>',
    )
    assert [post.text for post in posts(SchemaOrg(), markup)] == ["two", "three"]


def test_flat_posts_of_a_forum_stand_below_the_first() -> None:
    values = [{"@type": "DiscussionForumPosting", "text": text, "headline": "T"} for text in ("opening", "one", "two")]
    found = posts(SchemaOrg(), page_with({"@context": "https://schema.org", "@graph": values}))
    assert [(post.text, post.kind) for post in found] == [
        ("opening", "article"),
        ("one", "comment"),
        ("two", "comment"),
    ]


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "A"} -->',
        '//<![CDATA[\n{"@type": "A"}\n//]]>',
        '{"@type": "A"};',
        '{"@type": "A", "x": "line\nbreak"}',
    ],
)
def test_json_ld_is_read_out_of_its_wrapping(script: str) -> None:
    page = LexborHTMLParser(f'<script type="application/ld+json">{script}</script>')
    assert [thing.types for thing in things_in_json_ld(page)] == [("A",)]
    assert n_broken_scripts(page) == 0


def test_json_ld_nested_too_deep_is_a_broken_script() -> None:
    page = LexborHTMLParser(f'<script type="application/ld+json">{"[" * 5000}</script>')
    assert things_in_json_ld(page) == []
    assert n_broken_scripts(page) == 1


def test_microdata_nested_2000_deep_ends() -> None:
    scope = '<div itemscope itemtype="https://schema.org/Comment"><p itemprop="text">x</p>'
    assert len(things_in_microdata(LexborHTMLParser(scope * 2000))) == 2000


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "@value", "text", "comment", "author", "url", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(values)
def test_any_json_ld_is_read_without_fail(value: Any) -> None:
    page = LexborHTMLParser(page_with(value))
    found = discussion_in(things_in_json_ld(page), "JSON-LD", page)
    assert all(comment.number for comment in found.comments)
