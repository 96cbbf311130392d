"""Tables of tweets: TAGS sheets, twarc's json2csv and csv, rtweet, and what people made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, Literal

import msgspec

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.cleaning import links_in
from miner.sources.dates import NO_DATE, Stamp, day_first_in, read_date
from miner.sources.material import Material
from miner.sources.tweet_records import NO_TEXT, Tweet, TweetId, lost_digits, tweet_id, tweet_items, tweet_link

# Role -> column names, the surest first. TAGS v6, twarc 1 (json2csv) and 2 (twarc-csv), rtweet 0.7.
# TAGS' ``time`` is in the zone of the sheet's owner, ``created_at`` is UTC: it serves where that is missing.
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("full_text", "text", "tweet_text", "tweet"),
    "author": ("user_screen_name", "from_user", "author.username", "user.screen_name", "screen_name", "username"),
    "id": ("id_str", "tweet_id", "status_id", "id"),
    "time": ("created_at", "parsed_created_at", "tweet_created"),
    "local_time": ("time",),
    "url": ("tweet_url", "status_url", "permalink"),
    "reply_to": (
        "in_reply_to_status_id_str",
        "in_reply_to_status_id",
        "reply_to_status_id",
        "referenced_tweets.replied_to.id",
    ),
    "reply_to_name": ("in_reply_to_screen_name", "reply_to_screen_name", "in_reply_to_username"),
    "repost_of": (
        "retweet_id",
        "retweeted_status_id",
        "retweet_status_id",
        "referenced_tweets.retweeted.id",
        "retweet_or_quote_id",
    ),
    "repost_name": (
        "retweet_screen_name",
        "retweeted_username",
        "retweet_or_quote_screen_name",
    ),
    "quotes": ("quoted_status_id", "referenced_tweets.quoted.id"),
    "type": ("tweet_type",),
    "likes": ("favorite_count", "public_metrics.like_count", "like_count"),
    "lang": ("lang",),
    "hashtags": ("hashtags",),
    "links": ("urls", "urls_expanded_url"),
    "entities": ("entities_str",),
}
# Names that only tables of tweets have; two of them beside a text and an author settle it.
MARKS = frozenset(
    name
    for role in ("reply_to", "reply_to_name", "repost_of", "repost_name", "quotes", "type", "entities")
    for name in COLUMNS[role]
) | {
    "author.username",
    "favorite_count",
    "from_user",
    "from_user_id_str",
    "id_str",
    "public_metrics.like_count",
    "retweet_count",
    "status_id",
    "status_url",
    "tweet_id",
    "tweet_url",
    "user.screen_name",
    "user_screen_name",
}
TOO_MANY = "row with more cells than columns"
TOO_FEW = "row with fewer cells than columns"
_ID_IN_LINK = "/status"
_QUARTER = timedelta(minutes=15)  # of which zones are multiples


class TweetTable:
    """Rows with a text, a screen name and columns that only Twitter has."""

    name = "tweet_table"
    reads = "tweets as CSV or TSV (TAGS, twarc, rtweet)"
    example = "chat.csv"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if material.settings.columns:
            return False  # whoever names the columns wants the general table
        names = _normal(material.table[0])
        found = _positions(names)
        return {"text", "author"} <= found.keys() and len(MARKS.intersection(names)) >= 2 and bool(material.table[1])

    def items(self, material: Material) -> Iterator[Item]:
        names, rows = material.table
        positions = _positions(_normal(names))
        used = {role: at for role, at in positions.items() if role != "local_time" or "time" not in positions}
        yield Layout(text="columns: " + ", ".join(f"{role}={names[position]}" for role, position in used.items()))
        yield from material.table_repairs
        table = _Table(rows, positions)
        if table.date_note:
            yield Note(text=table.date_note)
        tweets: list[Tweet] = []
        for line, cells in rows:
            tweet = _problem(cells, names, positions) or table.tweet(cells, len(names), line)
            if isinstance(tweet, Tweet):
                tweets.append(tweet)
            else:
                yield tweet
        n_undated = sum(tweet.stamp.at is None for tweet in tweets)
        if n_undated:
            yield Note(text=f"{n_undated} tweets have no time that could be read")
        yield from tweet_items(tweets, material.place)


class _Table:
    """What is decided for a whole table: which ids lost digits, and how dates are written."""

    def __init__(self, rows: Sequence[tuple[int, list[str]]], positions: Mapping[str, int]) -> None:
        self.positions = positions
        columns = {role: [cells[at] for _, cells in rows if at < len(cells)] for role, at in positions.items()}
        self.lost = {role: lost_digits(columns.get(role, ())) for role in ("id", "reply_to", "repost_of", "quotes")}
        self.day_first, self.date_note = day_first_in(columns.get("time", ()))
        self.local_day_first, local_note = day_first_in(columns.get("local_time", ()))
        if "time" not in positions:
            self.date_note = local_note
        self._rows = rows

    @cached_property
    def _zone(self) -> timedelta | None:
        """How far the sheet's time is ahead of UTC, as most rows that have both say; None if none has."""
        ahead = Counter(
            _QUARTER * round((local.at - utc.at) / _QUARTER)
            for utc, local in (self._both_times(cells) for _, cells in self._rows)
            if utc.at is not None and local.at is not None and abs(local.at - utc.at) < timedelta(days=1)
        )
        return min(ahead, key=lambda zone: (-ahead[zone], zone)) if ahead else None

    def _both_times(self, cells: Sequence[str]) -> tuple[Stamp, Stamp]:
        row = self._row(cells)
        return read_date(row.get("time", ""), self.day_first), self._local(row)

    def _local(self, row: Mapping[str, str]) -> Stamp:
        return read_date(row.get("local_time", ""), self.local_day_first)

    def _row(self, cells: Sequence[str]) -> dict[str, str]:
        return {role: cells[at].strip() for role, at in self.positions.items() if at < len(cells)}

    def _stamp(self, row: Mapping[str, str]) -> Stamp:
        """The time in UTC; the sheet's own where that is missing, moved by what sets the two apart in other rows."""
        stamp = read_date(row.get("time", ""), self.day_first)
        local = self._local(row) if stamp.at is None and row.get("local_time") else NO_DATE
        if local.at is None:
            return stamp
        return local if self._zone is None else Stamp(at=local.at - self._zone, precision=local.precision)

    def tweet(self, cells: Sequence[str], n_columns: int, line: int) -> Tweet | Skipped | Failed:
        """The tweet of a row, or why it is none."""
        row = self._row(cells)
        stamp = self._stamp(row)
        own_id = _own_id(row, self.lost["id"])
        if stamp.at is None and row.get("time") and len(cells) > n_columns:
            return Failed(reason=TOO_MANY)
        if not own_id and stamp.at is None:
            return Failed(reason="row without a tweet id and without a time")
        if not row["text"]:
            return Failed(reason=TOO_FEW) if len(cells) < n_columns else Skipped(reason=NO_TEXT)
        return _tweet(row, own_id, stamp, self.lost, f"line {line}")


def _normal(names: Sequence[str]) -> list[str]:
    return [name.strip().lower().replace(" ", "_") for name in names]


def _positions(names: Sequence[str]) -> dict[str, int]:
    """Role -> position of its column."""
    found: dict[str, int] = {}
    for role, known in COLUMNS.items():
        position = next((names.index(name) for name in known if name in names), None)
        if position is not None:
            found[role] = position
    return found


def _problem(cells: Sequence[str], names: Sequence[str], positions: Mapping[str, int]) -> Skipped | Failed | None:
    """Why a row is no tweet, if its shape already says so."""
    if not any(cell.strip() for cell in cells):
        return Skipped(reason="empty row")
    if any(cell.strip() for cell in cells[len(names) :]):
        return Failed(reason=TOO_MANY)
    if len(cells) <= max(positions["text"], positions["author"]):
        return Failed(reason=TOO_FEW)
    if [cell.strip() for cell in cells] == list(names):
        return Skipped(reason="column names repeated")
    return None


def _tweet(row: Mapping[str, str], own_id: TweetId, stamp: Stamp, lost: Mapping[str, bool], locator: str) -> Tweet:
    author = row["author"].lstrip("@")
    is_repost = row.get("type", "retweet") == "retweet"  # json2csv has one column for reposts and quotes
    other = tweet_id(row.get("repost_of", ""), lost["repost_of"])
    return Tweet(
        text=row["text"],
        id=own_id,
        author=author,
        stamp=stamp,
        url=row.get("url") or ("" if own_id.lost else tweet_link(author, own_id.digits)),
        likes=_number(row.get("likes", "")),
        lang=row.get("lang", ""),
        reply_to=tweet_id(row.get("reply_to", ""), lost["reply_to"]),
        reply_to_name=row.get("reply_to_name", "").lstrip("@"),
        repost_of=other if is_repost else TweetId(),
        repost_name=row.get("repost_name", "").lstrip("@") if is_repost else "",
        quotes=tweet_id(row.get("quotes", ""), lost["quotes"]) if is_repost else other,
        hashtags=tuple(tag for tag in row.get("hashtags", "").split() if tag[:1] not in "[{"),
        links=links_in(row.get("links", "")) or _entity_links(row.get("entities", "")),
        locator=locator,
    )


def _own_id(row: Mapping[str, str], lost: bool) -> TweetId:
    """The id in the link, which no spreadsheet touches; else the one in the column."""
    _, found, rest = row.get("url", "").partition(_ID_IN_LINK)
    digits = rest.removeprefix("es").lstrip("/").partition("/")[0].partition("?")[0] if found else ""
    return tweet_id(digits) if digits.isdecimal() else tweet_id(row.get("id", ""), lost)


def _number(cell: str) -> int:
    digits = cell.partition(".")[0]
    return int(digits) if digits.isdecimal() and len(digits) < 16 else 0


def _entity_links(cell: str) -> tuple[str, ...]:
    """Full addresses from TAGS' ``entities_str``; () where the sheet cut the JSON off, the text has its short ones."""
    try:
        entities: Any = msgspec.json.decode(cell) if cell else {}
    except (msgspec.DecodeError, RecursionError):
        return ()
    urls = entities.get("urls") if isinstance(entities, dict) else None
    full = [url.get("expanded_url") for url in urls or () if isinstance(url, dict)] if isinstance(urls, list) else []
    return tuple(dict.fromkeys(url for url in full if isinstance(url, str) and url))
