"""One person taken out of texts: every way of writing the name, and every passage of theirs that others repeat."""

from __future__ import annotations

import gzip
import html
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from miner.digest.people.finding import Finder, Replaced
from miner.library.indexing import SIGN
from miner.transcript import Post, Question, Thread

NAME, WORDS = "[name]", "[…]"

_TOKEN = re.compile(rf"{SIGN}|(?:(?!{SIGN})[^\W_])+")
_LEAST_TOKENS = 4  # "Yes, I agree" is nobody's own
_FIRST_TOKENS = 3
_RUN_TOKENS = 7  # so many words in a row are no chance, wherever in a sentence they stand
_PART_END = re.compile(r"(?<=[.!?。！？…,;:、，])\s*|\s[–—-]\s|[\r\n]+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt/\"]")
_MAX_BYTES = 256 << 20  # of a packed page, unpacked
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ")


class Eraser:
    """What is to go.

    Parameters
    ----------
    names
        Every form of the name that is known.
    texts
        All they said, in all versions.
    ids
        Of their posts: what points to them points nowhere afterwards.
    """

    def __init__(self, names: Iterable[str], texts: Iterable[str], ids: Iterable[str]) -> None:
        self._finder = Finder(names, mentions=False)
        self.ids = frozenset(ids)
        self._passages: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        self._runs: set[tuple[str, ...]] = set()
        for text in texts:
            words = tuple(token for token, _, _ in _tokens(text))
            self._runs |= {words[at : at + _RUN_TOKENS] for at in range(len(words) - _RUN_TOKENS + 1)}
            for part in (text, *_PART_END.split(text)):
                tokens = tuple(token for token, _, _ in _tokens(part))
                if len(tokens) >= _LEAST_TOKENS:
                    self._passages.setdefault(tokens[:_FIRST_TOKENS], set()).add(tokens)

    def names(self, text: str) -> bool:
        """Whether a text names them."""
        return self._finder.is_named(text)

    def holds(self, text: str) -> bool:
        """Whether a text names them or repeats a passage of theirs."""
        return self.names(text) or next(self._repeated(text), None) is not None

    def holds_any(self, value: Any) -> bool:
        """The same for every text, and every key, in a value read from JSON."""
        return any(self.holds(text) or text in self.ids for text in _texts(value))

    def in_page(self, body: bytes) -> bool:
        """The same for a fetched page, whatever escapes and marks it is written with.

        True also for what cannot be searched: binary files, and packed ones but for gzip, as archives of mail are.
        """
        body = _unzipped(body)
        if body.startswith(_PACKED):
            return True
        text = _decoded(body)
        if "\x00" in text:
            return True
        plain = html.unescape(_ESCAPE.sub(_unescaped, text))
        return any(self.holds(form) for form in dict.fromkeys((text, plain, _TAG.sub(" ", plain))))

    def without(self, text: str) -> tuple[Replaced, Replaced]:
        """The text without passages of theirs, and that without their name."""
        bare = _replaced(text, self._repeated(text))
        return bare, self._finder.replaced(bare.text, lambda _: NAME)

    def clean(self, text: str) -> str:
        """The same, as text alone."""
        return self.without(text)[1].text

    def post(self, post: Post) -> Post | None:
        """Somebody else's post without them; None if nothing of it is left."""
        if post.kind == "repost" and (post.repost_of in self.ids or self.names(post.repost_of or "")):
            return None
        bare, named = self.without(post.text)
        if named.text != post.text and not _TOKEN.search(named.text.replace(NAME, "").replace(WORDS, "")):
            return None
        quoted = (named.outer(bare.outer(span)) for span in post.quoted)
        orphan = self._leads_to_them(post.parent_id)
        return msgspec.structs.replace(
            post,
            text=named.text,
            quoted=tuple(span for span in quoted if span[0] < span[1]),
            author=self.clean(post.author),
            parent_id=None if orphan else post.parent_id,
            parent_source=None if orphan else post.parent_source,
            repost_of=None if self._leads_to_them(post.repost_of) else post.repost_of,
            flags=tuple(dict.fromkeys((*map(self.clean, post.flags), *(("orphan",) if orphan else ())))),
            url="" if self.holds(post.url) else post.url,
            hashtags=self._others(post.hashtags),
            mentions=self._others(post.mentions),
            links=self._others(post.links),
            locator=self.clean(post.locator),
        )

    def thread(self, thread: Thread) -> Thread:
        """A thread without them."""
        asked = (question for question in thread.questions if question.post_id not in self.ids)
        return msgspec.structs.replace(
            thread,
            title=self.clean(thread.title),
            url="" if self.holds(thread.url) else thread.url,
            platform=self.clean(thread.platform),
            place=self.clean(thread.place),
            hashtag=self.clean(thread.hashtag),
            hosts=self._others(thread.hosts),
            guests=self._others(thread.guests),
            questions=tuple(map(self._question, asked)),
        )

    def _question(self, question: Question) -> Question:
        return msgspec.structs.replace(question, text=self.clean(question.text), asked_by=self.clean(question.asked_by))

    def _leads_to_them(self, key: str | None) -> bool:
        return key is not None and (key in self.ids or self.names(key))

    def _others(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if not self.holds(text))

    def _repeated(self, text: str) -> Iterator[tuple[int, int]]:
        tokens = list(_tokens(text)) if self._passages else []
        words = tuple(token for token, _, _ in tokens)
        at = 0
        while at <= len(words) - _LEAST_TOKENS:
            longest = max(self._whole(words, at), self._run(words, at))
            if longest:
                yield tokens[at][1], tokens[at + longest - 1][2]
            at += longest or 1

    def _whole(self, words: tuple[str, ...], at: int) -> int:
        """How many words from here on are a text, a sentence or a part of one."""
        known = self._passages.get(words[at : at + _FIRST_TOKENS], ())
        return max((len(passage) for passage in known if words[at : at + len(passage)] == passage), default=0)

    def _run(self, words: tuple[str, ...], at: int) -> int:
        """How many words from here on stand so in a row."""
        n = 0
        while words[at + n : at + n + _RUN_TOKENS] in self._runs:
            n += 1
        return n + _RUN_TOKENS - 1 if n else 0


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    return ((found.group().casefold(), *found.span()) for found in _TOKEN.finditer(text))


def _replaced(text: str, spans: Iterable[tuple[int, int]]) -> Replaced:
    pieces: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    here = length = 0
    for start, end in spans:
        length += start - here
        pieces += [text[here:start], WORDS]
        places.append((start, end, length, length + len(WORDS)))
        length += len(WORDS)
        here = end
    return Replaced("".join((*pieces, text[here:])), tuple(places))


def _texts(value: Any) -> Iterator[str]:
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            left += one


def _unzipped(body: bytes) -> bytes:
    """What gzip packed; what cannot be unpacked within bounds stays as it is."""
    if not body.startswith(_PACKED[0]):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            found = file.read(_MAX_BYTES)
            return body if file.read(1) else found
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return body


def _decoded(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "
