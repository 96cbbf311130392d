"""What ``compare`` does: two digests, and what is new in the second."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from miner.digest.records import Digest
    from miner.library import Library

_DIGEST = "A digest: a file that --format json wrote, a number of the library, or a name kept there."


def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help=_DIGEST, show_default=False)],
    after: Annotated[
        str,
        typer.Argument(metavar="AFTER", help="The later one; the same name twice: its last two.", show_default=False),
    ],
    file: Annotated[
        str | None, typer.Option("--library", metavar="FILE", help="The library; the settings' if not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error happened.")] = False,
) -> None:
    """What is new in a digest since another one: themes, answers, posts, people."""
    from miner.cli.library import print_json
    from miner.digest.changes import compared

    del debug
    (one, first_name), (other, second_name) = _both(before, after, file)
    found = compared(one, other, _embeddings_of(other), one_name=bool(first_name) and first_name == second_name)
    if as_json:
        print_json(_data(one, found))
        return
    _print(found)


def _print(found: Digest) -> None:
    from miner.cli.listing import print_table
    from miner.cli.voice import plain
    from miner.report.news import mark_of, summary_of

    news = found.news
    if news is None:  # ``compared`` always gives news; the type does not know
        return
    typer.echo(plain(summary_of(news)))
    if news.themes:
        typer.echo("")
        rows = [
            (
                one.lasting_id,
                mark_of(one),
                str(one.n_people) if one.theme_id is not None else "",
                one.title + (f" (was: {one.earlier_title})" if one.earlier_title else ""),
            )
            for one in news.themes
        ]
        print_table(("id", "what became of it", "people", "theme"), rows)
    posts = {post.id: post for post in found.posts}
    for asked in news.answered:
        words = " ".join(posts[asked.post_id].text[asked.start : asked.end].split())
        by = ", ".join(dict.fromkeys(posts[key].author or "somebody" for key in asked.answers))
        typer.echo(plain(f"answered by {by}: “{words}”"))
    for key in news.edited:
        typer.echo(plain(f"edited: {key}" + (f" by {posts[key].author}" if posts[key].author else "")))


def _data(before: Digest, found: Digest) -> dict[str, Any]:
    return {
        "before": {"title": before.title, "written_on": before.written_on, "numbers": before.numbers},
        "after": {"title": found.title, "written_on": found.written_on, "numbers": found.numbers},
        "first_time": [person.name for person in found.people if person.first_time],
        "news": found.news,
    }


def _embeddings_of(digest: Digest) -> Any:
    """The settings that the later digest was made with, as far as they are told in it."""
    import msgspec

    from miner.settings import EmbeddingSettings

    told = digest.method.settings.get("embeddings", {})
    known = {field.name for field in msgspec.structs.fields(EmbeddingSettings)}
    return msgspec.convert({key: value for key, value in told.items() if key in known}, EmbeddingSettings)


def _both(before: str, after: str, file: str | None) -> tuple[tuple[Digest, str], tuple[Digest, str]]:
    """Both digests, each with its name in the library or "" for a file."""
    from miner.cli.library import opened

    if Path(before).is_file() and Path(after).is_file():
        return _from_file(before), _from_file(after)
    with opened(file, may_write=False) as library:
        last_two = before == after
        one = _found(library, before, 1 if last_two else 0)
        return one, _found(library, after, 0)


def _from_file(place: str) -> tuple[Digest, str]:
    from miner.cli.rendering import stored_digest

    return stored_digest(place), ""


def _found(library: Library, given: str, back: int) -> tuple[Digest, str]:
    """A file, a number, or the digest so many ``back`` from the last one of a name.

    Raises
    ------
    UnknownName
        If it is none of them.
    """
    from miner.errors import UnknownName
    from miner.library import digest_of

    if Path(given).is_file():
        return _from_file(given)
    kept = library.rows("SELECT d.number, r.name FROM digests d JOIN runs r ON r.number = d.run ORDER BY d.number")
    numbers = [number for number, name in kept if name == given][::-1]
    if len(numbers) > back:
        return digest_of(library, numbers[back]), given
    for number, name in kept:
        if given == str(number):
            return digest_of(library, number), name
    raise UnknownName("digest of the library", given, dict.fromkeys(name for _, name in kept))
