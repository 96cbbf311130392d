"""Comments in the state that pages leave for their scripts: read as JSON, never evaluated."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from miner.sources.blogs.comments import Comment
from miner.sources.pages.state_json import comments_in_state


def found(script: str, attributes: str = "") -> list[Comment]:
    return comments_in_state(LexborHTMLParser(f"<html><body><script {attributes}>{script}</script></body></html>"))


ROWS = [
    {"id": 1, "text": "The bridge should stay open.", "author": {"name": "Ann"}, "createdAt": 1714546800000},
    {
        "id": 2,
        "text": "Only for bicycles, then.",
        "author": {"name": "Bo"},
        "createdAt": "2024-05-01T08:00:00Z",
        "parentId": 1,
    },
]


@pytest.mark.parametrize(
    "script",
    [
        f"window.__INITIAL_STATE__ = {json.dumps({'comments': ROWS})};",
        f"window['__PRELOADED_STATE__']={json.dumps({'comments': ROWS})}; more();",
        f"window.__STATE__ = JSON.parse({json.dumps(json.dumps({'comments': ROWS}))});",
        f"var x = 1; self.__APP_DATA__ = {json.dumps({'comments': {'1': ROWS[0], '2': ROWS[1]}})}",
    ],
)
def test_state_in_any_wrapping(script: str) -> None:
    comments = found(script)
    assert [(comment.number, comment.author, comment.parent) for comment in comments] == [
        ("1", "Ann", ""),
        ("2", "Bo", "1"),
    ]
    assert all(comment.stamp.at is not None for comment in comments)


def test_names_that_others_point_to() -> None:
    state = {
        "User:7": {"__typename": "User", "displayName": "Ann"},
        "Comment:1": {
            "__typename": "Comment",
            "id": "1",
            "body": "Words of mine.",
            "author": {"__ref": "User:7"},
            "createdAt": "2024-05-01",
        },
        "Comment:2": {
            "__typename": "Comment",
            "id": "2",
            "body": "More of them.",
            "author": {"__ref": "User:7"},
            "createdAt": "2024-05-02",
        },
    }
    comments = found(json.dumps({"apollo": state, "padding": "x" * 80}), 'type="application/json"')
    assert [comment.author for comment in comments] == ["Ann", "Ann"]


@pytest.mark.parametrize(
    "script",
    [
        'window.__NUXT__ = (function(a,b){return {comments:[{text:a,author:b}]}}("words","Ann")); /* code is not run to see what it gives */',
        "window.__INITIAL_STATE__ = " + "[" * 5000,
        "window.__INITIAL_STATE__ = {'comments': [not json]}" + " " * 80,
        f"window.__INITIAL_STATE__ = {json.dumps({'related': [{'id': n, 'text': 'A teaser.', 'headline': 'H', 'author': 'Desk', 'date': '2024-05-01'} for n in range(5)]})}",
        f"window.__INITIAL_STATE__ = {json.dumps({'products': [{'id': n, 'description': 'A kettle.', 'name': 'K', 'created': '2024-05-01'} for n in range(5)]})}",
    ],
    ids=["function", "brackets", "broken", "teasers", "products"],
)
def test_what_holds_no_comments_gives_none(script: str) -> None:
    assert found(script) == []
