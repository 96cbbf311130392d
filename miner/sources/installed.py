"""Sources of other people's packages, found by the entry point ``miner.sources``; how to offer one: ``registry``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Literal

from miner.errors import MinerError, SourceBroken
from miner.sources.base import BundleSource, Item, Source
from miner.sources.bundles import Bundle, Entry
from miner.sources.material import Material
from miner.transcript import Record

GROUP = "miner.sources"


class _Outside:
    """What both kinds have in common: a name, and whom to tell when it breaks."""

    def __init__(self, inner: Source | BundleSource, package: str) -> None:
        self.name = str(inner.name)
        self.reads = str(inner.reads)
        self.example = str(inner.example)
        self.package = package

    def broken(self, error: Exception) -> SourceBroken:
        return SourceBroken(self.name, self.package, f"{type(error).__name__}: {error}")


class OutsideSource(_Outside):
    """A source of another package: whatever it raises becomes an error that names it."""

    def __init__(self, inner: Source, package: str) -> None:
        super().__init__(inner, package)
        self.family: Literal["file", "page"] = "page" if inner.family == "page" else "file"
        self._inner = inner

    def recognises(self, material: Material) -> bool:
        try:
            return bool(self._inner.recognises(material))
        except Exception as error:
            raise self.broken(error) from error

    def items(self, material: Material) -> Iterator[Item]:
        try:
            yield from self._inner.items(material)
        except MinerError:
            raise
        except Exception as error:
            raise self.broken(error) from error


class OutsideBundleSource(_Outside):
    """The same for a source of several files."""

    def __init__(self, inner: BundleSource, package: str) -> None:
        super().__init__(inner, package)
        self._inner = inner

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        try:
            return list(self._inner.members(bundle))
        except Exception as error:
            raise self.broken(error) from error

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        try:
            yield from self._inner.items(members)
        except MinerError:
            raise
        except Exception as error:
            raise self.broken(error) from error


class Installed(Record, frozen=True):
    """The sources of other packages in the order of their names, and those that could not be had, by name."""

    sources: tuple[OutsideSource, ...] = ()
    bundles: tuple[OutsideBundleSource, ...] = ()
    broken: dict[str, SourceBroken] = {}


@lru_cache(maxsize=1)
def are_offered() -> bool:
    """Whether any package has sources: mostly none has, and the names of ours need not be known."""
    return bool(entry_points(group=GROUP))


@lru_cache(maxsize=1)
def installed(own_names: frozenset[str]) -> Installed:
    """Load every entry point of the group once; one that is broken never keeps the others from work.

    Parameters
    ----------
    own_names
        Names that are taken; a source of another package that has one is refused.
    """
    taken = set(own_names)
    sources: list[OutsideSource] = []
    bundles: list[OutsideBundleSource] = []
    broken: dict[str, SourceBroken] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        package = point.dist.name if point.dist is not None else point.value
        try:
            for found in _loaded(point):
                _take(found.name, taken)
                if isinstance(found, BundleSource):
                    bundles.append(OutsideBundleSource(found, package))
                else:
                    sources.append(OutsideSource(found, package))
        except Exception as error:
            broken[point.name] = SourceBroken(point.name, package, f"{type(error).__name__}: {error}")
    return Installed(sources=tuple(sources), bundles=tuple(bundles), broken=broken)


def _loaded(point: EntryPoint) -> list[Source | BundleSource]:
    """What the entry point names: a source, a class of one, or several of them."""
    loaded = point.load()
    several: Iterable[object] = loaded if isinstance(loaded, list | tuple) else (loaded,)
    made = [one() if isinstance(one, type) else one for one in several]
    for one in made:
        if not isinstance(one, Source | BundleSource) or not one.name:
            raise TypeError(f"{one!r} is no source: see Source and BundleSource in miner.sources.base")
    return [one for one in made if isinstance(one, Source | BundleSource)]


def _take(name: str, taken: set[str]) -> None:
    if name in taken:
        raise ValueError(f"there is a source of the name {name!r} already")
    taken.add(name)
