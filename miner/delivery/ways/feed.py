"""A feed: an entry is added to the Atom file at a place that a web server shows, or that a reader of feeds opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from miner.delivery.base import NotNow, Parcel, Stamp
from miner.digest.records import Digest
from miner.errors import BadRecipient, CannotWrite
from miner.report import FORMS, render, write_whole
from miner.settings import Settings

_FORM = "atom"
_SUFFIXES = (".atom", ".xml")


class Feed:
    """An entry whose id is the discussion's and the date's: added again, it takes its own place."""

    name = "feed"
    about = "PATH.atom: an entry of a feed"
    can_repeat = True

    def check(self, where: str, settings: Settings) -> str:
        """The file, wherever the command is given from."""
        del settings
        path = Path(where).expanduser()
        if path.suffix.lower() not in _SUFFIXES or path.is_dir():
            raise BadRecipient(f"feed:{where}", "it is no file of a feed", "feed:PATH.atom")
        return str(path.resolve())

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """A feed of one entry."""
        del stamp
        content = render(digest, _FORM, settings.report)
        return (content if isinstance(content, bytes) else str(content).encode(),)

    def send(self, parcel: Parcel, settings: Settings, before_last: Callable[[], None]) -> str:
        """Lay it over the feed that is there."""
        del settings
        path = Path(parcel.stamp.where).expanduser()
        before_last()
        try:
            merge = FORMS[_FORM].merge
            content = merge(path, parcel.data) if merge is not None and path.is_file() else parcel.data
            if isinstance(content, str | bytes):
                write_whole(path, content)
        except CannotWrite as error:
            raise NotNow(str(error).rstrip("."), soon=False) from None
        return str(path)


WAY = Feed()
