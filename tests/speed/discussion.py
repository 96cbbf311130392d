"""A discussion of any size, made by dealing the sentences of the shipped examples anew. Seeded: always the same."""

from __future__ import annotations

import csv
import html
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "reports" / "examples"
HOST, TAG = "cxkettle", "#cxkettle"
POSTS_A_PERSON = 5
COLUMNS = ("id", "created_at", "user_screen_name", "text", "retweet_id", "retweet_screen_name", "tweet_url")
_START = datetime(2024, 3, 14, 17, 0, tzinfo=UTC)
_FIRST_ID = 1768320000000000000
_MARK = re.compile(r"\b[AQ]\.?\d\b[.:]?|[#@]\w+|https?://\S+", re.IGNORECASE)
_MIN_WORDS, _MAX_WORDS = 6, 30


def sentences() -> list[str]:
    """Sentences of the shipped chat and blog, without marks and names."""
    texts = [*_tweets(), *_paragraphs()]
    parts = (part for text in texts for part in re.split(r"(?<=[.!?])\s+", _MARK.sub(" ", text)))
    tidy = (" ".join(part.split()).strip(" -") for part in parts)
    return sorted({part for part in tidy if _MIN_WORDS <= len(part.split()) <= _MAX_WORDS})


def questions() -> list[str]:
    """The numbered questions of the shipped chat, in their order."""
    marked = {found[1]: text for text in _tweets() if (found := re.search(r"\bQ\.?(\d)\W", text)) and "?" in text}
    return [f"Q{number}: {_MARK.sub(' ', marked[number]).strip(' -:')} {TAG}" for number in sorted(marked)]


def write_chat(path: Path, n_posts: int, seed: int = 0) -> None:
    """Write a chat of ``n_posts`` as a table of tweets: five questions, answers of one or two sentences, some reposts."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_rows(n_posts, random.Random(seed)))  # noqa: S311 - the same discussion every time


def _rows(n_posts: int, rng: random.Random) -> Iterator[dict[str, str]]:
    pool, asked = sentences(), questions()
    every = max(1, n_posts // len(asked))
    said: list[tuple[str, str, str]] = []
    for number in range(n_posts):
        if number % every == 0 and number // every < len(asked):
            author, text, original = HOST, asked[number // every], None
        elif said and rng.random() < 0.1:
            original = rng.choice(said)
            author, text = _person(n_posts, rng), f"RT @{original[1]}: {original[2]}"
        else:
            author, original = _person(n_posts, rng), None
            text = _answer(min(number // every, len(asked) - 1) + 1, pool, rng)
        row = _row(number, n_posts, author, text, original)
        if original is None:
            said.append((row["id"], author, text))
        yield row


def _answer(question: int, pool: list[str], rng: random.Random) -> str:
    parts = rng.sample(pool, rng.choice((1, 2, 2)))
    return f"A{question} {' '.join(parts)} {TAG}"


def _person(n_posts: int, rng: random.Random) -> str:
    return f"person_{rng.randrange(max(5, n_posts // POSTS_A_PERSON))}"


def _row(number: int, n_posts: int, author: str, text: str, original: tuple[str, str, str] | None) -> dict[str, str]:
    """All posts of a chat fall within the hour, or, of a large one, twelve seconds after each other."""
    at = _START + timedelta(seconds=number * max(3600 / n_posts, 12.0 if n_posts > 1000 else 0.0))
    own = str(_FIRST_ID + number * 4_000_000)
    return {
        "id": own,
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "user_screen_name": author,
        "text": text,
        "retweet_id": original[0] if original else "",
        "retweet_screen_name": original[1] if original else "",
        "tweet_url": f"https://twitter.com/{author}/status/{own}",
    }


def _tweets() -> list[str]:
    with (EXAMPLES / "cx_innovation_chat.csv").open(encoding="utf-8", newline="") as file:
        return [html.unescape(row["text"]) for row in csv.DictReader(file) if not row["retweet_id"]]


def _paragraphs() -> list[str]:
    page = (EXAMPLES / "basics_first_blog.html").read_text("utf-8")
    found = re.findall(r"<p>(.*?)</p>", page, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split()) for text in found]
