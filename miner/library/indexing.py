"""What is looked for: the words of a post, and its passages.

Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese put no spaces where a reader looks a word up. Their signs are
indexed one by one and looked for as a row of neighbours: so words of one and two signs are found, too, which an index
of three neighbouring signs (SQLite's ``trigram``) cannot find; most Chinese words have two.
"""

from __future__ import annotations

import re
import unicodedata

from miner.arguments.units import count_words, split_units
from miner.library.engine import Library
from miner.library.schema import INDEX
from miner.transcript import Post, Span

SIGN = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
    "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u3099\u309a]*"
)
_SIGN = re.compile(SIGN)
_QUERY = re.compile(r'"([^"]*)"|(\S+)')
_MAX_TERMS = 32  # of a query: nobody types more, and each costs
_MAX_UNIT_WORDS = 60
_LEAST_WORDS = 3


def indexed(text: str) -> str:
    """The text as it goes into the index: a space on both sides of each sign that stands for itself."""
    return _SIGN.sub(r" \g<0> ", text.replace("\x00", " "))


def match_of(query: str) -> str:
    """What a person types as an FTS5 query: any of the words; ``"several words"`` next to each other; ``libr*``.

    Nothing in it has another meaning to FTS5, whatever it holds. "" if it has no word.
    """
    phrases = []
    for quoted, word in _QUERY.findall(query.replace("\x00", " ")):
        begins = not quoted and word.endswith("*")
        terms = _terms(quoted or word)
        if terms:
            phrases.append(f'"{" ".join(terms)}"{" *" if begins else ""}')
    return " OR ".join(dict.fromkeys(phrases[:_MAX_TERMS]))


def terms_of(query: str) -> list[str]:
    """The words and signs of a query, for finding the passage that holds most of them."""
    return [term.casefold() for term in _terms(query)[:_MAX_TERMS]]


def passages_of(post: Post) -> list[Span]:
    """The sentences of a post that are its author's own; all of it where there is none."""
    spans = [
        (start, stop)
        for start, stop in split_units(post, _MAX_UNIT_WORDS)
        if count_words(post.text[start:stop]) >= _LEAST_WORDS
        and not any(begin < stop and start < end for begin, end in post.quoted)
    ]
    stripped = post.text.strip()
    start = post.text.find(stripped)
    return spans or ([(start, start + len(stripped))] if stripped else [])


def index_again(library: Library, texts: list[tuple[int, str]]) -> None:
    """A new index of the words in the place of the old one, of which nothing is left."""
    library.db.execute("DROP TABLE words")
    library.db.execute(INDEX)
    library.db.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, ?)", ((number, indexed(text)) for number, text in texts)
    )


def _terms(text: str) -> list[str]:
    """Words as the index parts them: letters, numbers and the marks on them."""
    return "".join(sign if _is_letter(sign) else " " for sign in indexed(text)).split()


def _is_letter(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LMN" or category == "Co"
