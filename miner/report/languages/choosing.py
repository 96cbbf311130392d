"""Which language a report is in: the one asked for, or the one the discussion is held in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from miner.digest.records import Digest
from miner.errors import UnknownName
from miner.report.languages.catalogues import LANGUAGES, SOURCE

AUTO = "auto"
_SAMPLE = 500  # arguments looked at; a discussion does not change its language after them
_LEAST_SHARE = 0.5  # of the sample: a language that fewer speak is not the discussion's
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
# Words that are common in one of these languages and rare in the others and in English.
_WORDS = {
    "de": r"und|der|das|ist|nicht|ein|eine|sich|auch|wir|ich|für|mit|aber|oder",
    "fr": r"le|les|des|est|pas|une|dans|qui|pour|nous|je|et|du|ce|mais|sur",
    "es": r"el|los|las|por|para|con|una|del|pero|es|y|lo|se|más|muy|como",
}
_COMMON = {code: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for code, words in _WORDS.items()}


def check_language(name: str) -> None:
    """Whether a report can be written in it.

    Raises
    ------
    UnknownName
    """
    if name and name != AUTO and name not in LANGUAGES:
        raise UnknownName("language", name, (*LANGUAGES, AUTO))


def language_for(digest: Digest, wanted: str) -> str:
    """The code of the language: ``wanted``, English for "", the discussion's own for ``auto``.

    Raises
    ------
    UnknownName
    """
    check_language(wanted)
    return discussed_in(digest) if wanted == AUTO else wanted or SOURCE.code


def discussed_in(digest: Digest) -> str:
    """The language of most arguments, if a report can be written in it, else English.

    What the platforms said of their posts counts where they said it of at least half of them; else the words do.
    """
    posts = {post.id: post for post in digest.posts}
    chosen = digest.arguments[:: max(1, len(digest.arguments) // _SAMPLE)]
    named = Counter(posts[one.post_id].lang.partition("-")[0].lower() for one in chosen)
    unnamed = named.pop("", 0) + named.pop("und", 0)
    if named and unnamed <= len(chosen) * _LEAST_SHARE:
        return _commonest(named, named.total())
    return _by_words([posts[one.post_id].text[one.start : one.end] for one in chosen])


def _commonest(counts: Counter[str], total: int) -> str:
    code, n = counts.most_common(1)[0]
    return code if code in LANGUAGES and n >= total * _LEAST_SHARE else SOURCE.code


def _by_words(texts: Sequence[str]) -> str:
    from miner.embeddings.english import is_english  # not before it is asked for: the stage brings numpy

    if not texts or is_english(texts):
        return SOURCE.code
    written = Counter({"ja": sum(bool(_KANA.search(text)) for text in texts)})
    written["ar"] = sum(bool(_ARABIC.search(text)) for text in texts)
    for text in texts:
        found = {code: len(pattern.findall(text)) for code, pattern in _COMMON.items()}
        best = max(found, key=lambda code: found[code])
        written[best] += found[best] > 0
    return _commonest(written, len(texts))
