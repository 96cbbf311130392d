"""The example notebook shows what its cells give."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def notebook(root):
    return json.loads((root / "docs" / "notebook.ipynb").read_text("utf-8"))


def test_every_cell_of_code_ran_in_order_and_shows_something(notebook):
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert len(outputs) >= len(cells)
    assert {output["output_type"] for output in outputs} == {"execute_result", "stream"}
    assert any("<blockquote" in "".join(output.get("data", {}).get("text/html", "")) for output in outputs)


def test_it_is_small_and_says_nothing_about_the_machine(root, notebook):
    text = (root / "docs" / "notebook.ipynb").read_text("utf-8")
    assert len(text.encode()) < 300_000
    assert str(root) not in text
    assert notebook["metadata"].keys() == {"kernelspec", "language_info"}
    assert not [cell for cell in notebook["cells"] if cell["metadata"]]


@pytest.mark.slow
def test_running_it_again_gives_the_same(root, tmp_path):
    homes = {name: str(tmp_path / name) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR")}
    command = [sys.executable, str(root / "docs" / "make_notebook.py"), "--check"]
    done = subprocess.run(command, env=os.environ | homes, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
