"""The wheel: holds what it needs and nothing else, and works where only it is installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from miner.resources import _IN_CHECKOUT

LEFT_IN_THE_CHECKOUT = "models/train/"  # the scripts that made the models
SHIPPED = {"models": "models", "prompts": "prompts", "reports/templates": "templates", "reports/examples": "examples"}
# Left lying about in a working tree: none of them may go out with it.
LYING_ABOUT = (
    "reports/private.html",
    "reports/private.md",
    "miner/__pycache__/old.cpython-311.pyc",
    "models/run.stamp",
)
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc")


@pytest.fixture(scope="module")
def tree(root, tmp_path_factory) -> Path:
    """The project as a clone would have it, plus files that git ignores."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("miner", *SHIPPED):
        shutil.copytree(root / name, tree / name, ignore=NOT_SHIPPED)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(root / name, tree / name)
    for name in LYING_ABOUT:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("not for others", "utf-8")
    return tree


@pytest.fixture(scope="module")
def wheel(tree, tmp_path_factory) -> Path:
    """Built without a network, with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(tree)])
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def contents(wheel) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """An empty environment with the wheel alone; the packages it needs are seen through a path file."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    # The path file comes after the wheel: pip must not find, and replace, what is installed for these tests.
    _run([sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)])
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "around.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


def _run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **options)
    assert done.returncode == 0, done.stderr + done.stdout
    return done


def test_the_resource_finder_knows_the_same_folders():
    assert {folder: name for name, folder in _IN_CHECKOUT.items()} == SHIPPED


def test_the_wheel_holds_the_package_and_what_is_shipped_with_it(tree, contents):
    expected = {file.relative_to(tree).as_posix(): file for file in (tree / "miner").rglob("*") if file.is_file()}
    for folder, name in SHIPPED.items():
        for file in (tree / folder).rglob("*"):
            if file.is_file() and LEFT_IN_THE_CHECKOUT not in file.relative_to(tree).as_posix():
                expected[f"miner/_shipped/{name}/{file.relative_to(tree / folder).as_posix()}"] = file
    expected = {name: file for name, file in expected.items() if file.relative_to(tree).as_posix() not in LYING_ABOUT}
    packed = {name: data for name, data in contents.items() if ".dist-info/" not in name}
    assert set(packed) == set(expected)
    assert {name for name, data in packed.items() if data != expected[name].read_bytes()} == set()


def test_the_wheel_has_its_parts(contents):
    assert {
        "miner/py.typed",
        "miner/_shipped/models/registry.toml",
        "miner/_shipped/models/minilm/tokenizer.json",
        "miner/_shipped/models/contrasts/cx.toml",
        "miner/_shipped/prompts/README.md",
        "miner/_shipped/templates/digest.html.j2",
        "miner/_shipped/templates/digest.md.j2",
        "miner/_shipped/examples/cx_innovation_chat.csv",
    } <= set(contents)
    assert sum(map(len, contents.values())) < 65_000_000  # the trained models take 59 MB


def test_nothing_that_git_ignores_is_in_the_wheel(contents):
    assert b"not for others" not in set(contents.values())


def test_licence_and_command_are_declared(contents):
    names = {
        name.rpartition(".dist-info/")[2]: data.decode() for name, data in contents.items() if ".dist-info/" in name
    }
    assert "Apache License" in names["licenses/LICENSE"]
    assert "miner = miner.cli:main" in names["entry_points.txt"]
    assert "License-Expression: Apache-2.0" in names["METADATA"]


def test_nothing_of_the_shared_data_is_in_the_wheel(contents, shared_data):
    sizes = {len(data) for data in contents.values() if len(data) > 200}
    ours = {hashlib.sha256(data).hexdigest() for data in contents.values()}
    suspects = (file for file in shared_data.rglob("*") if file.is_file() and file.stat().st_size in sizes)
    assert [file.name for file in suspects if hashlib.sha256(file.read_bytes()).hexdigest() in ours] == []


@pytest.mark.slow
def test_the_installed_wheel_makes_the_demo_from_any_folder(environment, tmp_path):
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = _run([str(environment / "bin/miner"), "demo"], cwd=tmp_path, env=variables)
    assert done.stdout.splitlines() == ["reports/demo.html", "reports/demo.md"]
    assert (tmp_path / "reports/demo.html").stat().st_size > 20_000
    assert (tmp_path / "reports/demo.md").stat().st_size > 5_000


@pytest.mark.slow
def test_the_installed_wheel_is_healthy_and_uses_its_own_files(environment, tmp_path):
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = _run([str(environment / "bin/miner"), "doctor"], cwd=tmp_path, env=variables)
    places = [line.split()[-1] for line in done.stdout.splitlines() if line.split()[0] in SHIPPED.values()]
    assert len(places) == len(SHIPPED)
    assert {place.startswith(str(environment)) for place in places} == {True}
