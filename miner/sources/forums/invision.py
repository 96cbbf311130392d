"""Saved pages of Invision Community (IPS) 4 and 5."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

# Both versions print, for their quote button, who wrote the comment and when as JSON: ``data-quotedata``.
_QUOTE_DATA = "[data-quotedata]"
MARKUP = Markup(
    version="Invision Community",
    marks=r"\bcore\.front\.core\.comment\b|\bdata-ips-?hook=",
    words=("core.front.core.comment", "data-ips"),
    post="article.cPost, article.ipsComment, article.ipsEntry",
    number=(
        Place(selector=_QUOTE_DATA, attribute="data-quotedata", pattern=r'"contentcommentid":"?(\d+)'),
        Place(attribute="id", pattern=r"elComment_(\d+)"),
    ),
    author=(
        Place(selector="h3.cAuthorPane_author, .cAuthorPane_author"),
        Place(selector=".ipsEntry__username, .ipsComment_author strong"),
        Place(selector=_QUOTE_DATA, attribute="data-quotedata", pattern=r'"username":"([^"\\]{1,100})"'),
    ),
    date=(
        Place(selector=_QUOTE_DATA, attribute="data-quotedata", pattern=r'"timestamp":"?(\d{10})'),
        Place(selector=".ipsComment_meta time, .ipsEntry__header time", attribute="datetime"),
    ),
    body="[data-role=commentContent]",
    text=TextMarkup(
        quote="blockquote",
        quote_author=(Place(attribute="data-ipsquote-username"), Place(attribute="data-cite")),
        quoted_post=(Place(attribute="data-ipsquote-contentcommentid"),),
        quoted_thread=(Place(attribute="data-ipsquote-contentid"),),
        code=".ipsCode",
        not_text="[data-excludequote], .ipsQuote_citation",
        signature="[data-role=memberSignature]",
    ),
    edited=(Place(selector="[data-excludequote] time", attribute="datetime"),),
    permalink=(Place(selector=".ipsComment_meta a[href*='comment=']", attribute="href"),),
    likes=(Place(selector="[data-role=reactCountText]"),),
    gone=((".ipsComment.ipsModerated", "hidden by a moderator"),),
    title=(Place(selector="h1.ipsType_pageTitle"), Place(selector="h1")),
    thread=r"/topic/(\d+)|showtopic=(\d+)",
    page=(Place(selector=".ipsPagination_active"), Place(selector=".ipsPagination__active")),
    last_page=(
        Place(selector=".ipsPagination", attribute="data-pages"),
        Place(selector=".ipsPagination_pageJump", pattern=r"\D*\d+\D+(\d+)"),
    ),
)


class Invision(ForumPages):
    """Quotes name their post and their topic."""

    name = "invision"
    reads = "saved pages of Invision Community topics"
    example = "topic-12-parcels.html"
    platform = "invision"
    markups = (MARKUP,)
