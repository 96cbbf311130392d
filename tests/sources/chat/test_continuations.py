"""Messages cut for length become one post, and the account still balances."""

from __future__ import annotations

import msgspec
import pytest

from miner.settings import SourceSettings
from miner.sources.chat import JOINED_REASON, read_chats
from miner.sources.chat.continuations import join_continuations, part_of
from miner.transcript import Post, Transcript

from .conftest import post


def read(transcript: Transcript) -> Transcript:
    return read_chats(transcript, SourceSettings())


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        (
            ("A1 1/2 We did it in the wrong order. #cx", "2/2 So now nothing new on top. #cx"),
            "A1 We did it in the wrong order. So now nothing new on top. #cx",
        ),
        (("The first thought (1/2)", "and the second (2/2)"), "The first thought and the second"),
        (("1/ first", "2/ second", "3/ third"), "first second third"),
        (("one 1/3", "two 2/3", "three 3/3"), "one two three"),
        (("@eve yes, that is so 1/2 #cx", "@eve because of rain 2/2 #cx"), "@eve yes, that is so because of rain #cx"),
        (("A4 We plan 1/2 #cx", "A4 to do audits 2/2 #cx"), "A4 We plan to do audits #cx"),
        (
            ("Q2 #cx Thinking of shops. 1/2", "2/2 Q2 #cx Related to fairs."),
            "Q2 #cx Thinking of shops. #cx Related to fairs.",
        ),
    ],
)
def test_pieces_are_joined(written, pieces: tuple[str, ...], joined: str) -> None:
    result = read(written(*((minute, "ann", text) for minute, text in enumerate(pieces))))
    (only,) = result.posts
    assert (only.id, only.text, only.flags[-1]) == ("test:0", joined, "joined")
    (account,) = result.accounts
    assert account.read == account.kept + account.skipped[JOINED_REASON] == len(pieces)


def test_a_second_half_joins_the_own_post_it_replies_to(written) -> None:
    result = read(written((0, "ann", "We went the wrong way"), (1, "bob", "why"), (2, "ann", "2/2 so we turned", 0)))
    assert [each.text for each in result.posts] == ["We went the wrong way so we turned", "why"]


def test_contd_follows_the_own_post_before(written) -> None:
    result = read(written((0, "ann", "A3: go to the agenda"), (1, "ann", "A3 cont'd: although I had this once")))
    assert [each.text for each in result.posts] == ["A3: go to the agenda although I had this once"]


@pytest.mark.parametrize(
    "said",
    [
        ((0, "ann", "first 1/2"), (1, "bob", "second 2/2")),
        ((0, "ann", "first 1/2"), (40, "ann", "second 2/2")),
        ((0, "ann", "first 1/3"), (1, "ann", "third 3/3")),
        ((0, "ann", "send it till 4/15"), (1, "ann", "or 5/15")),
        ((0, "ann", "1/2 of all parcels are late"), (1, "ann", "1/2 of them twice")),
    ],
)
def test_what_does_not_belong_together_stays(written, said) -> None:
    result = read(written(*said))
    assert [each.text for each in result.posts] == [text for _, _, text in said]
    assert result.accounts[0].skipped == {}


def test_replies_and_reposts_of_a_later_piece_point_to_the_joined_post(written) -> None:
    result = read(
        written(
            (0, "ann", "The parcel was late again 1/2"),
            (1, "ann", "and nobody said a single word about it 2/2"),
            (2, "bob", "same here", 1),
            (3, "cy", "RT @ann: and nobody said a single word about it 2/2"),
        )
    )
    by_id = {each.id: each for each in result.posts}
    assert (by_id["test:2"].parent_id, by_id["test:3"].repost_of) == ("test:0", "test:0")


def test_quoted_spans_move_with_their_words() -> None:
    first = post(0, 0, "ann", '1/2 He said "never again" and left')
    second = post(1, 1, "ann", '2/2 She said "at last" and stayed')
    first = msgspec.structs.replace(first, quoted=(_span(first, "never again"),), likes=3)
    second = msgspec.structs.replace(second, quoted=(_span(second, "at last"),), likes=5)
    (joined,), gone = join_continuations([first, second], [0.0, 60.0])
    assert [joined.text[start:end] for start, end in joined.quoted] == ["never again", "at last"]
    assert (joined.likes, gone) == (5, [second])


def _span(piece: Post, words: str) -> tuple[int, int]:
    start = piece.text.index(words)
    return (start, start + len(words))


def test_a_piece_that_would_become_its_own_ancestor_stays() -> None:
    first = msgspec.structs.replace(post(0, 0, "ann", "one 1/2"), parent_id="test:2")
    second = post(1, 1, "ann", "two 2/2")
    between = msgspec.structs.replace(post(2, 2, "bob", "what"), parent_id="test:1")
    kept, gone = join_continuations([first, second, between], [0.0, 60.0, 120.0])
    assert (len(kept), gone) == (3, [])


@pytest.mark.parametrize("text", ["", "24/7 service", "on 3/40 days", "a 0/2 score 0/2", "half 1/1", "costs 5/-"])
def test_what_counts_nothing(text: str) -> None:
    found = part_of(text)
    assert found is None or found.number > 1
