"""Who is counted."""

from __future__ import annotations

from miner.arguments import Argument


def person_of(argument: Argument) -> str:
    """Who is counted: the author, or the post itself where the author is not known (unnamed posts are different people)."""
    return argument.author or argument.post_id
