"""Markers people type: ``Q1:`` to ask, ``A1`` to answer, and ``Q1`` to answer as well.

Only the text of one post is looked at here; who asks and who answers is decided by ``questions`` and ``answers``.
"""

from __future__ import annotations

import re

from miner.transcript import Record, Span

_WORD_NUMBERS = {
    word: number
    for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
}
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_WORD_NUMBERS)})"
# Q1 Q.1 Q-1 "Q 1" #q1 Q1a; "Question 1", "Question #1", "Question one"
QUESTION = re.compile(
    rf"(?<![\w/@.'’])#?(?:q\s?[.\-]?\s?(\d{{1,2}})|questions?\s+(?:no\.?\s*|#)?{_NUMBER})(?:[a-d]\b)?(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
# Chats that call their questions topics: capital T at the head of the post only, or every "t2" would ask.
_TOPIC = re.compile(r"#?T\s?(\d{1,2})(?=\s*[:.)\-–—]|\s)")
# A1 A.1 A1.2 A1a #a1 Ans1 "Answer 1"
_ANSWER = re.compile(
    r"(?<![\w/@.'’])#?(?:a\.?|ans(?:wer)?[.:]?\s?#?)(\d{1,2})(?:\.\d{1,2}\b|[a-d]\b)?(?!\w|[/.,:]\d*\w*\.(?:com|org|net)\b)",
    re.IGNORECASE,
)
_SPACED_ANSWER = re.compile(r"A\s(\d{1,2})(?=\s*[:.)\-–—]|\s+[A-Z])")  # "A 2 I think": capital, at the head
_NEXT_ANSWER = re.compile(r"\s?(?:/|&|\+|,|and)\s?#?[aA](\d{1,2})(?!\w)")
# A word behind the number that shows the question is spoken about, not asked ("Q1 in five minutes").
_TALKS_ABOUT = re.compile(
    r"\s*(?:in|is|was|are|were|coming|comes|up|next|and|&|or(?!\W+(?:put|to put|in other))|of|to|for|from|at|has|will|now|soon|shortly|then|"
    r"answers?|responses?|onwards?|through)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:(?:so|and|or|ok|okay|now|last one|final one)\W+)?(?:what|who|whom|whose|which|when|where|why|how|is|are|do|does|did|can|could|should|"
    r"would|will|has|have|if|tell|share|name|describe|give|think of|let'?s|discuss|list|explain|imagine|pick|finish|"
    r"complete|agree or|true or)\b",
    re.IGNORECASE,
)
_LEAD_PIECE = re.compile(r"\s+|[^\w\s@#]+|@\w+|#(?![qat]\d{1,2}\b)\w+", re.IGNORECASE)
_ENDS_LEAD_IN = re.compile(r"[:!.?…)/|–—\-→>]$")
_TRAILING_NOISE = re.compile(r"(?:\s+(?:#\w+|https?://\S+))+\s*$")
_SEPARATOR = re.compile(r"\s*[:.)\-–—\]]*\s*")
_DIGIT = re.compile(r"\d")  # told first, as most texts have none
_MIN_QUESTION_WORDS = 3
_MAX_CHARS = 4000  # a numbered question or answer says so early; no pattern runs over a book


class Ask(Record, frozen=True):
    """One numbered question inside a text: ``span`` is its own words, ``in_form`` that they read as a question."""

    number: int
    span: Span
    in_form: bool
    at_head: bool


class Answer(Record, frozen=True):
    """Numbers a text says it answers; ``at_head`` when they open it."""

    numbers: tuple[int, ...]
    at_head: bool


def head_of(text: str) -> int:
    """Where the words begin, behind mentions, hashtags and punctuation."""
    position = 0
    while piece := _LEAD_PIECE.match(text, position, _MAX_CHARS):
        position = piece.end()
    opening = text.rfind("#", 0, position)
    return opening if opening >= 0 and text[opening + 1 : position] == "" else position


def asks_in(text: str) -> tuple[Ask, ...]:
    """The numbered questions that stand in a text where a question is asked, each with its own words."""
    text = text[:_MAX_CHARS]
    if not _DIGIT.search(text) and "ques" not in text.lower():
        return ()
    head = head_of(text)
    marks = [
        (_value(match), match.start(), match.end())
        for match in QUESTION.finditer(text)
        if _may_ask(text, match, match.start() <= head)
    ]
    topic = _TOPIC.match(text, head)
    if not marks and topic:
        marks = [(int(topic[1]), topic.start(), topic.end())]
    ends = [start for _, start, _ in marks[1:]] + [len(text)] * bool(marks)
    asks = (
        _ask(text, number, start, (behind, end), head) for (number, start, behind), end in zip(marks, ends, strict=True)
    )
    return tuple(ask for ask in asks if len(text[slice(*ask.span)].split()) >= _MIN_QUESTION_WORDS)


def answers_in(text: str) -> Answer | None:
    """The first answer marker of a text, with those joined to it (``A1/A2``); None if there is none."""
    text = text[:_MAX_CHARS]
    if not _DIGIT.search(text):
        return None
    head = head_of(text)
    first = _SPACED_ANSWER.match(text, head) or _ANSWER.search(text)
    if first is None:
        return None
    numbers = [int(first[1])]
    position = first.end()
    while more := _NEXT_ANSWER.match(text, position):
        numbers.append(int(more[1]))
        position = more.end()
    return Answer(numbers=tuple(dict.fromkeys(numbers)), at_head=first.start() <= head)


def question_at_head(text: str) -> int | None:
    """The number of a ``Q1`` that opens the text."""
    match = QUESTION.search(text, 0, _MAX_CHARS) if "q" in text or "Q" in text else None
    return _value(match) if match and match.start() <= head_of(text) else None


def questions_mentioned(text: str) -> tuple[int, ...]:
    """Numbers of all questions named anywhere in the text, each once."""
    if "q" not in text and "Q" not in text:
        return ()
    return tuple(dict.fromkeys(_value(match) for match in QUESTION.finditer(text, 0, _MAX_CHARS)))


def without_markers(text: str) -> str:
    """The text with its question and answer markers blanked out."""
    return _ANSWER.sub(" ", QUESTION.sub(" ", text))


def _value(match: re.Match[str]) -> int:
    found = match[1] or match[2]
    return _WORD_NUMBERS.get(found.lower()) or int(found)


def _may_ask(text: str, match: re.Match[str], at_head: bool) -> bool:
    before = text[: match.start()]
    placed = at_head or before.endswith("\n") or before.rstrip(" ").endswith("\n")
    placed = placed or bool(_ENDS_LEAD_IN.search(before.rstrip()))
    return placed and not _TALKS_ABOUT.match(text, match.end())


def _ask(text: str, number: int, start: int, own: Span, head: int) -> Ask:
    separator = _SEPARATOR.match(text, own[0])
    begin = separator.end() if separator and separator.end() <= own[1] else own[0]
    words = text[begin : own[1]].rstrip()
    noise = _TRAILING_NOISE.search(words)
    end = begin + (noise.start() if noise else len(words))
    body = text[begin:end]
    return Ask(
        number=number,
        span=(begin, max(begin, end)),
        in_form="?" in body or bool(_ASKS.match(body)),
        at_head=start <= head,
    )
