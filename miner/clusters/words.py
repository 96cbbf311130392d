"""Words of texts for counting: lower case, stemmed lightly, without function words.

Function words are listed for English and learned for other languages: a word in more than a third of all
texts says nothing about any of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_NOT_WORDS = re.compile(r"https?://\S+|@\w+|&\w+;")
_GRAMMAR = re.compile(r"[\u3041-\u309f]{2}")  # a pair of hiragana: an ending or a particle, hardly ever a name
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+")

STOPWORDS = frozenset(
    """
    tweet tweets tweeting tweeted chat tonight hashtag twitter rt
    a about above after again against ain all almost along already also although always am among an and another any
    anybody anyone anything anyway are aren around as at away back be became because become been before being below
    between both but by came can cannot cant come comes could couldn did didn do does doesn doing don done dont down
    during each either else enough etc even ever every everybody everyone everything few first for from further get
    gets getting go goes going gone gonna got had hadn has hasn have haven having he her here hers herself him
    himself his how however i if im in indeed instead into is isn it its itself just keep kind know last least less
    let like lot lots made make makes making many may maybe me might mightn mine more most much must mustn my myself
    need needn needs neither never new no nobody none nor not nothing now of off often oh ok okay on once one ones
    only onto or other others ought our ours ourselves out over own per perhaps please put quite rather re really
    said same saw say says see seem seems seen shall shan she should shouldn since so some somebody someone
    something sometimes soon sort still stuff such sure take takes than that thats the their theirs them themselves
    then there theres these they thing things think this those though through thus to together too took toward
    towards try trying two under until up upon us use used using very via w want wants was wasn way ways we well
    went were weren what whatever when where whether which while whilst who whole whom whose why will with within
    without won would wouldn yes yet you your yours yourself yourselves youre actually basically definitely
    especially generally literally obviously probably simply totally truly usually rt mt cc qt amp http https www
    com org bc imo imho lol yep yeah hey hi thanks thank good great better best bad big small able agree believe
    feel find give given long look means right start tell time today work year years people i'm i've i'd i'll it's
    that's there's what's who's he's she's let's we're we've we'd we'll you're you've you'd you'll they're they've
    they'd they'll isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't haven't
    hasn't hadn't mustn't ain't doesnt didnt isnt wasnt arent wont wouldnt couldnt shouldnt havent hasnt youre theyre ive der die das und ist nicht ein eine einen dem den des mit von zu auf für auch es sich
    wie als bei aus noch nur aber oder wenn ich wir ihr sie mein dein sein dass werden wird sind war haben hat kann
    le la les un une du de et est pas ne que qui dans pour sur avec ce cette ces il elle nous vous ils je tu au aux
    mais ou plus par se sa son ses leur leurs été sont ont fait el los las unos unas y en por con para como más pero
    su sus al lo si este esta fue ha han muy ya
    """.split()
)


def words(text: str) -> list[str]:
    """The words of a text that carry meaning, stemmed; runs of Chinese or Japanese as pairs of characters."""
    return [stem for _, stem in words_with_stems(text)]


def words_with_stems(text: str) -> list[tuple[str, str]]:
    """(word in lower case, stem) of each word that carries meaning, in order."""
    return [(token, stem(token)) for token in tokens(text) if is_content(token)]


def tokens(text: str) -> list[str]:
    """All words of a text in lower case, function words included."""
    found: list[str] = []
    for token in _TOKEN.findall(_NOT_WORDS.sub(" ", text.replace("’", "'").lower())):
        if _CJK.fullmatch(token) and len(token) > 2:
            found.extend(token[at : at + 2] for at in range(len(token) - 1))
        else:
            found.append(token)
    return found


@lru_cache(maxsize=200_000)
def is_content(token: str) -> bool:
    """Whether a word says what a text is about."""
    return token not in STOPWORDS and len(token) > 1 and not token.isdigit() and not _GRAMMAR.fullmatch(token)


_SUFFIXES = (
    ("ies", "y"), ("sses", "ss"), ("ations", "ate"), ("ation", "ate"), ("ators", "ate"), ("ator", "ate"), ("ivity", "ive"), ("ingly", ""), ("edly", ""),
    ("ments", ""), ("ment", ""), ("nesses", ""), ("ness", ""), ("ers", ""), ("ing", ""), ("ive", ""), ("ion", ""), ("ions", ""), ("able", ""), ("ible", ""), ("ful", ""), ("ly", ""), ("ed", ""), ("er", ""), ("es", ""), ("s", ""),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A light stem: one ending off, a doubled consonant and a final e removed ("innovating", "innovate" -> "innovat")."""
    word = word.removesuffix("'s") or word
    for suffix, replacement in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: len(word) - len(suffix)] + replacement
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word
