"""Where every item went: the sum that must be right."""

from __future__ import annotations

from collections import Counter

from miner.arguments import Arguments
from miner.digest.material import Material
from miner.digest.records import Account, SourceSummary
from miner.errors import MinerError
from miner.sources.reasons import MERGED_REASONS
from miner.transcript import Transcript


def account_of(transcript: Transcript, arguments: Arguments) -> Account:
    """The account of a run.

    Raises
    ------
    MinerError
        If the sum is not right: our bug, and no report is written.
    """
    merged = len(arguments.merged)
    filtered = Counter(arguments.filtered.values())
    failed: Counter[str] = Counter()
    for place in transcript.accounts:
        failed.update(place.failed)
        merged += sum(n for reason, n in place.skipped.items() if reason in MERGED_REASONS)
        filtered.update({reason: n for reason, n in place.skipped.items() if reason not in MERGED_REASONS})
    account = Account(
        read=sum(place.read for place in transcript.accounts) if transcript.accounts else len(transcript.posts),
        used=len(arguments.used),
        reposts=len(arguments.reposts),
        merged=merged,
        filtered=dict(sorted(filtered.items())),
        failed=dict(sorted(failed.items())),
    )
    if not account.balances():
        raise MinerError(f"The account does not balance: {account}. Please report this with the input that made it.")
    return account


def source_summaries(material: Material) -> tuple[SourceSummary, ...]:
    """One line for each file."""
    people: dict[str, set[str]] = {}
    n_arguments: Counter[str] = Counter()
    for post in material.transcript.posts:
        people.setdefault(_place(material, post.thread_id), set()).add(post.author or post.id)
    for argument in material.arguments:
        n_arguments[_place(material, argument.thread_id)] += 1
    return tuple(
        SourceSummary(
            place=place.place,
            source=place.source,
            read=place.read,
            kept=place.kept,
            n_people=len(people.get(place.place, ())),
            n_arguments=n_arguments[place.place],
            skipped=place.skipped,
            failed=place.failed,
            encoding=place.encoding,
            layout=place.layout,
            step=place.step,
            notes=place.notes,
        )
        for place in material.transcript.accounts
    )


def _place(material: Material, thread_id: str) -> str:
    thread = material.threads.get(thread_id)
    return thread.place if thread else ""
