"""What a source yields becomes placed posts and an account in which every item stands."""

from __future__ import annotations

from collections import Counter

import msgspec

from miner.errors import NoPostsFound
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.notes import CUT_OFF, Repair, step_of
from miner.transcript import PlaceAccount, Post, Thread


class Tally:
    """The account of one file, kept while its items go by.

    ``own_name`` is left out of locators: the name of the only file of a bundle says nothing. ``is_page``: a web page,
    whose comments may come by script.
    """

    def __init__(self, place: str, source: str, max_chars: int, own_name: str = "", is_page: bool = False) -> None:
        self.place = place
        self.source = source
        self.n_kept = 0
        self._max_chars = max_chars
        self._is_page = is_page
        self._prefix = f"{place}#"
        self._own_prefix = f"{own_name}#" if own_name else ""
        self._skipped: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._notes: dict[str, None] = {}
        self._layouts: dict[str, None] = {}
        self._repairs: dict[Repair, None] = {}
        self._zone_assumed = False

    def take(self, item: Item) -> Thread | Post | None:
        """Count an item; a thread or a post comes back with its place, anything else is only counted."""
        if type(item) is Post:
            return self._placed(item)
        if isinstance(item, Thread):
            return msgspec.structs.replace(item, source=self.source, place=self.place)
        if isinstance(item, Skipped):
            self._skipped[item.reason] += item.n
        elif isinstance(item, Failed):
            self._failed[item.reason] += item.n
        elif isinstance(item, Note):
            self._notes[item.text] = None
            if isinstance(item, Repair):
                self._repairs[item] = None
        elif isinstance(item, Layout):
            self._layouts[item.text] = None
        return None

    def fail(self, reason: str, note: str) -> None:
        """Count what broke the reading of the file itself."""
        self._failed[reason] += 1
        self._notes[note] = None

    def account(self, encoding: str = "") -> PlaceAccount:
        """The account so far.

        Raises
        ------
        NoPostsFound
            If nothing was kept.
        """
        n_cut = sum(repair.n_cut for repair in self._repairs)
        if n_cut:
            self._failed[CUT_OFF] = n_cut
        if not self.n_kept:
            left_out = dict(sorted((self._skipped + self._failed).items()))
            raise NoPostsFound(self.place, self.source, left_out, self._is_page)
        notes = dict(self._notes)
        if self._zone_assumed:
            notes["times without a zone were taken as UTC"] = None
        return PlaceAccount(
            place=self.place,
            source=self.source,
            read=self.n_kept + self._skipped.total() + self._failed.total(),
            kept=self.n_kept,
            skipped=dict(sorted(self._skipped.items())),
            failed=dict(sorted(self._failed.items())),
            encoding=encoding,
            layout="; ".join(self._layouts),
            step=step_of(self._repairs),
            notes=tuple(notes),
        )

    def _placed(self, post: Post) -> Post:
        """The post with its file in the locator, cut to the longest post that is allowed."""
        self.n_kept += 1
        if post.tz_assumed and post.precision != "day":
            self._zone_assumed = True
        locator = post.locator
        if self._own_prefix:
            locator = locator.removeprefix(self._own_prefix)
        if len(post.text) > self._max_chars:
            post = _cut(post, self._max_chars)
        return _replaced(post, locator=self._prefix + locator)


_replaced = msgspec.structs.replace  # looked up once: it is called for every post


def _cut(post: Post, max_chars: int) -> Post:
    text = post.text[:max_chars].rstrip()
    quoted = tuple((start, min(end, len(text))) for start, end in post.quoted if start < len(text))
    return _replaced(post, text=text, quoted=quoted, flags=(*post.flags, "cut"))
