"""``miner schedule``: what is listed, added, installed and removed, and what systemd and cron make of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from weeks import monday_after, rows_of, settle_in, write_table

from miner.cli import main
from miner.schedules import schedule_of
from miner.schedules.periods import LAST_DAY, Rhythm
from miner.schedules.starters import MARK, Starting, cron_line, is_own, on_calendar, with_line, without_line, workflow
from miner.schedules.starters.base import secrets_named
from miner.schedules.tables import Schedule
from miner.settings import Settings, load_settings

ANALYZE = shutil.which("systemd-analyze")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    settle_in(tmp_path, monkeypatch)
    write_table(Path("talk/town.csv"), rows_of(0))
    return tmp_path


def schedule(rhythm: Rhythm | None = None, name: str = "weekly") -> Schedule:
    rhythm = rhythm or Rhythm("week", 4, time(9), ZoneInfo("Europe/Berlin"))
    return Schedule(name, ("talk",), rhythm, 4, ("folder:sent",), Settings())


RHYTHMS = [
    Rhythm("week", 4, time(9), ZoneInfo("Europe/Berlin")),
    Rhythm("week", 6, time(23, 45), ZoneInfo("America/New_York")),
    Rhythm("day", 0, time(7, 30), ZoneInfo("Asia/Kolkata")),
    Rhythm("month", 1, time(), ZoneInfo("UTC")),
    Rhythm("month", 15, time(9), ZoneInfo("Europe/Berlin")),
    Rhythm("month", LAST_DAY, time(18), ZoneInfo("Australia/Sydney")),
]


@pytest.mark.skipif(ANALYZE is None, reason="no systemd on this machine")
@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda rhythm: f"{rhythm.unit}-{rhythm.day}")
def test_systemd_starts_it_exactly_when_it_is_due(rhythm):
    said = subprocess.run(
        [str(ANALYZE), "calendar", "--iterations=14", on_calendar(schedule(rhythm))],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "UTC"},
    ).stdout
    found = re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", said)
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in found]
    assert len(moments) == 14
    for moment in moments:
        assert rhythm.next_after(moment - timedelta(minutes=1)).ends_at == moment


@pytest.mark.skipif(ANALYZE is None, reason="no systemd on this machine")
def test_a_day_that_some_months_lack_is_started_on_their_last_one():
    said = subprocess.run(
        [str(ANALYZE), "calendar", on_calendar(schedule(Rhythm("month", 30, time(9), ZoneInfo("UTC"))))],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "*-*-28..30 09:00:00 UTC" in said


def installed(here: Path) -> list[Path]:
    return sorted((here / ".config/systemd/user").glob("*"))


def test_units_are_written_and_systemd_finds_no_fault(capsys, here, tmp_path):
    assert main(["schedule", "install"]) == 0
    said = capsys.readouterr().out
    service, timer = installed(here)
    assert said.splitlines()[:2] == [f"{service}: written", f"{timer}: written"]
    assert "systemctl --user daemon-reload && systemctl --user enable --now miner-weekly.timer" in said
    assert service.read_text("utf-8").startswith(MARK)
    assert f"WorkingDirectory={here}\n" in service.read_text("utf-8")
    assert "Persistent=true" in timer.read_text("utf-8")
    assert main(["schedule", "install"]) == 0
    assert f"{timer}: as it was" in capsys.readouterr().out
    Path("miner.toml").write_text(Path("miner.toml").read_text("utf-8").replace("friday", "monday"), "utf-8")
    assert main(["schedule", "install", "weekly"]) == 0
    assert f"{timer}: replaced" in capsys.readouterr().out
    if ANALYZE is not None:
        done = subprocess.run(
            [ANALYZE, "verify", "--user", str(timer), str(service)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        )
        ours = [line for line in done.stderr.splitlines() if "miner-" in line]
        assert ours == []


def test_the_command_of_the_unit_is_one_that_runs(capsys, here):
    folder = here / 'a "folder" of 100% mine'
    folder.mkdir()
    (folder / "miner.toml").write_text(Path("miner.toml").read_text("utf-8"), "utf-8")
    os.chdir(folder)
    assert main(["schedule", "install", "--print"]) == 0
    said = capsys.readouterr().out
    assert "100%% mine" in said
    (line,) = (line for line in said.splitlines() if line.startswith("ExecStart="))
    words = [word.strip('"') for word in line.removeprefix("ExecStart=").split(" ")]
    assert words == [sys.executable, "-m", "miner", "run", "weekly", "--quiet"]


def test_a_file_that_is_not_ours_is_left_alone(capsys, here):
    units = here / ".config/systemd/user"
    units.mkdir(parents=True)
    (units / "miner-weekly.service").write_text("[Service]\nExecStart=/bin/true\n", "utf-8")
    assert main(["schedule", "install", "weekly"]) == 2
    assert "was left as it is: 'miner schedule install' did not write it. Move it away" in capsys.readouterr().err
    assert main(["schedule", "remove", "weekly"]) == 0
    assert "left alone, miner did not write it" in capsys.readouterr().out
    assert (units / "miner-weekly.service").read_text("utf-8") == "[Service]\nExecStart=/bin/true\n"


@pytest.mark.parametrize("way", ["systemd", "cron", "github"])
def test_print_shows_and_writes_nothing(capsys, here, way):
    before = sorted(here.rglob("*"))
    assert main(["schedule", "install", "weekly", "--with", way, "--print"]) == 0
    assert "run weekly" in capsys.readouterr().out
    assert sorted(here.rglob("*")) == before


def test_a_way_that_does_not_exist(capsys):
    assert main(["schedule", "install", "--with", "launchd"]) == 2
    assert "There is no way to start runs 'launchd'. There are: cron, github, systemd." in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="cron is of Unix")
def test_a_line_of_cron_runs_in_its_folder_whatever_that_is_called(here, tmp_path):
    """The line is given to the shell as cron does it: from the first % on, unescaped, it would be standard input."""
    folder = tmp_path / "it's 100% mine"
    folder.mkdir()
    line = cron_line(schedule(), Starting(folder, ("echo",)))
    minute, rest = line.split(" ", 1)
    assert 0 <= int(minute) < 60
    assert rest.startswith("* * * * cd ")
    command = re.split(r"(?<!\\)%", rest.removeprefix("* * * * "))[0].replace("\\%", "%")
    done = subprocess.run(["/bin/sh", "-c", f"{command}; pwd"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["run weekly --quiet", str(folder)]


def test_a_table_of_cron_keeps_all_other_lines():
    before = "# mine\nMAILTO=ann@example.org\n5 4 * * * backup\n"
    one = with_line(before, schedule(), "1 * * * * old")
    two = with_line(one, schedule(), "1 * * * * new")
    assert two == before + "# miner schedule: weekly\n1 * * * * new\n"
    assert with_line(two, schedule(name="daily"), "2 * * * * x").startswith(two)
    assert without_line(two, "weekly") == before
    assert without_line(two, "week") == two
    assert with_line("", schedule(), "1 * * * * x") == "# miner schedule: weekly\n1 * * * * x\n"
    assert without_line("# miner schedule: weekly", "weekly") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="cron is of Unix")
def test_the_line_is_written_only_when_asked_for_and_taken_away_again(capsys, here, monkeypatch):
    """With a command that keeps the table in a file, as ``crontab`` does."""
    tools = here / "bin"
    tools.mkdir()
    (tools / "crontab").write_text(
        '#!/bin/sh\nif [ "$1" = -l ]; then cat "$0.table"; else cat > "$0.table"; fi\n', "utf-8"
    )
    (tools / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    table = tools / "crontab.table"
    assert main(["schedule", "install", "weekly", "--with", "cron"]) == 0
    line = capsys.readouterr().out.strip()
    assert not table.exists()
    table.write_text("5 4 * * * backup\n", "utf-8")
    assert main(["schedule", "install", "weekly", "--with", "cron", "--write"]) == 0
    assert table.read_text("utf-8") == f"5 4 * * * backup\n# miner schedule: weekly\n{line}\n"
    assert main(["schedule", "remove", "weekly"]) == 0
    assert table.read_text("utf-8") == "5 4 * * * backup\n"
    assert "[digests.weekly]" not in Path("miner.toml").read_text("utf-8")
    (tools / "crontab").write_text('#!/bin/sh\necho "you may not" >&2\nexit 1\n', "utf-8")
    settle_in(here, monkeypatch)
    assert main(["schedule", "install", "weekly", "--with", "cron", "--write"]) == 2
    assert "Your table of cron was left as it is: you may not." in capsys.readouterr().err


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda rhythm: f"{rhythm.unit}-{rhythm.day}")
def test_a_workflow_runs_within_the_day_after_it_is_due_and_never_before(rhythm, here):
    file = workflow(schedule(rhythm), here, 2026)
    assert file.path == here / ".github/workflows/miner-weekly.yml"
    found = re.search(r"cron: '(\d+) (\d+) \* \* \*'", file.text)
    assert found
    at = timedelta(hours=int(found[2]), minutes=int(found[1]))
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(6):
        period = rhythm.next_after(moment)
        midnight = period.ends_at.replace(hour=0, minute=0)
        runs = [midnight + at + timedelta(days=n) for n in (-1, 0, 1)]
        wait = min(run - period.ends_at for run in runs if run >= period.ends_at)
        assert wait <= timedelta(hours=1)
        moment = period.ends_at


def test_a_workflow_names_the_secrets_and_holds_none(here, monkeypatch):
    monkeypatch.setenv("HOOK", "https://hooks.example/secret")
    settle_in(here, monkeypatch, more='\n[mail]\nhost = "m.example"\npassword = "env:MAIL_PASSWORD"\n')
    text = Path("miner.toml").read_text("utf-8").replace('"folder:sent"', '"slack:env:HOOK"')
    Path("miner.toml").write_text(text, "utf-8")
    found = schedule_of(load_settings((Path("miner.toml"),)), "weekly")
    assert secrets_named(found) == ("HOOK", "MAIL_PASSWORD")
    shown = workflow(found, here, 2026).text
    assert "          HOOK: ${{ secrets.HOOK }}\n          MAIL_PASSWORD: ${{ secrets.MAIL_PASSWORD }}\n" in shown
    assert "hooks.example" not in shown
    assert shown.startswith(MARK)


def test_a_workflow_is_written_and_removed(capsys, here):
    assert main(["schedule", "install", "weekly", "--with", "github"]) == 0
    file = here / ".github/workflows/miner-weekly.yml"
    assert is_own(file)
    assert main(["schedule", "remove", "weekly", "--print"]) == 0
    assert f"{file}: would go" in capsys.readouterr().out
    assert file.exists()
    assert main(["schedule", "remove", "weekly"]) == 0
    assert not file.exists()


def test_the_list_says_what_was_made_and_what_is_due(capsys):
    assert main(["schedule", "list", "--now", monday_after(0)]) == 0
    assert re.search(r"^weekly +every week +never +now +folder:sent *$", capsys.readouterr().out, re.MULTILINE)
    main(["run", "weekly", "--now", monday_after(0), "-q"])
    assert main(["schedule", "list", "--now", monday_after(0)]) == 0
    shown = capsys.readouterr().out
    assert re.search(
        r"^weekly +every week +2024-W10 made +Fri 2024-03-15 09:00 CET +folder:sent *$", shown, re.MULTILINE
    )
    assert main(["schedule", "list", "--now", monday_after(1), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["digests"]
    assert (one["is_due"], one["last"]["period"], one["next"]["period"]) == (True, "2024-W10", "2024-W12")


def test_the_next_ones(capsys):
    assert main(["schedule", "next", "weekly", "-n", "2", "--now", "2024-03-28T00:00Z"]) == 0
    assert [line.split("  ")[:2] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["2024-W13", "Fri 2024-03-29 09:00 CET"],
        ["2024-W14", "Fri 2024-04-05 09:00 CEST"],
    ]
    assert main(["schedule", "next", "weekly", "-n", "1", "--now", "2024-03-28T00:00Z", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["next"][0]["ends_at"] == "2024-03-29T08:00:00Z"


def test_a_digest_is_added_and_the_file_keeps_what_it_had(capsys):
    before = Path("miner.toml").read_text("utf-8")
    words = ["schedule", "add", "monthly", "talk", "https://blog.example/post", "--every", "month", "--on", "last"]
    words += [
        "--at",
        "18:30",
        "--timezone",
        "America/New_York",
        "--window",
        "all",
        "--to",
        "folder:a",
        "--to",
        "feed:b.atom",
    ]
    assert main([*words, "--print"]) == 0
    shown = capsys.readouterr().out
    assert Path("miner.toml").read_text("utf-8") == before
    assert main(words) == 0
    assert "miner run monthly --dry-run" in capsys.readouterr().out
    assert Path("miner.toml").read_text("utf-8") == f"{before}\n{shown}"
    assert shown.splitlines() == [
        "[digests.monthly]",
        'places = ["talk", "https://blog.example/post"]',
        'every = "month"',
        'on = "last"',
        'at = "18:30"',
        'timezone = "America/New_York"',
        'window = "all"',
        'to = ["folder:a", "feed:b.atom"]',
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["weekly", "x"], "it has a digest 'weekly' already"),
        (["a/b", "x"], "expected a name of letters, digits, - and _"),
        (["new", "x", "--every", "fortnight"], "There is no rhythm 'fortnight'. There are: day, month, week."),
        (["new", "x", "--on", "someday"], "Setting 'digests.new.on' in the settings is 'someday'"),
        (["new", "x", "--timezone", "Nowhere"], "Setting 'digests.new.timezone' in the settings is 'Nowhere'"),
        (["new", "x", "--to", "pigeon:x"], "pigeon"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_written(capsys, words, message):
    before = Path("miner.toml").read_bytes()
    assert main(["schedule", "add", *words]) == 2
    assert message in capsys.readouterr().err
    assert Path("miner.toml").read_bytes() == before


def test_the_first_digest_makes_the_file(capsys, monkeypatch):
    Path("miner.toml").unlink()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert main(["schedule", "add", "weekly", "talk", "--on", "friday 09:00"]) == 0
    assert 'timezone = "Asia/Tokyo"' in Path("miner.toml").read_text("utf-8")
    assert capsys.readouterr().out.splitlines()[1] == (
        "Look at it: miner run weekly --dry-run. Have it started: miner schedule install weekly"
    )


def test_without_a_digest_there_is_nothing_to_list_or_install(capsys):
    Path("miner.toml").write_text("", "utf-8")
    for command in ("list", "install"):
        assert main(["schedule", command]) == 0
        assert "miner schedule add NAME PLACE" in capsys.readouterr().out


def test_a_file_of_the_wrong_encoding_is_told(capsys):
    Path("miner.toml").write_bytes(b"# caf\xe9\n")
    assert main(["schedule", "add", "new", "talk"]) == 3
    assert "miner.toml cannot be read: it is not TOML" in capsys.readouterr().err
