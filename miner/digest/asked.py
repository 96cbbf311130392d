"""What stayed open: questions that people of this discussion asked in earnest and that nobody answered.

Told by signs of form, not by a model: many questions in passing are quoted, answered by who asked them, invitations, or
fragments with a question mark. What an earnest question looks like is known of English; in other languages only quoted and
answered ones are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from miner.arguments import AskedAside
from miner.digest.material import Material
from miner.digest.records import OpenQuestion
from miner.embeddings.english import is_english
from miner.transcript import Post, replies_of

_MOST_OPEN = 12
_SOON = timedelta(minutes=20)  # who speaks to the asker so soon after the question answers it

_QUOTED = re.compile(r"[\"“«„][^\"”»]*[\"”»“]")
_VERBS = "is|are|was|were|do|does|did|can|could|will|would|should|shall|has|have|had|may|might|must"
# An interrogative at the start of a clause: "why", "how many", "when do", "does", "anybody know".
_ASKS = re.compile(
    r"(?:^|[,;:(–—-]\s*|\b(?:and|but|so|or|then|also|i wonder|wondering|(?:the )?question is|curious|about|tell me)\s+)"
    rf"(?:what|which|who|whose|whom|how|why|whether|if|(?:when|where) (?:{_VERBS})|{_VERBS}"
    r"|(?:any(?:one|body)|does any(?:one|body)|some(?:one|body)) (?:know|knows|have|has|tried|else|seen|used))\b",
    re.IGNORECASE,
)
_TAG_QUESTION = re.compile(
    r",?\s(?:right|no|yes|eh|huh|ok(?:ay)?|you know|hm+|innit|(?:is|are|was|were|do|does|did|can|could|will|would|should|have|has)"
    r"(?:n['’]t)? (?:it|they|we|you|he|she|that|there))\W*\?+\W*$",
    re.IGNORECASE,
)
# "Isn't it great?", "Who cares?", "Why not?": the answer is in the question. "Will you join us?", "Ready?": an invitation.
_RHETORICAL = re.compile(
    r"^\W*(?:(?:and|but|so|or|well|i mean|seriously|really)\W+)*(?:(?:is|are|was|were|do|does|did|has|have|would|could|should|ca)n['’]t\b"
    r"|who (?:cares|knew|doesn['’]t|wouldn['’]t|wants|needs)\b|why not\b|what could (?:possibly )?go wrong|how (?:hard|cool|great|awesome|dare)\b"
    r"|(?:since )?when did\b.*\bbecome\b|what(?:['’]s| is) not to\b|what else is new|see what\b|guess what\b)",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\b(?:will|would|wo|can|could|are|care|want|like|do) (?:you|u|anyone|any ?one)?\s?(?:to )?"
    r"(?:join|joining|coming|attend|attending|going|be there|subscribe|follow|sign up|retweet|rt|here|ready|know @|say that again)\b"
    r"|\bwould you be interested\b|\bare you (?:both|all) going\b|\bstorify\b|\bready (?:for|to)\b|\bdid you (?:miss|see (?:my|our|the))\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:[^\w@#]|[@#]\w+|\b(?:hey|hi|hello|ok|okay|q|question|also|hmm+|hm|oh|well|yes|yeah|like @\w+ said)\b[,:]?)+",
    re.IGNORECASE,
)
_TAGS = re.compile(r"[@#]\w+|https?://\S+")
_OWN_ANSWER = re.compile(
    r"\W*(?:because|b/c|yes|yep|yeah|no|nope|not|by|simple|simply|easy|well|nothing|nobody|everything|everyone|of course|exactly"
    r"|(?:the|my|our|short) (?:answer|reason)|i (?:think|believe|say|suspect|guess|argue|would say)|i['’]d say|imo|imho|a:)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 5  # beside names, tags and what leads in


def open_questions_of(material: Material) -> tuple[OpenQuestion, ...]:
    """Questions in passing that nobody answered, in the order they were asked; not the hosts' own.

    Left out are questions inside quotation marks, those whose asker goes on to answer them, and in English also tag
    questions, rhetorical ones, invitations and fragments.
    """
    replies, spoken_to = replies_of(material.transcript.posts), _spoken_to(material.transcript.posts)
    form_known = is_english([argument.plain for argument in material.arguments])
    found = []
    for aside in material.found.asked:
        post = material.posts[aside.post_id]
        thread = material.threads.get(post.thread_id)
        host = thread is not None and post.author in thread.hosts
        in_reply = post.parent_id is not None and post.kind != "comment"
        if host or in_reply or _answered(post, replies, spoken_to) or not _earnest(post, aside, form_known):
            continue
        found.append(OpenQuestion(post_id=post.id, start=aside.span[0], end=aside.span[1]))
    return tuple(found[:_MOST_OPEN])


def _spoken_to(posts: Iterable[Post]) -> Mapping[tuple[str, str], list[Post]]:
    """(Thread, name in small letters) -> posts that name somebody."""
    found: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        if post.kind not in ("repost", "system"):
            for name in post.mentions:
                found[post.thread_id, name.lstrip("@").casefold()].append(post)
    return found


def _answered(post: Post, replies: Mapping[str, list[Post]], spoken_to: Mapping[tuple[str, str], list[Post]]) -> bool:
    """Whether somebody else replied to it, or spoke to the asker soon after, or the asker took it up again."""
    if any(reply.kind != "repost" for reply in replies.get(post.id, ())):
        return True
    if post.posted_at is None or post.precision not in ("second", "minute"):
        return False
    return any(
        other.posted_at is not None
        and other.author != post.author
        and timedelta(0) < other.posted_at - post.posted_at <= _SOON
        and "?" not in other.text
        for other in spoken_to.get((post.thread_id, post.author.lstrip("@").casefold()), ())
    )


def _earnest(post: Post, aside: AskedAside, form_known: bool) -> bool:
    """Whether the question is the asker's own and waits for an answer."""
    text, after = post.text[slice(*aside.span)], post.text[aside.span[1] :]
    own = _QUOTED.sub(" ", text)
    if "?" not in own and "？" not in own:
        return False
    if not form_known:
        return True
    bare = " ".join(_TAGS.sub(" ", _LEAD.sub("", own)).split())
    if len(bare.split()) < _FEWEST_WORDS or not _ASKS.search(bare):
        return False
    return not any(sign.search(bare) for sign in (_TAG_QUESTION, _RHETORICAL, _INVITES)) and not _OWN_ANSWER.match(
        after
    )
