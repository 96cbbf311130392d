"""From a discussion to a digest: arguments, themes, contrasts, quotes that can be proven.

Light to import: everything heavy is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from miner.contrasts import Contrast, Pole
    from miner.digest import Digest
    from miner.functions import group, match, place, strength
    from miner.pipeline import mine
    from miner.report import render
    from miner.settings import Settings
    from miner.sources import read
    from miner.transcript import Post, Thread, Transcript

__version__ = "0.1.0"

__all__ = [
    "Contrast",
    "Digest",
    "Pole",
    "Post",
    "Settings",
    "Thread",
    "Transcript",
    "__version__",
    "group",
    "match",
    "mine",
    "place",
    "read",
    "render",
    "strength",
]

_WHERE = {
    "Contrast": "miner.contrasts",
    "Pole": "miner.contrasts",
    "Digest": "miner.digest",
    "group": "miner.functions",
    "match": "miner.functions",
    "place": "miner.functions",
    "strength": "miner.functions",
    "mine": "miner.pipeline",
    "render": "miner.report",
    "Settings": "miner.settings",
    "read": "miner.sources",
    "Post": "miner.transcript",
    "Thread": "miner.transcript",
    "Transcript": "miner.transcript",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'miner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
