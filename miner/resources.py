"""Where prompts, models, templates and examples are, in a wheel or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from miner.errors import MissingPart

_IN_CHECKOUT = {
    "models": "models",
    "prompts": "prompts",
    "templates": "reports/templates",
    "examples": "reports/examples",
}


def shipped(name: str) -> Traversable:
    """The shipped folder ``models``, ``prompts``, ``templates`` or ``examples``.

    Raises
    ------
    MissingPart
        If the installation lacks it.
    """
    packaged = files("miner") / "_shipped" / name
    if packaged.is_dir():
        return packaged
    beside = Path(__file__).resolve().parent.parent / _IN_CHECKOUT[name]
    if beside.is_dir():
        return beside
    raise MissingPart(
        f"The folder {name!r} of miner is not installed. Install it again: pip install --force-reinstall discussion-miner"
    )
