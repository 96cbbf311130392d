"""Which question a post answers: its marker, what it replies to, or the question that was open when it was said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence

import msgspec

from miner.sources.chat.clock import is_timed, moment_of
from miner.sources.chat.hosts import handle_of
from miner.sources.chat.markers import answers_in, question_at_head, questions_mentioned
from miner.sources.chat.phases import SET_APART, closing_seconds
from miner.sources.chat.questions import Session
from miner.sources.chat.window import CERTAIN, assign_questions
from miner.sources.chat.words import content_words
from miner.transcript import Post, QuestionLink

Links = tuple[QuestionLink, ...]

# A marker is what the labels are made of, so nothing measures it; 1.0 is kept for askings.
_AT_HEAD, _AS_QUESTION, _INSIDE, _NAMED = 0.99, 0.95, 0.9, 0.6
# Measured on replies that carry a marker of their own (six #critlib weeks of 2015): to oneself 39 of 39 right, to the
# question 5 of 5, to others' answers 5 of 6; small numbers, so rounded down.
_TO_ONESELF, _REPLY, _THREAD = 0.95, 0.9, 0.8
_BEFORE_SECONDS = 3600.0  # answers to questions that were published ahead come up to an hour early
_AFTER_SECONDS = 7 * 24 * 3600.0  # who reads the chat later still writes A3
_OPEN_SECONDS = 30 * 60.0  # a last question stays open so long, unless the host closes the chat
_BY_ORDER = 0.8  # chats copied without times: with the order alone 279 of 340 were right
_MIN_WORDS = 2  # content words; applause answers nothing
_GRACE_SECONDS = 5 * 60.0  # the last answers come behind the host's thanks


def link_answers(posts: Sequence[Post], seconds: Sequence[float], sessions: Sequence[Session]) -> list[Post]:
    """The posts of a thread with the questions they ask or answer.

    Links that a post already carries stay. Reposts answer nothing; greetings, goodbyes and announcements only
    where they carry a marker.
    """
    if not sessions:
        return list(posts)
    asked = _asked(sessions)
    linked = [_marked(post, second, sessions, asked) for post, second in zip(posts, seconds, strict=True)]
    linked = _with_replies(linked)
    timed = any(is_timed(post) for post in posts)
    if not timed and any(post.posted_at for post in posts):
        return linked  # only days are known: nothing says what was open
    at = {post.id: second for post, second in zip(posts, seconds, strict=True)}
    for session in sessions:
        _guess(linked, seconds, session, at, timed)
    return linked


def _asked(sessions: Sequence[Session]) -> Mapping[str, Links]:
    """Post id -> the questions it asks."""
    asked: dict[str, Links] = {}
    for session in sessions:
        for question in session.questions.values():
            asked[question.post_id] = (*asked.get(question.post_id, ()), QuestionLink(id=question.id, how="asked"))
        for post_id, question_id in session.repeats.items():
            asked.setdefault(post_id, (QuestionLink(id=question_id, how="asked"),))
    return asked


def _marked(post: Post, second: float, sessions: Sequence[Session], asked: Mapping[str, Links]) -> Post:
    if post.kind == "repost":
        return post
    if post.id in asked:
        return msgspec.structs.replace(post, kind="question", questions=post.questions or asked[post.id])
    if post.questions:
        return post
    session = _session_at(second, sessions)
    return msgspec.structs.replace(post, questions=_by_marker(post, session)) if session else post


def _session_at(second: float, sessions: Sequence[Session]) -> Session | None:
    """The session a marker belongs to: the last that began, or one about to begin."""
    starts = [session.first_seconds - _BEFORE_SECONDS for session in sessions]
    number = bisect_right(starts, second) - 1
    if number < 0 or second - sessions[number].last_seconds > _AFTER_SECONDS:
        return None
    return sessions[number]


def _by_marker(post: Post, session: Session) -> Links:
    text = post.text
    answer = answers_in(text)
    if answer:
        confidence = _AT_HEAD if answer.at_head else _INSIDE
        return _links(answer.numbers, confidence, session)
    number = question_at_head(text)
    if number is not None:
        return _links((number,), _AS_QUESTION, session)
    mentioned = questions_mentioned(text)
    hosts = {handle_of(host) for host in session.hosts}  # they name questions to lead through them
    if len(mentioned) != 1 or SET_APART & set(post.flags) or handle_of(post.author) in hosts:
        return ()
    return _links(mentioned, _NAMED, session)


def _links(numbers: Sequence[int], confidence: float, session: Session) -> Links:
    return tuple(
        QuestionLink(id=session.questions[number].id, confidence=confidence, how="marker")
        for number in numbers
        if number in session.questions
    )


def _with_replies(posts: Sequence[Post]) -> list[Post]:
    """Answers by reply: to the question itself, or to somebody who answers it, however far up."""
    by_id = {post.id: post for post in posts}
    found: dict[str, Links] = {post.id: post.questions for post in posts if post.questions}
    for post in posts:
        path: list[str] = []
        here: Post | None = post
        while here is not None and here.id not in found:
            path.append(here.id)
            found[here.id] = ()  # also ends a chain that comes back to itself
            here = by_id.get(here.parent_id or "")
        if here is not None:
            found.update((post_id, _inherited(by_id[post_id], here, found[here.id])) for post_id in path)
    return [_if_it_may(post, found[post.id]) for post in posts]


def _inherited(post: Post, anchor: Post, links: Links) -> Links:
    """What a post takes over from the one it (or what it replies to) hangs on: questions, or what answers them."""
    known = tuple(link for link in links if link.how in CERTAIN)
    if anchor.kind == "question":
        how, trust, known = "reply", _REPLY, known if len(known) == 1 else ()
    else:
        how, trust = "thread", _TO_ONESELF if handle_of(post.author) == handle_of(anchor.author) else _THREAD
    return tuple(QuestionLink(id=link.id, confidence=min(trust, link.confidence), how=how) for link in known)


def _if_it_may(post: Post, links: Links) -> Post:
    """The post with the links it inherits, unless it says nothing."""
    if post.questions or not links or post.kind == "repost" or SET_APART & set(post.flags):
        return post
    return msgspec.structs.replace(post, questions=links)


def _guess(posts: list[Post], seconds: Sequence[float], session: Session, at: Mapping[str, float], timed: bool) -> None:
    """Put guesses in place for what was said between a session's first question and its end."""
    closed = closing_seconds(posts, seconds, session)
    end = min(session.last_seconds + _OPEN_SECONDS, float("inf") if closed is None else closed + _GRACE_SECONDS)
    own = {question.id for question in session.questions.values()}
    inside = [
        number
        for number in range(bisect_right(seconds, session.first_seconds), bisect_right(seconds, end))
        if (is_timed(posts[number]) or not timed) and _may_be_guessed(posts[number], own)
    ]
    questions = [
        msgspec.structs.replace(question, asked_at=moment_of(at[question.post_id]))
        for question in session.questions.values()
    ]
    said = [msgspec.structs.replace(posts[number], posted_at=moment_of(seconds[number])) for number in inside]
    for number, link in zip(inside, assign_questions(said, questions), strict=True):
        if link is not None and not posts[number].questions:
            confidence = link.confidence if timed else min(link.confidence, _BY_ORDER)
            link = msgspec.structs.replace(link, confidence=confidence)
            posts[number] = msgspec.structs.replace(posts[number], questions=(link,))


def _may_be_guessed(post: Post, own: Collection[str]) -> bool:
    """Whether a post says something, and to no other session; those with links teach the words of their question."""
    if post.kind not in ("comment", "message") or SET_APART & set(post.flags):
        return False
    here = not post.questions or post.questions[0].id in own
    return here and len(content_words(post.text)) >= _MIN_WORDS
