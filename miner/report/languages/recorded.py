"""Sentences that a digest holds in English, in the language of the report.

A digest is data and says what it does not know in English sentences. Those that miner writes are listed here, word for
word, and known again by their words; a sentence that is not among them stays as it is. A test makes each of them with
the code that writes them, so that a changed sentence is missed at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from miner.report.languages.catalogues import N_, SOURCE, gettext, ngettext, pgettext, spoken
from miner.report.languages.formats import conjoined, joined, language_name, number

_MAX_CHARS = 2000  # a longer sentence is none of ours
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_BETWEEN = re.compile(r"(?<=\.) (?=\S)")
_QUOTED = re.compile(r"“([^“”]*)”")
_LIST = re.compile(r"“[^“”]*”(?:, “[^“”]*”)*(?: and “[^“”]*”)?")
_COUNTED_REASON = re.compile(r"(\d+) (.+)")


def counted_(message: str) -> str:
    """A message whose form depends on its ``%(n)s``, though its English does not: marks it for the catalogue."""
    return message


_SENTENCES = (
    # miner.digest.limits
    N_("Sides are told by likeness to the poles' statements and by words for or against a pole; irony and examples without a stated side are often placed at neither, sometimes wrongly."),
    N_("Much of the text is not in Latin script; the packaged model knows English best, themes are coarser."),
    N_("Much of the text is in a language that was not recognised; the packaged models know English best, themes are coarser."),
    N_("About %(n)s of %(total)s arguments are in %(languages)s: themes were made with the multilingual model, while key points, sides and strength were told by likeness and words, since the models trained for them read English only."),
    N_("About %(n)s of %(total)s arguments are in %(languages)s, which the packaged models for English do not read: their themes are coarser."),
    N_("About %(n)s of %(total)s arguments are in %(languages)s, and themes were made without a model for it, so they are coarser; %(command)s adds one."),
    N_("About %(n)s of %(total)s arguments are in %(languages)s, which no packaged model reads, so themes are coarser; a model that does can be named with --embedder (%(command)s)."),
    # miner.digest, miner.contrasts
    N_("nearness to the poles' statements, and what is said outright for or against a pole"),
    N_("the discussion is about something else: hardly an argument comes near to what either side would say"),
    # miner.digest.edits
    N_("The theme %(theme)s is called %(title)s."),
    N_("The themes %(themes)s were put together, called %(title)s."),
    N_("A quote was chosen for the theme %(theme)s."),
    N_("A quote was taken off the theme %(theme)s."),
    N_("A quote was taken off."),
    N_("The name of one person was taken out."),
    # miner.sources
    N_("times without a zone were taken as UTC"),
)  # fmt: skip
_COUNTED = (
    # miner.digest.limits
    counted_("There are only %(n)s arguments: they are shown one by one, not grouped."),
    counted_("No two people clearly made the same point in %(n)s arguments: they are shown one by one."),
    counted_("No point comes up in several places of this text of %(n)s arguments: they are shown one by one."),
    counted_("All %(n)s arguments are by one person: counts tell how much of the text a point takes up, they are no measure of opinion."),
    counted_("This is a small discussion (%(n)s arguments by %(people)s people): counts are what was said here, no measure of opinion."),
    counted_("%(n)s of %(total)s arguments are in no theme; they are listed under what was said once."),
    counted_("The borders of %(n)s theme(s) shift when a tenth of the arguments is left out: %(themes)s."),
    counted_("%(n)s item(s) could not be read: %(reasons)s."),
    counted_("%(n)s of %(total)s answers carry no number; they were linked to a question by reply or by time."),
    counted_("%(n)s post(s) carry no name; each is counted as a different person."),
    counted_("%(n)s time(s) name no zone and were taken as UTC; %(without)s post(s) have no time."),
    counted_("%(n)s time(s) name no zone and were taken as UTC."),
    counted_("%(n)s post(s) have no time."),
    counted_("%(n)s reply(s) answer a post that is not in the input."),
    counted_("%(place)s: the page says %(n)s comments, %(found)s were in the file."),
    # miner.contrasts
    counted_("only %(n)s of %(total)s arguments clearly speak for %(left)s or %(right)s"),
    counted_("only %(n)s of %(total)s arguments, by %(people)s people, clearly stand on the side of %(side)s"),
    # miner.digest.edits
    counted_("%(n)s of the %(total)s arguments of the theme %(theme)s became a theme of their own, called %(title)s."),
    counted_("The theme %(theme)s was taken out; its %(n)s argument(s) by %(people)s person(s) are among those in no theme."),
    counted_("The part %(theme)s was taken out; its %(n)s argument(s) by %(people)s person(s) are still in the theme above it."),
)  # fmt: skip
# A digest writes them for any number; a report in English says them as one would for one and for several.
_ENGLISH: Mapping[str, tuple[str, str]] = {
    "There are only %(n)s arguments: they are shown one by one, not grouped.": (
        "There is only %(n)s argument: it is shown as it is, not grouped.",
        "There are only %(n)s arguments: they are shown one by one, not grouped.",
    ),
    "This is a small discussion (%(n)s arguments by %(people)s people): counts are what was said here, no measure of opinion.": (
        "This is a small discussion (%(n)s argument by %(people)s people): counts are what was said here, no measure of opinion.",
        "This is a small discussion (%(n)s arguments by %(people)s people): counts are what was said here, no measure of opinion.",
    ),
    "%(n)s of %(total)s arguments are in no theme; they are listed under what was said once.": (
        "%(n)s of %(total)s arguments is in no theme; it is listed under what was said once.",
        "%(n)s of %(total)s arguments are in no theme; they are listed under what was said once.",
    ),
    "The borders of %(n)s theme(s) shift when a tenth of the arguments is left out: %(themes)s.": (
        "The borders of %(n)s theme shift when a tenth of the arguments is left out: %(themes)s.",
        "The borders of %(n)s themes shift when a tenth of the arguments is left out: %(themes)s.",
    ),
    "%(n)s item(s) could not be read: %(reasons)s.": (
        "%(n)s item could not be read: %(reasons)s.",
        "%(n)s items could not be read: %(reasons)s.",
    ),
    "%(n)s of %(total)s answers carry no number; they were linked to a question by reply or by time.": (
        "%(n)s of %(total)s answers carries no number; it was linked to a question by reply or by time.",
        "%(n)s of %(total)s answers carry no number; they were linked to a question by reply or by time.",
    ),
    "%(n)s post(s) carry no name; each is counted as a different person.": (
        "%(n)s post carries no name; it is counted as by a person of its own.",
        "%(n)s posts carry no name; each is counted as a different person.",
    ),
    "%(n)s time(s) name no zone and were taken as UTC; %(without)s post(s) have no time.": (
        "%(n)s time names no zone and was taken as UTC; %(without)s post(s) have no time.",
        "%(n)s times name no zone and were taken as UTC; %(without)s post(s) have no time.",
    ),
    "%(n)s time(s) name no zone and were taken as UTC.": (
        "%(n)s time names no zone and was taken as UTC.",
        "%(n)s times name no zone and were taken as UTC.",
    ),
    "%(n)s post(s) have no time.": ("%(n)s post has no time.", "%(n)s posts have no time."),
    "%(n)s reply(s) answer a post that is not in the input.": (
        "%(n)s reply answers a post that is not in the input.",
        "%(n)s replies answer posts that are not in the input.",
    ),
    "%(place)s: the page says %(n)s comments, %(found)s were in the file.": (
        "%(place)s: the page says %(n)s comment, %(found)s were in the file.",
        "%(place)s: the page says %(n)s comments, %(found)s were in the file.",
    ),
    "only %(n)s of %(total)s arguments clearly speak for %(left)s or %(right)s": (
        "only %(n)s of %(total)s arguments clearly speaks for %(left)s or %(right)s",
        "only %(n)s of %(total)s arguments clearly speak for %(left)s or %(right)s",
    ),
    "only %(n)s of %(total)s arguments, by %(people)s people, clearly stand on the side of %(side)s": (
        "only %(n)s of %(total)s arguments, by %(people)s people, clearly stands on the side of %(side)s",
        "only %(n)s of %(total)s arguments, by %(people)s people, clearly stand on the side of %(side)s",
    ),
    "The theme %(theme)s was taken out; its %(n)s argument(s) by %(people)s person(s) are among those in no theme.": (
        "The theme %(theme)s was taken out; its %(n)s argument by %(people)s people is among those in no theme.",
        "The theme %(theme)s was taken out; its %(n)s arguments by %(people)s people are among those in no theme.",
    ),
    "The part %(theme)s was taken out; its %(n)s argument(s) by %(people)s person(s) are still in the theme above it.": (
        "The part %(theme)s was taken out; its %(n)s argument by %(people)s people is still in the theme above it.",
        "The part %(theme)s was taken out; its %(n)s arguments by %(people)s people are still in the theme above it.",
    ),
}
_SECOND = (
    (re.compile(r"\b1 people\b"), "1 person"),
    (re.compile(r"\b1 post\(s\) have\b"), "1 post has"),
    (re.compile(r"\bpost\(s\)"), "posts"),
)
_NUMBERS = frozenset({"n", "total", "people", "without", "found"})
_REASONS = frozenset(
    {
        # miner.arguments
        N_("greeting"), N_("goodbye"), N_("thanks"), N_("praise"), N_("promotion"), N_("logistics"), N_("link only"),
        N_("no words"), N_("too short"), N_("lead-in"), N_("question"), N_("only refers"), N_("others' words"),
        N_("system message"), N_("half a sentence"),
        # miner.transcript.window
        N_("before the window"), N_("after the window"), N_("without a time, in an earlier digest"),
        # miner.sources
        N_("read twice"), N_("joined to the post before"), N_("empty"), N_("empty text"), N_("empty row"), N_("deleted"),
        N_("removed"), N_("reaction"), N_("missing reply"), N_("rejected by moderators"), N_("broken line"),
        N_("like or notice"), N_("vote in a poll"), N_("page without its comments"),
    }
)  # fmt: skip

Message: TypeAlias = tuple[re.Pattern[str], str, bool]


def translated(sentence: str) -> str:
    """The sentence (or several, one after another) in the language of the report, where it is one of ours."""
    if len(sentence) > _MAX_CHARS:
        return sentence
    parts = [_translated(part) for part in _BETWEEN.split(sentence)]
    if all(parts):
        return spoken().gap.join(part for part in parts if part)
    return _translated(sentence) or sentence  # a title inside it may end in a full stop, too


def reason(name: str) -> str:
    """Why an item was left out, or of what kind a source is, as words: ``near_copy`` as ``near copy``."""
    words = " ".join(name.replace("_", " ").split())
    return gettext(words) if words in _REASONS else words


def known_sentences() -> Iterator[str]:
    """The messages of all sentences that are known again, as they stand in the catalogue."""
    yield from (*_SENTENCES, *_COUNTED, *sorted(_REASONS))


def _translated(sentence: str) -> str | None:
    for pattern, message, by_number in _patterns():
        if found := pattern.fullmatch(sentence):
            if spoken() is SOURCE:
                return _in_english(sentence, message, found)
            values = {name: _value(name, text) for name, text in found.groupdict().items()}
            return ngettext(message, message, int(found["n"]), **values) if by_number else gettext(message, **values)
    return None


def _in_english(sentence: str, message: str, found: re.Match[str]) -> str:
    """The sentence with its words in the number they need; its numbers, names and titles stay as they stand in it."""
    if message not in _ENGLISH:
        return sentence
    said = _ENGLISH[message][int(found["n"]) != 1] % found.groupdict()
    for pattern, words in _SECOND:
        said = pattern.sub(words, said)
    return said


def _value(name: str, text: str) -> str:
    if name in _NUMBERS:
        return number(int(text))
    if name == "reasons":
        return joined([_counted_reason(part) for part in text.split(", ")])
    if name == "languages":
        return conjoined([language_name(part) for part in text.split(", ")])
    if name == "themes" and _LIST.fullmatch(text):
        titles = [gettext("“%(title)s”", title=title) for title in _QUOTED.findall(text)]
        return conjoined(titles) if " and “" in text else joined(titles)
    return _QUOTED.sub(lambda found: gettext("“%(title)s”", title=found[1]), text)


def _counted_reason(text: str) -> str:
    found = _COUNTED_REASON.fullmatch(text)
    if found is None:
        return text
    return pgettext("so many items", "%(n)s %(reason)s", n=number(int(found[1])), reason=reason(found[2]))


@lru_cache(maxsize=1)
def _patterns() -> tuple[Message, ...]:
    return tuple(
        (_pattern(message), message, by_number)
        for messages, by_number in ((_SENTENCES, False), (_COUNTED, True))
        for message in messages
    )


def _pattern(message: str) -> re.Pattern[str]:
    pieces = _PLACEHOLDER.split(message)
    return re.compile(
        "".join(
            re.escape(piece) if at % 2 == 0 else rf"(?P<{piece}>{r'[0-9]+' if piece in _NUMBERS else '.+?'})"
            for at, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )
