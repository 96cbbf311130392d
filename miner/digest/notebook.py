"""How a digest shows itself in a notebook: a summary of plain elements, every text from outside escaped.

No script, no style sheet, no frame: JupyterLab cleans what an untrusted notebook holds, and GitHub's viewer
shows nothing else. The whole page is a report (``miner.render``), to be opened beside the notebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from miner.digest.records import Digest, DigestContrast, Theme
from miner.digest.tables import Facts

N_THEMES = 9  # the reader's budget of the digest itself; themes beneath others are left to the report
_SAID = "margin: 0.2em 0 0.2em 1em"


def summary_html(digest: Digest) -> str:
    """Title, numbers, themes with their key points, contrasts: what fits under a cell."""
    return "\n".join(("<div>", *_parts(digest), "</div>"))


def summary_line(digest: Digest) -> str:
    """Title and numbers as plain text."""
    return f"Digest of {digest.title!r}: {_counted(digest)}"


def _parts(digest: Digest) -> Iterator[str]:
    facts = Facts(digest)
    yield f"<h3>{_text(digest.title or 'A discussion')}</h3>"
    yield f"<p>{_counted(digest)}</p>"
    top = digest.top_themes
    if top:
        yield "<h4>What people said</h4>"
        yield "<ol>"
        yield from (_theme(theme, facts) for theme in top[:N_THEMES])
        yield "</ol>"
    measured = [contrast for contrast in digest.contrasts if contrast.measurable]
    if measured:
        yield "<h4>Where they differ</h4>"
        yield "<table><thead><tr><th>Left</th><th>People</th><th>Right</th><th>People</th></tr></thead><tbody>"
        yield from (_contrast(contrast) for contrast in measured)
        yield "</tbody></table>"


def _theme(theme: Theme, facts: Facts) -> str:
    argument = facts.arguments[theme.key_point]
    people = f"{_count(theme.n_people, 'person', 'people')}, {_count(theme.n_arguments, 'argument')}"
    author = facts.post(argument).author
    said = f"<blockquote style='{_SAID}'>{_text(facts.words(argument))}</blockquote>"
    return f"<li><b>{_text(theme.title)}</b> ({people}){said}{f'— {_text(author)}' if author else ''}</li>"


def _contrast(contrast: DigestContrast) -> str:
    left, right = contrast.left, contrast.right
    cells = (_text(left.name), f"{left.n_people:,}", _text(right.name), f"{right.n_people:,}")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _text(text: str) -> str:
    """Text from outside; ``bdi`` keeps its direction from turning what follows."""
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    return f"<bdi>{lines}</bdi>"


def _counted(digest: Digest) -> str:
    numbers = digest.numbers
    return ", ".join(
        (
            _count(numbers.n_people, "person", "people"),
            _count(numbers.n_posts, "post"),
            _count(numbers.n_arguments, "argument"),
            _count(len(digest.top_themes), "theme"),
        )
    )


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"
