"""The sets in other languages: what they hold, and what is said where the comments or the extra are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import gate
import languages
import numpy as np
import peers
import pytest
from data import ROOT, inputs_digest, table
from floors import Floor
from metrics import Labels
from protocols import protocol_named
from records import LeftOut, Row, Scale, Scored
from test_gate import row

PROTOCOL = protocol_named("languages")


class ByLength:
    """Groups texts by their lengths; knows nothing of languages."""

    def group(self, texts: Sequence[str], n_groups: int | None = None) -> Labels:
        return np.array([len(text) % (n_groups or 4) for text in texts], dtype=np.int64)


def by_length(name: str) -> ByLength:
    assert name == "miner"
    return ByLength()


def test_the_written_sets_have_six_opinions_on_six_subjects_each(tmp_path: Path) -> None:
    sets = languages.language_sets(tmp_path)
    assert [one.name for one in sets] == list(languages.WRITTEN)
    for one in sets:
        assert len(set(one.texts)) == len(one.texts) == len(one.gold) == 36
        assert set(Counter(one.gold).values()) == {6}


def test_of_the_marked_comments_only_ids_and_subjects_are_kept() -> None:
    rows = table(languages.LABELS)
    assert {tuple(row) for row in rows} == {("comment", "subject")}
    assert len({row["comment"] for row in rows}) == len(rows) == 176
    assert all(len(row["comment"]) == 12 and int(row["comment"], 16) >= 0 for row in rows)
    assert len({row["subject"] for row in rows}) == 15


def test_the_marked_comments_are_found_by_what_they_say(shared_data: Path) -> None:
    marked = languages.language_sets(shared_data, ())[0]
    assert (marked.name, len(marked.texts), len(set(marked.gold))) == ("kouchou_ai", 176, 15)
    medicine = [text for text, subject in zip(marked.texts, marked.gold, strict=True) if subject == "medicine"]
    assert sum("医療" in text or "診断" in text for text in medicine) >= 0.5 * len(medicine)


def test_another_version_of_the_comments_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "kouchou_ai").mkdir()
    (tmp_path / "kouchou_ai" / "sample_comments_ja.csv").write_text("comment\n渡し船は静かです。\n", "utf-8")
    with pytest.raises(ValueError, match=r"176 of 176 labelled comments are not in .* another version of it"):
        languages.language_sets(tmp_path)


def test_a_row_a_language_and_their_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "runner", by_length)
    rows = list(languages.score("miner", tmp_path, Scale(quick=True)))
    assert [(one.set, one.n) for one in rows] == [("de", 36), ("ja", 36), ("mean of 2", 72)]
    assert all(tuple(one.figures) == languages.FIGURES for one in rows)
    assert rows[-1].figures["k ARI"] == pytest.approx((rows[0].figures["k ARI"] + rows[1].figures["k ARI"]) / 2)
    assert set(PROTOCOL.floors) <= set(languages.FIGURES)


def test_means_are_over_sets_and_seconds_are_added_up() -> None:
    first = Scored("a", 2, 1.0, dict.fromkeys(languages.FIGURES, 0.5))
    second = Scored("b", 4, 2.0, dict.fromkeys(languages.FIGURES, 1.0))
    assert languages.mean_of([first, second], "both") == Scored("both", 6, 3.0, dict.fromkeys(languages.FIGURES, 0.75))


def test_without_the_extra_the_sets_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "runner", by_length)
    monkeypatch.setattr(languages, "is_installed", lambda: False)
    said = [one.set for one in languages.score("miner", tmp_path, Scale(quick=True))]
    assert said == [f"{name} (without the extra multilingual)" for name in ("de", "ja", "mean of 2")]


def test_recipes_read_with_the_vectors_of_ours_or_drop_out(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["橋は便利です。", "渡し船は静かです。"]
    recipe, k_means = languages._reader("kura"), languages._reader("multilingual")
    assert np.array_equal(recipe.vectors.of(texts), k_means.vectors(texts))
    assert k_means.vectors(texts).shape == (2, 512)
    assert isinstance(languages._reader("tfidf"), peers.TfIdf)
    monkeypatch.setattr("miner.embeddings.choosing.is_installed", lambda: False)
    for name in ("kura", "multilingual"):
        with pytest.raises(LeftOut, match="the extra multilingual is not installed"):
            languages._reader(name)


def test_every_runner_is_known() -> None:
    assert set(PROTOCOL.runners) <= set(peers._RUNNERS)


def test_files_of_the_repository_tell_which_data_the_figures_are_of(tmp_path: Path) -> None:
    assert all((ROOT / own).exists() for own in PROTOCOL.own)
    (tmp_path / "labels.csv").write_text("a", "utf-8")
    before = inputs_digest(tmp_path, ("labels.csv",))
    assert before == inputs_digest(tmp_path, ("labels.csv", "absent"))
    (tmp_path / "labels.csv").write_text("b", "utf-8")
    assert before != inputs_digest(tmp_path, ("labels.csv",))


def test_the_written_sets_are_scored_without_any_other_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[str] = []

    def one_row(protocol: object, runner: str, inputs: str, *_: object) -> tuple[list[Row], str]:
        scored.append(runner)
        assert inputs == inputs_digest(ROOT, PROTOCOL.own)
        return [row(protocol="languages", set="de", runner=runner, figures={"k ARI": 0.5}, quick=True)], ""

    monkeypatch.setattr(gate, "_scored", one_row)
    monkeypatch.setattr("floors.load", dict)
    command = ["--data", str(tmp_path / "absent"), "--output", str(tmp_path / "out"), "--quick", "--only", "languages"]
    assert gate.main(command) == 0
    assert scored == ["miner", "tfidf", "minilm", "multilingual"]
    assert "Other languages: kouchou_ai left out, " in capsys.readouterr().out


def test_floors_of_comments_that_are_not_there_are_not_missed(tmp_path: Path) -> None:
    pinned = {f"languages/{name}/k ARI": Floor(0.5, 0.02, "d") for name in ("de", "kouchou_ai")}
    ours = [row(protocol="languages", set="de", figures={"k ARI": 0.5})]
    options = gate._parsed(["--data", str(tmp_path)])
    assert gate._expected(ours, pinned, options) == ["languages/de/k ARI"]
    (tmp_path / "kouchou_ai").mkdir()
    assert gate._expected(ours, pinned, options) == list(pinned)
