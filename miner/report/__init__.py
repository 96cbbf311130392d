"""The report: a digest rendered in one form, and written so that nothing half-written is ever there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, overload

from miner.digest.people import with_people
from miner.digest.records import Digest
from miner.errors import UnknownName
from miner.report.formats import FORMS, Content, Form
from miner.report.languages import language_for, speaking
from miner.report.writing import write_folder, write_whole
from miner.settings import ReportSettings

__all__ = ["FORMS", "Content", "place_of", "render", "write_forms", "write_report", "write_whole"]


@overload
def render(
    digest: Digest, form: Literal["html", "markdown", "json"] = "html", settings: ReportSettings = ReportSettings()
) -> str: ...


@overload
def render(digest: Digest, form: str, settings: ReportSettings = ReportSettings()) -> Content: ...


def render(digest: Digest, form: str = "html", settings: ReportSettings = ReportSettings()) -> Content:
    """The report of a digest.

    Parameters
    ----------
    form
        A name of ``FORMS``: ``html``, ``markdown``, ``json`` and others (``miner formats`` lists them).
    settings
        ``templates``: a folder whose files are taken before the shipped templates of the same name.
        ``people``: how people are shown; names are replaced before any form sees the digest.
        ``language``: of headings and sentences; quotes stay as they were said.

    Returns
    -------
    The text; the bytes of a binary form; or file name -> content of a form that is a folder.

    Raises
    ------
    UnknownName
        If there is no such form or language.
    QuoteNotFound, DigestBroken
        If a quote is not in its post, or the digest contradicts itself.
    TemplateBroken, PlaceNotFound
        If the user's own templates cannot be used.
    """
    shown = with_people(digest, settings)
    with speaking(language_for(shown, settings.language)):
        return _form(form).render(shown, settings)


def write_report(digest: Digest, base: Path, settings: ReportSettings = ReportSettings()) -> tuple[Path, ...]:
    """Write the report in every form of ``settings.formats``.

    Parameters
    ----------
    base
        Folder and name without suffix; that of each form is appended, missing folders made.

    Returns
    -------
    The files (or folders), in the order of ``settings.formats``.

    Raises
    ------
    CannotWrite
        If the folder or a file cannot be written; and what ``render`` raises.
    """
    return write_forms(digest, {form: place_of(form, base) for form in settings.formats}, settings)


def place_of(form: str, base: Path) -> Path:
    """Where a form goes when no file of its own is named: beside the others, or in the file all reports there share."""
    return base.with_name(_form(form).shared or base.name + _form(form).suffix)


def write_forms(
    digest: Digest, places: Mapping[str, Path], settings: ReportSettings = ReportSettings()
) -> tuple[Path, ...]:
    """Write the report to ``places``: form -> file (or folder).

    All forms are rendered before the first is written, and each file appears whole or not at all.

    Raises
    ------
    CannotWrite
        If a file cannot be written, or the one at its place cannot be added to; and what ``render`` raises.
    """
    digest = with_people(digest, settings)
    contents = [(path, _merged(_form(form), path, render(digest, form, settings))) for form, path in places.items()]
    for path, content in contents:
        if isinstance(content, str | bytes):
            write_whole(path, content)
        else:
            write_folder(path, content)
    return tuple(path for path, _ in contents)


def _merged(form: Form, path: Path, content: Content) -> Content:
    return form.merge(path, content) if form.merge is not None and path.is_file() else content


def _form(name: str) -> Form:
    if name not in FORMS:
        raise UnknownName("format", name, FORMS)
    return FORMS[name]
