"""The digest: everything a report shows, as data, with every quote a span of a stored post."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from miner.digest.heading import title_of
from miner.digest.records import (
    Digest,
    DigestArgument,
    DigestPost,
    DigestThread,
    Method,
    Numbers,
    digest_schema,
    dump_digest,
    load_digest,
)
from miner.errors import NothingToMine
from miner.settings import Settings
from miner.transcript import Transcript, is_context

if TYPE_CHECKING:  # the stages bring numpy and scipy: a stored digest is drawn without them
    from miner.arguments import Arguments
    from miner.clusters import Clusters
    from miner.contrasts import PlacedContrast
    from miner.digest.material import Material
    from miner.embeddings import Embeddings

__all__ = ["Digest", "build_digest", "digest_schema", "dump_digest", "load_digest"]


def build_digest(
    transcript: Transcript,
    arguments: Arguments,
    embeddings: Embeddings,
    clusters: Clusters,
    contrasts: tuple[PlacedContrast, ...],
    settings: Settings = Settings(),
) -> Digest:
    """Put the results of all stages together.

    Raises
    ------
    NothingToMine
        If nothing in the discussion argues.
    """
    from miner.digest.accounting import account_of, source_summaries
    from miner.digest.agreed import next_steps_of
    from miner.digest.asked import open_questions_of
    from miner.digest.limits import limits_of
    from miner.digest.material import Material
    from miner.digest.sections import links_of, people_of, questions_of, said_once_of
    from miner.digest.sides import contrasts_of
    from miner.digest.themes import overview_of, themes_of

    if not arguments.arguments:
        raise NothingToMine(
            f"Nothing to mine: none of the {len(transcript.posts)} posts puts forward an opinion or a reason "
            f"({_reasons(arguments)}). Check that the right file or column was read ('miner read' shows the posts)."
        )
    material = Material(transcript, arguments, clusters, contrasts, settings.digest)
    themes = themes_of(material)
    sides = contrasts_of(material)
    account = account_of(transcript, arguments)
    questions = questions_of(material)
    return Digest(
        title=settings.digest.title or title_of(transcript),
        account=account,
        numbers=_numbers(material),
        written_on=_written_on(transcript, settings.digest.written_on),
        threads=_threads(transcript),
        sources=source_summaries(material),
        posts=_posts(material),
        arguments=_arguments(material),
        overview=overview_of(material, themes),
        themes=themes,
        contrasts=sides,
        questions=questions,
        said_once=said_once_of(material),
        open_questions=open_questions_of(material),
        next_steps=next_steps_of(material),
        links=links_of(material),
        people=people_of(material),
        method=_method(arguments, embeddings, clusters, settings),
        limits=limits_of(material, account, themes, sides, embeddings.embedder.model),
        map={a.id: (float(x), float(y)) for a, (x, y) in zip(material.arguments, clusters.points, strict=True)},
    )


def _reasons(arguments: Arguments) -> str:
    counts: dict[str, int] = {}
    for reason in arguments.filtered.values():
        counts[reason] = counts.get(reason, 0) + 1
    counts |= {"reposts": len(arguments.reposts)} if arguments.reposts else {}
    return (
        ", ".join(f"{n} {reason}" for reason, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        or "no posts"
    )


def _numbers(material: Material) -> Numbers:
    times = [post.posted_at for post in material.transcript.posts if post.posted_at and not is_context(post)]
    in_theme = sum(1 for label in material.clusters.labels if label >= 0)
    return Numbers(
        n_posts=len(material.transcript.posts),
        n_people=len(material.people),
        n_arguments=len(material.arguments),
        n_themes=len(material.clusters.top),
        coverage=round(in_theme / max(len(material.arguments), 1), 4),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
    )


def _written_on(transcript: Transcript, given: str) -> date | None:
    if given:
        return datetime.fromisoformat(given).date()
    return (
        max((post.posted_at for post in transcript.posts if post.posted_at), default=None)
        and max(post.posted_at for post in transcript.posts if post.posted_at).date()
    )


def _threads(transcript: Transcript) -> tuple[DigestThread, ...]:
    n_posts: dict[str, int] = {}
    for post in transcript.posts:
        n_posts[post.thread_id] = n_posts.get(post.thread_id, 0) + 1
    return tuple(
        DigestThread(
            id=thread.id,
            title=thread.title,
            url=thread.url,
            platform=thread.platform,
            place=thread.place,
            hosts=thread.hosts,
            guests=thread.guests,
            hashtag=thread.hashtag,
            n_posts=n_posts.get(thread.id, 0),
            n_claimed=thread.n_claimed,
        )
        for thread in transcript.threads
    )


def _posts(material: Material) -> tuple[DigestPost, ...]:
    return tuple(
        DigestPost(
            id=post.id,
            thread_id=post.thread_id,
            text=post.text,
            author=post.author,
            kind=post.kind,
            parent_id=post.parent_id,
            posted_at=post.posted_at,
            precision=post.precision,
            tz_assumed=post.tz_assumed,
            url=post.url,
            lang=post.lang,
            likes=post.likes,
            reposts=len(material.found.endorsers.get(post.id, ())),
            endorsers=material.found.endorsers.get(post.id, ()),
            quoted=post.quoted,
        )
        for post in material.transcript.posts
    )


def _arguments(material: Material) -> tuple[DigestArgument, ...]:
    return tuple(
        DigestArgument(
            id=argument.id,
            post_id=argument.post_id,
            start=argument.start,
            end=argument.end,
            strength=argument.strength,
            theme_id=material.theme_id(number),
            subtheme_id=material.subthemes.get(number),
            membership=material.clusters.memberships[number],
            question=argument.question,
            positions={placed.contrast.title: float(placed.positions[number]) for placed in material.contrasts},
            copies=len(argument.copy_posts),
            copy_authors=argument.copy_authors,
        )
        for number, argument in enumerate(material.arguments)
    )


def _method(arguments: Arguments, embeddings: Embeddings, clusters: Clusters, settings: Settings) -> Method:
    from miner import __version__

    return Method(
        miner_version=__version__,
        embedder=embeddings.embedder.model,
        embedder_sha256=embeddings.embedder.sha256,
        clustering=clusters.method,
        n_arguments_clustered=len(arguments.arguments),
        sides="nearness to the poles' statements, and what is said outright for or against a pole",
        settings=_that_matter(settings),
    )


def _that_matter(settings: Settings) -> dict[str, Any]:
    """The settings without those that change no result: how reports look, where things are kept, how many threads there were."""
    import msgspec

    one_thread_or_two = msgspec.structs.replace(settings.embeddings, threads=0)
    written = msgspec.json.encode(msgspec.structs.replace(settings, embeddings=one_thread_or_two))
    tables: dict[str, Any] = msgspec.json.decode(written)
    later = ("report", "brand", "fetch", "library", "digests", "writer")
    return {stage: values for stage, values in tables.items() if stage not in later}
