"""GitHub: issues and pull requests with all comments; discussions, for which it wants a token.

Without a token 60 requests an hour are free, with one of your own (without any rights) 5,000.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from miner.errors import NotFetched
from miner.fetch.records import Request
from miner.fetch.sites.base import next_link
from miner.fetch.urls import Url, parse_url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child, children, number, string

_INTERFACE = "api.github.com"
_PLACE = re.compile(
    r"/(?P<owner>[A-Za-z0-9-]{1,60})/(?P<repo>[A-Za-z0-9._-]{1,120})/(?P<kind>issues|pull|discussions)/(?P<number>\d{1,9})"
)
_ACCEPT = "application/vnd.github+json"
_PER_PAGE = 100
_FIELDS = "id url body createdAt lastEditedAt author { login } upvoteCount"
_QUERY = f"""query($owner: String!, $repo: String!, $number: Int!, $after: String) {{
  repository(owner: $owner, name: $repo) {{
    discussion(number: $number) {{
      number title {_FIELDS}
      comments(first: 50, after: $after) {{
        totalCount
        pageInfo {{ hasNextPage endCursor }}
        nodes {{ {_FIELDS} isAnswer replies(first: 100) {{ totalCount nodes {{ {_FIELDS} }} }} }}
      }}
    }}
  }}
}}"""


class GitHub:
    """Issues by REST, discussions by GraphQL."""

    name = "github"
    fetches = "GitHub issues and pull requests with comments; discussions with a token of yours"
    example = "https://github.com/ann/tool/issues/12"
    hosts = (_INTERFACE,)

    def recognises(self, url: Url) -> bool:
        return url.host == "github.com" and bool(_PLACE.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        found = _PLACE.match(url.path)
        if found is None:
            raise NotThisSite
        place = found.groupdict()
        if place["kind"] == "discussions":
            _fetch_discussion(url, place, visit)
            return
        base = f"/repos/{place['owner']}/{place['repo']}"
        key = visit.key("github")
        visit.get(_request(f"{base}/issues/{place['number']}", key))
        _fetch_pages(f"{base}/issues/{place['number']}/comments", key, visit)
        if place["kind"] == "pull":
            _fetch_pages(f"{base}/pulls/{place['number']}/comments", key, visit)


def _fetch_pages(path: str, key: str, visit: Visit) -> None:
    request = _request(path, key, per_page=_PER_PAGE)
    while True:
        answer = visit.get(request)
        if answer.json() == []:
            visit.hide(request)
        url = next_link(answer)
        if url is None or str(url) == str(request.url):
            return
        request = Request(url, _ACCEPT, _headers(key), obeys_robots=False)


def _fetch_discussion(url: Url, place: dict[str, Any], visit: Visit) -> None:
    key = visit.key("github", url, "GitHub gives discussions as data only to those with a token")
    after: str | None = None
    while True:
        variables = {
            "owner": place["owner"],
            "repo": place["repo"],
            "number": int(place["number"]),
            "after": after,
        }
        body = msgspec.json.encode({"query": _QUERY, "variables": variables})
        request = Request(
            parse_url(f"https://{_INTERFACE}/graphql"), _ACCEPT, _headers(key), body=body, obeys_robots=False
        )
        value = visit.get(request).json()
        discussion = child(child(child(value, "data"), "repository"), "discussion")
        if discussion is None:
            visit.hide(request)
            said = "; ".join(string(error, "message") for error in children(value, "errors"))
            raise NotFetched(str(url), said[:300] or "there is no such discussion", "Check the address in a browser.")
        _note_what_is_cut(url, children(child(discussion, "comments"), "nodes"), visit)
        page = child(child(discussion, "comments"), "pageInfo")
        after = string(page, "endCursor")
        if child(page, "hasNextPage") is not True or not after:
            return


def _note_what_is_cut(url: Url, comments: Sequence[object], visit: Visit) -> None:
    """Replies beyond the first hundred of one comment."""
    replies = [child(comment, "replies") for comment in comments]
    n_cut = sum(max(0, (number(found, "totalCount") or 0) - len(children(found, "nodes"))) for found in replies)
    if n_cut:
        visit.note(f"{url}: {n_cut:,} replies are missing: of one comment GitHub gives the first hundred")


def _request(path: str, key: str, **query: int) -> Request:
    url = parse_url(f"https://{_INTERFACE}/").at(path, **query)
    return Request(url, _ACCEPT, _headers(key), obeys_robots=False)  # made for programs, on a host of its own


def _headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}
