"""Chats and forums: posts to real receivers, which answer well, badly, or not at all."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import msgspec
import pytest
from delivery_setup import HOOK_SECRET, NOW, settings_for
from receivers import Receiver, Reply

from miner.delivery import check_delivered, entries, planned, send_again, send_waiting
from miner.delivery.ways import apprise as apprise_way
from miner.delivery.ways.slack import MAX_BLOCK, MAX_BLOCKS
from miner.errors import BadRecipient, BadSetting, DeliveryFailed, UnknownName
from miner.report.texts.slack import Slack

FORUM = "discourse:http://127.0.0.1:{}?category=7"


def words_of(digest):
    return "\n".join(post.text for post in digest.posts)


def test_slack_gets_blocks_that_it_takes_with_whole_quotes(receiver, deliver, digest):
    assert [one.state for one in deliver(("slack:env:TEST_SLACK",), settings_for())] == ["sent"]
    assert len(receiver.posts) == 2
    for post in receiver.posts:
        assert post.headers["content-type"] == "application/json"
        sent = post.json
        texts = [block["text"] for block in sent["blocks"]]
        assert len(texts) <= MAX_BLOCKS
        assert {text["type"] for text in texts} == {"mrkdwn"}
        assert max(len(text["text"]) for text in texts) <= MAX_BLOCK
        assert (sent["text"], sent["unfurl_links"]) == ("#cxkettle", False)
        lines = [line for text in texts for line in text["text"].splitlines() if line.startswith("> ")]
        assert [line for line in lines if Slack().unquote(line) not in words_of(digest)] == []


def test_discord_calls_nobody_and_says_when_a_message_is_stored(receiver, deliver):
    deliver(("discord:env:TEST_DISCORD",), settings_for())
    assert len(receiver.posts) > 5
    for post in receiver.posts:
        assert post.path == f"/discord/{HOOK_SECRET}?wait=true"
        assert post.json["allowed_mentions"] == {"parse": []}
        assert 0 < len(post.json["content"].encode("utf-16-le")) // 2 <= 2_000


def test_mattermost_gets_one_post_in_which_nobody_is_called(receiver, deliver, digest):
    hostile = msgspec.structs.replace(digest, title="@channel **look** @all")
    deliver(("mattermost:env:TEST_MATTERMOST",), settings_for(), digest=hostile)
    (post,) = receiver.posts
    text = post.json["text"]
    assert len(text) <= 16_383
    assert "@channel" not in text
    assert "@all" not in text
    assert r"\*\*look\*\*" in text
    assert text.count("\n> ") > 10


@pytest.mark.parametrize(("status", "body"), [(429, b'{"retry_after": 0.01}'), (503, b""), (408, b"")])
def test_a_busy_receiver_is_asked_again_in_the_same_run(receiver, deliver, status, body):
    receiver.replies = [Reply(status, body)]
    assert [one.state for one in deliver(("slack:env:TEST_SLACK",), settings_for())] == ["sent"]
    assert len(receiver.posts) == 3  # two messages, the first of them twice: the first time it was not taken


def test_a_receiver_that_asks_for_a_long_rest_gets_it(receiver, deliver, library):
    receiver.replies = [Reply(429, b'{"retry_after": 90000, "message": "You are being rate limited."}')]
    (outcome,) = deliver(("discord:env:TEST_DISCORD",), settings_for())
    assert (outcome.state, len(receiver.posts)) == ("waiting", 1)
    assert outcome.due_at == NOW + timedelta(days=1)  # no server is waited for longer than a day
    assert "You are being rate limited." in outcome.reason
    receiver.replies = [Reply(429, headers={"Retry-After": "3600"})]
    (outcome,) = send_waiting(library, settings_for(), outcome.due_at)
    assert outcome.due_at == NOW + timedelta(days=1, hours=1)
    with pytest.raises(DeliveryFailed, match="Not yet delivered to discord:env:TEST_DISCORD") as caught:
        check_delivered((outcome,))
    assert caught.value.exit_code == 8


def test_an_error_of_the_server_leaves_it_open_and_is_not_repeated(receiver, deliver, library):
    receiver.replies = [Reply(500, b"rollup_error")]
    (outcome,) = deliver(("slack:env:TEST_SLACK",), settings_for())
    assert (outcome.state, outcome.reason) == ("unsure", "127.0.0.1 answered 500 Internal Server Error: rollup_error")
    assert send_waiting(library, settings_for(), NOW + timedelta(days=1)) == ()
    assert len(receiver.posts) == 1


@pytest.mark.parametrize(
    "raw", [b"", b"HTTP/1.1 20", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", b"nonsense\r\n"]
)
def test_half_an_answer_leaves_it_open(receiver, deliver, raw):
    receiver.replies = [Reply(raw=raw)]
    (outcome,) = deliver(("slack:env:TEST_SLACK",), settings_for())
    assert outcome.state == "unsure"
    assert outcome.reason.startswith("127.0.0.1 gave no whole answer")
    assert len(receiver.posts) == 1


def test_an_answer_that_does_not_come_leaves_it_open(receiver, deliver):
    receiver.replies = [Reply(wait_seconds=1.5)]
    settings = settings_for()
    quick = msgspec.structs.replace(settings.delivery, max_seconds=0.3)
    (outcome,) = deliver(("slack:env:TEST_SLACK",), msgspec.structs.replace(settings, delivery=quick))
    assert (outcome.state, len(receiver.posts)) == ("unsure", 1)


def test_a_post_is_never_sent_on_to_another_place(receiver, deliver):
    other = Receiver()
    try:
        receiver.replies = [Reply(307, headers={"Location": other.url(f"/{HOOK_SECRET}")})]
        (outcome,) = deliver(("slack:env:TEST_SLACK",), settings_for())
        assert other.posts == []
    finally:
        other.stop()
    assert outcome.reason == "127.0.0.1 leads elsewhere (307, to 127.0.0.1), and posts are not sent on"
    assert outcome.state == "failed"


def test_a_refusal_is_told_in_the_servers_words_without_the_secret(receiver, deliver):
    said = f"no such channel /slack/{HOOK_SECRET} \x1b[2J".encode()
    receiver.replies = [Reply(404, said, {"Content-Type": "text/plain"})]
    (outcome,) = deliver(("slack:env:TEST_SLACK",), settings_for())
    assert outcome.state == "failed"
    assert "127.0.0.1 answered 404 Not Found: no such channel [hidden]" in outcome.reason
    assert HOOK_SECRET not in outcome.line
    assert "\x1b" not in outcome.line


def test_of_several_messages_those_that_arrived_are_not_sent_again(receiver, deliver, library):
    receiver.replies = [Reply(), Reply(), Reply(503), Reply(503), Reply(503)]
    (outcome,) = deliver(("discord:env:TEST_DISCORD",), settings_for())
    assert outcome.state == "waiting"
    (entry,) = entries(library)
    assert (entry.n_sent, entry.tries) == (2, 1)
    n_parts = entry.n_parts
    receiver.posts.clear()
    (outcome,) = send_waiting(library, settings_for(), outcome.due_at)
    assert outcome.state == "sent"
    assert len(receiver.posts) == n_parts - 2
    assert library.one("SELECT count(*) FROM delivery_parts WHERE packed IS NOT NULL") == 0


def test_a_webhook_of_the_own_network_is_refused_unless_it_is_allowed(receiver, deliver, monkeypatch):
    monkeypatch.setenv("TEST_SLACK", "https://127.0.0.1/hook-of-slack")
    settings = settings_for()
    strict = msgspec.structs.replace(settings.delivery, allow_private=())
    (outcome,) = deliver(("slack:env:TEST_SLACK",), msgspec.structs.replace(settings, delivery=strict))
    assert outcome.state == "failed"
    assert "127.0.0.1, which is not on the public internet" in outcome.reason
    assert "delivery.allow_private" in outcome.reason
    assert "hook-of-slack" not in outcome.reason


def test_an_address_without_encryption_is_refused_for_it_is_a_secret(deliver, monkeypatch):
    monkeypatch.setenv("TEST_SLACK", "http://hooks.example.org/T000/secret-part")
    (outcome,) = deliver(("slack:env:TEST_SLACK",), settings_for())
    assert outcome.state == "waiting"
    assert "an https: address" in outcome.reason
    assert "secret-part" not in outcome.reason


@pytest.mark.parametrize(
    "value", ["ftp://example.org/secret-part", "https://user:pw@example.org/secret-part", "secret-part"]
)
def test_what_is_no_address_is_told_without_it(deliver, monkeypatch, value):
    monkeypatch.setenv("TEST_SLACK", value)
    (outcome,) = deliver(("slack:env:TEST_SLACK",), settings_for())
    assert (outcome.state, "secret-part" in outcome.reason) == ("waiting", False)


def test_a_secret_that_is_not_there_waits_and_holds_up_nobody_else(receiver, deliver, library, monkeypatch, tmp_path):
    monkeypatch.delenv("TEST_SLACK")
    outcomes = deliver(("slack:env:TEST_SLACK", f"folder:{tmp_path / 'out'}"), settings_for())
    assert [one.state for one in outcomes] == ["waiting", "sent"]
    assert "env:TEST_SLACK" in outcomes[0].reason
    monkeypatch.setenv("TEST_SLACK", receiver.url("/slack/again"))
    assert send_again(library, settings_for(), NOW, [1])[0].state == "sent"


@pytest.mark.parametrize("way", ["slack", "discord", "mattermost", "apprise"])
def test_an_address_in_place_of_its_place_is_refused_and_not_repeated(deliver, way):
    with pytest.raises(BadRecipient, match="the address is a secret") as caught:
        deliver((f"{way}:https://hooks.example.org/T000/secret-part",), settings_for())
    assert "secret-part" not in str(caught.value)


def test_a_way_that_is_not_there_names_the_nearest(deliver):
    with pytest.raises(UnknownName, match="Did you mean 'slack'"):
        deliver(("slak:env:TEST_SLACK",), settings_for())


def test_a_recipient_is_named_once(deliver):
    with pytest.raises(BadRecipient, match="it is the same as"):
        deliver(("mail:a@example.org", "mail:Ann <a@EXAMPLE.org>"), settings_for())


def test_discourse_gets_a_topic_under_an_id_of_ours(receiver, deliver, digest):
    (outcome,) = deliver((FORUM.format(receiver.port),), settings_for())
    assert outcome.state == "sent"
    (post,) = receiver.posts
    assert (post.headers["api-key"], post.headers["api-username"]) == ("forum-key-secret", "system")
    topic = post.json
    assert (topic["category"], topic["title"]) == (7, "#cxkettle (2024-03-14)")
    assert topic["external_id"].startswith("miner-")
    assert len(topic["external_id"]) <= 50
    assert "[quote=" in topic["raw"]
    assert len(topic["raw"]) <= 32_000
    assert receiver.asked == []


def test_a_topic_whose_answer_was_lost_is_looked_for_before_it_is_opened_again(receiver, deliver):
    receiver.replies = [Reply(502)]
    (outcome,) = deliver((FORUM.format(receiver.port),), settings_for())
    assert outcome.state == "sent"
    assert len(receiver.asked) == 1
    assert len(receiver.topics) == 1


@pytest.mark.parametrize(("status", "state"), [(503, "waiting"), (403, "failed")])
def test_a_forum_that_does_not_say_whether_the_topic_is_there_gets_no_second_one(
    receiver, deliver, monkeypatch, status, state
):
    receiver.replies = [Reply(502)]
    monkeypatch.setattr(receiver, "_asked", lambda handler: receiver._reply(handler, Reply(status)))
    (outcome,) = deliver((FORUM.format(receiver.port),), settings_for())
    assert outcome.state == state
    assert "did not say whether the topic is there" in outcome.reason
    assert receiver.topics == {}


def test_a_forum_that_is_not_there_waits(receiver, deliver):
    receiver.stop()
    (outcome,) = deliver((FORUM.format(receiver.port),), settings_for())
    assert outcome.state == "waiting"


def test_a_short_title_is_made_long_enough_for_a_forum(receiver, deliver, digest):
    short = msgspec.structs.replace(digest, title="A", written_on=None)
    deliver((FORUM.format(receiver.port),), settings_for(), digest=short, period="W1")
    assert receiver.posts[0].json["title"] == "Digest of a discussion: A (W1)"


def test_an_address_that_apprise_does_not_know_waits(deliver, monkeypatch):
    monkeypatch.setenv("TEST_APPRISE", "nosuchthing://secret-part")
    (outcome,) = deliver(("apprise:env:TEST_APPRISE",), settings_for())
    assert (outcome.state, "secret-part" in outcome.reason) == ("waiting", False)


def test_a_forum_without_a_key_is_told_before_anything_is_done(deliver):
    with pytest.raises(BadSetting, match=r"delivery\.keys\.forum\.example"):
        deliver(("discourse:https://forum.example?category=1",), settings_for())


@pytest.mark.parametrize("where", ["forum.example", "https://a:b@forum.example", "https://forum.example?cat=1"])
def test_a_forum_is_an_address_and_a_category(deliver, where):
    with pytest.raises(BadRecipient):
        deliver((f"discourse:{where}",), settings_for())


def test_apprise_takes_any_other_service(receiver, deliver):
    (outcome,) = deliver(("apprise:env:TEST_APPRISE",), settings_for())
    assert outcome.state == "sent"
    (post,) = receiver.posts
    sent = json.loads(post.body)
    assert sent["title"] == "#cxkettle"
    assert len(sent["message"]) <= apprise_way.MAX_CHARS


def test_what_apprise_did_not_confirm_is_unsure_and_its_words_are_kept_to_ourselves(receiver, deliver, caplog, capsys):
    receiver.replies = [Reply(500)]
    (outcome,) = deliver(("apprise:env:TEST_APPRISE",), settings_for())
    assert outcome.state == "unsure"
    assert HOOK_SECRET not in outcome.line
    assert HOOK_SECRET not in capsys.readouterr().err
    assert logging.getLogger("apprise").propagate


def test_without_apprise_its_recipients_wait_and_are_told_what_to_install(deliver, monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(apprise_way, "import_module", missing)
    (outcome,) = deliver(("apprise:env:TEST_APPRISE",), settings_for())
    assert outcome.state == "waiting"
    assert "pip install 'discussion-miner[apprise]'" in outcome.reason


def test_a_plan_says_what_would_be_sent_and_sends_nothing(receiver, digest, secrets):
    plan = planned(
        digest, "weekly", "2024-W11", ("slack:env:TEST_SLACK", "discord:env:TEST_DISCORD"), settings_for(), NOW
    )
    assert plan[0].about.startswith("slack:env:TEST_SLACK: '#cxkettle', ")
    assert plan[0].about.endswith("bytes in 2 messages")
    assert planned(digest, "weekly", "2024-W11", ("slack:env:TEST_SLACK",), settings_for(), NOW)[0] == plan[0]
    assert receiver.posts == []
