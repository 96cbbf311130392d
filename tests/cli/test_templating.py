"""``miner templates``: the shipped templates listed, and copied where nothing is overwritten."""

from __future__ import annotations

from miner.cli import main


def test_templates_are_listed_and_copied_as_they_are(tmp_path, root, capsys):
    assert main(["templates", "list"]) == 0
    names = capsys.readouterr().out.split()
    assert {"digest.html.j2", "digest.md.j2", "parts/quote.html.j2", "style.css", "README.md"} <= set(names)
    assert main(["templates", "copy", str(tmp_path / "mine")]) == 0
    for name in names:
        assert (tmp_path / "mine" / name).read_bytes() == (root / "reports/templates" / name).read_bytes()


def test_nothing_is_overwritten(tmp_path, capsys):
    (tmp_path / "style.css").write_text("mine", "utf-8")
    assert main(["templates", "copy", str(tmp_path)]) == 2
    assert "holds style.css already, and nothing is overwritten" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["style.css"]


def test_single_templates_are_copied(tmp_path, capsys):
    assert main(["templates", "copy", str(tmp_path), "digest.md.j2"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["digest.md.j2"]
    assert main(["templates", "copy", str(tmp_path), "digest.mdj2"]) == 2
    assert "Did you mean 'digest.md.j2'" in capsys.readouterr().err


def test_a_copy_draws_what_the_shipped_ones_draw(tmp_path, root, monkeypatch):
    import sys

    monkeypatch.setattr(sys, "path", [*sys.path, str(root / "tests/report")])
    from digests import library_chat

    from miner.report import render
    from miner.settings import ReportSettings

    assert main(["templates", "copy", str(tmp_path)]) == 0
    for form in ("html", "markdown"):
        assert render(library_chat(), form, ReportSettings(templates=str(tmp_path))) == render(library_chat(), form)
