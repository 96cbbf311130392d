"""The smallest digest that has one of everything: golden values are short with it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec.structs import replace

from miner.digest.records import (
    Account,
    Brand,
    Digest,
    DigestArgument,
    DigestContrast,
    DigestPole,
    DigestPost,
    DigestThread,
    Method,
    Numbers,
    OpenQuestion,
    Person,
    Theme,
)

SIDES = "ideas | basics"
FORMULA = "=1+1 is how late parcels add up.\nNobody forgives them."
ARABIC = "الأساسيات أولاً"


def tiny_digest(formula: str = FORMULA, other: str = ARABIC) -> Digest:
    """Three posts, two arguments, a theme, a contrast; the first quote begins like a formula."""
    posts = (
        _post("t:1", "ann", formula, minute=1, reposts=2, endorsers=("bob", "cy")),
        _post("t:2", "bob", f"{other} Is that so?", minute=2, parent_id="t:1", lang="ar"),
        _post("t:3", "", "Thanks!", minute=None, parent_id="t:9"),
    )
    first = _argument("t:1", 0, len(formula), theme_id="basics", positions={SIDES: 0.75}, membership="core")
    second = _argument("t:2", 0, len(other), positions={SIDES: 0.0}, copies=2, copy_authors=("bob", "cy"))
    return Digest(
        title="Parcels",
        account=Account(read=3, used=3),
        numbers=Numbers(n_posts=3, n_people=3, n_arguments=2, n_themes=1, coverage=0.5),
        written_on=date(2024, 3, 14),
        threads=(DigestThread(id="t", title="a chat", platform="test"),),
        posts=posts,
        arguments=(first, second),
        overview=(first.id,),
        themes=(Theme(id="basics", title="late parcels", key_point=first.id, n_people=1, n_arguments=1),),
        contrasts=(_contrast(first),),
        said_once=(second.id,),
        open_questions=(OpenQuestion(post_id="t:2", start=len(other) + 1, end=len(posts[1].text)),),
        people=(Person(name="ann", n_posts=1, host=True), Person(name="bob", n_posts=1)),
        method=Method(miner_version="0.1.0"),
        map={first.id: (0.25, 0.5)},
    )


def with_text(text: str) -> Digest:
    """The same with another first quote."""
    return tiny_digest(text)


def branded_digest() -> Digest:
    """The same under somebody's name."""
    brand = Brand(
        name="Night desk",
        accent="#1a6b54",
        on_light="#1a6b54",
        on_dark="#7fd0b8",
        intro="An evening\nin March",
        footer="Made for members.\nPass it on.",
    )
    return replace(tiny_digest(), brand=brand)


def without_date() -> Digest:
    """The same, undated."""
    return replace(tiny_digest(), written_on=None)


def _post(key: str, author: str, text: str, minute: int | None, **more: object) -> DigestPost:
    when = datetime(2024, 3, 14, 17, minute, tzinfo=UTC) if minute is not None else None
    precision = "minute" if minute is not None else "none"
    return DigestPost(id=key, thread_id="t", author=author, text=text, posted_at=when, precision=precision, **more)


def _argument(post: str, start: int, end: int, **more: object) -> DigestArgument:
    return DigestArgument(id=f"{post}@{start}-{end}", post_id=post, start=start, end=end, strength=0.5, **more)


def _contrast(argument: DigestArgument) -> DigestContrast:
    return DigestContrast(
        id="c1",
        name=SIDES,
        origin="declared",
        measurable=True,
        left=DigestPole(name="ideas"),
        right=DigestPole(name="basics", n_people=1, n_arguments=1, key_points=(argument.id,)),
        n_neither=1,
    )
