"""Every item is accounted for, or there is no report."""

from __future__ import annotations

import msgspec
import pytest
from builders import post, said, transcript
from hypothesis import given
from hypothesis import strategies as st

from digest.stages import material
from miner.arguments import Arguments, find_arguments
from miner.digest.accounting import account_of, source_summaries
from miner.errors import MinerError
from miner.sources.reasons import MERGED_REASONS
from miner.transcript import PlaceAccount, Transcript

kinds = st.sampled_from(["article", "comment", "message", "question", "repost", "system"])
texts = st.sampled_from([text for _, text in said(12)] + ["Hi all!", "🎉", "", "Thanks!"]) | st.text(max_size=60)
rows = st.lists(st.tuples(texts, kinds), max_size=14)
counts = st.dictionaries(st.sampled_from(["empty", "advert", *sorted(MERGED_REASONS)]), st.integers(1, 9), max_size=4)


def read_of(rows: list[tuple[str, str]]) -> Transcript:
    return transcript(post(text, number, f"p{number % 4}", kind=kind) for number, (text, kind) in enumerate(rows, 1))


@given(rows)
def test_the_account_of_any_transcript_balances(rows: list[tuple[str, str]]) -> None:
    read = read_of(rows)
    account = account_of(read, find_arguments(read))
    assert account.balances()
    assert account.read == len(read.posts)
    assert account.failed == {}


@given(rows, counts, counts)
def test_what_reading_skipped_and_failed_stays_in_the_account(
    rows: list[tuple[str, str]], skipped: dict[str, int], failed: dict[str, int]
) -> None:
    read = read_of(rows)
    n_read = len(read.posts) + sum(skipped.values()) + sum(failed.values())
    place = PlaceAccount(
        place="library.csv", source="table", read=n_read, kept=len(read.posts), skipped=skipped, failed=failed
    )
    account = account_of(msgspec.structs.replace(read, accounts=(place,)), find_arguments(read))
    assert account.balances()
    assert account.read == n_read
    assert account.failed == failed
    assert account.merged >= sum(n for reason, n in skipped.items() if reason in MERGED_REASONS)
    assert not set(account.filtered) & MERGED_REASONS


def test_an_account_that_does_not_balance_is_our_bug_and_stops_the_report() -> None:
    read = read_of([("The roof leaks over the shelves.", "comment")])
    with pytest.raises(MinerError, match="The account does not balance") as caught:
        account_of(read, Arguments(arguments=()))
    assert caught.value.exit_code == 1


def test_each_file_has_its_line_with_its_people_and_arguments() -> None:
    read = read_of([(text, "comment") for _, text in said(9)])
    place = PlaceAccount(place="library.csv", source="table", read=9, kept=9, notes=("a note",))
    (summary,) = source_summaries(material(msgspec.structs.replace(read, accounts=(place,))))
    assert (summary.read, summary.kept, summary.n_people, summary.n_arguments) == (9, 9, 4, 9)
    assert summary.notes == ("a note",)
