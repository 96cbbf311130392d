"""What the three readers of tweets share: tweets become posts of one thread.

A reader fills ``Tweet`` records; ``tweet_items`` finds what they reply to, what they repost, and which
words in them are others'.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from miner.sources.base import Item, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp
from miner.sources.reasons import READ_TWICE
from miner.transcript import ParentSource, Post, Record, Span, Thread, content_id

PLATFORM = "twitter"
NO_TEXT = "tweet without text"
# How far back the tweet that an "@name" answers is looked for. Measured on five weeks of a chat whose true reply ids
# are known: up to 6 hours 2 in 3 of these guesses are right, of the 29 above one day 1 is.
REPLY_WINDOW = timedelta(hours=6)
EXACT_DIGITS = 15  # what a spreadsheet keeps of an id: tweets that share them are less than a millisecond apart

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ID = re.compile(r"[x'\"]?(\d{1,20})$")  # rtweet writes "x123", spreadsheets "'123"
_LOST_ID = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})$|(\d{15,20})\.0$")
_REPOST = re.compile(r"RT @(\w{1,20})\s?:\s*", re.IGNORECASE)
_REPOST_INSIDE = re.compile(r"(?<![\w@#])(?:RT|MT|QT|rt|mt|qt)\s?:?\s?@{1,2}\w{1,20}")
_QUOTED_TWEET = re.compile(r"[“\"]@\w{1,20}:?\s[^”\"]*(?:[”\"]|$)")
_ATTRIBUTED = re.compile(r"(“[^”\n]{1,1000}”|\"[^\"\n]{1,1000}\")\s?(?:[-–—~]|via|by|from|per)?\s?@\w")
_MIN_QUOTED_WORDS = 3  # “CX” @name speaks to somebody about a word, it quotes nobody
_ADDRESS = re.compile(r"https?:?\S*", re.IGNORECASE)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_KEY_CHARS = 40  # of a reposted text: enough to tell one author's tweets apart, short enough to survive the cut


class TweetId(Record, frozen=True):
    """A tweet's id as found: all digits, or (``lost``) what a spreadsheet left of them."""

    digits: str = ""
    lost: bool = False

    def __bool__(self) -> bool:
        return bool(self.digits)


class Tweet(Record, frozen=True):
    """One tweet, whatever it was read from. ``text`` is as found: entities are undone here."""

    text: str
    id: TweetId = TweetId()
    author: str = ""
    stamp: Stamp = NO_DATE
    url: str = ""
    likes: int = 0
    lang: str = ""
    reply_to: TweetId = TweetId()
    reply_to_name: str = ""
    repost_of: TweetId = TweetId()
    repost_name: str = ""
    quotes: TweetId = TweetId()
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    locator: str = ""

    @property
    def is_repost(self) -> bool:
        if self.repost_of or self.repost_name:
            return True
        return self.text[:3].upper() == "RT " and bool(_REPOST.match(self.text))


def unescaped(text: str) -> str:
    """The text with ``&amp;`` and its like undone, once; "AT&T" and "?a=1&copy=2" stay."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


def tweet_id(cell: str, column_lost_digits: bool = False) -> TweetId:
    """The id in a cell; ``1.26E+18`` and ids of a column that a spreadsheet rounded are marked as lost."""
    cell = cell.strip()
    found = _ID.match(cell)
    if found:
        return (
            TweetId(digits=found[1], lost=column_lost_digits and found[1].endswith("00"))
            if int(found[1])
            else TweetId()
        )
    lost = _LOST_ID.match(cell)
    if lost is None:
        return TweetId()
    if lost[4]:
        return TweetId(digits=lost[4], lost=True)
    mantissa = lost[1] + (lost[2] or "")
    return TweetId(digits=mantissa.ljust(int(lost[3]) + 1, "0"), lost=True) if int(lost[3]) >= 15 else TweetId()


def lost_digits(cells: Iterable[str]) -> bool:
    """Whether a column of ids went through a spreadsheet or a float: most end in a zero, by chance one in ten does."""
    long = [cell for cell in (cell.strip() for cell in cells) if len(cell) >= 16 and cell.isdecimal()]
    zeros = "0" if len(long) >= 10 else "00"
    return sum(cell.endswith(zeros) for cell in long) > 0.6 * len(long)


def tweet_link(author: str, digits: str) -> str:
    """The address of a tweet; "i" stands for an author whose name is not known."""
    return f"https://twitter.com/{author or 'i'}/status/{digits}" if digits else ""


def tweet_items(tweets: Sequence[Tweet], place: str) -> Iterator[Item]:
    """One thread and its posts; copies of a tweet are counted once.

    Parameters
    ----------
    tweets
        In any order.
    place
        Names the thread: all tweets of a file are one chat.
    """
    found = [_clean(tweet) for tweet in _each_once(tweets)]
    if len(found) < len(tweets):
        yield Skipped(reason=READ_TWICE, n=len(tweets) - len(found))
    unique = [tweet for tweet in found if tweet.text]
    if len(unique) < len(found):
        yield Skipped(reason=NO_TEXT, n=len(found) - len(unique))
    if not unique:
        return
    thread_id = f"{PLATFORM}:{place}"
    known = _Known(unique)
    posts = [_post(tweet, thread_id, known) for tweet in unique]
    hashtag = hashtag_of(posts)
    yield Thread(id=thread_id, title=f"#{hashtag}" if hashtag else "", platform=PLATFORM, is_chat=True, hashtag=hashtag)
    n_lost = sum("id_lost" in post.flags for post in posts)
    if n_lost:
        yield Note(text=f"{n_lost} tweets have no whole id: a spreadsheet cut its last digits, and no link gives them")
    yield from posts


def _each_once(tweets: Sequence[Tweet]) -> list[Tweet]:
    """Each id once: the version that says most, whatever the order of the file."""
    best: dict[str, Tweet] = {}
    unique: list[Tweet] = []
    for tweet in tweets:
        if not tweet.id or tweet.id.lost:
            unique.append(tweet)
        elif tweet.id.digits not in best or _richness(tweet) > _richness(best[tweet.id.digits]):
            best[tweet.id.digits] = tweet
    return [*best.values(), *unique]


def _clean(tweet: Tweet) -> Tweet:
    return msgspec.structs.replace(tweet, text=clean(unescaped(tweet.text)), author=clean(tweet.author).lstrip("@"))


def _richness(tweet: Tweet) -> tuple[int, int, bytes]:
    return (len(tweet.text), tweet.likes, msgspec.json.encode(msgspec.structs.replace(tweet, locator="")))


def _post_id(tweet: Tweet) -> str:
    if tweet.id and not tweet.id.lost:
        return f"{PLATFORM}:{tweet.id.digits}"
    when = tweet.stamp.at.isoformat() if tweet.stamp.at else ""
    return content_id(PLATFORM, tweet.author.lower(), when, tweet.text)


def _post(tweet: Tweet, thread_id: str, known: _Known) -> Post:
    text = tweet.text
    whole = _without_cut_word(text)  # a hashtag, name or link that was cut off is none
    parent_id, parent_source = known.parent_of(tweet)
    return Post(
        id=_post_id(tweet),
        thread_id=thread_id,
        text=text,
        kind="repost" if tweet.is_repost else "message",
        author=tweet.author,
        parent_id=parent_id,
        parent_source=parent_source,
        quoted=others_words(text, tweet.is_repost),
        posted_at=tweet.stamp.at,
        precision=tweet.stamp.precision,
        tz_assumed=tweet.stamp.tz_assumed,
        url=tweet.url,
        lang=tweet.lang,
        likes=tweet.likes,
        repost_of=known.original_of(tweet) if tweet.is_repost else None,
        hashtags=tuple(
            dict.fromkeys((*(clean(tag).lstrip("#").lower() for tag in tweet.hashtags if tag), *hashtags_in(whole)))
        ),
        mentions=_names((*tweet.mentions, *mentions_in(whole))),
        links=tweet.links or links_in(whole),
        flags=(*tweet.flags, "id_lost") if tweet.id.lost or not tweet.id else tweet.flags,
        locator=tweet.locator,
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once; "@Ann" and "@ann" are one."""
    return tuple({name.lower(): name for name in reversed([clean(name) for name in names if name])}.values())[::-1]


def others_words(text: str, is_repost: bool = False) -> tuple[Span, ...]:
    """Spans of a tweet that its author took over: ``RT @name: ...``, ``“@name: ...”``, ``“...” @name``.

    An "RT", "MT" or "QT" in the middle makes everything behind it someone else's.
    """
    if is_repost:
        prefix = _REPOST.match(text)
        start = prefix.end() if prefix else 0
        return ((start, len(text)),) if start < len(text) else ()
    spans = [match.span() for match in _QUOTED_TWEET.finditer(text)]
    spans += [match.span(1) for match in _ATTRIBUTED.finditer(text) if len(match[1].split()) >= _MIN_QUOTED_WORDS]
    inside = _REPOST_INSIDE.search(text)
    if inside:
        spans.append((inside.start(), len(text)))
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def hashtag_of(posts: Sequence[Post]) -> str:
    """The commonest hashtag, if most posts carry it."""
    counts = Counter(tag for post in posts for tag in post.hashtags)
    if not counts:
        return ""
    tag, n = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tag if n * 2 > len(posts) else ""


class _Known:
    """The tweets of one file, to look up what the others refer to."""

    def __init__(self, tweets: Sequence[Tweet]) -> None:
        self.digits = {tweet.id.digits for tweet in tweets if tweet.id and not tweet.id.lost}
        self.by_rounded: dict[str, set[str]] = defaultdict(set)
        self.by_author: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        self.by_text: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
        reposted = {_reposted_name(tweet).lower() for tweet in tweets if tweet.is_repost and self._is_unsure(tweet)}
        for tweet in tweets:
            self._add(tweet, reposted)
        for said in self.by_author.values():
            said.sort()

    def _is_unsure(self, tweet: Tweet) -> bool:
        return tweet.repost_of.lost or tweet.repost_of.digits not in self.digits

    def _add(self, tweet: Tweet, reposted: Container[str]) -> None:
        author, post_id = tweet.author.lower(), _post_id(tweet)
        if tweet.id:
            for key in _rounded(tweet.id.digits):
                self.by_rounded[key].add(post_id)
        if tweet.is_repost:
            return
        if tweet.stamp.at is not None:
            self.by_author[author].append((tweet.stamp.at, post_id))
        text = _comparable(tweet.text) if author in reposted else ""
        for key in {text, text[:_KEY_CHARS]} - {""}:
            self.by_text[author, key].append((tweet.stamp.at or _NEVER, post_id))

    def parent_of(self, tweet: Tweet) -> tuple[str | None, ParentSource | None]:
        """What a tweet replies to; a native id that is not in the file is given too, the frame flags it."""
        if tweet.is_repost:
            return None, None
        if tweet.reply_to and not tweet.reply_to.lost:
            return f"{PLATFORM}:{tweet.reply_to.digits}", "native"
        found = self._by_lost_id(tweet.reply_to)
        if found is not None:
            return found, "native"
        found = self._last_of(tweet.reply_to_name, tweet.stamp.at)
        if found is not None:
            return found, "mention"
        found = self._by_id(tweet.quotes)
        return (found, "inferred") if found is not None else (None, None)

    def original_of(self, tweet: Tweet) -> str | None:
        """The id of the tweet that was reposted, or ``@name`` if it is not in the file; None if neither is known."""
        found = self._by_id(tweet.repost_of)
        if found is not None:
            return found
        prefix, name = _REPOST.match(tweet.text), _reposted_name(tweet)
        if prefix:
            comparable = _comparable(tweet.text[prefix.end() :])
            said = self.by_text.get((name.lower(), comparable)) or (
                self.by_text.get((name.lower(), comparable[:_KEY_CHARS])) if len(comparable) >= _KEY_CHARS else None
            )
            if said:
                return min(said)[1]
        return f"@{name}" if name else None

    def _by_id(self, wanted: TweetId) -> str | None:
        if not wanted or wanted.lost:
            return self._by_lost_id(wanted)
        return f"{PLATFORM}:{wanted.digits}" if wanted.digits in self.digits else None

    def _by_lost_id(self, wanted: TweetId) -> str | None:
        """The one tweet whose id, rounded as a spreadsheet does, is this; None below ``EXACT_DIGITS`` digits."""
        if not wanted or len(wanted.digits.rstrip("0")) < EXACT_DIGITS - 3:
            return None
        found = self.by_rounded.get(_rounded(wanted.digits)[0], set())
        return next(iter(found)) if len(found) == 1 else None

    def _last_of(self, name: str, before: datetime | None) -> str | None:
        """The last thing a person said before that moment, if it is not too long ago."""
        said = self.by_author.get(name.lower(), []) if name and before is not None else []
        if before is None or not said:
            return None
        number = bisect_left(said, (before, "")) - 1
        if number < 0 or before - said[number][0] > REPLY_WINDOW:
            return None
        return said[number][1]


def _rounded(digits: str) -> tuple[str, str]:
    """An id as spreadsheets leave it: rounded, and cut, to ``EXACT_DIGITS``."""
    spare = 10 ** max(0, len(digits) - EXACT_DIGITS)
    number = int(digits)
    return str((number + spare // 2) // spare * spare), str(number // spare * spare)


def _without_cut_word(text: str) -> str:
    """The text without the rest of a word that Twitter's "…" cut at its end."""
    if not text.endswith("…"):
        return text
    return text[: max(text.rfind(" "), text.rfind("\n")) + 1]


def _reposted_name(tweet: Tweet) -> str:
    prefix = None if tweet.repost_name else _REPOST.match(tweet.text)
    return prefix[1] if prefix else tweet.repost_name


def _comparable(text: str) -> str:
    """A tweet's words without links, case and what the cut at 140 characters left of the last word."""
    return " ".join(_ADDRESS.sub(" ", _without_cut_word(text)).casefold().split())
