"""What ``search`` does: quotes from everything kept, and where each stands."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from miner.library import Hit

_WIDTH = 100
_DATE = "%Y-%m-%d"


def search(
    query: Annotated[str, typer.Argument(metavar="TEXT", help='Words, "several words", libr*.', show_default=False)],
    author: Annotated[str, typer.Option(metavar="NAME", help="Only what one person said.")] = "",
    source: Annotated[str, typer.Option(metavar="NAME", help="Only of a source or site.")] = "",
    thread: Annotated[
        str, typer.Option(metavar="TEXT", help="Only of threads with this id or in whose title it is.")
    ] = "",
    theme: Annotated[
        str, typer.Option(metavar="TEXT", help="Only of themes with this id or in whose title it is.")
    ] = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help="article, comment, message, question or repost.")] = "",
    since: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="From this day on.")] = "",
    until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Up to this day, itself included.")] = "",
    limit: Annotated[int, typer.Option("-n", "--limit", metavar="N", min=1, help="How many quotes at most.")] = 10,
    words_only: Annotated[bool, typer.Option("--words-only", help="Look for the words, not for the meaning.")] = False,
    file: Annotated[
        str | None, typer.Option("--library", metavar="FILE", help="The library; the settings' if not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error happened.")] = False,
) -> None:
    """Find quotes in everything the library keeps, by words and by meaning."""
    from datetime import UTC, datetime, timedelta

    from miner.cli.library import opened, print_json
    from miner.embeddings import embedder_for
    from miner.embeddings.kept import rows_kept_in
    from miner.library import Filters, Vectors
    from miner.library import search as search_library
    from miner.settings import EmbeddingSettings

    del debug
    first, last = _day(since, "--since"), _day(until, "--until")
    filters = Filters(
        author, source, thread, _kind(kind), theme, first, None if last is None else last + timedelta(days=1)
    )
    with opened(file) as kept:
        vectors = Vectors(kept, datetime.now(UTC).date())
        with rows_kept_in(vectors):
            embedder = None if words_only else embedder_for(EmbeddingSettings(embedder="minilm"))
            hits = search_library(kept, query, embedder, filters, limit)
        vectors.flush()
    if as_json:
        print_json([_data(hit) for hit in hits])
        return
    for hit in hits:
        typer.echo(_shown(hit))
    if not hits:
        typer.echo("Nothing found.", err=True)


def _data(hit: Hit) -> dict[str, Any]:
    post = hit.post
    return {
        "quote": hit.quote,
        "start": hit.start,
        "stop": hit.stop,
        "post_id": post.id,
        "author": post.author,
        "kind": post.kind,
        "posted_at": post.posted_at,
        "url": post.url,
        "locator": post.locator,
        "thread_id": post.thread_id,
        "thread": hit.thread.title,
        "place": hit.thread.place,
        "score": hit.score,
        "rank_by_words": hit.by_words,
        "rank_by_meaning": hit.by_meaning,
        "edited": hit.edited,
        "gone": hit.gone,
    }


def _shown(hit: Hit) -> str:
    """The quote and, below it, who, when, and where to look it up."""
    from miner.cli.voice import plain

    post = hit.post
    when = post.posted_at.strftime(_DATE) if post.posted_at is not None else ""
    within = post.locator.startswith(hit.thread.place)
    place = post.url or (post.locator if within else f"{hit.thread.place} {post.locator}".strip())
    state = [name for name, holds in (("edited since", hit.edited), ("gone since", hit.gone)) if holds]
    where = ", ".join(part for part in (post.author, when, hit.thread.title, place, *state) if part)
    quote = textwrap.fill(f"“{' '.join(plain(hit.quote).split())}”", _WIDTH)
    return f"{quote}\n    {plain(where)}\n"


def _day(given: str, option: str) -> datetime | None:
    from datetime import UTC, datetime

    from miner.errors import BadSetting

    if not given:
        return None
    try:
        return datetime.strptime(given, _DATE).replace(tzinfo=UTC)
    except ValueError as error:
        raise BadSetting("date", option, given, "a date such as 2024-03-14") from error


def _kind(given: str) -> str:
    from typing import get_args

    from miner.errors import UnknownName
    from miner.transcript import Kind

    if given and given not in get_args(Kind):
        raise UnknownName("kind of post", given, get_args(Kind))
    return given
