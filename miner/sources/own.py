"""miner's own JSON Lines, as ``miner read`` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.material import Material
from miner.transcript import load_transcript


class OwnTranscript:
    """Recognised by the schema in its first line; read whole by the frame, with the account it was written with."""

    name = "transcript"
    reads = "miner's own transcripts (JSON Lines)"
    example = "chat.jsonl"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return material.head.startswith("{") and '"schema":"miner/' in material.head.partition("\n")[0].replace(" ", "")

    def items(self, material: Material) -> Iterator[Item]:
        transcript = load_transcript(material.text, material.place)
        yield from transcript.threads
        yield from transcript.posts
