"""YouTube: the comments below a video with all replies, by the Data API and a key of the user's own."""

from __future__ import annotations

import re

from miner.fetch.records import Request
from miner.fetch.urls import Url, parse_url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child, children, number, string

_INTERFACE = "www.googleapis.com"
_HOSTS = ("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be")
_NAME = re.compile(r"[A-Za-z0-9_-]{11}\Z")


class YouTube:
    """Threads in pages of a hundred; replies that did not come with them by themselves."""

    name = "youtube"
    fetches = "comments below YouTube videos with all replies, by a Data API key of yours"
    example = "https://www.youtube.com/watch?v=abcdefghijk"
    hosts = (_INTERFACE,)

    def recognises(self, url: Url) -> bool:
        return url.host in _HOSTS

    def visit(self, url: Url, visit: Visit) -> None:
        video = _video(url)
        if not video:
            raise NotThisSite
        key = visit.key("youtube", url, "YouTube gives comments as data only to those with a key for its Data API")
        asking = _Asking(key, visit)
        for page in asking.pages("commentThreads", part="snippet,replies", videoId=video, order="time"):
            for thread in children(page, "items"):
                snippet = child(thread, "snippet")
                n_here = len(children(child(thread, "replies"), "comments"))
                if (number(snippet, "totalReplyCount") or 0) > n_here:
                    asking.all_pages("comments", part="snippet", parentId=string(thread, "id"))


class _Asking:
    def __init__(self, key: str, visit: Visit) -> None:
        self._headers = {"X-Goog-Api-Key": key}
        self._visit = visit
        self._base = parse_url(f"https://{_INTERFACE}/")

    def pages(self, method: str, **query: str) -> list[object]:
        """The answers of a list, page after page; one without entries is not for a source to read."""
        found: list[object] = []
        token = ""
        while True:
            own = {**query, "maxResults": "100", "textFormat": "plainText", **({"pageToken": token} if token else {})}
            url = self._base.at(f"/youtube/v3/{method}", **own)
            request = Request(url, secret_headers=self._headers, obeys_robots=False)
            value = self._visit.get(request).json()
            found.append(value)
            if not children(value, "items"):
                self._visit.hide(request)
            token = string(value, "nextPageToken")
            if not token:
                return found

    def all_pages(self, method: str, **query: str) -> None:
        """The same, only to be kept."""
        self.pages(method, **query)


def _video(url: Url) -> str:
    """The name of the video; "" for any other page."""
    name = url.path[1:] if url.host == "youtu.be" else url.query.get("v", "")
    if url.path.startswith(("/shorts/", "/live/", "/embed/")):
        name = url.path.split("/")[2]
    return name if _NAME.match(name) else ""
