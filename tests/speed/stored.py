"""A stored digest of many arguments, and the size of what is drawn from it.

stored.py FILE 1000      writes the digest of so many arguments as JSON, in a process of its own
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def write_stored(path: Path, n_arguments: int) -> None:
    """Write the digest; the bench itself loads nothing of the report."""
    subprocess.run([sys.executable, __file__, str(path), str(n_arguments)], check=True)


def longest_message(folder: Path) -> int:
    """The length of the longest message of a folder for Discord, counted as its client does (UTF-16)."""
    return max(len(part.read_text("utf-8").strip().encode("utf-16-le")) // 2 for part in folder.iterdir())


def _main(path: Path, n_arguments: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "report"))
    from digests import many_arguments

    from miner.digest import dump_digest

    path.write_bytes(dump_digest(many_arguments(n_arguments)))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
