"""How a sentence is put: who is said to say it ("Ann says that ...", "Most participants think ..."), and what is said.

Who says it is checked against the authors of the cited arguments, what is said against their words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

SAYING = (
    r"(?:(?:also|often|strongly|clearly|explicitly|rather|mostly|all|both|still|therefore|repeatedly|rightly) )?"
    r"(?:says?|said|argues?|argued|thinks?|thought|believes?|believed|feels?|felt|claims?|claimed|notes?|noted|suggests?|suggested|points? out"
    r"|pointed out|holds?|held|maintains?|maintained|worr(?:y|ies)|fears?|warns?|warned|agrees?|agreed|stress(?:es)?|emphasi[sz]es?|states?|stated|writes?|wrote"
    r"|mentions?|mentioned|adds?|added|hopes?|insists?|insisted|considers?|sees?|finds?|observes?|concludes?|concluded|supports?|assumes?|reports?|propos(?:e|es|ed)"
    r"|expects?|knows?|admits?|concedes?|recommends?|share the view|shares the view|(?:is|are|was|were) (?:convinced|sure|certain|afraid|of the opinion|concerned|worried|united))"
)
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "dozen": 12,
}
_COUNT = rf"(?:\d[\d.,]*|{'|'.join(NUMBER_WORDS)})"
QUANTIFIER = (
    rf"(?:(?:nearly|almost|virtually|practically|about|around|roughly|over|more than|less than|at least|at most|only|the|a|an|exactly|some|as many as|up to|just|well over|pretty much|by far the|the vast|the overwhelming|an overwhelming|the great|a large|a clear|a small) )*"
    rf"(?:all|every(?:one|body| single)?|each|both|most|half|several|a few|few|many|some|other|others|majority|minority|nobody|no one|none|no|{_COUNT}(?: ?%| percent| per cent| out of (?:the )?{_COUNT}| in {_COUNT})?"
    r"|(?:one|two|three|four|a|the)[ -](?:thirds?|quarters?|fifths?|halves|half)|(?:one|two|three|four)-(?:thirds?|quarters?|fifths?)|thirds?|quarters?|a number|a lot|lots|plenty|dozens|hundreds|scores|a handful|a couple)"
)
GROUP = (
    r"(?:people|participants?|commenters?|commentators?|posters?|users?|speakers?|respondents?|contributors?|members?|voices|authors?|writers|readers|persons?|individuals"
    r"|comments?|arguments?|posts?|repl(?:y|ies)|tweets?|answers?|contributions?|messages|sides?|discussants?|debaters?|attendees|residents|tweeters|chatters|group|community|camps?|of them|of us)"
)
_FAVOUR = (
    r"(?:are )?(?:for|against|favou?r|oppose|support|prefer|stress|emphasi[sz]e|value|back|prioriti[sz]e|defend|choose"
    r"|speak for|stand for|argue for|call for|are in favou?r of|are on the side of)"
)
ROLE = (
    r"(?:(?:the|some|many|other|its|their) )?(?:supporters?|opponents?|critics?|proponents?|advocates?|sceptics?|skeptics?|defenders?|others?|those|people|participants|commenters|one side|the other side|one camp|the other camp|side|camp)"
    rf"(?: (?:of|for|against|in favou?r of|on the side of|who {_FAVOUR})(?: [\w'’-]+){{1,5}}?)?"
)
_PUT_FIRST = r"(?:some|others?|many|several|those who|people who|they) put (?:[\w'’-]+ ){1,5}?first,?(?: and)?"
AGREEMENT = re.compile(
    r"\b(?:consensus|unanim\w+|without exception|across the board|undisputed|uncontested|universally|undoubtedly agreed|common ground|shared view|shared by all"
    r"|(?:widely|generally|commonly|broadly|largely|universally|overwhelmingly) (?:agreed|accepted|shared|held|believed|supported|acknowledged|recogni[sz]ed|seen|felt)"
    r"|(?:broad|general|wide|clear|strong|full|complete|universal|widespread|overwhelming) (?:agreement|support|consent|approval|unity)"
    r"|(?:nobody|no one|none of them|none) (?:disputes?|denies|doubts?|disagrees?|questions?|objects?|contests?|opposes?|rejects?)"
    r"|(?:all|both) sides (?:agree|share|accept)|agree that|agrees that|agreed that|(?:the )?(?:group|community|discussion|chat|thread|room|participants|commenters|speakers|members|everyone here|people here) (?:as a whole )?"
    r"(?:agrees?|concludes?|decided|believes?|thinks?|holds?|feels?|is united|are united|supports?|says?|concurs?))\b",
    re.IGNORECASE,
)
PEOPLE_CLAIM = re.compile(
    rf"\b(?P<q>{QUANTIFIER})(?:(?: of (?:the |these |those |all (?:the )?|its |their )?| (?:other |different |more |of the )?)(?P<g>(?:\w+ )?{GROUP}))?"
    rf"(?P<rest>(?: (?:in|on|of) (?:the |this )?(?:discussion|thread|chat|debate|forum|conversation)| here| who (?:commented|took part|answered|replied))?(?P<say> {SAYING}\b)?)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"(?:[;:]\s+|[,—–]\s*(?:and |but |yet )?(?:while|whereas|although|though|others|but|yet|however)\b\s*|,?\s+(?:while|whereas)\s+|,\s+(?:and\s+)?(?=the other(?: side| camp)? that\b)|(?<=[.!?])\s+(?=[A-Z\"“]))",
    re.IGNORECASE,
)
_THERE_IS = re.compile(
    r"^(?:there (?:is|was|seems to be|appears to be) (?:an? |some |\w+ )*(?:consensus|agreement|support|feeling|view|sense|belief|worry|concern|idea)(?: here| among [^,]{1,40}?)?(?: for the (?:view|idea))?"
    r"|it (?:is|was) (?:\w+ly )?(?:agreed|accepted|believed|held|felt|thought|said|argued|feared|shared by all)|the (?:\w+ )?(?:consensus|majority|view|feeling|idea|point|argument|worry|concern) is) that (?P<core>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """A part of a sentence: what is said (``core``) and by whom, as far as names of authors stand there."""

    core: str
    speakers: tuple[str, ...] = ()


def parts_of(text: str, people: Sequence[str]) -> list[Said]:
    """The claims a sentence makes, each without the words that say who makes it.

    Parameters
    ----------
    people
        Names of the authors in the evidence.
    """
    found: list[Said] = []
    for part in _SPLIT.split(text):
        part = part.strip(" ,;:-–—.")
        if part and (len(part.split()) > 2 or not found):
            found.append(_said(part, people))
    return found


def _said(part: str, people: Sequence[str]) -> Said:
    names = "|".join(re.escape(name) for name in sorted(people, key=len, reverse=True)) or r"(?!)"
    some = rf"(?P<who>@?(?:{names})(?:(?:, | and |, and | & )@?(?:{names}))*)"
    for pattern in (
        rf"^(?:as )?{some}(?:['’]s (?:view|opinion|point) is)? {SAYING}(?:,? that|:|,)? (?P<core>.+)$",
        rf"^(?:according to|for|in the (?:view|opinion|words) of) {some},? (?P<core>.+)$",
        rf"^as {some} (?:puts?|says?|sees?|notes?|writes?|points? out)(?: it)?,? (?P<core>.+)$",
        rf"^in {some}['’]s? (?:view|opinion|words|eyes),? (?P<core>.+)$",
        rf"^{some}['’]s? (?:view|opinion|point|argument|idea) is that (?P<core>.+)$",
        rf"^(?P<core>.+?),? (?:says?|said|argues?|according to|thinks?|notes?|writes?) {some}$",
    ):
        if match := re.match(pattern, part, re.IGNORECASE):
            return Said(match["core"], named_in(match["who"], people))
    for group in (
        _THERE_IS,
        re.compile(
            rf"^(?:{QUANTIFIER})(?: of (?:the |these |those |all )?)?(?: ?(?:\w+ ){{0,2}}?{GROUP})?(?: (?:in|on) (?:the|this) \w+| here)? {SAYING}(?:,? that|:|,)? (?P<core>.+)$",
            re.IGNORECASE,
        ),
        re.compile(
            rf"^(?:(?:{ROLE}|{_PUT_FIRST}) {SAYING}(?:,? that|:|,)?|the other(?: side| camp)? that) (?P<core>.+)$",
            re.IGNORECASE,
        ),
        re.compile(
            r"^(?:nobody|no one|none) (?:disputes?|denies|doubts?|questions?|contests?) that (?P<core>.+)$",
            re.IGNORECASE,
        ),
        re.compile(
            rf"^the (?:\w+ )?(?:group|community|discussion|chat|thread|participants|commenters|speakers) (?:\w+ly )?{SAYING}(?:,? that|:|,)? (?P<core>.+)$",
            re.IGNORECASE,
        ),
    ):
        if match := group.match(part):
            return Said(match["core"])
    return Said(part)


def named_in(text: str, people: Sequence[str]) -> tuple[str, ...]:
    """Authors whose names stand in a text as words of their own, longest names first."""
    found = []
    left = text
    for name in sorted(filter(None, people), key=lambda one: (-len(one), one)):
        pattern = rf"(?<![\w#]){re.escape(name)}(?!\w)"
        if re.search(pattern, left):
            found.append(name)
            left = re.sub(pattern, " ", left)
    return tuple(found)
