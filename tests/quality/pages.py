"""Section 7: comments of saved web pages: all of them, with author, date, parent and text, and nothing of the article."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data import sample, table
from records import OURS, LeftOut, Scale, Scored, Stopwatch

from miner import Post, Transcript, read
from miner.errors import InputError
from miner.settings import SourceSettings

LEAK_CHARS = 80  # of an article, letters and digits only: a comment that has so many in a row copied them
ALONE = "cascade alone"  # ours with the readers of platforms switched off: `--as page`
# Numbered elements of a page that are no comments on its article, or comments without a number: counted by eye.
NOT_COMMENTS = {
    "archive.org.the-pain.net.silkroad": 1,  # a link from another blog
    "de.creativecommons.org.endlich": 2,  # links from other blogs
    "moritz-meyer.net.vreni": 16,  # links from other blogs
    "spektrum.de.engelbart": 5,  # beginnings of comments on other articles, in a sidebar
    "mozilla-readability-pixnet": -38,  # answers of the blog's owner, inside the boxes of the comments
}
# The cascade was built on every second page of the manifest by name, on the five that are not WordPress, and on some samples. Of the
# rest three pages were looked at after a first score (a list read twice, items without a date lost), what was read of the
# samples held out was seen while it was built, and two of the counts and rules by which these are scored (``NOT_COMMENTS``,
# how texts are matched) were settled while looking at them: a weak test, not a blind one.
FIVE = ("hpd.de", "lopinion.fr", "mozilla-readability-aclu", "mozilla-readability-pixnet", "oekonomenstimme.org")
PLATFORMS = ("askbot", "blogger", "forum_other", "phpbb", "vbulletin", "xenforo")
HELD_OUT_SAMPLES = (
    "xenforo/",
    "vbulletin/",
    "blogger/abookshelf",
    "askbot/grimoirelab-perceval__askbot_question_multipage",
)
MATCHED_CHARS = 60  # at the beginning or the end of two texts, letters and digits only: they are the same post
# Pages that print only relative dates ("2 months ago"), which are no dates.
RELATIVE_DATES = ("d32ad974", "spontis")
_COUNT = re.compile(r"\| (\S+\.html) \|.*\| (\d+) comment items")


@dataclass(frozen=True)
class Page:
    """A saved page and what is known of its comments; ``silver``: comment number -> extracted by markup.

    ``n_ids`` are its numbered elements, ``posts`` what the reader of its platform read.
    """

    name: str
    html: bytes
    n_comments: int
    n_ids: int = 0
    held_out: bool = False
    posts: tuple[Post, ...] = ()
    snippets: tuple[str, ...] = ()
    silver: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Extracted:
    """What was read from a page; ``n_skipped`` items were seen and are no comments (links from other blogs)."""

    posts: Sequence[Post]
    n_skipped: int = 0


@dataclass
class Tally:
    """Hits and tries by figure."""

    hits: dict[str, float] = field(default_factory=dict)
    tries: dict[str, float] = field(default_factory=dict)

    def add(self, figure: str, hits: float, tries: float = 1) -> None:
        """Count."""
        self.hits[figure] = self.hits.get(figure, 0) + hits
        self.tries[figure] = self.tries.get(figure, 0) + tries

    def figures(self) -> dict[str, float]:
        """Shares of hits; a figure that was never tried is left out."""
        return {figure: self.hits[figure] / tries for figure, tries in self.tries.items() if tries}


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row a set; the cascade alone also on the pages it was not built on, and on those of other platforms."""
    extract = {OURS: _read, ALONE: _read_alone}.get(name) or _trafilatura()
    sets = {"wordpress_html": labelled_pages(folder), "samples/wordpress_html": counted_pages(folder)}
    if name != OURS:
        sets["samples, other platforms"] = platform_pages(folder)
    for set_name, pages in sets.items():
        chosen = sample(pages, scale.of(1000, 10))
        if chosen:
            yield _scored(set_name, chosen, extract)
        held_out = [page for page in chosen if page.held_out]
        if name == ALONE and held_out:
            yield _scored(f"{set_name}, held out", held_out, extract)


def _scored(set_name: str, pages: Sequence[Page], extract: Any) -> Scored:
    watch, tally = Stopwatch(), Tally()
    for page in pages:
        with watch:
            extracted = extract(page)
        (tally_against if page.posts else tally_page)(page, extracted, tally)
    return Scored(set_name, len(pages), watch.seconds, tally.figures())


def labelled_pages(folder: Path) -> list[Page]:
    """The pages of the manifest, with snippets that people marked and the extraction by markup."""
    place = folder / "wordpress_html"
    silver: dict[str, dict[str, dict[str, Any]]] = {}
    with gzip.open(place / "silver_comments.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            silver.setdefault(row["file"], {})[row["comment_id"]] = row
    return [
        Page(
            name=row["file"],
            html=gzip.decompress((place / row["file"]).read_bytes()),
            n_comments=int(row["n_comment_ids"]) - _n_others(row["file"]),
            n_ids=int(row["n_comment_ids"]),
            held_out=bool(place_in_order % 2) and not row["file"].startswith(FIVE),
            snippets=tuple(filter(str.strip, row["gold_comment_snippets"].split(" || "))),
            silver=silver.get(row["file"], {}),
        )
        for place_in_order, row in enumerate(sorted(table(place / "manifest.csv"), key=lambda row: row["file"]))
    ]


def _n_others(file: str) -> int:
    return next((n for start, n in NOT_COMMENTS.items() if file.startswith(start)), 0)


def platform_pages(folder: Path) -> list[Page]:
    """Pages of forums and blogs, with the posts that the readers of their platforms found: what the cascade must find unaided."""
    pages: list[Page] = []
    for platform in PLATFORMS:
        for file in sorted((folder / "samples" / platform).glob("*.html")):
            posts = tuple(post for post in read([str(file)]).posts if post.kind != "article")
            opening = tuple(post for post in read([str(file)]).posts if post.kind == "article")
            name = f"{platform}/{file.name}"
            if posts or opening:
                known = posts or opening
                held_out = name.startswith(HELD_OUT_SAMPLES)
                pages.append(Page(name, file.read_bytes(), len(known), len(known), held_out, known))
    return pages


def counted_pages(folder: Path) -> list[Page]:
    """The sample pages of which only the number of comments is known."""
    place = folder / "samples" / "wordpress_html"
    if not place.is_dir():
        return []
    counts = _COUNT.findall((place / "SOURCE.md").read_text("utf-8"))
    return [Page(file, (place / file).read_bytes(), int(n)) for file, n in counts]


def squeezed(text: str) -> str:
    """Letters and digits only: how spaces and marks were kept is another question."""
    return re.sub(r"[\W_]+", "", text).casefold()


def tally_page(page: Page, extracted: Extracted, tally: Tally) -> None:
    """Count what was found on one page; authors, dates, parents and texts are judged on the comments that were found."""
    posts = extracted.posts
    comments = [post for post in posts if post.kind == "comment"]
    hits = min(len(comments), page.n_comments)
    tally.add("recall", hits, page.n_comments)
    n_ids = page.n_ids or page.n_comments
    tally.add("accounted", min(len(comments) + extracted.n_skipped, n_ids), n_ids)
    tally.add("precision", hits, len(comments))
    together = squeezed(" ".join(post.text for post in comments))
    for snippet in page.snippets:
        tally.add("snippets", squeezed(snippet) in together)
    article = squeezed(" ".join(post.text for post in posts if post.kind == "article"))
    for post in comments:
        tally.add("no leak", not _leaks(squeezed(post.text), article))
    by_number = {post.id.rpartition(":")[2]: post for post in comments}
    for number, row in page.silver.items():
        if number in by_number:
            _tally_comment(page, row, by_number[number], tally)


def tally_against(page: Page, extracted: Extracted, tally: Tally) -> None:
    """Count what was found of the posts that the platform's reader found; posts are the same if their texts begin or end alike."""
    found = [post for post in extracted.posts if post.kind == page.posts[0].kind]
    by_text: dict[str, Post] = {}
    for post in found:
        by_text.setdefault("<" + squeezed(post.text)[:MATCHED_CHARS], post)
        by_text.setdefault(">" + squeezed(post.text)[-MATCHED_CHARS:], post)
    same: dict[str, Post] = {}
    together = squeezed(" ".join(post.text for post in extracted.posts if post.kind == "comment"))
    for post in page.posts:
        text = squeezed(post.text)
        match = by_text.get("<" + text[:MATCHED_CHARS]) or by_text.get(">" + text[-MATCHED_CHARS:])
        tally.add("recall", match is not None)
        tally.add("words", text in together or (page.posts[0].kind == "article" and match is not None))
        if match is not None:
            same[post.id] = match
    tally.add("precision", min(len({id(post) for post in same.values()}), len(found)), len(found))
    for post in page.posts:
        if post.id in same:
            _tally_same(post, same[post.id], same, tally)


def _tally_same(post: Post, match: Post, same: dict[str, Post], tally: Tally) -> None:
    if post.author:
        tally.add("author", squeezed(match.author) == squeezed(post.author))
    if post.posted_at is not None:
        tally.add(
            "date", match.posted_at is not None and abs((match.posted_at - post.posted_at).total_seconds()) < 86_400
        )
    if post.parent_id in same:
        tally.add("parent", match.parent_id == same[post.parent_id].id)
    tally.add("text", squeezed(match.text) == squeezed(post.text))


def _leaks(comment: str, article: str) -> bool:
    """Whether a stretch of the article stands in a comment."""
    return any(comment[start : start + LEAK_CHARS] in article for start in range(len(comment) - LEAK_CHARS + 1))


def _tally_comment(page: Page, row: dict[str, Any], post: Post, tally: Tally) -> None:
    if row["author"]:
        tally.add("author", squeezed(post.author) == squeezed(row["author"]))
    if row["date"] and not page.name.startswith(RELATIVE_DATES):
        tally.add("date", post.posted_at is not None)
    if row["parent_id"]:
        tally.add("parent", (post.parent_id or "").endswith(f":{row['parent_id']}"))
    if row["text"]:
        # The extraction by markup keeps buttons ("Reply") on some pages: ours must be part of it, and most of it.
        theirs, own = squeezed(row["text"]), squeezed(post.text)
        tally.add("text", own in theirs and len(own) >= 0.8 * len(theirs))


def _read(page: Page, settings: SourceSettings = SourceSettings()) -> Extracted:
    """As a user reads a saved page; a page that miner cannot read has no posts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(page.name).name.removesuffix(".gz")
        file.write_bytes(page.html)
        try:
            transcript: Transcript = read([str(file)], settings)
        except InputError:
            return Extracted(())
    return Extracted(transcript.posts, sum(sum(account.skipped.values()) for account in transcript.accounts))


def _read_alone(page: Page) -> Extracted:
    return _read(page, SourceSettings(as_source="page"))


def _trafilatura() -> Any:
    """The peer: all comments of a page as one text."""
    try:
        import trafilatura  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise LeftOut("trafilatura is not installed") from error

    def extract(page: Page) -> Extracted:
        found = trafilatura.bare_extraction(page.html, include_comments=True)
        text = getattr(found, "comments", None) or ""
        article = getattr(found, "text", None) or ""
        comments = [Post(id="peer:comments", thread_id="peer", text=text, kind="comment")] if text else []
        return Extracted([Post(id="peer:article", thread_id="peer", text=article, kind="article"), *comments])

    return extract
