"""The article of a saved page: title, author, date, address and body, without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from urllib.parse import urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_node, text_of, walk
from miner.transcript import Record

MIN_BODY_CHARS = 140  # a shorter "body" is a teaser or a caption

# Body containers, the most particular first: core and Twenty* themes, then common theme families.
_BODIES = (
    ".entry-content",
    "[itemprop=articleBody]",
    ".post-content",
    ".td-post-content",
    ".post-entry",
    ".entry-inner",
    ".article-content",
    ".post-body",
    ".post_content",
    ".single-content",
    ".storycontent",
    ".entry",
    ".note_content",
    "article",
    ".post",
    "main",
    "#content",
)
_TITLES = ("h1.entry-title", "h1[itemprop=headline]", "article h1", "h1", ".entry-title", ".post-title", "h2")
_AUTHORS = (
    "meta[name=author]",
    ".entry-meta .author .fn",
    ".byline .author",
    ".author.vcard .fn",
    "[itemprop=author] [itemprop=name]",
    "[rel~=author]",
    ".entry-author",
    ".author.vcard",
    ".byline a",
    ".post-author a",
)
_DATES = (
    "meta[property='article:published_time']",
    "[itemprop=datePublished]",
    "time.published",
    "time.entry-date",
    "abbr.published",
    "article time[datetime]",
    ".entry-date",
    ".post-date",
    ".entry-meta .date",
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
# The author of an article in JSON-LD; what stands behind "comment" is somebody else's.
_JSON_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w{0,20}Article|BlogPosting)"')
_JSON_AUTHOR = re.compile(r'"author"\s*:\s*\[?\s*\{([^{}]{0,400})')
_JSON_NAME = re.compile(r'"name"\s*:\s*("(?:[^"\\]|\\.){1,120}")')
# Words in a class or id of what stands beside the body: share buttons, related posts, boxes, forms, navigation.
_BESIDE = re.compile(
    r"(?:^|[-_\s])(?:share|sharing|shared?addy|sharedaddy|social|related|relatedposts|yarpp|author-?box|author-?info|"
    r"about-?author|author-?bio|post-?meta|entry-?meta|entry-?footer|post-?footer|post-?info|post-?tags|tags-?links|"
    r"navigation|nav|pagination|pager|page-?links|breadcrumbs?|newsletter|subscribe|subscription|mailpoet|widget|"
    r"sidebar|advert|advertisement|adsbygoogle|ad-?container|sponsor|toc|table-of-contents|likes|rating|ratings|"
    r"print-?button|jump-?to|comments?|commentlist|respond|cookie|popup|modal|vgwort|vg-?wort|ctt-?btn)(?:$|[-_\s])",
    re.IGNORECASE,
)
_BESIDE_TAGS = frozenset(("nav", "aside", "footer", "h1"))
# "Post name - Site" and the like; the separators that title templates offer.
_BYLINE = re.compile(
    r"^(?:(?:written |posted |veröffentlicht |geschrieben |artikel |publié )?(?:by|von|par|por)\s+)"
    r"|\s(?:on\s|am\s|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So)[.,]\s)?\(?\d.*$",
    re.IGNORECASE,
)
_SITE_SUFFIX = re.compile(r"\s+(?:[|»«·•–—-]|&raquo;)\s+[^|»«·•–—]{2,60}$")


class Article(Record, frozen=True):
    """What a page says for itself."""

    title: str = ""
    author: str = ""
    date: Stamp = NO_DATE
    url: str = ""
    lang: str = ""
    body: HtmlText = HtmlText(text="")


def read_article(page: LexborHTMLParser, beside: Container[int] = ()) -> Article:
    """The article of a page.

    Parameters
    ----------
    beside
        ``mem_id`` of nodes that are not the article's, such as its comments.
    """
    title = _title(page)
    return Article(
        title=title,
        author=_author(page, beside),
        date=_date(page, beside),
        url=_address(page),
        lang=language(page),
        body=_body(page, beside),
    )


def language(page: LexborHTMLParser) -> str:
    """The page's own language code, lower case, without its region; "" if it names none."""
    root = page.css_first("html")
    named = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return re.split(r"[-_]", named.strip().lower())[0]


def content_of(node: LexborNode) -> str:
    """What an element says: its machine attribute if it has one, else its text."""
    attributes = node.attributes
    for name in ("content", "datetime", "title"):
        value = attributes.get(name)
        if value and value.strip():
            return " ".join(value.split())
    return text_of(node)


def _address(page: LexborHTMLParser) -> str:
    for selector, attribute in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        found = page.css_first(selector)
        value = (found.attributes.get(attribute) or "").strip() if found is not None else ""
        if host_of(value) is not None:
            return value
    return ""


def host_of(url: str) -> str | None:
    """The host of an http(s) address, lower case; None for what is no such address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") and parts.netloc and len(url) < 2048 else None


def _title(page: LexborHTMLParser) -> str:
    """The heading that the page's own title repeats; that title without the site's name where there is none."""
    titles = [" ".join(value.split()) for value in _titles(page) if value.strip()]
    headings = [text for selector in _TITLES for node in page.css(selector)[:10] if (text := text_of(node))]
    repeated = [text for text in headings if len(text) >= 3 and any(_opens(title, text) for title in titles)]
    site = page.css_first("meta[property='og:site_name']")
    name = (site.attributes.get("content") or "").strip() if site is not None else ""
    best = max((text for text in repeated if text != name), key=len, default="")
    if best:
        return best
    return _SITE_SUFFIX.sub("", titles[0]) if titles else (headings[0] if headings else "")


def _opens(title: str, heading: str) -> bool:
    """Whether a title is a heading, with or without the site's name behind it; a single word of it does not count."""
    return title.startswith(heading) and (3 * len(heading) >= len(title) or " " in heading)


def _titles(page: LexborHTMLParser) -> list[str]:
    named = page.css_first("meta[property='og:title']")
    title = page.css_first("title")
    return [
        (named.attributes.get("content") or "") if named is not None else "",
        title.text() if title is not None else "",
    ]


def _author(page: LexborHTMLParser, beside: Container[int]) -> str:
    for selector in _AUTHORS:
        for node in page.css(selector)[:20]:
            name = _BYLINE.sub("", node.attributes.get("content") or text_of(node)).strip(" ,:·|-–—")
            if name and len(name) <= 80 and "://" not in name and not stands_in(node, beside):
                return name
    return _author_in_json(page)


def _author_in_json(page: LexborHTMLParser) -> str:
    for script in page.css("script[type='application/ld+json']")[:20]:
        text = (script.text() or "").partition('"comment"')[0]
        found = _JSON_AUTHOR.search(text) if _JSON_ARTICLE.search(text) else None
        name = _JSON_NAME.search(found[1]) if found else None
        if found and name and ("@type" not in found[1] or "Person" in found[1]):
            try:
                return " ".join(str(msgspec.json.decode(name[1])).split())[:80]
            except msgspec.DecodeError:
                continue
    return ""


def _date(page: LexborHTMLParser, beside: Container[int]) -> Stamp:
    languages = tuple(code for code in (language(page), "en") if code)
    for selector in _DATES:
        for node in page.css(selector)[:20]:
            if stands_in(node, beside):
                continue
            stamp = read_date(content_of(node), languages=known_languages(languages))
            if stamp.at is not None:
                return stamp
    for script in page.css("script[type='application/ld+json']")[:20]:
        found = _JSON_DATE.search(script.text() or "")
        if found and (stamp := read_date(found[1])).at is not None:
            return stamp
    return NO_DATE


def known_languages(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the codes whose month names the date reader knows."""
    from dateparser.data.languages_info import language_order

    return tuple(dict.fromkeys(code for code in codes if code in language_order))


def stands_in(node: LexborNode, others: Container[int], limit: int = 200) -> bool:
    """Whether a node stands below one of the others; looks ``limit`` levels up."""
    here: LexborNode | None = node
    while here is not None and limit:
        if here.mem_id in others:
            return True
        here = here.parent
        limit -= 1
    return False


def _body(page: LexborHTMLParser, beside: Container[int]) -> HtmlText:
    for selector in _BODIES:
        found = [node for node in page.css(selector)[:50] if not stands_in(node, beside)]
        texts = [read_node(node, _around(node, beside)) for node in _outermost(found)]
        best = max(texts, key=lambda text: len(text.text), default=HtmlText(text=""))
        if len(best.text) >= MIN_BODY_CHARS:
            return best
    return _densest(page, beside)


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    chosen: set[int] = set()
    kept: list[LexborNode] = []
    for node in nodes:
        if node.parent is None or not stands_in(node.parent, chosen):
            chosen.add(node.mem_id)
            kept.append(node)
    return kept


def _around(node: LexborNode, beside: Container[int]) -> set[int]:
    """What stands inside a body and is not the author's text."""
    left_out: set[int] = set()
    for entered, here in walk(node, beside):
        if not entered or here.is_text_node or here is node:
            continue
        name = f"{here.attributes.get('class') or ''} {here.attributes.get('id') or ''}"
        if here.tag in _BESIDE_TAGS or here.mem_id in beside or _BESIDE.search(name):
            left_out.add(here.mem_id)
    return left_out | {mem_id for mem_id in _ids_below(node) if mem_id in beside}


def _ids_below(node: LexborNode) -> list[int]:
    return [here.mem_id for entered, here in walk(node) if entered and not here.is_text_node]


def _densest(page: LexborHTMLParser, beside: Container[int]) -> HtmlText:
    """The element with most text in paragraphs of its own: for pages without any known container."""
    sizes: dict[int, int] = {}
    nodes: dict[int, LexborNode] = {}
    for paragraph in page.css("p"):
        parent = paragraph.parent
        if parent is None or stands_in(paragraph, beside):
            continue
        nodes[parent.mem_id] = parent
        sizes[parent.mem_id] = sizes.get(parent.mem_id, 0) + len(text_of(paragraph))
    if not sizes:
        return HtmlText(text="")
    best = max(sizes, key=lambda mem_id: (sizes[mem_id], -mem_id))
    if sizes[best] < MIN_BODY_CHARS:
        return HtmlText(text="")
    return read_node(nodes[best], _around(nodes[best], beside))
