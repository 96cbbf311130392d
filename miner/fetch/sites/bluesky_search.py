"""Bluesky: what a search or a hashtag finds, for members; asked with an app password of the user's own.

The public interface refuses searches since January 2025; a member's own server passes them on.
"""

from __future__ import annotations

from typing import Any

import msgspec

from miner.errors import BadSetting, NotFetched, SiteClosed
from miner.fetch.records import Request
from miner.fetch.urls import Url, parse_url
from miner.fetch.visit import Visit
from miner.sources.json_values import children, string

INTERFACE = "bsky.social"
_SEARCH = "/xrpc/app.bsky.feed.searchPosts"
_PER_PAGE = 100  # the most it gives


def wanted_in(url: Url) -> str:
    """What an address of the site searches for; "" if it is none of a search."""
    if url.path.startswith("/hashtag/"):
        tag = url.path.split("/")[2]
        return f"#{tag}" if tag else ""
    return url.query.get("q", "") if url.path.rstrip("/") == "/search" else ""


def fetch_search(url: Url, wanted: str, visit: Visit) -> None:
    """Posts that hold the words, the newest first, back to those that are kept already.

    Raises
    ------
    SiteClosed
        If there is no key, or it is refused.
    """
    key = visit.key("bluesky", url, "Bluesky lets only members search")
    headers = {"Authorization": f"Bearer {_token(url, key, visit)}"}
    newest = max((string(post, "indexedAt") for post in _known(visit)), default="")
    query = {"q": wanted, "sort": "latest", "limit": str(_PER_PAGE), **({"since": newest} if newest else {})}
    most = visit.client.settings.max_threads
    cursor = ""
    for _ in range(most):
        place = parse_url(f"https://{INTERFACE}/").at(_SEARCH, **query, **({"cursor": cursor} if cursor else {}))
        request = Request(place, secret_headers=headers, obeys_robots=False)  # with the user's own key
        value = visit.get(request).json()
        if not children(value, "posts"):
            visit.hide(request)
        before, cursor = cursor, string(value, "cursor")
        if not cursor or cursor == before or not children(value, "posts"):
            return
    visit.note(f"{url}: the newest {most * _PER_PAGE:,} posts were fetched (fetch.max_threads); there are more")


def _known(visit: Visit) -> list[Any]:
    """Posts of visits that came to their end."""
    answers = visit.kept_answers(_SEARCH, only_before=True)
    return [post for answer in answers for post in children(answer.json(), "posts")]


def _token(url: Url, key: str, visit: Visit) -> str:
    """A token for some minutes, for name and app password of a member."""
    name, _, password = key.rpartition(":")
    if not name or not password:
        raise BadSetting("fetch.keys.bluesky", "the settings", "something else", "HANDLE:APP-PASSWORD of a member")
    body = msgspec.json.encode({"identifier": name, "password": password})
    place = parse_url(f"https://{INTERFACE}/xrpc/com.atproto.server.createSession")
    answer = visit.token(Request(place, body=body, obeys_robots=False))
    if answer.status in (400, 401, 403):
        raise SiteClosed(
            str(url),
            "Bluesky does not accept the key",
            "Make an app password in its settings, under privacy and security.",
        )
    token = string(answer.json(), "accessJwt") if answer.status == 200 else ""
    if not token or not token.isascii() or not token.isprintable():
        raise NotFetched(str(url), f"Bluesky gave no token ({answer.status})", "Try again later.")
    return token
