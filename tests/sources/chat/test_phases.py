"""Greetings, goodbyes, announcements, promotion: flagged only when that is all a post does."""

from __future__ import annotations

import pytest

from miner.settings import SourceSettings
from miner.sources.chat import read_chats
from miner.sources.chat.phases import SET_APART

FRAME = (
    (5, "host", "Q1: What comes first, ideas or basics?"),
    (20, "host", "Q2: Who has the best ideas in the firm?"),
    (6, "ann", "A1 the basics"),
    (21, "ann", "A2 the porter"),
)


def flag(written, minute: float, author: str, text: str) -> str | None:
    read = read_chats(written(*FRAME, (minute, author, text)), SourceSettings())
    found = next(post for post in read.posts if post.id == "test:4")
    return next(iter(SET_APART & set(found.flags)), None)


@pytest.mark.parametrize(
    ("minute", "author", "text", "expected"),
    [
        (1, "eve", "Hi #cx, Eve here, librarian from Leeds", "greeting"),
        (1, "eve", "I'm Eve, an archivist. On the bus tonight #cx", "greeting"),
        (1, "host", "Welcome everybody! Tell us who you are", "greeting"),
        (12, "eve", "Hi #cx! Sorry I'm late, Eve from Leeds", "greeting"),
        (12, "eve", "Showing up late for #cx", "greeting"),
        (25, "eve", "Thanks @host for a great #cx, see you next week", "closing"),
        (25, "eve", "thank you!! #cx", "closing"),
        (25, "eve", "Good night all", "closing"),
        (26, "host", "And that's the hour! Huge thanks to @eve. Summary on Monday. Next week: letters #cx", "closing"),
        (18, "eve", "Gotta run, back to the desk #cx", "closing"),
        (-10, "host", "#cx starts in 10 minutes, get your tea!", "announcement"),
        (1, "host", "Remember to use the hashtag #cx so that we find you", "announcement"),
        (19, "host", "Coming up on Q2, loving this", "announcement"),
        (-60, "eve", "#cx chat tonight at 9pm, join us", "announcement"),
        (10, "spam", "Grab our free guide to journeys https://spam.example/guide #cx", "promotion"),
        (10, "eve", "#cx https://pictures.example/1", "promotion"),
    ],
)
def test_phase(written, minute: float, author: str, text: str, expected: str) -> None:
    assert flag(written, minute, author, text) == expected


@pytest.mark.parametrize(
    ("minute", "author", "text"),
    [
        (1, "eve", "Hi all, I think basics come first because nobody forgives a late parcel"),
        (7, "eve", "Thx but no thanks, world: not everything is a transaction #cx"),
        (7, "eve", "The porter thanks nobody and hears everything #cx"),
        (7, "eve", "We have to go beyond repairs and invent something #cx"),
        (22, "eve", "A2 thanks to the porter we found the leak"),
        (7, "eve", "Late parcels cost us half of our customers every year #cx"),
        (7, "eve", "Our survey says repairs matter more than apps https://eve.example/survey"),
        (
            12,
            "eve",
            "Late to #cx... makerspaces are not printers only but space to experiment, fail, learn, cross pollinate",
        ),
        (7, "eve", "In the shop we join the queue ourselves each Monday"),
    ],
)
def test_what_says_something_is_not_set_apart(written, minute: float, author: str, text: str) -> None:
    assert flag(written, minute, author, text) is None
