"""Saved pages of Askbot: a question with its answers and the comments on each."""

from __future__ import annotations

from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place, TextMarkup

MARKUP = Markup(
    version="Askbot",
    marks=r"""\baskbot\[["']\w+["']\]|\bclass=["'][^"']{0,120}\bjs-question\b""",
    words=("askbot[", "js-question"),
    post=".js-question, .post.answer, .js-comment[data-comment-id]:not([data-comment-id='0'])",
    number=(Place(attribute="data-post-id"), Place(attribute="data-comment-id")),
    author=(
        Place(selector=".post-update-info:first-of-type .user-info > a"),
        Place(selector=".post-update-info:first-of-type .user-info"),
        Place(selector="a.author, .comment-controls .author"),
    ),
    date=(
        Place(selector=".post-update-info:first-of-type .timeago", attribute="title"),
        Place(selector=".age .timeago", attribute="title"),
    ),
    body=".post-body, .comment-body",
    text=TextMarkup(
        not_text=".post-update-info-container, .post-update-info, .comment-body > .author, .comment-body > .age"
    ),
    edited=(Place(selector=".post-update-info + .post-update-info .timeago", attribute="title"),),
    likes=(
        Place(selector=".vote-number", pattern=r"\A(\d+)"),
        Place(selector=".comment-votes .upvote", pattern=r"\A(\d+)"),
    ),
    title=(Place(selector=".js-question h1"), Place(selector="h1")),
    thread=r"/question/(\d+)",
    opening=".js-question",
    page=(Place(selector=".paginator .curr", attribute="data-page"),),
    last_page=(Place(selector=".paginator", attribute="data-num-pages"),),
    is_answer_to_opening=True,
)


class AskbotPages(ForumPages):
    """Answers are replies to the question, comments to what they stand under; the question stands on every page."""

    name = "askbot_page"
    reads = "saved pages of Askbot questions"
    example = "question.html"
    platform = "askbot"
    markups = (MARKUP,)
