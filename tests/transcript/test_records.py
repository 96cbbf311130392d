"""The records: immutable, compared by value, small when written."""

from __future__ import annotations

import msgspec
import pytest

from miner.transcript import Post, Thread, Transcript


def test_records_cannot_be_changed(chat: Transcript) -> None:
    with pytest.raises(AttributeError):
        chat.posts[0].text = "other"  # type: ignore[misc]


def test_defaults_are_left_out_of_the_json() -> None:
    assert msgspec.json.encode(Post(id="a", thread_id="t", text="x")) == b'{"id":"a","thread_id":"t","text":"x"}'


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `colour`"):
        msgspec.json.decode(b'{"id":"t","colour":"red"}', type=Thread)


def test_equal_posts_are_equal_and_can_be_put_in_sets(chat: Transcript) -> None:
    copy = msgspec.structs.replace(chat.posts[0])
    assert copy == chat.posts[0]
    assert len({copy, chat.posts[0]}) == 1
