"""Sentences written for the two shipped contrasts: who is placed stands mostly on the right side, who says neither is left alone."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from miner.contrasts import place_texts
from miner.contrasts.presets import preset
from miner.embeddings import embed

CONTRASTS = dict(zip(("innovation_basics", "outside_in_inside_out"), preset("cx"), strict=True))


def _written(file: Path) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = defaultdict(list)
    section = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            sections[section].append(line.strip())
    return sections


@pytest.mark.parametrize("name", CONTRASTS)
def test_what_is_placed_is_on_the_right_side(test_data, name):
    written = _written(test_data / "contrasts" / f"{name}.txt")
    sided, neutral = [*written["left"], *written["right"]], written["neither"]
    truth = np.repeat([-1, 1], [len(written["left"]), len(written["right"])])
    texts = [*sided, *neutral]
    positions, _ = place_texts(texts, embed(texts), CONTRASTS[name])
    placed = positions[: len(sided)] != 0
    assert (len(sided), len(neutral)) == (80, 20)
    assert placed.mean() >= 0.1
    assert (np.sign(positions[: len(sided)])[placed] == truth[placed]).mean() >= 0.85
    assert (positions[len(sided) :] != 0).mean() <= 0.15
