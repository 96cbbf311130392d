"""What a language model wrote, as a paragraph that says so, with the people it rests on after each sentence."""

from __future__ import annotations

from collections.abc import Iterator

from miner.report import phrases
from miner.report.languages.catalogues import spoken
from miner.report.outline.blocks import Block, Line, Run, Text, line
from miner.report.outline.pen import Pen
from miner.report.written import Cite, Sentences


def written(pen: Pen, sentences: Sentences, own: str = "", names: Sentences = ()) -> Iterator[Block]:
    """Sentences under their label; ``own`` is what stood there in the discussion's own words, ``names`` what stands now."""
    if sentences and sum(len(one.text) for one in sentences) <= pen.detail.longest:
        label = Run(phrases.labelled(pen.page.written.by, "").rstrip(), italic=True)
        runs = [run for one in sentences for run in _sentence(one.text, one.cites)]
        yield Text(line(label, *runs), "lead")
    if own:
        cites = (cite for one in names for cite in one.cites)
        yield Text(line(Run(own, italic=True), *_credited(tuple(cites))), "note")


def _sentence(text: str, cites: tuple[Cite, ...]) -> Line:
    return line(spoken().gap, text, *_credited(cites))


def _credited(cites: tuple[Cite, ...]) -> Line:
    if not cites:
        return ()
    names = [Run(cite.author, url=cite.url) for cite in cites]
    runs = [run for name in names for run in (Run(spoken().comma), name)][1:]
    return (Run(" ("), *runs, Run(")"))
