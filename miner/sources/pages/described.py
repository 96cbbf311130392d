"""Pages that describe their comments with schema.org, completed by what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from miner.sources.base import Item, Layout, Note
from miner.sources.blogs.schema_org import Embedded, describes_comments, embedded_in, embedded_items
from miner.sources.material import Material
from miner.sources.pages.discussion import find_printed
from miner.sources.pages.merging import completed, is_complete
from miner.sources.wordpress import WordPress

MAX_COMPLETED = 5_000  # described comments that are looked for in the text, too: a second reading of as many
_IN_SOURCE = re.compile(
    r"\b(?:Comment|UserComments|CorrectionComment|Answer|DiscussionForumPosting|SocialMediaPosting)\b"
)
_WORDS = ("Comment", "Answer", "Posting")  # in whatever the pattern finds; looked for first, which is much faster
_VOCABULARY = re.compile(r"schema\.org|sioct?:|rdfs\.org/sioc")


class SchemaOrg:
    """The syntax with most comments is read; parts it leaves out are taken from the block that repeats them."""

    name = "schema_org"
    reads = "any saved page that describes its comments with schema.org (JSON-LD, microdata, RDFa)"
    example = "page.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        text = material.text
        if not any(word in text for word in _WORDS) or not _VOCABULARY.search(text) or not _IN_SOURCE.search(text):
            return False
        return not WordPress().recognises(material) and describes_comments(material.page)

    def items(self, material: Material) -> Iterator[Item]:
        found = embedded_in(material.page)
        if found is not None:
            yield Layout(found.syntax)
            found, notes = _completed(found, material)
            yield from embedded_items(found, material.page, self.name)
            yield from (Note(note) for note in notes)


def _completed(found: Embedded, material: Material) -> tuple[Embedded, tuple[str, ...]]:
    """The comments with what only the page's text says of them, and notes on that."""
    if is_complete(found.comments, found.n_claimed):
        return found, ()
    if len(found.comments) > MAX_COMPLETED:
        return found, (
            f"what the data of more than {MAX_COMPLETED:,} comments leave out was not looked for in the text",
        )
    printed = find_printed(material)
    both = completed(found.comments, printed.comments, found.opening) if printed is not None else None
    return (msgspec.structs.replace(found, comments=both.comments), both.notes) if both is not None else (found, ())
