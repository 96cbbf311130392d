"""What the digest does not know, said in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from miner.digest.records import Account, DigestContrast, Theme

if TYPE_CHECKING:
    from miner.digest.material import Material

_FEW_ARGUMENTS, _FEW_PEOPLE = 25, 5
_UNSTABLE = 0.5


def limits_of(
    material: Material,
    account: Account,
    themes: Sequence[Theme],
    contrasts: Sequence[DigestContrast],
    embedder: str,
) -> tuple[str, ...]:
    """Sentences for the limits box, the most important first; ``embedder`` is the one that made the vectors."""
    return tuple(
        sentence
        for sentence in (
            _size(material),
            _coverage(material),
            stability_limit(themes),
            _lost(account),
            _contrast_limits(contrasts),
            _answers(material),
            _names(material),
            _times(material),
            _orphans(material),
            _claimed(material),
            _language(material, embedder),
        )
        if sentence
    )


def _size(material: Material) -> str:
    n, people = len(material.arguments), len(material.people)
    if not material.clusters.clusters and n < _FEW_ARGUMENTS:
        return (
            f"There are only {n} arguments: they are shown one by one, not grouped."
            if n < 8
            else f"No two people clearly made the same point in {n} arguments: they are shown one by one."
            if people > 1
            else f"No point comes up in several places of this text of {n} arguments: they are shown one by one."
        )
    if people == 1:
        return f"All {n} arguments are by one person: counts tell how much of the text a point takes up, they are no measure of opinion."
    if n < _FEW_ARGUMENTS or people < _FEW_PEOPLE:
        return f"This is a small discussion ({n} arguments by {people} people): counts are what was said here, no measure of opinion."
    return ""


def _coverage(material: Material) -> str:
    tail = sum(1 for label in material.clusters.labels if label < 0)
    return coverage_limit(tail, len(material.arguments)) if material.clusters.clusters else ""


def coverage_limit(tail: int, n: int) -> str:
    """How many of ``n`` arguments are in no theme."""
    if not tail:
        return ""
    return f"{tail} of {n} arguments are in no theme; they are listed under what was said once."


def stability_limit(themes: Sequence[Theme]) -> str:
    """Which themes are not firm; an editor's title stands without quotation marks, it is nobody's words."""
    loose = [
        theme.title if "title" in theme.edited else f"“{theme.title}”"
        for theme in themes
        if theme.parent is None and theme.stability is not None and theme.stability < _UNSTABLE
    ]
    if not loose:
        return ""
    named = ", ".join(loose[:9])
    return f"The borders of {len(loose)} theme(s) shift when a tenth of the arguments is left out: {named}."


def _lost(account: Account) -> str:
    if not account.failed:
        return ""
    reasons = ", ".join(f"{n} {reason}" for reason, n in account.failed.items())
    return f"{sum(account.failed.values())} item(s) could not be read: {reasons}."


def _contrast_limits(contrasts: Sequence[DigestContrast]) -> str:
    shown = [contrast for contrast in contrasts if contrast.measurable]
    if not shown:
        return ""
    return (
        "Sides are told by likeness to the poles' statements and by words for or against a pole; "
        "irony and examples without a stated side are often placed at neither, sometimes wrongly."
    )


def _answers(material: Material) -> str:
    links = [link for post in material.transcript.posts if post.kind == "message" for link in post.questions[:1]]
    guessed = [link for link in links if link.how in ("window", "thread")]
    if not guessed:
        return ""
    return (
        f"{len(guessed)} of {len(links)} answers carry no number; they were linked to a question by reply or by time."
    )


def _names(material: Material) -> str:
    unnamed = sum(1 for post in material.transcript.posts if not post.author and post.kind != "system")
    return f"{unnamed} post(s) carry no name; each is counted as a different person." if unnamed else ""


def _times(material: Material) -> str:
    assumed = sum(1 for post in material.transcript.posts if post.tz_assumed and post.precision in ("second", "minute"))
    without = sum(1 for post in material.transcript.posts if post.posted_at is None)
    parts = [f"{assumed} time(s) name no zone and were taken as UTC"] if assumed else []
    parts += [f"{without} post(s) have no time"] if without else []
    return f"{'; '.join(parts)}." if parts else ""


def _orphans(material: Material) -> str:
    orphans = sum(1 for post in material.transcript.posts if "orphan" in post.flags)
    return f"{orphans} reply(s) answer a post that is not in the input." if orphans else ""


def _claimed(material: Material) -> str:
    sentences = []
    for thread in material.transcript.threads:
        n = sum(1 for post in material.transcript.posts if post.thread_id == thread.id and post.kind == "comment")
        if thread.n_claimed is not None and thread.n_claimed != n:
            sentences.append(
                f"{thread.place or thread.id}: the page says {thread.n_claimed} comments, {n} were in the file."
            )
    return " ".join(sentences)


def _language(material: Material, embedder: str) -> str:
    """What the models could not read; "" for a discussion in English, and where the user named the embedder."""
    from miner.digest.foreign import language_limit

    return language_limit([argument.text for argument in material.arguments], embedder)
