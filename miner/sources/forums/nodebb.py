"""Saved pages of NodeBB: the themes Harmony and Persona."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

MARKUP = Markup(
    version="NodeBB",
    marks=r"""\bcomponent=["'](?:post/content|topic/title|category/topic)["']""",
    words=("component=",),
    post="[component='post'][data-pid]",
    number=(Place(attribute="data-pid"),),
    author=(
        Place(attribute="data-username"),
        Place(selector="[data-username]", attribute="data-username"),
        Place(selector="meta[itemprop=name]", attribute="content"),
    ),
    date=(Place(attribute="data-timestamp"), Place(selector="meta[itemprop=datePublished]", attribute="content")),
    body="[component='post/content']",
    text=TextMarkup(not_text=".code-copy-btn", signature="[component='post/signature']"),
    edited=(Place(selector="meta[itemprop=dateModified]", attribute="content"),),
    permalink=(Place(selector="a.permalink, a.post-index", attribute="href"),),
    likes=(Place(selector="[component='post/vote-count']", attribute="data-votes", pattern=r"\A(\d+)"),),
    answers=(
        Place(selector="[component='post/parent']", attribute="data-topid"),
        Place(selector="[component='post/parent']", attribute="data-parent-pid"),
        Place(attribute="data-to-pid"),
        Place(selector="a[component='post/parent']", attribute="href", pattern=r"/post/(\d+)"),
    ),
    gone=(("[component='post'].deleted", "deleted"),),
    title=(Place(selector="[component='topic/title']"), Place(selector="h1")),
    thread=r"/topic/(\d+)",
    page=(Place(selector=".pagination .page.active"),),
    last_page=(Place(selector=".pagination .page[data-page], .pagination .page"),),
    is_answer_to_opening=True,
)


class NodeBB(ForumPages):
    """Each post says which it answers; one that does not answers the opening."""

    name = "nodebb"
    reads = "saved pages of NodeBB topics"
    example = "topic-12.html"
    platform = "nodebb"
    markups = (MARKUP,)
