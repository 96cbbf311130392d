"""A page copied as text, put together from its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in
from miner.sources.dates import Stamp
from miner.sources.material import Material
from miner.sources.plain_text import when
from miner.sources.plain_text.article import ArticleText, read_article
from miner.sources.plain_text.boilerplate import claimed, is_furniture, opens_box, opens_comments
from miner.sources.plain_text.heads import Head, find_heads, head_at, is_prose
from miner.sources.plain_text.numbered import NumberedItem, find_comments
from miner.sources.plain_text.quotes import quoted_in_article, quoted_spans
from miner.sources.plain_text.signatures import split_signature
from miner.transcript import Post, Span, Thread, content_id

MIN_WORDS = 3  # fewer are no text
_LOWER_WORD = re.compile(r"(?<![\w.@/])[^\W\d_]*[a-zà-ÿ][^\W\d_]*", re.UNICODE)
_IN_REPLY = re.compile(
    r"(?:in reply to|replying to|als antwort auf|en réponse à|en respuesta a)\s+@?(?P<name>.{1,60}?):?", re.IGNORECASE
)
_MARKUP = re.compile(
    r"<\?xml|<!DOCTYPE|<(?:rss|feed|svg|xml|table|ul|ol|p|div|span)\b|\{|\[\s*[\[{\"\]]", re.IGNORECASE
)


class PlainText:
    """Any text: an article, comments, or both. The last source to be asked."""

    name = "plain_text"
    reads = "a page copied as text: article, numbered or dated comments, signatures, whatever stands around them"
    example = "page.txt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if material.is_html or _MARKUP.match(material.head) or _is_table(material):
            return False
        return len(re.findall(r"[^\W\d_]{2,}", material.text[:100_000])) >= MIN_WORDS

    def items(self, material: Material) -> Iterator[Item]:
        thread_id = content_id("plain_text", clean(material.text))
        yield from _Page(_lines_of(material.text), thread_id).items()


@dataclass(frozen=True)
class _Comment:
    """A comment as it stands on the page: its lines, and what its head says."""

    line: int
    lines: list[str]
    author: str = ""
    date: str = ""
    answers: str = ""
    indent: int = 0


class _Page:
    """A page in the course of being read."""

    def __init__(self, lines: list[str], thread_id: str) -> None:
        self.lines = lines
        self.thread_id = thread_id
        self.common = _common_words(lines)
        self.layout = "article only"
        self.n_left_out = 0
        article_end, self.comments = self._comments()
        self.article = read_article(lines[:article_end], self.common)
        self.day_first = when.settled_day_first([*(comment.date for comment in self.comments), self.article.date])
        self.n_left_out += self.article.n_left_out

    def items(self) -> Iterator[Item]:
        n_claimed = claimed(self.lines)
        yield Thread(id=self.thread_id, title=clean(self.article.title), platform="text", n_claimed=n_claimed)
        opening = self._opening(self.article)
        if opening is not None:
            yield opening
        yield from self._replies(opening)
        yield Layout(self.layout)
        if self.n_left_out > 0:
            yield Note(
                f"{self.n_left_out} line(s) that are not the text of a post were left out: buttons, forms, footers, signatures"
            )
        if n_claimed is not None and n_claimed != len(self.comments):
            yield Note(f"the page says {n_claimed} comment(s), {len(self.comments)} are in the text")

    def _opening(self, article: ArticleText) -> Post | None:
        text = clean(article.text)
        if not text:
            return None
        return self._post(
            0, text, quoted_in_article(text), kind="article", author=article.author, date=article.date, locator="line 1"
        )

    def _replies(self, opening: Post | None) -> Iterator[Item]:
        above: list[tuple[int, str]] = []  # (indent, id) of the comments that a deeper one would answer
        last_by: dict[str, str] = {}
        for number, comment in enumerate(self.comments, 1):
            lines, name = split_signature(comment.lines, self.common)
            text = clean("\n".join(line.strip() for line in lines))
            if not text:
                yield Skipped("empty")
                continue
            while above and above[-1][0] >= comment.indent:
                above.pop()
            parent = last_by.get(comment.answers.casefold()) if comment.answers else above[-1][1] if above else None
            post = self._post(
                number,
                text,
                quoted_spans(text),
                kind="comment",
                author=comment.author or name,
                date=comment.date,
                locator=f"line {comment.line + 1}",
                parent=parent or (opening.id if opening is not None else None),
            )
            self.n_left_out += _n_filled(comment.lines) - _n_filled(lines)
            above.append((comment.indent, post.id))
            last_by[post.author.casefold()] = post.id
            yield post

    def _post(
        self,
        number: int,
        text: str,
        quoted: tuple[Span, ...],
        *,
        kind: Literal["article", "comment"],
        author: str,
        date: str,
        locator: str,
        parent: str | None = None,
    ) -> Post:
        stamp: Stamp = when.read(date, self.day_first)
        return Post(
            id=f"{self.thread_id}:{number:05}",
            thread_id=self.thread_id,
            kind=kind,
            author=clean(author),
            text=text,
            quoted=quoted,
            parent_id=parent,
            parent_source="nesting" if parent else None,
            posted_at=stamp.at,
            precision=stamp.precision,
            tz_assumed=stamp.tz_assumed,
            hashtags=hashtags_in(text),
            mentions=mentions_in(text),
            links=links_in(text),
            locator=locator,
        )

    def _comments(self) -> tuple[int, list[_Comment]]:
        """The line where the article ends, and the comments."""
        items = find_comments(self.lines)
        heads = _below_article(self.lines, find_heads(self.lines))
        if items and len(items) >= len(heads):
            self.layout = f"numbered comments: {len(items)}"
            self.n_left_out += _n_filled(self.lines[items[-1].end :])
            return items[0].start, [self._numbered(item) for item in items]
        if heads:
            self.layout = f"comments under {heads[0].family} lines: {len(heads)}"
            return heads[0].line, [self._headed(head, end) for head, end in _ends(self.lines, heads)]
        return len(self.lines), []

    def _comment(self, line: int, lines: Sequence[str], head: Head | None) -> _Comment:
        """A comment with what its head says, and what a line "In reply to Ann" above or below its text says."""
        own = self._own(lines)
        answers = head.answers if head is not None else ""
        for place in (0, -1):
            named = _IN_REPLY.fullmatch(own[place].strip()) if len(own) > 1 else None
            if named and not answers:
                answers = named["name"]
                del own[place]
        if head is None:
            return _Comment(line, own, answers=answers)
        date = head.date
        below = when.date_at_end(own[-1]) if own and not date else None
        if below is not None and not below[0]:  # Blogger prints the date below the comment
            own, date = own[:-1], below[1]
        return _Comment(line, own, head.author, date, answers, head.indent)

    def _numbered(self, item: NumberedItem) -> _Comment:
        lines = [self.lines[item.start][item.column :], *self.lines[item.start + 1 : item.end]]
        head = head_at(lines, 0)
        return self._comment(item.start, lines[head.body :] if head is not None else lines, head)

    def _headed(self, head: Head, end: int) -> _Comment:
        self.n_left_out += 1
        return self._comment(head.line, self.lines[head.body : end], head)

    def _own(self, lines: Sequence[str]) -> list[str]:
        """A comment's lines without buttons; nothing behind the first form or box."""
        own: list[str] = []
        for number, line in enumerate(lines):
            if line.strip() and opens_box(line):
                self.n_left_out += _n_filled(lines[number:])
                break
            if line.strip() and (is_furniture(line) or opens_comments(line)) and not _is_reply(line):
                self.n_left_out += 1
                continue
            own.append(line)
        while own and not own[-1].strip():
            own.pop()
        return own


def _is_reply(line: str) -> bool:
    """One-word lines that are buttons on one page and answers on another."""
    return line.strip().lower() in {"best", "author", "author.", "+1"}


def _lines_of(text: str) -> list[str]:
    text = text.replace("\u00a0", " ").replace("\t", "    ").replace("\u2028", "\n").replace("\ufeff", "")
    return [line.rstrip() for line in text.split("\n")]


def _common_words(lines: Sequence[str]) -> frozenset[str]:
    """Words the page writes in lower case: those are not what makes a name."""
    return frozenset(word for line in lines for word in _LOWER_WORD.findall(line[:20_000]) if word.islower())


def _n_filled(lines: Sequence[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


def _below_article(lines: Sequence[str], heads: list[Head]) -> list[Head]:
    """Without the byline of the article, and without what stands above the heading over the comments."""
    headings = [number for number, line in enumerate(lines) if opens_comments(line)]
    heading = next((number for number in headings if any(head.line > number for head in heads)), None)
    if heading is not None and heads:
        below = [head for head in heads if head.line > heading]
        above = [line for line in lines[:heading] if is_prose(line)]
        return below if above or heading <= heads[0].line else heads
    if heads and heads[0].family != "says" and heads[0].line > 0 and not any(map(is_prose, lines[: heads[0].line])):
        titled = any(line.strip() and not is_furniture(line) for line in lines[: heads[0].line])
        return heads[1:] if titled else heads
    return heads


def _ends(lines: Sequence[str], heads: Sequence[Head]) -> Iterator[tuple[Head, int]]:
    ends = [head.line for head in heads[1:]] + [len(lines)]
    return zip(heads, ends, strict=True)


def _is_table(material: Material) -> bool:
    """Whether the text is rows of cells under short column names; prose with commas is not."""
    names, rows = material.table
    if len(names) < 2 or not rows:
        return False
    short = all(0 < len(name) <= 40 and len(name.split()) <= 4 and name[-1] not in ".!?" for name in names)
    even = sum(len(cells) == len(names) for _, cells in rows[:200]) >= 0.9 * len(rows[:200])
    return short and even and len({name.lower() for name in names}) == len(names)
