"""The numbered questions of a chat: found where they are asked first, one set for each session.

A thread may hold several sessions (a month of a weekly chat; a second hour for another continent). They stay in one
thread, because reply trees and the posts between the sessions would be torn apart otherwise; the first session has
``Q1``, ``Q2``, later ones carry their day, ``Q1 (18 Mar)``, which is also how a reader would tell them apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from miner.sources.chat.hosts import handle_of, leading_authors
from miner.sources.chat.markers import Ask, answers_in, asks_in, question_at_head
from miner.sources.chat.words import content_words, overlap
from miner.transcript import Post, Question

_GAP_SECONDS = 3 * 3600.0  # longer silence among numbered posts than any one-hour chat has
_RESTART_SECONDS = 45 * 60.0  # a Q1 so long after the last Q1, with others in between, opens a second session
_REHEARSAL_SECONDS = 20 * 60.0  # asked again so much later, nothing answered in between: the first was an announcement
_SAME_QUESTION = 0.5  # share of words that makes it the same question asked again
_AGAIN = re.compile(
    r"\b(?:again|reminder|repeat|repost|in case you missed|icymi|put (?:else|an)|rephras)", re.IGNORECASE
)
_AT_ONCE_SECONDS = 60.0  # a host who asks on within a minute rephrases
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ID_NUMBER = re.compile(r"Q(\d{1,2})")


@dataclass(frozen=True)
class Mention:
    """A post that holds a numbered question, or the same number at its head (which may be an answer)."""

    at: int  # its place among the thread's posts
    seconds: float
    ask: Ask


@dataclass(frozen=True)
class Session:
    """One chat: its questions by number, when it ran, and posts that ask a question over again."""

    questions: Mapping[int, Question]
    hosts: tuple[str, ...]
    first_seconds: float
    last_seconds: float  # when the last question was asked
    repeats: Mapping[str, str]  # post id -> question id


def find_sessions(posts: Sequence[Post], seconds: Sequence[float], hosts: Sequence[str]) -> list[Session]:
    """The chats of a thread in order of time.

    Parameters
    ----------
    posts, seconds
        Of one thread, in canonical order, with their times.
    hosts
        Given names; () finds them: those who are first to ask two or more numbers.
    """
    given = frozenset(map(handle_of, hosts))
    mentions = [
        Mention(number, second, ask)
        for number, (post, second) in enumerate(zip(posts, seconds, strict=True))
        if post.kind != "repost" and (not given or handle_of(post.author) in given)
        for ask in asks_in(post.text)
    ]
    found = [_session(part, posts, given) for part in _parts(mentions, posts)]
    sessions = _answered([session for session in found if session.questions], posts, seconds)
    return _with_unique_ids(sessions)


def known_session(questions: Sequence[Question], posts: Sequence[Post], seconds: Sequence[float]) -> list[Session]:
    """Sessions of questions that the transcript already carries: told apart by what follows the number in their ids."""
    at = {post.id: second for post, second in zip(posts, seconds, strict=True)}
    groups: dict[str, list[tuple[int, Question]]] = {}
    for question in questions:
        number = _ID_NUMBER.match(question.id)
        if number and question.post_id in at:
            groups.setdefault(question.id[number.end() :], []).append((int(number[1]), question))
    return sorted((_known(group, at) for group in groups.values()), key=lambda session: session.first_seconds)


def _known(group: Sequence[tuple[int, Question]], at: Mapping[str, float]) -> Session:
    times = [at[question.post_id] for _, question in group]
    hosts = tuple(dict.fromkeys(question.asked_by for _, question in group if question.asked_by))
    return Session(dict(group), hosts, min(times), max(times), {})


def _parts(mentions: Sequence[Mention], posts: Sequence[Post]) -> list[list[Mention]]:
    """Mentions of one session each: split at long silences and where a host starts again with the first question."""
    parts: list[list[Mention]] = []
    for mention in mentions:
        silent = bool(parts) and mention.seconds - parts[-1][-1].seconds > _GAP_SECONDS
        if not parts or silent or _restarts(mention, parts[-1], posts):
            parts.append([])
        parts[-1].append(mention)
    return parts


def _restarts(mention: Mention, part: Sequence[Mention], posts: Sequence[Post]) -> bool:
    author = handle_of(posts[mention.at].author)
    own = [earlier for earlier in part if handle_of(posts[earlier.at].author) == author and earlier.ask.in_form]
    firsts = [earlier for earlier in own if earlier.ask.number == mention.ask.number]
    if mention.ask.number != 1 or not mention.ask.in_form or not firsts:
        return False
    later_numbers = {earlier.ask.number for earlier in own} - {1}
    return len(later_numbers) >= 2 and mention.seconds - firsts[-1].seconds > _RESTART_SECONDS


def _session(part: Sequence[Mention], posts: Sequence[Post], given: frozenset[str]) -> Session:
    chosen = _chosen(part, posts, given)
    hosts = tuple(dict.fromkeys(posts[mention.at].author for mention in chosen.values() if posts[mention.at].author))
    questions = {number: _question(mention, posts[mention.at]) for number, mention in chosen.items()}
    times = [mention.seconds for mention in chosen.values()] or [0.0]
    leading = frozenset(map(handle_of, hosts))
    repeats = {
        posts[mention.at].id: questions[mention.ask.number].id
        for mention in part
        if _asks_again(mention, chosen, posts, leading)
    }
    return Session(questions, hosts, min(times), max(times), repeats)


def _chosen(part: Sequence[Mention], posts: Sequence[Post], given: frozenset[str]) -> dict[int, Mention]:
    """For each number the mention that asks it."""
    by_number: dict[int, list[Mention]] = {}
    for mention in part:
        by_number.setdefault(mention.ask.number, []).append(mention)
    first_in_form = {
        number: next((mention for mention in mentions if mention.ask.in_form), None)
        for number, mentions in by_number.items()
    }
    leading = given or leading_authors([posts[first.at].author for first in first_in_form.values() if first])
    chosen: dict[int, Mention] = {}
    for number, mentions in sorted(by_number.items()):
        by_hosts = [mention for mention in mentions if handle_of(posts[mention.at].author) in leading]
        in_form = [mention for mention in by_hosts if mention.ask.in_form]
        plain = [mention for mention in by_hosts if mention.ask.at_head]
        first = first_in_form[number]
        if in_form:
            chosen[number] = _behind_rehearsals(in_form, posts)
        elif plain:
            chosen[number] = plain[0]
        elif first is not None and first is mentions[0]:
            chosen[number] = first  # a co-host who asks only this one
    return chosen


def _behind_rehearsals(askings: Sequence[Mention], posts: Sequence[Post]) -> Mention:
    """The first asking, or the next where the first was an announcement long before that nobody answered."""
    chosen = askings[0]
    for later in askings[1:]:
        early = later.seconds - chosen.seconds > _REHEARSAL_SECONDS
        if not early or any(_answers(posts[at], chosen.ask.number) for at in range(chosen.at + 1, later.at)):
            break
        chosen = later
    return chosen


def _answers(post: Post, number: int) -> bool:
    answer = answers_in(post.text)
    return post.kind != "repost" and (
        bool(answer and number in answer.numbers) or (answer is None and question_at_head(post.text) == number)
    )


def _question(mention: Mention, post: Post) -> Question:
    return Question(
        id=f"Q{mention.ask.number}",
        text=post.text[slice(*mention.ask.span)],
        post_id=post.id,
        asked_by=post.author,
        asked_at=post.posted_at,
    )


def _asks_again(mention: Mention, chosen: Mapping[int, Mention], posts: Sequence[Post], hosts: frozenset[str]) -> bool:
    """Whether a host repeats or rephrases a question (its own answers often begin with Q1 too)."""
    original = chosen.get(mention.ask.number)
    if original is None or mention.at == original.at or not mention.ask.in_form:
        return False
    if handle_of(posts[mention.at].author) not in hosts:
        return False
    text = posts[mention.at].text
    own = content_words(text[slice(*mention.ask.span)])
    asked = content_words(posts[original.at].text[slice(*original.ask.span)])
    rephrased = 0 <= mention.seconds - original.seconds <= _AT_ONCE_SECONDS
    return rephrased or bool(_AGAIN.search(text)) or overlap(own, asked) >= _SAME_QUESTION


def _answered(sessions: Sequence[Session], posts: Sequence[Post], seconds: Sequence[float]) -> list[Session]:
    """Without those that are no chats: one lone number that nobody answers, questions listed ahead of a later chat."""
    kept = []
    for number, session in enumerate(sessions):
        following = sessions[number + 1 : number + 2]
        end = bisect_left(seconds, following[0].first_seconds) if following else len(posts)
        own = {question.post_id for question in session.questions.values()}
        others = [post for post in posts[bisect_left(seconds, session.first_seconds) : end] if post.id not in own]
        n_answers = sum(any(_answers(post, asked) for asked in session.questions) for post in others)
        listed_ahead = n_answers == 0 and any(_same_questions(session, later) for later in following)
        if n_answers >= 2 or (len(session.questions) >= 2 and not listed_ahead):
            kept.append(session)
    return kept


def _same_questions(session: Session, later: Session) -> bool:
    shared = session.questions.keys() & later.questions.keys()
    return bool(shared) and all(
        overlap(content_words(session.questions[n].text), content_words(later.questions[n].text)) >= _SAME_QUESTION
        for n in shared
    )


def _with_unique_ids(sessions: Sequence[Session]) -> list[Session]:
    """The first session keeps plain ids; the others get their day, and their hour where days or none collide."""
    starts = [datetime.fromtimestamp(session.first_seconds, UTC) for session in sessions]
    n_on_day = Counter(start.date() for start in starts)
    one_year = len({start.year for start in starts}) == 1
    taken: Counter[str] = Counter()
    named = []
    for number, (session, start) in enumerate(zip(sessions, starts, strict=True)):
        day = f"{start.day} {_MONTHS[start.month - 1]}" + ("" if one_year else f" {start.year}")
        label = f"{day} {start:%H:%M}" if n_on_day[start.date()] > 1 else day
        taken[label] += 1
        named.append(_renamed(session, "" if number == 0 else f" ({label})" + f" {taken[label]}" * (taken[label] > 1)))
    return named


def _renamed(session: Session, suffix: str) -> Session:
    questions = {
        number: Question(
            id=f"Q{number}{suffix}",
            text=question.text,
            post_id=question.post_id,
            asked_by=question.asked_by,
            asked_at=question.asked_at,
        )
        for number, question in session.questions.items()
    }
    repeats = {post_id: f"{question_id}{suffix}" for post_id, question_id in session.repeats.items()}
    return Session(questions, session.hosts, session.first_seconds, session.last_seconds, repeats)
