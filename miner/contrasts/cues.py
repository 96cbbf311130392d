"""What a sentence says outright about two poles: "basics first", "X before Y", "not Y", "rather than Y".

Contrast and negation markers decide where a vector cannot: "fix the basics before innovating" and
"innovate before fixing the basics" have nearly the same vector. A sentence is read as a line of words in which
each pole is one sign (``L``, ``R``), so that a pattern is written once for both. What stands in quotation marks
is a slogan that is talked about, and is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from miner.clusters.words import is_content, stem, tokens

_LEFT_OUT = re.compile(r"https?://\S+|[\"“„«][^\"“”„«»]{1,60}[\"”“»]")
_STOPS = re.compile(r"([.!…]+(?=\s|$)|[;:()\n]|\?|,|\s[-–—]+(?=\s))")
_ARTICLES = frozenset(("the", "a", "an", "our", "your"))

# A slogan that is quoted and done with in the same breath: "'basics first' is how companies avoid doing anything".
_DISMISSED = re.compile(
    r"[\"“„«](?P<slogan>[^\"“”„«»]{1,60})[\"”“»],? (?:is|was) (?:just |only |merely |simply |exactly |often |also )*"
    r"(?:(?:how|why|where)\b[^.!?;]{0,60}?\b(?:avoid\w*|never|fail\w*|los(?:e|es|t|ing)|die[sd]?|wast\w+|kill\w*|miss\w*|stuck|nothing|nobody)\b"
    r"|(?:an?|another|the usual|the oldest) (?:\w+ )?(?:excuse|cop-?out|alibi|myth|trap|lie|dead end|recipe for (?:disaster|failure|nothing))\b"
    r"|(?:nonsense|rubbish|wrong|lazy|outdated)\b)",
    re.IGNORECASE,
)

_NOT = (
    r"(?:not|no|never|cannot|nobody|nothing|hardly|neither|nor|dont|cant"
    r"|(?:do|does|did|wo|would|ca|could|should|is|are|was)n't)"
)
_ANY = r"(?: (?![LR.,?](?: |$))\S+)"  # a word that is no pole and no stop
_LIGHT = (
    r"(?: (?:the|a|an|any|all|our|your|their|my|its|this|that|these|those|some|more|mere|another|new|much|about|to|be"
    r"|being|needs?|wants?|asked|asks|have|having|do|doing|try|trying|chase|chasing|wait|waiting|for|on|with|put|putting|start|starting))"
)
_NEGLECT = r"(?:stop|skip|forget|ignore|neglect|drop|ditch|quit|abandon)(?:ping|ting|ing)?"

# "A ... before ... B": what stands first is put first.
_BEATS = (
    r"(?:(?: ,)? (?:before|over|beats?|trumps?|instead of|above|ahead of|precedes?|rather than)"
    rf"| (?:more|better|bigger|greater|higher|sooner|stronger)(?:{_ANY})? than"
    r"|(?: ,)?(?: and| but)? not|(?: ,)?(?: and)? then)"
)
_LOSES = rf"(?: (?:after|follows?|only (?:once|when|after)|builds? on|rests? on|(?:start|begin)s? (?:with|from))| (?:less|worse)(?:{_ANY})? than)"
_ORDER = rf"\b{{a}}{_ANY}{{{{0,4}}}}?{{how}}{_ANY}{{{{0,4}}}}? {{b}}\b"

_FOR = (
    r"(?:^|[.] )(?:(?:and|so|well|yes|definitely|always|honestly|for me) )*P(?= [.,]|$| (?:always|please|pls|because|b c|since|cos|imo)\b)",
    rf"\bP{_ANY}? first\b",
    r"\bP(?: ,)? (?:always|every time|all the way|please|pls)(?: [.,]|$)",
    r"\bP (?:(?:always|still) )?(?:wins?|comes? first|matters? (?:more|most)|rules?)\b",
    r"\bP (?:is|are) (?:king|key|everything|the product|essential|crucial|vital|what counts|what matters)\b",
    rf"\b(?:start|starts|begin|begins) (?:with|from){_LIGHT}{{0,2}} P\b",
    rf"\b(?:focus on|focusing on|invest in|prefer|choose|pick|team|definitely|always|(?<!one )(?<!no )more|back to|master|embrace|believe in|go for|all about|it's about|needs?){_LIGHT}{{0,2}} P\b",
    r"\bfirst(?: (?:get|do|fix|come|comes|the|our|your)){0,3} P\b",
    rf"\b(?:get|getting|got){_LIGHT}{{0,2}} P (?:right|sorted|done|straight|working|under control|in order|in place)\b",
    rf"\b(?:fix|fixing|nail|nailing|mend|mending|repair|repairing){_LIGHT}{{0,2}} P\b",
    rf"\b{_NOT}{_ANY}{{0,2}} {_NEGLECT}{_LIGHT}{{0,2}} P\b",
    rf"\b(?:stop|quit) (?:ignoring|neglecting|skipping|forgetting){_LIGHT}{{0,2}} P\b",
    rf"(?:\b{_NOT}\b[^.?]* |^|[.,] )without{_LIGHT}{{0,2}} P\b",
    rf"\b{_NOT}\b[^.,?]* before{_ANY}{{0,2}} P\b",
    rf"\buntil{_LIGHT}{{0,2}} P\b",
)
_AGAINST = (
    rf"(?:^|[.,] |\b(?:let's|just|please|should|must|better|to) ){_NEGLECT}{_LIGHT}{{0,2}} P\b",
    # ("you are not R if you copy others" finds R lacking, and does not speak against it)
    rf"(?<!'re )(?<!'s )(?<!'m )(?<!are )(?<!is )(?<!was )(?<!were )(?<!be )\b{_NOT}{_LIGHT}{{0,4}} P(?! without)\b",
    rf"\b(?:instead of|rather than|than(?: trying to| to)?|less|fewer|enough of|tired of|sick of|(?<!not )against|no (?:need|time) for|no point in){_LIGHT}{{0,2}} P\b",
    r"\bbefore(?: (?:you|we|they|i|anyone|any|the|our|your|adding|trying|to|start|starting|do|more|new)){0,3} P\b",
    r"\bP (?:is|are|was) (?:so )?(?:over-?rated|over rated|a distraction|dead|a waste|useless|pointless|hype|a myth|decoration|not enough|never enough|not everything|nothing without)\b",
    r"\bP (?:isn't|aren't) (?:enough|everything|the answer|the point)\b",
    r"\bP (?:alone|later|second|last|can wait|must wait|afterwards)\b",
    r"\bP (?:doesn't|don't|won't|will not|does not|do not) (?:matter|help|work|save)\b",
)


def cue(text: str, left: str, right: str) -> float:
    """What the sentence says outright: -1 for the left pole, +1 for the right, 0 nothing or both.

    Parameters
    ----------
    left, right
        Names of the poles; their words are matched by stem.
    """
    poles = _stems(left), _stems(right)
    line = _line(text, *poles)
    return _told(line) or float(_of_dismissed(text, *poles))


def _told(line: str) -> float:
    has_left, has_right = (re.search(rf"\b{sign}\b", line) is not None for sign in "LR")
    if not (has_left or has_right) or (has_left and has_right and re.search(r"\bboth\b", line)):
        return 0.0
    if has_left and has_right and (order := _order(line, "R", "L") - _order(line, "L", "R")):
        return float(max(-1, min(1, order)))
    return float(max(-1, min(1, _said(line, "R") - _said(line, "L"))))


def _of_dismissed(text: str, left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """The side against the pole that a dismissed slogan names; 0 where none is, or a slogan names both."""
    lines = [_line(match["slogan"], left, right) for match in _DISMISSED.finditer(text)]
    against = {sign for line in lines for sign in "LR" if re.search(rf"\b{sign}\b", line)}
    return 0 if len(against) != 1 else 1 if against == {"L"} else -1


def _order(line: str, first: str, second: str) -> int:
    """+1 if ``first`` is put before ``second`` in so many words, -1 if just that is denied, else 0."""
    beats, loses = _order_patterns(first, second)
    for match in (*beats.finditer(line), *loses.finditer(line)):
        denied = re.search(rf"\b{_NOT}(?:{_ANY}){{0,3}} $", line[: match.start()])
        inside = re.search(rf"\b{_NOT}\b(?=.* (?:before|over|than|beats?|above)\b)", match.group())
        if not inside:
            return -1 if denied else 1
    return 0


@lru_cache(maxsize=2)
def _order_patterns(first: str, second: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(_ORDER.format(a=first, how=_BEATS, b=second)),
        re.compile(_ORDER.format(a=second, how=_LOSES, b=first)),
    )


def _said(line: str, sign: str) -> int:
    """+1 where the pole is spoken for, -1 where it is spoken against, 0 for both or neither."""
    speaks_for, speaks_against = _patterns(sign)
    praised, refused = speaks_for.search(line), speaks_against.search(line)
    if praised and refused:  # the wider reading holds: "no more R, please" is against, "stop ignoring the R" for it
        return 1 if praised.start() <= refused.start() else -1
    return 1 if praised else -1 if refused else 0


@lru_cache(maxsize=2)
def _patterns(sign: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    speaks_for, speaks_against = (re.compile("|".join(ways).replace("P", sign)) for ways in (_FOR, _AGAINST))
    return speaks_for, speaks_against


def _line(text: str, left: tuple[str, ...], right: tuple[str, ...]) -> str:
    """The words of a text in lower case with ``L`` and ``R`` for the poles and ``.``, ``,``, ``?`` for the stops."""
    line: list[str] = []
    for number, part in enumerate(_STOPS.split(_LEFT_OUT.sub(" ", text))):
        if number % 2:
            line.append(part if part in ("?", ",") else ".")
        else:
            line.extend(_signed(tokens(part), left, right))
    return " ".join(line)


def _signed(words: list[str], left: tuple[str, ...], right: tuple[str, ...]) -> list[str]:
    stems = _stemmed(words)
    poles = sorted(((left, "L"), (right, "R")), key=lambda pole: -len(pole[0]))
    signed: list[str] = []
    at = 0
    while at < len(words):
        pole = next(((name, sign) for name, sign in poles if name and stems[at : at + len(name)] == name), None)
        signed.append(pole[1] if pole else words[at])
        at += len(pole[0]) if pole else 1
    return signed


@lru_cache(maxsize=64)
def _stems(name: str) -> tuple[str, ...]:
    words = tokens(name)
    return _stemmed(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _stemmed(words: list[str]) -> tuple[str, ...]:
    return tuple(stem(word) if is_content(word) else word for word in words)
