"""Themes over time: how many keep their id from one window of a discussion to the next, beside BERTopic's ``merge_models``.

Windows overlap by half. Two themes of neighbouring windows are truly the same when most of the arguments that stand in
both windows and in either of them stand in both (Dice of a half and more, three arguments at least). This is also what
ours looks at first; "blind" is ours when nothing is the same argument for it: it sees the later window under other ids.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from records import OURS, Scale, Scored, Stopwatch

from miner import Digest, Post, Transcript, mine, read
from miner.digest.changes import past_of, with_news, without_news
from miner.digest.changes.likeness import Encode

CHATS = ("mar102015", "apr072015", "apr232015", "may192015", "june032015", "june192015")  # by date
# The six longest threads chose the thresholds of ``miner/digest/changes``; the next ones are scored.
FIRST_THREAD, THREADS, QUICK_THREADS = 6, 8, 2
WINDOW, CHAT_WINDOW = 50, 200  # posts
ENOUGH, SAME = 3, 0.5
BLIND = "blind:"
NOW = datetime(2024, 1, 1, tzinfo=UTC)

Grouped = Mapping[str, frozenset[str]]  # theme -> its arguments


@dataclass(frozen=True)
class Step:
    """Two neighbouring windows: their themes, and which theme of now was said to be which of before."""

    before: Grouped
    now: Grouped
    said: Mapping[str, str]


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row for the threads, one for the chats."""
    for title, sets, size in (
        ("haacked threads", threads(folder, scale), WINDOW),
        ("critlib weeks", chats(folder, scale), CHAT_WINDOW),
    ):
        watch, steps, blind, n = Stopwatch(), [], [], 0
        for transcript in sets:
            digests = [mine(window) for window in windows(transcript, size)]
            n += len(digests)
            with watch:
                steps += list(ours(digests)) if name == OURS else list(merged(digests))
            blind += list(ours(digests, blind=True)) if name == OURS else []
        if steps:
            figures = figures_of(steps)
            figures |= {f"blind {figure}": value for figure, value in figures_of(blind).items()} if blind else {}
            yield Scored(title, n, watch.seconds, figures)


def threads(folder: Path, scale: Scale) -> list[Transcript]:
    """Comments of one blog post each."""
    found = read([str(folder / "blog_comment_threads" / "haacked_threads.jsonl.gz")])
    posts: dict[str, list[Post]] = {}
    for post in found.posts:
        posts.setdefault(post.thread_id, []).append(post)
    longest = sorted(posts, key=lambda key: (-len(posts[key]), key))[FIRST_THREAD:]
    return [
        replace(
            found, threads=tuple(one for one in found.threads if one.id == key), posts=tuple(posts[key]), accounts=()
        )
        for key in longest[: scale.of(THREADS, QUICK_THREADS)]
    ]


def chats(folder: Path, scale: Scale) -> list[Transcript]:
    """The weeks of one chat, put together by date."""
    names = CHATS[: scale.of(len(CHATS), 2)]
    weeks = [read([str(folder / "critlib_tweet_chats" / f"{name}.csv.gz")]) for name in names]
    posts = {post.id: post for week in weeks for post in week.posts if post.kind != "repost"}
    in_order = sorted(posts.values(), key=lambda post: (post.posted_at or NOW, post.id))
    return [replace(weeks[0], threads=weeks[0].threads, posts=tuple(in_order), accounts=())]


def windows(transcript: Transcript, size: int) -> Iterator[Transcript]:
    """Stretches of so many posts, each with half of the one before."""
    posts = transcript.posts
    for start in range(0, max(1, len(posts) - size + 1), size // 2):
        yield replace(transcript, posts=posts[start : start + size])


def ours(digests: Sequence[Digest], *, blind: bool = False) -> Iterator[Step]:
    """The ids that ``miner`` gives, digest after digest."""
    encode = _encode()
    last = with_news(digests[0], None, encode)
    for before, now in itertools.pairwise(digests):
        seen = renamed(now) if blind else now
        marked = with_news(seen, past_of(last), encode)
        ids = {theme.lasting_id: theme.id for theme in last.top_themes}
        said = {theme.id: ids[theme.lasting_id] for theme in marked.themes if theme.lasting_id in ids}
        yield Step(members(before), members(now), said)
        known = {theme.id: theme for theme in marked.themes}
        last = replace(without_news(now), themes=tuple(known[theme.id] for theme in now.themes))


def _encode() -> Encode:
    from miner.digest.changes import encoder_for
    from miner.settings import EmbeddingSettings

    return encoder_for(EmbeddingSettings())


def renamed(digest: Digest) -> Digest:
    """The digest under other post ids."""
    return replace(
        digest,
        posts=tuple(replace(post, id=BLIND + post.id) for post in digest.posts),
        arguments=tuple(replace(one, post_id=BLIND + one.post_id) for one in digest.arguments),
        open_questions=(),
    )


def members(digest: Digest) -> Grouped:
    """Theme id -> ids of its arguments, which hold post and span."""
    found: dict[str, set[str]] = {theme.id: set() for theme in digest.top_themes}
    for argument in digest.arguments:
        if argument.theme_id is not None:
            found[argument.theme_id].add(argument.id)
    return {key: frozenset(ids) for key, ids in found.items()}


def merged(digests: Sequence[Digest]) -> Iterator[Step]:
    """Topics of BERTopic with its defaults for the same arguments, put together by ``merge_models``."""
    from grouping_peers import BerTopic

    peer = BerTopic()
    fitted = [_fitted(peer, digest) for digest in digests]
    for (first, before, n_before), (second, now, _) in itertools.pairwise(fitted):
        if first is None or second is None:
            yield Step(before, now, {})
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            both = type(first).merge_models([first, second])
        own = [str(topic) for topic in second.topics_]
        given = [str(topic) for topic in both.topics_[n_before:]]
        said = {topic: to for topic, to in zip(own, given, strict=True) if topic in now and to in before}
        yield Step(before, now, said)


def _fitted(peer: Any, digest: Digest) -> tuple[Any, Grouped, int]:
    """The model, its topics without outliers, and how many texts it was given; None for what it cannot fit."""
    texts = {post.id: post.text for post in digest.posts}
    said = [texts[one.post_id][one.start : one.end] for one in digest.arguments]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model, labels = peer.topics(said, peer.vectors.of(said), None)
    except (TypeError, ValueError):  # too few texts for its UMAP or its words
        return None, {}, len(said)
    found: dict[str, set[str]] = {}
    for one, label in zip(digest.arguments, labels.tolist(), strict=True):
        if label >= 0:
            found.setdefault(str(label), set()).add(one.id)
    return model, {key: frozenset(ids) for key, ids in found.items()}, len(said)


def figures_of(steps: Sequence[Step]) -> dict[str, float]:
    """How many of the themes that are the same kept their id, and how many kept ids are of themes that are the same."""
    same = kept = checked = right = n_themes = 0
    for step in steps:
        all_before = frozenset(key for ids in step.before.values() for key in ids)
        all_now = frozenset(key for ids in step.now.values() for key in ids)
        n_themes += len(step.now)
        for now, ids in step.now.items():
            for before, earlier in step.before.items():
                n = (len(ids & all_before) + len(earlier & all_now)) / 2
                alike = n >= ENOUGH and len(ids & earlier) / n >= SAME
                said = step.said.get(now) == before
                same += alike
                kept += alike and said
                checked += said and n >= ENOUGH
                right += said and n >= ENOUGH and alike
    figures = {"kept": kept / max(same, 1), "right": right / max(checked, 1)}
    both = figures["kept"] + figures["right"]
    return {
        **figures,
        "F1": 2 * figures["kept"] * figures["right"] / both if both else 0.0,
        "themes": n_themes / len(steps),
        "same": float(same),
    }
