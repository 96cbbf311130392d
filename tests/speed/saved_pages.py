"""Saved pages of no platform that is known, each in a layout of its own. Seeded: always the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from discussion import sentences

_START = datetime(2020, 1, 1, tzinfo=UTC)
# Boxes of a comment, as blogs, guest books and old forums print them: {id}, {name}, {when}, {text}.
_BOXES = (
    '<div id="r{id}"><b class="nick">{name}</b> <i>{when:%d %B %Y, %H:%M}</i><p>{text}</p><a href="#r{id}">Reply</a></div>',
    '<li id="entry-{id}"><h4>{name} wrote:</h4><div class="said">{text}</div><small>{when:%Y-%m-%d %H:%M}</small></li>',
    '<tr><td class="who">{name}</td><td><i>{when:%B %d, %Y at %I:%M %p}</i><hr><div>{text}</div></td></tr>',
    "<dt>{name}, {when:%d/%m/%Y %H:%M}</dt><dd>{text}</dd>",
)
_LISTS = ("<div>{}</div>", "<ul>{}</ul>", "<table>{}</table>", "<dl>{}</dl>")
_MENU = "".join(f'<li class="menu-item"><a href="/{n}">Section {n} of the site</a></li>' for n in range(120))
_SCRIPT = "<script>" + "var settings = {'name': 'value', 'list': [1, 2, 3]};\n" * 800 + "</script>"


def write_pages(folder: Path, n: int, seed: int = 0) -> int:
    """Write ``n`` pages of about 90 kB with 5 to 60 comments each; how many comments they have."""
    rng = random.Random(seed)  # noqa: S311 - the same pages every time
    pool, n_comments = sentences(), 0
    folder.mkdir()
    for number in range(n):
        size = rng.randint(5, 60)
        (folder / f"page{number}.html").write_text(_page(rng, pool, number, size), "utf-8")
        n_comments += size
    return n_comments


def _page(rng: random.Random, pool: list[str], number: int, size: int) -> str:
    layout = number % len(_BOXES)
    at, boxes = _START + timedelta(days=number), []
    for place in range(size):
        at += timedelta(minutes=rng.randint(1, 500))
        said = " ".join(rng.choice(pool) for _ in range(rng.randint(1, 4)))
        name = f"Reader {rng.randrange(2000)}"
        boxes.append(_BOXES[layout].format(id=number * 100 + place, name=name, when=at, text=said))
    article = "".join(f"<p>{' '.join(rng.choice(pool) for _ in range(4))}</p>" for _ in range(12))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Story {number}</title>{_SCRIPT}</head><body><ul class="menu">{_MENU}</ul>'
        f"<h1>Story {number}</h1><div class='story'>{article}</div><h2>{size} Comments</h2>"
        f"{_LISTS[layout].format(''.join(boxes))}<footer>{_MENU}</footer></body></html>"
    )
