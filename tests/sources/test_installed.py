"""Sources of other packages: a real one, built and installed here; and all that can be wrong with one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from miner.errors import SourceBroken, UnknownName
from miner.sources import all_bundles, all_sources, read, source_named
from miner.sources.installed import installed
from miner.sources.registry import BUNDLES, GENERAL, PARTICULAR, SOURCES

PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "1.0"

[project.entry-points."miner.sources"]
{points}

[tool.hatch.build.targets.wheel]
only-include = ["{module}.py"]
"""
MINUTES = '''
from miner.sources.cleaning import clean
from miner.sources.base import Skipped
from miner.transcript import Post, Thread


class Minutes:
    """Minutes of a council: a name, a colon and what was said, line by line."""

    name = "minutes"
    reads = "minutes of the town council"
    example = "council.minutes"
    family = "file"

    def recognises(self, material):
        if "stumble" in material.head:
            raise KeyError("stumbled")
        return material.head.startswith("MINUTES OF ")

    def items(self, material):
        yield Thread(id=f"minutes:{material.place}", title="Council")
        for number, line in material.lines():
            name, colon, words = line.partition(": ")
            if name == "Ghost":
                raise ZeroDivisionError("a ghost spoke")
            if not colon:
                yield Skipped("heading")
                continue
            yield Post(id=f"minutes:{number}", thread_id=f"minutes:{material.place}", author=name, text=clean(words),
                       locator=f"line {number}")


class Sittings:
    """All days of a sitting, which a file index.sitting lists."""

    name = "sittings"
    reads = "sittings of several days"
    example = "sitting.zip"

    def members(self, bundle):
        if bundle.named("broken.sitting"):
            raise RuntimeError("no such sitting")
        if not bundle.named("index.sitting"):
            return []
        return [entry for entry in bundle.entries if entry.name.endswith((".sitting", ".day"))]

    def items(self, members):
        yield Thread(id="sittings:1")
        for entry in members:
            if entry.name.endswith(".day"):
                yield Post(id=f"sittings:{entry.name}", thread_id="sittings:1", text=clean(entry.material().text),
                           locator=f"{entry.name}#")


BOTH = [Minutes(), Sittings]
'''
READING = "MINUTES OF MAY\nAnn: The basics come first\nBob: New ideas come first\n"


def installed_in(folder: Path, name: str, points: str, code: str) -> None:
    """Build the package with pip and install it into the folder, without a network."""
    source = folder / "source" / name
    source.mkdir(parents=True)
    module = name.replace("-", "_")
    (source / "pyproject.toml").write_text(PROJECT.format(name=name, points=points, module=module), "utf-8")
    (source / f"{module}.py").write_text(code, "utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    command += ["--disable-pip-version-check", "--target", str(folder / "site"), str(source)]
    subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "PIP_NO_CACHE_DIR": "1"})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with packages: one that works, one that cannot be imported, one that takes a name of ours."""
    folder = tmp_path_factory.mktemp("packages")
    installed_in(folder, "council-minutes", 'minutes = "council_minutes:BOTH"', MINUTES)
    installed_in(folder, "lost-module", 'lost = "lost_module:Lost"', "import no_such_module_at_all")
    installed_in(
        folder,
        "name-taker",
        'taker = "name_taker:Table"\nodd = "name_taker:nothing"',
        "class Table:\n    name = 'table'\n    reads = 'all'\n    example = 'x'\n    family = 'file'\n"
        "    def recognises(self, material): return True\n    def items(self, material): return iter(())\nnothing = 7\n",
    )
    return folder / "site"


def miner(site: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "miner", *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True)


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.fixture(scope="module")
def listing(site: Path) -> str:
    done = miner(site, "sources")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_installed_source_reads_its_files(site: Path, tmp_path: Path) -> None:
    done = miner(site, "read", written(tmp_path, "may.txt", READING))
    assert done.returncode == 0, done.stderr
    assert "may.txt: minutes, 2 of 3 kept" in done.stderr
    assert '"author":"Ann","locator":"may.txt#line 2"' in done.stdout


def test_installed_sources_stand_before_the_general_ones(listing: str) -> None:
    names = [line.split()[0] for line in listing.splitlines()[1:]]
    assert names.index(PARTICULAR[-1].name) < names.index("minutes") < names.index(GENERAL[0].name)
    assert names.count("table") == 1
    assert "minutes of the town council" in listing
    assert "sittings of several days" in listing


def test_installed_source_reads_several_files_together(site: Path, tmp_path: Path) -> None:
    for name in ("index.sitting", "1.day", "2.day"):
        written(tmp_path / "may", name, f"words of {name}")
    done = miner(site, "read", tmp_path / "may")
    assert done.returncode == 0, done.stderr
    assert "may: sittings, 2 of 2 kept" in done.stderr
    assert "3 files were read together" in done.stdout


def test_as_names_an_installed_source(site: Path, tmp_path: Path) -> None:
    done = miner(site, "read", "--as", "minutes", written(tmp_path, "may.txt", READING.partition("\n")[2]))
    assert done.returncode == 0, done.stderr
    assert "may.txt: minutes, 2 of 2 kept" in done.stderr


def test_broken_packages_are_named_in_the_account_and_do_no_harm(site: Path, tmp_path: Path) -> None:
    done = miner(site, "read", written(tmp_path, "a.csv", "id,text\n1,some words\n2,other words\n"))
    assert done.returncode == 0, done.stderr
    assert "a.csv: table, 2 of 2 kept" in done.stderr
    for sentence in (
        "The source 'lost' of the package 'lost-module' is broken: ModuleNotFoundError: No module named 'no_such_module_at_all'.",
        "The source 'taker' of the package 'name-taker' is broken: ValueError: there is a source of the name 'table' already.",
        "The source 'odd' of the package 'name-taker' is broken: TypeError: 7 is no source: ",
    ):
        assert sentence in done.stdout


def test_broken_package_that_was_asked_for_is_an_error(site: Path, tmp_path: Path) -> None:
    done = miner(site, "read", "--as", "lost", written(tmp_path, "a.csv", "id,text\n1,some words\n"))
    assert done.returncode == 3
    assert done.stderr.strip().endswith("Tell its authors, or uninstall it; --as names another source.")


def test_source_that_fails_on_a_file_is_named(site: Path, tmp_path: Path) -> None:
    ghost = written(tmp_path / "in", "ghost.txt", READING + "Ghost: boo\n")
    done = miner(site, "read", ghost)
    assert done.returncode == 3
    assert (
        "Error: The source 'minutes' of the package 'council-minutes' is broken: ZeroDivisionError: a ghost spoke."
        in done.stderr
    )
    written(tmp_path / "in", "a.csv", "id,text\n1,some words\n2,other words\n")
    done = miner(site, "read", tmp_path / "in")
    assert done.returncode == 7
    assert "a.csv: table, 2 of 2 kept" in done.stderr


def test_source_that_fails_to_look_at_a_file_is_passed_over_and_named(site: Path, tmp_path: Path) -> None:
    done = miner(site, "read", written(tmp_path, "a.csv", "id,text\n1,some words that stumble\n2,other words\n"))
    assert done.returncode == 0, done.stderr
    assert "'council-minutes' is broken: KeyError: 'stumbled'." in done.stdout
    for name in ("broken.sitting", "a.csv"):
        written(tmp_path / "in", name, "id,text\n1,some words\n2,other words\n")
    done = miner(site, "read", tmp_path / "in")
    assert "'council-minutes' is broken: RuntimeError: no such sitting." in done.stdout
    assert done.returncode == 0, done.stderr


# ---- in this process nothing is installed


def test_without_packages_there_are_ours(tmp_path: Path) -> None:
    assert all_sources() == SOURCES
    assert all_bundles() == BUNDLES
    place = written(tmp_path, "a.csv", "id,text\n1,some words\n2,other words\n")
    assert read([str(place)]).accounts[0].notes == ()
    with pytest.raises(UnknownName):
        source_named("minutes")


class Point:
    """An entry point that is not installed."""

    def __init__(self, name: str, loaded: object) -> None:
        self.name, self.value, self.dist = name, f"{name}:it", None
        self._loaded = loaded

    def load(self) -> object:
        return self._loaded


def test_points_are_loaded_once_in_the_order_of_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    class One:
        name, reads, example, family = "one", "one kind", "a.one", "page"

        def recognises(self, material: object) -> bool:
            return False

        def items(self, material: object) -> object:
            return iter(())

    class Other(One):
        name = "other"

    class Nameless(One):
        name = ""

    points = [Point("b", Other), Point("a", [One, One()]), Point("c", Nameless), Point("d", One())]
    calls: list[str] = []
    monkeypatch.setattr("miner.sources.installed.entry_points", lambda group: calls.append(group) or points)
    installed.cache_clear()
    found = installed(frozenset({"table"}))
    assert installed(frozenset({"table"})) is found
    installed.cache_clear()
    assert calls == ["miner.sources"]
    assert [(source.name, source.family, source.package) for source in found.sources] == [
        ("one", "page", "a:it"),
        ("other", "page", "b:it"),
    ]
    assert set(found.broken) == {"a", "c", "d"}
    assert isinstance(found.broken["a"], SourceBroken)
