"""Saved pages of phpBB 3 (prosilver and the styles built on it) and of phpBB 2 (subSilver, rows of a table)."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

PROSILVER = Markup(
    version="phpBB 3 (prosilver)",
    marks=r"""<body\b[^>]*\bid=["']phpbb["']|[Pp]owered by <a\b[^>]{0,120}\bphpbb\.com\b""",
    words=("phpbb",),
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

# A post is a row with the name in its first cell; what is quoted stands in a table under a row that names whose it is.
# The signature follows the text in the same element, under a line of its own.
SUBSILVER = Markup(
    version="phpBB 2 (subSilver)",
    marks=r"""<span class=["']postbody["']""",
    words=("postbody",),
    post="tr:has(> td > span.name)",
    number=(Place(selector="span.name a[name]", attribute="name", pattern=r"\A(\d+)\Z"),),
    author=(Place(selector="span.name b, span.name strong"), Place(selector="span.name")),
    date=(Place(selector="td td .postdetails", pattern=r"\A[^:]{1,30}:\s*(.*?\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m\b)?)"),),
    body="td:has(> span.postbody)",
    text=TextMarkup(
        quote="table:has(> tbody > tr > td.quote)",
        quote_author=(Place(selector=".genmed b, .genmed strong"),),
        code="td.code",
        not_text=".gensmall, table:has(> tbody > tr > td.code) .genmed",
        signature_line="_{10,40}",
    ),
    edited=(Place(selector=".gensmall"),),
    permalink=(Place(selector="td td a[href*='viewtopic.php?p=']", attribute="href"),),
    title=(Place(selector="a.maintitle"), Place(selector=".maintitle")),
    thread=r"viewtopic\.php\?(?:[^#]*[&;])?t=(\d+)",
    link=(Place(selector="a.maintitle", attribute="href"),),
    page=(Place(selector="span.nav", pattern=r"\A[^\d\s]{2,12}\s(\d+)\s[^\d\s]{1,8}\s\d+\Z"),),
    last_page=(Place(selector="span.nav", pattern=r"\A[^\d\s]{2,12}\s\d+\s[^\d\s]{1,8}\s(\d+)\Z"),),
    zone=(Place(selector=".gensmall", pattern=r"\b((?:GMT|UTC)(?:\s?[+-]\s?\d{1,2}(?::\d\d)?)?)"),),
)


class PhpBB(ForumPages):
    """The opening post is the first of page 1; quotes name their post from version 3.2 on, the author before."""

    name = "phpbb"
    reads = "saved pages of phpBB topics, versions 2 and 3"
    example = "viewtopic.html"
    platform = "phpbb"
    markups = (PROSILVER, SUBSILVER)
