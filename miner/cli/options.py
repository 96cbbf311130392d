"""Options as settings: what was given on the command line, laid over files and environment, and checked at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from miner.errors import BadMapping, BadSetting, PlaceNotFound, UnknownName
from miner.settings import Settings, current_settings

REDUCERS = ("none", "umap")
PAPERS = ("a4", "letter")


def mapping_of(texts: Sequence[str]) -> dict[str, str]:
    """``text=Comment,author=Name`` as role -> column.

    Raises
    ------
    BadMapping
        If a part is not ROLE=COLUMN, or a role is given twice.
    """
    mapping: dict[str, str] = {}
    for part in (part.strip() for text in texts for part in text.split(",")):
        role, separator, column = (piece.strip() for piece in part.partition("="))
        if not (role and separator and column):
            raise BadMapping(f"{part!r} is not ROLE=COLUMN")
        if role in mapping:
            raise BadMapping(f"{role!r} is given twice")
        mapping[role] = column
    return mapping


def names_in(texts: Sequence[str]) -> list[str]:
    """``["html,json", "markdown"]`` -> ``["html", "json", "markdown"]``."""
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def settings_of(options: Mapping[str, Mapping[str, Any]]) -> Settings:
    """The settings of this run; options that were not given (None, "" or empty) leave what files and environment say.

    Raises
    ------
    UnknownSetting, BadSetting, BrokenInput, UnknownName, BadContrast, PlaceNotFound
    """
    given = {stage: {key: value for key, value in values.items() if value} for stage, values in options.items()}
    settings = current_settings(given)
    _check(settings)
    if "embeddings" in options:
        _load_ahead(settings)
    if "sources" in options:  # else nothing is read or mined, and the stages need not be loaded
        _check_stages(settings)
    return settings


def check_all(settings: Settings) -> None:
    """Everything that ``settings_of`` checks, for settings that were made from it."""
    _check(settings)
    _check_stages(settings)


def _load_ahead(settings: Settings) -> None:
    """Models, while the stages are imported and the places are read; not if their rows may be in a library."""
    from miner.embeddings.ahead import load_ahead
    from miner.library import library_place

    library = library_place(settings.library)
    if library is None or not library.exists():
        load_ahead(settings.embeddings)


def _check_stages(settings: Settings) -> None:
    from miner.contrasts.presets import declared_contrasts
    from miner.sources import source_named

    if settings.sources.as_source:
        source_named(settings.sources.as_source)
    declared_contrasts(settings.contrasts)


def _check(settings: Settings) -> None:
    """What would otherwise come to light after the work: names, dates and folders that are not there."""
    from miner.cli.writing import check_writer
    from miner.report.languages.choosing import check_language
    from miner.report.texts.address import addresses_of

    if settings.clusters.reducer not in REDUCERS:
        raise UnknownName("reducer", settings.clusters.reducer, REDUCERS)
    if settings.report.templates and not Path(settings.report.templates).is_dir():
        raise PlaceNotFound(settings.report.templates)
    if settings.report.paper not in PAPERS:
        raise UnknownName("paper", settings.report.paper, PAPERS)
    check_language(settings.report.language)
    addresses_of(settings.report)
    if settings.writer.model:
        check_writer(settings.writer)
    _check_date(settings.digest.written_on)
    _check_people(settings)


def _check_people(settings: Settings) -> None:
    from miner.digest.people import HowShown, key_of

    if settings.report.people not in HowShown:
        raise UnknownName("way to show people", settings.report.people, HowShown)
    if settings.report.people == "pseudonyms":
        key_of(settings.report.people_key)


def _check_date(written_on: str) -> None:
    if not written_on:
        return
    try:
        date.fromisoformat(written_on)
    except ValueError as error:
        raise BadSetting(
            "digest.written_on", "the settings or --date", written_on, "a date such as 2024-03-14"
        ) from error
