"""miner's own JSON Lines, as ``miner read`` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.material import Material
from miner.transcript import Transcript, load_lines

OWN_FORMAT = "transcript"
_FIRST_LINE = re.compile(r'\{[^\n]{0,200}?"schema"\s?:\s?"miner/\d')


class OwnTranscript:
    """Recognised by the schema in its first line; read whole by the frame, with the account it was written with."""

    name = OWN_FORMAT
    reads = "miner's own transcripts (JSON Lines)"
    example = "chat.jsonl"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return material.head.startswith("{") and '"schema":"miner/1"' in material.head.partition("\n")[0].replace(
            " ", ""
        )

    def items(self, material: Material) -> Iterator[Item]:
        transcript = load_own(material)
        yield from transcript.threads
        yield from transcript.posts


def load_own(material: Material) -> Transcript:
    """The transcript that a file holds, with its accounts.

    Raises
    ------
    NotATranscript
    """
    return load_lines(material.lines(), material.place)
