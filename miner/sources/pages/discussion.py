"""The steps tried on a page, from data to text, and what the best of them found."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
from selectolax.lexbor import LexborHTMLParser

from miner.sources.base import Note
from miner.sources.blogs.comments import Comment
from miner.sources.blogs.schema_org import embedded_in
from miner.sources.dates import Stamp
from miner.sources.html import HtmlText, read_node
from miner.sources.html_article import Article, read_article
from miner.sources.material import Material
from miner.sources.pages.blocks import Block
from miner.sources.pages.choice import Chosen, choose
from miner.sources.pages.claims import Claim, claim_over, find_claims, read_claim
from miner.sources.pages.items import Reading, read_block
from miner.sources.pages.marks import Mark, date_marks
from miner.sources.pages.merging import completed
from miner.sources.pages.state_json import comments_in_state
from miner.sources.pages.tree import TEXT, Tree
from miner.sources.plain_text.boilerplate import opens_comments
from miner.sources.plain_text.heads import find_heads
from miner.sources.plain_text.source import PlainText
from miner.transcript import Post, Thread

MIN_ARTICLE_WORDS = 25
MIN_OPENING_CHARS = 30
MIN_HEADS = 3  # of comments in a page's text; two dated lines are bylines
MAX_PASTE_CHARS = 400_000  # of a page without any block; more is no discussion but a log or a book


@dataclass
class Discussion:
    """What was found on a page.

    Attributes
    ----------
    step
        "embedded data", "repeated block" or "text grammar".
    opening
        The first item, where the page is a thread and it is what the others answer.
    relative
        Numbers of comments whose date is relative.
    """

    article: Article
    comments: list[Comment]
    step: str
    opening: Comment | None = None
    n_claimed: int | None = None
    n_beside: int = 0
    relative: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def find_discussion(material: Material) -> Discussion | None:
    """The discussion of a page; None if it has none."""
    printed = find_printed(material)
    data = _from_data(material.page)
    if data is not None and (printed is None or _is_fuller(data, printed)):
        return data
    if printed is None:
        return _from_text(material)
    if data is not None:
        both = completed(data.comments, printed.comments, data.opening)
        if both is not None:
            fuller = data if len(both.comments) == len(data.comments) else printed
            fuller.comments, fuller.notes = list(both.comments), [*fuller.notes, *both.notes]
            return fuller
        printed.notes.append(
            f"{len(data.comments)} comment(s) are in the page's data, {len(printed.comments)} in its text"
        )
    return printed


def find_printed(material: Material) -> Discussion | None:
    """The discussion that a page shows as a block that repeats text, name and date; None if it shows none."""
    tree = Tree(material.page)
    dates = date_marks(tree)
    claims = find_claims(tree)
    chosen, n_beside = choose(tree, dates, claims)
    return _from_blocks(material, tree, dates, chosen, n_beside, claims) if chosen else None


def _from_data(page: LexborHTMLParser) -> Discussion | None:
    """Comments described for search engines, else those in the state left for scripts."""
    embedded = embedded_in(page)
    if embedded is not None:
        article = read_article(page, embedded.elements)
        found = Discussion(
            article, list(embedded.comments), f"embedded data ({embedded.syntax})", opening=embedded.opening
        )
        found.n_claimed, found.notes = embedded.n_claimed, list(embedded.notes)
        return found
    comments = comments_in_state(page)
    if not comments:
        return None
    tree = Tree(page)
    found = Discussion(read_article(page), comments, "embedded data (state of the page)")
    found.n_claimed = claim_over(find_claims(tree), len(tree), len(comments))
    return found


def _is_fuller(data: Discussion, printed: Discussion) -> bool:
    """Whether the data say more than the page shows: more comments, or the same with nothing cut or missing."""
    if len(data.comments) != len(printed.comments):
        return len(data.comments) > len(printed.comments)
    return all(
        _known(data.comments, part) >= _known(printed.comments, part) for part in ("author", "date", "parent", "text")
    )


def _known(comments: Sequence[Comment], part: str) -> int:
    """How many comments have a part; of the texts the characters."""
    counts = {
        "author": sum(bool(comment.author) for comment in comments),
        "date": sum(comment.stamp.at is not None for comment in comments),
        "parent": sum(bool(comment.parent) for comment in comments),
        "text": sum(len("".join(comment.body.text.split())) for comment in comments),
    }
    return counts[part]


def _from_text(material: Material) -> Discussion | None:
    """The page's text read like a paste; only where lines such as "Ann, 3 May 2024:" head its comments."""
    body = material.page.body
    text = read_node(body).text if body is not None else ""
    if not text or len(text) > MAX_PASTE_CHARS:
        return None
    lines = text.split("\n")
    heads = [head for head in find_heads(lines) if head.date or head.family == "says"]
    if len(heads) < MIN_HEADS:
        return None
    items = list(PlainText().items(Material(material.place, text.encode(), material.settings)))
    posts = [item for item in items if isinstance(item, Post)]
    replied = {post.id for post in posts if post.kind == "comment"}
    comments = [_as_comment(post, replied) for post in posts if post.kind == "comment"]
    if len(comments) < MIN_HEADS or sum(bool(comment.author) for comment in comments) < 0.8 * len(comments):
        return None
    article = read_article(material.page)
    opening = next((_as_comment(post, replied) for post in posts if post.kind == "article"), None)
    thread = next(item for item in items if isinstance(item, Thread))
    found = Discussion(article, comments, "text grammar", opening=opening, n_claimed=thread.n_claimed)
    found.notes = [item.text for item in items if isinstance(item, Note) and "comment(s)" not in item.text]
    return found


def _as_comment(post: Post, replied: Container[str]) -> Comment:
    """A post of the text grammar, back as a comment."""
    return Comment(
        body=HtmlText(text=post.text, quoted=post.quoted, links=post.links),
        number=post.id.rpartition(":")[2] if post.kind == "comment" else "",
        parent=(post.parent_id or "").rpartition(":")[2] if post.parent_id in replied else "",
        parent_source="nesting",
        kind=post.kind,
        author=post.author,
        stamp=Stamp(at=post.posted_at, precision=post.precision, tz_assumed=post.tz_assumed),
        locator=post.locator,
    )


def _from_blocks(
    material: Material,
    tree: Tree,
    dates: Sequence[Mark],
    chosen: Sequence[Chosen],
    n_beside: int,
    claims: Sequence[Claim],
) -> Discussion:
    by_position = {mark.position: mark for mark in dates}
    beside = {
        tree.nodes[top].mem_id for one in chosen for start, end in one.block.ranges for top in tree.tops(start, end)
    }
    article = read_article(material.page, beside)
    article = msgspec.structs.replace(article, body=_without_heading(article.body))
    readings = [
        read_block(
            tree, one, by_position, _others(tree, chosen, one), article.url, f"{'' if n == 0 else n + 1}-" if n else ""
        )
        for n, one in enumerate(chosen)
    ]
    comments = _merged(chosen, readings)
    start = min(one.block.ranges[0][0] for one in chosen)
    found = Discussion(
        article, comments, "repeated block", n_claimed=claim_over(claims, start, len(comments)), n_beside=n_beside
    )
    for reading in readings:
        found.relative |= reading.relative
    _take_opening(found, tree, chosen[0], _opening_like(tree, chosen[0], by_position, article.url))
    _add_notes(found, readings, chosen)
    return found


def _without_heading(body: HtmlText) -> HtmlText:
    """The article without the heading over the comments, where both stand in one box."""
    text = body.text
    while text:
        rest, _, line = text.rpartition("\n")
        if not rest or not (opens_comments(line) or (len(line) < 40 and read_claim(line) is not None)):
            break
        text = rest.rstrip()
    quoted = tuple((start, end) for start, end in body.quoted if end <= len(text))
    return HtmlText(text=text, quoted=quoted, links=body.links)


def _others(tree: Tree, chosen: Sequence[Chosen], one: Chosen) -> set[int]:
    """What of the other blocks stands in the items of this one."""
    inside: set[int] = set()
    for other in chosen:
        if other is not one:
            for start, end in other.block.ranges:
                if any(low < start and end <= high for low, high in one.block.ranges):
                    inside.update(tree.nodes[top].mem_id for top in tree.tops(start, end))
    return inside


def _merged(chosen: Sequence[Chosen], readings: Sequence[Reading]) -> list[Comment]:
    """All comments in document order; those of a block that stands in the items of another answer these."""
    main = chosen[0].block
    placed: list[tuple[int, Comment]] = []
    for one, reading in zip(chosen, readings, strict=True):
        for (start, end), comment in zip(one.block.ranges, reading.comments, strict=True):
            if one is not chosen[0] and not comment.parent:
                around = next((n for n, (low, high) in enumerate(main.ranges) if low < start and end <= high), None)
                if around is not None:
                    parent = readings[0].comments[around].number
                    comment = msgspec.structs.replace(comment, parent=parent, parent_source="nesting")
            placed.append((start, comment))
    return [comment for _, comment in sorted(placed, key=lambda pair: pair[0])]


def _opening_like(tree: Tree, main: Chosen, dates: Mapping[int, Mark], url: str) -> Comment | None:
    """What stands before the items and has their parts, in another list: the question over its answers."""
    first = main.block.ranges[0][0]
    for position in range(first) if main.parts.body else ():
        if tree.path(position) != main.parts.body or tree.n_chars(position, tree.ends[position]) < MIN_OPENING_CHARS:
            continue
        around = [here for here in (position, *tree.ancestors(position, 8)) if tree.ends[here] <= first]
        dated = (here for here in around if any(p in dates for p in range(here, tree.ends[here])))
        root = next(dated, around[-1] if around else position)
        block = Block(tree.tags[root], [root], [(root, tree.ends[root])], inner=[[]])
        return read_block(tree, replace(main, block=block), dates, frozenset(), url, "opening-").comments[0]
    return None


def _take_opening(found: Discussion, tree: Tree, main: Chosen, before: Comment | None) -> None:
    """The opening of a thread: what looks like its items and stands before them, or the first of them."""
    about = _names_around(tree, main)
    comments = bool(_COMMENTS.search(about))
    is_thread = not comments and bool(_POSTS.search(about))
    if not is_thread and _prose_words(found.article.body.text) >= (
        MIN_ARTICLE_WORDS if comments else MIN_ARTICLE_WORDS + 10
    ):
        return
    found.article = msgspec.structs.replace(found.article, body=HtmlText(text=""))
    if before is not None and not comments and before.body.text:
        found.opening = msgspec.structs.replace(before, kind="article")
        return
    if not comments and found.comments and not found.comments[0].parent and _oldest_first(found.comments):
        found.opening = msgspec.structs.replace(found.comments[0], kind="article")
        del found.comments[0]


def _names_around(tree: Tree, main: Chosen) -> str:
    root = main.block.roots[len(main.block.roots) // 2]
    return " ".join(tree.names(here) for here in (root, *tree.ancestors(root, 5)) if tree.tags[here] != TEXT)


_COMMENTS = re.compile(
    r"comm?ent|kommentar|koment|reactie|reaktion|respond|guest-?book|gaestebuch|livre-?d|disqus|cmt|review"
)
_POSTS = re.compile(
    r"(?<![a-z])(?:posts?|postbit|messages?|threads?|topics?|forums?|answers?|beitr(?:ag|aege)|posting)(?![a-z])"
)


def _prose_words(text: str) -> int:
    """Words in lines that are sentences: menus and rules in key words are no article."""
    counts = (len(line.split()) for line in text.split("\n"))
    return sum(count for count in counts if count >= 10)


def _oldest_first(comments: Sequence[Comment]) -> bool:
    """Whether the first comment is the oldest; a guestbook has the newest on top."""
    times = [comment.stamp.at for comment in comments if comment.stamp.at is not None]
    return not times or len(times) < 2 or times[0] <= times[-1]


def _add_notes(found: Discussion, readings: Sequence[Reading], chosen: Sequence[Chosen]) -> None:
    n_without_year = sum(reading.n_without_year for reading in readings)
    if found.relative:
        found.notes.append(f'{len(found.relative)} date(s) are relative ("3 days ago") and were left out')
    if n_without_year:
        found.notes.append(f"{n_without_year} date(s) without a year were left out")
    found.notes += [reading.note for reading in readings if reading.note]
    if len(chosen) > 1:
        sizes = ", ".join(str(len(one.block)) for one in chosen)
        found.notes.append(f"the page has {len(chosen)} lists of comments: {sizes}")
