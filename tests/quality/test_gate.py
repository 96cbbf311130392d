"""Floors that do not slip, a table that says how it was made, and runners that drop out or fail."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import floors
import gate
import pytest
import tables
from data import data_folder, inputs_digest
from floors import Floor, judged, margin_for, raised
from protocols import PROTOCOLS, protocol_named
from records import LeftOut, Row


def test_the_margin_is_noise_and_promises_have_none() -> None:
    assert margin_for(100, exact=False) == 0.025
    assert margin_for(10, exact=False) == 0.03
    assert margin_for(10**6, exact=False) == 0.005
    assert margin_for(10, exact=True) == 0.0


def test_a_figure_may_fall_by_its_margin_and_no_more() -> None:
    pinned = {"a": Floor(0.8, 0.02, "d"), "b": Floor(1.0, 0.0, "d"), "c": Floor(0.5, 0.02, "d")}
    fine = {"a": Floor(0.78, 0.02, "d"), "b": Floor(1.0, 0.0, "d"), "c": Floor(0.9, 0.02, "d")}
    assert judged(fine, pinned, pinned) == []
    fell = {"a": Floor(0.7799, 0.02, "d"), "b": Floor(0.999, 0.0, "d")}
    verdicts = {verdict.measure: verdict.problem for verdict in judged(fell, pinned, pinned)}
    assert verdicts["a"] == "0.7799 is below 0.8000 - 0.0200"
    assert verdicts["b"] == "0.9990 is below 1.0000 - 0.0000"
    assert verdicts["c"] == "is pinned, but was not measured"


def test_figures_of_other_data_are_not_compared() -> None:
    (verdict,) = judged({"a": Floor(0.9, 0.0, "new")}, {"a": Floor(0.8, 0.0, "old")})
    assert "other data" in verdict.problem


def test_floors_go_up_and_never_down_by_themselves() -> None:
    pinned = {"up": Floor(0.5, 0.02, "d"), "down": Floor(0.5, 0.02, "d"), "other": Floor(0.5, 0.02, "old")}
    now = {name: Floor(value, 0.01, "d") for name, value in {"up": 0.6, "down": 0.49, "other": 0.9, "new": 0.1}.items()}
    kept, refused = raised(now, pinned, lower=False)
    assert refused == ["down", "other"]
    assert (kept["up"], kept["new"], kept["down"]) == (now["up"], now["new"], pinned["down"])
    lowered, refused = raised(now, pinned, lower=True)
    assert (lowered, refused) == (now, [])


def test_floors_are_kept_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    assert floors.load(file) == {}
    written = {"b": Floor(0.5, 0.02, "d"), "a": Floor(1.0, 0.0, "d")}
    floors.save(written, file)
    assert floors.load(file) == written
    assert list(json.loads(file.read_text("utf-8"))) == ["a", "b"]
    assert len(file.read_text("utf-8").splitlines()) == 4
    floors.save({}, file)
    assert floors.load(file) == {}


def test_the_pinned_floors_are_figures_of_known_protocols() -> None:
    for measure, floor in floors.load().items():
        name, _, figure = measure.removeprefix("quick/").split("/")[0], "", measure.rpartition("/")[2]
        assert figure in protocol_named(name).floors
        assert 0 <= floor.margin <= 0.03
        assert floor.inputs


def row(**changes: Any) -> Row:
    values = {
        "protocol": "matching",
        "set": "kpa2021 dev",
        "runner": "miner",
        "n": 932,
        "seconds": 1.0,
        "peak_mb": 90.0,
    }
    return Row(**{**values, "figures": {"plain strict": 0.84567, "other": 1.0}, "inputs": "d", **changes})


def test_only_ours_has_floors() -> None:
    assert floors.measured([row(), row(runner="tfidf")]) == {
        "matching/kpa2021 dev/plain strict": Floor(0.8457, 0.0082, "d")
    }
    assert list(floors.measured([row(quick=True)])) == ["quick/matching/kpa2021 dev/plain strict"]


def test_the_table_names_the_command_that_made_it() -> None:
    text = tables.markdown([row(), row(runner="tfidf", figures={"plain strict": 0.5})])
    assert "gate.py --only matching\n" in text
    assert "| kpa2021 dev | miner | 0.846 | 1.000 | 932 | 1.0 | 90 |" in text
    assert "| kpa2021 dev | tfidf | 0.500 |  | 932 | 1.0 | 90 |" in text
    assert tables.markdown([]) == tables.NOTHING_YET


def test_only_what_stands_between_the_marks_is_written(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text(f"before\n{tables.BEGIN}\nold\n{tables.END}\nafter\n", "utf-8")
    tables.write_into(page, "new")
    assert page.read_text("utf-8") == f"before\n{tables.BEGIN}\n\nnew\n\n{tables.END}\nafter\n"
    with pytest.raises(SystemExit, match="lacks the lines"):
        tables.write_into(tmp_path / "absent.md", "new")


def test_every_protocol_has_its_file_with_a_function_to_score(root: Path) -> None:
    for protocol in PROTOCOLS:
        tree = ast.parse((root / "tests" / "quality" / f"{protocol.module or protocol.name}.py").read_text("utf-8"))
        assert "score" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert protocol.runners[0] == "miner"
        assert set(protocol.exact) <= set(protocol.floors)
        assert f"`{protocol.name}`" in (root / "tests" / "quality" / "README.md").read_text("utf-8")


def test_without_data_nothing_is_scored_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINER_SHARED_DATA", str(tmp_path / "absent"))
    assert gate.main([]) == 0
    assert "absent: nothing is scored. Name the folder with --data DIR or MINER_SHARED_DATA." in capsys.readouterr().out
    assert data_folder(str(tmp_path)) == tmp_path
    monkeypatch.delenv("MINER_SHARED_DATA")
    assert data_folder(None).parts[-2:] == ("shared", "data")


@pytest.mark.parametrize("options", [["--only", "macthing"], ["--runners", "bert"], ["--lower"]])
def test_wrong_options_end_before_anything_is_scored(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        gate.main(options)
    assert "unknown" in (said := capsys.readouterr().err) or "--raise" in said


def write_matching_set(folder: Path) -> None:
    """Two stances of an invented topic; every argument repeats its key point in other words."""
    said = {
        "1": ("Ferries are cheap", "the ferry costs less money", "Ferries are calm", "the ferry crossing is calm"),
        "-1": ("Bridges are quick", "a bridge is quick to cross", "Bridges last", "a bridge lasts a hundred years"),
    }
    arguments, points, marks = ["arg_id,argument,topic,stance"], ["key_point_id,key_point,topic,stance"], []
    for stance, (first, says_first, second, says_second) in said.items():
        for number in range(4):
            text = says_first if number % 2 else says_second
            arguments.append(f"a{stance}{number},{text} and that is reason {number},Ferries,{stance}")
            marks += [f"a{stance}{number},k{stance}0,{number % 2}", f"a{stance}{number},k{stance}1,{1 - number % 2}"]
        points += [f"k{stance}0,{first},Ferries,{stance}", f"k{stance}1,{second},Ferries,{stance}"]
    (folder / "kpa2021").mkdir(parents=True)
    for name, lines in (("arguments", arguments), ("key_points", points), ("labels", marks)):
        head = ["arg_id,key_point_id,label"] if name == "labels" else []
        (folder / "kpa2021" / f"{name}_dev.csv").write_text("\n".join([*head, *lines]), "utf-8")


def test_the_gate_fails_when_a_figure_of_ours_falls(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way on a small set: score, pin, pass, fail; the rows of another protocol stay."""
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.json")
    monkeypatch.setattr(floors.load, "__defaults__", (tmp_path / "floors.json",))
    monkeypatch.setattr(floors.save, "__defaults__", (tmp_path / "floors.json",))
    write_matching_set(tmp_path / "data")
    out = tmp_path / "out"
    out.mkdir()
    earlier = row(protocol="strength", figures={"Spearman": 0.5})
    (out / "quality.json").write_text(json.dumps([vars(earlier)]), "utf-8")
    command = ["--data", str(tmp_path / "data"), "--output", str(out), "--only", "matching", "--runners", "miner,tfidf"]
    assert gate.main([*command, "--raise"]) == 0
    pinned = floors.load()
    assert "matching/kpa2021 dev/plain strict" in pinned
    said = capsys.readouterr().out
    assert "tfidf" in said
    assert "qam" not in said
    rows = [Row.from_json(values) for values in json.loads((out / "quality.json").read_text("utf-8"))]
    assert {(one.protocol, one.runner) for one in rows} == {
        ("strength", "miner"),
        ("matching", "miner"),
        ("matching", "tfidf"),
    }
    assert all(one.peak_mb > 10 and one.inputs for one in rows if one.protocol == "matching")
    higher = {measure: Floor(1.5, 0.01, floor.inputs) for measure, floor in pinned.items()}
    floors.save(higher)
    assert gate.main([*command[:-1], "miner", "--raise"]) == 1
    assert floors.load() == higher
    said = capsys.readouterr().out
    assert "BELOW ITS FLOOR  matching/kpa2021 dev/plain strict" in said
    assert "stays: matching/kpa2021 dev/plain strict" in said


def test_a_peer_that_is_not_installed_drops_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise LeftOut(f"{name} is not installed")

    import matching

    monkeypatch.setattr(matching, "runner", absent)
    write_matching_set(tmp_path)
    assert gate.main(["--child", "matching:minilm", "--data", str(tmp_path)]) == gate._LEFT_OUT
    assert capsys.readouterr().err == "minilm is not installed\n"


def test_a_runner_that_hangs_or_crashes_fails_the_gate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_matching_set(tmp_path)
    (tmp_path / "kpa2021" / "labels_dev.csv").write_text("arg_id,key_point_id\na,b\n", "utf-8")
    command = ["--data", str(tmp_path), "--output", str(tmp_path / "out"), "--only", "matching", "--runners", "miner"]
    assert gate.main(command) == 1
    assert "FAILED  matching: KeyError: 'label'" in capsys.readouterr().out
    monkeypatch.setattr(gate, "TIMEOUT_SECONDS", 0.01)
    assert gate.main(command) == 1
    assert "FAILED  matching: not done after 0.01 s" in capsys.readouterr().out


def test_a_quick_run_leaves_out_who_takes_long_to_start() -> None:
    groups = protocol_named("groups")
    quick, named, full = ("--quick",), ("--quick", "--runners", "kura,miner"), ()
    assert gate._runners(groups, gate._parsed(quick)) == ["miner", "tfidf", "minilm"]
    assert gate._runners(groups, gate._parsed(named)) == ["miner", "kura"]
    assert gate._runners(groups, gate._parsed(full)) == list(groups.runners)
    for protocol in PROTOCOLS:
        assert "miner" in gate._runners(protocol, gate._parsed(quick))


def test_inputs_have_a_digest_that_tells_other_data(tmp_path: Path) -> None:
    write_matching_set(tmp_path)
    before = inputs_digest(tmp_path, ("kpa2021",))
    assert before == inputs_digest(tmp_path, ("kpa2021", "absent"))
    file = tmp_path / "kpa2021" / "labels_dev.csv"
    file.write_text(file.read_text("utf-8").replace(",1", ",0", 1), "utf-8")
    assert inputs_digest(tmp_path, ("kpa2021",)) != before
