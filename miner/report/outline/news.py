"""What is new since the digest before, ahead of everything else."""

from __future__ import annotations

from collections.abc import Iterator

from miner.report.languages.catalogues import spoken
from miner.report.outline.blocks import Block, Heading, Items, Run, Text, line
from miner.report.outline.pen import Pen
from miner.report.phrases import section


def news(pen: Pen) -> Iterator[Block]:
    """A sentence, the themes that changed, and the questions that were answered."""
    view, detail = pen.page.news, pen.detail
    if view is None:
        return
    yield Heading(2, section("news"))
    yield Text(line(view.summary), "lead")
    shown = view.changes[: detail.themes]
    if shown:
        yield Items(
            tuple(
                line(f"{one.ref.label}. ", Run(one.ref.title, target=one.ref.anchor), f"{spoken().semicolon}{one.mark}")
                for one in shown
            )
        )
    yield from pen.more(len(view.changes) - len(shown), "theme")
    if view.gone:
        yield Text(line(view.gone), "note")
    for one in view.answered[: detail.open]:
        for card in detail.pick((one.card,), 1).cards:
            yield pen.quote(card)
            yield Text(line(one.by), "note")
    yield from pen.more(len(view.answered) - detail.open, "question")
