"""The forms of a report: each takes a digest and gives its content, every quote proven before and after.

A form is a file of text, a file of bytes, or a folder of files. What a form needs beyond the core is imported
when it is asked for, so that a missing extra is an error of that form alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from miner.digest.records import Digest, dump_digest, load_digest
from miner.errors import QuoteNotFound
from miner.report import markdown
from miner.report.cards import Card
from miner.report.outline import parts
from miner.report.outline.blocks import Part
from miner.report.proof import prove, prove_rendered, used_arguments
from miner.report.templates import fill
from miner.report.view import Page, build_page
from miner.settings import ReportSettings

Content = str | bytes | Mapping[str, str | bytes]  # a text file, a binary file, or a folder: file name -> content
Render = Callable[[Digest, ReportSettings], Content]
Merge = Callable[[Path, Content], Content]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the report: what its file (or folder) is called after the report's name, what makes it, what it is.

    ``folder``: it is a folder of files. ``shared``: the name of its file in a folder of reports, where all of them
    share one (a feed), else "". ``merge``: lays the new content over the file that is already at the place.
    """

    suffix: str
    render: Render
    about: str
    folder: bool = False
    shared: str = ""
    merge: Merge | None = None


class Printed:
    """Prints the words of a quote in a template and remembers which were printed."""

    def __init__(self) -> None:
        self.ids: dict[str, None] = {}

    def __call__(self, card: Card) -> str:
        self.ids[card.id] = None
        return card.words


def render_html(digest: Digest, settings: ReportSettings) -> str:
    """One page that asks for nothing: style, pictures and the little script are inside."""
    from markupsafe import escape

    return from_template("digest.html.j2", digest, settings, lambda words: str(escape(words)))


def render_markdown(digest: Digest, settings: ReportSettings) -> str:
    """The same sections in the same order, for GitHub, wikis and notes."""
    return from_template("digest.md.j2", digest, settings, markdown.quote, parts)


def render_json(digest: Digest, settings: ReportSettings) -> str:
    """The digest itself; read back and proven once more."""
    del settings  # nothing about the data is a matter of taste
    prove(digest)
    written = dump_digest(digest)
    if prove(load_digest(written)) != prove(digest):
        raise QuoteNotFound("of the JSON", "what was written does not read back as what it was")
    return written.decode() + "\n"


def _later(module: str, name: str = "render") -> Render:
    """The function of a module that is imported when the form is asked for."""

    def call(digest: Digest, settings: ReportSettings) -> Content:
        return cast("Content", getattr(import_module(f"miner.report.{module}"), name)(digest, settings))

    return call


def _merge_later(module: str) -> Merge:
    """The same for what lays a new report over the one that is there."""

    def call(path: Path, new: Content) -> Content:
        return cast("Content", import_module(f"miner.report.{module}").merge(path, new))

    return call


FORMS: Mapping[str, Form] = {
    "html": Form(".html", render_html, "one page for the browser, with pictures and search"),
    "markdown": Form(".md", render_markdown, "Markdown for GitHub, wikis and notes"),
    "json": Form(".json", render_json, "everything as data, with a schema"),
    "text": Form(".txt", _later("texts.plain"), "plain text, to read anywhere"),
    "discourse": Form(".discourse.md", _later("texts.discourse"), "a post for Discourse, with its quotes and folds"),
    "slack": Form(".slack.txt", _later("texts.slack"), "a message for Slack, to be sent by an app or webhook"),
    "email": Form(".eml", _later("texts.mail"), "a letter of text and HTML, to open as a draft or to send"),
    "atom": Form(
        ".atom",
        _later("texts.atom"),
        "a feed of digests; each report is added to it",
        shared="digests.atom",
        merge=_merge_later("texts.atom"),
    ),
    "discord": Form(".discord", _later("texts.discord"), "a folder of messages for Discord, in order", folder=True),
    "csv": Form(".csv", _later("tables.csv_folder"), "a folder of CSV files, one a table", folder=True),
    "xlsx": Form(".xlsx", _later("tables.xlsx"), "a workbook, one sheet a table"),
    "parquet": Form(".parquet", _later("tables.parquet"), "a folder of Parquet files, one a table", folder=True),
    "convokit": Form(".convokit", _later("tables.convokit"), "a folder that ConvoKit opens as a corpus", folder=True),
    "atlas": Form(".atlas.parquet", _later("tables.atlas"), "one Parquet file for Embedding Atlas"),
    "docx": Form(".docx", _later("documents.docx"), "for Word and LibreOffice"),
    "pdf": Form(".pdf", _later("documents.pdf"), "for paper, tagged for screen readers"),
}


def from_template(
    template: str,
    digest: Digest,
    settings: ReportSettings,
    escape: Callable[[str], str],
    outlined: Callable[[Page], tuple[Part, ...]] = lambda _: (),
) -> str:
    """The report a template makes, its quotes proven before and after.

    ``escape`` is how the form writes their words; ``outlined`` makes the ``parts`` of a template drawn from the outline.
    """
    words = prove(digest)
    printed = Printed()
    page = build_page(digest, words)
    rendered = fill(template, settings.templates, {"page": page, "parts": outlined(page), "words": printed})
    shown = printed.ids.keys() & words.keys()
    if not settings.templates:  # a template of the user's own may leave quotes out, never change one
        shown |= _to_be_shown(digest, page)
    prove_rendered(rendered, words, sorted(shown), escape)
    return rendered


def _to_be_shown(digest: Digest, page: Page) -> set[str]:
    """What the shipped templates print: every quote the digest names, but for the end of a very long "said once"."""
    return set(digest.overview) | {key for _, key in used_arguments(digest) if key in page.targets}
