"""Arguments: from posts to short stretches that put forward an opinion or a reason.

Every post ends in exactly one of: used, repost, merged, filtered (with a reason).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from miner.arguments.chatter import chatter_reason, is_an_offer, is_question, may_ask
from miner.arguments.duplicates import copy_groups
from miner.arguments.lexicon import is_title_with_colon
from miner.arguments.records import Argument, Arguments, AskedAside
from miner.arguments.strength import stands_alone, strength_of
from miner.arguments.units import count_words, is_formal, split_units, trim
from miner.settings import ArgumentSettings
from miner.transcript import CONTEXT, Post, Span, Transcript
from miner.transcript.places import heading_of, paragraph_of

__all__ = ["Argument", "Arguments", "AskedAside", "argument_of", "find_arguments"]

OTHERS_WORDS = "others' words"
SYSTEM = "system message"
FRAGMENT = "half a sentence"
LINK = "link only"
_HEADING_WORDS = 8
_LINK_NEXT = re.compile(r"[\s:|–—-]*(?:#\w+\s+)*https?://")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_HEADLINE_WORDS, _CAPITALS = 4, 0.75
# A post up to this long makes one point: its sentences stay together and give each other their context.
_ONE_POINT_WORDS = 55
_WEAK = ("too short", "question", "lead-in", "only refers")
_MAX_GAP = 4  # characters between sentences that follow each other: a space, a bracket, a marker
_MIN_ASKED_WORDS = 5
_CONTEXT_WORDS = 25
_SHORT_REPLY_WORDS = 9
_FLAGGED = {
    **CONTEXT,
    "greeting": "greeting",
    "closing": "goodbye",
    "announcement": "logistics",
    "promotion": "promotion",
}


def find_arguments(transcript: Transcript, settings: ArgumentSettings = ArgumentSettings()) -> Arguments:
    """Find the arguments of a transcript and account for every post.

    Returns
    -------
    Arguments
        Copies collapsed onto the first; ``used + reposts + merged + filtered`` are all posts.
    """
    by_id = {post.id: post for post in transcript.posts}
    own_tags = {thread.id: thread.hashtag for thread in transcript.threads}
    asked = {(thread.id, one.id): one.text for thread in transcript.threads for one in thread.questions}
    found: list[Argument] = []
    reasons: dict[str, str] = {}
    for post in transcript.posts:
        if post.kind in ("repost", "question"):
            continue
        spans, reason = _argument_spans(post, settings)
        question = asked.get((post.thread_id, post.questions[0].id), "") if post.questions else ""
        found.extend(argument_of(post, span, by_id, own_tags.get(post.thread_id, ""), question) for span in spans)
        if not spans:
            reasons[post.id] = reason
    kept, merged = _collapsed(found, settings.copy_similarity)
    reposts = tuple(post.id for post in transcript.posts if post.kind == "repost")
    gone = {*reposts, *merged, *reasons}
    return Arguments(
        arguments=tuple(kept),
        used=tuple(post.id for post in transcript.posts if post.id not in gone),
        reposts=reposts,
        merged=tuple(post.id for post in transcript.posts if post.id in merged),
        filtered=reasons,
        endorsers=_endorsers(transcript.posts),
        asked=tuple(_asked_aside(transcript.posts)),
    )


def _argument_spans(post: Post, settings: ArgumentSettings) -> tuple[list[Span], str]:
    """The spans that argue, and, if there is none, why."""
    if post.kind == "system":
        return [], SYSTEM
    flagged = next((reason for flag, reason in _FLAGGED.items() if flag in post.flags), None)
    if flagged:
        return [], flagged
    if post.links and post.kind != "article" and is_an_offer(post.text):
        return [], "promotion"
    judged = [(span, _reason(post, span, settings.min_words)) for span in split_units(post, settings.max_words)]
    reasons = Counter(reason for _, reason in judged if reason is not None)
    joined = _joined(post.text, judged)
    # Something in each of them argues; that it ends in a question ("... is worth nothing. Then what?") undoes nothing.
    whole = [
        span for span in joined if chatter_reason(post.text[slice(*span)], settings.min_words) in (None, "question")
    ]
    own = [span for span in whole if not _is_headline(post, span)]
    quotable = [span for span in own if not _is_fragment(post, span)]
    reasons[LINK] += len(whole) - len(own)
    reasons[FRAGMENT] += len(own) - len(quotable)
    return quotable, reasons.most_common(1)[0][0] if reasons.total() else "no words"


def _is_fragment(post: Post, span: Span) -> bool:
    """Whether a stretch is half a sentence, an aside in brackets or the heading of a part: nothing to quote alone."""
    text = post.text[slice(*span)]
    in_brackets = text[0] in "([" and text[-1] in ")]"
    begins_the_post = span[0] <= trim(post.text, (0, len(post.text)))[0]
    half = text[0].islower() and is_formal(post.text) and not begins_the_post
    line_end = post.text.find("\n", span[1])
    rest_of_line = post.text[span[1] : line_end if line_end >= 0 else len(post.text)]
    own_line = (span[0] == 0 or post.text[: span[0]].rstrip(" ").endswith("\n")) and not rest_of_line.strip()
    unstopped = text[-1].isalnum() and count_words(text) <= _HEADING_WORDS
    return in_brackets or half or (post.kind == "article" and own_line and unstopped)


def _is_headline(post: Post, span: Span) -> bool:
    """Whether a stretch is the title of what is linked right after it, written With Capitals As Titles Are."""
    if post.kind == "article" or not _LINK_NEXT.match(post.text, span[1]):
        return False
    if is_title_with_colon(post.text[slice(*span)]) and not post.text[: span[0]].strip():
        return True
    words = [word for word in _LONG_WORD.findall(post.text[slice(*span)]) if not word.isupper()]
    return len(words) >= _HEADLINE_WORDS and sum(word[0].isupper() for word in words) >= _CAPITALS * len(words)


def _reason(post: Post, span: Span, min_words: int) -> str | None:
    if any(start < span[1] and span[0] < end for start, end in post.quoted):
        return OTHERS_WORDS
    return chatter_reason(post.text[slice(*span)], min_words)


def _joined(text: str, judged: list[tuple[Span, str | None]]) -> list[Span]:
    """Neighbouring sentences that belong together: all of a short post, else those that lean on the one before.

    A remark that is too short, only asks or only refers stays with the argument beside it, and goes where there is none.
    """
    runs: list[tuple[Span, bool]] = []
    short_post = count_words(text) <= _ONE_POINT_WORDS
    for span, reason in judged:
        if reason not in (None, *_WEAK):
            continue
        argues = reason is None
        if runs and _belongs(text, runs[-1], span, argues, short_post):
            runs[-1] = ((runs[-1][0][0], span[1]), runs[-1][1] or argues)
        else:
            runs.append((span, argues))
    trimmed = [trim(text, span) for span, argues in runs if argues]
    return [span for span in trimmed if span[0] < span[1]]


def _belongs(text: str, run: tuple[Span, bool], after: Span, argues: bool, short_post: bool) -> bool:
    (start, end), run_argues = run
    if after[0] - end > _MAX_GAP or "\n" in text[end : after[0]]:
        return False
    if count_words(text[start : after[1]]) > _ONE_POINT_WORDS:
        return False
    leans = argues and not stands_alone(text[slice(*after)])
    return short_post or (run_argues and (leans or not argues))


def argument_of(post: Post, span: Span, by_id: Mapping[str, Post], own_tag: str, asked: str = "") -> Argument:
    """A stretch of a post as an argument.

    Parameters
    ----------
    own_tag
        The hashtag that stands in every post of its chat.
    asked
        The text of the question that the post answers.
    """
    text = post.text[slice(*span)]
    return Argument(
        id=f"{post.id}@{span[0]}-{span[1]}",
        post_id=post.id,
        thread_id=post.thread_id,
        start=span[0],
        end=span[1],
        text=text,
        author=post.author,
        plain=_without_tag(text, own_tag),
        is_article=post.kind == "article",
        question=post.questions[0].id if post.questions else None,
        asked=_without_tag(asked, own_tag),
        parent_id=post.parent_id,
        context=_context(post, text, by_id),
        strength=strength_of(text),
        paragraph=paragraph_of(post.text, span[0]),
        heading=heading_of(post.text, span[0]) if post.kind == "article" else "",
        copy_posts=(post.id,),
        copy_authors=(post.author,),
    )


def _without_tag(text: str, own_tag: str) -> str:
    return " ".join(re.sub(rf"#{re.escape(own_tag)}\b", " ", text, flags=re.IGNORECASE).split()) if own_tag else text


def _context(post: Post, text: str, by_id: Mapping[str, Post]) -> str:
    parent = by_id.get(post.parent_id or "")
    if parent is None or parent.kind == "article" or count_words(text) >= _SHORT_REPLY_WORDS:
        return ""
    return " ".join(parent.text[slice(*trim(parent.text, (0, len(parent.text))))].split()[:_CONTEXT_WORDS])


def _collapsed(found: list[Argument], similarity: float) -> tuple[list[Argument], set[str]]:
    """Arguments without copies, and the posts all of whose arguments were copies."""
    import msgspec

    firsts = copy_groups([argument.text for argument in found], similarity)
    members: dict[int, list[Argument]] = defaultdict(list)
    for argument, first in zip(found, firsts, strict=True):
        members[first].append(argument)
    kept = [
        msgspec.structs.replace(
            found[first],
            copy_posts=tuple(dict.fromkeys(copy.post_id for copy in copies)),
            copy_authors=tuple(dict.fromkeys(copy.author for copy in copies)),
        )
        for first, copies in sorted(members.items())
    ]
    with_own = {argument.post_id for argument in kept}
    return kept, {argument.post_id for argument in found} - with_own


def _endorsers(posts: Iterable[Post]) -> dict[str, tuple[str, ...]]:
    endorsers: dict[str, list[str]] = defaultdict(list)
    for post in posts:
        if post.kind == "repost" and post.repost_of:
            endorsers[post.repost_of].append(post.author)
    return {target: tuple(dict.fromkeys(authors)) for target, authors in sorted(endorsers.items())}


def _asked_aside(posts: Iterable[Post]) -> Iterable[AskedAside]:
    """Questions in passing: whole sentences that ask, not the numbered ones, not courtesies."""
    for post in posts:
        if post.kind not in ("comment", "message") or any(flag in _FLAGGED for flag in post.flags):
            continue
        if not may_ask(post.text):
            continue
        for span in split_units(post, 60):
            text = post.text[slice(*span)]
            quoted = any(start < span[1] and span[0] < end for start, end in post.quoted)
            if is_question(text) and count_words(text) >= _MIN_ASKED_WORDS and not quoted:
                yield AskedAside(post_id=post.id, span=span)
