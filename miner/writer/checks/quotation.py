"""Quotation marks stand around verbatim text, and words are put into the mouth of those who said them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from miner.writer.checks.base import Claim, folded
from miner.writer.checks.frames import SAYING, named_in, parts_of
from miner.writer.records import Problem

_DOUBLE = re.compile(r"[\"“”„‟«»＂〝〞「」『』《》‹›]")
_PAIRS = re.compile(
    r"[\"“”„‟＂]([^\"“”„‟＂]*)[\"“”‟＂]|«([^«»]*)»|»([^«»]*)«|‹([^‹›]*)›|「([^「」]*)」|『([^『』]*)』|《([^《》]*)》|〝([^〝〞]*)〞"
    r"|(?<![\w'’])[‘'‚]([^‘'’‚]+(?:['’]\w[^‘'’‚]*)*)['’](?!\w)"
)
_NAMED = re.compile(rf"^(?:as |according to )?((?:[A-Z][\w.'’-]+ ?){{1,4}}),? (?:{SAYING})\b")


def quotations(claim: Claim) -> Iterator[Problem]:
    """What stands in quotation marks is verbatim in one cited argument; no mark stands alone."""
    items = [folded(item.text) for item in claim.cited]
    for match in _PAIRS.finditer(claim.text):
        inside = folded(next(group for group in match.groups() if group is not None)).strip(" .,!?;:…")
        if not inside or not any(re.search(rf"(?<!\w){re.escape(inside)}(?!\w)", item) for item in items):
            yield claim.problem("quotation", f"{match.group()!r} is no quote of what is cited")
            return
    if _DOUBLE.search(_PAIRS.sub(" ", claim.text)):
        yield claim.problem("quotation", "a quotation mark stands alone")


def attributions(claim: Claim) -> Iterator[Problem]:
    """A name of an author stands only where that author is cited; ``support`` then looks at what that author said."""
    people = sorted(claim.source.people)
    authors = {item.author for item in claim.cited}
    for name in named_in(claim.text, people):
        if name not in authors and folded(name) not in claim.cited_text:
            yield claim.problem("attribution", f"{name!r} wrote none of the cited arguments")
            return
        if name not in authors and any(name in part.speakers for part in parts_of(claim.text, people)):
            yield claim.problem("attribution", f"{name!r} is said to say it, and is only spoken of")
            return
    stranger = _NAMED.match(claim.text) if claim.english else None
    if stranger and not named_in(stranger.group(1), people):
        who = folded(stranger.group(1))
        if (
            not any(who in folded(item.text) and re.search(SAYING, item.text, re.IGNORECASE) for item in claim.cited)
            and " " not in who
            and len(who) > 1
            and who in claim.cited_text
        ):
            yield claim.problem("attribution", f"{stranger.group(1).strip()!r} is not said to say it")
