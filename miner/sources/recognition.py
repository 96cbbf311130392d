"""Which source reads a file: by its content, or as the user says."""

from __future__ import annotations

from miner.errors import HoldsNoPosts, IsADigest, NotRecognised, SourceBroken, UnknownName
from miner.sources.base import BundleSource, Note, Source
from miner.sources.bundles import Bundle
from miner.sources.digests import is_digest
from miner.sources.installed import Installed, are_offered, installed
from miner.sources.material import Material, check_page_depth
from miner.sources.registry import bundle_sources, general, particular
from miner.sources.without_posts import list_of

ALIASES = {
    "text": "plain_text",
    "chat": "chat_transcript",
    "tweets": "tweet_table",
    "csv": "table",
    "jsonl": "transcript",
}
CATCH_ALL = (
    "table",
    "plain_text",
    "chat_transcript",
    "page",
)  # read nearly anything of their kind: no second guess worth a note


def source_named(name: str) -> Source | BundleSource:
    """The source that ``--as NAME`` means.

    Raises
    ------
    UnknownName
    SourceBroken
        A source of another package that cannot be loaded.
    """
    name = ALIASES.get(name, name)
    known: tuple[Source | BundleSource, ...] = (*all_sources(), *all_bundles())
    for source in known:
        if source.name == name:
            return source
    if name in _installed().broken:
        raise _installed().broken[name]
    raise UnknownName("source", name, sorted({source.name for source in known}))


def all_sources(material: Material | None = None) -> tuple[Source, ...]:
    """The sources of single files in the order they are asked: ours and those of other packages.

    Parameters
    ----------
    material
        Leaves those out that cannot know it, and need not be loaded.
    """
    return (*particular(material), *_installed().sources, *general(material))


def all_bundles(bundle: Bundle | None = None) -> tuple[BundleSource, ...]:
    """The sources of several files, as ``all_sources``."""
    return (*bundle_sources(bundle), *_installed().bundles)


def _installed() -> Installed:
    if not are_offered():
        return Installed()
    ours: tuple[Source | BundleSource, ...] = (*particular(), *general(), *bundle_sources())
    return installed(frozenset(source.name for source in ours))


def recognised_by(material: Material) -> list[Source]:
    """The sources that recognise a file, best first."""
    return _guesses(material)[0]


def source_of(material: Material) -> tuple[Source, tuple[Note, ...]]:
    """The source that reads a file, and what the account should say about the choice.

    Raises
    ------
    NotRecognised, BrokenInput, IsADigest
    """
    if material.settings.as_source:
        named = source_named(material.settings.as_source)
        if not isinstance(named, Source):
            raise NotRecognised(material.place, f"no part of what {named.name} reads ({named.reads})")
        return named, ()
    _refuse_broken(material.preview)
    if is_digest(material.preview):
        raise IsADigest(material.place)
    guesses, notes = _guesses(material)
    if (not guesses or guesses[0].name in CATCH_ALL) and (listed := list_of(material)) is not None:
        raise HoldsNoPosts(material.place, *listed)
    if not guesses:
        raise NotRecognised(material.place, looks_like(material.preview))
    others = [guess.name for guess in guesses[1:] if guess.name not in CATCH_ALL]
    return guesses[0], tuple(map(Note, (*notes, *(f"2nd guess: {name}" for name in others[:1]))))


def _guesses(material: Material) -> tuple[list[Source], list[str]]:
    """The sources that recognise a file, and what is to be said about those that failed to look at it."""
    preview = material.preview
    guesses: list[Source] = []
    failures: list[str] = []
    for source in all_sources(preview):
        if guesses and source.family == "page" and source.name in CATCH_ALL:
            continue  # reads the whole page to say whether it could: not worth it where a platform is known
        try:
            if (source.family == "file" or preview.is_html) and source.recognises(preview):
                guesses.append(source)
        except SourceBroken as broken:
            failures.append(str(broken))
    return guesses, failures


def loading_failures() -> tuple[str, ...]:
    """What is to be said about sources of other packages that could not be loaded."""
    return tuple(str(broken) for _, broken in sorted(_installed().broken.items()))


def _refuse_broken(material: Material) -> None:
    """Say that JSON is cut off or too deep before a source takes the rest of it for something else; so for pages."""
    _ = material.json
    if material.is_html:
        check_page_depth(material.text, material.place)


def looks_like(material: Material) -> str:
    if material.is_html:
        return "a web page without a comment section that miner knows"
    names, rows = material.table
    if names and rows:
        return f"a table with the columns {', '.join(names[:8])}"
    if material.begins_like_json:
        return "JSON"
    return "XML" if material.head.startswith("<") else "text"
