"""Sources: files in any of the known kinds become one transcript.

``SOURCES`` is ordered, the most particular first; the first that recognises a file reads it.
The frame here unpacks, recognises, counts every item and builds the trees; a source only yields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from miner.errors import InputError, NoPostsFound, NothingReadable, NotRecognised, UnknownName
from miner.settings import SourceSettings
from miner.sources.base import Failed, Item, Note, Skipped, Source
from miner.sources.chat import read_chats
from miner.sources.material import Material
from miner.sources.places import materials
from miner.sources.reasons import READ_TWICE
from miner.sources.registry import SOURCES
from miner.transcript import PlaceAccount, Post, Thread, Transcript, assemble, load_transcript

__all__ = ["SOURCES", "Source", "read", "source_named"]

ALIASES = {
    "text": "plain_text",
    "chat": "chat_transcript",
    "tweets": "tweet_table",
    "csv": "table",
    "jsonl": "transcript",
}
CATCH_ALL = ("table", "plain_text")  # read nearly anything of their kind: no second guess worth a note
OWN_FORMAT = "transcript"  # miner's own JSON Lines, read whole: account and trees are already there


def read(places: Sequence[str], settings: SourceSettings = SourceSettings()) -> Transcript:
    """Read files, folders or standard input into one transcript.

    Parameters
    ----------
    places
        Paths, or ``-``. Their order does not matter.

    Returns
    -------
    Transcript
        Posts in canonical order; numbered chat questions found and their answers linked.

    Raises
    ------
    PlaceNotFound, NetworkError, NothingReadable, NotRecognised, BrokenInput, NoPostsFound, UnknownName
    """
    if settings.as_source:
        source_named(settings.as_source)
    parts = [_read_one(material, in_folder) for material, in_folder in materials(places, settings)]
    _refuse_unreadable_folder(places, parts)
    merged = _merge(parts)
    return read_chats(merged, settings)


def source_named(name: str) -> Source:
    """The source that ``--as NAME`` means.

    Raises
    ------
    UnknownName
    """
    name = ALIASES.get(name, name)
    for source in SOURCES:
        if source.name == name:
            return source
    raise UnknownName("source", name, (source.name for source in SOURCES))


def recognised_by(material: Material) -> list[Source]:
    """The sources that recognise a file, best first."""
    return [
        source for source in SOURCES if (source.family == "file" or material.is_html) and source.recognises(material)
    ]


def _read_one(material: Material, in_folder: bool) -> Transcript:
    """One file as a transcript of its own; in a folder what cannot be read is counted instead of raised."""
    try:
        if material.problem is not None:
            raise material.problem
        return _transcript_of(material)
    except InputError as error:
        if not in_folder:
            raise
        unknown = isinstance(error, NotRecognised)
        lost = {"file of no known kind" if unknown else "file that could not be read": 1}
        account = PlaceAccount(
            place=material.place,
            source="",
            read=1,
            kept=0,
            skipped=lost if unknown else {},
            failed={} if unknown else lost,
            notes=(str(error),),
        )
        return Transcript(threads=(), posts=(), accounts=(account,))


def _transcript_of(material: Material) -> Transcript:
    if not material.settings.as_source:
        _refuse_broken_json(material)
    guesses = recognised_by(material)
    source = source_named(material.settings.as_source) if material.settings.as_source else next(iter(guesses), None)
    if source is None:
        raise NotRecognised(material.place, _looks_like(material))
    if source.name == OWN_FORMAT:
        return load_transcript(material.text, material.place)
    part = _counted(source.items(material), source, material)
    others = [guess.name for guess in guesses if guess is not source and guess.name not in CATCH_ALL]
    note = (f"2nd guess: {others[0]}",) if others and guesses[0] is source else ()
    account = msgspec.structs.replace(part.accounts[0], notes=(*part.accounts[0].notes, *note))
    return msgspec.structs.replace(part, accounts=(account,))


def _refuse_broken_json(material: Material) -> None:
    """Say that JSON is cut off or too deep before a source takes the rest of it for something else."""
    _ = material.json


def _counted(items: Iterator[Item], source: Source, material: Material) -> Transcript:
    """Sort what a source yields, and keep the account."""
    threads: list[Thread] = []
    posts: list[Post] = []
    skipped: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    notes: list[str] = []
    layouts: list[str] = []
    for item in items:
        if isinstance(item, Thread):
            threads.append(msgspec.structs.replace(item, source=source.name, place=material.place))
        elif isinstance(item, Post):
            posts.append(_placed(item, material))
        elif isinstance(item, Skipped):
            skipped[item.reason] += item.n
        elif isinstance(item, Failed):
            failed[item.reason] += item.n
        elif isinstance(item, Note):
            notes.append(item.text)
        else:
            layouts.append(item.text)
    if not posts:
        raise NoPostsFound(material.place, source.name)
    account = PlaceAccount(
        place=material.place,
        source=source.name,
        read=len(posts) + skipped.total() + failed.total(),
        kept=len(posts),
        skipped=dict(sorted(skipped.items())),
        failed=dict(sorted(failed.items())),
        encoding=material.encoding,
        layout="; ".join(dict.fromkeys(layouts)),
        notes=tuple(dict.fromkeys((*notes, *_time_zone_note(posts)))),
    )
    return Transcript(threads=tuple(threads), posts=tuple(posts), accounts=(account,))


def _placed(post: Post, material: Material) -> Post:
    """The post with its file in the locator, cut to the longest post that is allowed."""
    limit = material.settings.max_chars
    post = msgspec.structs.replace(post, locator=f"{material.place}#{post.locator}")
    if len(post.text) <= limit:
        return post
    text = post.text[:limit].rstrip()
    quoted = tuple((start, min(end, len(text))) for start, end in post.quoted if start < len(text))
    return msgspec.structs.replace(post, text=text, quoted=quoted, flags=(*post.flags, "cut"))


def _time_zone_note(posts: list[Post]) -> tuple[str, ...]:
    if any(post.tz_assumed and post.precision != "day" for post in posts):
        return ("times without a zone were taken as UTC",)
    return ()


def _merge(parts: Sequence[Transcript]) -> Transcript:
    """The parts as one transcript; a post that stands in two of them is kept once and counted."""
    threads, posts, copies = assemble(
        (thread for part in parts for thread in part.threads), (post for part in parts for post in part.posts)
    )
    accounts = [account for part in parts for account in part.accounts]
    places = sorted({account.place for account in accounts}, key=len, reverse=True)  # one may begin like another
    n_copies = Counter(next((place for place in places if post.locator.startswith(f"{place}#")), "") for post in copies)
    accounts = [_without_copies(account, n_copies) for account in accounts]
    ordered = sorted(accounts, key=lambda account: (account.place, account.source))
    return Transcript(threads=threads, posts=posts, accounts=tuple(ordered))


def _without_copies(account: PlaceAccount, n_copies: Counter[str]) -> PlaceAccount:
    n = min(n_copies.pop(account.place, 0), account.kept)
    if not n:
        return account
    skipped = dict(sorted({**account.skipped, READ_TWICE: account.skipped.get(READ_TWICE, 0) + n}.items()))
    return msgspec.structs.replace(account, kept=account.kept - n, skipped=skipped)


def _refuse_unreadable_folder(places: Sequence[str], parts: Sequence[Transcript]) -> None:
    if not any(part.posts for part in parts):
        raise NothingReadable(
            ", ".join(sorted(places)), sum(account.read for part in parts for account in part.accounts)
        )


def _looks_like(material: Material) -> str:
    if material.is_html:
        return "a web page without a comment section that miner knows"
    names, rows = material.table
    if names and rows:
        return f"a table with the columns {', '.join(names[:8])}"
    return "JSON" if material.head[:1] in ("{", "[") else "text"
