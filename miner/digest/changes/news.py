"""A digest with its news: lasting ids and marks on its themes, first-timers, answers, edits, what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from miner.digest.changes.faces import Face, Known, faces_of, keys_of
from miner.digest.changes.likeness import Encode
from miner.digest.changes.outcomes import Fate, Fates, fates_of
from miner.digest.changes.past import Past
from miner.digest.people.naming import identity
from miner.digest.records import AnsweredQuestion, Digest, DigestPost, News, Outcome, Theme, ThemeChange

_OVERRULED: frozenset[Outcome] = frozenset(("continued", "grown", "faded"))  # by "answered"


def with_news(digest: Digest, past: Past | None, encode: Encode, ids: Mapping[str, str] | None = None) -> Digest:
    """The digest compared with what is remembered.

    Parameters
    ----------
    digest
        As it was mined; marks it has already are taken off.
    past
        None: there was no digest of this name. Then themes get their ids, and nothing is called new.
    encode
        Gives the vectors of texts, rows of length 1. It is asked only if there are themes to compare.
    ids
        Theme id -> lasting id, where it is settled which theme is which.
    """
    plain = without_news(digest)
    faces = faces_of(plain)
    known = past if past is not None else Past()
    fates = fates_of(known.themes, faces, keys_of(plain), encode, known.n_given, ids)
    if past is None:
        return replace(plain, themes=tuple(_named(theme, fates.now, {}) for theme in plain.themes))
    answered = tuple(_answered(plain, past))
    outcomes = {key: _outcome(fate, faces[key], answered) for key, fate in fates.now.items()}
    people = tuple(replace(one, first_time=identity(one.name) not in past.people_ever) for one in plain.people)
    news = News(
        since=past.since,
        n_new_posts=sum(post.id not in past.posts for post in plain.posts),
        n_new_people=sum(identity(one.name) not in past.people for one in plain.people),
        n_first_time=sum(one.first_time is True for one in people),
        themes=(*_changes(plain, past, fates, faces, outcomes), *map(_gone, fates.gone)),
        answered=answered,
        edited=_edited(plain, past),
        n_deleted=_deleted(plain, past),
    )
    themes = tuple(_named(theme, fates.now, outcomes) for theme in plain.themes)
    return replace(plain, themes=themes, people=people, news=news)


def without_news(digest: Digest) -> Digest:
    """The digest as it was before it was compared."""
    return replace(
        digest,
        themes=tuple(replace(theme, lasting_id=None, outcome=None) for theme in digest.themes),
        people=tuple(replace(person, first_time=None) for person in digest.people),
        news=None,
    )


def _named(theme: Theme, fates: Mapping[str, Fate], outcomes: Mapping[str, Outcome]) -> Theme:
    """The parts of a theme have no lasting id: they are drawn anew in each digest."""
    fate = fates.get(theme.id)
    return theme if fate is None else replace(theme, lasting_id=fate.lasting_id, outcome=outcomes.get(theme.id))


def _outcome(fate: Fate, face: Face, answered: tuple[AnsweredQuestion, ...]) -> Outcome:
    """An answer to an open question says more about a theme than its growth."""
    asked = {one.post_id for one in answered}
    spoken = face.posts | (fate.before.face.posts if fate.before is not None else frozenset())
    return "answered" if fate.outcome in _OVERRULED and asked & spoken else fate.outcome


def _changes(
    digest: Digest, past: Past, fates: Fates, faces: Mapping[str, Face], outcomes: Mapping[str, Outcome]
) -> Iterator[ThemeChange]:
    for theme in digest.top_themes:
        fate, face = fates.now[theme.id], faces[theme.id]
        before = fate.before.face if fate.before is not None else None
        yield ThemeChange(
            lasting_id=fate.lasting_id,
            outcome=outcomes[theme.id],
            theme_id=theme.id,
            title=theme.title,
            earlier_title=before.title if before is not None and before.title != theme.title else "",
            n_people=theme.n_people,
            n_people_before=before.n_people if before is not None else None,
            n_new_people=len(face.people - (before.people if before is not None else frozenset())),
            n_new_posts=sum(post not in past.posts for post in face.posts),
            others=fate.others,
        )


def _gone(known: Known) -> ThemeChange:
    return ThemeChange(
        lasting_id=known.lasting_id, outcome="gone", title=known.face.title, n_people_before=known.face.n_people
    )


def _answered(digest: Digest, past: Past) -> Iterator[AnsweredQuestion]:
    """Questions of the last digest whose post is in this one and has replies by others that were not there then."""
    posts = {post.id: post for post in digest.posts}
    replies: dict[str, list[str]] = {}
    for post in digest.posts:
        asked = posts.get(post.parent_id or "")
        if asked is not None and post.id not in past.posts and _is_answer(post, asked):
            replies.setdefault(asked.id, []).append(post.id)
    for question in past.asked:
        start = posts[question.post_id].text.find(question.words) if question.post_id in replies else -1
        if start >= 0 and question.words:
            answers = tuple(replies[question.post_id])
            end = start + len(question.words)
            yield AnsweredQuestion(post_id=question.post_id, start=start, end=end, answers=answers)


def _is_answer(post: DigestPost, asked: DigestPost) -> bool:
    return post.kind not in ("repost", "system") and (
        not post.author or identity(post.author) != identity(asked.author)
    )


def _edited(digest: Digest, past: Past) -> tuple[str, ...]:
    known = ((post, past.posts.get(post.id)) for post in digest.posts)
    return tuple(post.id for post, before in known if before is not None and before.said != post.text)


def _deleted(digest: Digest, past: Past) -> int:
    """Posts of threads that were read again, though with posts from before and after them: others are out of sight."""
    ids = {post.id for post in digest.posts}
    times: dict[str, list[float]] = {}
    for post in digest.posts:
        if post.posted_at is not None:
            times.setdefault(post.thread_id, []).append(post.posted_at.timestamp())
    spans = {thread: (min(moments), max(moments)) for thread, moments in times.items()}
    gone = 0
    for key, before in past.posts.items():
        first, last = spans.get(before.thread_id, (0.0, 0.0))
        if key not in ids and before.posted_at is not None and first < before.posted_at.timestamp() < last:
            gone += 1
    return gone
