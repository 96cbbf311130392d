"""Folders of mails: Maildir, mails as files, MH and news spools, the months of one archive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from miner.sources.base import Item
from miner.sources.bundles import Bundle, Entry
from miner.sources.mail.mail import items_of, looks_like_mail

# Names that mails have; what is in the file decides. A Maildir's files stand in cur and new, MH and news spools number them.
_NAME = re.compile(
    r".*\.(?:eml|emlx|mbox|mbx|mail|news|nws)(?:\.gz|\.zst)?|\d+\.?|(?:\d{4}-\w{3,9}|\d{6}|\w{3,9}-\d{4})\.txt(?:\.gz)?",
    re.IGNORECASE,
)
_BOXES = frozenset(("cur", "new"))


class MailFolder:
    """Reads them together: answers stand in other files than what they answer."""

    name = "mail_folder"
    reads = "folders of mails: Maildir, eml files, MH, monthly archives of a list"
    example = "archive/2024-May.txt"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        if not bundle.is_folder:
            return ()
        named = [entry for entry in bundle.entries if _is_named(PurePosixPath(entry.name))]
        found = [entry for entry in named if looks_like_mail(entry.material().head)] if len(named) > 1 else []
        return found if len(found) > 1 else ()

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        yield from items_of([(entry.name, entry.material) for entry in members])


def _is_named(path: PurePosixPath) -> bool:
    return bool(_NAME.fullmatch(path.name)) or path.parent.name in _BOXES
