"""What tests of reports share: a browser, and pages written once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from shown_pages import PAGES

from miner.report import render


@pytest.fixture(scope="session")
def running_chromium() -> Iterator[chromium.Browser]:
    """One browser for all tests of a process."""
    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium here: reports were not opened in a browser (apt-get install chromium)")
    with chromium.launched(path) as browser:
        yield browser


@pytest.fixture
def reader(running_chromium: chromium.Browser) -> Iterator[chromium.Reader]:
    """Somebody who opens pages, with nothing left open from the test before."""
    somebody = chromium.Reader(running_chromium)
    yield somebody
    somebody.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name of a digest -> its HTML report."""
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in written.items():
        path.write_text(render(PAGES[name](), "html"), "utf-8")
    return written
