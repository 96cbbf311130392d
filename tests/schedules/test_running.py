"""``miner run`` and ``run-due`` as they are typed: what is due is made once and sent once."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from weeks import FIRST_MONDAY, Row, comment_page, monday_after, rows_of, run_json, settle_in, tree, write_table

from miner.cli import main
from miner.delivery import entries
from miner.digest.records import load_digest
from miner.library import Library, load_transcript_of
from miner.schedules import settled_of
from miner.schedules.runs import Settled, settle

TALK = Path("talk/town.csv")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    settle_in(tmp_path, monkeypatch)
    write_table(TALK, rows_of(0))
    return tmp_path


def sent() -> list[str]:
    return sorted(path.name for path in Path("sent").iterdir())


def test_a_period_is_made_and_sent_once(capsys):
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert (code, said["exit_code"]) == (0, 0)
    (period,) = said["periods"]
    assert (period["period"], period["state"], period["n_new_posts"]) == ("2024-W10", "made", 12)
    assert (period["starts_at"], period["ends_at"]) == ("2024-03-01T08:00:00Z", "2024-03-08T08:00:00Z")
    assert [one["state"] for one in said["deliveries"]] == ["sent"]
    assert sent() == ["weekly-2024-W10.json"]
    digest = load_digest(Path("sent/weekly-2024-W10.json").read_bytes())
    assert str(digest.written_on) == "2024-03-08"
    before = tree(Path("sent"))
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert (code, said["periods"], said["deliveries"]) == (0, [], [])
    assert said["already"] == {"period": "2024-W10", "state": "made"}
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(0), "--period", "2024-W10")
    assert (code, said["periods"], said["deliveries"]) == (0, [], [])
    assert tree(Path("sent")) == before
    with Library("kept.db", may_write=False) as library:
        assert [(one.state, one.tries) for one in entries(library)] == [("sent", 1)]
        assert library.one("SELECT count(*) FROM digests") == 1


def test_it_says_what_it_did_and_when_it_is_due_again(capsys):
    assert main(["run", "weekly", "--now", monday_after(0)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("weekly 2024-W10 (Fri 2024-03-01 09:00 CET to Fri 2024-03-08 09:00 CET): ")
    assert lines[1:] == ["  Delivered to folder:sent.", "weekly: due next on Fri 2024-03-15 09:00 CET"]
    assert main(["run", "weekly", "--now", monday_after(0)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "weekly 2024-W10: was made on Mon 2024-03-11 01:00 CET; nothing is made or sent twice",
        "weekly: due next on Fri 2024-03-15 09:00 CET",
    ]
    assert main(["run", "weekly", "--now", monday_after(0), "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_only_posts_of_the_window_are_mined_and_all_are_counted(capsys):
    write_table(TALK, [*rows_of(0), *rows_of(1, 9)])
    _, said = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    _, said_later = run_json(capsys, "run", "weekly", "--now", monday_after(1))
    account, later = said["periods"][0]["account"], said_later["periods"][0]["account"]
    assert (account["read"], account["filtered"]["after the window"]) == (21, 9)
    assert (later["read"], later["filtered"]["before the window"]) == (21, 12)
    assert (said["periods"][0]["n_new_posts"], said_later["periods"][0]["n_new_posts"]) == (12, 9)


def test_a_window_of_its_own_looks_further_back(capsys):
    text = Path("miner.toml").read_text("utf-8").replace("every =", 'window = "21 days"\nevery =')
    Path("miner.toml").write_text(text, "utf-8")
    write_table(TALK, [*rows_of(0), *rows_of(2, 9)])
    _, first = run_json(capsys, "run", "weekly", "--now", monday_after(1))
    _, second = run_json(capsys, "run", "weekly", "--now", monday_after(2))
    _, third = run_json(capsys, "run", "weekly", "--now", monday_after(3))
    found = [said["periods"][0] for said in (first, second, third)]
    assert [(one["state"], one["n_new_posts"]) for one in found] == [("made", 12), ("made", 9), ("quiet", 0)]
    assert [one["numbers"]["n_posts"] for one in found[:2]] == [12, 21]


def test_a_quiet_week_sends_nothing_and_is_no_error(capsys):
    run_json(capsys, "run", "weekly", "--now", monday_after(0))
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(1))
    assert (code, said["deliveries"], sent()) == (0, [], ["weekly-2024-W10.json"])
    assert [(one["period"], one["state"], one["n_new_posts"]) for one in said["periods"]] == [("2024-W11", "quiet", 0)]
    assert main(["run", "weekly", "--now", monday_after(1)]) == 0
    assert "2024-W11: was found quiet on" in capsys.readouterr().out


def test_a_week_without_an_argument_is_quiet_too(capsys):
    at = FIRST_MONDAY + timedelta(weeks=1, hours=12)
    write_table(TALK, [*rows_of(0), ("x", "ann", at, "Thanks everyone!"), ("y", "bob", at, "Good morning all")])
    run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert main(["run", "weekly", "--now", monday_after(1)]) == 0
    assert "quiet, 2 new posts, none of which argues; nothing is sent" in capsys.readouterr().out


def test_missed_weeks_are_made_up_for_in_order_and_what_is_left_out_is_said(capsys):
    write_table(TALK, [row for week in range(8) if week != 5 for row in rows_of(week)])
    run_json(capsys, "run", "weekly", "--now", monday_after(0))
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(6))
    assert code == 0
    assert said["left_out"] == ["2024-W11", "2024-W12"]
    assert [(one["period"], one["state"]) for one in said["periods"]] == [
        ("2024-W13", "made"),
        ("2024-W14", "made"),
        ("2024-W15", "quiet"),
        ("2024-W16", "made"),
    ]
    assert sent() == [f"weekly-2024-W{week}.json" for week in (10, 13, 14, 16)]
    for week in (13, 14, 16):
        digest = load_digest(Path(f"sent/weekly-2024-W{week}.json").read_bytes())
        assert {post.id.partition("-")[0] for post in digest.posts} == {f"w{week - 10}"} or digest.numbers.n_posts == 12
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(6), "--period", "2024-W12")
    assert (code, [one["state"] for one in said["periods"]]) == (0, ["made"])
    with Library("kept.db", may_write=False) as library:
        states = {one.period.name: one.state for one in settled_of(library, "weekly")}
    assert (states["2024-W11"], states["2024-W12"]) == ("left out", "made")


def test_made_late_it_is_the_digest_it_would_have_been(capsys):
    write_table(TALK, [*rows_of(0), *rows_of(1), *rows_of(2)])
    for week in (0, 1):
        run_json(capsys, "run", "weekly", "--now", monday_after(week))
    in_time = Path("sent/weekly-2024-W11.json").read_bytes()
    for path in (Path("kept.db"), Path("sent/weekly-2024-W11.json")):
        path.unlink()
    run_json(capsys, "run", "weekly", "--now", monday_after(0))
    run_json(capsys, "run", "weekly", "--now", monday_after(2))
    assert Path("sent/weekly-2024-W11.json").read_bytes() == in_time


@pytest.mark.parametrize(
    ("period", "message"),
    [
        (
            "2024-W11",
            "Error: The digest 'weekly' cannot be made for '2024-W11': it is not over before 2024-03-15 09:00 CET.",
        ),
        (
            "2024-03",
            "Error: The digest 'weekly' cannot be made for '2024-03': its periods are named like '2024-W11' (every week).",
        ),
    ],
)
def test_a_period_that_cannot_be_made(capsys, period, message):
    assert main(["run", "weekly", "--now", monday_after(0), "--period", period]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == message


@pytest.mark.parametrize("text", ["soon", "2024-03-11T00:00"])
def test_a_moment_needs_a_zone(capsys, text):
    assert main(["run", "weekly", "--now", text]) == 2
    assert f"Setting '--now' in the options is '{text}'; expected a time" in capsys.readouterr().err


def test_a_place_that_is_gone_leaves_the_period_due(capsys):
    TALK.rename("away.csv")
    assert main(["run", "weekly", "--now", monday_after(0)]) == 3
    Path("away.csv").rename(TALK)
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert (code, [one["state"] for one in said["periods"]]) == (0, ["made"])


def test_what_could_not_be_read_is_partial(capsys):
    Path("talk/torn.json").write_text('[{"id": 1, "text": "torn', "utf-8")
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert (code, said["exit_code"], [one["state"] for one in said["deliveries"]]) == (7, 7, ["sent"])


def test_a_delivery_that_fails_waits_for_the_next_run_which_sends_it_alone(capsys, monkeypatch):
    monkeypatch.setenv("MINER_DIGESTS__WEEKLY__TO", "folder:blocked/sent, folder:sent")
    Path("blocked").write_text("a file where the folder should be", "utf-8")
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert (code, said["exit_code"], [one["state"] for one in said["periods"]]) == (8, 8, ["made"])
    assert [one["state"] for one in said["deliveries"]] == ["waiting", "sent"]
    Path("blocked").unlink()
    later = (FIRST_MONDAY + timedelta(weeks=1, days=1)).isoformat()
    code, said = run_json(capsys, "run", "weekly", "--now", later)
    assert (code, said["periods"], [one["state"] for one in said["deliveries"]]) == (0, [], ["sent"])
    assert Path("blocked/sent/weekly-2024-W10.json").is_file()
    assert sent() == ["weekly-2024-W10.json"]


def test_a_recipient_that_cannot_be_is_told_before_anything_is_read(capsys, here, monkeypatch):
    monkeypatch.setenv("MINER_DIGESTS__WEEKLY__TO", "pigeon:north")
    assert main(["run", "weekly", "--now", monday_after(0)]) == 2
    assert not (here / "kept.db").exists()


def test_posts_without_a_time_are_new_once(capsys):
    texts = [row[3] for row in rows_of(0)]
    table = Path("talk/town.csv")
    table.write_text(
        "id,author,text\n" + "".join(f'{n},ann{n},"{text}"\n' for n, text in enumerate(texts[:9])), "utf-8"
    )
    _, first = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    _, second = run_json(capsys, "run", "weekly", "--now", monday_after(1))
    with table.open("a", encoding="utf-8") as lines:
        lines.writelines(f'{n},ann{n},"{text}"\n' for n, text in enumerate(texts[9:], 9))
    _, third = run_json(capsys, "run", "weekly", "--now", monday_after(2))
    counted = [said["periods"][0]["n_new_posts"] for said in (first, second, third)]
    assert counted == [9, 0, 3]


def test_all_that_is_due_is_run_and_one_that_fails_stops_no_other(capsys, here, monkeypatch):
    more = "".join(
        f'\n[digests.{name}]\nplaces = ["{place}"]\non = "friday 09:00"\nto = ["folder:{name}"]\nformats = ["json"]\n'
        for name, place in (("another", "talk"), ("gone", "nowhere"))
    )
    settle_in(here, monkeypatch, more=more)
    code, said = run_json(capsys, "run-due", "--now", monday_after(0))
    assert code == 3
    assert [(one["name"], one["exit_code"]) for one in said["digests"]] == [("another", 0), ("gone", 3), ("weekly", 0)]
    assert said["digests"][1]["error"].startswith("nowhere does not exist.")
    assert Path("another/another-2024-W10.json").is_file()
    assert sent() == ["weekly-2024-W10.json"]
    Path("nowhere").symlink_to("talk")
    assert main(["run-due", "--now", monday_after(0), "-q"]) == 0
    assert Path("gone/gone-2024-W10.json").is_file()


def test_without_a_digest_nothing_is_due(capsys):
    Path("miner.toml").write_text("", "utf-8")
    assert main(["run-due"]) == 0
    assert capsys.readouterr().err == "miner.toml names no digest. Add one: miner schedule add NAME PLACE\n"


def test_edits_of_earlier_weeks_are_seen(capsys):
    rows = rows_of(0)
    write_table(TALK, [*rows, *rows_of(1)])
    run_json(capsys, "run", "weekly", "--now", monday_after(0))
    changed = [
        (key, who, at, f"{text} I have changed my mind." if key == "w0-3" else text) for key, who, at, text in rows
    ]
    write_table(TALK, [*changed, *rows_of(1)])
    run_json(capsys, "run", "weekly", "--now", monday_after(1))
    digest = load_digest(Path("sent/weekly-2024-W11.json").read_bytes())
    assert digest.news is not None
    with Library("kept.db", may_write=False) as library:
        assert len(load_transcript_of(library).posts) == 24
        assert library.one("SELECT count(*) FROM posts WHERE version > 1") == 1


def test_a_digest_that_is_cleared_away_stays_made(capsys, here):
    run_json(capsys, "run", "weekly", "--now", monday_after(0))
    with Library("kept.db") as library, library.writing():
        library.db.execute("DELETE FROM digests")
        (settled,) = settled_of(library, "weekly")
        assert (settled.state, settled.digest) == ("made", None)
        settle(library, Settled("weekly", settled.period, "made", settled.settled_at))
    assert run_json(capsys, "run", "weekly", "--now", monday_after(0))[1]["periods"] == []


def put_page(page: Path, rows: Iterable[Row], day: int) -> None:
    """A page as its server dates it: Last-Modified counts whole seconds, and a test writes faster than that."""
    page.write_text(comment_page(rows), "utf-8")
    written = datetime(2024, 3, day, tzinfo=UTC).timestamp()
    os.utime(page, (written, written))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def site(here: Path, monkeypatch) -> Iterator[str]:
    """A site on loopback, and the digest of it."""
    (here / "site").mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(here / "site")))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/post.html"
    settle_in(
        here, monkeypatch, f'"{url}"', '\n[fetch]\nallow_private = ["127.0.0.1"]\npause_seconds = 0\nmax_retries = 0\n'
    )
    yield url
    server.shutdown()
    server.server_close()


def test_a_site_from_week_to_week(capsys, here, site):
    page = here / "site/post.html"
    put_page(page, rows_of(0), day=1)
    code, first = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert (code, first["periods"][0]["n_new_posts"]) == (0, 12)
    put_page(page, [*rows_of(0), *rows_of(1, 8)], day=8)
    code, second = run_json(capsys, "run", "weekly", "--now", monday_after(1))
    assert (code, second["periods"][0]["n_new_posts"]) == (0, 8)
    digest = load_digest(Path("sent/weekly-2024-W11.json").read_bytes())
    assert {one.kind for one in digest.posts} <= {"comment", "article"}
    assert digest.account.filtered["before the window"] == 12
    assert sent() == ["weekly-2024-W10.json", "weekly-2024-W11.json"]


def test_a_site_that_does_not_answer_ends_with_4_and_is_asked_again_by_the_next_run(capsys, here, site):
    assert main(["run", "weekly", "--now", monday_after(0)]) == 4
    (here / "site/post.html").write_text(comment_page(rows_of(0)), "utf-8")
    code, said = run_json(capsys, "run", "weekly", "--now", monday_after(0))
    assert (code, [one["period"] for one in said["periods"]]) == (0, ["2024-W10"])


def test_a_dry_run_says_what_would_be_sent_and_writes_nothing(capsys, here, site):
    page = here / "site/post.html"
    put_page(page, rows_of(0), day=1)
    run_json(capsys, "run", "weekly", "--now", monday_after(0))
    put_page(page, [*rows_of(0), *rows_of(1)], day=8)
    before = tree(here)
    assert main(["run", "weekly", "--now", monday_after(1), "--dry-run", "-v"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0].startswith("weekly 2024-W11 (Fri 2024-03-08 09:00 CET to Fri 2024-03-15 09:00 CET): ")
    assert "  would go to folder:sent: 'The library at night', " in said
    assert "reader" in said
    assert said.endswith("Nothing was written and nothing was sent.\n")
    assert tree(here) == before
    code, planned = run_json(capsys, "run", "weekly", "--now", monday_after(1), "--dry-run")
    assert (code, tree(here) == before) == (0, True)
    _, real = run_json(capsys, "run", "weekly", "--now", monday_after(1))
    for which in ("title", "numbers", "account", "to"):
        assert planned["would_make"][0][which] == real["periods"][0][which]
    assert main(["run", "weekly", "--now", monday_after(1), "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "weekly: nothing is due before Fri 2024-03-22 09:00 CET."


@pytest.mark.parametrize("people", ["names", "pseudonyms"])
def test_a_first_dry_run_makes_no_library_and_no_key(capsys, here, monkeypatch, people):
    monkeypatch.setenv("MINER_DIGESTS__WEEKLY__PEOPLE", people)
    before = tree(here)
    assert main(["run", "weekly", "--now", monday_after(0), "--dry-run", "-q"]) == 0
    assert "would go to folder:sent" in capsys.readouterr().out
    assert tree(here) == before
    assert json.dumps(sorted(before)) == json.dumps(["miner.toml", "talk/town.csv"])
