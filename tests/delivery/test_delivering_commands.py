"""The commands as people give them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from delivery_setup import HOOK_SECRET
from receivers import Reply

from miner.cli import main
from miner.digest.records import dump_digest


@pytest.fixture
def stored(tmp_path, digest, monkeypatch, secrets) -> Path:
    """A stored digest in a folder of its own, with settings beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    Path("miner.toml").write_text('[delivery]\nallow_private = ["127.0.0.1"]\n[library]\nfile = "kept.db"\n', "utf-8")
    Path("chat.json").write_bytes(dump_digest(digest))
    return tmp_path


def test_a_digest_is_delivered_once_and_the_outbox_tells(stored, receiver, capsys):
    command = ["deliver", "chat.json", "--to", "slack:env:TEST_SLACK", "--to", "folder:out"]
    assert main([*command, "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("slack:env:TEST_SLACK: '#cxkettle', ")
    assert not Path("kept.db").exists()
    assert main([*command, "-q"]) == 0
    assert len(receiver.posts) == 2
    assert capsys.readouterr().err == ""
    assert main(command) == 0
    assert len(receiver.posts) == 2
    assert "Not sent again to slack:env:TEST_SLACK: delivery 1 is sent already." in capsys.readouterr().err
    assert main(["outbox", "list"]) == 0
    assert capsys.readouterr().out == "nothing waits\n"
    assert main(["outbox", "list", "--all", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["deliveries"]
    assert [(one["recipient"], one["state"]) for one in found] == [
        ("slack:env:TEST_SLACK", "sent"),
        ("folder:out", "sent"),
    ]
    assert [place.suffix for place in sorted(Path("out").iterdir())] == [".html", ".md"]


def test_what_failed_ends_with_8_and_is_sent_again_when_asked(stored, receiver, capsys):
    receiver.replies = [Reply(410, b"channel_is_archived", {"Content-Type": "text/plain"})]
    assert main(["deliver", "chat.json", "--to", "slack:env:TEST_SLACK", "--json"]) == 8
    said = capsys.readouterr()
    assert "Error: Not everything was delivered. Not delivered to slack:env:TEST_SLACK: " in said.err
    assert "127.0.0.1 answered 410 Gone: channel_is_archived. 'miner outbox retry 1' tries again" in said.err
    assert json.loads(said.out)["outcomes"][0]["state"] == "failed"
    assert HOOK_SECRET not in said.out + said.err
    assert main(["outbox", "list"]) == 0
    assert "1       failed (0 of 2 parts sent)  chat 2024-03-14-" in capsys.readouterr().out
    assert main(["outbox", "retry", "1"]) == 0
    assert "Delivered to slack:env:TEST_SLACK." in capsys.readouterr().err
    assert len(receiver.posts) == 3


def test_what_waits_is_sent_without_a_number_and_what_is_dropped_is_not(stored, receiver, capsys):
    receiver.replies = [Reply(503)] * 6
    for way in ("slack", "discord"):
        assert main(["deliver", "chat.json", "--to", f"{way}:env:TEST_{way.upper()}", "-q"]) == 8
    assert "It is tried again by runs after " in capsys.readouterr().err
    assert main(["outbox", "drop", "2"]) == 0
    assert main(["outbox", "retry", "-q"]) == 0
    assert {post.path for post in receiver.posts[6:]} == {f"/slack/{HOOK_SECRET}"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["deliver", "chat.json", "--to", "nobody"], 2, "it does not say how and where"),
        (["deliver", "gone.json", "--to", "folder:out"], 3, "gone.json does not exist"),
        (["deliver", "chat.json", "--to", "folder:out", "--library", "none"], 3, "the settings name none"),
        (["deliver", "chat.json", "--to", "mail:a@example.org"], 2, "mail.host"),
        (["outbox", "list"], 3, "There is no library at kept.db"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_code(stored, capsys, arguments, code, said):
    assert main(arguments) == code
    assert said in capsys.readouterr().err


def test_help_loads_nothing_of_the_network_or_the_library():
    heavy = "apsw smtplib ssl stamina http.client miner.delivery apprise keyring"
    code = (
        "import sys; from miner.cli import main; main(['outbox', '--help']); main(['deliver', '--help'])\n"
        f"print('loaded:', *sorted(set({heavy!r}.split()) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "loaded:"
