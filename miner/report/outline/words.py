"""The words of the outline's own that are not among the phrases of all reports."""

from __future__ import annotations

from miner.report import phrases
from miner.report.languages.catalogues import N_, gettext, ngettext, pgettext
from miner.report.languages.formats import number

IN_SHORT = N_("In short, in their own words")
TOO_LITTLE = N_("Looked for, but too little was said to tell")
COMMON_GROUND = N_("Common ground")
UNANSWERED = N_("Questions people asked that nobody answered.")
NEXT_STEPS = N_("What people said they would do, or agreed on.")
KEY_POINT = N_("Key point")
AGAINST = N_("A voice against the key point:")
ORIGINAL = N_("original")
FOLDED = N_("Method, limits and account")
KEEP_IN_MIND = N_("What to keep in mind")
ACCOUNT = N_("Where every item went")
BY_SOURCE = N_("By source")
WITHIN_IT = N_("Within it:")


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


def stands_above(author: str, excerpt: str) -> str:
    """A quote of many pages in its second place."""
    return gettext("%(author)s, whole further up: %(excerpt)s", author=author, excerpt=excerpt)


def answering(author: str, excerpt: str) -> str:
    """What a quote answers."""
    return gettext("to %(author)s: %(excerpt)s", author=author, excerpt=excerpt)


def theme(label: str) -> str:
    """The theme of a quote, by its number."""
    return gettext("theme %(number)s", number=label)


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


def in_order_of_name(people: str) -> str:
    """The list of people is no ranking."""
    return gettext("%(people)s, in order of name: this is not a ranking.", people=people)


def dated(day: str) -> tuple[str, ...]:
    """The date of the report, if it has one."""
    return (gettext("Dated %(day)s.", day=day),) if day else ()


def read(addition: str, day: str) -> str:
    """The account in a line, and the date of the report."""
    return phrases.sentences([gettext("Items read: %(addition)s.", addition=addition), *dated(day)])


def all_read() -> str:
    """All items, in the account."""
    return pgettext("items", "read")


def account_head() -> tuple[str, ...]:
    """The columns of the account."""
    return gettext("What became of it"), gettext("Items")


def source_head() -> tuple[str, ...]:
    """The columns of the table by source."""
    return (
        pgettext("column", "File"),
        pgettext("column", "Kind"),
        pgettext("column", "Read"),
        pgettext("column", "Kept"),
        pgettext("column", "People"),
        pgettext("column", "Arguments"),
        pgettext("column", "Left out"),
        pgettext("column", "How it was read"),
    )


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
        case "step":
            return ngettext("And %(n)s more step.", "And %(n)s more steps.", n, n=shown)
        case "link":
            return ngettext("And %(n)s more link.", "And %(n)s more links.", n, n=shown)
        case "limit":
            return ngettext("And %(n)s more limit.", "And %(n)s more limits.", n, n=shown)
    return ngettext("And %(n)s more argument.", "And %(n)s more arguments.", n, n=shown)


def more_elsewhere(n: int) -> str:
    """Arguments that a document does not show, and where they are."""
    return ngettext(
        "And %(n)s more argument, in the HTML and JSON forms.",
        "And %(n)s more arguments, in the HTML and JSON forms.",
        n,
        n=number(n),
    )


def more_loose(n: int) -> str:
    """Arguments in no theme, and where they are."""
    return ngettext(
        "And %(n)s in no theme, though others came close: in the HTML and JSON forms.",
        "And %(n)s in no theme, though others came close: in the HTML and JSON forms.",
        n,
        n=number(n),
    )


def stood_in(n: int, sign: str) -> str:
    """Characters of a quote that the form cannot hold, and what stands for them."""
    return ngettext(
        "%(n)s character of the original cannot be shown here; %(sign)s marks the place",
        "%(n)s characters of the original cannot be shown here; %(sign)s marks the place",
        n,
        n=number(n),
        sign=sign,
    )
