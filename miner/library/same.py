"""Whether a digest was made before: from the same posts, by the same settings, by the same program.

Then it is taken from the library, to the byte what mining would give.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from miner.digest.records import Digest
from miner.embeddings.kept import version_of
from miner.library.engine import Library
from miner.library.records import digest_of
from miner.resources import shipped
from miner.settings import Settings
from miner.transcript import Transcript, dump_transcript

_COMPUTING = (
    "hdbscan",
    "msgspec",
    "numpy",
    "nupunkt",
    "onnxruntime",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "tokenizers",
    "torch",
    "umap-learn",
)
_LATER = (
    "report",
    "brand",
    "fetch",
    "library",
    "digests",
)  # settings of what comes after the digest or before the posts


def digest_key(transcript: Transcript, settings: Settings) -> str:
    """A hash of everything that a digest is made from."""
    key = hashlib.sha256()
    for line in dump_transcript(transcript):
        key.update(line.encode("utf-8", "surrogatepass"))
    for part in _makers(settings):
        key.update(part)
        key.update(b"\0")
    return key.hexdigest()


def digest_with(library: Library, key: str) -> Digest | None:
    """The digest that was kept with a key."""
    number = library.one(
        "SELECT max(d.number) FROM digests d JOIN runs r ON r.number = d.run WHERE json_extract(r.about, '$.key') = ?",
        (key,),
    )
    return None if number is None else digest_of(library, number)


def _makers(settings: Settings) -> Iterator[bytes]:
    """The settings, the versions of what computes, and the program itself: its version says too little of a checkout."""
    tables = msgspec.to_builtins(settings)
    yield msgspec.json.encode({name: table for name, table in tables.items() if name not in _LATER}, order="sorted")
    yield version_of(*_COMPUTING).encode()
    yield (shipped("models") / "registry.toml").read_bytes()
    presets = shipped("models") / "contrasts"
    for preset in sorted(presets.iterdir(), key=lambda file: file.name):
        yield preset.read_bytes()
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*.py")):
        yield file.relative_to(package).as_posix().encode() + b"\n" + file.read_bytes()
