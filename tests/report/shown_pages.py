"""The digests whose pages are looked at in a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from digests import few_arguments, library_chat, many_arguments
from hostile import hostile_digest

from miner.digest.records import Digest

PAGES: Mapping[str, Callable[[], Digest]] = {
    "chat": library_chat,
    "few": few_arguments,
    "hostile": hostile_digest,
    "many": lambda: many_arguments(300),
}
