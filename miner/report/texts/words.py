"""The words of the outline's own, in one place: a report in another language needs them, ``phrases`` and nothing else."""

from __future__ import annotations

from miner.report.cards import Card
from miner.report.phrases import number

IN_SHORT = "In short, in their own words"
TOO_FEW = "Too few arguments to group: here they are, one by one."
TOO_LITTLE = "Looked for, but too little was said to tell:"
COMMON_GROUND = "Common ground"
SAID_ONCE = "What nobody else said, and may still be worth hearing."
UNANSWERED = "Questions people asked that nobody answered."
AGAINST = "A voice against the key point:"
ORIGINAL = "original"
FOLDED = "Method, limits and account"


def heard_on_both(people: str) -> str:
    """Who speaks for both sides of a contrast; "" if nobody does."""
    return f"Heard on both sides: {people}. " if people else ""


def either(left: str, right: str) -> str:
    """The name of a contrast."""
    return f"{left} or {right}"


def on_theme(label: str, title: str) -> str:
    """The theme of a quote, after its author."""
    return f", on {label}. {title}"


def within(discussion: str) -> str:
    """The discussion of a quote, after its author; "" if there is only one."""
    return f" in {discussion}" if discussion else ""


def answering(author: str, excerpt: str) -> str:
    """What a quote answers."""
    return f"to {author}: {excerpt}"


def known_of(card: Card, *, theme: bool, question: bool) -> tuple[str, ...]:
    """What else is known of a quote, after its time."""
    times = "twice" if card.copies == 2 else f"{number(card.copies)} times"
    parts = (
        card.question.label if card.question and question else "",
        f"reposted by {number(card.reposted)}" if card.reposted else "",
        f"said {times} in these words" if card.copies > 1 else "",
        f"theme {card.theme.label}" if theme and card.theme else "",
    )
    return tuple(f" · {part}" for part in parts if part)


def took_part(people: str, names: str) -> str:
    """Who took part."""
    return f"Who took part: {people}, in order of name: {names}."


def read(addition: str, day: str) -> str:
    """The account in a line, and the date of the report."""
    return f"Items read: {addition}.{f' Dated {day}.' if day else ''}"


def more(n: int, what: str) -> str:
    """What is not shown: ``And 12 more arguments.``"""
    return f"And {number(n)} more {what if n == 1 else f'{what}s'}."
