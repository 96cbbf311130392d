"""Contrasts: two opposed emphases people argue along ("innovation vs basics").

A contrast has two poles; each pole a name and a few statements somebody on that side would make (SemAxis,
An et al. 2018: poles are means of several vectors, not single words). Positions: negative left, positive right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from miner.errors import BadContrast

Positions = npt.NDArray[np.float64]
Origin = Literal["declared", "preset", "found"]


@dataclass(frozen=True)
class Pole:
    """One end of a contrast.

    ``statements`` are what somebody at this end would say, ``words`` what people at this end say and those at the
    other do not; both may be empty.
    """

    name: str
    statements: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def seeds(self) -> tuple[str, ...]:
        """The statements, or the name itself where there are none."""
        return self.statements or (self.name,)


@dataclass(frozen=True)
class Contrast:
    """Two poles. ``origin``: declared by the user, from a shipped preset, or found in the discussion."""

    left: Pole
    right: Pole
    name: str = ""
    origin: Origin = "declared"

    @property
    def title(self) -> str:
        """``name``, or "left vs right"."""
        return self.name or f"{self.left.name} vs {self.right.name}"

    @classmethod
    def parse(cls, text: str) -> Contrast:
        """The contrast that ``"left | right"`` declares.

        Raises
        ------
        BadContrast
            If there are not exactly two different, non-empty poles.
        """
        names = [part.strip() for part in text.split("|")]
        if len(names) != 2:
            raise BadContrast(text, f"it names {len(names)} pole(s)")
        if not all(names):
            raise BadContrast(text, "a pole is empty")
        if names[0].casefold() == names[1].casefold():
            raise BadContrast(text, "both poles are the same")
        return cls(Pole(names[0]), Pole(names[1]))


@dataclass(frozen=True)
class PlacedContrast:
    """A contrast measured on a discussion.

    Attributes
    ----------
    positions : shape (n_arguments,), in [-1, 1]
        0.0 inside the null band.
    band
        Half-width of the null band: what nine in ten arguments stay inside when the poles' statements are dealt at random.
    measurable, reason
        Whether both sides are argued by enough people, and if not, why.
    """

    contrast: Contrast
    positions: Positions
    band: float
    measurable: bool
    reason: str = ""
