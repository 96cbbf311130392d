"""Saved pages of MyBB 1.8 (and 1.6 with its ``post_body``)."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

MARKUP = Markup(
    version="MyBB",
    marks=r"\bvar my_post_key\b|[Pp]owered [Bb]y:? <a [^>]{0,120}mybb\.com",
    words=("my_post_key", "mybb.com"),
    post=".post[id^='post_']",
    number=(Place(attribute="id", pattern=r"\Apost_(\d+)"),),
    author=(
        Place(selector=".author_information .largetext"),
        Place(selector=".post_author .largetext"),
        Place(selector=".author_information strong"),
    ),
    date=(
        Place(selector=".post_date", pattern=r"\A([^(]*\d{4}[^(]*)"),
        Place(selector=".post_date span[title]", attribute="title"),  # of "Today, 10:12": the day alone
        Place(selector=".post_date", pattern=r"\A([^(]*)"),
    ),
    body=".post_body",
    text=TextMarkup(
        quote="blockquote",
        quote_author=(Place(selector="cite"),),
        quoted_post=(Place(selector="cite a", attribute="href", pattern=r"pid=?(\d+)"),),
        jump="cite a",
        code=".codeblock code",
        not_text=".codeblock .title",
        signature=".signature",
    ),
    edited=(Place(selector=".post_edit"), Place(selector=".edited_post")),
    permalink=(Place(selector=".post_head strong a[href*='pid']", attribute="href"),),
    gone=((".post.deleted_post", "deleted"),),
    title=(
        Place(selector=".thread-header h1"),
        Place(selector="#posts_container + .thead strong"),
        Place(selector=".navigation .active"),
    ),
    thread=r"[?&;]tid=(\d+)|/thread-(\d+)",
    page=(Place(selector=".pagination_current"),),
    last_page=(Place(selector=".pagination_page, .pagination_last, .pagination_current"),),
)


class MyBB(ForumPages):
    """Quotes name their post; of "Today" the page gives the day in a title."""

    name = "mybb"
    reads = "saved pages of MyBB threads"
    example = "Thread-Parcels.html"
    platform = "mybb"
    markups = (MARKUP,)
