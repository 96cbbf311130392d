"""A parsed page as flat lists in document order: one walk, then everything is arithmetic on positions.

Positions stand in place of nodes: a node's subtree is the range from its position to its ``ends``. Nothing here recurses,
so a page may nest as deep as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Elements whose content nobody reads as text. Forms and buttons stay: some forums wrap all posts in a form.
_DROPPED = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video select datalist map -comment".split()
)
INLINE = frozenset(
    "#text a abbr b bdi bdo big br cite code em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr".split()
)
TEXT = "#text"
MAX_NODES = 3_000_000  # of one page; a page of 50,000 comments has about 1,000,000

_SPACE = re.compile(r"\s+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONG_NUMBER = re.compile(r"\d{3}|\d-\d")
_HASH = re.compile(r"(?:css|sc|jss|emotion|styled)-[\w-]+|[A-Za-z]{0,3}[a-z]*\d[a-z0-9]{4,}|_[a-zA-Z0-9]{5,}")
# Classes that set one item apart from its neighbours and say nothing about what it is.
_VARIATION = re.compile(
    r"(?:odd|even|alt|first|last|new|unread|read|active|selected|highlight(?:ed)?|own|mine|op|admin|staff|mod|moderator|guest|"
    r"clearfix|clear-?block|group|cf|hidden|visible|collapsed|expanded|featured|pinned|sticky|old|parent|leaf|"
    r"thread-(?:odd|even|alt)|by-?(?:user|post-?author|author|anonymous|viewer)|comment-by-[\w-]+|comment-author-[\w-]+|"
    r"(?:is|has|js|no|role|rank)-[\w-]+|(?:comment-)?(?:depth|level|indent|lvl|nest(?:ing|ed)?)[-_]?\d+|row\d|bg\d|alt\d|trow\d|windowbg\d?)",
    re.IGNORECASE,
)


class Tree:
    """The elements and texts of a page's body.

    Attributes
    ----------
    nodes, tags, parents, ends
        By position; ``tags`` is ``#text`` for text; ``ends`` is the position behind the subtree.
    tokens
        Stable class names of an element: those that set one item apart are left out, digits are ``#``.
    texts
        By position of a text node: its words on one line.
    name_keys
        For ``pages.names``: what it found out about texts, which stand in the items of many blocks.
    """

    def __init__(self, page: LexborHTMLParser) -> None:
        self.nodes: list[LexborNode] = []
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.tokens: list[tuple[str, ...]] = []
        self.texts: dict[int, str] = {}
        self.attributes: list[dict[str, str | None]] = []
        self.name_keys: dict[int, str] = {}
        self._fill(page.body)
        self.ends = self._ends()

    def _fill(self, body: LexborNode | None) -> None:
        positions: dict[int, int] = {}
        for node in body.traverse(include_text=True) if body is not None else ():
            position = len(self.nodes)
            parent = node.parent if position else None
            above = positions.get(parent.mem_id, -1) if parent is not None else -1
            if (above < 0 and position) or position >= MAX_NODES:
                continue
            if node.is_text_node:
                text = _SPACE.sub(" ", node.text_content or "").strip()
                if not text:
                    continue
                self.texts[position] = text
                self._add(node, TEXT, above, (), _NO_ATTRIBUTES)
                continue
            tag = node.tag or ""
            attributes = node.attributes
            if tag in _DROPPED or "hidden" in attributes:
                continue
            positions[node.mem_id] = position
            self._add(node, tag, above, stable_tokens(attributes.get("class") or ""), attributes)

    def _add(
        self, node: LexborNode, tag: str, parent: int, tokens: tuple[str, ...], attributes: dict[str, str | None]
    ) -> None:
        self.nodes.append(node)
        self.tags.append(tag)
        self.parents.append(parent)
        self.tokens.append(tokens)
        self.attributes.append(attributes)

    def _ends(self) -> list[int]:
        ends = list(range(1, len(self.nodes) + 1))
        for position in range(len(self.nodes) - 1, 0, -1):
            parent = self.parents[position]
            if ends[position] > ends[parent]:
                ends[parent] = ends[position]
        return ends

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def chars(self) -> list[int]:
        """Characters of text before each position, and of all at the end."""
        return list(accumulate((len(self.texts.get(n, "")) for n in range(len(self))), initial=0))

    @cached_property
    def link_chars(self) -> list[int]:
        """The same for text in links."""
        until = -1
        sizes: list[int] = []
        for position, tag in enumerate(self.tags):
            if tag == "a":
                until = max(until, self.ends[position])
            sizes.append(len(self.texts.get(position, "")) if position < until else 0)
        return list(accumulate(sizes, initial=0))

    def n_chars(self, start: int, end: int) -> int:
        """Characters of text in a range of positions."""
        return self.chars[end] - self.chars[start]

    @cached_property
    def _signs(self) -> list[str]:
        return [f"{tag}.{tokens[0]}" if tokens else tag for tag, tokens in zip(self.tags, self.tokens, strict=True)]

    @cached_property
    def _paths(self) -> list[str]:
        signs = self._signs
        return [
            f"{signs[above]}>{sign}" if above >= 0 else sign for above, sign in zip(self.parents, signs, strict=True)
        ]

    def sign(self, position: int) -> str:
        """What an element looks like: its tag and its first stable class name."""
        return self._signs[position]

    def path(self, position: int) -> str:
        """Its sign below that of its parent: the key under which like elements of different items are compared."""
        return self._paths[position]

    def children(self, position: int) -> Iterator[int]:
        """Positions of its children."""
        child, end = position + 1, self.ends[position]
        while child < end:
            yield child
            child = self.ends[child]

    def tops(self, start: int, end: int) -> Iterator[int]:
        """The neighbouring nodes that make up a range of positions."""
        while start < end:
            yield start
            start = self.ends[start]

    def ancestors(self, position: int, limit: int) -> Iterator[int]:
        """The elements above it, the nearest first, at most ``limit``, without the body."""
        above = self.parents[position]
        while above > 0 and limit:
            yield above
            above = self.parents[above]
            limit -= 1

    def text(self, position: int, limit: int = 400) -> str:
        """The words below it on one line, at most ``limit`` characters."""
        if position in self.texts:
            return self.texts[position][:limit]
        parts: list[str] = []
        size = 0
        for here in range(position, self.ends[position]):
            if here in self.texts:
                parts.append(self.texts[here])
                size += len(parts[-1]) + 1
                if size > limit:
                    break
        return " ".join(parts)[:limit]

    def names(self, position: int) -> str:
        """Its class and id as written, apart by spaces, with words of camelCase apart."""
        attributes = self.attributes[position]
        return _CAMEL.sub("-", f"{attributes.get('class') or ''} {attributes.get('id') or ''}").lower()


_NO_ATTRIBUTES: dict[str, str | None] = {}


@lru_cache(maxsize=20_000)
def stable_tokens(names: str) -> tuple[str, ...]:
    """The class names that say what an element is; generated ones and those of single items are left out."""
    kept = (
        re.sub(r"\d+", "#", name)
        for name in names.split()[:12]
        if not _VARIATION.fullmatch(name) and not _LONG_NUMBER.search(name) and not _HASH.fullmatch(name)
    )
    return tuple(dict.fromkeys(kept))
