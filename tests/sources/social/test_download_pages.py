"""Pages of a Facebook or Instagram download: what was said is read, lists of friends are refused or counted."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, material

from miner.errors import NoPostsFound
from miner.sources import read, recognised_by
from miner.sources.social.download_pages import DownloadPage

PAGES = FIXTURES / "download_page"
SAID = [file for file in cases("download_page") if file.suffix == ".html"]


@pytest.mark.parametrize("file", SAID, ids=lambda file: file.stem)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(DownloadPage(), file)


@pytest.mark.parametrize("file", sorted(PAGES.glob("*.html")), ids=lambda file: file.stem)
def test_no_other_source_takes_a_page_of_a_download(file: Path) -> None:
    assert recognised_by(material(file.read_bytes(), file.name))[0].name == "download_page"


def test_a_list_of_friends_is_refused() -> None:
    with pytest.raises(NoPostsFound, match="2 entry of a list that holds no posts"):
        read([str(PAGES / "your_friends.html")])


def download(folder: Path) -> Path:
    """As a download is unpacked: two pages of one conversation, posts, comments, and the friends."""
    inbox = folder / "your_facebook_activity" / "messages" / "inbox" / "street_12345"
    for name, place in (
        ("message_1", inbox / "message_1.html"),
        ("old_message_1", inbox / "message_2.html"),
        ("your_posts_1", folder / "your_facebook_activity" / "posts" / "your_posts_1.html"),
        ("comments", folder / "your_facebook_activity" / "comments_and_reactions" / "comments.html"),
        ("your_friends", folder / "connections" / "friends" / "your_friends.html"),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PAGES / f"{name}.html", place)
    return folder


def test_a_whole_download_is_read_together(tmp_path: Path) -> None:
    transcript = read([str(download(tmp_path / "facebook-ann"))])
    (account,) = transcript.accounts
    assert (account.source, account.kept, account.failed) == ("download_page", 9, {})
    assert account.skipped == {"file of the download without posts": 1, "media without text": 1, "no text": 1}
    assert {thread.id for thread in transcript.threads if thread.is_chat} == {"messenger:street_12345"}
    assert all("#box" in post.locator for post in transcript.posts)


def test_a_packed_download_reads_the_same(tmp_path: Path) -> None:
    folder = download(tmp_path / "facebook-ann")
    with zipfile.ZipFile(tmp_path / "facebook-ann.zip", "w") as archive:
        for file in sorted(folder.rglob("*.html")):
            archive.write(file, file.relative_to(tmp_path))
    packed = read([str(tmp_path / "facebook-ann.zip")])
    assert [post.text for post in packed.posts] == [post.text for post in read([str(folder)]).posts]


def test_people_who_take_part_and_reactions_are_no_words_of_a_message() -> None:
    text = " ".join(post.text for post in read([str(PAGES / "message_1.html")]).posts)
    assert not any(words in text for words in ("Participants", "👍", "192.0.2.7"))
