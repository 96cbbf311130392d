"""Medium: posts of an account's export, and pages saved from a browser (their state names posts and responses)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from selectolax.lexbor import LexborHTMLParser

from miner.errors import BrokenInput
from miner.sources.base import Item, Layout
from miner.sources.blogs.comments import Comment, thread_items
from miner.sources.blogs.medium_json import as_thread, comment_of
from miner.sources.blogs.page_thread import page_items
from miner.sources.dates import read_date
from miner.sources.html import HtmlText, read_node, text_of
from miner.sources.html_article import host_of
from miner.sources.json_values import child, number, string
from miner.sources.material import Material, check_depth
from miner.transcript import Thread, content_id

_EXPORTED = re.compile(r"Exported from <a href=[\"']https://medium\.com[\"'][^>]{0,80}>Medium</a>")
_STATE = re.compile(r"window\.__APOLLO_STATE__\s*=\s*(?=\{)")
_FOOTER = re.compile(r"^(?:By .{1,120} on |Canonical link|View original|Exported from Medium)")


class Medium:
    """An export has one post a file, responses included, without what they answer."""

    name = "medium"
    reads = "posts of a Medium export, and saved Medium pages with the responses that were loaded"
    example = "2024-05-01_A-title-d1bf01d62ba3.html"
    family: Literal["file", "page"] = "file"  # a piece of an export may begin without <html>

    def recognises(self, material: Material) -> bool:
        if not material.head.startswith("<"):
            return False
        text = material.text
        return bool(_EXPORTED.search(text)) or (bool(_STATE.search(text)) and '"Post:' in text)

    def items(self, material: Material) -> Iterator[Item]:
        if _EXPORTED.search(material.text):
            yield Layout("a post of an export")
            yield from _exported(material.page)
        else:
            yield Layout("a saved page")
            yield from _saved(material)


def _exported(page: LexborHTMLParser) -> Iterator[Item]:
    canonical = page.css_first("a.p-canonical")
    url = (canonical.attributes.get("href") or "") if canonical is not None else ""
    when = page.css_first("time.dt-published, time[datetime]")
    title = text_of(page.css_first(".p-name")) or text_of(page.css_first("h3, h1"))
    opening = Comment(
        body=_body(page),
        kind="article",
        author=text_of(page.css_first(".p-author")) or _byline(page),
        stamp=read_date(when.attributes.get("datetime") or "") if when is not None else read_date(""),
        url=url if host_of(url) else "",
        locator="article",
    )
    thread_id = content_id("medium", url or title + opening.body.text[:2000])
    thread = Thread(id=thread_id, title=title, url=opening.url, platform="medium.com")
    yield from thread_items(thread, [], "medium", opening)


def _byline(page: LexborHTMLParser) -> str:
    """The name in "By Ann on April 21, 2017", where the markup of the footer is lost."""
    links = (line.css_first("a") for line in page.css("p") if _FOOTER.match(text_of(line)))
    return next((name for link in links if (name := text_of(link))), "")


def _body(page: LexborHTMLParser) -> HtmlText:
    """The post, without the heading that is its title and the lines the export adds below it."""
    body = page.css_first("[data-field=body]") or page.body
    if body is None:
        return HtmlText(text="")
    beside = {node.mem_id for node in body.css("footer, h3.graf--title, h1.graf--title")}
    beside |= {node.mem_id for node in body.css("p") if _FOOTER.match(text_of(node))}
    return read_node(body, beside)


def _saved(material: Material) -> Iterator[Item]:
    state = _state(material)
    posts = {key: value for key, value in state.items() if key.startswith("Post:") and isinstance(value, Mapping)}
    comments = {
        key: comment_of(_resolved(post, state), f"/{key}")
        for key, post in posts.items()
        if child(post, "inResponseToPostResult") is not None
    }
    comments = {key: comment for key, comment in comments.items() if comment.body.text}
    main = _main(material, posts, set(comments))
    opening = as_thread(_resolved(posts[main], state), f"/{main}") if main else None
    yield from page_items(
        "medium",
        material.page,
        list(comments.values()),
        n_claimed=number(child(posts[main], "postResponses"), "count") if main else None,
        opening=opening if opening is not None and opening.body.text else None,
        title=string(posts[main], "title") if main else "",
    )


def _main(material: Material, posts: Mapping[str, Any], responses: set[str]) -> str:
    """The post that the page is about: its number ends the page's address; else the first that is no response."""
    for node in material.page.css("link[rel=canonical], meta[property='og:url']"):
        address = node.attributes.get("href") or node.attributes.get("content") or ""
        key = f"Post:{address.rstrip('/').rpartition('-')[2].rpartition('/')[2]}"
        if key in posts:
            return key
    return next((key for key in posts if key not in responses and child(posts[key], "title")), "")


def _state(material: Material) -> Mapping[str, Any]:
    """The page's own state; empty where it is broken."""
    for script in material.page.css("script"):
        text = script.text() or ""
        start = _STATE.search(text)
        if start:
            try:
                check_depth(text.encode("utf-8", "replace"), material.place)
                value = msgspec.json.decode(text[start.end() :].strip().rstrip(";"))
            except (msgspec.DecodeError, BrokenInput, RecursionError):
                return {}
            return value if isinstance(value, Mapping) else {}
    return {}


def _resolved(post: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    """A post of the state with what it refers to put in its place."""
    content = next((value for key, value in post.items() if key.startswith("content") and value), None)
    content = content if isinstance(content, Mapping) else child(post, "extendedPreviewContent")
    model = _referred(child(content, "bodyModel"), state)
    paragraphs = child(model, "paragraphs")
    listed = [_referred(entry, state) for entry in paragraphs] if isinstance(paragraphs, list) else []
    return {
        **post,
        "creator": _referred(post.get("creator"), state),
        "content": {"bodyModel": {"paragraphs": listed}},
        "inResponseToPostResult": _referred(post.get("inResponseToPostResult"), state),
    }


def _referred(value: Any, state: Mapping[str, Any]) -> Any:
    reference = string(value, "__ref")
    return state.get(reference) if reference else value
