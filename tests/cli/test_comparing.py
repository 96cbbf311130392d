"""``miner compare``: two digests by file, number and name; what is said, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import discussion

from miner.cli import main
from miner.transcript import Transcript, dump_transcript


def write(place: str, found: Transcript) -> str:
    Path(place).write_text("".join(line if line.endswith("\n") else f"{line}\n" for line in dump_transcript(found)))
    return place


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two digests kept under one name."""
    place = tmp_path_factory.mktemp("compare")
    full = discussion(60)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("XDG_DATA_HOME", str(place / "data"))
        for name, posts in (("one", full.posts[:40]), ("two", full.posts[20:])):
            import msgspec

            talk = write("talk.jsonl", msgspec.structs.replace(full, posts=posts))
            arguments = ("digest", talk, "--keep", "--library", "kept.db", "-q", "--format", "json")
            assert main(arguments) == 0
            Path("reports/talk.json").rename(f"{name}.json")
    return place


@pytest.fixture(autouse=True)
def there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    return code, *capsys.readouterr()


def test_a_kept_digest_has_its_news_and_compare_tells_the_same(capsys):
    kept = json.loads(Path("two.json").read_text("utf-8"))
    assert json.loads(Path("one.json").read_text("utf-8"))["news"] is None
    code, out, _ = run(capsys, "compare", "talk", "talk", "--library", "kept.db", "--json")
    assert (code, json.loads(out)["news"]) == (0, kept["news"])
    code, out, _ = run(capsys, "compare", "1", "2", "--library", "kept.db", "--json")
    assert (code, json.loads(out)["news"]) == (0, kept["news"])


def test_files_are_compared_without_a_library(capsys):
    code, out, _ = run(capsys, "compare", "one.json", "two.json")
    first, _, head, *rows = out.splitlines()
    assert code == 0
    assert first.startswith("Since 14 May 2024: ")
    assert head.split() == ["id", "what", "became", "of", "it", "people", "theme"]
    assert rows


def test_the_same_digest_has_nothing_new(capsys):
    code, out, _ = run(capsys, "compare", "two.json", "two.json")
    assert (code, out.splitlines()[0]) == (0, "Nothing new since 14 May 2024.")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing", "talk", "--library", "kept.db"), 2, "nothing"),
        (("one.json", "talk.jsonl"), 3, "talk.jsonl"),
        (("talk", "talk", "--library", "none.db"), 3, "There is no library at none.db"),
    ],
)
def test_what_is_not_there_is_said(capsys, arguments, code, said):
    found, _, err = run(capsys, "compare", *arguments)
    assert (found, said in err) == (code, True)
