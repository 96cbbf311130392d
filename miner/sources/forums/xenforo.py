"""Saved pages of XenForo: threads of version 2 (2017 on) and version 1."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

_THREAD = r"/threads/(?:[^/?#]*\.)?(\d+)"
_DATE_ATTRIBUTES = ("data-time", "datetime", "title", "")

VERSION_2 = Markup(
    version="XenForo 2",
    marks=r"""<html\b[^>]*\bid=["']XF["']|\bdata-template=["'](?:thread_view|forum_view|forum_list)|class=["']p-body-inner["' ]""",
    words=('"XF"', "'XF'", "data-template=", "p-body-inner"),
    post=".message--post",
    number=(Place(attribute="data-content", pattern=r"post-(\d+)"), Place(attribute="id", pattern=r"post-(\d+)")),
    author=(Place(attribute="data-author"), Place(selector=".message-name .username"), Place(selector=".message-name")),
    date=(
        Place(selector=".message-attribution time", attribute="datetime"),
        Place(selector="time.u-dt", attribute="datetime"),
    ),
    body=".message-body",
    text=TextMarkup(
        quote=".bbCodeBlock--quote",
        quote_author=(Place(attribute="data-quote"), Place(selector=".bbCodeBlock-title")),
        quoted_post=(
            Place(attribute="data-source", pattern=r"post: ?(\d+)"),
            Place(selector=".bbCodeBlock-sourceJump", attribute="data-content-selector", pattern=r"post-(\d+)"),
        ),
        jump=".bbCodeBlock-sourceJump",
        code=".bbCodeBlock--code .bbCodeBlock-content",
        not_text=".bbCodeBlock-expandLink, .bbCodeBlock-shrinkLink, .bbCodeBlock--code .bbCodeBlock-title, "
        ".js-selectToQuoteEnd, .message-attachments, .bbCodeSpoiler-button",
        signature=".message-signature",
    ),
    edited=(Place(selector=".message-lastEdit time", attribute="datetime"),),
    permalink=(
        Place(selector=".message-attribution a[href*='post-']", attribute="href"),
        Place(selector=".message-attribution a[href*='posts/']", attribute="href"),
    ),
    likers=".reactionsBar-link bdi",
    likes=(Place(selector=".reactionsBar-link", pattern=r"\s(\d[\d,.]*)\D*\Z"),),
    gone=((".message--deleted", "deleted"),),
    title=(Place(selector="h1.p-title-value"),),
    thread=_THREAD,
    page=(Place(selector=".pageNav-page--current"),),
    last_page=(Place(selector=".pageNav-page"),),
)

VERSION_1 = Markup(
    version="XenForo 1",
    marks=r"""<html\b[^>]*\bid=["']XenForo["']|class=["']messageMeta ToggleTriggerAnchor""",
    words=("XenForo", "messageMeta ToggleTriggerAnchor"),
    post="li.message[id^='post-']",
    number=(Place(attribute="id", pattern=r"post-(\d+)"),),
    author=(Place(attribute="data-author"), Place(selector=".userText .username")),
    date=tuple(Place(selector=".datePermalink .DateTime", attribute=name) for name in _DATE_ATTRIBUTES),
    body=".messageText",
    text=TextMarkup(
        quote=".bbCodeQuote:not(.bbmSpoilerBlock)",
        quote_author=(Place(attribute="data-author"), Place(selector=".attribution")),
        quoted_post=(Place(selector=".AttributionLink", attribute="href", pattern=r"#post-(\d+)|post\?id=(\d+)"),),
        jump=".AttributionLink",
        code=".bbCodeCode pre, .bbCodePHP pre, .bbCodeHtml pre",
        not_text=".quoteExpand, .messageTextEndMarker, .AttributionLink, .bbCodeCode .type, .bbCodePHP .type, .bbm_spoiler_hide",
        signature=".signature",
    ),
    edited=tuple(Place(selector=".editDate .DateTime", attribute=name) for name in _DATE_ATTRIBUTES),
    permalink=(Place(selector="a.datePermalink", attribute="href"),),
    likers=".likesSummary a.username",
    likes=(Place(selector=".likesSummary .LikeText", pattern=r"\s(\d[\d,.]*)\s"),),
    gone=((".message.deleted", "deleted"),),
    title=(Place(selector=".titleBar h1"),),
    thread=_THREAD,
    page=(Place(selector=".PageNav", attribute="data-page"),),
    last_page=(Place(selector=".PageNav", attribute="data-last"),),
)


class XenForo(ForumPages):
    """Quotes name the post they were taken from; dates are machine-readable."""

    name = "xenforo"
    reads = "saved pages of XenForo threads, versions 1 and 2"
    example = "thread.html"
    platform = "xenforo"
    markups = (VERSION_2, VERSION_1)
