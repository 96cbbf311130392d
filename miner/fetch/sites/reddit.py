"""Reddit: a thread by the user's own app, with all its comments; without one only the feed, if Reddit allows it.

Reddit closed its JSON to visitors in 2023; robots.txt asks all programs to stay away.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from miner.errors import BadSetting, RobotsForbid, SiteClosed
from miner.fetch.records import Request
from miner.fetch.urls import Url, parse_url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child, children, string

_HOSTS = ("reddit.com", "www.reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com")
_THREAD = re.compile(r"(?P<path>(?:/r/[A-Za-z0-9_]{2,30})?/comments/(?P<id>[a-z0-9]{2,12}))(?:/|\Z)")
_TOKENS, _INTERFACE = "www.reddit.com", "oauth.reddit.com"
_AT_ONCE = 100  # comments asked for by number; the most it gives


class Reddit:
    """The tree of comments, then what it leaves out ("more")."""

    name = "reddit"
    fetches = "Reddit threads with all comments, by an app of yours"
    example = "https://www.reddit.com/r/example/comments/abc123/a_thread/"
    hosts = (_TOKENS, _INTERFACE)

    def recognises(self, url: Url) -> bool:
        return url.host in _HOSTS

    def visit(self, url: Url, visit: Visit) -> None:
        found = _THREAD.match(url.path)
        if found is None:
            raise SiteClosed(str(url), "of Reddit only threads are fetched", "Give the address of a thread.")
        key = visit.key("reddit")
        if key:
            _fetch_thread(found["id"], _token(key, visit), visit)
        else:
            _fetch_feed(url, found["path"], visit)


def _fetch_feed(url: Url, path: str, visit: Visit) -> None:
    try:
        visit.get(parse_url(f"https://{_TOKENS}{path}/.rss?limit=500"))
    except RobotsForbid as error:
        raise SiteClosed(
            str(url),
            "Reddit asks programs without a key to stay away",
            'Register an app of your own and put reddit = "env:NAME" under [fetch.keys] in miner.toml, or save the thread '
            "from a browser (its address with .json at the end, while you are signed in) and give the file.",
        ) from error
    visit.note(f"{url}: a feed holds only the newest comments; all of them need an app of yours (docs/fetching.md)")


def _token(key: str, visit: Visit) -> str:
    """A token for an hour, for the number and secret of an app."""
    if key.count(":") != 1:
        raise BadSetting(
            "fetch.keys.reddit", "the settings", "something else", "number and secret of an app, as ID:SECRET"
        )
    request = Request(
        parse_url(f"https://{_TOKENS}/api/v1/access_token"),
        secret_headers={"Authorization": f"Basic {base64.b64encode(key.encode()).decode()}"},
        body=b"grant_type=client_credentials",
        obeys_robots=False,
    )
    answer = visit.token(request)
    token = string(answer.json(), "access_token") if answer.status == 200 else ""
    if not token or not token.isascii() or not token.isprintable():
        raise SiteClosed(
            "www.reddit.com", f"it refused the app's key ({answer.status})", "Check its number and secret."
        )
    return token


def _fetch_thread(number: str, token: str, visit: Visit) -> None:
    base = parse_url(f"https://{_INTERFACE}/")
    headers = {"Authorization": f"Bearer {token}"}
    tree = visit.get(
        Request(base.at(f"/comments/{number}", limit=500, raw_json=1), "*/*", headers, obeys_robots=False)
    ).json()
    if not isinstance(tree, list) or len(tree) < 2:
        raise NotThisSite
    waiting = list(_left_out(tree))
    asked: set[str] = set()
    while waiting:
        batch = [name for name in dict.fromkeys(waiting) if name not in asked][:_AT_ONCE]
        if not batch:
            return
        asked |= set(batch)
        query = {"link_id": f"t3_{number}", "children": ",".join(batch), "api_type": "json", "raw_json": "1"}
        value = visit.get(Request(base.at("/api/morechildren", **query), "*/*", headers, obeys_robots=False)).json()
        waiting = [name for name in waiting if name not in asked]
        waiting += _left_out(children(child(child(value, "json"), "data"), "things"))


def _left_out(value: Any) -> Iterator[str]:
    """The numbers of the comments that stubs name, wherever they stand; a stack, for replies stand in replies."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += reversed(node)
            continue
        data = child(node, "data")
        if string(node, "kind") == "more":
            yield from (name for name in child(data, "children") or () if isinstance(name, str) and name.isalnum())
        else:
            stack += [found for name in ("children", "replies") if isinstance(found := child(data, name), list | dict)]
