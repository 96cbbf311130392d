"""Where reports go: names made from places, and checks before hours of work are put into them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from miner.errors import CannotWrite, UnknownName

DEFAULT_FOLDER = "reports"
_MAX_NAME_BYTES = 200  # most file systems allow 255; the end of a name and a temporary name are added
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


@dataclass(frozen=True)
class Output:
    """Folder and name without the end, and the forms that are written."""

    base: Path
    formats: tuple[str, ...]

    def paths(self) -> tuple[Path, ...]:
        """The files that will be there."""
        ends = suffixes()
        return tuple(self.base.with_name(self.base.name + ends[form]) for form in self.formats)


def suffixes() -> dict[str, str]:
    """Form -> end of the file's name."""
    from miner.report import FORMS

    return {name: form.suffix for name, form in FORMS.items()}


def report_name(place: str) -> str:
    """``chats/chat.csv.gz`` -> ``chat``; a folder gives its own name, ``-`` gives ``paste``."""
    if place == "-":
        return "paste"
    path = Path(place)
    if path.is_dir():
        name = path.resolve().name
    else:
        name = path.name.removesuffix(".gz")
        name = name.rpartition(".")[0] or name
    name = _UNFIT.sub("_", name).strip(". ")
    return name.encode("utf-8", "replace")[:_MAX_NAME_BYTES].decode("utf-8", "ignore") or "discussion"


def output_for(name: str, wanted: str, formats: Sequence[str], chosen: bool) -> Output:
    """Where the reports of a run go.

    Parameters
    ----------
    name
        Of the report, when ``wanted`` names none.
    wanted
        ``--output``: "" (``reports/``), a folder, or a file whose end is that of a form.
    formats
        Forms to write.
    chosen
        Whether the user named them; otherwise a file's end alone decides.

    Raises
    ------
    UnknownName
        If a form does not exist.
    """
    ends = suffixes()
    for form in formats:
        if form not in ends:
            raise UnknownName("format", form, ends)
    path = Path(wanted or DEFAULT_FOLDER)
    named = next((form for form, end in ends.items() if path.name.endswith(end)), None)
    if named is None or wanted.endswith(("/", os.sep)) or path.is_dir():
        return Output(path / name, tuple(dict.fromkeys(formats)))
    base = path.with_name(path.name.removesuffix(ends[named]))
    return Output(base, tuple(dict.fromkeys((named, *(formats if chosen else ())))))


def check_output(paths: Iterable[Path], places: Sequence[str] = ()) -> None:
    """Find out before the work that a file cannot be written, or that it would replace what is read.

    Raises
    ------
    CannotWrite
    """
    read = [Path(place).resolve() for place in places if place != "-"]
    for path in paths:
        if path.is_dir():
            raise CannotWrite(str(path), "it is a folder")
        if path.exists() and any(path.resolve() == place or place in path.resolve().parents for place in read):
            raise CannotWrite(str(path), "it would replace a file of the discussion that is read")
        above = next(parent for parent in path.absolute().parents if parent.exists())
        if not above.is_dir():
            raise CannotWrite(str(path), f"{above} is a file, not a folder")
        if not os.access(above, os.W_OK):
            raise CannotWrite(str(path), f"the folder {above} is not yours to write in")
