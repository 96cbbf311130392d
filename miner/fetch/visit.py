"""One address being fetched: what its site asks for goes through here, is kept, and stays within the limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from miner.errors import AddressRefused, NotFetched, RobotsForbid, SiteClosed
from miner.fetch.client import Client
from miner.fetch.kept import Keep
from miner.fetch.keys import key_of
from miner.fetch.records import Answer, Request
from miner.fetch.urls import Url

Archive = Callable[[Request, Answer], None]


class LimitReached(Exception):  # not shown: what was fetched until then is a result
    """Pages or minutes are used up."""


class NotThisSite(Exception):  # not shown: the next site is tried
    """An address that looked like one of a site and is not."""


@dataclass
class Visit:
    """Asks, keeps and counts.

    Attributes
    ----------
    hosts
        The only ones that may be asked: that of the address, and those of the site's interface.
    notes
        Sentences for the user.
    """

    client: Client
    kept: Keep
    hosts: set[str]
    archive: Archive | None = None
    notes: list[str] = field(default_factory=list)
    n_asked: int = 0
    n_new: int = 0
    n_unchanged: int = 0

    def __post_init__(self) -> None:
        self._since = self.kept.begin(self.client.clock.now())
        self._redirects_to: set[str] | None = None
        self._until = self.client.clock.monotonic() + 60 * self.client.settings.max_minutes

    def get(self, asked: Request | Url, *, is_shown: bool = True) -> Answer:
        """The answer to a request.

        Parameters
        ----------
        is_shown
            Whether a source is to read it; else it only led to others.

        Raises
        ------
        NotFetched
            Also if the site says that it is not there, or not for everybody.
        """
        answer = self.try_to_get(asked, is_shown=is_shown)
        if answer.status != 200:
            raise refused(answer)
        return answer

    def try_to_get(self, asked: Request | Url, *, is_shown: bool = True) -> Answer:
        """As ``get``, but an answer of any status is returned; only those with 200 are kept."""
        request = asked if isinstance(asked, Request) else Request(url=asked)
        if request.url.host not in self.hosts:
            raise AddressRefused(str(request.url), "it is on another site than the discussion")
        known = self.kept.find(request)
        if known is not None and known.checked_at > self._since:
            answer = self.kept.answer(known)  # of this visit, before a break
            self._reached(answer)
            return answer
        self._check_limits()
        answer = self.client.ask(request, known.headers if known is not None else {}, self._redirects_to)
        self.n_asked += 1
        self._reached(answer)
        if answer.status == 304 and known is not None:
            self.n_unchanged += 1
            self.kept.confirm(known, self.client.clock.now())
            return self.kept.answer(known)
        if self.archive is not None:
            self.archive(request, answer)
        if answer.status == 200:
            kept = self.kept.add(request, answer, self.client.clock.now(), is_shown)
            is_same = known is not None and known.sha256 == kept.sha256
            self.n_unchanged += is_same
            self.n_new += not is_same
        return answer

    def probe(self, asked: Request | Url, *, is_shown: bool = True) -> Answer | None:
        """The JSON that a site gives at an address if it is of the kind one thinks; None if it does not."""
        request = asked if isinstance(asked, Request) else Request(url=asked)
        try:
            answer = self.try_to_get(request, is_shown=is_shown)
        except (NotFetched, RobotsForbid) as error:
            self.note(str(error))
            return None
        if answer.status == 200 and not answer.is_html and answer.body.lstrip()[:1] in (b"{", b"["):
            return answer
        self.hide(request)
        return None

    def token(self, request: Request) -> Answer:
        """The answer to a request for a token: kept nowhere."""
        if request.url.host not in self.hosts:
            raise AddressRefused(str(request.url), "it is on another site than the discussion")
        return self.client.ask(request, hosts=self.hosts)

    def kept_answers(self, part: str, *, only_before: bool = False) -> Iterable[Answer]:
        """Answers that are kept whose address holds ``part``; ``only_before``: of visits that came to their end."""
        whole_at = self.kept.whole_at
        for record in self.kept:
            is_before = whole_at is not None and record.fetched_at <= whole_at
            if part in record.url and (is_before or not only_before):
                yield self.kept.answer(record)

    def settled(self, asked: Request | Url, days: float) -> Answer | None:
        """The answer that is kept of a visit that came to its end, if it is not older; for what rarely changes."""
        known = self.kept.find(asked if isinstance(asked, Request) else Request(url=asked))
        whole_at = self.kept.whole_at
        if known is None or whole_at is None or known.fetched_at > whole_at:
            return None
        is_fresh = self.client.clock.now() - known.checked_at <= timedelta(days=days)
        return self.kept.answer(known) if is_fresh else None

    def hide(self, asked: Request | Url) -> None:
        """Put an answer aside that another one makes needless."""
        self.kept.put(asked if isinstance(asked, Request) else Request(url=asked), False)

    def show(self, asked: Request | Url) -> None:
        """Let sources read an answer that was asked for only to look into it."""
        self.kept.put(asked if isinstance(asked, Request) else Request(url=asked), True)

    def note(self, text: str) -> None:
        """A sentence for the user, once."""
        if text not in self.notes:
            self.notes.append(text)

    def key(self, name: str, place: object = "", why: str = "") -> str:
        """The user's key for a site; "" if there is none and ``why`` says nothing.

        Raises
        ------
        SiteClosed
            If there is none, and the site cannot do without: ``why`` says so.
        """
        key = key_of(self.client.settings, name)
        if not key and why:
            raise SiteClosed(
                str(place), why, f'Put {name} = "env:NAME" under [fetch.keys] in miner.toml (see docs/fetching.md).'
            )
        return key

    def _reached(self, answer: Answer) -> None:
        """Only the address itself may lead to another host: from http to https, to www, from a short name."""
        if self._redirects_to is None:
            self.hosts.add(answer.url.host)
            self._redirects_to = self.hosts

    def _check_limits(self) -> None:
        settings = self.client.settings
        if self.n_asked >= settings.max_pages:
            raise LimitReached(f"stopped after {settings.max_pages:,} pages (fetch.max_pages); there are more")
        if self.client.clock.monotonic() > self._until:
            raise LimitReached(f"stopped after {settings.max_minutes:g} minutes (fetch.max_minutes); there is more")


def refused(answer: Answer) -> NotFetched:
    """What an answer without a page means for the user."""
    place, status = str(answer.url), f"{answer.status} {answer.reason}".strip()
    if answer.status in (401, 402, 403, 451):
        return NotFetched(
            place,
            f"the site does not show it to everybody ({status})",
            "Save the page from a browser and give the file.",
        )
    if answer.status in (404, 410):
        return NotFetched(place, f"there is nothing ({status})", "Check the address in a browser.")
    return NotFetched(place, f"it answered {status}", "Try again later.")
