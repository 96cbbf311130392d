"""Makes docs/notebook.ipynb: runs its cells on a shipped example. With ``--check`` it only says whether that changed.

Nothing in it depends on the day or the machine: no times, no paths, no versions.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs/notebook.ipynb"
_SECONDS = 300  # for one cell; mining the example takes about two

CELLS: tuple[tuple[str, str], ...] = (
    (
        "markdown",
        (
            "# A discussion in a notebook\n\n"
            "An hour of tweets about customer experience, one of the example discussions that come with miner. "
            "Install what this page needs with `pip install 'discussion-miner[notebook]'`."
        ),
    ),
    (
        "code",
        (
            "from miner import Settings, mine, read\n"
            "from miner.settings import ContrastSettings\n\n"
            'transcript = read(["../reports/examples/cx_innovation_chat.csv"])\n'
            'digest = mine(transcript, Settings(contrasts=ContrastSettings(presets=("cx",))))\n'
            "digest"
        ),
    ),
    (
        "markdown",
        (
            "## Tables\n\n`to_frame` gives the tables `themes`, `arguments`, `quotes`, `positions`, `posts` and `people` "
            "as data frames. The text of an argument is the quote, to the letter."
        ),
    ),
    (
        "code",
        (
            'themes = digest.to_frame("themes")\n'
            'themes[["title", "n_people", "n_arguments", "key_point_matches", "stability"]].round(2)'
        ),
    ),
    (
        "code",
        (
            "arguments = digest.to_frame()\n"
            'arguments.sort_values("strength", ascending=False)[["text", "author", "theme", "question"]].head(5)'
        ),
    ),
    ("markdown", "What each column says is in `attrs`."),
    ("code", 'arguments.attrs["columns"]["strength"]'),
    ("markdown", "## Who spoke to what, question by question"),
    (
        "code",
        (
            'people = arguments.dropna(subset=["theme"]).groupby(["theme", "question"])["author"].nunique()\n'
            "people.unstack(fill_value=0)"
        ),
    ),
    (
        "markdown",
        (
            "## Sides\n\nA position is between -1, the left pole, and +1, the right pole; 0 is neither. "
            "People on both sides of a contrast:"
        ),
    ),
    (
        "code",
        (
            'positions = digest.to_frame("positions").dropna(subset=["side"])\n'
            'sides = positions.groupby(["contrast", "author"])["side"].nunique()\n'
            "sides[sides > 1]"
        ),
    ),
    (
        "code",
        (
            'positions.groupby(["contrast", "side"]).agg(people=("author", "nunique"), arguments=("position", "size"), '
            'mean=("position", "mean")).round(2)'
        ),
    ),
    (
        "markdown",
        (
            "## From a number to its evidence\n\n"
            "Every quote is a span of a post: `text[start:end]` of the post is the quote."
        ),
    ),
    (
        "code",
        (
            'quote = digest.to_frame("quotes").query("role == \'key point\'").iloc[0]\n'
            'post = digest.to_frame("posts").set_index("id").loc[quote["post_id"]]\n'
            'assert post["text"][quote["start"] : quote["end"]] == quote["text"]\n'
            'print(quote["place_title"], post["author"], post["text"], sep="\\n\\n")'
        ),
    ),
    (
        "markdown",
        (
            "## Reports\n\n`miner.render` gives a report in any form, for example the page for the browser. "
            "`miner digest chat.csv --format html,xlsx,pdf` writes the same from the command line."
        ),
    ),
    ("code", 'from miner import render\n\npage = render(digest, "html")\npage.splitlines()[0]'),
)


def executed() -> str:
    """The notebook with its outputs, as text."""
    from nbclient import NotebookClient

    nbformat: Any = import_module("nbformat")  # most of it has no types
    book = nbformat.v4.new_notebook()
    for number, (kind, source) in enumerate(CELLS, 1):
        make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
        book.cells.append(make(source, id=f"cell-{number}"))
    client = NotebookClient(
        book,
        timeout=_SECONDS,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(ROOT / "docs")}},
    )
    client.execute()
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(book)
    return str(nbformat.writes(book)) + "\n"


def main(arguments: list[str]) -> int:
    """Write the notebook, or with ``--check`` say whether it is out of date."""
    text = executed()
    if NOTEBOOK.is_file() and NOTEBOOK.read_text("utf-8") == text:
        return 0
    if "--check" not in arguments:
        NOTEBOOK.write_text(text, "utf-8")
    sys.stdout.write(f"{'out of date' if '--check' in arguments else 'written'}: docs/notebook.ipynb\n")
    return 1 if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
