"""What starts must start at once: nothing heavy is imported before a command needs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from miner.digest.records import Account, Digest, Numbers, dump_digest

HEAVY = "numpy onnxruntime umap hdbscan torch sklearn scipy jinja2 nupunkt lxml numba tokenizers selectolax dateparser"
STARTED = """
import sys
sys.argv = ["miner"]
{action}
loaded = sorted(set({heavy!r}.split()) & set(sys.modules))
print("loaded:", *loaded)
"""


def _loaded_after(action: str) -> str:
    code = STARTED.format(action=action, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["digest", "--help"], ["read", "--help"], ["--version"], []])
def test_help_loads_nothing_heavy(arguments):
    assert _loaded_after(f"from miner.cli import main; main({arguments!r})") == "loaded:"


def test_importing_miner_loads_nothing_heavy():
    assert _loaded_after("import miner; miner.Settings; dir(miner)") == "loaded:"


def test_a_wrong_option_is_told_before_anything_heavy_is_loaded():
    assert _loaded_after("from miner.cli import main; main(['digest', '--colour', 'x.csv'])") == "loaded:"


def test_drawing_a_stored_digest_loads_neither_numpy_nor_a_stage(tmp_path):
    """Nothing is read or mined: an edit must be seen at once."""
    stored = tmp_path / "a.json"
    stored.write_bytes(dump_digest(Digest(title="A", account=Account(read=0, used=0), numbers=Numbers())))
    arguments = ["render", str(stored), "--format", "html,markdown,text,discord", "-q"]
    assert _loaded_after(f"from miner.cli import main; main({arguments!r})") == "loaded: jinja2"
    assert (tmp_path / "a.html").is_file()


def test_the_default_path_never_loads_torch(root):
    """Offline and small: torch belongs to the extra ``hub``."""
    chat = root / "reports/examples/cx_innovation_chat.csv"
    code = (
        "import sys, miner\n"
        f"miner.render(miner.mine(miner.read([{str(chat)!r}])))\n"
        "print(*sorted({'torch', 'transformers', 'sentence_transformers', 'umap'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == ""


def test_python_dash_m_is_the_same_command():
    done = subprocess.run([sys.executable, "-m", "miner", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("miner ")
