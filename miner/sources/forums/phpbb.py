"""Saved pages of phpBB 3: prosilver and the styles built on it."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

PROSILVER = Markup(
    version="phpBB 3 (prosilver)",
    marks=r"""<body\b[^>]*\bid=["']phpbb["']|[Pp]owered by <a\b[^>]{0,120}\bphpbb\.com\b""",
    post="div.post[id^='p']",
    number=(Place(attribute="id", pattern=r"\Ap(\d+)\Z"),),
    author=(
        Place(selector=".postprofile .username, .postprofile .username-coloured"),
        Place(selector=".author .username, .author .username-coloured, .author strong"),
        Place(selector=".postprofile dt"),
    ),
    date=(Place(selector=".author time", attribute="datetime"), Place(selector=".author")),
    body=".content",
    text=TextMarkup(
        quote="blockquote",
        quote_author=(Place(selector="cite"),),
        quoted_post=(
            Place(selector="cite a[data-post-id]", attribute="data-post-id"),
            Place(selector="cite a", attribute="href", pattern=r"#p(\d+)|[?&;]p=(\d+)"),
        ),
        code=".codebox code",
        not_text=".codebox p, .codebox dt, cite a[data-post-id], .inline-attachment, .attachbox",
        signature=".signature",
    ),
    edited=(Place(selector=".notice:not(.post_deleted_msg)"),),
    permalink=(Place(selector=".author a[href*='viewtopic']", attribute="href"),),
    gone=((".post.deleted", "deleted"), (".post_deleted_msg", "deleted")),
    title=(Place(selector=".topic-title"), Place(selector="#page-body h2")),
    thread=r"viewtopic\.php\?(?:[^#]*[&;])?t=(\d+)|-t(\d+)(?:-\d+)?\.html|/topic(\d+)",
    link=(Place(selector=".topic-title a, #page-body h2 a", attribute="href"),),
    page=(Place(selector=".pagination li.active"), Place(selector=".pagination strong")),
    last_page=(Place(selector=".pagination li, .pagination strong, .pagination a"),),
    claimed=(Place(selector=".pagination", pattern=r"(?:\A|[^\d#]\s)(\d[\d.,]*)\s+[^\W\d_]"),),
    zone=(Place(selector="#page-footer", pattern=r"(UTC(?:\s?[+-]\s?\d[\d:]*)?)"),),
    now=(Place(selector="#page-footer .time, p.time, #page-body > p"),),
)


class PhpBB(ForumPages):
    """The opening post is the first of page 1; quotes name their post from version 3.2 on, the author before."""

    name = "phpbb"
    reads = "saved pages of phpBB topics"
    example = "viewtopic.html"
    platform = "phpbb"
    markups = (PROSILVER,)
