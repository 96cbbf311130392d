"""Messages that were cut for length ("1/2 ... 2/2", "cont'd") become one post again.

Joining changes the number of posts, so it is counted: the parts that disappear are in the account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from miner.sources.chat.hosts import handle_of
from miner.sources.chat.markers import answers_in, head_of, questions_mentioned
from miner.sources.cleaning import hashtags_in, mentions_in
from miner.transcript import Post, Span

JOINED = "joined"
_COUNT = r"[(\[]?(?P<part>\d{1,2})\s?(?:/|of)\s?(?P<total>\d{1,2}|n|x|\?)?[)\]]?"
_AT_HEAD = re.compile(rf"{_COUNT}(?=[\s:.)\-–—#@]|$)\s*[:.\-–—]?\s*", re.IGNORECASE)
_AT_END = re.compile(rf"\s*(?<!\w){_COUNT}\s*$", re.IGNORECASE)
_CONTINUED = re.compile(r"[(\[]?(?:\.\.\.|…)?\s*cont(?:inued|['’]?d|\.)?\b[)\]]?\s*[:.\-–—]?\s*", re.IGNORECASE)
_ENDING = re.compile(r"(?:\s*(?:#\w+|https?://\S+|@\w+))+\s*$")
_TAG = re.compile(r"\s*(?<![\w&/])#(\w+)")
_MARKER = re.compile(r"\W*#?[aq]\.?\s?\d{1,2}(?:\.\d+)?[\s:.)\-–—]*", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MAX_PARTS = 15
_TAIL_CHARS = 200  # where a counter at the end stands: hashtags and links may follow it
_WITHIN_SECONDS = 15 * 60.0  # between two parts; the slowest real pair took five minutes


@dataclass(frozen=True)
class Part:
    """One piece: its number (0: "cont'd"), how many it promises (0: unsaid), and where the counter stands."""

    number: int
    total: int
    counter: Span


def join_continuations(posts: Sequence[Post], seconds: Sequence[float]) -> tuple[list[Post], list[Post]]:
    """Join what one author wrote in numbered pieces, within minutes.

    Parameters
    ----------
    posts, seconds
        Of one thread, in canonical order, with their times.

    Returns
    -------
    posts
        With each series in place of its first piece (that one's id; flag ``joined``); replies to a piece point to it.
    gone
        The pieces that disappeared.
    """
    series = _series(posts, seconds)
    into = {posts[at].id: posts[chain[0]].id for chain in series for at in chain[1:]}
    merged = {posts[chain[0]].id: _joined([posts[at] for at in chain]) for chain in series}
    kept = [_pointed(merged.get(post.id, post), into) for post in posts if post.id not in into]
    return kept, [post for post in posts if post.id in into]


def part_of(text: str) -> Part | None:
    """The counter of a text: at its head (behind names, hashtags and a marker) or at its end (before them)."""
    if not _DIGIT.search(text) and "cont" not in text.lower():
        return None  # as most posts
    head = head_of(text)
    marker = _MARKER.match(text, head)
    starts = dict.fromkeys((head, _opened(text, head), marker.end() if marker else head))
    for start in starts:
        counter = _AT_HEAD.match(text, start)
        if counter and _is_count(counter):
            return _part(counter)
    offset = max(0, len(text) - _TAIL_CHARS)
    ending = _ENDING.search(text, offset)
    counter = _AT_END.search(text[offset : ending.start() if ending else len(text)])
    if counter and _is_count(counter):
        return _part(counter, offset)
    for start in starts:
        continued = _CONTINUED.match(text, start)
        if continued:
            return Part(0, 0, continued.span())
    return None


def _opened(text: str, head: int) -> int:
    """One back where a bracket before the counter was taken for punctuation."""
    return head - 1 if head and text[head - 1] in "([" else head


def _is_count(counter: re.Match[str]) -> bool:
    """Whether it counts pieces; "3/4" may be a date or a share, so its partners must be there too."""
    number, total = int(counter["part"]), _total(counter)
    return 1 <= number <= _MAX_PARTS and (total == 0 or number <= total <= _MAX_PARTS) and total != 1


def _part(counter: re.Match[str], shift: int = 0) -> Part:
    return Part(int(counter["part"]), _total(counter), (counter.start() + shift, counter.end() + shift))


def _total(counter: re.Match[str]) -> int:
    return int(counter["total"]) if (counter["total"] or "").isdigit() else 0


def _series(posts: Sequence[Post], seconds: Sequence[float]) -> list[list[int]]:
    """Places of the pieces of each series, in order."""
    at = {post.id: number for number, post in enumerate(posts)}
    chains = _Chains(posts, seconds, at)
    for number, post in enumerate(posts):
        if post.author and post.kind in ("comment", "message", "question") and JOINED not in post.flags:
            chains.add(number)
    return [chain for chain in chains.found if len(chain) > 1 and not _is_tangled(chain, posts, at)]


class _Chains:
    """Series as they grow while posts come in: one open at a time for each author."""

    def __init__(self, posts: Sequence[Post], seconds: Sequence[float], at: Mapping[str, int]) -> None:
        self.found: list[list[int]] = []
        self._posts, self._seconds, self._at = posts, seconds, at
        self._open: dict[str, list[int]] = {}
        self._parts: dict[int, Part] = {}
        self._last_by: dict[str, int] = {}

    def add(self, number: int) -> None:
        """Put the next post where it belongs, if it is a piece."""
        author = handle_of(self._posts[number].author)
        part = part_of(self._posts[number].text)
        chain = self._open.get(author, [])
        if part is not None:
            self._parts[number] = part
            if chain and self._follows(part, chain[-1], number):
                chain.append(number)
            elif part.number == 1:
                self._begin(author, [number])
            else:
                self._append_to_own(author, part, number, chain)
        self._last_by[author] = number

    def _begin(self, author: str, chain: list[int]) -> None:
        self._open[author] = chain
        self.found.append(chain)

    def _is_soon(self, before: int, number: int) -> bool:
        return self._seconds[number] - self._seconds[before] <= _WITHIN_SECONDS

    def _follows(self, part: Part, last: int, number: int) -> bool:
        before = self._parts.get(last)
        if before is None or not self._is_soon(last, number):
            return False
        same = part.total == before.total or 0 in (part.total, before.total)
        return same and part.number == before.number + 1 > 1

    def _append_to_own(self, author: str, part: Part, number: int, chain: list[int]) -> None:
        """A "2/2" or "cont'd" whose beginning has no counter: it replies to it or, "cont'd" only, follows directly."""
        post = self._posts[number]
        first = self._at.get(post.parent_id or "", self._last_by.get(author, -1) if part.number == 0 else -1)
        if not 0 <= first < number or part.number not in (0, 2) or not self._is_soon(first, number):
            return
        beginning = self._posts[first]
        if handle_of(beginning.author) != author or beginning.kind == "repost" or JOINED in beginning.flags:
            return
        if chain and chain[-1] == first:
            chain.append(number)
        elif all(first not in each for each in self.found[-_MAX_PARTS:]) and first not in self._parts:
            self._begin(author, [first, number])


def _is_tangled(chain: Sequence[int], posts: Sequence[Post], at: Mapping[str, int]) -> bool:
    """Whether joining would make a post its own ancestor (the first piece replies below a later one)."""
    own = {posts[number].id for number in chain}
    seen: set[str] = set()
    here = posts[chain[0]].parent_id
    while here is not None and here not in seen:
        if here in own:
            return True
        seen.add(here)
        here = posts[at[here]].parent_id if here in at else None
    return False


def _pointed(post: Post, into: Mapping[str, str]) -> Post:
    parent = into.get(post.parent_id or "", post.parent_id)
    original = into.get(post.repost_of or "", post.repost_of)
    if (parent, original) == (post.parent_id, post.repost_of):
        return post
    return msgspec.structs.replace(post, parent_id=parent, repost_of=original)


def _joined(pieces: Sequence[Post]) -> Post:
    texts: list[str] = []
    quoted: list[Span] = []
    for number, piece in enumerate(pieces):
        text, spans = _without(piece.text, piece.quoted, _cuts(pieces, number))
        offset = sum(len(each) + 1 for each in texts)
        texts.append(text)
        quoted.extend((start + offset, end + offset) for start, end in spans)
    return msgspec.structs.replace(
        pieces[0],
        text=" ".join(texts),
        quoted=tuple(quoted),
        likes=max(piece.likes for piece in pieces),
        hashtags=_merged(*(piece.hashtags for piece in pieces)),
        mentions=_merged(*(piece.mentions for piece in pieces)),
        links=_merged(*(piece.links for piece in pieces)),
        flags=_merged(*(piece.flags for piece in pieces), (JOINED,)),
    )


def _cuts(pieces: Sequence[Post], number: int) -> list[Span]:
    """What to leave out of a piece: the counter, and names, marker and hashtags that only repeat its neighbours'."""
    text = pieces[number].text
    part = part_of(text)
    cuts = [part.counter] if part else []
    if number:
        cuts += _repeated_head(text, part, pieces[0])
    if number + 1 < len(pieces):
        body = text[: part.counter[0]] if part and part.counter[1] == len(text) else text
        later = {tag for piece in pieces[number + 1 :] for tag in piece.hashtags}
        cuts += [match.span() for match in _repeated_tags(body, later)]
    return cuts


def _repeated_head(text: str, part: Part | None, first: Post) -> list[Span]:
    """Names, hashtags and marker before the words, where the first piece has them already.

    A hashtag right before the words may be their subject: it goes only where the counter stands between.
    """
    head = head_of(text)
    cuts: list[Span] = []
    names = {handle_of(name) for name in mentions_in(text[:head])}
    tags = set(hashtags_in(text[:head]))
    if names <= _handles(first) and (not tags or (part and part.counter[0] <= head and tags <= set(first.hashtags))):
        cuts.append((0, head))
    behind = max(head, part.counter[1] if part and part.counter[0] <= head else 0)
    marker = _MARKER.match(text, behind)
    if marker and _numbers(text) == _numbers(first.text):
        cuts.append(marker.span())
    return cuts


def _repeated_tags(text: str, later: set[str]) -> list[re.Match[str]]:
    """Hashtags at the very end that come again in a later piece."""
    found: list[re.Match[str]] = []
    end = len(text.rstrip())
    for tag in reversed(list(_TAG.finditer(text))):
        if tag.end() != end or tag[1].lower() not in later:
            break
        found.append(tag)
        end = tag.start()
    return found


def _handles(post: Post) -> set[str]:
    return {handle_of(name) for name in (*post.mentions, post.author)}


def _numbers(text: str) -> tuple[int, ...]:
    answer = answers_in(text)
    return answer.numbers if answer else questions_mentioned(text)[:1]


def _without(text: str, quoted: Sequence[Span], cuts: Sequence[Span]) -> tuple[str, list[Span]]:
    """The text without the cuts, trimmed, no space doubled by them; and the quoted spans where they are now."""
    dropped = {place for start, end in cuts for place in range(start, end)}
    places: list[int] = []
    for place, character in enumerate(text):
        doubled = character.isspace() and (not places or (text[places[-1]].isspace() and places[-1] + 1 < place))
        if place not in dropped and not doubled:
            places.append(place)
    while places and text[places[-1]].isspace():
        places.pop()
    now = {place: number for number, place in enumerate(places)}
    spans: list[Span] = []
    for start, end in quoted:
        inside = [now[place] for place in range(start, end) if place in now]
        if inside:
            spans.append((inside[0], inside[-1] + 1))
    return "".join(text[place] for place in places), spans


_Values = tuple[str, ...]


def _merged(*parts: _Values) -> _Values:
    return tuple(dict.fromkeys(value for part in parts for value in part))
