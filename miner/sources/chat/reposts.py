"""Reposts: "RT @name: ...", their originals, so that endorsement can be counted and nothing is quoted twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from miner.sources.chat.hosts import handle_of
from miner.transcript import Post

_PREFIX = re.compile(r"\W*(RT|MT)\s*:?\s*@+(\w{1,50})\s*:?\s*")
_CUT = re.compile(r"\s*(?:\S*…|\.\.\.|https?://\S*)\s*$")  # the cut itself may run through a word or an address
_SPACES = re.compile(r"\s+")
_TAIL_CHARS = 200  # where the cut is looked for
_MIN_PREFIX = 25  # characters; shorter beginnings ("A1: I think that") are shared by chance


def link_reposts(posts: Sequence[Post]) -> list[Post]:
    """The posts with every repost marked and pointed to its original.

    ``repost_of`` becomes the original's id where it is among the posts: by the id the source gave, or as the same
    author's text, whole or (from 25 characters on) its beginning. "MT" and reposts in places that know none are
    recognised only with their original; "RT @name" at the start always.
    """
    if not any(map(_may_repost, posts)):
        return list(posts)
    ids = {post.id for post in posts}
    originals = _originals(posts)
    return [post if post.repost_of in ids else _linked(post, originals) for post in posts]


def _may_repost(post: Post) -> bool:
    return post.kind == "repost" or (("RT" in post.text or "MT" in post.text) and bool(_PREFIX.match(post.text)))


def _originals(posts: Sequence[Post]) -> Mapping[str, list[tuple[str, str]]]:
    """Handle -> (folded text, post id) of what was said first hand, sorted so that a beginning is found by halving."""
    originals: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for post in posts:
        if post.kind != "repost" and not _PREFIX.match(post.text):
            originals[handle_of(post.author)].append((_folded(post.text), post.id))
    return {handle: sorted(said) for handle, said in originals.items()}


def _linked(post: Post, originals: Mapping[str, list[tuple[str, str]]]) -> Post:
    prefix = _PREFIX.match(post.text)
    if prefix is None and post.kind != "repost":
        return post
    name = prefix[2] if prefix else (post.repost_of or "")
    body = post.text[prefix.end() :] if prefix else post.text
    found = _original(body, originals.get(handle_of(name), []))
    if found is None and post.kind != "repost" and (prefix is None or prefix[1] != "RT"):
        return post
    return msgspec.structs.replace(post, kind="repost", repost_of=found or post.repost_of or f"@{name}")


def _original(body: str, said: Sequence[tuple[str, str]]) -> str | None:
    """The id of the text that is ``body``, or that begins like it; of several the first in alphabet and id."""
    whole = _folded(body)
    beginning = _folded(body[:-_TAIL_CHARS] + _CUT.sub("", body[-_TAIL_CHARS:]))
    for wanted, may_go_on in ((whole, False), (beginning, len(beginning) >= _MIN_PREFIX)):
        at = bisect_left(said, (wanted, ""))
        if wanted and at < len(said):
            text, post_id = said[at]
            if text == wanted or (may_go_on and text.startswith(wanted)):
                return post_id
    return None


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()
