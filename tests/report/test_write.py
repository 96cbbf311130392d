"""Reports are written whole or not at all."""

from __future__ import annotations

import json
import stat
import subprocess
import sys

import jsonschema
import pytest
from digests import few_arguments, library_chat
from hostile import hostile_digest
from msgspec.structs import replace

from miner.digest.records import digest_schema, load_digest
from miner.errors import CannotWrite, QuoteNotFound, UnknownName
from miner.report import render, write_report
from miner.settings import ReportSettings

ALL = ReportSettings(formats=("html", "markdown", "json"))


def test_each_form_gets_its_suffix_and_the_folder_is_made(tmp_path):
    paths = write_report(library_chat(), tmp_path / "new" / "mar.10", ALL)
    assert [path.name for path in paths] == ["mar.10.html", "mar.10.md", "mar.10.json"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["mar.10.html", "mar.10.json", "mar.10.md"]
    assert paths[0].read_text("utf-8") == render(library_chat(), "html")
    assert stat.S_IMODE(paths[0].stat().st_mode) & 0o400


def test_a_report_that_fails_leaves_what_was_there(tmp_path):
    (tmp_path / "chat.html").write_text("old", "utf-8")
    broken = replace(library_chat(), overview=("nobody",))
    with pytest.raises(QuoteNotFound):
        write_report(broken, tmp_path / "chat", ALL)
    assert [path.name for path in tmp_path.iterdir()] == ["chat.html"]
    assert (tmp_path / "chat.html").read_text("utf-8") == "old"


def test_no_form_is_written_when_a_later_one_fails(tmp_path):
    with pytest.raises(UnknownName, match=r"There is no format 'htm'\. Did you mean 'html'"):
        write_report(few_arguments(), tmp_path / "chat", ReportSettings(formats=("markdown", "htm")))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CannotWrite, match="Give another place with --output") as caught:
        write_report(few_arguments(), tmp_path / "file" / "chat", ALL)
    assert caught.value.exit_code == 2
    (tmp_path / "chat.html").mkdir()
    with pytest.raises(CannotWrite, match=r"chat\.html cannot be written"):
        write_report(few_arguments(), tmp_path / "chat", ALL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chat.html", "file"]


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest])
def test_json_follows_its_schema_and_reads_back(make):
    text = render(make(), "json")
    jsonschema.Draft202012Validator(digest_schema()).validate(json.loads(text))
    assert load_digest(text.encode()) == make()


def test_rendering_is_loaded_only_when_asked_for():
    code = "import sys, miner.report; print('jinja2' in sys.modules, 'markupsafe' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
