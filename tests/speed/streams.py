"""Files of any size as exports write them, one post a line or mail after mail. Seeded: always the same."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from discussion import sentences

_START = datetime(2020, 1, 1, tzinfo=UTC)
_PEOPLE = 50_000


def write_lines(path: Path, n_bytes: int, seed: int = 0) -> int:
    """Write flat JSON Lines of about ``n_bytes``: id, parent, author, date, text, score; how many posts they are."""
    rng = random.Random(seed)  # noqa: S311 - the same file every time
    pool, at, n = sentences(), _START, 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < n_bytes if n % 1000 == 0 else True:
            at += timedelta(seconds=rng.randint(1, 100))
            post = {
                "id": n,
                "parent_id": n - rng.randint(1, 5) if n > 5 and n % 3 else None,
                "author": f"user{rng.randrange(_PEOPLE)}",
                "created_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "text": f"{rng.choice(pool)} {rng.choice(pool)}",
                "score": rng.randrange(50),
            }
            file.write(json.dumps(post, ensure_ascii=False) + "\n")
            n += 1
    return n


def write_reddit(path: Path, n_bytes: int, seed: int = 0) -> int:
    """Write comments of Reddit as its archives hold them, one a line, of about ``n_bytes``; how many they are."""
    rng = random.Random(seed)  # noqa: S311 - the same file every time
    pool, n = sentences(), 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < n_bytes if n % 1000 == 0 else True:
            thread = f"ab{n // 200:05x}"
            comment = {
                "author": f"user{rng.randrange(_PEOPLE)}",
                "body": f"{rng.choice(pool)} {rng.choice(pool)}",
                "created_utc": 1_500_000_000 + 7 * n,
                "distinguished": None,
                "edited": False,
                "id": f"g{n:06x}",
                "link_id": f"t3_{thread}",
                "parent_id": f"t1_g{n - 1:06x}" if n % 3 else f"t3_{thread}",
                "permalink": f"/r/town/comments/{thread}/the_square/g{n:06x}/",
                "score": rng.randrange(50),
                "subreddit": "town",
            }
            file.write(json.dumps(comment, ensure_ascii=False) + "\n")
            n += 1
    return n


def write_log(path: Path, n_bytes: int, seed: int = 0) -> int:
    """Write the log of an IRC channel of about ``n_bytes``; how many messages it has."""
    rng = random.Random(seed)  # noqa: S311 - the same file every time
    pool, at, n = sentences(), _START, 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < n_bytes if n % 1000 == 0 else True:
            at += timedelta(seconds=rng.randint(1, 100))
            to = f"nick{rng.randrange(60)}: " if n % 4 == 0 else ""
            file.write(f"{at:%Y-%m-%d %H:%M:%S} <nick{rng.randrange(60)}> {to}{rng.choice(pool)}\n")
            n += 1
    return n


def write_mails(path: Path, n_bytes: int, seed: int = 0) -> int:
    """Write an mbox of about ``n_bytes``, threads of five mails that quote each other; how many mails they are."""
    rng = random.Random(seed)  # noqa: S311 - the same file every time
    pool, at, n = sentences(), _START, 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < n_bytes if n % 1000 == 0 else True:
            at += timedelta(seconds=rng.randint(1, 1000))
            name = f"user{rng.randrange(_PEOPLE)}"
            answers = f"In-Reply-To: <{n - 1}@example.org>\n" if n % 5 else ""
            said = "\n\n".join(rng.choice(pool) for _ in range(8))
            file.write(
                f"From {name}@example.org {at:%a %b %d %H:%M:%S %Y}\nFrom: {name} <{name}@example.org>\n"
                f"Date: {format_datetime(at)}\nMessage-ID: <{n}@example.org>\n{answers}"
                f"Subject: {'Re: ' if answers else ''}talk {n // 5}\n\n> {rng.choice(pool)}\n\n{said}\n-- \n{name}\n\n"
            )
            n += 1
    return n
