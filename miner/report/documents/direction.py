"""Which way a text runs, by its first letter with a direction (rule P2 of the Unicode bidirectional algorithm)."""

from __future__ import annotations

from unicodedata import bidirectional


def runs_right_to_left(text: str) -> bool:
    """Whether the paragraph begins at the right."""
    strong = next((kind for sign in text if (kind := bidirectional(sign)) in ("L", "R", "AL")), "L")
    return strong != "L"
