"""Files that appear whole or not at all: written beside their place and moved there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from miner.errors import CannotWrite


def write_whole(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a file beside its place and move it there: a reader sees the old one or the new one.

    ``content`` may come in pieces, encoded; nothing is at the place unless all of them came. A link is followed; what is
    no file (``/dev/null``, a pipe) is written to and stays what it is.

    Raises
    ------
    CannotWrite
    """
    whole = content.encode("utf-8") if isinstance(content, str) else content
    pieces = (whole,) if isinstance(whole, bytes) else whole
    try:
        path = path.resolve() if path.is_symlink() else path
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                device.writelines(pieces)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:80]}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(_usual_mode())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error


def write_folder(path: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a folder beside its place and move it there; one of an earlier run is replaced.

    Raises
    ------
    CannotWrite
        Also if the folder there holds anything that this one would not: it may be somebody's own.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_replaceable(path, files)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name[:80]}.", dir=path.parent))
        try:
            for name, content in files.items():
                write_whole(temporary / name, content)
            temporary.chmod(_usual_mode(0o777))
            _put_in_place(temporary, path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error


def _check_replaceable(path: Path, files: Mapping[str, str | bytes]) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise CannotWrite(str(path), "a file is there, and this form is a folder")
    kinds = {Path(name).suffix for name in files}
    strange = sorted(there.name for there in path.iterdir() if there.is_dir() or there.suffix not in kinds)
    if strange:
        raise CannotWrite(str(path), f"the folder holds {strange[0]!r}, which is not of an earlier report")


def _put_in_place(made: Path, path: Path) -> None:
    """The old folder steps aside first: no system replaces a full folder in one step."""
    if not path.exists():
        made.rename(path)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{path.name[:80]}.", dir=path.parent))
    path.rename(aside / "old")
    try:
        made.rename(path)
    except OSError:
        (aside / "old").rename(path)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _usual_mode(full: int = 0o666) -> int:
    """What a file (or folder) made the usual way would get: temporary ones are their owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return full & ~mask
