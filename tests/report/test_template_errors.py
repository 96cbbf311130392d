"""Every kind of mistake in a user's template is named by file and line, in parts, styles and scripts too."""

from __future__ import annotations

import pytest
from digests import library_chat

from miner.errors import TemplateBroken
from miner.report import render
from miner.settings import ReportSettings

MARKDOWN = "digest.md.j2"
CASES = {
    "a variable in a part": ({MARKDOWN: 'a\n{% include "parts/x.j2" %}', "parts/x.j2": "\n\n{{ page.nope }}"}, "parts/x.j2", 3, "'nope'"),
    "a variable of a variable": ({MARKDOWN: "{% for x in page.map.nope %}{% endfor %}"}, MARKDOWN, 1, "'nope'"),
    "a variable in the style": ({"style.css": "a{}\nb{color:{{ page.colour }}}"}, "style.css", 2, "'colour'"),
    "a comment in the style": ({"style.css": "a{}\nb{#x}"}, "style.css", 2, "Missing end of comment tag"),
    "a variable in the script": ({"enhance.js": "// {{ nope }}"}, "enhance.js", 1, "'nope' is undefined"),
    "a filter": ({MARKDOWN: "\n{{ page.title|nope }}"}, MARKDOWN, 2, "No filter named 'nope'"),
    "a test": ({MARKDOWN: "\n{{ page.title is nope }}"}, MARKDOWN, 2, "No test named 'nope'"),
    "an open tag": ({MARKDOWN: "\n{{ page.title "}, MARKDOWN, 2, "unexpected end of template"),
    "a template": ({MARKDOWN: '\n{% extends "nope.j2" %}'}, MARKDOWN, 2, "there is no template 'nope.j2'"),
    "a template outside": ({MARKDOWN: '{% include "../secret" %}'}, MARKDOWN, 1, "there is no template '../secret'"),
    "a template within itself": ({MARKDOWN: f'\n{{% include "{MARKDOWN}" %}}'}, MARKDOWN, 2, "maximum recursion depth"),
    "a macro within itself": ({MARKDOWN: "{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}"}, MARKDOWN, 1, "maximum recursion"),
    "a loop without end": ({MARKDOWN: "\n{% for x in range(10**9) %}x{% endfor %}"}, MARKDOWN, 2, "Range too big"),
    "words of what is no quote": ({MARKDOWN: "\n{{ words(page.title) }}"}, MARKDOWN, 2, "'id'"),
    "the inside of the program": ({MARKDOWN: "\n{{ page.__class__.__mro__ }}"}, MARKDOWN, 2, "is unsafe"),
    "no text": ({MARKDOWN: b"ok\n\xff\xfe"}, MARKDOWN, 2, "it is not UTF-8 text"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named_by_file_and_line(tmp_path, case):
    files, name, line, reason = CASES[case]
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TemplateBroken) as caught:
        render(library_chat(), "markdown" if MARKDOWN in files else "html", ReportSettings(templates=str(tmp_path)))
    said = str(caught.value)
    assert f"The template {tmp_path / name}, line {line}, cannot be used: " in said
    assert reason in said
    assert ".. " not in said


def test_a_macro_that_a_file_of_theirs_does_not_bring_is_theirs(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/quote.html.j2").write_text("{% macro quote(card) %}{% endmacro %}", "utf-8")
    with pytest.raises(TemplateBroken, match=f"a file in {tmp_path} was to bring it"):
        render(library_chat(), "html", ReportSettings(templates=str(tmp_path)))


def test_a_template_that_is_mended_is_read_again(tmp_path):
    (tmp_path / MARKDOWN).write_text("one", "utf-8")
    settings = ReportSettings(templates=str(tmp_path))
    assert render(library_chat(), "markdown", settings) == "one"
    (tmp_path / MARKDOWN).write_text("other words", "utf-8")
    assert render(library_chat(), "markdown", settings) == "other words"
