"""A post becomes sentence-like units with exact character spans.

Sentences are found by nupunkt, then mended for the way people write in chats: lower-case starts, several dots,
run-on lines, list items, sentences without a space or with a link between them; markers, hashtags and links at the
edges are left outside the span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from miner.transcript import Post, Span

# What may stand before the author's own words in a tweet or chat line: answer markers, names addressed, counters.
_LEADING = re.compile(
    r"""(?: [\s.\-–—:•*·<>»…,;/|&+=]+
        | (?:[AaQqTt]\s?\d{1,2}(?:[.,/]\d{1,2})?(?:\s?[/&+]\s?[AaQqTt]?\d{1,2})*|\#[aqAQ]\d{1,2})(?=[\s:.\-–—)])\s*[:.)\-–—]*
        | @\w++(?:@[\w-]++(?:\.[\w-]++)++|(?:\.[a-z\d-]++){2,}+)?+\b(?!['’]\w|\s+(?:is|are|says|said|asks|asked|makes|thinks|wrote)\b)
        | \#\w+(?=\s*(?:[#@]|$|[:\-–—]))
        | \#\w+(?=\s+(?!(?:is|are|was|were|has|have|had|can|could|should|would|will|must|needs?|means?|does|do|and|or|isn|aren|folks|people|chat)\b))
        | \(?1?\d/1?\d\)?(?=[\s:])
        | (?:\d{1,2}|[a-z])[.)](?=\s)
        | (?:https?://|www\.)\S+
        | (?:RT|MT|QT|via|cc|ht|h/t)(?=\s*[@:])
        )""",
    re.VERBOSE,
)
_TRAILING = re.compile(
    r"(?:\s+|(?<![\w&])#\w+|(?<![\w@.])@\w+(?:@[\w-]+(?:\.[\w-]+)+|(?:\.[a-z\d-]+){2,})?|(?<!\]\()https?://\S+|(?<!\w)(?:via|cc|ht|h/t|RT)(?=\s*$)|\(?(?<!\d)1?\d/1?\d\)?|[-–—|/>•]+|(?<=\s)[(\[]|\bwww\.\S+)$"
)
_MEANINGFUL_TAIL = re.compile(
    r"\b(?:the|a|an|of|to|for|in|on|with|and|or|at|by|be|is|are|was|were|from|about|into|than|as|like|per|see|our|your|my|this|that"
    r"|ask|tell|join|meet|follow|love|#?\w+'s|w/|&|\+)\s*$",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<!\]\()(?:https?://|\bwww\.)\S+")
_AFTER_A_LINK = re.compile(r"[#@(\[]|(?:by|via|cc|ht|h/t)\s+@")
_STATED = (".", "!", "?", ":", "…", "-", "–", "—", "|", ")", '"', "”", "’")  # before a link: what it belongs to is said

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_CJK_END = re.compile(r"[。！？!?]+[」』）)]*")
# A full stop before a lower-case word ends a sentence in a chat if both sides are long enough;
# several dots join what people did not care to separate.
_LOWER_START = re.compile(
    r"(?<=[a-z\d)\"'”’])(?:[.!?]|\.{2,}|…)+\s+(?=[a-z\"“'(])|(?:\.{3,}|…)\.?\s*(?=[A-Z])|(?:\.{4,}|…\.+)\s*"
)
# "... for every marketer.Customer intimacy ...": a stop without its space; "asp.Net" and "index.Html" have none.
_GLUED = re.compile(r"\b[a-z]{2,}[.!?]+(?=[A-Z])(?!(?:Net|Js|Com|Org|Io|Html?|Md|Py)\b)")
_CLAUSE_END = re.compile(r";\s+|\s[–—]\s|(?:\.{3,}|…\.?)\s*|:\s+(?=[A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|esp|incl|resp|cf|mr|mrs|ms|dr|st|no|fig|inc|ltd|co|u\.s|a\.m|p\.m|w/)\.?)$",
    re.IGNORECASE,
)
# What is shortened in German, French, Spanish, Portuguese, Italian and Dutch: "z. B.", "p. ej.", "S. 12", "Mme. Roux".
# Some of it are words of English ("art", "sig"), so the text around it must not be.
_ABBREVIATION_ELSEWHERE = re.compile(
    r"(?:(?<![\w'’.])(?:z|d|u|o|v|p|i|s|m|a)\.\s?(?:b|h|a|ä|ae|g|j|m|u|e|ex|ej|o|d|w|k)"
    r"|\b(?:bzw|ca|usw|vgl|evtl|event|ggf|inkl|exkl|sog|bspw|mio|mrd|std|tel|nr|hr|fr|prof|hrsg|bd|abs|art|ff|zit|ebd|ugs|zzgl|abzgl"
    r"|mme|mlle|sr|sra|srta|ud|uds|núm|pág|págs|aprox|sig|dott|avv|pag|bijv|blz|enz|dhr|mevr|ex|ej)"
    r"|(?<![\w'’.])(?-i:[a-zS]))\.$",
    re.IGNORECASE,
)
_LONGEST_SHORTENED = 12
_SMALL_WORD_OF_ENGLISH = re.compile(r"\b(?:the|and|is|of|to|that|it|you|was|for|are|with|not)\b", re.IGNORECASE)
_SMALL_WORD_ELSEWHERE = re.compile(
    r"\b(?:der|die|das|und|ist|nicht|ein|eine|zu|ich|mit|le|la|les|des|est|une|et|el|los|que|un|por|il|che|di|não|uma|het|een|van)\b",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[a-e])[.)]$")  # "about 1. price 2. trust": counted, not ended
_SENTENCE_START = re.compile(r"(?:^|[.!?…]['\"”’)]*\s+|\n\s*)['\"“‘(]*([^\W\d_])")
_FORMAL_SHARE = 0.7
# A clause that began so is not finished before its comma: no cut inside.
_UNFINISHED = re.compile(
    r"\W*(?:if|when|while|unless|although|though|because|since|as|whether|once|until|till)\b[^,]*$", re.IGNORECASE
)
_RUN_ON = re.compile(r"(?:\.{3,}|…\.*)\s*")
_RUN_ON_WORDS = 25  # dots inside a longer sentence join what are sentences of their own
_MIN_SIDE_WORDS = 4
_MIN_REST_WORDS = 2
# Nobody writes a sentence of 200 words; what is longer has no stops. Cut here, so that time grows with the length of a
# post and not with its square (50,000 characters of "e.g. " took two minutes).
_MAX_SENTENCE_CHARS = 1200
_MAX_BLOCK_CHARS = 10_000
_STOP = re.compile(r"[.!?][\"'”’)]*\s+(?=[^\W\d_])")
_PAUSE = re.compile(r"[、，；]|\s+")


def count_words(text: str) -> int:
    """Words; two characters of Chinese, Japanese or Korean count as one word."""
    n_cjk = len(_CJK.findall(text))
    return len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", _CJK.sub(" ", text))) + (n_cjk + 1) // 2


def split_units(post: Post, max_words: int) -> list[Span]:
    """The sentence-like units of a post, in order, not overlapping, edges trimmed.

    Parameters
    ----------
    max_words
        Longer units are cut at the ends of clauses where there are any.
    """
    units: list[Span] = []
    formal = is_formal(post.text)
    for start, end in _paragraphs(post.text):
        for sentence in _sentences(post.text, start, end, formal):
            for clause in _clauses(post.text, sentence, max_words):
                trimmed = trim(post.text, clause)
                if trimmed[0] < trimmed[1]:
                    units.append(trimmed)
    return units


def _paragraphs(text: str) -> Iterator[Span]:
    """Lines; a line that was wrapped (no sentence end, next begins in lower case) goes on."""
    start = 0
    for match in re.finditer(r"\n+", text):
        before, after = text[start : match.start()].rstrip(), text[match.end() : match.end() + 1]
        wrapped = (
            match.group() == "\n"
            and before
            and before[-1] not in ".!?:…。！？"
            and after.islower()
            and len(before) > 50
        )
        if not wrapped:
            yield start, match.start()
            start = match.end()
    yield start, len(text)


def _sentences(text: str, start: int, end: int, formal: bool) -> Iterator[Span]:
    paragraph = text[start:end]
    if not paragraph.strip():
        return
    if len(_CJK.findall(paragraph)) > len(paragraph) / 4:
        for span in _cut_after(_CJK_END, text, start, end):
            yield from _bounded(text, span)
        return
    import nupunkt

    spans = [
        piece
        for begin, stop in _blocks(text, start, end)
        for s, e in nupunkt.sent_spans(text[begin:stop])
        for piece in _bounded(text, (begin + s, begin + e))
    ]
    for joined in _rejoined(text, spans, formal):
        for unlinked in _cut_at_links(text, joined):
            for span in _cut_where_long_enough(_GLUED, text, unlinked, _MIN_REST_WORDS, _MIN_REST_WORDS):
                if formal:
                    yield span
                else:
                    yield from _cut_where_long_enough(_LOWER_START, text, span, _MIN_SIDE_WORDS, _MIN_REST_WORDS)


def _cut_at_links(text: str, span: Span) -> Iterator[Span]:
    """The stretches before and after a link that ends a statement; a link in the middle of one stays."""
    start, end = span
    for match in _LINK.finditer(text, start, end):
        left, right = text[start : match.start()].rstrip(), text[match.end() : end].lstrip()
        begins_anew = right[:1].isupper() or bool(_AFTER_A_LINK.match(right))
        if left.endswith(_STATED) or (begins_anew and not needs_its_tail(left)):
            yield start, match.start()
            start = match.end()
    yield start, end


def needs_its_tail(text: str) -> bool:
    """Whether a text ends in a word that asks for another ("we all look to", "it is on"): what follows belongs to it."""
    return bool(_MEANINGFUL_TAIL.search(text))


def is_formal(text: str) -> bool:
    """Whether the post begins its sentences with capitals: then a lower-case letter never begins one."""
    starts = _SENTENCE_START.findall(text)
    return sum(not start.islower() for start in starts) >= _FORMAL_SHARE * max(len(starts), 1)


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """A paragraph in stretches that end with a sentence: nupunkt's time grows with the square of odd ones (".'.'.'")."""
    while end - start > _MAX_BLOCK_CHARS:
        half, full = start + _MAX_BLOCK_CHARS // 2, start + _MAX_BLOCK_CHARS
        stops = [match.end() for match in _STOP.finditer(text, half, full)]
        stop = stops[-1] if stops else text.rfind(" ", half, full) + 1 or full
        yield start, stop
        start = stop
    yield start, end


def _bounded(text: str, span: Span) -> Iterator[Span]:
    """The sentence itself, or pieces of about equal length where it is endless, cut at a pause if there is one."""
    start, end = span
    n_pieces = -(-(end - start) // _MAX_SENTENCE_CHARS)
    for left in range(n_pieces, 1, -1):
        middle = start + (end - start) // left
        pauses = [match.end() for match in _PAUSE.finditer(text, middle - 100, min(middle + 100, end))]
        at = min(pauses, key=lambda pause: abs(pause - middle), default=middle)
        yield start, at
        start = at
    yield start, end


def _cut_after(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    for match in pattern.finditer(text, start, end):
        yield start, match.end()
        start = match.end()
    if start < end:
        yield start, end


def _rejoined(text: str, spans: list[Span], formal: bool) -> list[Span]:
    """Put together what was cut in the middle: after an abbreviation, inside brackets, before a lower-case word."""
    joined: list[Span] = []
    for start, end in spans:
        endless = joined and end - joined[-1][0] > _MAX_SENTENCE_CHARS
        if joined and not endless and _belongs_to(text, joined[-1], (start, end), formal):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _belongs_to(text: str, before: Span, after: Span, formal: bool) -> bool:
    left, right = text[before[0] : before[1]].rstrip(), text[after[0] : after[1]].lstrip()
    if not right or not re.search(r"[^\W_]", right):
        return True
    if _ABBREVIATION.search(left) or _ENUMERATOR.search(left) or _is_shortened_elsewhere(text, left):
        return True
    open_brackets = left.count("(") - left.count(")")
    if open_brackets > 0 and ")" in right and len(left) - left.rfind("(") < 200:
        return True
    return right[0].islower() and (
        formal or (not left.endswith(("!", "?", "…")) and count_words(left) < _MIN_SIDE_WORDS)
    )


def _is_shortened_elsewhere(text: str, left: str) -> bool:
    """Whether a stretch ends in an abbreviation of another language than English, in a text that is not English."""
    return bool(_ABBREVIATION_ELSEWHERE.search(left[-_LONGEST_SHORTENED:])) and _is_not_english(text)


@lru_cache(maxsize=8)
def _is_not_english(text: str) -> bool:
    return len(_SMALL_WORD_ELSEWHERE.findall(text)) > len(_SMALL_WORD_OF_ENGLISH.findall(text))


def _cut_where_long_enough(
    pattern: re.Pattern[str], text: str, span: Span, min_left: int, min_right: int
) -> Iterator[Span]:
    start, end = span
    for match in pattern.finditer(text, start, end):
        left, right = text[start : match.start()], text[match.end() : end]
        before = text[max(start, match.start() - 12) : match.start() + 1]
        if _ABBREVIATION.search(before) or _is_shortened_elsewhere(text, before) or _UNFINISHED.match(left):
            continue
        if count_words(left) >= min_left and count_words(right) >= min_right and left.count("(") == left.count(")"):
            several_dots = len(match.group().strip()) > 1 and match.group()[0] in ".…"
            yield start, match.start() if several_dots else match.end()
            start = match.end()
    yield start, end


def _clauses(text: str, span: Span, max_words: int) -> Iterator[Span]:
    n_words = count_words(text[slice(*span)])
    if n_words <= _RUN_ON_WORDS:
        yield span
        return
    pattern = _CLAUSE_END if n_words > max_words else _RUN_ON
    yield from _cut_where_long_enough(pattern, text, span, 2 * _MIN_SIDE_WORDS, 2 * _MIN_SIDE_WORDS)


def trim(text: str, span: Span) -> Span:
    """The span without white space, markers, names addressed, hashtags and links at its edges.

    A hashtag, name or link that a sentence needs ("we love #cx", "ask @ann", "it is at https://...") stays.
    """
    start, end = span
    while start < end and (match := _LEADING.match(text, start, end)) and match.end() > start:
        start = match.end()
    while end > start and (match := _TRAILING.search(text, start, end)):
        token = match.group()
        if (token[:1] in "#@" or _LINK.match(token)) and needs_its_tail(text[start : match.start()]):
            break
        end = match.start()
    return (start, end) if start < end else (start, start)
