"""Stack Exchange: a question with its answers and all comments, by the network's interface.

Without a key 300 requests a day are free, which are sixty questions and more; ``backoff`` in an answer is obeyed.
"""

from __future__ import annotations

import re
from typing import Any

from miner.errors import NotFetched
from miner.fetch.records import Request
from miner.fetch.urls import Url, parse_url
from miner.fetch.visit import NotThisSite, Visit, refused
from miner.sources.json_values import child, children, number, string

_INTERFACE = "api.stackexchange.com"
_OWN_NAMES = {
    "stackoverflow.com": "stackoverflow",
    "serverfault.com": "serverfault",
    "superuser.com": "superuser",
    "askubuntu.com": "askubuntu",
    "mathoverflow.net": "mathoverflow.net",
    "stackapps.com": "stackapps",
}
_SITE = re.compile(r"(?P<site>(?:[a-z0-9-]+\.)?(?:stackexchange|stackoverflow|serverfault|superuser|askubuntu))\.com\Z")
_QUESTION = re.compile(r"/(?:questions|q)/(?P<id>\d{1,12})(?:/|\Z)")
_AT_ONCE = 100  # answers whose comments are asked for together


class StackExchange:
    """Question, answers, comments: three kinds of lists, in pages of a hundred."""

    name = "stackexchange"
    fetches = "questions of Stack Overflow and the Stack Exchange sites with answers and comments"
    example = "https://stackoverflow.com/questions/11227809/"
    hosts = (_INTERFACE,)

    def recognises(self, url: Url) -> bool:
        return bool(_site(url) and _QUESTION.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        found = _QUESTION.match(url.path)
        if found is None:
            raise NotThisSite
        asking = _Asking(_site(url), visit)
        question = f"/2.3/questions/{found['id']}"
        asking.all_of(question)
        answers = asking.all_of(f"{question}/answers")
        asking.all_of(f"{question}/comments")
        numbers = [str(at) for answer in answers if (at := number(answer, "answer_id")) is not None]
        for start in range(0, len(numbers), _AT_ONCE):
            asking.all_of(f"/2.3/answers/{';'.join(numbers[start : start + _AT_ONCE])}/comments")


class _Asking:
    def __init__(self, site: str, visit: Visit) -> None:
        self._site, self._visit = site, visit
        self._key = visit.key("stackexchange")
        self._base = parse_url(f"https://{_INTERFACE}/")

    def all_of(self, path: str) -> list[Any]:
        """The entries of a list, of all its pages; a list without any is not for a source to read."""
        entries: list[Any] = []
        page = 0
        while True:
            page += 1
            order = {} if re.search(r"/\d+\Z", path) else {"order": "asc", "sort": "creation"}
            url = self._base.at(path, site=self._site, filter="withbody", pagesize=100, page=page, **order)
            request = Request(
                url, secret_query={"key": self._key} if self._key else {}, obeys_robots=False
            )  # made for programs
            value = self._value(request)
            self._visit.client.hold(url, float(number(value, "backoff") or 0))
            found = children(value, "items")
            entries += found
            if not found:
                self._visit.hide(request)
            if child(value, "has_more") is not True:
                return entries
            if number(value, "quota_remaining") == 0:
                raise self._used_up(url)

    def _value(self, request: Request) -> Any:
        answer = self._visit.try_to_get(request)
        is_json = not answer.is_html and answer.body[:1] == b"{"
        if answer.status == 400 and is_json and string(answer.json(), "error_name") == "throttle_violation":
            raise self._used_up(request.url)
        if answer.status != 200:
            raise refused(answer)
        return answer.json()

    def _used_up(self, url: Url) -> NotFetched:
        more = "" if self._key else ' More are free with a key (stackexchange = "env:NAME" under [fetch.keys]).'
        return NotFetched(
            str(url),
            "the requests of this day are used up",
            f"Give the same command again tomorrow: what was fetched so far is kept, and it goes on from there.{more}",
        )


def _site(url: Url) -> str:
    """The name of the site in the interface; "" for any other host."""
    host = url.host.removeprefix("www.")
    if host in _OWN_NAMES:
        return _OWN_NAMES[host]
    found = _SITE.match(host)
    if found is None:
        return ""
    return found["site"].removesuffix(".stackexchange")
