"""Arguments: short stretches of posts that put forward an opinion or a reason.

Term: argumentative unit (Peldszus and Stede 2013; Stab and Gurevych 2017). Our unit is sentence-like and keeps
its exact character span, so that it can be quoted and proven.
"""

from __future__ import annotations

from miner.transcript import Record, Span


class Argument(Record, frozen=True):
    """One argument.

    Attributes
    ----------
    id
        ``<post id>@<start>-<end>``.
    text
        ``post.text[start:end]``.
    plain
        The text without the chat's own hashtag, which stands in every post: for vectors and words, never quoted.
    context
        What a short reply leans on (its parent or question): for the embedding only, never quoted.
    asked
        The text of the numbered question it answers; "" for none.
    strength
        In [0, 1]: how far it puts forward an opinion or a reason in words that stand alone.
    paragraph
        The number of the post's paragraph that it begins in, from 0.
    heading
        Of an article's argument the heading that it stands under, as it is written there; "" for none.
    copy_posts, copy_authors
        Posts and people who said it in (nearly) the same words, this one first.
    """

    id: str
    post_id: str
    thread_id: str
    start: int
    end: int
    text: str
    author: str
    plain: str
    is_article: bool = False
    question: str | None = None
    asked: str = ""
    parent_id: str | None = None
    context: str = ""
    strength: float = 0.0
    paragraph: int = 0
    heading: str = ""
    copy_posts: tuple[str, ...] = ()
    copy_authors: tuple[str, ...] = ()

    @property
    def for_embedding(self) -> str:
        """The text that is embedded: a short reply together with what it answers."""
        return f"{self.plain} ({self.context})" if self.context else self.plain


class AskedAside(Record, frozen=True):
    """A question somebody asked in passing (not a numbered one): a span of a post."""

    post_id: str
    span: Span


class Arguments(Record, frozen=True):
    """What the posts of a transcript came to.

    Attributes
    ----------
    arguments
        In canonical order of their posts, then by position.
    used, reposts, merged
        Post ids: with an argument or asking a numbered question; shared on unchanged; wholly copies of others.
    filtered
        Post id -> why nothing in it argues ("greeting", "link only" ...).
    endorsers
        Post id -> authors who reposted it, in canonical order.
    asked
        Questions in passing, in order.
    """

    arguments: tuple[Argument, ...]
    used: tuple[str, ...] = ()
    reposts: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    filtered: dict[str, str] = {}
    endorsers: dict[str, tuple[str, ...]] = {}
    asked: tuple[AskedAside, ...] = ()
