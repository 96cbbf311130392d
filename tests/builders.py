"""Posts and discussions for tests of the stages behind reading: small, realistic, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from miner.arguments import Argument
from miner.arguments.strength import strength_of
from miner.transcript import Post, Thread, Transcript, assemble

START = datetime(2024, 5, 14, 18, 0, tzinfo=UTC)
THREAD = "test:library"


def post(text: str, number: int = 1, author: str | None = None, **others: Any) -> Post:
    """One comment; ``number`` is its id and its minute."""
    fields: dict[str, Any] = {
        "id": f"test:{number}",
        "thread_id": THREAD,
        "author": f"person{number}" if author is None else author,
        "posted_at": START + timedelta(minutes=number),
        "precision": "minute",
    }
    return Post(text=text, **(fields | others))


def transcript(posts: Iterable[Post], **thread: Any) -> Transcript:
    """The posts as one thread, in canonical order, as reading would hand them over."""
    named = Thread(
        **({"id": THREAD, "title": "The library at night", "place": "library.csv", "source": "table"} | thread)
    )
    threads, ordered, _ = assemble([named], posts)
    return Transcript(threads=threads, posts=ordered)


def comments(texts: Iterable[str], **others: Any) -> Transcript:
    """One comment a text, each by another person."""
    return transcript(post(text, number, **others) for number, text in enumerate(texts, 1))


def argument(text: str, number: int = 1, author: str | None = None, **others: Any) -> Argument:
    """An argument that is a whole post."""
    name = f"person{number}" if author is None else author
    fields: dict[str, Any] = {
        "id": f"test:{number}@0-{len(text)}",
        "post_id": f"test:{number}",
        "thread_id": THREAD,
        "start": 0,
        "end": len(text),
        "plain": text,
        "author": name,
        "strength": strength_of(text),
        "copy_posts": (f"test:{number}",),
        "copy_authors": (name,),
    }
    return Argument(text=text, **(fields | others))


# What a town says about its library: subject -> (claims, reasons), combined below.
SUBJECTS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "late hours": (
        (
            "the library should stay open until midnight",
            "late opening hours would help everyone who works shifts",
            "closing at six shuts out people with jobs",
            "we need evening opening at least twice a week",
            "opening hours matter more than anything else on this list",
            "nobody who works full time can reach the desk before closing time",
        ),
        (
            "because most of us only get home at seven",
            "since the evening is the only quiet time a parent has",
            "and students have nowhere else to sit at night",
            "as the night bus stops right in front of the door",
            "because nurses and drivers read too",
        ),
    ),
    "noise": (
        (
            "the reading room must be silent again",
            "phone calls between the shelves should not be allowed",
            "the noise from the cafe makes reading impossible",
            "children need a room of their own with a door that shuts",
            "a quiet floor would solve half of the complaints",
            "the staff should ask loud groups to leave",
        ),
        (
            "because you cannot think with a ringing phone beside you",
            "since the hall carries every voice up the stairs",
            "and headphones only help against half of the noise",
            "as the glass walls keep no sound out",
            "because silence is what people come here for",
        ),
    ),
    "fees": (
        (
            "late fees should be dropped for good",
            "fines keep poor families away from the library",
            "a yearly card must stay free for children",
            "charging for reservations is simply unfair",
            "fees bring in less money than it costs to collect them",
            "the fine for a lost book is higher than its price",
        ),
        (
            "because a fine of ten pounds is a week of lunches",
            "since nobody returns a book that costs them money",
            "and other towns got more books back without them",
            "as the money goes into the system that counts the money",
            "because people stop coming once they owe something",
        ),
    ),
    "machines": (
        (
            "the new self service machines never read my card",
            "machines cannot replace the people at the desk",
            "one working scanner is better than four broken ones",
            "the touch screens are too high for wheelchair users",
            "the machine prints three receipts and still forgets a book",
            "someone should stand beside the machines for the first year",
        ),
        (
            "because the software crashes every afternoon",
            "since older visitors do not trust a screen",
            "and the queue is longer than it ever was",
            "as nobody is there when the scanner fails",
            "because a person sees what a scanner does not",
        ),
    ),
    "events": (
        (
            "author evenings bring people in who never borrow a book",
            "the story hour for toddlers needs a second date",
            "repair cafes and sewing nights belong in the library",
            "workshops should be announced more than a week ahead",
            "concerts in the reading room are worth the trouble",
            "the chess club on Fridays is the best thing in this building",
        ),
        (
            "because neighbours finally meet each other there",
            "since every ticket was gone within a day",
            "and the hall stands empty on most evenings",
            "as families with small children have few places to go",
            "because people who come for a talk stay for the books",
        ),
    ),
    "building": (
        (
            "the roof must be repaired before winter",
            "heating the old hall costs too much every year",
            "a ramp at the main door is long overdue",
            "the toilets on the first floor have been closed since spring",
            "the building needs daylight more than another carpet",
            "the lift should finally be replaced",
        ),
        (
            "because there are buckets between the shelves again",
            "since pushchairs and wheelchairs have to use the back door",
            "and the windows let in more rain than light",
            "as the engineer has been here every month",
            "because damp air ruins the older books",
        ),
    ),
}  # fmt: skip
_OPENERS = ("", "", "", "Honestly, ", "I think ", "In my view ", "For me it is simple: ", "If you ask me, ")
_CLOSERS = ("", "", "", " I see it every week.", " That is all I ask for.", " The council has known this for years.")


def said(n: int, seed: int = 0) -> list[tuple[str, str]]:
    """(author, text) of ``n`` comments on the six subjects; about three comments a person."""
    rng = random.Random(seed)  # noqa: S311 - the same texts every time is the point
    rows = []
    for _ in range(n):
        claims, reasons = SUBJECTS[rng.choice(sorted(SUBJECTS))]
        opener = rng.choice(_OPENERS)
        sentence = f"{opener}{rng.choice(claims)} {rng.choice(reasons)}."
        text = sentence[:1].upper() + sentence[1:] + rng.choice(_CLOSERS)
        rows.append((f"reader{rng.randrange(max(2, n // 3))}", text))
    return rows


def discussion(n: int, seed: int = 0, **others: Any) -> Transcript:
    """``n`` comments of a realistic discussion."""
    return transcript(post(text, number, author, **others) for number, (author, text) in enumerate(said(n, seed), 1))


# Twelve sentences with nothing in common but their author.
UNRELATED = [
    "The dentist should send a reminder before each appointment.",
    "Glaciers in the north are shrinking faster than anyone expected.",
    "A good goalkeeper wins more points than a good striker.",
    "Our printer needs a new drum because every page has a grey line.",
    "Violins sound better after a hundred years of playing.",
    "The tax form ought to fit on a single sheet of paper.",
    "Tomatoes must not stand in the wind, or they lose their flowers.",
    "Detective stories are best when the clues are fair to the reader.",
    "The pilot was right to turn back in that fog.",
    "Wool is warmer than cotton, even when it is wet.",
    "Pension funds should never buy shares of one company alone.",
    "Medieval monks copied mistakes as carefully as they copied words.",
]
