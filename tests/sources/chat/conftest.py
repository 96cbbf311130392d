"""A way to write chats down: ``minute author: text`` a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from miner.sources.cleaning import hashtags_in, links_in, mentions_in
from miner.transcript import PlaceAccount, Post, Thread, Transcript

START = datetime(2024, 3, 11, 17, 0, tzinfo=UTC)
Written = Callable[..., Transcript]


def post(number: int, minute: float | None, author: str, text: str, **fields: object) -> Post:
    return Post(
        id=f"test:{number}",
        thread_id="test:chat",
        author=author,
        text=text,
        kind="message",
        posted_at=None if minute is None else START + timedelta(minutes=minute),
        precision="none" if minute is None else "second",
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        links=links_in(text),
        **fields,  # type: ignore[arg-type]
    )


@pytest.fixture
def written() -> Written:
    """A chat of (minute, author, text) or (minute, author, text, number of the post it replies to)."""

    def write(*said: tuple[object, ...], timed: bool = True) -> Transcript:
        posts = tuple(
            post(
                number,
                float(minute) if timed else None,  # type: ignore[arg-type]
                str(author),
                str(text),
                **({"parent_id": f"test:{parent[0]}", "parent_source": "native"} if parent else {}),
            )
            for number, (minute, author, text, *parent) in enumerate(said)
        )
        thread = Thread(id="test:chat", place="chat.csv", source="table", is_chat=True)
        account = PlaceAccount(place="chat.csv", source="table", read=len(posts), kept=len(posts))
        return Transcript(threads=(thread,), posts=posts, accounts=(account,))

    return write
