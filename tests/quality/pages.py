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

LEAK_CHARS = 80  # of an article, letters and digits only: a comment that has so many in a row copied them
# Pages that print only relative dates ("2 months ago"), which are no dates.
RELATIVE_DATES = ("d32ad974", "spontis")
_COUNT = re.compile(r"\| (\S+\.html) \|.*\| (\d+) comment items")


@dataclass(frozen=True)
class Page:
    """A saved page and what is known of its comments; ``silver``: comment number -> extracted by markup."""

    name: str
    html: bytes
    n_comments: int
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
    """One row a set."""
    extract = _read if name == OURS else _trafilatura()
    sets = {"wordpress_html": labelled_pages(folder), "samples/wordpress_html": counted_pages(folder)}
    for set_name, pages in sets.items():
        chosen = sample(pages, scale.of(1000, 10))
        if chosen:
            yield _scored(set_name, chosen, extract)


def _scored(set_name: str, pages: Sequence[Page], extract: Any) -> Scored:
    watch, tally = Stopwatch(), Tally()
    for page in pages:
        with watch:
            extracted = extract(page)
        tally_page(page, extracted, tally)
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
            n_comments=int(row["n_comment_ids"]),
            snippets=tuple(filter(str.strip, row["gold_comment_snippets"].split(" || "))),
            silver=silver.get(row["file"], {}),
        )
        for row in table(place / "manifest.csv")
    ]


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
    tally.add("accounted", min(len(comments) + extracted.n_skipped, page.n_comments), page.n_comments)
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


def _read(page: Page) -> Extracted:
    """As a user reads a saved page; a page that miner cannot read has no posts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / page.name.removesuffix(".gz")
        file.write_bytes(page.html)
        try:
            transcript: Transcript = read([str(file)])
        except InputError:
            return Extracted(())
    return Extracted(transcript.posts, sum(sum(account.skipped.values()) for account in transcript.accounts))


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
