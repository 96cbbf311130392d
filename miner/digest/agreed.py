"""What comes next: sentences in which people say what they will do, or what they agreed on.

Told by signs of form, for English only; in other languages there is none. A promise is a clause of its own in the first
person with a verb for something that others will see done ("I'll send the list on Friday"), what "we" will do has a time or
was agreed. What is said of an argument ("I'll admit"), under a condition ("if ..., I'll"), as a habit ("sometimes I'll") or in
somebody else's words is none of it: better one too few than one too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from miner.arguments.units import count_words, split_units
from miner.digest.material import Material
from miner.digest.records import NextStep
from miner.embeddings.english import is_english
from miner.transcript import Post, Span, is_context

_MOST = 8
_MAX_UNIT_WORDS = 60
_FEWEST_WORDS, _MOST_WORDS, _TELLING_WORDS = 5, 40, 8  # of a sentence: beyond it is a story, or a list that was not cut
_MOST_CHARS = 600  # also keeps the patterns from text that was made to be slow to search
_KINDS = ("comment", "message")  # an article speaks to its readers, a question is the host's
_NOT_SAID = ("promotion", "greeting")

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter)"
)
_GATHERING = r"(?:meeting|session|call|chat|workshop|webinar|episode|hangout|meetup)"
_STAGE = r"(?:release|version|milestone|sprint|quarter|term|semester|issue|newsletter|post|agenda)"
_NOW = r"(?:today|tonight|this (?:afternoon|evening|morning|week)|soon|shortly|right away|right now)"
_LATER = (
    rf"(?:tomorrow|later (?:today|this week|tonight)|this (?:weekend|month|{_DAY})"
    rf"|next (?:week(?:end)?|month|year|{_DAY}|{_MONTH}|{_GATHERING}|{_STAGE})(?:['’]s)?"
    rf"|(?:on|by|before|until|every|come) {_DAY}|(?:in|by|this|until) (?:early |mid-?|late )?{_MONTH}"
    r"|(?:in|within) (?:a|an|one|two|three|four|the next|the coming|\d+) (?:few |couple of |two |three )?(?:hour|day|week|month)s?"
    rf"|(?:in|during|at|for|before|by) (?:the|our) (?:next|coming|following) (?:{_GATHERING}|{_STAGE})"
    rf"|after (?:the|this|our) (?:{_GATHERING}|break|weekend|holidays?|conference|talk)"
    r"|(?:by|at) the end of (?:the|this|next) (?:day|week|month|quarter|year)|(?:by|at|before) \d{1,2}(?::\d\d)? ?(?:am|pm|utc|gmt)"
    rf"|(?:on|by) the \d{{1,2}}(?:st|nd|rd|th)|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|as soon as|first thing)"
)
_IT = r"(?:it|this|that|these|those|them)"
# What others will see done. Where the bare verb also tells how somebody argues ("I'll add that"), what must follow stands
# with it; "I'll ask to", "I'll share my view", "I'll call it", "I'll post it here" are not meant.
_DEED = "|".join((
    r"send|e-?mail|mail|forward|upload|publish|circulate|distribute|draft|prepare|organi[sz]e|schedule|book|arrange|host|pilot",
    r"(?:post|tweet|share) (?!my|your|a thought|a view|how|what|why|below|here|(?:it|this|that) (?:here|explicitly|again))",
    rf"set (?:{_IT} )?up|put (?:{_IT} |something |one )?(?:together|up|on (?:the|our|my))|roll (?:{_IT} )?out",
    rf"write (?:{_IT} |something |one )?up|write to|write (?:a|an|the|one)|follow up|report back|(?:get|come) back to (?:you|them|him|her)",
    r"get in touch|reach out|ask (?:the|our|my|for|around|@)|call (?:the|our|my|for|@)|contact|invite|talk to|speak (?:to|with)",
    r"bring|present|collect|gather|compile|translate|document|submit|review|propose|volunteer|sign up",
    r"file (?:a|an|the|it)|open (?:a|an|the) (?:issue|ticket|bug|pr|pull|thread|discussion)",
    rf"fix|patch|repair|mend|implement|release|merge|push|commit|deploy|update|investigate|rename|order|introduce (?:{_IT}|a|the)",
    rf"make (?:a|an|sure)|create (?:a|an|the)|build (?:a|an|the)|add (?:{_IT}|you|a link|the) .*\b(?:to|on)|pass {_IT} (?:on|along)",
    rf"take (?:care of|over|notes|(?:that|this|it) (?:on|from))|(?:change|move|remove|replace) (?:{_IT}|the|our|my)|pick {_IT} up",
    r"let (?:you|everyone|everybody|them|him|her|people) know|keep (?:you|everyone|everybody) (?:posted|updated)|run (?:a|an|the)",
    r"be (?:adding|sharing (?!my|your)|sending|posting|hosting|moderating|presenting|publishing|organi[sz]ing|running|joining|attending)",
))  # fmt: skip
# What somebody may do for themselves, in passing: a step only with a time to come.
_SMALL = "|".join((
    rf"try (?:{_IT}|out|the|a)|test|give {_IT} a|have a look|take a(?:nother)? look|look (?:into|at|up|for)|check (?:{_IT}|out|with|on|the)",
    rf"read|summari[sz]e|do {_IT}|work on|start|finish|continue|resume|meet|discuss|cover|talk|join|attend|have (?:another|our)",
    r"be (?:there|looking|talking|discussing|meeting|having|covering|working|at)|reconvene|catch up|go (?:over|through)|drop by|stop by",
))  # fmt: skip
_ADVERBS = (
    r"(?:(?:also|then|just|certainly|definitely|gladly|happily|all|both|still|personally|now|simply"
    r"|try (?:to|and)|make sure to|be sure to|go (?:and|ahead and)|see to it)\s+)*"
)
# Where a clause of its own begins: what stands after "that", "what", "before", "the day" is no promise.
_CLAUSE = (
    r"(?:^\W*|[,;:.!–—-]\s*|\b(?:and|so|but|then|also|ok|okay|yes|yeah|sure|thanks|cool|great|anyway|meanwhile|now|i think|agreed|promise"
    rf"|{_NOW}|{_LATER})\s+)"
)
_WILL = (
    r"(?:['’]ll| will| shall|['’](?:m|re) (?:going to|gonna|planning to)| (?:am|are) (?:going|planning) to"
    r"| (?:plan|intend|promise) to)"
)
_I = rf"{_CLAUSE}I{_WILL}\s+{_ADVERBS}"
_WE = rf"{_CLAUSE}(?:(?:we|(?:my|our) (?:team|group|working group|committee)){_WILL}|let(?:['’]?s| us))\s+{_ADVERBS}"
_DOING = r"(?:sending|posting|publishing|hosting|presenting|organi[sz]ing|meeting|running|holding|joining|discussing|launching)"

_I_DO = re.compile(rf"{_I}(?:{_DEED})\b", re.IGNORECASE)
_I_DO_SMALL = re.compile(rf"{_I}(?:{_SMALL})\b", re.IGNORECASE)
_WE_DO = re.compile(rf"{_WE}(?:{_DEED}|{_SMALL})\b", re.IGNORECASE)
_ARE_DOING = re.compile(rf"{_CLAUSE}(?:i['’]m|i am|we['’]re|we are)\s+{_ADVERBS}{_DOING}\b", re.IGNORECASE)
_AGREED = re.compile(
    rf"{_CLAUSE}(?:(?:we|everyone|everybody|the (?:group|committee|team))(?:['’]ve| have| has| all)* agreed"
    r" (?:to (?!disagree)|that (?:we|i|the next)\b|on (?:a|the|our)\b)|it (?:was|is|has been) (?:agreed|decided|resolved) (?:to|that)\b)",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"^(?:action(?: items?| points?)?|next steps?|decision|resolved)\s?:\s+(?:\S+\s+){2}\S+", re.IGNORECASE
)
_NEXT = re.compile(
    rf"^\W*(?:(?:our|the) next {_GATHERING}|next (?:week|month|{_DAY})['’]s (?:{_GATHERING}|topic|theme|discussion))"
    r" (?:is|will be)\b",
    re.IGNORECASE,
)
_AT_A_TIME = re.compile(rf"\b{_LATER}\b", re.IGNORECASE)
# Without one of these a post is not cut into sentences: most posts of a discussion promise nothing.
_MAY_PROMISE = re.compile(
    r"\b(?:(?:i|we|team|group|committee)(?:['’]ll| will| shall| plan| intend| promise)|let(?:['’]?s| us)"
    rf"|(?:i|we|team|group|committee)(?:['’](?:m|re)| am| are) (?:\w+ ){{0,3}}(?:going|gonna|planning|{_DOING})"
    rf"|agreed (?:to|that|on)|(?:decided|resolved) (?:to|that)|next (?:{_GATHERING}|week|month|{_DAY}))\b"
    r"|\b(?:actions?(?: \w+)?|steps?|decision|resolved)\s?:",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"@\w|\b(?:you|everyone|everybody|them|him|her|the (?:group|team|list|committee|council|board))\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“«„][^\"”»“]*[\"”»“]|(?<!\w)['‘][^'’]{3,}?['’](?!\w)")
_LEFT_OUT = re.compile(  # a condition, a doubt, a habit, a quotation that is not closed, a question
    r"\b(?:if|unless|whether|maybe|perhaps|probably|wish|suppose|assuming|provided|whenever|sometimes|usually|often|always|typically"
    r"|generally|(?:every|each) time|occasionally|never|(?:he|she|they|who|you) (?:said|say|says))\b|[?\"“”«»]",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(r"\b(?:would|could|might|when|until|once|had)\b", re.IGNORECASE)  # before the promise


def next_steps_of(material: Material) -> tuple[NextStep, ...]:
    """What people said they would do or agreed on, the most definite first; said twice in the same words counts once."""
    if not is_english([argument.plain for argument in material.arguments]):
        return ()
    found: dict[str, tuple[int, int, NextStep]] = {}
    for post in material.transcript.posts:
        for span in _spans(post):
            words = post.text[slice(*span)]
            definite = how_definite(words)
            if definite:
                step = NextStep(post_id=post.id, start=span[0], end=span[1])
                found.setdefault(_same(words), (-definite, len(found), step))
    return tuple(step for _, _, step in sorted(found.values(), key=lambda one: one[:2])[:_MOST])


def _spans(post: Post) -> Iterator[Span]:
    """The sentences a post says in its own words."""
    if post.kind not in _KINDS or is_context(post) or any(flag in _NOT_SAID for flag in post.flags):
        return
    for span in split_units(post, _MAX_UNIT_WORDS) if _MAY_PROMISE.search(post.text) else ():
        if not any(start < span[1] and span[0] < end for start, end in post.quoted):
            yield span


def _same(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def how_definite(sentence: str) -> int:
    """How definite a step a sentence names: 0 none, else more for each of when, agreed by several, to whom, and what."""
    if len(sentence) > _MOST_CHARS or not _MAY_PROMISE.search(sentence):
        return 0
    bare = _QUOTED.sub(lambda found: " " * len(found[0]), sentence)
    if _LEFT_OUT.search(bare) or not _FEWEST_WORDS <= count_words(bare) <= _MOST_WORDS:
        return 0
    later = bool(_AT_A_TIME.search(bare))
    agreed = any(sign.search(bare) for sign in (_AGREED, _MARKED, _NEXT))
    signs = (_I_DO, *((_I_DO_SMALL, _WE_DO, _ARE_DOING) if later else ()))
    if not agreed and not any(_promises(bare, sign) for sign in signs):
        return 0
    return 1 + 2 * later + agreed + bool(_TO_WHOM.search(bare)) + (count_words(bare) > _TELLING_WORDS)


def _promises(text: str, sign: re.Pattern[str]) -> bool:
    """Whether a text makes a promise outside of what only might be."""
    return any(not _HYPOTHETICAL.search(text, 0, found.start()) for found in sign.finditer(text))
