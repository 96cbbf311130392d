"""A stored digest drawn again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from miner.cli import main
from miner.digest.records import Account, Digest, DigestArgument, DigestPost, Numbers, dump_digest

WORDS = "Nobody forgives a late parcel."


def _digest() -> Digest:
    return Digest(
        title="Parcels",
        account=Account(read=1, used=1),
        numbers=Numbers(n_posts=1, n_people=1, n_arguments=1),
        posts=(DigestPost(id="t:1", thread_id="t", text=WORDS, author="ann"),),
        arguments=(DigestArgument(id="a", post_id="t:1", start=0, end=len(WORDS)),),
        said_once=("a",),
    )


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "week.json").write_bytes(dump_digest(_digest()))
    return tmp_path


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_reports_stand_beside_the_digest(here, capsys):
    assert main(["render", "talks/week.json"]) == 0
    assert capsys.readouterr().out == f"{Path('talks/week.html')}\n{Path('talks/week.md')}\n"
    assert WORDS in (here / "talks/week.html").read_text("utf-8")


def test_several_forms_are_given_with_commas_or_repeated(here, capsys):
    assert main(["render", "talks/week.json", "--format", "text,slack", "--format", "discord", "-o", "out"]) == 0
    assert _files(here / "out") == ["week.discord", "week.slack.txt", "week.txt"]
    assert _files(here / "out" / "week.discord") == ["01.txt"]
    assert main(["render", "talks/week.json", "--format", "text,slack,discord", "-o", "out", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.partition("{")[2].join(["{", ""]))["exit_code"] == 0


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        ("a.eml", "a.eml"),
        ("a.txt", "a.txt"),
        ("a.slack.txt", "a.slack.txt"),
        ("a.discourse.md", "a.discourse.md"),
        ("a.md", "a.md"),
        ("a.discord", "a.discord"),
        ("news.atom", "news.atom"),
    ],
)
def test_the_end_of_the_name_decides_the_form(here, capsys, wanted, written):
    for _ in range(2):  # a report may take the place of the one before, a folder too
        assert main(["render", "talks/week.json", "-o", wanted]) == 0
    assert capsys.readouterr().out == f"{written}\n" * 2
    assert (here / written).is_dir() is (wanted == "a.discord")


def test_a_feed_is_shared_by_the_reports_of_a_folder(here):
    for title in ("one", "two"):
        digest = msgspec.structs.replace(_digest(), title=title)
        (here / f"{title}.json").write_bytes(dump_digest(digest))
        assert main(["render", f"{title}.json", "--format", "atom", "-o", "out"]) == 0
    assert _files(here / "out") == ["digests.atom"]
    assert (here / "out" / "digests.atom").read_text("utf-8").count("<entry>") == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "it is not a digest that miner wrote as JSON"),
        (b"\xff\xfe", "it is not a digest that miner wrote as JSON"),
        (b'{"title": "x"}', "it is not a digest that miner wrote as JSON (Object missing required field `account`)"),
        (dump_digest(msgspec.structs.replace(_digest(), schema="miner/digest/9")), "its schema is 'miner/digest/9'"),
    ],
)
def test_a_file_that_is_no_digest_is_named(here, capsys, content, said):
    (here / "x.json").write_bytes(content)
    assert main(["render", "x.json"]) == 3
    error = capsys.readouterr().err
    assert f"Error: x.json cannot be read: {said}" in error
    assert "Make it with 'miner digest PLACE --format json'." in error


def test_a_digest_that_is_not_there_is_named(here, capsys):
    assert main(["render", "gone.json"]) == 3
    assert "gone.json does not exist." in capsys.readouterr().err


def test_the_digest_itself_is_not_overwritten(here, capsys):
    before = (here / "talks/week.json").read_bytes()
    assert main(["render", "talks/week.json", "--format", "json"]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert (here / "talks/week.json").read_bytes() == before


def test_an_address_that_is_none_is_found_before_the_work(here, capsys):
    (here / "miner.toml").write_text('[report]\nmail_from = "nobody"\n', "utf-8")
    assert main(["render", "talks/week.json"]) == 2
    assert "Setting 'report.mail_from' in the settings is 'nobody'" in capsys.readouterr().err
    assert _files(here / "talks") == ["week.json"]


def test_settings_of_the_letter_reach_it(here):
    (here / "miner.toml").write_text(
        '[report]\nmail_from = "Ann <ann@example.org>"\nmail_to = ["bob@example.org"]\n', "utf-8"
    )
    assert main(["render", "talks/week.json", "-o", "a.eml", "-q"]) == 0
    letter = (here / "a.eml").read_bytes()
    assert b"From: Ann <ann@example.org>\r\nTo: bob@example.org\r\n" in letter


def test_no_engine_is_loaded(here):
    assert main(["render", "talks/week.json", "-q", "--format", "text"]) == 0
    code = (
        "import sys; from miner.cli import main; main(['render', 'talks/week.json', '-q', '--format', 'text']); "
        "print([name for name in ('onnxruntime', 'sklearn', 'umap') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_forms_are_listed(capsys):
    from miner.report import FORMS

    assert main(["formats"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["name", *FORMS]
    assert len({form.about for form in FORMS.values()}) == len({form.suffix for form in FORMS.values()}) == len(FORMS)
