"""What ``doctor`` prints: versions, what is missing and how to get it, where the files are."""

from __future__ import annotations

import platform
import re
from importlib import metadata
from pathlib import Path

from miner.cli.listing import print_table, state_of
from miner.errors import MissingPart

DISTRIBUTION = "discussion-miner"
MISSING = MissingPart.exit_code
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9._-]")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")
_PARTS = ("models", "prompts", "templates", "examples")


def print_health() -> int:
    """Print the state of the installation.

    Returns
    -------
    0, or 6 when something that the default path needs is missing.
    """
    core, optional = packages()
    model = state_of("minilm")
    parts = [(name, where(name)) for name in _PARTS]
    print_table(
        ("what", "state"), [*_versions(), *core, *optional, ("model minilm", model), *parts, *_settings_files()]
    )
    broken = [name for name, state in (*core, ("minilm", model), *parts) if state.startswith(("missing", "The "))]
    return MISSING if broken else 0


def packages() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Packages of the default path and of the extras, each with its version or the command that installs it."""
    core: list[tuple[str, str]] = []
    optional: list[tuple[str, str]] = []
    for requirement in sorted(_requirements()):
        needed, _, condition = requirement.partition(";")
        name = _NOT_IN_NAME.split(needed, maxsplit=1)[0]
        extra = _EXTRA.search(condition)
        if extra:
            optional.append((f"{name} (extra {extra[1]})", _version(name, f"'{DISTRIBUTION}[{extra[1]}]'", "absent")))
        else:
            core.append((name, _version(name, f"'{needed.strip()}'", "missing")))
    return core, optional


def where(name: str) -> str:
    """Where a shipped folder is, or what to do when it is not there."""
    from miner.resources import shipped

    try:
        return str(shipped(name))
    except MissingPart as error:
        return str(error)


def _versions() -> list[tuple[str, str]]:
    from miner import __version__

    return [("miner", f"{__version__} in {Path(__file__).parents[1]}"), ("python", platform.python_version())]


def _requirements() -> list[str]:
    try:
        return metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError as error:
        raise MissingPart(
            f"{DISTRIBUTION} is not installed, only its files are here. Install them: pip install -e ."
        ) from error


def _version(name: str, install: str, without: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{without}: pip install {install}"


def _settings_files() -> list[tuple[str, str]]:
    from miner.settings import settings_files

    return [("settings", f"{path}{'' if path.is_file() else ' (not there)'}") for path in settings_files()]
