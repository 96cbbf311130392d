"""Saved pages of vBulletin: threads of versions 3, 4 and 5."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

_THREAD = r"[?&;]t=(\d+)|showthread\.php\?(\d+)|/threads/(\d+)|/(\d+)-[^/]+(?:/|\Z|\?)|-(\d{3,})/(?:page\d+\.html)?\Z"
_PAGE_N_OF_M = r"\D*(\d+)\D+\d+\D*\Z"
_LAST_OF_M = r"\D*\d+\D+(\d+)\D*\Z"
_ZONE = r"((?:GMT|WEZ|UTC)(?:\s?[+-]\s?\d[\d:]*)?)"
_EDITED = r"(?i)((?:last edited|edited by|geändert|modifi|editado|ultima modifica|отредакт|редакт).*)"

VERSION_5 = Markup(
    version="vBulletin 5",
    marks=r"\bjs-post__content-text\b",
    words=("js-post__content-text",),
    post=".b-post[data-node-id]",
    number=(Place(attribute="data-node-id"),),
    author=(
        Place(selector=".b-userinfo__details [itemprop=name]"),
        Place(selector=".b-userinfo__details .author"),
        Place(selector=".author a"),
        Place(selector="[itemprop=author] [itemprop=name]"),
    ),
    date=(Place(selector=".b-post__timestamp time, time[itemprop=dateCreated]", attribute="datetime"),),
    body=".js-post__content-text",
    text=TextMarkup(
        quote=".bbcode_quote",
        quote_author=(Place(selector=".bbcode_postedby strong"),),
        quoted_post=(Place(selector=".bbcode_postedby a", attribute="href", pattern=r"#post(\d+)"),),
        jump=".bbcode_postedby a",
        code=".bbcode_code",
        not_text=".bbcode_description, .b-post__attachments",
        signature=".b-post__signature, .signature-container",
    ),
    edited=(Place(selector=".b-post__edit-info", pattern=_EDITED),),
    permalink=(Place(selector="a.b-post__count", attribute="href"),),
    gone=((".b-post--deleted", "deleted"),),
    title=(Place(selector=".b-post__title"), Place(selector="h1")),
    thread=r"/(\d+)-[^/]+",
    page=(Place(selector=".pagenav .js-pagenum", attribute="value"), Place(selector=".pagenav a.active")),
    last_page=(Place(selector=".pagenav .js-maxpage, .pagetotal"),),
)

VERSION_4 = Markup(
    version="vBulletin 4",
    marks=r"""<html\b[^>]*\bid=["']vbulletin_html["']""",
    words=("vbulletin_html",),
    post="li[id^='post_'].postbit, li[id^='post_'].postbitlegacy, li[id^='post_'].postcontainer, "
    "li[id^='post_'].postbitdeleted, li[id^='post_'].postbitignored",
    number=(Place(attribute="id", pattern=r"\Apost_(\d+)"),),
    author=(Place(selector=".username"), Place(selector=".userinfo .guest")),
    date=(
        Place(selector=".postdate"),
        Place(selector=".posthead"),
        Place(selector=".userstats dd", pattern=r"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d\d.*)"),
    ),
    body=".postcontent",
    text=TextMarkup(
        quote=".bbcode_quote",
        quote_author=(Place(selector=".bbcode_postedby strong"),),
        quoted_post=(Place(selector=".bbcode_postedby a", attribute="href", pattern=r"#post(\d+)|[?&;]p=(\d+)"),),
        jump=".bbcode_postedby a",
        code=".bbcode_code",
        not_text=".bbcode_description",
        signature=".signature, .tapatalkSignatur",
    ),
    edited=(Place(selector=".lastedited", pattern=_EDITED), Place(selector=".lastedited")),
    permalink=(Place(selector=".postcounter", attribute="href"),),
    likes=(Place(selector="[data-button=thanks].clickcount, [data-button=likes].clickcount"),),
    gone=((".postbitdeleted", "deleted"), (".postbitignored", "of somebody whom the reader ignores")),
    title=(Place(selector=".threadtitle"),),
    thread=_THREAD,
    link=(Place(selector=".threadtitle a", attribute="href"),),
    page=(Place(selector=".pagination_top .popupctrl, .pagination .popupctrl", pattern=_PAGE_N_OF_M),),
    last_page=(Place(selector=".pagination_top .popupctrl, .pagination .popupctrl", pattern=_LAST_OF_M),),
    claimed=(Place(selector=".postpagestats, #postpagestats_above", pattern=r"(\d[\d.,]*)\D*\Z"),),
    zone=(Place(selector="#footer_time, .footer_time", pattern=_ZONE),),
)

VERSION_3 = Markup(
    version="vBulletin 3",
    marks=r"vbulletin_(?:global|menu)\.js|content=[\"']vBulletin 3",
    words=("vbulletin_", "vBulletin 3"),
    post="table[id^='post']:has([id^='post_message_'])",
    number=(Place(attribute="id", pattern=r"\Apost(\d+)"),),
    author=(Place(selector=".bigusername"), Place(selector="[id^='postmenu_']")),
    date=(Place(selector="td.thead"),),
    body="[id^='post_message_']",
    text=TextMarkup(
        quote="td[style*='inset']",
        quote_author=(Place(selector="div:first-child strong"),),
        quoted_post=(
            Place(selector="div:first-child a[rel=nofollow]", attribute="href", pattern=r"#post(\d+)|[?&;]p=(\d+)"),
        ),
        jump="td[style*='inset'] > div:first-child a[rel=nofollow]",
        not_text=".smallfont[style*='margin-bottom']",
        signature=".signature",
    ),
    edited=(Place(selector=".smallfont", pattern=_EDITED),),
    permalink=(Place(selector="a[id^='postcount']", attribute="href"),),
    title=(Place(selector="td.navbar strong"), Place(selector=".tcat h1"), Place(selector="h1")),
    thread=_THREAD,
    link=(Place(selector=".pagenav a, a[href*='showthread.php?t=']", attribute="href"),),
    page=(Place(selector=".pagenav .vbmenu_control", pattern=_PAGE_N_OF_M),),
    last_page=(Place(selector=".pagenav .vbmenu_control", pattern=_LAST_OF_M),),
    zone=(Place(selector=".smallfont[align=center], .page .smallfont", pattern=rf"(?i)times.{{0,12}}\b{_ZONE}"),),
)


class VBulletin(ForumPages):
    """Quotes name their post; dates are in the board's own order and zone, as its footer says."""

    name = "vbulletin"
    reads = "saved pages of vBulletin threads, versions 3, 4 and 5"
    example = "showthread.html"
    platform = "vbulletin"
    markups = (VERSION_5, VERSION_4, VERSION_3)
