"""Saved pages of Vanilla Forums 2 and 3."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

MARKUP = Markup(
    version="Vanilla Forums",
    marks=r"""\bid=["']vanilla_(?:discussions?|categories)_\w+["']|\bclass=["'][^"']{0,200}\bItemDiscussion\b""",
    words=("vanilla_", "ItemDiscussion"),
    post=".ItemDiscussion[id^='Discussion_'], .ItemComment",
    number=(Place(attribute="id", pattern=r"\A((?:Discussion|Comment)_\d+)"),),
    author=(Place(selector=".Author a.Username, .AuthorWrap .Username"), Place(selector=".Author")),
    date=(
        Place(selector=".DateCreated time", attribute="datetime"),
        Place(selector=".DateCreated time", attribute="title"),
        Place(selector=".DateCreated"),
    ),
    body=".Message",
    text=TextMarkup(
        quote="blockquote",
        quote_author=(Place(selector=".QuoteAuthor a"), Place(selector=".QuoteAuthor"), Place(attribute="rel")),
        jump=".QuoteAuthor a",
        code=".CodeBlock",
        signature=".Signature",
    ),
    edited=(Place(selector=".DateUpdated time", attribute="datetime"),),
    permalink=(Place(selector="a.Permalink", attribute="href"), Place(selector=".DateCreated a", attribute="href")),
    opening=".ItemDiscussion",
    thread=r"/discussion/(\d+)",
    page=(Place(selector=".Pager .Highlight"),),
    last_page=(Place(selector=".Pager a"),),
)


class Vanilla(ForumPages):
    """Quotes name an author, not a post."""

    name = "vanilla"
    reads = "saved pages of Vanilla Forums discussions"
    example = "discussion-12.html"
    platform = "vanilla"
    markups = (MARKUP,)
