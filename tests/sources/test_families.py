"""Families of sources are imported only for files that may be theirs, and no file loses its source by that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from miner.settings import SourceSettings
from miner.sources import SOURCES, all_bundles, all_sources
from miner.sources import registry as lists
from miner.sources.places import bundles

DATA = Path(__file__).resolve().parent.parent / "data" / "sources"
FILES = [file for file in sorted(DATA.rglob("*")) if file.is_file() and ".expected" not in file.name]
FEW = "import sys, miner.sources as sources; sources.read([sys.argv[1]]); print(*sys.modules)"


def test_all_lists_are_those_of_the_families() -> None:
    assert SOURCES == (*lists.PARTICULAR, *lists.GENERAL) == all_sources()
    assert all_bundles() == lists.BUNDLES
    with pytest.raises(AttributeError, match="has no attribute 'OTHERS'"):
        _ = lists.OTHERS  # type: ignore[attr-defined]


@pytest.mark.parametrize("folder", sorted({file.parent for file in FILES}), ids=lambda folder: folder.name)
def test_who_is_not_asked_would_not_have_known(folder: Path) -> None:
    for file in (file for file in FILES if file.parent == folder):
        for bundle in bundles([str(file)], SourceSettings()):
            asked = all_bundles(bundle)
            assert not [source.name for source in all_bundles() if source not in asked and source.members(bundle)]
            for entry in bundle.entries:
                material = entry.material().preview
                known = all_sources(material)
                others = [source for source in all_sources() if source not in known and source.family == "file"]
                assert not [source.name for source in others if source.recognises(material)], file.name


def test_a_table_loads_no_source_of_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,author,text\n1,ann,the basics come first\n2,bob,new ideas come first\n", "utf-8")
    done = subprocess.run([sys.executable, "-c", FEW, file], capture_output=True, text=True, check=True)
    families = ("blogs", "forums", "links", "social", "pages", "wordpress")
    assert {f"miner.sources.{family}" for family in families}.isdisjoint(done.stdout.split())
