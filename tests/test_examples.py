"""The digests that lie beside the example discussions are those that miner makes of them: ``make examples``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from miner.cli import main

EXAMPLES = {"cx_innovation_chat": ".csv", "basics_first_blog": ".html"}


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_its_digest_beside_it(root, tmp_path, monkeypatch, name):
    folder = root / "reports/examples"
    beside = sorted(folder.glob(f"{name}.digest.*"))
    if not beside:
        pytest.skip("no digest lies beside this example; make examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    place = str(folder / f"{name}{EXAMPLES[name]}")
    options = ["--contrasts", "cx", "--format", "html,markdown", "-o", f"{name}.digest.html"]
    assert main(["digest", place, "-q", *options]) == 0
    assert [file.name for file in beside] == [f"{name}.digest.html", f"{name}.digest.md"]
    assert [file.name for file in beside if _without_fractions(Path(file.name)) != _without_fractions(file)] == []


def _without_fractions(file: Path) -> str:
    """The report without decimal fractions: the last digit of a dot's place may differ from processor to processor."""
    return re.sub(r"\d+\.\d+", "#", file.read_text("utf-8"))
