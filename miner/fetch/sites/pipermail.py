"""Pipermail, the archive of Mailman 2: the month that a message or list of threads belongs to, as the mbox it offers."""

from __future__ import annotations

import re

from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit

_PERIOD = r"\d{4}-[A-Z][a-z]{2,8}|\d{4}q[1-4]|\d{4}|Week-of-Mon-\d{8}|\d{8}"
_PLACE = re.compile(
    rf"(?P<period>.*/pipermail/[^/]+/(?:{_PERIOD}))(?:/(?:(?:thread|subject|author|date|\d{{4,9}})\.html)?|\.txt(?:\.gz)?)?\Z"
)


class Pipermail:
    """One request for the whole period; addresses in it are written as "ann at mail.example"."""

    name = "pipermail"
    fetches = "months of mailing lists in Pipermail (Mailman 2), also for the address of one message"
    example = "https://lists.example/pipermail/dev/2024-May/000123.html"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return bool(_PLACE.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        found = _PLACE.match(url.path)
        if found is None:
            raise NotThisSite
        for end in (".txt.gz", ".txt"):  # the month that is not over yet is not packed in some lists
            place = url.at(f"{found['period']}{end}")
            answer = visit.try_to_get(place)
            if answer.status == 200 and not answer.is_html:
                return
            visit.hide(place)
        raise NotThisSite
