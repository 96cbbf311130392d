"""Which elements of a forum's page belong to which post.

Every selector is looked up once in the whole page, and what it finds belongs to the innermost post around it: a
page may nest its posts (comments below an answer), and a hostile one may nest thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.forums.forum_text import value_of
from miner.sources.forums.markup import Markup, Place

_NUMBER = re.compile(r"\d{1,3}(?:[.,'\s]\d{3})+(?!\d)|\d+")
_MOST = 200  # elements looked at for one value


class PostNodes:
    """The posts of a page in its order, each with its elements and its body.

    What stands in a body is the author's: a field is looked for outside of it first.
    """

    def __init__(self, page: LexborHTMLParser, markup: Markup) -> None:
        self.page = page
        self.posts: list[LexborNode] = []
        self.above: list[int | None] = []  # the post around each post
        self.bodies: dict[int, LexborNode] = {}
        self._owner: dict[int, int] = {}
        self._in_body: set[int] = set()
        self._found: dict[str, dict[int, list[LexborNode]]] = {}
        self._walk(markup)

    def __len__(self) -> int:
        return len(self.posts)

    def _walk(self, markup: Markup) -> None:
        posts = {node.mem_id for node in self.page.css(markup.post)}
        bodies = {node.mem_id for node in self.page.css(markup.body)}
        for node in self.page.body.traverse() if self.page.body is not None else ():
            above = node.parent.mem_id if node.parent is not None else 0
            owner = self._owner.get(above)
            if above in self._in_body:
                self._in_body.add(node.mem_id)
            elif node.mem_id in posts:
                self.above.append(owner)
                self.posts.append(node)
                owner = len(self.posts) - 1
            elif owner is not None and node.mem_id in bodies:
                self._in_body.add(node.mem_id)
                self.bodies.setdefault(owner, node)
            if owner is not None:
                self._owner[node.mem_id] = owner

    def nodes(self, index: int, selector: str) -> list[LexborNode]:
        """The elements of a post that a selector finds outside its body, the post itself among them."""
        return [node for node in self._all(index, selector) if node.mem_id not in self._in_body]

    def _all(self, index: int, selector: str) -> list[LexborNode]:
        if not selector:
            return [self.posts[index]]
        if selector not in self._found:
            found: dict[int, list[LexborNode]] = {}
            for node in self.page.css(selector):
                owner = self._owner.get(node.mem_id)
                if owner is not None:
                    found.setdefault(owner, []).append(node)
            self._found[selector] = found
        return self._found[selector].get(index, [])

    def values(self, index: int, places: Sequence[Place]) -> Iterator[str]:
        """What the places of a post say, best first; nothing empty."""
        for place in places:
            found = self._all(index, place.selector)[:_MOST]
            for node in sorted(found, key=lambda node: node.mem_id in self._in_body):
                value = value_of(node, place)
                if value:
                    yield value

    def value(self, index: int, places: Sequence[Place]) -> str:
        return next(self.values(index, places), "")

    def values_of_page(self, places: Sequence[Place]) -> Iterator[str]:
        """What places of the whole page say."""
        for place in places:
            for node in self.page.css(place.selector)[:_MOST]:
                value = value_of(node, place)
                if value:
                    yield value

    def value_of_page(self, places: Sequence[Place]) -> str:
        return next(self.values_of_page(places), "")


def number_in(text: str) -> int | None:
    """The first number in a text, thousands set apart or not."""
    found = _NUMBER.search(text)
    return int(re.sub(r"\D", "", found.group())[:12]) if found else None
