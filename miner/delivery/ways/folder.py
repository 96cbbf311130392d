"""A folder: the forms of the report that the settings name, one file (or folder) each, called after digest and period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from miner.delivery.base import NotNow, Parcel, Stamp
from miner.digest.records import Digest
from miner.errors import BadRecipient, BadSetting, CannotWrite
from miner.report import FORMS, place_of, render, write_whole
from miner.report.writing import write_folder
from miner.settings import Settings

_Files = dict[str, bytes | dict[str, bytes]]  # form -> what it is made of


class Folder:
    """Files, each written whole; written again they are the same files."""

    name = "folder"
    about = "PATH: the report as files, in the forms of report.formats"
    can_repeat = True

    def check(self, where: str, settings: Settings) -> str:
        """The folder, wherever the command is given from."""
        path = _place(where)
        if path.exists() and not path.is_dir():
            raise BadRecipient(f"folder:{where}", "a file is there", "folder:PATH")
        unknown = [form for form in settings.report.formats if form not in FORMS]
        if unknown or not settings.report.formats:
            raise BadSetting("report.formats", "the settings", unknown, "names that 'miner formats' lists")
        return str(path.resolve())

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """All files as one part: they belong together."""
        del stamp
        files: _Files = {}
        for form in dict.fromkeys(settings.report.formats):
            content = render(digest, form, settings.report)
            if isinstance(content, Mapping):
                files[form] = {name: _data(text) for name, text in content.items()}
            else:
                files[form] = _data(content)
        return (msgspec.msgpack.encode(files),)

    def send(self, parcel: Parcel, settings: Settings, before_last: Callable[[], None]) -> str:
        """Write them."""
        del settings
        base = _place(parcel.stamp.where) / parcel.stamp.file_name
        before_last()
        try:
            for form, content in msgspec.msgpack.decode(parcel.data, type=_Files).items():
                _write(place_of(form, base), form, content)
        except CannotWrite as error:
            raise NotNow(str(error).rstrip("."), soon=False) from None
        return str(base.parent)


WAY = Folder()


def _place(where: str) -> Path:
    return Path(where).expanduser()


def _write(path: Path, form: str, content: bytes | dict[str, bytes]) -> None:
    if isinstance(content, dict):
        write_folder(path, content)
        return
    merge = FORMS[form].merge
    merged = merge(path, content) if merge is not None and path.is_file() else content
    if isinstance(merged, str | bytes):
        write_whole(path, merged)


def _data(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
