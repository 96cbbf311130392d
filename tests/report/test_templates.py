"""Templates of the user's own: taken one by one, and their mistakes named by file and line."""

from __future__ import annotations

import re

import pytest
from digests import library_chat

from miner.errors import PlaceNotFound, QuoteNotFound, TemplateBroken
from miner.report import render
from miner.settings import ReportSettings


def _render(folder, form="html"):
    return render(library_chat(), form, ReportSettings(templates=str(folder)))


def test_one_template_is_replaced_and_the_others_stay(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "made.html.j2").write_text("<p>Made for {{ page.title }}</p>\n", "utf-8")
    rendered = _render(tmp_path)
    assert "<p>Made for Open until midnight? An hour about late library hours</p>" in rendered
    assert "What people said" in rendered


def test_a_style_of_the_users_own_keeps_the_script_allowed(tmp_path):
    (tmp_path / "style.css").write_text("body { color: red }\n", "utf-8")
    rendered = _render(tmp_path)
    assert "body { color: red }" in rendered
    assert "script-src 'sha256-" in rendered


def test_outside_text_is_escaped_in_their_templates_too(tmp_path):
    (tmp_path / "digest.html.j2").write_text("{% for t in page.themes %}{{ words(t.quotes[0]) }}{% endfor %}", "utf-8")
    assert "<" not in _render(tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("one\n{{ page.tilte }}\n", 2, "tilte"),
        ("one\ntwo\n{{ nothing }}\n", 3, "'nothing' is undefined"),
        ("{% for x in page.themes %}\n", 1, "end of template|endfor"),
        ("\n\n{{ page.title + 1 }}\n", 3, "concatenate"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("x\n{% include 'gone.j2' %}", 2, "gone.j2"),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path, text, line, reason):
    (tmp_path / "digest.md.j2").write_text(text, "utf-8")
    with pytest.raises(TemplateBroken, match=reason) as caught:
        _render(tmp_path, "markdown")
    assert f"{tmp_path / 'digest.md.j2'}, line {line}, cannot be used" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_template_that_changes_a_quote_is_refused(tmp_path):
    (tmp_path / "digest.md.j2").write_text("{{ words(page.overview[0])|upper }}", "utf-8")
    with pytest.raises(QuoteNotFound, match="to the letter"):
        _render(tmp_path, "markdown")


def test_a_template_may_leave_quotes_out(tmp_path):
    (tmp_path / "digest.md.j2").write_text("{{ words(page.overview[0])|md_quote }}", "utf-8")
    assert re.match(r"> Shift workers\.", _render(tmp_path, "markdown"))


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(PlaceNotFound, match="does not exist"):
        _render(tmp_path / "gone")
