"""``miner compare-engines``: what it prints and what it ends with."""

from __future__ import annotations

import json
import os

import pytest

from miner.cli import main
from miner.engines.base import EngineFigures

SAID = (
    "The night ferry should run again because nurses on late shifts cannot get home.",
    "I would rather pay more for the ferry than lose the last crossing of the evening.",
    "Without a ferry after ten the island dies, young people move to the town.",
    "The ferry is empty at night, so the council should stop paying for it.",
    "A bus to the harbour helps nobody when the boat has already left.",
    "Crossings at weekends matter most because that is when families visit.",
    "Parcels arrive late every week and the shop never says a word about it.",
    "Free returns are worth more to me than a parcel that comes a day earlier.",
    "The courier should ring the bell instead of leaving a card in the rain.",
    "Nobody forgives a late parcel, so get delivery right before anything new.",
    "Packaging is wasteful, a book does not need a box for shoes.",
    "Tracking by phone would spare customers half of their calls to the shop.",
)
ROWS = "\n".join(f'{number},person {number},"{text}"' for number, text in enumerate(SAID))
FIGURES = (EngineFigures("miner", 0.875, 0.9132, 5, 1.23), EngineFigures("TF-IDF + k-means", 1.0, None, 12, 0.04))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder with a small discussion; what takes seconds to compile is left out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    for name in [name for name in os.environ if name.startswith("MINER_") and "__" in name]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("miner.engines.recipes.MiniLMDensity.missing", lambda self: "pip install umap-learn")
    monkeypatch.setattr("miner.engines.recipes.BerTopic.missing", lambda self: "pip install bertopic")
    (tmp_path / "talk.csv").write_text(f"id,author,text\n{ROWS}\n", "utf-8")


@pytest.fixture
def canned(monkeypatch):
    """Figures that are known."""
    monkeypatch.setattr("miner.engines.compare_engines", lambda *_: FIGURES)


def test_every_engine_is_a_line_of_the_table(canned, capsys):
    assert main(["compare-engines", "talk.csv"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "engine            covered  stability  groups  seconds",
        "miner             88%      0.91       5       1.2",
        "TF-IDF + k-means  100%                12      0.0",
    ]
    assert "talk.csv: table, 12 of 12 kept" in err
    assert "covered: share of the arguments in a group" in err
    assert err.splitlines()[-1] == "BERTopic is not installed and is left out: pip install bertopic"


def test_json_is_for_programs_and_the_same_but_for_seconds(capsys):
    found = []
    for _ in range(2):
        assert main(["compare-engines", "talk.csv", "--json", "-q", "--resamples", "2"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        found.append(json.loads(out))
    for run in found:
        assert all(engine.pop("seconds") >= 0 for engine in run["engines"])
    assert found[0] == found[1]
    assert [engine["engine"] for engine in found[0]["engines"]] == ["miner", "TF-IDF + k-means", "MiniLM + k-means"]
    assert found[0]["n_arguments"] == 12
    assert found[0]["left_out"] == {"BERTopic": "pip install bertopic", "MiniLM + HDBSCAN": "pip install umap-learn"}


def test_what_cannot_be_read_is_counted_and_ends_with_seven(canned, tmp_path, capsys):
    (tmp_path / "broken.csv").write_bytes(b"\x00\x01\x02" * 500)
    assert main(["compare-engines", ".", "-q"]) == 7
    assert "The comparison is written without them" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["absent.csv"], 3, "absent.csv does not exist."),
        (["thanks.csv"], 5, "2 posts were read, and none of them argues"),
        (["talk.csv", "--resamples", "few"], 2, "See 'miner compare-engines --help'."),
    ],
)
def test_errors_end_as_in_other_commands(arguments, code, said, tmp_path, capsys):
    (tmp_path / "thanks.csv").write_text("id,author,text\n1,ann,Thanks everyone!\n2,bob,Great chat!\n", "utf-8")
    assert main(["compare-engines", *arguments]) == code
    assert said in capsys.readouterr().err
