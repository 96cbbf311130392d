"""HyperKitty, the archive of Mailman 3: a thread, or the whole list of a month, as the mbox it offers for download."""

from __future__ import annotations

import re

from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit

_THREAD = re.compile(r"(?P<list>.*/list/(?P<name>[^/@]+@[^/]+))/(?P<kind>thread|message)/(?P<id>[A-Z2-7]{32})(?:/|\Z)")
_MONTH = re.compile(r"(?P<list>.*/list/(?P<name>[^/@]+@[^/]+))/(?P<year>\d{4})/(?P<month>\d{1,2})/?\Z")


class HyperKitty:
    """Asks for the export instead of the pages: one request, and nothing is cut."""

    name = "hyperkitty"
    fetches = "threads and months of mailing lists in HyperKitty (Mailman 3)"
    example = "https://lists.example/archives/list/dev@lists.example/thread/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567/"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return bool(_THREAD.match(url.path) or _MONTH.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        thread, month = _THREAD.match(url.path), _MONTH.match(url.path)
        if thread is not None:
            wanted = {thread["kind"]: thread["id"]}
            place = url.at(f"{thread['list']}/export/{thread['name']}.mbox.gz", **wanted)
        elif month is not None:
            year, number = int(month["year"]), int(month["month"])
            after = f"{year + 1}-01-01" if number >= 12 else f"{year}-{number + 1:02d}-01"
            place = url.at(
                f"{month['list']}/export/{month['name']}.mbox.gz", start=f"{year}-{number:02d}-01", end=after
            )
        else:
            raise NotThisSite
        answer = visit.try_to_get(place)
        if answer.status != 200 or answer.is_html:
            visit.hide(place)
            raise NotThisSite
