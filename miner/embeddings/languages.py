"""Which languages texts are in: by their letters, and in Latin letters by their commonest words.

Asked only of discussions that are not plainly English. A text that shows no language (a name, a link, three words of
content) counts for none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

_SAMPLE = 500  # texts looked at; a discussion does not change its language after them
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’](?=\w))?")  # "l'", "d'": an elided word keeps its sign
_LEAST_SHARE = 0.3  # of a text's letters: a Japanese sentence is half kanji, and names in Latin letters stand in any
# A script that one language is written in, or the commonest one; the first that fits decides.
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ja", re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")),
)
_KANA = re.compile(r"[\u3040-\u30ff]")
# Letters that a neighbour in the same script has and the commonest language has not.
_NEIGHBOURS = {"ar": ("fa", re.compile(r"[پچژگکی]")), "ru": ("uk", re.compile(r"[іїєґІЇЄҐ]"))}
_COMMON_WORDS: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the and of to is are that it not with for this be have has they you we would should can their what who there in on",
        "de": "und der die das ist nicht ein eine einen sich auch wir ich für mit aber oder zu den dem es auf wer wenn als sind",
        "fr": "le la les des est pas une un dans qui pour nous je et du ce mais sur au ne plus sont on l' d' qu' n'",
        "es": "el la los las por para con una un del pero es y lo se más muy como que en no al sin hay",
        "pt": "o a os as por para com uma um do da dos das mas é e não se mais muito como que em no na ao são há",
        "it": "il lo la gli le di che non è per con una un del della sono ma si come più anche nel i e l' d'",
        "nl": "het een van niet zijn voor de en dat is op met ook maar wij we die er als te aan",
        "pl": "jest nie się że na do to jak ale tak czy po za dla przez oraz w z i są",
        "tr": "ve bir bu için değil çok da de ne daha ama gibi kadar olarak var yok",
        "sv": "och att det som inte en är på för av med den har vi jag till om men",
        "da": "og at det som ikke en er på for af med den har vi jeg til om men der",
    }.items()
}


def language_of(text: str) -> str:
    """The code (ISO 639-1) of a text's language; "" where nothing tells it."""
    n_letters = len(_LETTER.findall(text))
    if not n_letters:
        return ""
    for code, pattern in _SCRIPTS:
        if len(pattern.findall(text)) >= _LEAST_SHARE * n_letters:
            return _neighbour(code, text)
    return _by_words(text)


def languages_of(texts: Sequence[str]) -> Counter[str]:
    """Language -> how many of the texts are in it, of a sample of at most 1,000; "" for those that show none.

    Texts in Chinese characters alone are Japanese where others beside them have kana.
    """
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    counted = Counter(language_of(text) for text in sample)
    if counted["ja"]:
        counted["ja"] += counted.pop("zh", 0)
    return +counted


def _neighbour(code: str, text: str) -> str:
    if code == "ja":
        return "ja" if _KANA.search(text) else "zh"
    neighbour, letters = _NEIGHBOURS.get(code, (code, None))
    return neighbour if letters is not None and letters.search(text) else code


def _by_words(text: str) -> str:
    """The language that most words of a text are common in; "" for none or a tie."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    hits = {code: sum(word in common for word in found) for code, common in _COMMON_WORDS.items()}
    most = max(hits.values())
    best = [code for code, n in hits.items() if n == most]
    return best[0] if most and len(best) == 1 else ""
