"""The words of documents that are not already among the phrases of all reports."""

from __future__ import annotations

from miner.report.phrases import count, number

OVERVIEW = "In short, in their own words"
UNGROUPED = "Too few arguments to group: here they are, one by one."
UNMEASURED = "Looked for, but too little was said to tell"
COMMON_GROUND = "Common ground"
ONCE_LEAD = "What nobody else said, and may still be worth hearing."
OPEN_LEAD = "Questions people asked that nobody answered."
KEEP_IN_MIND = "What to keep in mind"
ACCOUNT = "Where every item went"
ACCOUNT_HEAD = ("What became of it", "Items")
READ = "read"
BY_SOURCE = "By source"
SOURCE_HEAD = ("File", "Kind", "Read", "Kept", "People", "Arguments", "Left out")
KEY_POINT = "Key point"
DISSENT = "A voice against the key point"
ORIGINAL = "original"


def or_(left: str, right: str) -> str:
    """Both poles of a contrast, as a heading."""
    return f"{left} or {right}"


def both_sides(people: str) -> str:
    """Who is heard on both sides of a contrast."""
    return f"Heard on both sides: {people}"


def answering(author: str, excerpt: str) -> str:
    """What a quote answers: not itself a quote."""
    return f"to {author}: {excerpt}"


def author_in(author: str, discussion: str) -> str:
    """Who said it, and in which of several discussions."""
    return f"{author} in {discussion}" if discussion else author


def reposted(n: int) -> str:
    """How many shared it on."""
    return f"reposted by {number(n)}"


def said_often(n: int) -> str:
    """How often it was said in these words."""
    return f"said {'twice' if n == 2 else f'{number(n)} times'} in these words"


def more_arguments(n: int) -> str:
    """What a theme holds beyond its quotes, and where that is."""
    return f"And {count(n, 'more argument')}, in the HTML and JSON forms."


def more_loose(n: int) -> str:
    """Arguments in no theme, and where they are."""
    return f"And {number(n)} in no theme, though others came close: in the HTML and JSON forms."


def in_order_of_name(people: str) -> str:
    """The list of people is no ranking."""
    return f"{people}, in order of name: this is not a ranking."


def dated(day: str) -> str:
    """The date of the report."""
    return f"Dated {day}."


def with_detail(label: str, detail: str) -> str:
    """A line of the account with its explanation."""
    return f"{label} ({detail})" if detail else label


def stood_in(n: int, sign: str) -> str:
    """Characters of a quote that the form cannot hold, and what stands for them."""
    return f"{count(n, 'character')} of the original cannot be shown here; {sign} marks the place"
