"""Saved pages of Simple Machines Forum (SMF) 1.1, 2.0 and 2.1."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

# Version 2.1 prints whom a quote is from in its ``cite``, 2.0 in a box before it (``quoteheader``).
MARKUP = Markup(
    version="SMF 2",
    marks=r"\bsmf_(?:scripturl|theme_url|default_theme_url)\b",
    words=("smf_",),
    post=".post_wrapper",
    number=(Place(selector="[id^='subject_']", attribute="id", pattern=r"subject_(\d+)"),),
    author=(Place(selector=".poster h4 a[href*='profile']"), Place(selector=".poster h4")),
    date=(
        Place(selector=".postinfo a.smalltext"),
        Place(selector=".keyinfo .smalltext:not(.modified)", pattern=r"(?::|»)\s*(.*)"),
        Place(selector=".keyinfo .smalltext:not(.modified)"),
    ),
    body=".post .inner, .post > [id^='msg_']",
    text=TextMarkup(
        quote="blockquote, .quoteheader",
        quote_author=(Place(selector="cite"), Place(selector=".topslice_quote")),
        quoted_post=(
            Place(selector="cite a", attribute="href", pattern=r"msg(\d+)"),
            Place(selector=".topslice_quote a", attribute="href", pattern=r"msg(\d+)"),
        ),
        jump="cite a, .topslice_quote a",
        code=".bbc_code",
        not_text=".codeheader",
        signature=".signature",
    ),
    edited=(Place(selector=".modified"),),
    permalink=(
        Place(selector=".postinfo a.smalltext", attribute="href"),
        Place(selector=".keyinfo h5 a", attribute="href"),
    ),
    likes=(Place(selector=".like_count", pattern=r"(\d+)"),),
    title=(Place(selector=".display_title"), Place(selector="#forumposts .catbg", pattern=r"(?:: )(.*?)(?: \(.*)?\Z")),
    thread=r"topic[=,](\d+)",
    link=(Place(selector=".navigate_section .last a, .navigate_section li:last-child a", attribute="href"),),
    page=(Place(selector=".pagelinks .current_page"), Place(selector=".pagelinks strong")),
    last_page=(
        Place(selector=".pagelinks .nav_page, .pagelinks .navPages, .pagelinks .current_page, .pagelinks strong"),
    ),
    now=(Place(selector="#inner_section time, #upper_section time, .user time, #top_info time"),),
)

# Version 1.1: a table a post; who is quoted stands in a line before the quote and links to the quoted post.
TABLES = Markup(
    version="SMF 1.1",
    marks=MARKUP.marks,
    words=MARKUP.words,
    post="td[class^='windowbg']:has([id^='subject_'])",
    number=MARKUP.number,
    author=(Place(selector="td[rowspan] > b"),),
    date=(Place(selector="[id^='subject_'] + .smalltext", pattern=r":\s*(.*?)\s*»?\Z"),),
    body=".post",
    text=TextMarkup(
        quote=".quoteheader, .quote",
        quote_author=(Place(),),
        quoted_post=(Place(selector="a[href*='msg']", attribute="href", pattern=r"msg(\d+)"),),
        jump=".quoteheader a",
        code=".code",
        not_text=".codeheader",
    ),
    edited=(Place(selector="[id^='modified_']"),),
    permalink=(Place(selector="[id^='subject_'] a", attribute="href"),),
    title=(Place(selector="#top_subject", pattern=r"\A[^:]{2,30}:\s*(.*?)(?: \([^()]*\))?\Z"),),
    thread=MARKUP.thread,
    link=(Place(selector="[id^='subject_'] a[href*='topic']", attribute="href"),),
    page=(Place(selector=".middletext b", pattern=r"\A(\d+)\Z"),),
    last_page=(Place(selector=".middletext b, .middletext .navPages", pattern=r"\A(\d+)\Z"),),
    now=(Place(selector=".titlebg2 .smalltext, #upshrinkHeader2 .smalltext"),),
)


class SMF(ForumPages):
    """Quotes name their post; "Today" is read by the date that the page prints at its top."""

    name = "smf"
    reads = "saved pages of SMF topics, versions 1.1 and 2"
    example = "index.php-topic-12.html"
    platform = "smf"
    markups = (MARKUP, TABLES)
