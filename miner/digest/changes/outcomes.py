"""Which theme is which: each theme of now gets the id of the one it continues, or one that was never given before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from miner.digest.changes.faces import Face, Known
from miner.digest.changes.likeness import Encode, Likeness, likeness, shared_arguments
from miner.digest.records import Outcome

SAME = (
    0.4  # as alike as that, and it is the same theme: on the pairs of ``likeness``, 73 % are then, and half are found
)
BACK = 0.5  # the same for one that was away (80 %): there are more of them to be mistaken for
PART = 0.5  # of the arguments in both digests: a theme that had so much of another came out of it, or took it in
_MORE, _MORE_PEOPLE = 1.25, 2  # a theme has grown, or faded, by a quarter and by two people at least


@dataclass(frozen=True)
class Fate:
    """What became of a theme. ``others``: lasting ids of what it came out of, or of what went into it."""

    lasting_id: str
    outcome: Outcome
    before: Known | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fates:
    """Theme id -> its fate, for the themes of now in their order; and the last digest's themes that are not among them."""

    now: Mapping[str, Fate]
    gone: tuple[Known, ...] = ()


def fates_of(
    known: Sequence[Known],
    now: Mapping[str, Face],
    everything_now: frozenset[tuple[str, str]],
    encode: Encode,
    n_given: int,
    ids: Mapping[str, str] | None = None,
) -> Fates:
    """Settle every theme.

    First the themes of the last digest and those of now are paired one to one, so that the sum of their likeness is
    the largest; pairs below ``SAME`` are none. What is left over may come back after an absence, have come out of a
    theme of the last digest (``split``) or gone into one of now (``merged``): the latter two are said only where
    arguments that stand in both digests show it.

    Parameters
    ----------
    known
        Themes of earlier digests, each as it was when it was last there.
    now
        Theme id -> face, in the digest's order, in which new ids are given.
    n_given
        How many lasting ids were given so far: they are ``T1``, ``T2`` ... and none is given twice.
    ids
        Theme id -> lasting id, where all that was settled before; then nothing is guessed.
    """
    names, faces = list(now), list(now.values())
    last = sorted((one for one in known if one.age == 0), key=_number)
    away = sorted((one for one in known if one.age > 0), key=lambda one: (one.age, _number(one)))
    if ids is None:
        pairs = _paired(_table(last, faces, everything_now, encode), SAME)
    else:
        pairs = {
            row: names.index(name) for row, one in enumerate(last) for name in names if ids[name] == one.lasting_id
        }
    free = [column for column in range(len(faces)) if column not in pairs.values()]
    left = [row for row in range(len(last)) if row not in pairs]
    again = _paired(_table(away, [faces[column] for column in free], everything_now, encode), BACK)
    back = {free[column]: away[row] for row, column in again.items()}
    came_out, went_in = _parts(last, faces, everything_now)
    out_of = {column: row for column in free if column not in back if (row := _best(came_out[:, column])) is not None}
    into = {row: column for row in left if row not in out_of.values() if (column := _best(went_in[row])) is not None}
    by_column = {column: last[row] for row, column in pairs.items()}
    settled: dict[str, Fate] = {}
    for column, name in enumerate(names):
        joined = tuple(last[row].lasting_id for row in sorted(into) if into[row] == column)
        if column in by_column:
            outcome: Outcome = "merged" if joined else _grown(by_column[column].face, faces[column])
            settled[name] = Fate(by_column[column].lasting_id, outcome, by_column[column], joined)
        elif column in back:
            settled[name] = Fate(back[column].lasting_id, "back", back[column])
        else:
            n_given += 1
            parts = (last[out_of[column]].lasting_id,) if column in out_of else ()
            settled[name] = Fate(
                ids[name] if ids is not None else f"T{n_given}", "split" if parts else "new", None, parts
            )
    parted = {*into, *out_of.values()}
    return Fates(settled, tuple(last[row] for row in left if row not in parted))


def number_of(lasting_id: str) -> int:
    """``T12`` -> 12."""
    return int(lasting_id.removeprefix("T"))


def _number(known: Known) -> int:
    return number_of(known.lasting_id)


def _table(
    known: Sequence[Known], faces: Sequence[Face], everything_now: frozenset[tuple[str, str]], encode: Encode
) -> Likeness:
    if not known or not faces:
        return np.zeros((len(known), len(faces)))
    return likeness([one.face for one in known], faces, everything_now, encode)


def _parts(
    known: Sequence[Known], faces: Sequence[Face], everything_now: frozenset[tuple[str, str]]
) -> tuple[Likeness, Likeness]:
    if not known or not faces:
        return np.zeros((len(known), len(faces))), np.zeros((len(known), len(faces)))
    shared = shared_arguments([one.face for one in known], faces, everything_now)
    return shared.came_out, shared.went_in


def _paired(alike: Likeness, least: float) -> dict[int, int]:
    """Row -> column, one to one, so that what is at least so much alike sums up to most.

    Rows and columns stand in a fixed order, so that equal sums are always settled in the same way.
    """
    from scipy.optimize import linear_sum_assignment

    enough = np.where(alike >= least, alike, 0.0)
    rows, columns = linear_sum_assignment(enough, maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True) if enough[row, column] > 0}


def _best(part: Likeness) -> int | None:
    """Where the share is the largest, the first of several, if it is large enough."""
    if not len(part) or part.max() < PART:
        return None
    return int(np.argmax(part))


def _grown(before: Face, now: Face) -> Outcome:
    if now.n_people >= max(before.n_people * _MORE, before.n_people + _MORE_PEOPLE):
        return "grown"
    if before.n_people >= max(now.n_people * _MORE, now.n_people + _MORE_PEOPLE):
        return "faded"
    return "continued"
