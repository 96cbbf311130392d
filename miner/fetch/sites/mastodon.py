"""Mastodon and what speaks its interface: a status with its thread, or the statuses of a hashtag."""

from __future__ import annotations

import re

from miner.errors import NotFetched
from miner.fetch.records import Answer
from miner.fetch.sites.base import follow
from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child, string

_STATUS = re.compile(r"(?:/web|/deck)?/(?:@[^/]+|users/[^/]+/statuses)/(?P<id>\d{5,30})/?\Z")
_TAG = re.compile(r"(?:/web|/deck)?/tags/(?P<tag>[^/]{1,100})/?\Z")
_PER_PAGE = 40  # the most it gives
_CLOSED = (401, 403, 422)


class Mastodon:
    """The server shows without a key what it shows to visitors: of a long thread the first sixty replies."""

    name = "mastodon"
    fetches = "Mastodon statuses with their threads, and hashtags"
    example = "https://social.example/@ann/111222333444555666"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return bool(_STATUS.match(url.path) or _TAG.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        status, tag = _STATUS.match(url.path), _TAG.match(url.path)
        if status is not None:
            _fetch_thread(url, status["id"], visit)
        elif tag is not None:
            _fetch_tag(url, tag["tag"], visit)


def _fetch_thread(url: Url, number: str, visit: Visit) -> None:
    place = url.at(f"/api/v1/statuses/{number}")
    status = _checked(visit.try_to_get(place), url, place, visit)
    if not string(status, "uri"):
        visit.hide(place)
        raise NotThisSite
    visit.get(url.at(f"/api/v1/statuses/{number}/context"))


def _fetch_tag(url: Url, tag: str, visit: Visit) -> None:
    """The newest statuses first, back to those that are kept already."""
    before = visit.kept_answers("/api/v1/timelines/tag/", only_before=True)
    known = {string(status, "id") for answer in before for status in _statuses(answer)} - {""}
    newest = max(known, key=lambda number: (len(number), number), default="")
    own = {"since_id": newest} if newest else {}  # an address of its own: what came before stays as it is
    place = url.at(f"/api/v1/timelines/tag/{tag}", limit=_PER_PAGE, **own)
    answer = visit.try_to_get(place)
    if not isinstance(_checked(answer, url, place, visit), list):
        visit.hide(place)
        raise NotThisSite
    most = visit.client.settings.max_threads
    for n_pages, page in enumerate(follow(visit, answer), 1):
        statuses = _statuses(page)
        if not statuses:
            visit.hide(page.url)
        if not statuses or known & {string(status, "id") for status in statuses}:
            return
        if n_pages >= most:
            visit.note(f"{url}: the newest {n_pages * _PER_PAGE} statuses were fetched (fetch.max_threads)")
            return


def _statuses(answer: Answer) -> list[object]:
    value = answer.json()
    return value if isinstance(value, list) else []


def _checked(answer: Answer, url: Url, place: Url, visit: Visit) -> object:
    """The value of an answer.

    Raises
    ------
    NotThisSite, NotFetched
        The latter where the server shows such things to its members only.
    """
    is_json = not answer.is_html and answer.body[:1] in (b"{", b"[")
    if answer.status in _CLOSED and is_json and isinstance(child(answer.json(), "error"), str):
        raise NotFetched(
            str(url), f"the server shows it to its members only ({answer.status})", "Ask for it at the author's server."
        )
    if answer.status != 200 or not is_json:
        visit.hide(place)
        raise NotThisSite
    return answer.json()
