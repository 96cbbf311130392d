"""The hand-marked lines of chats: labels only, enough of them, and apart from what is scored."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

LABELS = {"argument", "chatter", "question", "report"}


@pytest.fixture(scope="module")
def marked(root: Path) -> list[dict[str, str]]:
    with (root / "models/train/chatter_labels.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_marked_lines_are_ids_and_labels_and_no_texts(marked: list[dict[str, str]]) -> None:
    assert len(marked) >= 300
    assert {tuple(row) for row in marked} == {("file", "id", "label")}
    assert all(re.fullmatch(r"[\d.T:-]+|[\w.-]+:\d+", row["id"]) for row in marked)
    assert {row["label"] for row in marked} == LABELS


def test_a_line_is_marked_once(marked: list[dict[str, str]]) -> None:
    assert max(Counter((row["file"], row["id"]) for row in marked).values()) == 1


def test_every_marked_line_is_in_the_labelled_data(
    shared_data: Path, root: Path, marked: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(root / "models" / "train")
    from head_texts import marked_lines

    lines = marked_lines(shared_data)
    assert [line.label for line in lines] == [row["label"] for row in marked]
    assert all(line.text for line in lines)


def test_only_chats_that_may_be_learned_from_are_learned_from(
    shared_data: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(root / "models" / "train")
    from train_chatter import LEARNED

    for folder in LEARNED:
        assert "Licence: CC BY 4.0" in (shared_data / folder / "SOURCE.md").read_text("utf-8")
