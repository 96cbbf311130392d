"""People shown by their names, by initials, by pseudonyms, or not at all.

One function, digest to digest, before anything is rendered: what a form never sees it cannot print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from miner.digest.people.finding import Finder
from miner.digest.people.key import Key, key_of
from miner.digest.people.masking import Mask, masked
from miner.digest.people.naming import HowShown, free, identity, initials, pseudonyms
from miner.digest.records import Digest
from miner.errors import NameLeft, NamesGone, UnknownName
from miner.settings import ReportSettings

__all__ = ["HowShown", "Key", "key_of", "names_in", "with_people", "without_person"]

# Of the digest as data: ids are numbers by then, and these words are our own.
_NOT_SEARCHED = frozenset(
    """account schema id post_id thread_id parent_id theme_id subtheme_id parent question key_point quotes key_points common_ground
    overview said_once dissent map kind precision origin membership lang edited skipped failed source encoding
    miner_version embedder_sha256 clustering sides brand key people_shown
    writer version sha256 cites""".split()
)
_KEYED_BY_TEXT = ("positions", "by_source", "settings")


def with_people(digest: Digest, settings: ReportSettings) -> Digest:
    """The digest with people shown as the settings say.

    Names go from every field and from the texts themselves; all quotes are spans of the texts without names. Posts
    get numbers for ids, and their addresses go: both lead to their authors.

    Raises
    ------
    UnknownName
        If ``settings.people`` is none of the four.
    NamesGone
        If the names were replaced before, in another way.
    BadSetting, PlaceNotFound, CannotWrite
        If the key of the pseudonyms cannot be had.
    NameLeft
        If a name is left: our bug, and no report is written.
    """
    wanted, shown = settings.people, digest.method.people_shown
    if wanted not in HowShown:
        raise UnknownName("way to show people", wanted, HowShown)
    if wanted in ("names", shown):
        return digest
    if shown not in ("names", "some"):
        raise NamesGone(shown, wanted)
    kept = {identity(name) for name in settings.people_keep}
    names = [name for name in names_in(digest) if identity(name) not in kept]
    texts, ids = (post.text for post in digest.posts), (post.id for post in digest.posts)
    finder = Finder(names, texts, ids, kept=kept)
    mask = Mask(finder, *_called(wanted, names, finder, settings), listed=wanted != "none")
    return _checked(_marked(masked(digest, mask), wanted), finder)


def without_person(digest: Digest, name: str) -> Digest:
    """The digest without one person's name; everybody else stays as they are.

    Their posts are still there, under "[name]": what was said is not taken back.
    """
    who = identity(name)
    theirs = [one for one in names_in(digest) if identity(one) == who]
    ids = (post.id for post in digest.posts if identity(post.author) == who)
    finder = Finder(theirs, (post.text for post in digest.posts), ids, mentions=False)
    instead = free(("[name]", "[somebody]"), Finder(names_in(digest)).is_named)
    mask = Mask(finder, {who: instead}, lambda _: instead, everybody=False)
    return _checked(_marked(masked(digest, mask), "some"), finder)


def names_in(digest: Digest) -> tuple[str, ...]:
    """Everybody whose name the digest holds as such, in order of appearance."""
    return tuple(dict.fromkeys(name for name in _names(digest) if name))


def _names(digest: Digest) -> Iterator[str]:
    for post in digest.posts:
        yield post.author
        yield from post.endorsers
    for argument in digest.arguments:
        yield from argument.copy_authors
    for thread in digest.threads:
        yield from (*thread.hosts, *thread.guests)
    yield from (question.asked_by for question in digest.questions)
    for link in digest.links:
        yield from link.people
    for contrast in digest.contrasts:
        yield from contrast.both_people
    yield from (person.name for person in digest.people)


def _called(
    wanted: str, names: list[str], finder: Finder, settings: ReportSettings
) -> tuple[Mapping[str, str], Callable[[str], str]]:
    """Identity -> what stands for it, and the same for people who are only mentioned."""
    people = list(dict.fromkeys(map(identity, names)))
    if wanted == "pseudonyms":
        key = key_of(settings.people_key).value
        given = dict(pseudonyms(people, key, finder.is_named))
        return given, lambda person: given.get(person) or pseudonyms([person], key, finder.is_named)[person]
    if wanted == "initials":
        given = dict(initials(names, finder.is_named))
        return given, lambda person: given.get(person) or initials([person], finder.is_named)[person]
    return dict.fromkeys(people, ""), lambda _: ""


def _marked(digest: Digest, shown: str) -> Digest:
    return msgspec.structs.replace(digest, method=msgspec.structs.replace(digest.method, people_shown=shown))


def _checked(digest: Digest, finder: Finder) -> Digest:
    """The digest, searched once more for every name."""
    data = msgspec.to_builtins(digest, builtin_types=(datetime, date))
    for question in data["questions"]:
        question["themes"] = ()  # ids, under a name that elsewhere holds texts
    if "written" in data:
        data["written"]["sentences"] = data["written"].pop("overview")  # texts, under a name that elsewhere holds ids
    for where, text in _texts(data, "digest"):
        if finder.is_named(text):
            raise NameLeft(where)
    return digest


def _texts(value: Any, where: str, *, keyed: bool = False) -> Iterator[tuple[str, str]]:
    """Every text of the digest as data, and where it stands."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inside in value.items():
            if keyed:
                yield f"a key of {where}", key
            if keyed or key not in _NOT_SEARCHED:
                yield from _texts(inside, f"{where}.{key}", keyed=keyed or key in _KEYED_BY_TEXT)
    elif isinstance(value, list | tuple):
        for number, inside in enumerate(value):
            yield from _texts(inside, f"{where}[{number}]", keyed=keyed)
