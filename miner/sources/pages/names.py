"""Whose an item is: the text that differs from item to item and stands where names stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from miner.sources.pages.looks import Look, is_repeated, leads_date
from miner.sources.pages.tree import Tree
from miner.sources.pages.vocabulary import AFTER_NAME, BEFORE_NAME, SAYS, is_button, says
from miner.sources.plain_text.names import is_display_name

MAX_NAME_CHARS = 60
_NAME_ATTRIBUTES = (
    "data-author",
    "data-username",
    "data-user-name",
    "data-user",
    "data-name",
    "data-commenter",
    "data-author-name",
)
_PERSON_LINK = re.compile(
    r"(?:^|[/?&=_.-])(?:users?|profil\w*|members?|people|authors?|autor\w*|u|mitglied\w*|member\.php|memberlist|benutzer|usuarios?|/@)(?:[/?&=.-]|\Z)|/@",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:re|aw|antw|sv|vs|odp|ответ)\s?:|.*\b(?:comments?|kommentare?|posts?|beiträge|replies|messages|points?|karma|likes?)\b.{0,12}\Z|[\W\d]*\Z",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"\s*[\[(|·•-]*\s*(?:(?:post |thread )?author|autor(?:in)?|op|moderator|mod|admin(?:istrator)?|staff|team|verified|guest|gast|invité|"
    r"redaktion|anonym|not verified|nicht überprüft|unregistered|offline|online|member|subscriber|premium|top commenter)\s*[\])|]*\Z",
    re.IGNORECASE,
)
_TRIP = re.compile(r"\s*[◆!]{1,2}[\w./+]{6,12}\Z")  # the sign of a Japanese board's user behind a name


def names_in(tree: Tree, look: Look, repeated: frozenset[tuple[str, str]]) -> dict[str, tuple[int, str]]:
    """Path -> (position, text) of what may be the item's name: the first at each path."""
    found: dict[str, tuple[int, str]] = {}
    dates = {mark.position: mark for mark in look.marks}
    if look.own:
        first = look.own[0]
        for name in _NAME_ATTRIBUTES:
            value = (tree.attributes[first].get(name) or "").strip()
            if value and len(value) <= MAX_NAME_CHARS and not value.isdigit():
                found.setdefault(f"@{name}", (first, value))
    for position in look.own:
        text = tree.texts.get(position)
        if text is None:
            if tree.tags[position] == "img":
                _add_avatar(tree, position, found)
            continue
        mark = dates.get(position)
        if mark is not None:
            name = clean_name(mark.before) if mark.before else ""
            if name:
                found.setdefault(f"before {mark.path}", (position, name))
            continue
        if len(text) > MAX_NAME_CHARS + 30 or is_repeated(tree, position, repeated) or is_button(text):
            continue
        name = clean_name(text)
        if (name and len(name) <= MAX_NAME_CHARS) or len(text) <= 4:  # ": -" stands where others put a name
            key = tree.name_keys.get(position)
            if key is None:
                key = tree.name_keys[position] = _name_key(tree, position)
            found.setdefault(key, (position, name))
    return found


def _add_avatar(tree: Tree, position: int, found: dict[str, tuple[int, str]]) -> None:
    for attribute in ("alt", "title"):
        name = clean_name(
            re.sub(
                r"(?i)(?:'s)? ?(?:avatar|profile (?:picture|photo)|gravatar(?: image)?|profilbild)(?: (?:of|von|de|for))?:? ?",
                "",
                tree.attributes[position].get(attribute) or "",
            )
        )
        if name:
            found.setdefault(f"@img {attribute}", (position, name))


def _name_key(tree: Tree, position: int) -> str:
    """The path of the widest element that holds nothing but the text; for one text among others its number, too."""
    element = tree.parents[position]
    siblings = [child for child in tree.children(element) if child in tree.texts]
    if len(siblings) > 1 or tree.n_chars(element, tree.ends[element]) > len(tree.texts[position]):
        return f"{tree.path(element)} text {siblings.index(position)}"
    while True:
        above = tree.parents[element]
        if above < 0 or tree.n_chars(above, tree.ends[above]) > len(tree.texts[position]):
            return tree.path(element)
        element = above


@lru_cache(maxsize=20_000)
def clean_name(text: str) -> str:
    """A text without what stands around a name: "By", "says:", "(Author)"."""
    text = AFTER_NAME.sub("", text.strip())
    text = BEFORE_NAME.sub("", text, count=1)
    said = SAYS.fullmatch(text)
    text = said["name"] if said else text
    text = _TRIP.sub("", _BADGE.sub("", text) or text)
    return text.strip(' \t,:;|·•–—-[]()<>«»#"“”').strip()


def first_name(names: Mapping[str, tuple[int, str]], paths: Iterable[str]) -> tuple[int, str] | None:
    """(position, name) by the most trusted path that the item has."""
    return next((names[path] for path in paths if path in names), None)


def name_paths(tree: Tree, looks: Sequence[Look]) -> tuple[str, ...]:
    """Paths whose texts are names, best first."""
    by_path: dict[str, list[tuple[Look, int, str]]] = {}
    for look in looks:
        for path, (position, name) in look.names.items():
            by_path.setdefault(path, []).append((look, position, name))
    alts = [{name.casefold() for path, (_, name) in look.names.items() if path.startswith("@")} for look in looks]
    avatars = {id(look): names for look, names in zip(looks, alts, strict=True)}
    rated = [
        (rate, path)
        for path, entries in by_path.items()
        if (rate := _rate(tree, path, entries, len(looks), avatars)) >= 2.5
    ]
    return tuple(path for _, path in sorted(rated, key=lambda pair: (-pair[0], pair[1])))


def _rate(
    tree: Tree, path: str, entries: Sequence[tuple[Look, int, str]], n_looks: int, avatars: Mapping[int, set[str]]
) -> float:
    """How much speaks for a path to hold the names."""
    names = [name for _, _, name in entries]
    n = len(entries)
    distinct = len({name.casefold() for name in names}) / n
    like = sum(is_display_name(name) and not _NO_NAME.match(name) for name in names) / n
    rate = 2.0 * min(n / n_looks, 1.0) + 2.0 * like - 1.5
    rate += 1.0 if distinct > 0.25 else 0.0
    leads = sum(position in tree.texts and leads_date(tree, position, look) for look, position, _ in entries[:20])
    if leads > 0.8 * min(n, 20):
        rate += 2.0
    elif n >= 4 and len({name.casefold() for name in names}) == 1:
        rate -= 3.0
    rate -= max(sum(len(name.split()) for name in names) / n - 3.0, 0.0)
    rate -= max(sum(_width(name) for name in names) / n - 24.0, 0.0) / 6
    if path == "@img alt" or path == "@img title":
        return rate - 0.5
    if path.startswith("@"):
        return rate + 1.5
    rate += 1.5 * sum(name.casefold() in avatars[id(look)] for look, _, name in entries) / n
    rate += sum(_position_speaks(tree, look, position) for look, position, _ in entries[:20]) / min(n, 20)
    if path.startswith("before "):
        rate += 0.5
    return rate


def _width(name: str) -> int:
    """Length as it looks; a Chinese or Japanese character says as much as two letters and more."""
    return sum(3 if character > "\u2e80" else 1 for character in name)


def _position_speaks(tree: Tree, look: Look, position: int) -> float:
    """What the elements around a text say about its being a name."""
    here, points, depth = tree.parents[position], 0.0, 0
    root = look.own[0]
    while here > root and depth < 3:
        attributes = tree.attributes[here]
        names = tree.names(here)
        role = f"{attributes.get('rel') or ''} {attributes.get('itemprop') or ''} {attributes.get('property') or ''}".lower()
        if says(names, "author") or "author" in role or "creator" in role or (role.strip() == "name"):
            points = max(points, 3.0 - depth * 0.7)
        if _PERSON_LINK.search(attributes.get("href") or ""):
            points = max(points, 2.0)
        if tree.tags[here] in ("cite", "b", "strong", "dt", "h3", "h4", "h5", "h6", "th", "address") and depth < 2:
            points = max(points, 0.8 if tree.tags[here] != "cite" else 1.5)
        if tree.tags[here] == "p" and not tree.tokens[here]:
            points -= 1.5
        here = tree.parents[here]
        depth += 1
    if look.first_texts is None:
        look.first_texts = [other for other in look.own[:200] if other in tree.texts]
    rank = look.first_texts.index(position) if position in look.first_texts else 99
    points += 0.8 if rank < 3 else 0.3 if rank < 6 else -0.5
    raw = tree.texts.get(position, "")
    if raw and (BEFORE_NAME.match(raw) or SAYS.fullmatch(raw)):
        points += 1.5
    nearest = min((abs(mark.position - position) for mark in look.marks), default=99)
    return points + (0.7 if nearest <= 6 else 0.0)
