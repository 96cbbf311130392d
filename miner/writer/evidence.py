"""What a writer may rest on, task by task: arguments of the digest, numbered, and nothing else.

Authors are not told to a writer; they are here for the check.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from miner.digest.records import Digest, DigestArgument, DigestContrast
from miner.settings import Settings
from miner.writer.records import Evidence, EvidenceItem, EvidenceSide, Task

_MAX_CHARS = 600  # of one argument; longer ones are rare, and a small model reads no further
_NEIGHBOURS = 12
_LEAST_OF_A_SIDE = 2
_OF_A_THEME = 3  # arguments of each theme that the overview rests on
_LEAST_OPEN = 2  # one question needs no summing up
_BLANKS = re.compile(r"\s+")


def evidence_of(digest: Digest, settings: Settings) -> tuple[Evidence, ...]:
    """All tasks of a digest, in the order of the report; those with too little to go on are left out.

    Parameters
    ----------
    settings
        ``writer.tasks`` are asked for; where ``report.people`` hides names, authors are empty here, too.
    """
    desk = _Desk(digest, settings)
    made = (*desk.themes(), *desk.contrasts(), *desk.overview(), *desk.open_questions())
    return tuple(one for one in made if one.task in settings.writer.tasks)


def cleaned(text: str) -> str:
    """A text in one line, without signs that nobody sees: they carry orders past a reader's eye."""
    shown = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_seen(sign))
    line = _BLANKS.sub(" ", shown).strip()
    if len(line) <= _MAX_CHARS:
        return line
    cut = line[:_MAX_CHARS]
    return cut.rpartition(" ")[0] or cut


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


class _Desk:
    """A digest with what its tasks look up."""

    def __init__(self, digest: Digest, settings: Settings) -> None:
        self._digest = digest
        self._most = settings.writer.max_evidence
        self._named = settings.report.people == "names"
        self._posts = {post.id: post for post in digest.posts}
        self._arguments = {argument.id: argument for argument in digest.arguments}
        self._language = _language(digest)

    def themes(self) -> Iterator[Evidence]:
        """Title and summary of each theme; those beneath one keep their own words."""
        members: dict[str | None, list[DigestArgument]] = {}
        for argument in self._digest.arguments:
            members.setdefault(argument.theme_id, []).append(argument)
        for theme in self._digest.top_themes:
            ids = _first_quoted((theme.key_point, *theme.quotes), members.get(theme.id, ()))
            items = self._items(ids[: self._most])
            neighbours = tuple(one.title for one in self._digest.top_themes if one.id != theme.id)[:_NEIGHBOURS]
            said = (self._words(theme.key_point),)
            yield self._evidence("title", theme.id, items, neighbours, (theme.title,), n_people=theme.n_people)
            yield self._evidence("summary", theme.id, items, neighbours, said, n_people=theme.n_people)

    def contrasts(self) -> Iterator[Evidence]:
        """Names of poles that were found (those that somebody declared have theirs), and what sums both sides up."""
        for contrast in self._digest.contrasts:
            items = self._of_sides(contrast) if contrast.measurable else ()
            if min(sum(item.side == side for item in items) for side in ("left", "right")) < _LEAST_OF_A_SIDE:
                continue
            poles = (contrast.left.name, contrast.right.name)
            n_people = contrast.left.n_people + contrast.right.n_people - len(contrast.both_people)
            if contrast.origin == "found":
                yield self._evidence("poles", contrast.id, items, (), poles, poles, n_people)
            yield self._evidence("summary", contrast.id, items, (), (), poles, n_people)

    def overview(self) -> Iterator[Evidence]:
        """What the whole discussion came to."""
        ids = list(self._digest.overview)
        for rank in range(_OF_A_THEME):  # of each theme one, then of each another, until there are enough
            ids += [
                said[rank] for theme in self._digest.top_themes if len(said := (theme.key_point, *theme.quotes)) > rank
            ]
        titles = tuple(theme.title for theme in self._digest.top_themes)[:_NEIGHBOURS]
        items = self._items(list(dict.fromkeys(ids))[: self._most])
        if len(titles) > 1:
            fallback = tuple(map(self._words, self._digest.overview))
            yield self._evidence("overview", "", items, titles, fallback, n_people=self._digest.numbers.n_people)

    def open_questions(self) -> Iterator[Evidence]:
        """What stayed open; the items are not arguments, but have their place among the open questions for an id."""
        items = []
        for place, question in enumerate(self._digest.open_questions[: self._most], 1):
            post = self._posts[question.post_id]
            author = post.author if self._named else ""
            items.append(
                EvidenceItem(id=f"?{place}", text=cleaned(post.text[question.start : question.end]), author=author)
            )
        if len(items) >= _LEAST_OPEN:
            yield self._evidence("questions", "", tuple(items), (), ())

    def _evidence(
        self,
        task: Task,
        subject: str,
        items: tuple[EvidenceItem, ...],
        neighbours: tuple[str, ...],
        fallback: tuple[str, ...],
        poles: tuple[str, ...] = (),
        n_people: int = 0,
    ) -> Evidence:
        return Evidence(
            task=task,
            subject=subject,
            items=items,
            neighbours=tuple(map(cleaned, neighbours)),
            language=self._language,
            fallback=fallback,
            poles=tuple(map(cleaned, poles)),
            n_people=n_people,
        )

    def _of_sides(self, contrast: DigestContrast) -> tuple[EvidenceItem, ...]:
        """Arguments of both sides, the clearest first, as many of each as its share of all has room for."""
        placed = [(one.positions.get(contrast.name, 0.0), one) for one in self._digest.arguments]
        left = _first_quoted(
            (*contrast.left.key_points, *contrast.left.quotes),
            [one for at, one in sorted(placed, key=_by_position) if at < 0],
        )
        right = _first_quoted(
            (*contrast.right.key_points, *contrast.right.quotes),
            [one for at, one in sorted(placed, key=_by_position, reverse=True) if at > 0],
        )
        n_left = round(self._most * len(left) / max(1, len(left) + len(right)))
        n_left = min(max(n_left, _LEAST_OF_A_SIDE), max(self._most - _LEAST_OF_A_SIDE, _LEAST_OF_A_SIDE))
        return (*self._items(left[:n_left], "left"), *self._items(right[: self._most - n_left], "right"))

    def _items(self, ids: Iterable[str], side: EvidenceSide = "") -> tuple[EvidenceItem, ...]:
        return tuple(self._item(self._arguments[key], side) for key in ids)

    def _item(self, argument: DigestArgument, side: EvidenceSide) -> EvidenceItem:
        author = self._posts[argument.post_id].author if self._named else ""
        return EvidenceItem(
            id=argument.id, text=self._words(argument.id), author=author, side=side, copies=argument.copies
        )

    def _words(self, key: str) -> str:
        argument = self._arguments[key]
        return cleaned(self._posts[argument.post_id].text[argument.start : argument.end])


def _first_quoted(quoted: Iterable[str], others: Sequence[DigestArgument]) -> list[str]:
    """The quotes, then what else there is, strongest first (``others`` in their own order where equally strong)."""
    ranked = sorted(others, key=lambda argument: -argument.strength)
    return list(dict.fromkeys((*quoted, *(argument.id for argument in ranked))))


def _by_position(placed: tuple[float, DigestArgument]) -> tuple[float, str]:
    return placed[0], placed[1].id


def _language(digest: Digest) -> str:
    """What the platforms said of most posts, else what the words say."""
    from miner.report.languages.choosing import discussed_in

    named = Counter(post.lang.partition("-")[0].lower() for post in digest.posts)
    code, n = named.most_common(1)[0] if named else ("", 0)
    if len(code) == 2 and code.isascii() and n * 2 >= len(digest.posts):
        return code
    return discussed_in(digest)
