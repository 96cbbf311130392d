"""Downloads of Facebook and Instagram accounts: posts and comments, their letters repaired, messages left to others."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, check_case, items, material, posts

from miner.errors import NoPostsFound
from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.social.download_entries import OWNER
from miner.sources.social.downloads import DownloadArchive, FacebookDownload, InstagramDownload

FACEBOOK = FIXTURES / "facebook_download"
INSTAGRAM = FIXTURES / "instagram_download"


@pytest.mark.parametrize("name", ["your_posts_1.json", "comments.json"])
def test_facebook_example_reads_as_expected(name: str) -> None:
    check_case(FacebookDownload(), FACEBOOK / name)


@pytest.mark.parametrize("name", ["post_comments_1.json", "reels_comments.json", "posts_1.json"])
def test_instagram_example_reads_as_expected(name: str) -> None:
    check_case(InstagramDownload(), INSTAGRAM / name)


def test_damaged_letters_are_repaired() -> None:
    first = posts(FacebookDownload(), (FACEBOOK / "your_posts_1.json").read_bytes())[0]
    assert first.text == "Grüner Tee 🫖 braucht kein teures Kännchen, sagt Otto Blatt. #tee"
    assert (first.mentions, first.hashtags, first.author) == (("Otto Blatt",), ("tee",), OWNER)
    assert first.edited_at is not None


def test_comments_in_a_group_are_a_thread() -> None:
    transcript = read([str(FACEBOOK / "comments.json")])
    assert sorted(thread.title for thread in transcript.threads) == ["", "Teefreunde Köln"]
    assert {post.author for post in transcript.posts} == {"Vera Krüger"}


def test_facebook_zip_is_read_together_but_for_its_messages(tmp_path: Path) -> None:
    packed = tmp_path / "facebook.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(FACEBOOK / "your_posts_1.json", "your_facebook_activity/posts/your_posts_1.json")
        file.write(FACEBOOK / "comments.json", "your_facebook_activity/comments_and_reactions/comments.json")
        file.write(FACEBOOK / "likes_and_reactions_1.json", "your_facebook_activity/comments_and_reactions/likes.json")
        file.write(FACEBOOK / "profile_information.json", "personal_information/profile_information.json")
        file.writestr("your_facebook_activity/posts/media/1.jpg", b"\xff\xd8\xff")
        file.writestr(
            "your_facebook_activity/messages/inbox/otto_1/message_1.json", '{"participants": [], "messages": []}'
        )
    transcript = read([str(packed)])
    account = next(account for account in transcript.accounts if account.source == "facebook_download")
    assert account.kept == 5
    assert account.skipped == {"file of the download without posts": 2, "no text": 2, "reaction": 1}
    assert {post.author for post in transcript.posts if post.id.startswith("facebook:")} == {"Vera Krüger"}


def test_instagram_folder_takes_the_name_of_the_profile(tmp_path: Path) -> None:
    comments = tmp_path / "your_instagram_activity" / "comments"
    profile = tmp_path / "personal_information"
    comments.mkdir(parents=True)
    profile.mkdir()
    for name in ("post_comments_1.json", "reels_comments.json"):
        (comments / name).write_bytes((INSTAGRAM / name).read_bytes())
    (profile / "personal_information.json").write_bytes((INSTAGRAM / "personal_information.json").read_bytes())
    transcript = read([str(tmp_path)])
    assert {post.author for post in transcript.posts} == {"vera.trinkt"}
    assert transcript.accounts[0].kept == 3


def test_files_in_other_folders_are_left_alone() -> None:
    names = ("posts/your_posts_1.json", "posts/media/1.jpg", "mail/inbox.mbox", "notes.txt")
    data = (FACEBOOK / "your_posts_1.json").read_bytes()
    settings = SourceSettings()
    entries = tuple(
        Entry(name, name, lambda name=name: data if name.endswith(".json") else b"words", settings)  # type: ignore[misc]
        for name in names
    )
    taken = DownloadArchive(FacebookDownload(), "facebook").members(Bundle("folder", entries, settings, is_folder=True))
    assert [entry.name for entry in taken] == ["posts/your_posts_1.json", "posts/media/1.jpg"]


@pytest.mark.parametrize(
    "file",
    [FACEBOOK / "likes_and_reactions_1.json", INSTAGRAM / "following.json", INSTAGRAM / "personal_information.json"],
    ids=lambda file: file.name,
)
def test_files_without_posts_are_refused(file: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(file)])


@pytest.mark.parametrize(
    "text",
    [
        '{"participants": [], "messages": [{"sender_name": "a", "timestamp_ms": 1, "content": "b"}]}',
        '[{"timestamp": 1710435600, "text": "of another program"}]',
        '[{"title": "a", "creation_timestamp": "yesterday"}]',
    ],
)
def test_other_lists_are_not_recognised(text: str) -> None:
    assert not FacebookDownload().recognises(material(text))
    assert not InstagramDownload().recognises(material(text))


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_every_entry_is_accounted_for(texts: list[str]) -> None:
    entries = [
        {"timestamp": 1710435600 + at, "data": [{"post": text.encode("utf-8", "replace").decode("latin-1")}]}
        for at, text in enumerate(texts)
    ]
    found = items(FacebookDownload(), json.dumps(entries))
    kept = posts(FacebookDownload(), json.dumps(entries))
    assert len(kept) + sum(item.n for item in found if isinstance(item, Skipped)) == len(texts)
