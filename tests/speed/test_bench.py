"""The bench's own arithmetic, and the discussion it is run on."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import bench
import discussion
import opening
import pytest
import saved_pages
import stored
import streams
import topics
from bench import Line, Measured

from miner import read
from miner.digest import load_digest


def line(ratio: float | None, most: float | None) -> Line:
    return Line("a job", Measured(2.0, 3.5, 120.4), "plain work", ratio, most)


def test_a_ratio_above_its_budget_is_not_kept() -> None:
    assert line(2.0, 2.0).kept
    assert not line(2.01, 2.0).kept
    assert line(9.0, None).kept
    assert line(None, None).kept


def test_a_line_of_the_table_says_what_it_is_compared_with() -> None:
    assert bench._row(line(2.04, 2.0)) == "| a job | 2.00 | 3.50 | 120 | 2.04 x plain work | at most 2: not kept |"
    assert bench._row(line(None, None)) == "| a job | 2.00 | 3.50 | 120 |  |  |"


MEASURED_TWICE = """
import sys
from pathlib import Path
from bench import measure
small = measure([sys.executable, "-c", "pass"], Path())
large = measure([sys.executable, "-c", "kept = b'x' * 100_000_000; sum(range(3_000_000))"], Path())
print(large.peak_mb - small.peak_mb, large.cpu_seconds > small.cpu_seconds > 0)
"""


def test_commands_are_measured_from_outside(root: Path) -> None:
    """In a small process of its own, as the bench is: a child begins with the memory of the process that starts it."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED_TWICE], cwd=root / "tests/speed", capture_output=True, text=True, check=True
    )
    more_mb, more_work = done.stdout.split()
    assert float(more_mb) == pytest.approx(100, abs=20)
    assert more_work == "True"


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ended with 3: no such chat"):
        bench.measure([sys.executable, "-c", "import sys; sys.stderr.write('no such chat'); sys.exit(3)"], tmp_path)


def test_the_fastest_of_several_runs_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    runs = iter([Measured(3.0, 1.0, 1.0), Measured(1.0, 9.0, 1.0), Measured(2.0, 1.0, 1.0)])
    monkeypatch.setattr(bench, "measure", lambda command, folder: next(runs))
    assert bench.fastest(["miner"], tmp_path, 3).seconds == 1.0


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy, n_modules = bench._modules_of_help(tmp_path)
    assert heavy == ""
    assert n_modules > 100


def test_the_discussion_is_the_same_every_time_and_of_any_size(tmp_path: Path) -> None:
    for name in ("first.csv", "second.csv"):
        discussion.write_chat(tmp_path / name, 300)
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()
    with (tmp_path / "first.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["id"] for row in rows}) == 300
    own = [row["text"] for row in rows if not row["retweet_id"]]
    assert 20 <= 300 - len(own) <= 50
    assert len(set(own)) >= 0.95 * len(own)
    assert len({row["user_screen_name"] for row in rows}) > 40
    assert sum(row["text"] in set(discussion.questions()) for row in rows) >= 4


def test_the_discussion_is_read_as_a_chat_with_questions(tmp_path: Path) -> None:
    from miner import read

    discussion.write_chat(tmp_path / "chat.csv", 120)
    transcript = read([str(tmp_path / "chat.csv")])
    (thread,) = transcript.threads
    assert thread.is_chat
    assert [question.id for question in thread.questions] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert len(transcript.posts) > 110


def test_large_files_are_the_same_every_time_and_read_whole(tmp_path: Path) -> None:
    from miner import read

    for write, name in (
        (streams.write_lines, "lines.jsonl"),
        (streams.write_mails, "mails.mbox"),
        (streams.write_reddit, "reddit.jsonl"),
        (streams.write_log, "town.log"),
    ):
        n = write(tmp_path / name, 300_000)
        first = (tmp_path / name).read_bytes()
        assert 300_000 <= len(first) < 2_000_000
        assert write(tmp_path / name, 300_000) == n
        assert (tmp_path / name).read_bytes() == first
        assert len(read([str(tmp_path / name)]).posts) == n


def test_the_table_is_written_between_the_marks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text(f"before\n{bench.BEGIN}\nold\n{bench.END}\nafter\n", "utf-8")
    monkeypatch.setattr(bench, "DOCS", page)
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    bench._write([line(1.5, 2.0)], ["A note."])
    text = page.read_text("utf-8")
    assert "| a job | 2.00 | 3.50 | 120 | 1.50 x plain work | at most 2 |\n\nA note.\n\n<!-- end" in text
    assert "bench.py --write" in text
    assert "old" not in text
    page.write_text("no marks", "utf-8")
    with pytest.raises(SystemExit, match="lacks the lines"):
        bench._write([], [])


def test_saved_pages_are_the_same_every_time_and_all_of_them_are_read(tmp_path: Path) -> None:
    n_comments = saved_pages.write_pages(tmp_path / "one", 8)
    saved_pages.write_pages(tmp_path / "two", 8)
    ones, twos = (sorted((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert [one.read_bytes() for one in ones] == [two.read_bytes() for two in twos]
    transcript = read([str(tmp_path / "one")])
    assert {account.source for account in transcript.accounts} == {"page"}
    assert sum(post.kind == "comment" for post in transcript.posts) == n_comments


def test_a_report_of_any_size_is_weighed_and_opened(tmp_path: Path) -> None:
    (report,) = opening.reports(tmp_path, [60])
    written = tmp_path / "report60.html"
    assert written.read_text("utf-8").count("<mark") == 60
    assert (report.n_arguments, report.size) == (60, written.stat().st_size)
    assert report.render_seconds > 0
    if report.open_seconds is None:
        pytest.skip("no Chromium here: the report was not opened")
    assert 0 < report.open_seconds < 60


def test_a_stored_digest_is_drawn_and_its_messages_are_counted(tmp_path: Path) -> None:
    stored.write_stored(tmp_path / "stored.json", 60)
    assert len(load_digest((tmp_path / "stored.json").read_bytes()).arguments) == 60
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "01.txt").write_text("abc\n", "utf-8")
    (tmp_path / "parts" / "02.txt").write_text("👩👩\n", "utf-8")
    assert stored.longest_message(tmp_path / "parts") == 4


def test_topics_are_made_of_the_same_texts(tmp_path: Path) -> None:
    if not topics.is_installed():
        pytest.skip("BERTopic is not installed (make peers)")
    chat = tmp_path / "chat.csv"
    discussion.write_chat(chat, 120)
    done = subprocess.run(
        [sys.executable, "-c", topics.SCRIPT, str(chat)], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert int(done.stdout.split()[-1]) >= 1
