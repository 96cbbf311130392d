"""A small digest made by hand, for tests of writers: two themes, a contrast, open questions."""

from __future__ import annotations

from miner.digest.records import (
    Account,
    Digest,
    DigestArgument,
    DigestContrast,
    DigestPole,
    DigestPost,
    DigestThread,
    Numbers,
    OpenQuestion,
    Theme,
)

_SAID = (
    ("ann", "t1", 0.6, "Trams should run all night because nurses go home at three."),
    ("ben", "t1", 0.5, "Night trams make the walk home safe for late shifts."),
    ("cy", "t1", -0.4, "Empty trams at night waste money that buses need."),
    ("dee", "t2", -0.6, "Small buses reach the villages that trams never will."),
    ("eli", "t2", -0.5, "A bus every hour keeps the village school open."),
    ("fay", "t2", 0.4, "Villages could ride the tram if it went three stops further."),
)
_ASKED = (("gil", "Who pays for the drivers at night?"), ("hue", "Does anybody know when the new line opens?"))


def tiny_digest() -> Digest:
    """Six arguments of six people in two themes, on two sides, and two questions that nobody answered."""
    posts = [
        DigestPost(id=f"p{n}", thread_id="x", text=text, author=who, lang="en", url=f"https://example.org/{n}")
        for n, (who, text) in enumerate([*((who, text) for who, _, _, text in _SAID), *_ASKED], 1)
    ]
    arguments = [
        DigestArgument(
            id=f"a{n}",
            post_id=f"p{n}",
            start=0,
            end=len(text),
            strength=0.5,
            theme_id=theme,
            membership="core",
            positions={"trams or buses": at},
        )
        for n, (_, theme, at, text) in enumerate(_SAID, 1)
    ]
    return Digest(
        title="Trams at night",
        account=Account(read=8, used=8),
        numbers=Numbers(n_posts=8, n_people=8, n_arguments=6, n_themes=2, coverage=1.0),
        threads=(DigestThread(id="x", title="Trams at night", n_posts=8),),
        posts=tuple(posts),
        arguments=tuple(arguments),
        overview=("a1", "a4"),
        themes=(_theme("t1", "Trams at night", "a1", "a2"), _theme("t2", "Buses for villages", "a4", "a5")),
        contrasts=(
            DigestContrast(
                id="c1",
                name="trams or buses",
                origin="found",
                measurable=True,
                left=DigestPole(name="buses", n_people=3, n_arguments=3, key_points=("a4",), quotes=("a5",)),
                right=DigestPole(name="trams", n_people=3, n_arguments=3, key_points=("a1",), quotes=("a2",)),
            ),
        ),
        open_questions=tuple(
            OpenQuestion(post_id=post.id, start=0, end=len(post.text)) for post in posts[len(_SAID) :]
        ),
    )


def _theme(key: str, title: str, key_point: str, quote: str) -> Theme:
    return Theme(id=key, title=title, key_point=key_point, quotes=(quote,), n_people=3, n_arguments=3)
