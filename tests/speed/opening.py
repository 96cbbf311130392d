"""HTML reports of many arguments: their size, the time to render one, and the time a browser takes to open it.

A process of its own, so that neither Playwright nor the packages of the report weigh on what else is measured::

    opening.py FOLDER 1000 5000      one line of JSON for each number of arguments
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OPENED = 5  # times; the fastest counts
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


@dataclass(frozen=True)
class Opened:
    """One report; ``open_seconds`` are from the start of navigation to the end of loading, None without a browser."""

    n_arguments: int
    size: int
    render_seconds: float
    open_seconds: float | None


def reports(folder: Path, sizes: Sequence[int]) -> list[Opened]:
    """Write, weigh and open reports of so many arguments, in a process of its own."""
    command = [sys.executable, __file__, str(folder), *map(str, sizes)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return [Opened(**json.loads(line)) for line in done.stdout.splitlines()]


def _main(folder: Path, sizes: Sequence[int]) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "report"))
    from digests import many_arguments

    from miner.report import render

    render(many_arguments(50), "html")  # templates are compiled once
    for n_arguments in sizes:
        digest = many_arguments(n_arguments)
        path = folder / f"report{n_arguments}.html"
        began = time.perf_counter()
        path.write_text(render(digest, "html"), "utf-8")
        seconds = time.perf_counter() - began
        figures = {"size": path.stat().st_size, "render_seconds": seconds, "open_seconds": _opening_seconds(path)}
        sys.stdout.write(json.dumps({"n_arguments": n_arguments, **figures}) + "\n")


def _opening_seconds(path: Path) -> float | None:
    import chromium

    installed = chromium.find()
    if installed is None:
        return None
    with chromium.launched(installed) as browser:
        times = []
        for _ in range(OPENED):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(path.as_uri())
            times.append(float(page.evaluate(LOADED)) / 1000)
            page.close()
    return min(times)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
