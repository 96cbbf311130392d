"""Saved pages of Lobsters and sites that run its program: the story and the nested lists of comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Item, Note, Skipped
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_node, text_of, walk
from miner.sources.html_article import host_of
from miner.sources.links.making import MAX_TITLE, make_post, native_id, quoting_all
from miner.sources.material import Material
from miner.transcript import Post, Thread

# comments/_comment and stories/_listdetail of the program, from its first version to that of 2025.
_COMMENT = re.compile(r"""class=["']comments_subtree["']""")
_SHORT_ID = re.compile(r"""data-shortid=["']?\w""")
_NUMBER = re.compile(r"-?\d{1,7}")
_GONE = re.compile(
    r"\[(?:comment |story )?(?:from banned user )?removed by (moderator|author|submitter)|\[comment from banned user",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\bedited\b")


class LobstersPage:
    """A comment is ``div.comment[data-shortid]`` in a ``li.comments_subtree``, which holds the list of its replies."""

    name = "lobsters_page"
    reads = "saved pages of Lobsters stories with their comments"
    example = "story.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return bool(_COMMENT.search(material.text) and _SHORT_ID.search(material.text))

    def items(self, material: Material) -> Iterator[Item]:
        yield from _Page(material.page).items()


class _Page:
    def __init__(self, page: LexborHTMLParser) -> None:
        self.page = page
        self.story = page.css_first("li.story[data-shortid], .story[data-shortid], [id^=story_][data-shortid]")
        self.host = self._host()
        self.number = native_id(self.story.attributes.get("data-shortid") or "") if self.story is not None else ""
        self.story_id = self._id(self.number or "story")

    def items(self) -> Iterator[Item]:
        comments = _comments(self.page)
        claimed = self._claimed()
        url = f"https://{self.host or 'lobste.rs'}/s/{self.number}" if self.number else ""
        yield Thread(id=self.story_id, title=self._title(), url=url, platform="lobsters", n_claimed=claimed)
        if self.story is not None:
            yield self._opening(self.story, url)
        for node, above in comments:
            yield self._comment(node, above)
        if claimed is not None and claimed != len(comments):
            yield Note(f"the page says {claimed} comment(s), {len(comments)} are in the file")

    def _opening(self, story: LexborNode, url: str) -> Post | Skipped:
        text = self.page.css_first(".story_content .story_text, .story_text")
        body = read_node(text) if text is not None else HtmlText(text="")
        if not body.text:
            link = story.css_first(".link a")
            address = (link.attributes.get("href") or "") if link is not None else ""
            title = HtmlText(text=self._title(), links=(address,) if host_of(address) else ())
            body = quoting_all(title) if title.links else title
        if not body.text:
            return Skipped("empty")
        return make_post(
            self.story_id,
            self.story_id,
            body,
            _stamp(story),
            f"#story_{self.number}",
            kind="article",
            author=_author(story),
            url=url,
            likes=_likes(story),
        )

    def _comment(self, node: LexborNode, above: str) -> Post | Skipped:
        text = node.css_first(".comment_text")
        body = read_node(text) if text is not None else HtmlText(text="")
        removed = _GONE.match(body.text)
        if removed or not body.text:
            return Skipped(("deleted" if removed[1] == "author" else "removed") if removed else "empty")
        number = native_id(node.attributes.get("data-shortid") or "")
        stamp, edited = _stamp(node), bool(_EDITED.search(_byline(node)))
        return make_post(
            self._id(number),
            self.story_id,
            body,
            stamp,
            f"#c_{number}",
            kind="comment",
            author=_author(node),
            parent_id=self._id(above) if above else self.story_id,
            parent_source="nesting",
            edited_at=stamp.at if edited else None,
            url=f"https://{self.host or 'lobste.rs'}/c/{number}",
            likes=_likes(node),
        )

    def _host(self) -> str:
        """Of the site itself: its program names it in the links that belong to no story."""
        for selector, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
            found = self.page.css_first(selector)
            host = host_of(found.attributes.get(name) or "") if found is not None else None
            if host:
                return host
        return ""

    def _id(self, number: str) -> str:
        host = "" if self.host == "lobste.rs" else self.host
        return f"lobsters:{host}/{number}" if host else f"lobsters:{number}"

    def _title(self) -> str:
        link = self.story.css_first(".link a") if self.story is not None else None
        return text_of(link)[:MAX_TITLE]

    def _claimed(self) -> int | None:
        label = self.story.css_first(".comments_label") if self.story is not None else None
        found = _NUMBER.search(text_of(label))
        return max(0, int(found.group())) if found else None


def _comments(page: LexborHTMLParser) -> list[tuple[LexborNode, str]]:
    """The comments in page order, each with the number of the one whose list of replies it stands in."""
    found: list[tuple[LexborNode, str]] = []
    levels: list[list[str | int]] = []  # open subtrees: node, and the number of the comment they begin with
    body = page.body
    for entered, node in walk(body) if body is not None else ():
        if not entered:
            if levels and levels[-1][0] == node.mem_id:
                levels.pop()
            continue
        classes = (node.attributes.get("class") or "").split() if not node.is_text_node else []
        if "comments_subtree" in classes:
            levels.append([node.mem_id, ""])
        elif "comment" in classes and native_id(node.attributes.get("data-shortid") or ""):
            above = next((str(number) for _, number in reversed(levels[:-1]) if number), "")
            found.append((node, above))
            if levels:
                levels[-1][1] = native_id(node.attributes.get("data-shortid") or "")
    return found


def _author(node: LexborNode) -> str:
    """The link to the account that has words; the one before it has the picture."""
    names = (text_of(link) for link in node.css(".byline a[href^='/~'], .byline a[href^='/u/']")[:6])
    return next((name for name in names if name), "")[:100]


def _stamp(node: LexborNode) -> Stamp:
    """``<time datetime>`` since 2024, before that the title of a ``span`` or ``label``."""
    for found in node.css(".byline time, .byline span[title], .byline label[title]")[:10]:
        stamp = read_date(found.attributes.get("datetime") or found.attributes.get("title") or "")
        if stamp.at is not None:
            return stamp
    return NO_DATE


def _byline(node: LexborNode) -> str:
    return text_of(node.css_first(".byline"))


def _likes(node: LexborNode) -> int:
    """Of ``.score``, or of the link to vote, whose words are the number since 2023; "~" hides it."""
    for selector in (".voters .score", ".voters .upvoter"):
        found = _NUMBER.match(text_of(node.css_first(selector)))
        if found:
            return int(found.group())
    return 0
