"""The geometry of the pictures: a map of the arguments, strips of positions.

Only numbers are made here, in units of each picture's own box; the templates draw them as SVG,
so that text is escaped in one place and a picture can be redrawn by the user's own template.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from miner.digest.records import Digest
from miner.report.cards import ThemeRef
from miner.report.people import Stand

MAP_WIDTH, MAP_HEIGHT, MAP_EDGE = 720, 440, 24
LINKED_DOTS = 600  # a map with more dots is drawn without links: 90 bytes each against 12, and no finger meets one
STRIP_WIDTH, STRIP_EDGE = 720, 22
STRIP_DOTS = 120  # a strip with more is drawn without links
STRIP_HEIGHT = 120


@dataclass(frozen=True, slots=True)
class Dot:
    """One argument in a picture."""

    id: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Cloud:
    """The dots of one theme; ``x``, ``y`` is where its number stands. ``path`` draws all dots at once."""

    colour: str
    label: str
    anchor: str
    x: float
    y: float
    dots: tuple[Dot, ...]
    path: str


@dataclass(frozen=True, slots=True)
class ArgumentMap:
    """Arguments that lie close together say similar things; the axes have no meaning of their own."""

    width: int
    height: int
    radius: float
    linked: bool
    n_dots: int
    clouds: tuple[Cloud, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """People between two poles: dots stacked where they stand, a band in the middle for neither.

    ``both`` are people heard on both sides; they may stand anywhere.
    """

    width: int
    height: int
    radius: float
    linked: bool
    middle: float
    band_left: float
    band_right: float
    left: tuple[Dot, ...]
    both: tuple[Dot, ...]
    right: tuple[Dot, ...]
    left_path: str
    both_path: str
    right_path: str


def argument_map(digest: Digest, themes: Mapping[str, ThemeRef]) -> ArgumentMap | None:
    """The map, or None when the digest has no coordinates."""
    groups: dict[str, list[Dot]] = defaultdict(list)
    for argument in digest.arguments:
        if argument.id in digest.map:
            x, y = digest.map[argument.id]
            groups[argument.theme_id or ""].append(Dot(argument.id, *on_map(x, y)))
    n_dots = sum(len(dots) for dots in groups.values())
    if n_dots < 2:
        return None
    order = ["", *(theme.id for theme in digest.themes)]
    radius = round(max(1.6, min(6.5, 74 / math.sqrt(n_dots))), 1)
    clouds = tuple(_cloud(groups[key], themes.get(key)) for key in order if key in groups)
    return ArgumentMap(MAP_WIDTH, MAP_HEIGHT, radius, n_dots <= LINKED_DOTS, n_dots, clouds)


def strip(people: Sequence[Stand], band: float) -> Strip | None:
    """The places of people in a contrast, or None when nobody was heard on a side."""
    if not people:
        return None
    reach = max(band, *(abs(one.value) for one in people))
    inner = STRIP_WIDTH / 2 - STRIP_EDGE
    radius, placed = _stacked([STRIP_WIDTH / 2 + one.value / reach * inner for one in people])
    height = max(level for _, level in placed) * radius * 2.2 + radius * 3.2
    sides: dict[str, list[Dot]] = {"left": [], "both": [], "right": []}
    for one, (x, level) in zip(people, placed, strict=True):
        sides[one.side].append(Dot(one.clearest, round(x, 1), round(height - radius * (1.2 + level * 2.2), 1)))
    return Strip(
        width=STRIP_WIDTH,
        height=math.ceil(height),
        radius=round(radius, 1),
        linked=len(people) <= STRIP_DOTS,
        middle=STRIP_WIDTH / 2,
        band_left=round(STRIP_WIDTH / 2 - band / reach * inner, 1),
        band_right=round(STRIP_WIDTH / 2 + band / reach * inner, 1),
        left=tuple(sides["left"]),
        both=tuple(sides["both"]),
        right=tuple(sides["right"]),
        left_path=_path(sides["left"]),
        both_path=_path(sides["both"]),
        right_path=_path(sides["right"]),
    )


def on_map(x: float, y: float) -> tuple[float, float]:
    """Where on the map a place in [0, 1] is drawn; what lies outside is moved to the edge."""
    inside = (min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
    return (
        round(MAP_EDGE + inside[0] * (MAP_WIDTH - 2 * MAP_EDGE), 1),
        round(MAP_EDGE + (1 - inside[1]) * (MAP_HEIGHT - 2 * MAP_EDGE), 1),
    )


def _cloud(dots: list[Dot], theme: ThemeRef | None) -> Cloud:
    """The number of a theme stands on the dot nearest to the middle of its dots, never between two themes."""
    xs, ys = sorted(dot.x for dot in dots), sorted(dot.y for dot in dots)
    middle = (xs[len(xs) // 2], ys[len(ys) // 2])
    nearest = min(dots, key=lambda dot: ((dot.x - middle[0]) ** 2 + (dot.y - middle[1]) ** 2, dot.id))
    colour, label, anchor = (theme.colour, theme.label, theme.anchor) if theme is not None else ("t0", "", "")
    return Cloud(colour, label, anchor, nearest.x, nearest.y, tuple(dots), _path(dots))


def _path(dots: Sequence[Dot]) -> str:
    """All dots as points of one path; round line ends make them circles."""
    return "".join(f"M{dot.x:g} {dot.y:g}h.01" for dot in dots)


def _stacked(places: Sequence[float]) -> tuple[float, list[tuple[float, int]]]:
    """The radius at which the highest stack fits; for each place its column and its level in it."""
    for radius in (6.0, 5.0, 4.0, 3.0, 2.2, 1.6, 1.0, 0.6):
        width = radius * 2.3
        levels: Counter[int] = Counter()
        stacked = []
        for x in places:
            # Outwards, so that nobody is moved into the band.
            column = int(math.copysign(math.ceil(abs(x - STRIP_WIDTH / 2) / width), x - STRIP_WIDTH / 2))
            stacked.append((STRIP_WIDTH / 2 + column * width, levels[column]))
            levels[column] += 1
        if max(levels.values()) * radius * 2.2 <= STRIP_HEIGHT:
            break
    return radius, stacked
