"""How the digest was made, as rows for tables: the account, the sources, the method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from miner.digest.records import Account, Digest, SourceSummary
from miner.report import phrases
from miner.report.languages.formats import joined, number
from miner.report.languages.recorded import reason, translated
from miner.report.notes import edit_notes, people_note
from miner.report.one_voice import one_voice_notes
from miner.report.outside import plain, title_of
from miner.report.written import written_notes

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
    how: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodView:
    """What was done, in sentences, and every setting that differs or matters."""

    sentences: tuple[str, ...]
    settings: tuple[Row, ...]


def account_view(account: Account) -> AccountView:
    """The account as a table whose rows add up to what was read."""
    kept = (account.used, account.reposts, account.merged)
    parts = [
        *((n, Row(label, number(n), detail)) for n, (label, detail) in zip(kept, phrases.account(), strict=True)),
        *((n, _gone(phrases.left_out, why, n)) for why, n in sorted(account.filtered.items())),
        *((n, _gone(phrases.not_read, why, n)) for why, n in sorted(account.failed.items())),
    ]
    shown = [(n, row) for n, row in parts if n]
    addition = " + ".join(number(n) for n, _ in shown) or "0"
    return AccountView(
        rows=tuple(row for _, row in shown),
        read=number(account.read),
        sum=f"{number(account.read)} = {addition}",
        n_failed=sum(account.failed.values()),
    )


def _gone(phrase: Callable[[str], str], why: str, n: int) -> Row:
    return Row(phrase(plain(reason(why), 80)), number(n))


def source_view(source: SourceSummary) -> SourceView:
    """One line of the breakdown by source."""
    failed = {f"{why} (failed)": phrases.failed(reason(why)) for why in source.failed}
    words = {**{why: reason(why) for why in source.skipped}, **failed}
    gone = sorted([*source.skipped.items(), *((f"{why} (failed)", n) for why, n in source.failed.items())])
    return SourceView(
        place=title_of(source.place),
        source=plain(reason(source.source), 40),
        read=number(source.read),
        kept=number(source.kept),
        n_people=number(source.n_people),
        n_arguments=number(source.n_arguments),
        left_out=joined([f"{number(n)} {plain(words[why], 80)}" for why, n in gone]),
        how=phrases.how_read(plain(source.encoding, 60), plain(source.layout, 300), source.step),
        notes=tuple(plain(translated(note), 300) for note in source.notes),
    )


def source_views(digest: Digest) -> tuple[SourceView, ...]:
    """The files of the input; the notes on a single one stand among what to keep in mind (``reading_notes``)."""
    views = tuple(source_view(source) for source in digest.sources)
    return (replace(views[0], notes=()),) if len(views) == 1 else views


def reading_notes(digest: Digest) -> tuple[str, ...]:
    """What a reader should know about how the one file was read; several files have them in their table."""
    if len(digest.sources) != 1:
        return ()
    return tuple(dict.fromkeys(plain(translated(note), 300) for note in digest.sources[0].notes))


def method_view(digest: Digest) -> MethodView:
    """How the digest was made, in sentences."""
    method, numbers = digest.method, digest.numbers
    sentences = [phrases.proof(), phrases.people_not_messages()]
    if method.miner_version:
        sentences.append(phrases.made_by(plain(method.miner_version, 40)))
    if method.embedder:
        sentences.append(phrases.compared_with(plain(method.embedder, 160), plain(method.embedder_sha256, 64)))
    if method.clustering and not digest.themes:
        sentences.append(phrases.not_grouped(numbers.n_arguments))
    elif method.clustering:
        covered = numbers.coverage if numbers.n_arguments else None
        sentences.append(
            phrases.grouped_by(method.n_arguments_clustered, plain(translated(method.clustering), 160), covered)
        )
        sentences += one_voice_notes(digest)
    if method.sides and digest.contrasts:
        sentences.append(phrases.sides_by(plain(translated(method.sides), 160)))
    sentences += (*people_note(digest), *edit_notes(digest), *written_notes(digest))
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
        return ", ".join(str(part) for part in value) or phrases.nothing()
    return phrases.nothing() if value in ("", None, {}) else str(value)
