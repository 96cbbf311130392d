"""Comments below videos: the API's pages, downloads, and one's own in Takeout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, cases, check_case, items, material, posts

from miner.sources import read, recognised_by
from miner.sources.base import Failed, Note, Source
from miner.sources.mail.downloaded_comments import CommentDownloader, YtDlp, short_number
from miner.sources.mail.youtube_api import YouTubeComments
from miner.sources.mail.youtube_takeout import YouTubeTakeout, takeout_text
from miner.transcript import Post

SOURCES: dict[str, Source] = {
    source.name: source for source in (YouTubeComments(), YtDlp(), CommentDownloader(), YouTubeTakeout())
}
FILES = [(name, file) for name in SOURCES for file in cases(name) if file.suffix != ".md"]
# Sample -> comments, comments that their video is said to have.
SAMPLES = {
    "comment_thread_single": (1, 1),
    "comment_threads_all_to_me": (4, 5),
    "comment_threads_by_channel": (2, 2),
    "comment_threads_by_video_paged_1": (5, 7),
    "comment_threads_by_video_paged_2": (5, 7),
    "comment_threads_with_search": (1, 1),
    "comments_by_parent_paged_1": (2, None),
    "comments_single": (1, None),
}


@pytest.mark.parametrize(("name", "file"), FILES, ids=[f"{name}/{file.name}" for name, file in FILES])
def test_example_reads_as_expected(name: str, file: Path) -> None:
    check_case(SOURCES[name], file)
    assert recognised_by(material(file.read_bytes()))[0].name == name


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "youtube_comments_api" / f"python-youtube__{name}.json")])
    account = transcript.accounts[0]
    claimed = [thread.n_claimed for thread in transcript.threads if thread.n_claimed is not None]
    assert (account.source, account.kept, sum(claimed) if claimed else None) == ("youtube_comments", *SAMPLES[name])
    assert not account.failed


def test_pages_of_a_folder_are_read_together(tmp_path: Path) -> None:
    for name in ("threads.json", "replies.json"):
        (tmp_path / name).write_bytes((FIXTURES / "youtube_comments" / name).read_bytes())
    transcript = read([str(tmp_path)])
    assert len(transcript.threads) == 1
    assert {post.id: post.parent_id for post in transcript.posts}["youtube:UgA.2"] == "youtube:UgA"
    assert "replies that are counted and not in the file: 1" in transcript.accounts[0].notes
    assert all("orphan" not in post.flags for post in transcript.posts)


def test_displayed_text_is_html_and_typed_text_is_not() -> None:
    snippet = {"videoId": "v", "authorDisplayName": "Ann", "publishedAt": "2024-03-04T09:00:00Z"}
    displayed = {"kind": "youtube#comment", "id": "1", "snippet": {**snippet, "textDisplay": "a &lt; b<br>c"}}
    typed = {
        "kind": "youtube#comment",
        "id": "1",
        "snippet": {**snippet, "textDisplay": "x", "textOriginal": "a &lt; b<br>c"},
    }
    assert [posts(YouTubeComments(), json.dumps(value))[0].text for value in (displayed, typed)] == [
        "a < b\nc",
        "a &lt; b<br>c",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "youtube#videoListResponse", "items": [{"kind": "youtube#video", "id": "1"}]}',
        '{"comments": [{"id": 1, "text": "x", "parent": "root"}]}',  # of no program that is known
        '{"extractor": "youtube", "comments": []}',
        '{"cid": 1}',
        "Channel ID,Channel title\nUC1,x\n",
        '{"kind": "youtube#commentThreadListResponse", "items": [',
        "[[[[",
    ],
)
def test_what_holds_no_comments_is_not_recognised(text: str) -> None:
    assert not [name for name, source in SOURCES.items() if source.recognises(material(text))]


def test_replies_of_other_sites_keep_their_site_and_exact_time() -> None:
    info = {
        "id": "sm9",
        "extractor_key": "Niconico",
        "webpage_url": "https://example.org/sm9",
        "comments": [{"id": 7, "parent": "root", "text": "so it is", "author": "ann", "timestamp": 1710435610}],
    }
    post = posts(YtDlp(), json.dumps(info))[0]
    assert (post.id, post.precision, post.flags) == ("niconico:7", "second", ())


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("12", 12),
        ("1,204", 1204),
        ("1.2K", 1200),
        ("3M", 3_000_000),
        ("", 0),
        (None, 0),
        (5, 5),
        ("many", 0),
        (True, 0),
    ],
)
def test_short_numbers(shown: Any, number: int) -> None:
    assert short_number(shown) == number


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('{"takeoutSegments":[{"text":"a "},{"text":"b"}]}', "a b"),
        ('{"text":"a "},{"text":"b","mention":{"channelId":"x"}}', "a b"),
        ("plain", "plain"),
        ("{no json", "{no json"),
        ('{"other": 1}', '{"other": 1}'),
        ("{" * 3000, "{" * 3000),
    ],
)
def test_texts_of_takeout(cell: str, text: str) -> None:
    assert takeout_text(cell) == text


def test_further_pages_are_noted() -> None:
    text = (FIXTURES / "youtube_comments" / "threads.json").read_text()
    assert Note(text="at least one page says that further pages follow") in items(YouTubeComments(), text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "kind",
                    "id",
                    "snippet",
                    "topLevelComment",
                    "replies",
                    "comments",
                    "textDisplay",
                    "parentId",
                    "text",
                    "cid",
                    "parent",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=5))
def test_objects_of_any_shape_are_counted(entries: list[Any]) -> None:
    """Comments with wrong fields become posts, skipped or failed, and nothing raises."""
    shaped = [{"kind": "youtube#commentThread", **entry} if isinstance(entry, dict) else entry for entry in entries]
    found = items(YouTubeComments(), json.dumps({"kind": "youtube#commentThreadListResponse", "items": shaped}))
    assert all(item.id for item in found if isinstance(item, Post))
    info = {"extractor": "youtube", "comments": [{"id": 1, "parent": "root", "text": "x"}, *entries]}
    lost = sum(item.n for item in items(YtDlp(), json.dumps(info)) if isinstance(item, Failed))
    assert lost <= len(entries)
