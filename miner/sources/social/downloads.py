"""What Facebook and Instagram let people download of their account: their posts and comments, as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, Literal

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.cleaning import clean
from miner.sources.json_values import child, children, string
from miner.sources.material import Material
from miner.sources.mojibake import repaired
from miner.sources.notes import Repair
from miner.sources.social.download_entries import (
    OWNER,
    DownloadEntry,
    entries_of,
    facebook_entry,
    instagram_entry,
    is_facebook,
    is_instagram,
)
from miner.transcript import Post, Thread, content_id

NO_POSTS = "file of the download without posts"
_LOOKED_AT = 20  # entries, for recognition
# Folders under the root of a download that hold posts and comments, by year of the layout.
_FOLDERS = frozenset(
    (
        "your_facebook_activity",
        "your_activity_across_facebook",
        "your_instagram_activity",
        "comments_and_reactions",
        "posts",
        "comments",
        "groups",
        "content",
        "media",
    )
)
# Folders that only a whole download has beside them.
_ALWAYS_THERE = frozenset(
    (
        "personal_information",
        "profile_information",
        "security_and_login_information",
        "connections",
        "preferences",
        "logged_information",
        "account_information",
        "ads_information",
        "followers_and_following",
    )
)
_MESSAGES = frozenset(("messages", "inbox", "message_requests", "archived_threads"))  # chats: other sources read them
_COMMENTS = re.compile(r"/comments_\w+/|/\d+$")  # lists of comments by their key; or the only list of a file


class FacebookDownload:
    """Dated entries with ``data``: ``your_posts_1.json``, ``comments.json``, posts and comments in groups."""

    name = "facebook_download"
    reads = "posts and comments of a Facebook account (download as JSON, zip or single file)"
    example = "your_posts_1.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return '"timestamp"' in material.head and _some(material, is_facebook)

    def items(self, material: Material) -> Iterator[Item]:
        yield from _download([("", material.sound_json)], "facebook", material.place)


class InstagramDownload:
    """Captions with ``creation_timestamp`` and comments in ``string_map_data``."""

    name = "instagram_download"
    reads = "posts and comments of an Instagram account (download as JSON, zip or single file)"
    example = "post_comments_1.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        marks = ('"string_map_data"', '"string_list_data"', '"creation_timestamp"')
        return any(mark in material.head for mark in marks) and _some(material, is_instagram)

    def items(self, material: Material) -> Iterator[Item]:
        yield from _download([("", material.sound_json)], "instagram", material.place)


class DownloadArchive:
    """All that was packed but the messages; the profile names the author."""

    def __init__(self, single: FacebookDownload | InstagramDownload, platform: str) -> None:
        self.name, self.reads = single.name, single.reads
        self.example = f"{platform}-ann-2024-05-01.zip"
        self._single, self._platform = single, platform

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        named = [entry for entry in bundle.entries if _is_json(entry) and _root(entry)] if bundle.is_folder else []
        known = [entry for entry in named if self._single.recognises(entry.material())]
        folders = {_folder(entry, bundle) for entry in known}
        return [
            entry for entry in bundle.entries if not _is_message(entry) and folders.intersection(_path(entry).parents)
        ]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        files: list[tuple[str, Any]] = []
        author = ""
        for entry in members:
            material = entry.material() if _is_json(entry) else None
            value = _value(material) if material is not None else None
            if material is not None and value is None:
                yield Failed(reason="file of the download that is broken")
                continue
            author = author or _profile_name(value)
            if material is None or not self._single.recognises(material):
                yield Skipped(reason=NO_POSTS)
            else:
                files.append((f"{entry.name}#", value))
        yield from _download(files, self._platform, author or "download", author)


def _is_json(entry: Entry) -> bool:
    return entry.name.endswith(".json") and not _is_message(entry)


def _is_message(entry: Entry) -> bool:
    return bool(_MESSAGES.intersection(_path(entry).parts))


def _path(entry: Entry) -> PurePosixPath:
    return PurePosixPath(entry.name)


def _root(entry: Entry) -> PurePosixPath | None:
    """Where the download begins; None for a file that lies in none of its folders."""
    parts = _path(entry).parts[:-1]
    at = next((at for at, part in enumerate(parts) if part in _FOLDERS), None)
    return PurePosixPath(*parts[:at]) if at is not None else None


def _folder(entry: Entry, bundle: Bundle) -> PurePosixPath:
    """The folder to take whole: the download, if it is a whole one, else the one the file lies in."""
    root = _root(entry)
    if root is None:
        return _path(entry).parent
    beside = {_path(other).relative_to(root).parts[0] for other in bundle.entries if root in _path(other).parents}
    return root if beside & _ALWAYS_THERE else _path(entry).parent


def _value(material: Material) -> Any:
    try:
        return material.json
    except BrokenInput:
        return None


def _profile_name(value: object) -> str:
    """The name in ``profile_information.json`` or ``personal_information.json``; "" in any other file."""
    for profile in (child(value, "profile_v2"), child(value, "profile")):
        if string(child(profile, "name"), "full_name"):
            return clean(repaired(string(child(profile, "name"), "full_name")))
    for user in children(value, "profile_user"):
        labelled = child(user, "string_map_data")
        name = string(child(labelled, "Username"), "value") or string(child(labelled, "Name"), "value")
        if name:
            return clean(repaired(name))
    return ""


def _some(material: Material, known: Callable[[object], bool]) -> bool:
    return any(known(entry) for _, entry in entries_of(material.sound_json)[:_LOOKED_AT])


def _download(files: Sequence[tuple[str, Any]], platform: str, place: str, author: str = "") -> Iterator[Item]:
    """Posts and comments of all files; what was said in a group is a thread of its own."""
    threads: dict[str, Thread] = {}
    n_damaged = n_nameless = 0
    for name, value in files:
        for locator, entry in entries_of(value):
            comments = bool(_COMMENTS.match(locator))
            found = facebook_entry(entry) if platform == "facebook" else instagram_entry(entry, comments)
            if not isinstance(found, DownloadEntry):
                yield found
                continue
            n_damaged += found.damaged
            n_nameless += not (found.author or author)
            thread_id = f"{platform}:{found.group or place}"
            threads.setdefault(thread_id, Thread(id=thread_id, title=found.group, platform=platform))
            yield _post(found, platform, thread_id, author or OWNER, f"{name}{locator}")
    yield from threads.values()
    yield Layout(text=f"{len(files)} files" if len(files) > 1 else "one file")
    if n_damaged:
        yield Repair(f"{n_damaged} texts were written with damaged letters and were repaired")
    if n_nameless:
        yield Note(text=f"{n_nameless} posts do not say whose they are: the profile of the download is not with them")


def _post(found: DownloadEntry, platform: str, thread_id: str, owner: str, locator: str) -> Post:
    author = found.author or owner
    when = found.stamp.at.isoformat() if found.stamp.at is not None else ""
    return Post(
        id=content_id(platform, author, when, found.text),
        thread_id=thread_id,
        text=found.text,
        kind="comment" if found.is_comment else "message",
        author=author,
        posted_at=found.stamp.at,
        precision=found.stamp.precision,
        edited_at=found.edited.at,
        hashtags=found.hashtags,
        mentions=found.mentions,
        links=found.links,
        locator=locator,
    )
