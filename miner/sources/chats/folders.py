"""Exports of a chat as a folder or archive: the chat, and beside it the pictures, recordings and styles it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Note, Source
from miner.sources.bundles import Bundle, Entry
from miner.transcript import Post

_BESIDE = frozenset(
    "jpg jpeg png gif webp heic svg bmp tif tiff ico mp3 m4a ogg oga opus wav aac flac amr mp4 mov mkv webm avi 3gp tgs "
    "pdf doc docx xls xlsx ppt pptx zip rar 7z apk vcf thumb css js woff woff2 ttf".split()
)

_NONE = re.compile(r"(?!)")


class ChatFolder:
    """Reads each chat of an export by the source of its kind; what lies below the same folder as one is left out, and said.

    Parameters
    ----------
    source
        Reads one file of the kind.
    names
        What the last part of a chat's name must match.
    others
        What other files of the export match that hold no messages.
    """

    def __init__(self, source: Source, names: re.Pattern[str], others: re.Pattern[str] = _NONE) -> None:
        self._source = source
        self._names = names
        self._others = others
        self.name = source.name
        self.reads = source.reads
        self.example = source.example

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        if not bundle.is_folder:
            return ()
        chats = [entry for entry in bundle.entries if self._is_chat(entry)]
        folders = {str(PurePosixPath(entry.name).parent) for entry in chats}
        taken = {entry.name for entry in chats}
        left = [entry for entry in bundle.entries if entry.name not in taken]
        return [*chats, *(entry for entry in left if self._lies_beside(entry, folders))]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        chats = [entry for entry in members if self._names.fullmatch(entry.base_name)]
        yield from self.chats(chats)
        if len(members) > len(chats):
            yield Note(
                f"{len(members) - len(chats)} file(s) beside the chat (pictures, recordings, settings) were left out"
            )

    def chats(self, entries: Sequence[Entry]) -> Iterator[Item]:
        """What the chats say, one after the other."""
        for entry in entries:
            yield from located(self._source, entry)

    def _is_chat(self, entry: Entry) -> bool:
        if not self._names.fullmatch(entry.base_name):
            return False
        material = entry.material()
        if material.problem is not None or (self._source.family == "page" and not material.is_html):
            return False
        return self._source.recognises(material)

    def _lies_beside(self, entry: Entry, folders: set[str]) -> bool:
        """Whether a file of a kind that chats carry stands in the folder of one, or below."""
        path = PurePosixPath(entry.name)
        kind = path.suffix.lower().removeprefix(".")
        if kind not in _BESIDE and not self._others.fullmatch(path.name):
            return False
        return any(str(parent) in folders for parent in path.parents)


def located(source: Source, entry: Entry) -> Iterator[Item]:
    """What a source yields of one file, the file's name in the locators; a file that cannot be read is counted."""
    material = entry.material()
    try:
        if material.problem is not None:
            raise material.problem
        for item in source.items(material):
            if isinstance(item, Post):
                item = msgspec.structs.replace(item, locator=f"{entry.name}#{item.locator}")
            yield item
    except BrokenInput:
        yield Failed("file that could not be read")
