"""Saved pages of Phorum 3 and forums made from it, which print author and date as the first lines of the post."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

MARKUP = Markup(
    version="Phorum 3",
    marks=r"""\bclass=["']?Phorum(?:ListTable|Message|Nav|TableHeader)\b""",
    words=("Phorum",),
    post="table.PhorumListTable:has(.PhorumMessage)",
    number=(
        Place(selector="a[href*='i=']", attribute="href", pattern=r"[?&;]i=(\d+)"),
        Place(selector="a[href*='#reply_']", attribute="href", pattern=r"#reply_(\d+)"),
    ),
    body=".PhorumMessage",
    # "Author: Ann (host)", "Date: 01-23-04 12:00" in any language, perhaps with "E-mail: ..." between them
    heading=r"[^\n:]{2,30}:[ \t]?(?P<author>[^\n]*?)(?: \([^\s()]+\.[^\s()]+\))?[ \t]*\n(?:[^\n:]{2,30}:[^\n]*\n)??[^\n:]{2,30}:\s?(?P<date>\d[^\n]*)\n*",
    text=TextMarkup(code="pre"),
    title=(Place(selector=".PhorumTableHeader"),),
    thread=r"[?&;]t=(\d+)",
    link=(Place(selector="a[href*='t=']", attribute="href"),),
)


class Phorum(ForumPages):
    """A flat list; quotes are lines that begin with ``>``."""

    name = "phorum"
    reads = "saved pages of Phorum 3 threads and of forums made from it"
    example = "read.php.html"
    platform = "phorum"
    markups = (MARKUP,)
