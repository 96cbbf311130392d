"""Whatever stands in the fields of an object: nothing breaks, spans fit, no post is empty or answers itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import items, posts

from miner.sources.base import Source
from miner.sources.social import SOURCES

_NAMES = {
    "bluesky": "post record value uri $type text reply parent replies reason by facets index features embed feed thread",
    "mastodon": "id content account acct reblog quote quoted_status spoiler_text in_reply_to_id mentions tags poll options",
    "activitypub": "type object actor content contentMap name summary replies items first inReplyTo tag url attributedTo",
    "instagram_download": "string_map_data Comment value timestamp media creation_timestamp title uri string_list_data",
    "facebook_download": "timestamp data post comment author group attachments media external_context update_timestamp",
}
_WORDS = [
    "1",
    "at://a/app.bsky.feed.post/1",
    "app.bsky.feed.post",
    "Note",
    "Create",
    "https://a.example/1",
    "<p>a",
    "Ã©",
]


def _values(source: Source) -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(_WORDS)
    names = st.sampled_from(_NAMES[source.name].split())
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6), max_leaves=30
    )


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if source.name in _NAMES], ids=lambda source: source.name
)
@given(data=st.data())
def test_no_shape_breaks_a_source(source: Source, data: st.DataObject) -> None:
    text = json.dumps(data.draw(_values(source)))
    items(source, text)
    for post in posts(source, text):
        assert post.text
        assert post.parent_id != post.id
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if source.name in _NAMES], ids=lambda source: source.name
)
@given(text=st.text(max_size=60))
def test_recognising_never_raises(source: Source, text: str) -> None:
    from source_reading import material

    source.recognises(material(text.encode("utf-8", "replace")))
