"""The words of documents that are not already among the phrases of all reports, or the words of outlines."""

from __future__ import annotations

from miner.report.languages.catalogues import N_, gettext, ngettext, pgettext
from miner.report.languages.formats import number

UNMEASURED = N_("Looked for, but too little was said to tell")
KEEP_IN_MIND = N_("What to keep in mind")
ACCOUNT = N_("Where every item went")
BY_SOURCE = N_("By source")
KEY_POINT = N_("Key point")
DISSENT = N_("A voice against the key point")


def over(role: str) -> str:
    """What stands over a quote that has a role in its theme."""
    return {"key": gettext(KEY_POINT), "dissent": gettext(DISSENT)}.get(role, "")


def account_head() -> tuple[str, str]:
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
    )


def read() -> str:
    """All items, in the account."""
    return pgettext("items", "read")


def author_in(author: str, discussion: str) -> str:
    """Who said it, and in which of several discussions."""
    if not discussion:
        return author
    return pgettext("an author", "%(author)s in %(discussion)s", author=author, discussion=discussion)


def more_arguments(n: int) -> str:
    """What a theme holds beyond its quotes, and where that is."""
    return ngettext(
        "And %(n)s more argument, in the HTML and JSON forms.",
        "And %(n)s more arguments, in the HTML and JSON forms.",
        n,
        n=number(n),
    )


def more_once(n: int) -> str:
    """What was said once and is not in the document, and where that is."""
    return ngettext(
        "And %(n)s more, in the HTML and JSON forms.", "And %(n)s more, in the HTML and JSON forms.", n, n=number(n)
    )


def more_loose(n: int) -> str:
    """Arguments in no theme, and where they are."""
    return ngettext(
        "And %(n)s in no theme, though others came close: in the HTML and JSON forms.",
        "And %(n)s in no theme, though others came close: in the HTML and JSON forms.",
        n,
        n=number(n),
    )


def in_order_of_name(people: str) -> str:
    """The list of people is no ranking."""
    return gettext("%(people)s, in order of name: this is not a ranking.", people=people)


def dated(day: str) -> str:
    """The date of the report."""
    return gettext("Dated %(day)s.", day=day)


def stood_in(n: int, sign: str) -> str:
    """Characters of a quote that the form cannot hold, and what stands for them."""
    return ngettext(
        "%(n)s character of the original cannot be shown here; %(sign)s marks the place",
        "%(n)s characters of the original cannot be shown here; %(sign)s marks the place",
        n,
        n=number(n),
        sign=sign,
    )
