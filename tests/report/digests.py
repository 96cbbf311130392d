"""A digest made by hand: a library's evening chat about opening until midnight, as the pipeline would hand it over."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from miner.digest.records import (
    Account,
    Digest,
    DigestArgument,
    DigestContrast,
    DigestPole,
    DigestPost,
    DigestQuestion,
    DigestThread,
    Method,
    Numbers,
    OpenQuestion,
    Person,
    SharedLink,
    SourceSummary,
    Theme,
)

START = datetime(2024, 11, 19, 19, 0, tzinfo=UTC)
THREAD = "twitter:openlate"
HOST, GUEST = "openlate", "nightdesk_ines"
SIDES = "late hours | daytime service"


@dataclass(frozen=True)
class Said:
    """One argument of one post: ``⟦...⟧`` in the text marks the part that is quoted."""

    number: int
    author: str
    marked: str
    theme: str | None
    question: str | None
    minute: float
    side: float
    to: str
    reposts: int
    copies: int

    @property
    def text(self) -> str:
        return self.marked.replace("⟦", "").replace("⟧", "")

    @property
    def span(self) -> tuple[int, int]:
        if "⟦" not in self.marked:
            return 0, len(self.text)
        return self.marked.index("⟦"), self.marked.index("⟧") - 1

    @property
    def post_id(self) -> str:
        return f"twitter:18590000000000{self.number:05d}"

    @property
    def id(self) -> str:
        return f"{self.post_id}@{self.span[0]}-{self.span[1]}"


def _read() -> Iterator[Said]:
    path = Path(__file__).resolve().parent.parent / "data" / "report" / "library_chat.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield Said(
                number=number,
                author=row["author"],
                marked=row["text"],
                theme=row["theme"] or None,
                question=row["question"] or None,
                minute=float(row["minute"]),
                side=float(row["side"]),
                to=row["to"],
                reposts=int(row["reposts"]),
                copies=int(row["copies"]),
            )


QUESTIONS = {
    "Q1": (5.0, "Q1: Who would actually come to the library between nine and midnight?"),
    "Q2": (22.0, "Q2: If we had money for only one of the two, would you open late or staff the daytime properly?"),
    "Q3": (40.0, "Q3: What would make you feel safe enough to stay until closing?"),
}

SAID = tuple(_read())

THEMES = (
    ("who", "nowhere else to be", 0, 0.86, ("shift workers", "students", "carers"), (0.22, 0.72)),
    (
        "staff",
        "one person for the desk, the phones and the toddler hour",
        14,
        0.81,
        ("daytime", "staff first"),
        (0.78, 0.68),
    ),
    ("safe", "somebody at the door", 29, 0.78, ("light", "door", "guard"), (0.55, 0.2)),
    ("cost", "paid for out of a morning one", 25, 0.55, ("heating", "bill"), (0.86, 0.36)),
    ("patience", "until they have lasted a winter", 8, 0.62, ("trial", "months"), (0.42, 0.47)),
    ("bus", "the last bus at 20:40", 11, None, ("night bus",), (0.16, 0.24)),
)


def library_chat() -> Digest:
    """The whole digest; every call gives the same."""
    posts = tuple(_posts())
    arguments = tuple(_arguments())
    people = sorted({said.author for said in SAID} | {HOST})
    return Digest(
        title="Open until midnight? An hour about late library hours",
        account=Account(
            read=118,
            used=47,
            reposts=41,
            merged=4,
            filtered={"greeting": 14, "thanks": 6, "links_only": 3, "too_short": 2},
            failed={"no date": 1},
        ),
        numbers=Numbers(
            n_posts=47,
            n_people=len(people),
            n_arguments=len(arguments),
            n_themes=len(THEMES),
            coverage=0.886,
            first_at=posts[0].posted_at,
            last_at=START + timedelta(minutes=50),
        ),
        written_on=date(2024, 11, 19),
        threads=(
            DigestThread(
                id=THREAD,
                title="#openlate",
                platform="twitter",
                place="openlate.csv",
                hosts=(HOST,),
                guests=(GUEST,),
                hashtag="openlate",
                n_posts=117,
            ),
        ),
        sources=(
            SourceSummary(
                place="openlate.csv",
                source="tweet_table",
                read=118,
                kept=117,
                failed={"no date": 1},
                notes=("Times have no zone in this file; UTC was assumed.",),
            ),
        ),
        posts=posts,
        arguments=arguments,
        overview=(SAID[0].id, SAID[14].id, SAID[29].id, SAID[8].id),
        themes=tuple(sorted(_themes(), key=lambda theme: (-theme.n_people, -theme.n_arguments, theme.id))),
        contrasts=tuple(_contrasts()),
        questions=tuple(_questions()),
        said_once=tuple(said.id for said in SAID if said.theme is None),
        open_questions=(_open_question(posts),),
        links=(
            SharedLink(
                url="https://nightdesk.example/a-winter-of-evenings",
                n_posts=4,
                people=(GUEST, "delia_reads", "m_okonjo", "pavel_binds"),
            ),
            SharedLink(
                url="https://county.example/timetables/2025/january?route=14&stop=underpass",
                n_posts=1,
                people=("osman_ledger",),
            ),
        ),
        people=tuple(_person(name) for name in people),
        method=Method(
            miner_version="0.1.0",
            embedder="minilm (all-MiniLM-L6-v2, int8)",
            embedder_sha256="5f2c" * 16,
            clustering="average linkage on cosine distance",
            n_arguments_clustered=len(arguments),
            sides="seed statements of both poles",
            settings={
                "clusters": {"method": "auto", "max_themes": 9},
                "contrasts": {"declared": [SIDES], "propose": 2},
            },
        ),
        limits=(
            "44 arguments are few: a theme with three people may be chance.",
            "Two posts are not in English; they were grouped with less certainty.",
        ),
        map=dict(_map()),
    )


def many_arguments(n: int) -> Digest:
    """The same people and themes with ``n`` arguments that differ by a number: for size and speed."""
    base = library_chat()
    posts, arguments, places = list(base.posts), list(base.arguments), dict(base.map)
    for number in range(len(arguments), n):
        like = SAID[number % len(SAID)]
        key = f"twitter:18590000000000{number:05d}"
        text = f"{like.text} ({number})"
        posts.append(
            DigestPost(
                id=key,
                thread_id=THREAD,
                text=text,
                author=f"{like.author}{number % 140}",
                kind="message",
                posted_at=START + timedelta(seconds=number * 3),
                precision="second",
                url=f"https://twitter.com/i/status/{key[8:]}",
            )
        )
        argument = DigestArgument(
            id=f"{key}@0-{len(text)}",
            post_id=key,
            start=0,
            end=len(text),
            strength=0.5,
            theme_id=like.theme,
            membership="assigned",
            question=like.question,
            positions={SIDES: like.side},
        )
        arguments.append(argument)
        places[argument.id] = _around(like.theme, number)
    numbers = Numbers(
        n_posts=n,
        n_people=140,
        n_arguments=n,
        n_themes=len(THEMES),
        coverage=0.886,
        first_at=START,
        last_at=START + timedelta(seconds=n * 3),
    )
    extra = [argument.id for argument in arguments[len(SAID) :] if argument.theme_id is None]
    return _replaced(
        base,
        posts=tuple(posts),
        arguments=tuple(arguments),
        map=places,
        numbers=numbers,
        said_once=(*base.said_once, *extra),
    )


def few_arguments() -> Digest:
    """Five arguments, no themes: too small to group."""
    base = library_chat()
    kept = base.arguments[:5]
    return _replaced(
        base,
        arguments=kept,
        overview=(),
        themes=(),
        contrasts=(),
        questions=(),
        open_questions=(),
        links=(),
        map={},
        said_once=tuple(one.id for one in kept),
        arguments_free=True,
    )


def _replaced(digest: Digest, arguments_free: bool = False, **changes: object) -> Digest:
    from msgspec.structs import replace

    if arguments_free:
        changes["arguments"] = tuple(replace(one, theme_id=None) for one in changes["arguments"])  # type: ignore[union-attr]
    return replace(digest, **changes)


def _posts() -> Iterable[DigestPost]:
    yield DigestPost(
        id="twitter:1858900000000000000",
        thread_id=THREAD,
        author=HOST,
        kind="message",
        text="Welcome to #openlate! Tonight: the library until midnight, with @nightdesk_ines who has done it.",
        posted_at=START,
        precision="second",
    )
    for key, (minute, text) in QUESTIONS.items():
        yield DigestPost(
            id=f"twitter:{key}",
            thread_id=THREAD,
            author=HOST,
            kind="question",
            text=text,
            posted_at=START + timedelta(minutes=minute),
            precision="second",
            url=f"https://twitter.com/openlate/status/{key}",
        )
    latest: dict[str, str] = {}
    for number, said in enumerate(SAID):
        yield DigestPost(
            id=said.post_id,
            thread_id=THREAD,
            author=said.author,
            kind="message",
            text=said.text,
            parent_id=latest.get(said.to) or (f"twitter:{said.question}" if said.question else None),
            posted_at=START + timedelta(minutes=said.minute),
            precision="second",
            url=f"https://twitter.com/{said.author}/status/{said.post_id[8:]}",
            lang={"tanuki_lib": "ja" if number == 6 else "en", "yusra_haddad": "ar"}.get(said.author, "en"),
            reposts=said.reposts,
        )
        latest[said.author] = said.post_id
    yield DigestPost(
        id="twitter:1859000000000099999",
        thread_id=THREAD,
        author="tess_ottoline",
        kind="message",
        text="Late to this! Has anybody asked the night cleaners what they see? #openlate",
        posted_at=START + timedelta(minutes=52),
        precision="second",
        url="https://twitter.com/tess_ottoline/status/99999",
    )


def _arguments() -> Iterable[DigestArgument]:
    for said in SAID:
        start, end = said.span
        yield DigestArgument(
            id=said.id,
            post_id=said.post_id,
            start=start,
            end=end,
            strength=0.6 + said.reposts / 25,
            theme_id=said.theme,
            membership="core" if said.theme else "tail",
            question=said.question,
            positions={SIDES: said.side},
            copies=said.copies,
            copy_authors=(said.author,),
        )


def _themes() -> Iterable[Theme]:
    for name, title, key, stable, keywords, _ in THEMES:
        members = [said for said in SAID if said.theme == name]
        chosen = [said for said in members if said is not SAID[key]]
        key_said = SAID[key]
        dissent = {"patience": SAID[22], "staff": SAID[20], "safe": SAID[36]}.get(name)
        quotes = [
            *[said for said in chosen if said is not dissent][: 3 if dissent else 4],
            *([dissent] if dissent else []),
        ]
        yield Theme(
            id=name,
            title=title,
            key_point=key_said.id,
            n_people=len({said.author for said in members}),
            n_arguments=len(members),
            stability=stable,
            quotes=tuple(said.id for said in quotes),
            keywords=keywords,
            key_point_matches=max(1, round(len(members) * 0.7)),
            key_point_people=len({said.author for said in members[: max(1, round(len(members) * 0.7))]}),
            dissent=dissent.id if dissent else None,
        )


def _contrasts() -> Iterable[DigestContrast]:
    band = 0.2
    left = [said for said in SAID if said.side <= -band]
    right = [said for said in SAID if said.side >= band]
    yield DigestContrast(
        id=SIDES,
        name=SIDES,
        origin="declared",
        measurable=True,
        left=_pole("late hours", left, (16, 8), (0, 18)),
        right=_pole("daytime service", right, (14, 15), (25, 22)),
        n_neither=len(SAID) - len(left) - len(right),
        band=band,
        common_ground=(SAID[24].id, SAID[23].id),
        both_people=("m_okonjo",),
    )
    yield DigestContrast(
        id="trust | control",
        name="trust | control",
        origin="preset",
        measurable=False,
        left=DigestPole(name="trust"),
        right=DigestPole(name="control"),
        reason="only 3 arguments of 2 people lean to either side; at least 5 of 4 are needed",
    )


def _pole(name: str, said: list[Said], keys: tuple[int, ...], quotes: tuple[int, ...]) -> DigestPole:
    return DigestPole(
        name=name,
        n_people=len({one.author for one in said}),
        n_arguments=len(said),
        key_points=tuple(SAID[number].id for number in keys),
        quotes=tuple(SAID[number].id for number in quotes),
    )


def _questions() -> Iterable[DigestQuestion]:
    for key, (minute, text) in QUESTIONS.items():
        answers = [said for said in SAID if said.question == key]
        themes = dict.fromkeys(said.theme for said in answers if said.theme)
        yield DigestQuestion(
            id=key,
            text=text.removeprefix(f"{key}: "),
            thread_id=THREAD,
            post_id=f"twitter:{key}",
            asked_by=HOST,
            asked_at=START + timedelta(minutes=minute),
            n_people=len({said.author for said in answers}),
            n_answers=len(answers),
            n_arguments=len(answers),
            themes=tuple(themes)[:4],
            quotes=tuple(said.id for said in answers[1:4]),
        )


def _open_question(posts: tuple[DigestPost, ...]) -> OpenQuestion:
    post = posts[-1]
    words = "Has anybody asked the night cleaners what they see?"
    start = post.text.index(words)
    return OpenQuestion(post_id=post.id, start=start, end=start + len(words))


def _person(name: str) -> Person:
    n = sum(said.author == name for said in SAID)
    return Person(
        name=name, n_posts=n or 9, n_arguments=n, n_reposts=len(name) % 4, host=name == HOST, guest=name == GUEST
    )


def _map() -> Iterable[tuple[str, tuple[float, float]]]:
    for number, said in enumerate(SAID):
        yield said.id, _around(said.theme, number)


def _around(theme: str | None, number: int) -> tuple[float, float]:
    """A place near the middle of a theme; a sunflower's spiral, so that no two dots lie on each other."""
    middles = {key: middle for key, _, _, _, _, middle in THEMES}
    x, y = middles.get(theme or "", (0.5, 0.8))
    radius, angle = 0.02 * math.sqrt(number), number * 2.399963
    return min(1, max(0, x + radius * math.cos(angle))), min(1, max(0, y + radius * math.sin(angle)))
