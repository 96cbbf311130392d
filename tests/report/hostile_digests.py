"""Digests that are in order and whose every field holds a text of the hostile corpus.

The text of a post is as the readers store it (``sources.cleaning``); every other field is as it may stand in a stored
digest, which anybody may have written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hostile_corpus import TEXTS

from miner.digest.records import (
    Account,
    Brand,
    Digest,
    DigestArgument,
    DigestContrast,
    DigestPole,
    DigestPost,
    DigestQuestion,
    DigestThread,
    EditNote,
    Method,
    Numbers,
    OpenQuestion,
    Person,
    SharedLink,
    SourceSummary,
    Theme,
)
from miner.sources.cleaning import clean

PER_DIGEST = 40
REASON = "A short reason is a reason, too."
_START = datetime(2024, 3, 14, 17, tzinfo=UTC)


def hostile_digests() -> dict[str, Digest]:
    """Name -> digest: together they hold every text in every field there can be several of."""
    starts = range(0, len(TEXTS), PER_DIGEST)
    return {f"texts {start}": digest_of(TEXTS[start : start + PER_DIGEST]) for start in starts}


def single_digests() -> dict[str, Digest]:
    """Name -> a small digest: together they hold every text in the fields there is one of."""
    return {f"text {number}": digest_of([REASON], [text]) for number, text in enumerate(TEXTS)}


def large_digest(n_letters: int = 1_000_000) -> Digest:
    """Posts of a megabyte, of ten thousand lines, and a short one, so that every form has something to quote."""
    lines = "\n".join(f"line {number} of very many" for number in range(10_000))
    return digest_of(["w" * n_letters, lines, REASON], TEXTS[:2])


def stored(text: str) -> str:
    """What of a text stands in a post; some are nothing but signs that are never stored."""
    return clean(text) or "nothing was left of it"


def digest_of(texts: Sequence[str], others: Sequence[str] = ()) -> Digest:
    """A digest of one post a text; ``others`` are taken instead for all other fields."""
    fields = others or texts
    many = [fields[number % len(fields)] for number in range(len(texts))]
    turned = [*many[1:], many[0]]  # an author's text is not that of the post
    posts = tuple(
        _post(number, text, *pair) for number, (text, *pair) in enumerate(zip(texts, many, turned, strict=True))
    )
    contrasts = tuple(_contrast(number, *pair) for number, pair in enumerate(zip(many[::2], turned[::2], strict=True)))
    arguments = tuple(_argument(number, post, contrasts) for number, post in enumerate(posts))
    keys = [argument.id for argument in arguments]
    return Digest(
        title=many[0],
        account=Account(read=len(posts) + len(set(many)), used=len(posts), filtered=dict.fromkeys(many, 1)),
        numbers=Numbers(len(posts), len(posts), len(posts), len(posts), 0.5, _START, posts[-1].posted_at),
        written_on=date(2024, 3, 14),
        threads=tuple(_thread(number, *pair) for number, pair in enumerate(zip(many, turned, strict=True))),
        sources=tuple(_source(*pair) for pair in zip(many, turned, strict=True)),
        posts=posts,
        arguments=arguments,
        overview=tuple(keys[:5]),
        themes=tuple(_theme(number, text, keys[number]) for number, text in enumerate(many) if _in_theme(number)),
        contrasts=tuple(_with_quote(contrast, keys[0]) for contrast in contrasts),
        questions=tuple(
            _question(number, text, post) for number, (text, post) in enumerate(zip(many, posts, strict=True))
        ),
        said_once=tuple(key for number, key in enumerate(keys) if not _in_theme(number)),
        open_questions=tuple(OpenQuestion(post.id, 0, len(post.text)) for post in posts[-3:]),
        links=tuple(SharedLink(text, 2, (other,), posts[0].id) for text, other in zip(many, turned, strict=True)),
        people=tuple(Person(text, 1, 1, 1, host=not number) for number, text in enumerate(dict.fromkeys(turned))),
        method=_method(many),
        limits=tuple(many),
        map={key: (number / len(keys), (number * 7 % len(keys)) / len(keys)) for number, key in enumerate(keys)},
        brand=Brand(
            many[0], many[0], many[0], many[0], many[0], intro="\n".join(many[:9]), footer="\n".join(many[-9:])
        ),
    )


def _in_theme(number: int) -> bool:
    return number % 3 != 2


def _post(number: int, text: str, other: str, author: str) -> DigestPost:
    return DigestPost(
        id=f"{number}:{other}",
        thread_id=f"{number}:{other}",
        text=stored(text),
        author=author,
        kind="message",
        posted_at=_START + timedelta(minutes=number),
        precision="minute",
        url=other if number % 2 else f"https://ok.example/{number}",
        lang=other,
        reposts=number % 3,
        endorsers=(other,),
    )


def _argument(number: int, post: DigestPost, contrasts: Sequence[DigestContrast]) -> DigestArgument:
    side = (-0.5, 0.0, 0.5)[number % 3]
    return DigestArgument(
        id=f"{post.id}@0",
        post_id=post.id,
        start=0,
        end=len(post.text),
        strength=0.5,
        theme_id=f"theme {number}" if _in_theme(number) else None,
        membership="core" if _in_theme(number) else "tail",
        question=f"Q{number}",
        positions={contrast.name: side for contrast in contrasts},
        copies=1 + number % 3,
        copy_authors=(post.author,),
    )


def _theme(number: int, text: str, key: str) -> Theme:
    return Theme(
        id=f"theme {number}",
        title=text,
        key_point=key,
        n_people=1,
        n_arguments=1,
        quotes=(key,),
        keywords=(text,),
        dissent=key if number % 4 == 1 else None,
        by_source={text: 1},
        edited=("title",) if number % 2 else (),
    )


def _contrast(number: int, left: str, right: str) -> DigestContrast:
    return DigestContrast(
        id=f"{number} {left} | {right}",
        name=f"{number} {left} | {right}",
        origin="declared",
        measurable=number % 4 != 3,
        left=DigestPole(left),
        right=DigestPole(right),
        both_people=(left, right),
        reason=left if number % 4 == 3 else "",
    )


def _with_quote(contrast: DigestContrast, key: str) -> DigestContrast:
    from msgspec.structs import replace

    left = replace(contrast.left, n_people=1, n_arguments=1, key_points=(key,))
    return replace(contrast, left=left, common_ground=(key,))


def _question(number: int, text: str, post: DigestPost) -> DigestQuestion:
    return DigestQuestion(
        id=f"Q{number}", text=text, asked_by=text, post_id=post.id, n_people=1, n_answers=1, quotes=(f"{post.id}@0",)
    )


def _thread(number: int, text: str, other: str) -> DigestThread:
    return DigestThread(
        id=f"{number}:{text}",
        title=other,
        url=text,
        platform=text,
        place=other,
        hosts=(text,),
        guests=(other,),
        hashtag=text,
        n_posts=1,
    )


def _source(text: str, other: str) -> SourceSummary:
    return SourceSummary(
        place=text,
        source=other,
        read=2,
        kept=1,
        skipped={text: 1},
        failed={other: 1},
        encoding=text,
        layout=other,
        notes=(text, other),
    )


def _method(texts: Sequence[str]) -> Method:
    text = texts[0]
    return Method(
        miner_version=text,
        embedder=text,
        embedder_sha256=text,
        clustering=text,
        sides=text,
        people_shown=text,
        edits=tuple(EditNote(text, text) for text in texts[:9]),
        settings={text: {text: text} for text in texts},
    )
