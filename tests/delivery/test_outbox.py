"""The outbox: kept with its digest, one sender at a time, secrets in no byte of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from delivery_setup import HOOK_SECRET, NOW, settings_for
from receivers import PASSWORD, Reply

from miner.delivery import WAYS, drop, entries, planned, post, send_again, send_waiting
from miner.delivery.base import Stamp, told
from miner.delivery.recipients import way_named
from miner.errors import BadRecipient, BadSetting, LibraryBusy, UsageError
from miner.library import Library, begin_run, forget, keep_digest
from miner.library.lock import writer_lock
from miner.settings import ReportSettings


@pytest.mark.parametrize("name", WAYS)
def test_a_way_has_its_name_and_says_what_it_is(name):
    way = way_named(name)
    assert way.name == name
    assert way.about
    assert isinstance(way.can_repeat, bool)


def test_what_is_posted_is_there_with_its_digest_or_not_at_all(library, digest, tmp_path):
    plan = planned(digest, "weekly", "2024-W11", (f"folder:{tmp_path}",), settings_for(), NOW)

    def broken() -> None:
        with library.writing():
            post(library, keep_digest(library, begin_run(library, "weekly", NOW), digest), plan, NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert entries(library) == ()
    with library.writing():
        number = keep_digest(library, begin_run(library, "weekly", NOW), digest)
        assert post(library, number, plan, NOW) == (1,)
        assert post(library, number, plan, NOW) == ()
    assert [(one.state, one.n_parts, one.n_sent) for one in entries(library, "weekly", "2024-W11")] == [
        ("waiting", 1, 0)
    ]
    assert entries(library, "monthly") == ()


def test_a_folder_gets_the_forms_of_the_settings(deliver, tmp_path):
    assert deliver((f"folder:{tmp_path / 'out'}",), settings_for(), name="weekly / one")[0].state == "sent"
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        "weekly-one-2024-W11.md",
        "weekly-one-2024-W11.txt",
    ]


def test_a_folder_that_cannot_be_written_waits(deliver, tmp_path, library):
    (tmp_path / "file").write_text("somebody's own", "utf-8")
    (outcome,) = deliver((f"folder:{tmp_path / 'file' / 'out'}",), settings_for())
    assert (outcome.state, "cannot be written" in outcome.reason) == ("waiting", True)
    (tmp_path / "file").unlink()
    assert send_again(library, settings_for(), NOW, [1])[0].state == "sent"


def test_a_feed_gets_an_entry_a_digest_and_each_once(deliver, digest, tmp_path):
    to = (f"feed:{tmp_path / 'digests.atom'}",)
    assert deliver(to, settings_for())[0].state == "sent"
    later = msgspec.structs.replace(digest, written_on=date(2024, 3, 21))
    assert deliver(to, settings_for(), digest=later, period="2024-W12")[0].state == "sent"
    deliver(to, settings_for(), digest=later, name="again", period="2024-W12")
    assert (tmp_path / "digests.atom").read_text("utf-8").count("<entry>") == 2


def test_a_file_that_is_no_feed_is_left_alone(deliver, tmp_path):
    place = tmp_path / "digests.atom"
    place.write_text("somebody's own", "utf-8")
    (outcome,) = deliver((f"feed:{place}",), settings_for())
    assert (outcome.state, "no feed that could be added to" in outcome.reason) == ("waiting", True)
    assert place.read_text("utf-8") == "somebody's own"


@pytest.mark.parametrize(
    ("recipient", "error"),
    [("feed:digests.txt", BadRecipient), ("folder:digests.txt", BadRecipient), ("folder:", BadRecipient)],
)
def test_places_of_another_kind_are_refused(deliver, tmp_path, monkeypatch, recipient, error):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digests.txt").write_text("a file", "utf-8")
    with pytest.raises(error):
        deliver((recipient,), settings_for())


def test_a_folder_takes_forms_that_are_folders_and_adds_to_its_feed(deliver, tmp_path):
    settings = msgspec.structs.replace(settings_for(), report=ReportSettings(formats=("csv", "atom")))
    for period in ("2024-W11", "2024-W12"):
        assert deliver((f"folder:{tmp_path / 'out'}",), settings, period=period)[0].state == "sent"
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        "digests.atom",
        "weekly-2024-W11.csv",
        "weekly-2024-W12.csv",
    ]
    wrong = msgspec.structs.replace(settings, report=ReportSettings(formats=("docs",)))
    with pytest.raises(BadSetting, match=r"report\.formats"):
        deliver((f"folder:{tmp_path / 'out'}",), wrong)


def test_what_was_sent_is_stored_though_another_process_writes_for_a_while(deliver, library, receiver, monkeypatch):
    from miner.delivery import outbox

    n_tried = []
    real = outbox.part_sent

    def busy(*given):
        n_tried.append(1)
        if len(n_tried) < 4:
            raise LibraryBusy("the library", "another process")
        return real(*given)

    monkeypatch.setattr(outbox, "part_sent", busy)
    assert deliver(("mattermost:env:TEST_MATTERMOST",), settings_for())[0].state == "sent"
    assert len(receiver.posts) == 1


def test_one_process_sends_at_a_time(deliver, library, tmp_path, monkeypatch):
    deliver((f"folder:{tmp_path}",), settings_for())
    monkeypatch.setattr("miner.delivery.sending._ANOTHER_SENDS_SECONDS", 0.1)
    with (
        writer_lock(library.place.with_name(f"{library.place.name}.outbox"), "miner run", 0.0),
        pytest.raises(LibraryBusy, match="another process that delivers from it"),
    ):
        send_waiting(library, settings_for(), NOW)


def test_what_is_dropped_is_never_sent_and_its_words_are_gone(deliver, library, receiver):
    receiver.replies = [Reply(404)]
    deliver(("slack:env:TEST_SLACK",), settings_for())
    drop(library, [1], NOW)
    assert library.one("SELECT count(*) FROM delivery_parts WHERE packed IS NOT NULL") == 0
    with pytest.raises(UsageError, match="Delivery 1 to slack:env:TEST_SLACK is dropped"):
        send_again(library, settings_for(), NOW, [1])
    with pytest.raises(UsageError, match="There is no delivery 7"):
        drop(library, [7], NOW)


def test_who_is_forgotten_goes_out_of_what_waits_too(deliver, library, digest, receiver):
    receiver.replies = [Reply(404)]
    deliver(("slack:env:TEST_SLACK",), settings_for())
    author = digest.people[0].name
    assert forget(library, author, NOW).deliveries == 1
    assert entries(library) == ()
    assert library.one("SELECT count(*) FROM delivery_parts") == 0


def test_secrets_are_in_no_output_no_message_and_no_byte_that_is_kept(
    deliver, library, mail_server, receiver, capfd, caplog, tmp_path
):
    """Every way, once well and once badly, with servers that repeat what they were told."""
    caplog.set_level(0)
    secrets = (HOOK_SECRET, PASSWORD, "forum-key-secret")
    recipients = (
        "mail:bob@example.org",
        "slack:env:TEST_SLACK",
        "discord:env:TEST_DISCORD",
        "mattermost:env:TEST_MATTERMOST",
        "apprise:env:TEST_APPRISE",
        f"discourse:http://127.0.0.1:{receiver.port}",
    )
    echoes = [Reply(403, f"no entry: {secret}".encode(), {"Content-Type": "text/plain"}) for secret in secrets]
    mail_server.script.rcpt = [f"550 who are you, {PASSWORD}?"]
    receiver.replies = [echoes[0]] * 4 + [echoes[2]]
    bad = deliver(recipients, settings_for(mail_server.port), period="1")
    receiver.replies = []
    good = deliver(recipients, settings_for(mail_server.port), period="2")
    assert {one.state for one in bad} <= {"failed", "unsure"}
    assert {one.state for one in good} == {"sent"}
    said = capfd.readouterr()
    kept = b"".join(place.read_bytes() for place in Path(tmp_path).rglob("*") if place.is_file())
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    everything = "\n".join([said.out, said.err, logged, *(f"{one.line} {one!r}" for one in (*bad, *good))])
    for secret in secrets:
        assert secret not in everything
        assert secret.encode() not in kept


def test_words_from_outside_are_one_short_line():
    assert told(b"a\r\nb\x1b[31m\xe2\x80\xaec\xff") == "a b [31m c\ufffd"
    assert len(told("x" * 1000)) == 300
    assert told("key=abcdef and abcdefgh", ("abcdef", "abcdefgh", "a")) == "key=[hidden] and [hidden]"


def test_names_of_files_are_plain_in_any_alphabet():
    def name(*given: str) -> str:
        return Stamp("", *given, "", NOW).file_name

    assert name("weekly", "2024-W12") == "weekly-2024-W12"
    assert name("../../etc/passwd", "") == "etc-passwd"
    assert name("週刊", "2024") == "週刊-2024"
    assert name("..", "/") == "digest"


def test_an_older_librarys_deliveries_are_kept(root, tmp_path):
    place = tmp_path / "v1.db"
    place.write_bytes((root / "tests" / "data" / "library" / "v1.db").read_bytes())
    with Library(place, "a test") as library:
        assert all(entry.n_parts == 0 for entry in entries(library))
