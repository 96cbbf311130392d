"""Titles and summaries by a language model: asked from numbered evidence, checked before they are shown.

::

    evidence   what each task may rest on
    prompts    what is asked
    asking     looked up, asked within the budget, read, asked once more
    local      a model on this machine
    server     a model behind an address
    checks     whether what was written is in the evidence
    judging    what may be shown, and what falls back

It is off unless the settings name a writer; then a digest is what it was, to the byte.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from miner.digest.records import Digest
from miner.settings import Settings

if TYPE_CHECKING:
    from miner.writer.asking import Asker

__all__ = ["write"]


def write(digest: Digest, settings: Settings, progress: Callable[[str], None]) -> Digest:
    """The digest with what the writer of the settings wrote about it, as far as the check lets it through.

    Without a writer it is the digest itself. What fails falls back to the extractive form and is counted in
    ``digest.method.written``.

    Raises
    ------
    BadSetting, PlaceNotFound, UnknownName
        If the settings name no writer that can be asked.
    MissingPart
        If a model cannot be loaded here.
    TemplateBroken
        If a prompt of the user's own cannot be used.
    """
    if not settings.writer.model:
        return digest
    import msgspec

    from miner.writer.asking import Asker
    from miner.writer.evidence import evidence_of
    from miner.writer.judging import Judge

    evidences, judge = evidence_of(digest, settings), Judge(digest)
    with Asker(settings.writer) as asker:
        progress(f"asking {asker.writer.name} for {len(evidences)} texts")
        outcomes = asker.answers(evidences)
        progress(_told(asker))
        for evidence, outcome in zip(evidences, outcomes, strict=True):
            judge.judge(evidence, outcome)
        method = msgspec.structs.replace(digest.method, written=judge.method(asker.writer.name, asker.prompts))
    shown = judge.written()
    made = msgspec.structs.replace(digest, method=method)
    return made if shown is None else msgspec.structs.replace(made, written=shown)


def _told(asker: Asker) -> str:
    """What was asked and what it took."""
    budget = asker.budget
    cost = f", cost {budget.spent:.4f}" if budget.spent else ""
    return (
        f"checking what was written ({asker.n_asked} questions asked, {asker.n_kept} answered by the library; "
        f"{budget.tokens_in:,} tokens sent, {budget.tokens_out:,} received{cost})"
    )
