"""Fetching: addresses of the web become folders of files, which the sources read like any other.

The network is only here, and only in ``wire``.

::

    urls       an address taken apart strictly
    addresses  which machines may be asked
    wire       one request to one checked address
    packing    answers unpacked within bounds
    robots     what a site asks programs to leave alone
    pacing     pauses and tries
    client     one request as the outside sees it
    kept       what was fetched, as files; warc the same as a web archive
    visit      one address with all its pages
    sites/     what each kind of site is asked for
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from miner.errors import NotFetched
from miner.fetch.client import Client
from miner.fetch.kept import KeptFolder, folder_for, held
from miner.fetch.sites import SITES, check_open, sites_of
from miner.fetch.urls import Url, is_url, parse_url
from miner.fetch.visit import LimitReached, NotThisSite, Visit
from miner.settings import FetchSettings
from miner.transcript import Record

__all__ = ["SITES", "Fetched", "fetch", "fetched_places", "is_url"]

Progress = Callable[[str], None]


class Fetched(Record, frozen=True):
    """One address as it is kept now.

    ``n_new`` answers came that were not there before or had changed; ``n_unchanged`` had not. ``is_whole``: no limit
    was reached.
    """

    url: str
    folder: str
    site: str
    n_asked: int = 0
    n_new: int = 0
    n_unchanged: int = 0
    is_whole: bool = True
    notes: tuple[str, ...] = ()


def fetch(
    addresses: Sequence[str],
    settings: FetchSettings = FetchSettings(),
    *,
    client: Client | None = None,
    progress: Progress | None = None,
) -> list[Fetched]:
    """Fetch addresses with all pages of their discussions, politely, one after the other.

    Parameters
    ----------
    addresses
        Pages, threads, feeds, archives; see ``SITES``.
    client
        Tests bring one with a clock and a resolver of their own.
    progress
        Told what is being fetched.

    Returns
    -------
    One for each different address, in their order.

    Raises
    ------
    AddressRefused, SiteClosed, RobotsForbid, NotFetched, BadSetting, MissingPart, CannotWrite
        What was fetched before is kept, and the next call goes on from there.
    """
    urls = [parse_url(address.partition("#")[0]) for address in addresses]
    for url in urls:
        check_open(url)
    client = client or Client(settings)
    try:
        return [_fetched(url, client, progress or _silent) for url in dict.fromkeys(urls)]
    finally:
        client.close()


def fetched_places(
    places: Sequence[str], settings: FetchSettings, progress: Progress, client: Client | None = None
) -> tuple[list[str], list[Fetched]]:
    """Places with each address replaced by the folder of what it gave; files and folders stay as they are."""
    addresses = [place for place in places if is_url(place)]
    if not addresses:
        return list(places), []
    fetched = fetch(addresses, settings, client=client, progress=progress)
    folders = {found.url: found.folder for found in fetched}
    return [folders[str(parse_url(place.partition("#")[0]))] if is_url(place) else place for place in places], fetched


def kept_root(settings: FetchSettings) -> Path:
    """Where what is fetched is kept."""
    if settings.folder:
        return Path(settings.folder)
    from platformdirs import user_data_path

    return user_data_path("miner") / "fetched"


def _fetched(url: Url, client: Client, progress: Progress) -> Fetched:
    folder = folder_for(kept_root(client.settings), url)
    with held(folder, str(url)):
        return _fetched_to(folder, url, client, progress)


def _fetched_to(folder: Path, url: Url, client: Client, progress: Progress) -> Fetched:
    kept = KeptFolder(folder, str(url))
    archive = None
    if client.settings.warc:
        from miner.fetch.warc import Archive

        archive = Archive(folder.with_name(f"{folder.name}.warc.gz"), client.clock, client.agent)
    visit = Visit(client, kept, {url.host}, archive)
    progress(f"fetching {url}")
    site, is_whole = _visited(url, visit)
    kept.end(client.clock.now())
    if not any(record.is_shown for record in kept):
        raise NotFetched(str(url), "it holds no discussion", "Give the address of a thread or a page with comments.")
    return Fetched(
        url=str(url),
        folder=str(folder),
        site=site,
        n_asked=visit.n_asked,
        n_new=visit.n_new,
        n_unchanged=visit.n_unchanged,
        is_whole=is_whole,
        notes=tuple(visit.notes),
    )


def _visited(url: Url, visit: Visit) -> tuple[str, bool]:
    """The name of the site that knew the address, and whether no limit was reached."""
    for site in sites_of(url):
        visit.hosts |= set(site.hosts)
        try:
            site.visit(url, visit)
        except NotThisSite:
            continue
        except LimitReached as limit:
            visit.note(f"{url}: {limit}")
            return site.name, False
        return site.name, True
    raise NotFetched(str(url), "no kind of site knows the address", "Save the page from a browser and give the file.")


def _silent(stage: str) -> None:
    """Nothing is shown."""
