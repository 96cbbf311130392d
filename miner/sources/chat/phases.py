"""Phases of a chat, as flags: greeting, closing, announcement, promotion.

Conservative: a post that greets and argues is not flagged; the arguments stage looks at its sentences later.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

import msgspec

from miner.sources.chat.hosts import handle_of
from miner.sources.chat.markers import answers_in, head_of, question_at_head, questions_mentioned
from miner.sources.chat.questions import Session
from miner.sources.cleaning import HASHTAG, MENTION, URL
from miner.transcript import Post

_Where = Literal["before", "running", "after", "outside"]
GREETING, CLOSING, ANNOUNCEMENT, PROMOTION = "greeting", "closing", "announcement", "promotion"
SET_APART = frozenset((GREETING, CLOSING, ANNOUNCEMENT, PROMOTION))

_HELLO = re.compile(
    r"(?:hi+|hello|hey+a?|heya|howdy|greetings|good (?:morning|evening|afternoon)|evening|morning|afternoon|bonjour|"
    r"bonsoir|hallo|hola|moin|ciao|namaste|welcome)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\b(?:(?:tun|check|join|dropp|chim)ing in (?:from|late|to)|joining (?:from|late|a bit late|you)|"
    r"late (?:(?:to|for) (?:the |this )?(?:#?\w+)|but here|joiner|arrival)|(?:sorry|apologies)[^.!?]{0,12}\blate\b|just (?:got here|joined|arrived)|"
    r"lurking|mostly lurk|here from|in and out|say hi|introduce yourself|introductions?|tell us who you are|"
    r"first time (?:here|joining|chatter))\b",
    re.IGNORECASE,
)
_JOINING = (
    *("ing in", "joining", "late", "got here", "joined", "arrived", "lurk", "here from", "in and out", "say hi"),
    *("introduc", "who you are", "first time"),
)
# "Thanks, @name & everyone", "thx all", "thank you for moderating", "great chat": not "thx but no thanks, world".
_THANKS = re.compile(
    r"\b(?:thanks?(?: you)?|thx|ty|tysm|cheers|kudos|merci|danke|gracias)(?: you| again| a lot| so much| very much)*"
    r"(?=\s*[,!.:)]*\s*(?:$|@|#|(?:all|everyone|everybody|folks|y['’]?all|you|mods?|to|for|guys|team)\b))|"
    r"\b(?:great|fab|fun|awesome|excellent|terrific|wonderful|lovely|good) (?:chat\b|job\b|#?\w+ (?:chat|tonight|today)\b)",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"\b(?:good ?night|(?:good)?bye)\b|\b(?:see you|talk|tune in|join us|back|until|til)\b[^.!?]{0,20}\bnext (?:week|time)\b|"
    r"\bnext week['’]?s?(?::| topic\b| chat\b)|\b(?:gotta|hafta) (?:go|run|jet|dash)\b|"
    r"\b(?:have|need) to (?:go|run|leave|dash|sign off)(?=\s*(?:now|all|everyone|[.,!:;\-]|$))|"
    r"\bsigning off\b|\bthat['’]?s (?:the hour|a wrap|all for|our hour)\b|\btime['’]?s up\b|\bend of the (?:hour|chat)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:start(?:s|ing)?|begin(?:s|ning)?|kick(?:s|ing)? off|go(?:es|ing)? live|chat) (?:\w+ )?(?:in (?:a few|five|ten|\d+|an?|just)|soon|now|at \d)|"
    r"\bin (?:about |just )?(?:\d+|five|ten|fifteen|a few) min(?:ute)?s?\b|\bjoin (?:us|the|in|me|tonight|our)\b|"
    r"\b(?:remember|don'?t forget|please|be sure|make sure)\b[^.!?]{0,30}\b(?:use|add|include|tag|hashtag)\b|"
    r"\b(?:first|next|last) question (?:shortly|soon|coming|in)\b|\bcoming up\b|\bstorify\b|\b(?:the )?q(?:uestion)?s (?:for|are)\b|"
    r"\b(?:mod|moderated|hosted|guest) (?:is|by)\b|\bour guest\b|\bquestions? are (?:posted|up)\b",
    re.IGNORECASE,
)
_ANNOUNCING = (
    *("start", "begin", "kick", "live", "chat", "min", "join", "remember", "forget", "please", "sure", "question"),
    *("coming up", "storify", "qs ", "mod ", "moderated", "hosted", "guest"),
)
_AT_A_CLOCK = re.compile(
    r"^(?=.*\b(?:chat|join|tonight|today|tomorrow|topic)\b).*\b\d{1,2}(?::\d\d)? ?[ap]m\b", re.IGNORECASE
)
_CLOCK = re.compile(r"\d ?[AaPp][Mm]\b")
_PITCHES = re.compile(
    r"\b(?:sign up|register (?:now|here|today)|dm (?:us|me)|free (?:\d+-page |copy of |trial|guide|ebook|e-book|webinar|"
    r"assessment|demo|download)|grab (?:our|your|a)|download (?:our|the|your|now)|use code|discount|subscribe|buy (?:now|our|my)|"
    r"check out (?:our|my)|click (?:here|the link)|book a (?:call|demo)|limited time|learn more at)\b",
    re.IGNORECASE,
)
_ARGUES = re.compile(
    r"\b(?:because|b/c|bc|should|shouldn'?t|must|instead|rather than|however|although|unless|therefore|whereas|agree|"
    r"disagree|i think|i feel|i believe|imo|imho|matters?|the (?:problem|point|reason|basics?)|depends)\b",
    re.IGNORECASE,
)
_BARE_SHARE = re.compile(r"\bvia\b|\bh/?t\b", re.IGNORECASE)
_MAX_CHARS = 1000  # who writes more does not only greet
_MAX_WORDS = 24  # more than that says something besides
_MAX_BARE_WORDS = 3  # beside a link
_INTRODUCTION_SECONDS = 15 * 60.0  # how long before the first question people introduce themselves
_INTRODUCES = re.compile(
    r"\b(?:i['’]?m|i am|it['’]?s|this is) (?:(?-i:[A-Z])\w+|an? )|\b\w+ here[.,!]|\bfrom (?-i:[A-Z])|"
    r"\b(?:librarian|manager|student|consultant|founder|head of|coach|teacher|author|blogger|professor)\b",
    re.IGNORECASE,
)
_MAX_REST_WORDS = 8  # beside "late to the party"
_MAX_HOST_WORDS = 45  # hosts close with thanks, summary and the next topic in one post
_CLOSING_SECONDS = 2 * 3600.0  # thanks so long after the last question still belong to the chat
_MAX_HELLO_WORDS = 5


def flag_phases(posts: Sequence[Post], seconds: Sequence[float], sessions: Sequence[Session]) -> list[Post]:
    """The posts of a thread, flagged where they only greet, close, announce or promote.

    Parameters
    ----------
    posts, seconds
        In canonical order, with their times as in ``clock.seconds_of``.
    sessions
        In order of time; goodbyes are only found near one. Questions and reposts are never flagged.
    """
    asking = {question.post_id for session in sessions for question in session.questions.values()}
    hosts = frozenset(handle_of(host) for session in sessions for host in session.hosts)
    starts = [session.first_seconds for session in sessions]
    flagged = []
    for post, second in zip(posts, seconds, strict=True):
        idle = post.kind in ("comment", "message") and post.id not in asking and not SET_APART & set(post.flags)
        near = bisect_right(starts, second + _INTRODUCTION_SECONDS)
        where = _place_in(second, sessions[max(0, near - 2) : near])
        phase = _phase_of(post, handle_of(post.author) in hosts, where) if idle else None
        flagged.append(msgspec.structs.replace(post, flags=(*post.flags, phase)) if phase else post)
    return flagged


def _phase_of(post: Post, is_host: bool, where: _Where) -> str | None:
    """The phase of a post; None for what says something or is not surely idle."""
    if len(post.text) > _MAX_CHARS or answers_in(post.text) or question_at_head(post.text) is not None:
        return None
    if post.links and (_n_words(post.text) <= _MAX_BARE_WORDS or _PITCHES.search(post.text)):
        return PROMOTION
    own = post.text[head_of(post.text) :]
    phase = _idle_phase(post, own, is_host, where)
    return None if phase is None or _ARGUES.search(own) else phase


def _idle_phase(post: Post, own: str, is_host: bool, where: _Where) -> str | None:
    """What the words would be if they argue nothing; the tests in the order of what they cost."""
    if _is_announcement(own, is_host, where):
        return ANNOUNCEMENT
    has_link = bool(post.links)
    if _is_closing(own, where, has_link) and _n_words(post.text) <= (_MAX_HOST_WORDS if is_host else _MAX_WORDS):
        return CLOSING
    if not _is_greeting(own, where, has_link) or questions_mentioned(post.text):
        return None
    return GREETING if _n_words(post.text) <= _MAX_WORDS else None


def closing_seconds(posts: Sequence[Post], seconds: Sequence[float], session: Session) -> float | None:
    """When a host closed the session; None if no host said so."""
    hosts = {handle_of(host) for host in session.hosts}
    start = bisect_right(seconds, session.last_seconds)
    end = bisect_right(seconds, session.last_seconds + _CLOSING_SECONDS)
    for post, second in zip(posts[start:end], seconds[start:end], strict=True):
        if CLOSING in post.flags and handle_of(post.author) in hosts:
            return second
    return None


def _place_in(seconds: float, sessions: Sequence[Session]) -> _Where:
    """Where in a chat a moment lies."""
    for session in sessions:
        if session.first_seconds <= seconds <= session.last_seconds:
            return "running"
        if 0 <= session.first_seconds - seconds <= _INTRODUCTION_SECONDS:
            return "before"
        if 0 <= seconds - session.last_seconds <= _CLOSING_SECONDS:
            return "after"
    return "outside"


def _is_announcement(own: str, is_host: bool, where: _Where) -> bool:
    """Housekeeping; while questions are open only hosts do it, everybody else is talking."""
    asks = "?" in own and not (is_host and where in ("before", "outside"))
    if asks or not (is_host or where != "running"):
        return False
    lowered = own.lower()
    return (_holds(lowered, _ANNOUNCING) and bool(_ANNOUNCES.search(own))) or (
        bool(_CLOCK.search(own)) and bool(_AT_A_CLOCK.search(own))
    )


def _is_greeting(own: str, where: _Where, has_link: bool) -> bool:
    if where != "before" and ("?" in own or has_link):
        return False
    joins = _JOINS.search(own) if _holds(own.lower(), _JOINING) else None
    if _HELLO.match(own):
        is_short = where == "before" or bool(joins) or len(own.split()) <= _MAX_HELLO_WORDS
        return is_short or bool(_INTRODUCES.search(own))
    if joins:
        is_short = len(own.split()) - len(joins[0].split()) <= _MAX_REST_WORDS
        return is_short or bool(_INTRODUCES.search(own))
    return where == "before" and bool(_INTRODUCES.search(own))


def _is_closing(own: str, where: _Where, has_link: bool) -> bool:
    if "?" in own or has_link or where in ("before", "outside"):
        return False
    return bool(_LEAVES.search(own)) or (where == "after" and bool(_THANKS.search(own)))


def _holds(lowered: str, words: Sequence[str]) -> bool:
    """Whether one of the words without which a pattern cannot match is there: told in a tenth of its time."""
    for word in words:  # noqa: SIM110 - any() takes twice as long, and this is asked of every post
        if word in lowered:
            return True
    return False


def _n_words(text: str) -> int:
    """Words beside links, hashtags, names and "via"."""
    return len(_BARE_SHARE.sub(" ", MENTION.sub(" ", HASHTAG.sub(" ", URL.sub(" ", text)))).split())
