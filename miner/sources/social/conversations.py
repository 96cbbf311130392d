"""What the readers of social networks share: posts of one file, found in any order, as threads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from miner.sources.base import Item, Note, Skipped
from miner.sources.json_values import string
from miner.sources.reasons import READ_TWICE
from miner.sources.tweet_records import hashtag_of
from miner.transcript import ParentSource, Post, Record, Thread

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
NO_TEXT = "no text"  # a picture, a video or a link by itself


class SocialPost(Record, frozen=True):
    """A post as one object gives it; what it refers to is known only when all of the file is read.

    Attributes
    ----------
    post
        Without parent and thread; ``repost_of`` is the name of the original's author.
    answers
        Names (ids, addresses) of posts it may reply to, the surest first.
    nested_in
        The post below whose replies it stood.
    quotes, reposts
        Names of the post that it shows.
    names
        Under which others refer to it, besides its id.
    title
        Of an article.
    """

    post: Post
    answers: tuple[str, ...] = ()
    nested_in: str = ""
    quotes: str = ""
    reposts: str = ""
    names: tuple[str, ...] = ()
    title: str = ""


def conversation_items(found: Sequence[SocialPost], platform: str, place: str) -> Iterator[Item]:
    """Threads and posts: an article with all beneath it is a thread, everything else of the file is one chat."""
    unique = _each_once(found)
    if len(unique) < len(found):
        yield Skipped(reason=READ_TWICE, n=len(found) - len(unique))
    ids = {name: entry.post.id for entry in reversed(unique) for name in entry.names if name}
    ids |= {entry.post.id: entry.post.id for entry in unique}
    posts = [_linked(entry, platform, ids) for entry in unique]
    titles = {entry.post.id: entry.title for entry in unique if entry.post.kind == "article"}
    openings = _openings(posts, titles)
    chat = f"{platform}:{place}"
    hashtag = hashtag_of([post for post in posts if post.id not in openings])
    if len(openings) < len(posts):
        yield Thread(id=chat, title=f"#{hashtag}" if hashtag else "", platform=platform, is_chat=True, hashtag=hashtag)
    urls = {post.id: post.url for post in posts}
    n_missing = len({post.parent_id for post in posts if post.parent_id is not None} - urls.keys())
    if n_missing:
        yield Note(text=f"{n_missing} posts that are answered here are not in the file")
    for opening in dict.fromkeys(openings.values()):
        yield Thread(id=opening, title=titles[opening], url=urls[opening], platform=platform)
    for post in posts:
        yield msgspec.structs.replace(post, thread_id=openings.get(post.id, chat))


def prefixed(platform: str, name: str) -> str:
    """The id of the post of that name."""
    return f"{platform}:{name}"


def _each_once(found: Sequence[SocialPost]) -> list[SocialPost]:
    """Each id once: the version that says most, in the place of the first."""
    best: dict[str, SocialPost] = {}
    for entry in found:
        known = best.get(entry.post.id)
        if known is None or _richness(entry) > _richness(known):
            best[entry.post.id] = entry
    return list(best.values())


def _richness(entry: SocialPost) -> tuple[datetime, bool, int, int, bytes]:
    """The later version first; versions of one time by what they tell."""
    encoded = msgspec.json.encode(msgspec.structs.replace(entry.post, locator=""))
    changed = entry.post.edited_at or _NEVER
    return changed, bool(entry.answers or entry.nested_in), len(entry.post.text), entry.post.likes, encoded


def _linked(entry: SocialPost, platform: str, ids: Mapping[str, str]) -> Post:
    """The post with its parent; a native parent that is not in the file is given too, the frame flags it."""
    parent_id, parent_source = _parent(entry, platform, ids)
    repost_of = ids.get(entry.reposts) if entry.reposts else None
    return msgspec.structs.replace(
        entry.post,
        parent_id=parent_id,
        parent_source=parent_source,
        repost_of=repost_of or (f"@{entry.post.repost_of}" if entry.post.repost_of else None),
    )


def _parent(entry: SocialPost, platform: str, ids: Mapping[str, str]) -> tuple[str | None, ParentSource | None]:
    own = entry.post.id
    answers = [name for name in entry.answers if own not in (ids.get(name), prefixed(platform, name))]
    for name in answers:
        if name in ids:
            return ids[name], "native"
    if entry.nested_in and ids.get(entry.nested_in, own) != own:
        return ids[entry.nested_in], "nesting"
    if answers:
        return prefixed(platform, answers[0]), "native"
    if entry.quotes and ids.get(entry.quotes, own) != own:
        return ids[entry.quotes], "inferred"
    return None, None


def _openings(posts: Sequence[Post], articles: Mapping[str, str]) -> dict[str, str]:
    """Post id -> the article above it (or itself); posts below none are left out."""
    parents = {post.id: post.parent_id for post in posts}
    found: dict[str, str] = {}
    for post in posts:
        path: list[str] = []
        here: str | None = post.id
        seen: set[str] = set()
        while here is not None and here not in found and here not in articles and here not in seen:
            seen.add(here)
            path.append(here)
            here = parents.get(here)
        opening = found.get(here, here if here in articles else "") if here is not None else ""
        for step in (*path, post.id):
            found[step] = opening
    return {post_id: opening for post_id, opening in found.items() if opening}


def address(value: object, name: str) -> str:
    """An http(s) address in a field; "" for anything else."""
    found = string(value, name).strip()
    return found if found.lower().startswith(("http://", "https://")) and len(found) < 2048 else ""
