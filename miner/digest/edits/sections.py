"""The sections of a digest that speak of themes, brought in line after an edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from miner.digest.limits import coverage_limit, stability_limit
from miner.digest.records import Digest, DigestContrast, DigestPole, DigestQuestion, NextStep, Theme
from miner.digest.themes import one_of_each

_N_THEMES = 4  # of a question, as where the digest is built


def settled(original: Digest, digest: Digest, gone: Mapping[str, str | None], changed: Collection[str]) -> Digest:
    """The digest in line with its themes.

    Parameters
    ----------
    original
        As it was before any edit: its sentences are exchanged where they do not hold any more.
    gone
        Theme ids that are no more -> the theme their arguments are in now, or None.
    changed
        Themes whose members or key points may be others.
    """
    order = {argument.id: number for number, argument in enumerate(digest.arguments)}
    by_people = sorted(digest.themes, key=lambda one: (-one.n_people, -one.n_arguments, order[one.key_point]))
    digest = replace(digest, themes=_each_before_its_parts(by_people))
    in_theme = sum(argument.theme_id is not None for argument in digest.arguments)
    coverage = round(in_theme / max(len(digest.arguments), 1), 4)
    return replace(
        digest,
        numbers=replace(digest.numbers, n_themes=len(digest.top_themes), coverage=coverage),
        overview=_overview(original, digest),
        questions=tuple(_question(digest, question, gone, changed) for question in digest.questions),
        contrasts=tuple(_common_ground(original, digest, contrast) for contrast in digest.contrasts),
        limits=_limits(original, digest),
    )


def _each_before_its_parts(themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """In their order, the parts of a theme right after it."""
    parts: dict[str | None, list[Theme]] = defaultdict(list)
    for theme in themes:
        parts[theme.parent].append(theme)
    placed = {one.id: one for theme in parts[None] for one in (theme, *parts[theme.id])}
    return (*placed.values(), *(theme for theme in themes if theme.id not in placed))


def without_quotes(digest: Digest, dropped: Collection[str], keep: Collection[str]) -> Digest:
    """The digest without some quotes, wherever they are chosen; themes in ``keep`` are seen to elsewhere."""

    def left(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in ids if key not in dropped)

    def pole(one: DigestPole) -> DigestPole:
        points, quotes = left(one.key_points), left(one.quotes)
        if one.key_points and not points:
            points, quotes = quotes[:1], quotes[1:]
        return replace(one, key_points=points, quotes=quotes)

    contrasts = (
        replace(one, left=pole(one.left), right=pole(one.right), common_ground=left(one.common_ground))
        for one in digest.contrasts
    )
    return replace(
        digest,
        contrasts=tuple(contrasts),
        questions=tuple(replace(one, quotes=left(one.quotes)) for one in digest.questions),
        overview=left(digest.overview),
        next_steps=tuple(one for one in digest.next_steps if not _lies_in(one, digest, dropped)),
        themes=tuple(one if one.id in keep else replace(one, quotes=left(one.quotes)) for one in digest.themes),
    )


def _lies_in(step: NextStep, digest: Digest, arguments: Collection[str]) -> bool:
    """Whether a step is said within one of these arguments."""
    return any(
        one.id in arguments and one.post_id == step.post_id and one.start < step.end and step.start < one.end
        for one in digest.arguments
    )


def _overview(original: Digest, digest: Digest) -> tuple[str, ...]:
    """Of each theme the sentence that spoke for it before, if it is still there; a digest that had none gets none."""
    if not original.overview:
        return ()
    posts = {post.id: post.author for post in digest.posts}
    authors = {argument.id: posts[argument.post_id] for argument in digest.arguments}
    theme_of = {argument.id: argument.theme_id for argument in digest.arguments}
    spoke: dict[str, list[str]] = defaultdict(list)
    for key in digest.overview:
        spoke[theme_of[key] or ""].append(key)
    return one_of_each(digest.themes, authors, spoke)


def _question(
    digest: Digest, question: DigestQuestion, gone: Mapping[str, str | None], changed: Collection[str]
) -> DigestQuestion:
    """The question's themes: those that are left, and new ones in which several people answer it; by people."""
    threads = {post.id: post.thread_id for post in digest.posts}
    posts = {post.id: post.author or post.id for post in digest.posts}
    people: dict[str, set[str]] = defaultdict(set)
    for argument in digest.arguments:
        of_thread = question.thread_id in ("", threads[argument.post_id])
        if argument.question == question.id and argument.theme_id is not None and of_thread:
            people[argument.theme_id] |= {posts[argument.post_id], *filter(None, argument.copy_authors)}
    moved = (gone.get(key, key) for key in question.themes)
    before = [key for key in dict.fromkeys(moved) if key is not None]
    new = [theme.id for theme in digest.top_themes if theme.id in changed and len(people[theme.id]) > 1]
    themes = sorted(dict.fromkeys((*before, *new)), key=lambda key: -len(people[key]))
    return replace(question, themes=tuple(themes[: max(_N_THEMES, len(question.themes))]))


def _common_ground(original: Digest, digest: Digest, contrast: DigestContrast) -> DigestContrast:
    """A point that is no key point any more gives way to that of the theme its argument is in now."""
    points = {theme.key_point for theme in digest.top_themes}
    before = {theme.key_point for theme in original.top_themes}
    theme_of = {argument.id: argument.theme_id for argument in digest.arguments}
    point_of: dict[str | None, str] = {theme.id: theme.key_point for theme in digest.themes}
    ground = [
        key if key in points or key not in before else point_of.get(theme_of[key]) for key in contrast.common_ground
    ]
    return replace(contrast, common_ground=tuple(key for key in dict.fromkeys(ground) if key is not None))


def _limits(original: Digest, digest: Digest) -> tuple[str, ...]:
    """The sentences about themes, as they hold now; the others as they are."""
    pairs = list(zip(_about(original), _about(digest), strict=True))
    now = dict(pairs)
    added = (new for old, new in pairs if new and not old)
    return tuple(new for limit in original.limits if (new := now.get(limit, limit))) + tuple(added)


def _about(digest: Digest) -> tuple[str, str]:
    tail = sum(argument.theme_id is None for argument in digest.arguments)
    themes: tuple[Theme, ...] = digest.themes
    return stability_limit(themes), coverage_limit(tail, len(digest.arguments))
