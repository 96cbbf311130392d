"""Who spoke last, and whom a message speaks to: a guess at what it answers where the format does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from miner.sources.cleaning import MENTION

_ADDRESSED = re.compile(r"([^\s:,]{1,40})[:,]\s")
_MAX_MENTIONS = 20
_MAX_AGE = timedelta(days=1)  # who is spoken to a week later is not answered, but called
_MAX_NAME_CHARS, _MAX_NAME_WORDS = 60, 6


class Speakers:
    """Names of those who spoke so far, with their last messages."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, datetime | None]] = {}
        self._by_first_name: dict[str, set[str]] = {}

    def spoke(self, name: str, post_id: str, at: datetime | None) -> None:
        """Remember the newest message of somebody."""
        folded = name.removeprefix("@").strip().casefold()
        if folded:
            self._last[folded] = (post_id, at)
            self._by_first_name.setdefault(folded.partition(" ")[0], set()).add(folded)

    def last_of(self, name: str, by: str, at: datetime | None) -> str | None:
        """The last message of the one who is called so, by full name or by a first name that only one has.

        None if that is ``by``, or if it was said more than a day before ``at``.
        """
        own = by.removeprefix("@").strip().casefold()
        folded = name.removeprefix("@").strip().casefold()
        if folded not in self._last:
            others = self._by_first_name.get(folded, set()) - {own}
            folded = next(iter(others)) if len(others) == 1 else ""
        post_id, said_at = self._last.get(folded, ("", None))
        is_old = at is not None and said_at is not None and at - said_at > _MAX_AGE
        return post_id if post_id and folded != own and not is_old else None

    def mentioned(self, text: str) -> Iterator[str]:
        """Names behind an @ that somebody here has, the longest that fits, in the order of the text."""
        if "@" not in text:
            return
        for number, mention in enumerate(MENTION.finditer(text)):
            if number == _MAX_MENTIONS:
                return
            after = text[mention.start() + 1 : mention.start() + 1 + _MAX_NAME_CHARS]
            ends = [match.end() for match in re.finditer(r"\w+", after)][:_MAX_NAME_WORDS]
            yield next((after[:end] for end in reversed(ends) if after[:end].casefold() in self._last), mention[1])

    @staticmethod
    def addressed(text: str) -> str:
        """The word before a colon or comma that opens the text ("ann: yes"), as people address each other on IRC."""
        match = _ADDRESSED.match(text)
        return match[1] if match is not None else ""
