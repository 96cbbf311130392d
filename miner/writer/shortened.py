"""Evidence for a small model: a few quotes, of both sides where there are two, each no longer than a small model reads on."""

from __future__ import annotations

import msgspec

from miner.writer.records import Evidence, EvidenceItem

_MOST = 8  # quotes: reading takes a small model longer than anything else
_MOST_CHARS = 200


def shortened(evidence: Evidence) -> Evidence:
    """The first quotes of an evidence, as many of each side as of the other where there are enough."""
    left = [item for item in evidence.items if item.side != "right"]
    right = [item for item in evidence.items if item.side == "right"]
    n_right = min(len(right), max(_MOST // 2, _MOST - len(left)))
    chosen = (*left[: _MOST - n_right], *right[:n_right])
    return msgspec.structs.replace(evidence, items=tuple(map(_cut, chosen)))


def _cut(item: EvidenceItem) -> EvidenceItem:
    if len(item.text) <= _MOST_CHARS:
        return item
    cut = item.text[:_MOST_CHARS]
    return msgspec.structs.replace(item, text=cut.rpartition(" ")[0] or cut)
