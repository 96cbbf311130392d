"""Names, mentions and hashtags: each must stand in what is cited, and more than one person must have used it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from miner.clusters.words import STOPWORDS, stem
from miner.resources import shipped
from miner.writer.checks.addressed import speaks_to_the_writer
from miner.writer.checks.base import Claim, folded, stands_in, stems
from miner.writer.checks.frames import named_in, parts_of
from miner.writer.records import Problem

_MARKED = re.compile(r"(?<![\w/])[@#＠＃][\w.\-]*\w", re.UNICODE)
_WORD = re.compile(r"[^\W_]+(?:[-'’&./][^\W_]+)*", re.UNICODE)
# How sentences about a discussion begin; a sentence's first word has a capital for that reason alone.
_OPENERS = frozenset(
    """
    participants participant people persons supporters opponents critics proponents advocates sceptics skeptics commenters commentators speakers
    users members contributors respondents residents readers writers posters voices opinions views arguments comments answers posts replies
    concerns worries discussion debate disagreement agreement consensus majority minority half everyone everybody nobody both several others
    according overall finally additionally moreover furthermore besides despite although however whereas unlike instead regardless thus hence
    therefore yet nevertheless nonetheless similarly likewise conversely meanwhile later earlier recently currently generally usually
    one two three four five six seven eight nine ten eleven twelve thirty twenty hundred third quarter nearly roughly around exactly
    there whether without within among between through during because since unless until while given according using having being
    allowing banning keeping making giving ending stopping starting reducing increasing getting providing helping
    """.split()
)
_ENDS_OF_WORDS = ("ing", "tion", "tions", "ness", "ment", "ments", "ity", "ities", "ly", "ism", "ship", "hood", "ance", "ence", "sion", "sions", "ful", "less", "able", "ible", "ive", "ous", "ed", "sal", "val", "ial", "ual", "ical")  # fmt: skip
_ENDS_OF_VERBS = ("ate", "ates", "ize", "izes", "ise", "ises", "ify", "ifies")  # rare words, but hardly names
_BEGINS = re.compile(r"[.!?:;\"“„«(]\s*$")
_PLAIN = re.compile(r"(?:(?<![^\W_])|^)[^\W\d_A-ZÀ-Þ][^\W\d_]*|(?:^|(?<=[.!?]\s))[A-ZÀ-Þ][^\W\d_]*")
_VERB = re.compile(r"[a-z]{2,}[a-rt-z](?<!ou)s")  # "shows"; "religious" is none
_PIECES_OF_SMALL = 4  # "exacerbate" has three, which is no name
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|non|dis|mis|re|over|under)(?=\w{4})")
_OF_ONE = frozenset(("is", "was", "has", "does", "itself", "who"))
_MODALS = frozenset(("can", "could", "should", "will", "would", "must", "may", "might", "had", "did", "and", "or"))
_OF_MANY = _MODALS | {"are", "were", "have", "do", "believe", "in", "of"}
_HEADLINE, _HEADLINE_LETTERS = 0.6, 3
_FEWEST_USERS = 2
_FAMILY = 5  # letters
_ACRONYM = (2, 3)  # letters


def names(claim: Claim) -> Iterator[Problem]:
    """Every name occurs in the cited arguments, or is that of an author (``attribution`` looks at those)."""
    authors = named_in(claim.text, sorted(claim.source.people))
    text = claim.text
    for author in authors:
        text = re.sub(rf"@?{re.escape(author)}(?:['’]s)?", " ", text)
    for marked in _MARKED.findall(text):
        if folded(marked).lstrip("@#＠＃") not in claim.cited_text:
            yield claim.problem("names", f"{marked!r} does not stand in what is cited")
        elif not _shared(marked.lstrip("@#＠＃"), claim):
            yield claim.problem("names", f"only one person speaks of {marked!r}")
    for name in _names_in(text, claim):
        if not _known(name, claim):
            yield claim.problem("names", f"the name {name!r} does not stand in what is cited")
        elif claim.english and not _shared(name, claim):
            yield claim.problem("names", f"only one person speaks of {name!r}")


def _names_in(text: str, claim: Claim) -> Iterator[str]:
    """Words with a capital that no beginning of a sentence explains, and first words that look like names."""
    plain = _MARKED.sub(" ", text)
    words = list(_WORD.finditer(plain))
    headline = _is_headline([match.group() for match in words]) or _is_headline(_said_words(claim))
    begins, previous_end = True, 0
    for place, match in enumerate(words):
        begins = begins or _BEGINS.search(plain[previous_end : match.start()]) is not None
        previous_end = match.end()
        word = re.sub(r"['’]s$", "", match.group())
        inner = any(sign.isupper() for sign in word[1:])
        if (inner or word[0].isupper()) and word not in ("I", "A") and not word.startswith(("I'", "I’")):
            after = [one.group() for one in words[place + 1 : place + 3]]
            told_by_case = inner or not (begins or headline)
            common = word.casefold() in STOPWORDS and word[1:].islower()
            if (told_by_case and not common) or _looks_like_a_name(word, after, claim):
                yield word
        elif claim.english and is_rare(word, _PIECES_OF_SMALL):  # names are written small, too
            yield word
        begins = False


def _said_words(claim: Claim) -> list[str]:
    """The words of a sentence without those that say who says it: a headline may be put into somebody's mouth."""
    return _WORD.findall(" ".join(part.core for part in parts_of(claim.text, sorted(claim.source.people))))


def _is_headline(words: list[str]) -> bool:
    """Whether a sentence writes most words with a capital, so that capitals tell nothing."""
    long = [word for word in words if len(word) > _HEADLINE_LETTERS]
    return len(long) > _HEADLINE_LETTERS and sum(word[0].isupper() for word in long) > _HEADLINE * len(long)


def _looks_like_a_name(word: str, after: Sequence[str], claim: Claim) -> bool:
    """Whether a sentence's first word may be a name: no common word or ending, new or rare, and one thing that does something."""
    small = word.casefold()
    if small in STOPWORDS or small in _OPENERS or re.split(r"[-'’]", small)[0] in STOPWORDS:
        return False
    if not claim.english:
        return False
    if is_rare(small):
        return True
    first, second = (*after, "", "")[:2]
    verb = _VERB.fullmatch(first) is not None and second not in _OF_MANY  # "schools are" is none
    one_thing = first in _OF_ONE or verb
    may_do = (first in _MODALS or first.endswith("ed")) and not small.endswith("s")
    known = any(stands_in(small, stems(_plain_words(item.text)), english=True) for item in claim.source.items)
    return not known and not small.endswith(_ENDS_OF_WORDS) and (one_thing or may_do)


def _is_known_acronym(name: str) -> bool:
    """Whether a name is a few capitals that the encoder has a piece for, as "HIV" or "TVs": no person's, and nobody's invention."""
    letters = name.removesuffix("s")
    return letters.isascii() and letters.isupper() and len(letters) in _ACRONYM and len(_pieces(letters.lower())) == 1


def _plain_words(text: str) -> str:
    """The words of a text that are written small or begin a sentence: those its writer may take for no names."""
    return " ".join(_PLAIN.findall(text))


def is_rare(word: str, n_pieces: int = 2) -> bool:
    """Whether the packaged models know a word only in so many pieces: a made-up name, or one that few people write."""
    if not word.isascii() or not word.isalpha():
        return False
    forms = {word, stem(word), _PREFIX.sub("", word)}
    fewest = min(len(_pieces(form)) for form in forms)
    return fewest >= n_pieces and not word.endswith((*_ENDS_OF_WORDS, *_ENDS_OF_VERBS))


@lru_cache(maxsize=10_000)
def _pieces(word: str) -> tuple[str, ...]:
    return tuple(_tokenizer().encode(word, add_special_tokens=False).tokens)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str((shipped("models") / "minilm" / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    return tokenizer


def _known(name: str, claim: Claim) -> bool:
    small = folded(name)
    if re.search(rf"(?<!\w){re.escape(small)}(?!\w)", claim.cited_text):
        return True
    parts = re.findall(r"[^\W_]+", small)
    if claim.english and len(parts) == 1 and small.endswith(_ENDS_OF_WORDS) and name[1:].islower():
        return True  # "Voting" of "Compulsory Voting": a word with a capital
    poles = [pole for pole in claim.source.evidence.poles if not speaks_to_the_writer(pole)]
    if _is_part_of(name, poles) or _is_family_of_cited(name, claim):
        return True
    return all(stands_in(part, claim.cited_stems, english=claim.english) for part in parts)


def _is_part_of(name: str, texts: Sequence[str]) -> bool:
    root = stems(name)
    return bool(root) and root <= stems("\n".join(texts))


def _is_family_of_cited(name: str, claim: Claim) -> bool:
    """Whether a capital that the beginning of the sentence explains is that of a word with a cited one beside it: "Subsidy", "subsidise"."""
    word = name.casefold()
    if (
        not (claim.english and name[1:].islower() and claim.text.startswith(name))
        or len(word) <= _FAMILY
        or is_rare(word)
    ):
        return False
    root = word[: max(_FAMILY, len(word) - 2)]
    known = stems(" ".join(_plain_words(item.text) for item in claim.cited))
    return any(one.startswith(root) and len(one) < len(word) + _FAMILY for one in known)


def _shared(name: str, claim: Claim) -> bool:
    """Whether two people use a name, or it is no name to those who use it, or the extractive form has it."""
    source = claim.source
    root = stems(name)
    shown = [text for text in (*source.evidence.fallback, *source.evidence.poles) if not speaks_to_the_writer(text)]
    if root <= stems("\n".join(shown)):
        return True
    users = {item.author or item.id for item in source.items if root <= stems(item.text)}
    word = name[1:].islower() and not is_rare(name.casefold())
    if _is_known_acronym(name) or _is_family_of_cited(name, claim):
        return True
    common = word and any(root <= stems(_plain_words(item.text)) for item in source.items)
    return len(users) >= _FEWEST_USERS or common or len(source.items) < _FEWEST_USERS
