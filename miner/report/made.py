"""How the digest was made, as rows for tables: the account, the sources, the method."""

from __future__ import annotations

from dataclasses import dataclass

from miner.digest.records import Account, Digest, SourceSummary
from miner.report.outside import plain, title_of
from miner.report.phrases import count, number, percent, reason

_PROOF = (
    "Every quote was looked up again in the stored text of its post when this report was written; "
    "nobody's words were written or changed by a program."
)
_VALUE_CHARS = 200
_SETTINGS_ROWS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AccountView:
    """Where every item went. ``sum`` shows the addition: ``198 = 142 + 38 + 18``."""

    rows: tuple[Row, ...]
    read: str
    sum: str
    n_failed: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """One file of the input."""

    place: str
    source: str
    read: str
    kept: str
    n_people: str
    n_arguments: str
    left_out: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodView:
    """What was done, in sentences, and every setting that differs or matters."""

    sentences: tuple[str, ...]
    settings: tuple[Row, ...]


def account_view(account: Account) -> AccountView:
    """The account as a table whose rows add up to what was read."""
    parts = [
        (account.used, Row("used", number(account.used), "in this digest")),
        (account.reposts, Row("reposts", number(account.reposts), "counted with the post they share, never quoted")),
        (account.merged, Row("merged", number(account.merged), "copies of a post that is in the digest")),
        *((n, Row(f"left out: {plain(reason(why), 80)}", number(n))) for why, n in sorted(account.filtered.items())),
        *(
            (n, Row(f"could not be read: {plain(reason(why), 80)}", number(n)))
            for why, n in sorted(account.failed.items())
        ),
    ]
    shown = [(n, row) for n, row in parts if n]
    addition = " + ".join(number(n) for n, _ in shown) or "0"
    return AccountView(
        rows=tuple(row for _, row in shown),
        read=number(account.read),
        sum=f"{number(account.read)} = {addition}",
        n_failed=sum(account.failed.values()),
    )


def source_view(source: SourceSummary) -> SourceView:
    """One line of the breakdown by source."""
    gone = [*source.skipped.items(), *((f"{why} (failed)", n) for why, n in source.failed.items())]
    return SourceView(
        place=title_of(source.place),
        source=reason(source.source),
        read=number(source.read),
        kept=number(source.kept),
        n_people=number(source.n_people),
        n_arguments=number(source.n_arguments),
        left_out=", ".join(f"{number(n)} {plain(reason(why), 80)}" for why, n in sorted(gone)),
        notes=tuple(plain(note, 300) for note in source.notes),
    )


def reading_notes(digest: Digest) -> tuple[str, ...]:
    """What a reader should know about how the one file was read; several files have them in their table."""
    if len(digest.sources) != 1:
        return ()
    return tuple(dict.fromkeys(plain(note, 300) for note in digest.sources[0].notes))


def method_view(digest: Digest) -> MethodView:
    """How the digest was made, in sentences."""
    method, numbers = digest.method, digest.numbers
    sentences = [
        _PROOF,
        "People are counted, not messages: copies and reposts count once, with their number shown.",
    ]
    if method.miner_version:
        sentences.append(f"Made by miner {plain(method.miner_version, 40)}.")
    if method.embedder:
        known = f" (sha256 {method.embedder_sha256[:12]}…)" if method.embedder_sha256 else ""
        sentences.append(f"Texts were compared with {plain(method.embedder, 80)}{known}.")
    if method.clustering:
        grouped = count(method.n_arguments_clustered, "argument")
        share = percent(numbers.coverage) if numbers.n_arguments else "none"
        sentences.append(
            f"{grouped} {'was' if method.n_arguments_clustered == 1 else 'were'} grouped by "
            f"{plain(method.clustering, 160)}; {share} of all arguments are in a theme."
        )
    if method.sides:
        sentences.append(f"Sides of contrasts were told apart by {plain(method.sides, 160)}.")
    return MethodView(tuple(sentences), tuple(_settings_rows(method.settings)))


def _settings_rows(settings: dict[str, object]) -> list[Row]:
    """Settings as ``stage.key`` and value; two levels, as the settings have."""
    rows = []
    for stage, values in settings.items():
        inner = values.items() if isinstance(values, dict) else ((None, values),)
        for key, value in inner:
            label = plain(f"{stage}.{key}" if key is not None else stage, 80)
            rows.append(Row(label, plain(_shown(value), _VALUE_CHARS)))
    return rows[:_SETTINGS_ROWS]


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or "none"
    return "none" if value in ("", None, {}) else str(value)
