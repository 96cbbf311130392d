"""Where reports go: names made from places, and checks before hours of work are put into them."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from miner.errors import CannotWrite, UnknownName

DEFAULT_FOLDER = "reports"
_MAX_NAME_BYTES = 200  # most file systems allow 255; the end of a name and a temporary name are added
# Separators, signs of the shell, and what turns or rules a line of a terminal.
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?"<>|]')
_DEVICE = re.compile(r"^(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)  # of Windows, whatever end they have


@dataclass(frozen=True)
class Output:
    """Folder and name without the end, and the forms that are written.

    ``named``: the form whose file the user named, which keeps this name; "" if only a folder was given.
    """

    base: Path
    formats: tuple[str, ...]
    named: str = ""

    def places(self) -> dict[str, Path]:
        """Form -> the file (or folder) that will be there."""
        from miner.report import place_of

        places = {form: place_of(form, self.base) for form in self.formats}
        if self.named:
            places[self.named] = self.base.with_name(self.base.name + suffixes()[self.named])
        return places

    def paths(self) -> tuple[Path, ...]:
        """The files (and folders) that will be there."""
        return tuple(self.places().values())

    def edits(self) -> Path:
        """The file of edits that lies beside them, if there is one."""
        from miner.digest.edits.overlay import SUFFIX

        return self.base.with_name(self.base.name + SUFFIX)

    def check(self, places: Sequence[str] = ()) -> None:
        """``check_output`` of all of them."""
        written = self.places()
        check_output(written.values(), places, [path for form, path in written.items() if is_folder(form)])


def suffixes() -> dict[str, str]:
    """Form -> end of the name of its file or folder."""
    from miner.report import FORMS

    return {name: form.suffix for name, form in FORMS.items()}


def form_of(path: Path) -> str:
    """The form whose end the name of a file or folder has, the longest first; "" if it has none."""
    from miner.report import FORMS

    ends = sorted(((form.suffix, name) for name, form in FORMS.items()), key=lambda pair: (-len(pair[0]), pair))
    return next((name for end, name in ends if path.name.endswith(end) and path.name != end), "")


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
    name = _DEVICE.sub(r"\g<0>_", _UNFIT.sub("_", name).strip(". "), count=1)
    return name.encode("utf-8", "replace")[:_MAX_NAME_BYTES].decode("utf-8", "ignore") or "discussion"


def output_for(name: str, wanted: str, formats: Sequence[str], chosen: bool) -> Output:
    """Where the reports of a run go.

    Parameters
    ----------
    name
        Of the report, when ``wanted`` names none.
    wanted
        ``--output``: "" (``reports/``), a folder, or a file (or folder) whose end is that of a form.
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
    named = form_of(path)
    if not named or wanted.endswith(("/", os.sep)) or (path.is_dir() and not is_folder(named)):
        return Output(path / name, tuple(dict.fromkeys(formats)))
    base = path.with_name(path.name.removesuffix(ends[named]))
    return Output(base, tuple(dict.fromkeys((named, *(formats if chosen else ())))), named)


def is_folder(form: str) -> bool:
    """Whether a form is a folder of files."""
    from miner.report import FORMS

    return FORMS[form].folder


def check_output(paths: Iterable[Path], places: Sequence[str] = (), folders: Collection[Path] = ()) -> None:
    """Find out before the work that a file cannot be written, or that it would replace what is read.

    Parameters
    ----------
    paths
        The files and folders that will be written.
    places
        What is read.
    folders
        Those of ``paths`` that are folders of files.

    Raises
    ------
    CannotWrite
    """
    read = [Path(place).resolve() for place in places if place != "-"]
    for path in paths:
        if path.is_dir() and path not in folders:
            raise CannotWrite(str(path), "it is a folder")
        if path.is_file() and path in folders:
            raise CannotWrite(str(path), "a file is there, and this form is a folder")
        if path.exists() and any(path.resolve() == place or place in path.resolve().parents for place in read):
            raise CannotWrite(str(path), "it would replace a file of the discussion that is read")
        above = next(parent for parent in path.absolute().parents if parent.exists())
        if not above.is_dir():
            raise CannotWrite(str(path), f"{above} is a file, not a folder")
        if not os.access(above, os.W_OK):
            raise CannotWrite(str(path), f"the folder {above} is not yours to write in")
