"""The report: a digest rendered in one form, and written so that nothing half-written is ever there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from miner.digest.records import Digest
from miner.errors import CannotWrite, UnknownName
from miner.report.formats import FORMS, Form
from miner.settings import ReportSettings

__all__ = ["FORMS", "render", "write_report"]


def render(digest: Digest, form: str = "html", settings: ReportSettings = ReportSettings()) -> str:
    """The report of a digest.

    Parameters
    ----------
    form
        ``html``, ``markdown`` or ``json``.
    settings
        ``templates``: a folder whose files are taken before the shipped templates of the same name.

    Raises
    ------
    UnknownName
        If there is no such form.
    QuoteNotFound, DigestBroken
        If a quote is not in its post, or the digest contradicts itself.
    TemplateBroken, PlaceNotFound
        If the user's own templates cannot be used.
    """
    return _form(form).render(digest, settings)


def write_report(digest: Digest, base: Path, settings: ReportSettings = ReportSettings()) -> tuple[Path, ...]:
    """Write the report in every form of ``settings.formats``.

    All forms are rendered before the first is written, and each file appears whole or not at all.

    Parameters
    ----------
    base
        Folder and name without suffix; ``.html``, ``.md``, ``.json`` are appended, missing folders made.

    Returns
    -------
    The files, in the order of ``settings.formats``.

    Raises
    ------
    CannotWrite
        If the folder or a file cannot be written; and what ``render`` raises.
    """
    forms = dict.fromkeys(settings.formats)
    texts = [(base.with_name(base.name + _form(form).suffix), render(digest, form, settings)) for form in forms]
    for path, text in texts:
        write_whole(path, text)
    return tuple(path for path, _ in texts)


def write_whole(path: Path, text: str | Iterable[bytes]) -> None:
    """Write a file beside its place and move it there: a reader sees the old one or the new one.

    ``text`` may come in pieces, encoded; nothing is at the place unless all of them came.

    Raises
    ------
    CannotWrite
    """
    pieces = (text.encode("utf-8"),) if isinstance(text, str) else text
    try:
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


def _form(name: str) -> Form:
    if name not in FORMS:
        raise UnknownName("format", name, FORMS)
    return FORMS[name]


def _usual_mode() -> int:
    """What a file made the usual way would get: temporary files are readable by their owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
