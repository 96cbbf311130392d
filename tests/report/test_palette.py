"""Colours of the shipped style: readable in both schemes, and apart for colour-blind readers."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from miner.resources import shipped

# Machado, Oliveira and Fernandes 2009, severity 1.0.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _schemes() -> dict[str, dict[str, str]]:
    style = (shipped("templates") / "style.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    found = [dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]{6});", block)) for block in blocks]
    return {"light": found[0], "dark": found[1]}


def _linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    low, high = sorted(float(_linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _lab(colour: str, sight: str) -> np.ndarray:
    return np.cbrt(np.clip(SIGHT[sight] @ _linear(colour), 0, 1) @ TO_LMS.T) @ TO_LAB.T


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(scheme):
    colours = _schemes()[scheme]
    for text, ground in itertools.product(("ink", "muted", "link"), ("paper", "panel")):
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for drawn in ("left", "right", "focus", *(f"t{number}" for number in range(1, 10))):
        assert _contrast(colours[drawn], colours["paper"]) >= 3, drawn


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_themes_and_sides_stay_apart(scheme, sight):
    """Distances in OKLab; 0.08 is four times what is just seen side by side."""
    colours = _schemes()[scheme]
    themes = [_lab(colours[f"t{number}"], sight) for number in range(1, 10)]
    assert min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(themes, 2)) >= 0.08
    assert np.linalg.norm(_lab(colours["left"], sight) - _lab(colours["right"], sight)) >= 0.15
