"""Eight weekly runs in a row: themes keep their ids, marks of what is new are right, quiet weeks cost nothing."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from weeks import Row, monday_after, rows_of, run_json, settle_in, write_table

from miner.delivery import entries
from miner.digest import Digest
from miner.digest.records import load_digest
from miner.library import Library, problems_of
from miner.schedules import settled_of

pytestmark = pytest.mark.slow

SUBJECTS_BY_WEEK = {
    0: ("late hours", "noise"),
    1: ("late hours", "noise"),
    2: ("late hours", "fees"),
    4: ("late hours", "fees", "machines"),
    5: ("noise", "machines"),
    7: ("late hours", "events"),
}


@dataclass(frozen=True)
class Week:
    """What a run said, and the digest it sent; None in a quiet week."""

    said: dict[str, Any]
    digest: Digest | None

    @property
    def period(self) -> dict[str, Any]:
        found: dict[str, Any] = self.said["periods"][-1]
        return found


def test_an_invented_series(capsys, tmp_path, monkeypatch):
    settle_in(tmp_path, monkeypatch)
    for week, subjects in SUBJECTS_BY_WEEK.items():
        write_table(Path(f"talk/week{week}.csv"), rows_of(week, 20, subjects))
    weeks = list(_run(capsys, [monday_after(week) for week in range(8)]))
    assert [week.period["state"] for week in weeks] == [
        "made" if week in SUBJECTS_BY_WEEK else "quiet" for week in range(8)
    ]
    rows = {week: rows_of(week, 20, subjects) for week, subjects in SUBJECTS_BY_WEEK.items()}
    _check_series(weeks, [{row[1] for row in rows.get(week, [])} for week in range(8)])
    made = [week.digest for week in weeks if week.digest is not None]
    continued = [
        {theme.lasting_id for theme in after.themes} & {theme.lasting_id for theme in before.themes}
        for before, after in pairwise(made)
    ]
    assert continued[0], "two weeks about the same two subjects have no theme in common"
    _check_library(n_made=6)


def test_the_same_week_again_under_another_name_costs_no_embedding(capsys, tmp_path, monkeypatch):
    more = '\n[digests.other]\nplaces = ["talk"]\non = "friday 09:00"\nto = ["folder:sent"]\nformats = ["json"]\n'
    settle_in(tmp_path, monkeypatch, more=more)
    write_table(Path("talk/town.csv"), rows_of(0, 30))
    _, first = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    _, again = run_json(capsys, "run", "other", "--now", monday_after(0))
    assert first["periods"][0]["n_rows_made"] > 0
    assert (again["periods"][0]["state"], again["periods"][0]["n_rows_made"]) == ("made", 0)


def test_the_chats_of_a_spring(capsys, tmp_path, monkeypatch, shared_data):
    """Six chats of one hashtag in fifteen weeks, and two weeks without one; handles stay in the folder of the test."""
    settle_in(tmp_path, monkeypatch)
    chats = [_chat(file) for file in sorted((shared_data / "critlib_tweet_chats").glob("*.csv.gz"))]
    by_week = {min(row[2] for row in rows): rows for rows in chats}
    for number, rows in enumerate(by_week.values()):
        write_table(Path(f"talk/chat{number}.csv"), rows)
    ends = sorted(_friday_after(max(row[2] for row in rows)) for rows in chats)
    moments = sorted([*ends, ends[0] + timedelta(weeks=1), ends[-1] + timedelta(weeks=1)])
    assert len(moments) == 8
    weeks = list(_run(capsys, [moment.isoformat() for moment in moments], catch_up=20))
    assert sum(week.digest is not None for week in weeks) == 6
    authors = [
        {row[1] for rows in chats for row in rows if _friday_after(row[2]) == moment} if week.digest else set()
        for moment, week in zip(moments, weeks, strict=True)
    ]
    _check_series(weeks, authors)
    _check_library(n_made=6)


def _run(capsys: pytest.CaptureFixture[str], moments: Iterable[str], catch_up: int = 4) -> Iterator[Week]:
    """A run at each moment, and one more that must do nothing."""
    text = Path("miner.toml").read_text("utf-8").replace("every =", f"catch_up = {catch_up}\nevery =")
    Path("miner.toml").write_text(text, "utf-8")
    for moment in moments:
        code, said = run_json(capsys, "run", "weekly", "--now", moment)
        assert code == 0
        assert said["left_out"] == []
        last = said["periods"][-1]
        file = Path(f"sent/weekly-{last['period']}.json")
        yield Week(said, load_digest(file.read_bytes()) if last["state"] == "made" else None)
        code, again = run_json(capsys, "run", "weekly", "--now", moment)
        assert (code, again["periods"], again["deliveries"]) == (0, [], [])


def _check_series(weeks: list[Week], authors: list[set[str]]) -> None:
    """Ids are given once, marks say what is so, quiet weeks make nothing, and each digest went out once."""
    known_ids: set[str] = set()
    known_people: set[str] = set()
    is_first = True
    for week, said_something in zip(weeks, authors, strict=True):
        digest = week.digest
        if digest is None:
            assert "n_rows_made" not in week.period
            assert week.said["deliveries"] == []
            continue
        assert [one["state"] for one in week.said["deliveries"]] == ["sent"]
        ids = [theme.lasting_id or "" for theme in digest.top_themes]
        assert all(ids)
        assert len(set(ids)) == len(ids)
        assert {person.name for person in digest.people} == said_something
        if is_first:
            assert digest.news is None
            assert {theme.outcome for theme in digest.themes} <= {None}
        else:
            assert digest.news is not None
            assert digest.news.n_new_posts == week.period["n_new_posts"]
            _check_marks(digest, known_ids, known_people)
        is_first = False
        known_ids |= set(ids)
        known_people |= said_something


def _check_marks(digest: Digest, known_ids: set[str], known_people: set[str]) -> None:
    for theme in digest.themes:
        if theme.outcome == "new":
            assert theme.lasting_id not in known_ids
        if theme.outcome in ("continued", "grown", "faded", "back"):
            assert theme.lasting_id in known_ids
    newcomers = {person.name for person in digest.people if person.first_time}
    assert newcomers == {person.name for person in digest.people} - known_people


def _check_library(n_made: int) -> None:
    with Library("kept.db", may_write=False) as library:
        assert list(problems_of(library)) == []
        states = [one.state for one in settled_of(library, "weekly")]
        sent = entries(library)
    assert states.count("made") == n_made
    assert set(states) == {"made", "quiet"}
    assert [one.state for one in sent] == ["sent"] * n_made
    assert {one.tries for one in sent} == {1}
    assert len({one.message_id for one in sent}) == len(list(Path("sent").iterdir())) == n_made


def _chat(file: Path) -> list[Row]:
    """The busiest two hours of a chat, without tweets shared on."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["text"].startswith("RT @")]
    found: list[Row] = [
        (
            row["tweet_url"].rpartition("/")[2] or row["id"],
            row["user_screen_name"],
            _moment(row["created_at"]),
            row["text"],
        )
        for row in rows
    ]
    hours = [row[2].replace(minute=0, second=0) for row in found]
    busiest = max(sorted(set(hours)), key=hours.count)
    return [row for row in found if busiest <= row[2] < busiest + timedelta(hours=1)]


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y").astimezone(UTC)


def _friday_after(moment: datetime) -> datetime:
    """Noon of the first Friday (by UTC) from a moment on."""
    days = (4 - moment.weekday()) % 7
    return moment.replace(hour=12, minute=0, second=0) + timedelta(days=days)
