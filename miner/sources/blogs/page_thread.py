"""A saved page with its comments as a thread: the article is found as on any page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Item
from miner.sources.blogs.addresses import address_of
from miner.sources.blogs.comments import Comment, claim_note, thread_items
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import read_node, text_of
from miner.sources.html_article import Article, host_of, read_article
from miner.transcript import Thread, content_id

_COUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3})+|\d{1,6})(?![\d.,]*[KkMm%]|\d)")


def page_items(
    source: str,
    page: LexborHTMLParser,
    comments: Sequence[Comment],
    beside: Collection[int] = (),
    n_claimed: int | None = None,
    opening: Comment | None = None,
    title: str = "",
    url: str = "",
    date: Stamp = NO_DATE,
    n_found: int | None = None,
) -> Iterator[Item]:
    """The thread of a page.

    Parameters
    ----------
    beside
        ``mem_id`` of elements that are not the article's: the comment section.
    opening, title, url, date
        Where the page says them in a way of its own; else they are found as on any page.
    n_found
        How many comments to compare with ``n_claimed``, where the page does not count all of them.
    """
    article = read_article(page, beside)
    url = article.url or url or address_of(page)
    title = title or article.title
    if opening is None and article.body.text:
        opening = _opening(article, url, date)
    thread_id = content_id(source, url or title + "".join(comment.body.text for comment in comments[:3]))
    host = host_of(url) or ""
    thread = Thread(id=thread_id, title=title, url=url, platform=host or source, n_claimed=n_claimed)
    yield from thread_items(thread, comments, f"{source}:{host}" if host else thread_id, opening)
    yield from claim_note(n_claimed, len(comments) if n_found is None else n_found)


def _opening(article: Article, url: str, date: Stamp) -> Comment:
    stamp = article.date if article.date.at is not None else date
    return Comment(body=article.body, kind="article", author=article.author, stamp=stamp, url=url, locator="article")


def hooked_article(page: LexborHTMLParser, title: str, body: str, author: str, date: str) -> tuple[str, Comment | None]:
    """Title and article by the selectors of a platform; "" and None for what is not there."""
    found = page.css_first(body)
    names, dates = page.css_first(author), page.css_first(date)
    stamp = read_date(machine_date(dates) or text_of(dates))
    if found is None or not (text := read_node(found)).text:
        return text_of(page.css_first(title)), None
    opening = Comment(
        body=text, kind="article", author=text_of(names), stamp=stamp, url=address_of(page), locator="article"
    )
    return text_of(page.css_first(title)), opening


def machine_date(node: LexborNode | None) -> str:
    """The date an element gives for machines."""
    if node is None:
        return ""
    inner = node if node.tag == "time" else node.css_first("time[datetime]")
    found = inner.attributes.get("datetime") if inner is not None else ""
    return found or node.attributes.get("title") or ""


def count_in(text: str) -> int | None:
    """The first whole number of a heading ("1,204 comments"); None if there is none or it is rounded ("1.2K")."""
    found = _COUNT.search(text)
    return int(re.sub(r"[.,]", "", found[1])) if found else None


def path_end(address: str) -> str:
    """The last part of an address's path."""
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""


def nearest_above(node: LexborNode, numbers: dict[int, str], limit: int = 500) -> str:
    """The number of the comment whose element this one stands in; "" if it stands in none."""
    above = node.parent
    while above is not None and limit:
        if above.mem_id in numbers:
            return numbers[above.mem_id]
        above = above.parent
        limit -= 1
    return ""
