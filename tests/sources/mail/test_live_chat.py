"""Live chats: YouTube's actions, chat-downloader's messages, the API's answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, cases, check_case, items, material, posts

from miner.sources import read, recognised_by
from miner.sources.base import Failed, Skipped
from miner.sources.mail.live_chat import LiveChat
from miner.transcript import Post


@pytest.mark.parametrize(
    "file", [file for file in cases("youtube_live_chat") if file.suffix != ".md"], ids=lambda file: file.name
)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(LiveChat(), file)
    assert recognised_by(material(file.read_bytes()))[0].name == "youtube_live_chat"


def test_real_sample_is_read_whole(shared_data: Path) -> None:
    """Nineteen actions, three of them messages: one written, one paid for, one pinned."""
    transcript = read([str(shared_data / "samples" / "youtube_live_chat" / "chat-downloader__youtube_actions.json")])
    account = transcript.accounts[0]
    assert (account.source, account.read, account.kept) == ("youtube_live_chat", 19, 3)
    assert account.skipped == {
        "action that is no message": 7,
        "held back by moderation": 2,
        "payment without words": 2,
        "system": 5,
    }
    assert transcript.threads[0].is_chat


def test_questions_of_the_host_are_found_and_answered() -> None:
    file = FIXTURES / "youtube_live_chat" / "Square talk [abc_DEF-123].live_chat.json"
    transcript = read([str(file)])
    assert [question.id for question in transcript.threads[0].questions] == ["Q1"]
    answers = [
        post.author
        for post in transcript.posts
        if any(link.id == "Q1" for link in post.questions) and post.kind != "question"
    ]
    assert answers == ["mara", "ben"]


def message(own_id: str, text: str, author: str = "UC1") -> dict[str, Any]:
    renderer = {
        "id": own_id,
        "message": {"runs": [{"text": text}]},
        "authorName": {"simpleText": "ann"},
        "authorExternalChannelId": author,
    }
    return {
        "addChatItemAction": {
            "item": {"liveChatTextMessageRenderer": {**renderer, "timestampUsec": "1710435610500000"}}
        }
    }


def test_deleted_messages_are_counted() -> None:
    actions = [message("1", "gone"), message("2", "stays"), {"markChatItemAsDeletedAction": {"targetItemId": "1"}}]
    found = items(LiveChat(), json.dumps(actions))
    assert [item.text for item in found if isinstance(item, Post)] == ["stays"]
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["deleted", "action that is no message"]


def test_message_that_was_held_back_and_then_shown_is_read() -> None:
    held = {"addChatItemAction": {"item": {"liveChatPlaceholderItemRenderer": {"id": "1"}}}}
    shown = {
        "replaceChatItemAction": {
            "targetItemId": "1",
            "replacementItem": message("1", "now")["addChatItemAction"]["item"],
        }
    }
    assert [post.text for post in posts(LiveChat(), json.dumps([held, shown]))] == ["now"]


def test_page_of_a_capture_is_read() -> None:
    page = {
        "continuationContents": {
            "liveChatContinuation": {
                "actions": [message("1", "one"), {"replayChatItemAction": {"actions": [message("2", "two")]}}]
            }
        }
    }
    assert [post.text for post in posts(LiveChat(), json.dumps(page))] == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        '{"replayChatItemAction": ',
        '[{"message_type": "text", "text": "x"}]',
        '{"messages": [{"message_type": 1}]}',
        '[{"liveChatMessage": 1}]',
        "replayChatItemAction",
    ],
)
def test_what_is_no_live_chat_is_not_recognised(text: str) -> None:
    assert not LiveChat().recognises(material(text))


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "addChatItemAction",
                    "item",
                    "liveChatTextMessageRenderer",
                    "replayChatItemAction",
                    "actions",
                    "message",
                    "runs",
                    "id",
                    "author",
                    "message_type",
                    "message_id",
                    "kind",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=6))
def test_objects_of_any_shape_are_counted_once(actions: list[Any]) -> None:
    plain = [action for action in actions if not (isinstance(action, dict) and "replayChatItemAction" in action)]
    found = items(LiveChat(), json.dumps([message("a", "first words"), *plain]))
    assert sum(isinstance(item, Post | Skipped | Failed) for item in found) == len(plain) + 1
