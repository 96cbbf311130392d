"""The words of the outline's own that are not among the phrases of all reports."""

from __future__ import annotations

from miner.report import phrases
from miner.report.cards import Card
from miner.report.languages.catalogues import N_, gettext, ngettext, pgettext
from miner.report.languages.formats import number

IN_SHORT = N_("In short, in their own words")
TOO_FEW = N_("Too few arguments to group: here they are, one by one.")
TOO_LITTLE = N_("Looked for, but too little was said to tell:")
COMMON_GROUND = N_("Common ground")
SAID_ONCE = N_("What nobody else said, and may still be worth hearing.")
UNANSWERED = N_("Questions people asked that nobody answered.")
AGAINST = N_("A voice against the key point:")
ORIGINAL = N_("original")
FOLDED = N_("Method, limits and account")


def heard_on_both(people: str) -> str:
    """Who speaks for both sides of a contrast; "" if nobody does."""
    return gettext("Heard on both sides: %(people)s.", people=people) if people else ""


def either(left: str, right: str) -> str:
    """The name of a contrast."""
    return pgettext("two poles", "%(left)s or %(right)s", left=left, right=right)


def on_theme(label: str, title: str) -> str:
    """The theme of a quote, after its author."""
    return gettext(", on %(number)s. %(title)s", number=label, title=title)


def within(discussion: str) -> str:
    """The discussion of a quote, after its author; "" if there is only one."""
    return pgettext("after an author", " in %(discussion)s", discussion=discussion) if discussion else ""


def answering(author: str, excerpt: str) -> str:
    """What a quote answers."""
    return gettext("to %(author)s: %(excerpt)s", author=author, excerpt=excerpt)


def known_of(card: Card, *, theme: bool, question: bool) -> tuple[str, ...]:
    """What else is known of a quote, after its time."""
    parts = (
        card.question.label if card.question and question else "",
        reposted(card.reposted) if card.reposted else "",
        said_often(card.copies) if card.copies > 1 else "",
        gettext("theme %(number)s", number=card.theme.label) if theme and card.theme else "",
    )
    return tuple(f" · {part}" for part in parts if part)


def reposted(n: int) -> str:
    """How many shared it on."""
    return ngettext("reposted by %(n)s", "reposted by %(n)s", n, n=number(n))


def said_often(n: int) -> str:
    """How often it was said in these words."""
    if n == 2:
        return gettext("said twice in these words")
    return ngettext("said %(n)s time in these words", "said %(n)s times in these words", n, n=number(n))


def took_part(people: str, names: str) -> str:
    """Who took part."""
    return gettext("Who took part: %(people)s, in order of name: %(names)s.", people=people, names=names)


def read(addition: str, day: str) -> str:
    """The account in a line, and the date of the report."""
    items = gettext("Items read: %(addition)s.", addition=addition)
    return phrases.sentences([items, *([gettext("Dated %(day)s.", day=day)] if day else [])])


def more(n: int, what: str) -> str:
    """What is not shown: ``And 12 more arguments.``"""
    shown = number(n)
    match what:
        case "theme":
            return ngettext("And %(n)s more theme.", "And %(n)s more themes.", n, n=shown)
        case "contrast":
            return ngettext("And %(n)s more contrast.", "And %(n)s more contrasts.", n, n=shown)
        case "question":
            return ngettext("And %(n)s more question.", "And %(n)s more questions.", n, n=shown)
        case "link":
            return ngettext("And %(n)s more link.", "And %(n)s more links.", n, n=shown)
        case "limit":
            return ngettext("And %(n)s more limit.", "And %(n)s more limits.", n, n=shown)
    return ngettext("And %(n)s more argument.", "And %(n)s more arguments.", n, n=shown)
