"""Discourse: a topic with all its posts, a category, or the latest topics, as the forum's own pages ask for them.

A topic answers with its first twenty posts and the numbers of all (``stream``); the others are asked for by number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from miner.errors import NotFetched
from miner.fetch.records import Answer
from miner.fetch.sites.base import changed_pages, on_same_host
from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child, children, number, string

_TOPIC = re.compile(r"(?P<base>.*)/t/(?:(?P<slug>[^/]+)/)?(?P<id>\d{1,10})(?:/\d{1,7})?(?:\.json)?/?\Z")
_LIST = re.compile(r".*/(?:c/[^?]+?/\d{1,7}(?:/l/latest)?|tag/[^/]+|latest|top)(?:\.json)?/?\Z")
_NAME = re.compile(r"[\w%.~-]{1,300}")
_AT_ONCE = 20  # posts; what the forum's own pages ask for


class Discourse:
    """Topics, and lists of topics."""

    name = "discourse"
    fetches = "Discourse topics with all posts, categories, tags and the latest topics"
    example = "https://forum.example/t/a-topic/57"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return bool(_TOPIC.match(url.path) or _LIST.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        if _TOPIC.match(url.path):
            if not fetched_topic(url, visit):
                raise NotThisSite
        else:
            _fetch_list(url, visit)


def fetched_topic(url: Url, visit: Visit) -> bool:
    """Fetch a topic with all its posts; False if the address is not one of a topic.

    Raises
    ------
    NotThisSite
        If no forum of this kind answers there.
    """
    found = _TOPIC.match(url.path)
    if found is None:
        return False
    name = f"{found['slug']}/{found['id']}" if found["slug"] and found["slug"] != "-" else found["id"]
    place = url.at(f"{found['base']}/t/{name}.json")
    answer = visit.probe(place)
    value = answer.json() if answer is not None else None
    stream = child(child(value, "post_stream"), "stream")
    if not isinstance(stream, list):
        if children(child(value, "post_stream"), "posts") and child(value, "isMegaTopic") is True:
            _fetch_pages(place, number(value, "posts_count") or 0, visit)
            return True
        visit.hide(place)
        raise NotThisSite
    known = _known_posts(found["id"], visit)
    wanted = [entry for entry in stream if isinstance(entry, int) and entry not in known]
    for start in range(0, len(wanted), _AT_ONCE):
        query = "&".join(f"post_ids[]={entry}" for entry in wanted[start : start + _AT_ONCE])
        visit.get(on_found(url, f"{found['base']}/t/{found['id']}/posts.json?{query}"))
    return True


def _fetch_pages(topic: Url, n_posts: int, visit: Visit) -> None:
    """A topic of ten thousand posts and more names no numbers; it is read page by page."""
    last = min(-(-n_posts // _AT_ONCE), visit.client.settings.max_pages + 1)
    places = [topic.at(topic.path, page=page) for page in range(2, last + 1)]
    changed_pages(visit, places, _numbers, _AT_ONCE)


def _numbers(answer: Answer) -> list[object]:
    return [number(post, "id") for post in children(child(answer.json(), "post_stream"), "posts")]


def on_found(url: Url, reference: str) -> Url:
    """An address on the same host; it is built here, so it is one."""
    found = on_same_host(url, reference)
    if found is None:
        raise NotFetched(str(url), "its own interface has no address there", "Check the address in a browser.")
    return found


def _fetch_list(url: Url, visit: Visit) -> None:
    """The topics of a list, the newest first, as far as the settings allow."""
    base = url.path.removesuffix("/").removesuffix(".json")
    page: Url | None = url.at(f"{base}.json", **url.query)
    topics: dict[int, dict[str, Any]] = {}
    most = visit.client.settings.max_threads
    while page is not None and len(topics) < most:
        answer = visit.probe(page, is_shown=False)
        found = child(answer.json(), "topic_list") if answer is not None else None
        listed = children(found, "topics")
        if not listed:
            if topics:
                break
            raise NotThisSite
        topics |= {at: dict(topic) for topic in listed if (at := number(topic, "id")) is not None}
        more = string(found, "more_topics_url")
        page = on_same_host(url, re.sub(r"(?=\?|\Z)", ".json", more, count=1)) if more else None
    chosen = sorted(topics.values(), key=lambda topic: string(topic, "bumped_at"), reverse=True)
    if len(chosen) > most or page is not None:
        visit.note(
            f"{url}: the {min(most, len(chosen))} newest topics were fetched (fetch.max_threads); there are more"
        )
    _fetch_topics(url, chosen[:most], visit)


def _fetch_topics(url: Url, topics: Sequence[dict[str, Any]], visit: Visit) -> None:
    """Each topic whose number of posts or time of the last one is not what is kept."""
    known = {_state(kept, visit) for kept in visit.kept_answers("/t/") if not kept.url.path.endswith("/posts.json")}
    prefix = re.split(r"/(?:c|tag|latest|top)(?:[/.]|\Z)", url.path, maxsplit=1)[0]
    for topic in topics:
        state = (number(topic, "id"), number(topic, "posts_count"), string(topic, "last_posted_at"))
        if state not in known:
            name = string(topic, "slug") if _NAME.fullmatch(string(topic, "slug")) else "-"
            fetched_topic(url.at(f"{prefix}/t/{name}/{number(topic, 'id')}"), visit)


def _state(answer: Answer, visit: Visit) -> tuple[int | None, int | None, str]:
    """Number, posts and time of the last one of a topic that is kept whole; of one that is not, what matches nothing."""
    value = answer.json()
    stream = child(child(value, "post_stream"), "stream")
    topic = number(value, "id")
    if not isinstance(stream, list) or not _known_posts(str(topic), visit).issuperset(stream):
        return None, None, ""
    return topic, number(value, "posts_count"), string(value, "last_posted_at")


def _known_posts(topic: str, visit: Visit) -> set[int | None]:
    """The numbers of a topic's posts that are kept."""
    own = re.compile(rf"/t/(?:[^/]+/)?{topic}(?:/posts)?\.json\Z")
    kept = (answer for answer in visit.kept_answers(f"/{topic}") if own.search(answer.url.path))
    return {number(post, "id") for answer in kept for post in children(child(answer.json(), "post_stream"), "posts")}
