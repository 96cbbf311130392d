"""The report: a digest rendered in one form, and written so that nothing half-written is ever there."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, overload

from miner.digest.records import Digest
from miner.errors import UnknownName
from miner.report.formats import FORMS, Content, Form
from miner.report.writing import write_folder, write_whole
from miner.settings import ReportSettings

__all__ = ["FORMS", "Content", "render", "write_report", "write_whole"]


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

    Returns
    -------
    The text; the bytes of a binary form; or file name -> content of a form that is a folder.

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
        Folder and name without suffix; that of each form is appended, missing folders made.

    Returns
    -------
    The files (or folders), in the order of ``settings.formats``.

    Raises
    ------
    CannotWrite
        If the folder or a file cannot be written; and what ``render`` raises.
    """
    forms = dict.fromkeys(settings.formats)
    contents = [(base.with_name(base.name + _form(form).suffix), render(digest, form, settings)) for form in forms]
    for path, content in contents:
        if isinstance(content, str | bytes):
            write_whole(path, content)
        else:
            write_folder(path, content)
    return tuple(path for path, _ in contents)


def _form(name: str) -> Form:
    if name not in FORMS:
        raise UnknownName("format", name, FORMS)
    return FORMS[name]
