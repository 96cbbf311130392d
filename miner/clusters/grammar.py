"""Which words can name a thing: a little English grammar for titles, without a tagger.

Two sources: verbs that are hardly ever nouns in these forms, and how the discussion itself uses a word. After "the",
"of" or an adjective and before the end of a phrase a word is a name; after "we" or "to" and before "the" it is a doing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from miner.clusters.words import is_content

# A dot ends a stretch, but for the dot inside a name ("ASP.NET", "Node.js").
_DOT_OF_A_NAME = r"(?<=[^\W\d_])\.(?=(?:[A-Z]{2,}|js|net|io|py)\b)"
PIECE = re.compile(rf"(?:[^,;:.!?…()\[\]{{}}\"“”„«»<>|/\\\n–—•*=+~^#@&]|{_DOT_OF_A_NAME})+")
WORD = re.compile(rf"[^\W_]+(?:(?:['’-]|{_DOT_OF_A_NAME})[^\W_]+)*", re.UNICODE)
_NOT_PROSE = re.compile(r"https?://\S+|[@#]\w+|(?<!\w)['’](?:cause|cos|coz)\b", re.IGNORECASE)  # "'cause": because

# Verbs whose base form names nothing; with -s, -ed and -d they are half a sentence.
_VERBS = frozenset(
    """
    accept achieve add admit agree allow announce appear apply argue arrive assume avoid become begin believe belong
    bring build buy choose collect complain confirm consider contain continue contribute create decide define deliver
    depend describe deserve develop disagree discover encourage enable ensure exist expand expect explain explore
    extend fail find follow forget gather give grow happen hate hear identify ignore imagine improve include inform
    invent involve keep kill know lead learn let listen lose maintain manage mean meet mention occur own participate
    pay prefer prevent produce protect prove provide pull push put reach realise realize receive recognise recognize
    recommend reduce refuse reject rely remain remember remove replace represent require resist reveal see seem sell
    send serve solve speak spend stand steal suggest suppose survive teach tell tend think throw turn understand wear
    win wonder write start stop wait ask love hope need want work wane drive violate monetize count
    abandon abolish acknowledge adapt adopt afford arise attend bear beg blame bother break carry care cease combat compare
    conduct confront convince cost cure cut deal deny deprive destroy differ disappear discuss eat encounter engage enjoy examine
    exclude express fall fear feel fight fit force grant heal help hide hold impose indicate infringe install interfere
    introduce invest live locate manage move obey observe obtain offer open operate oppose pay perform persuade prepare
    preserve pretend promote propose pursue quit raise rely rain respect respond restrict retain ring rise satisfy scale
    fix seek separate settle show shut sleep slow socialize spread struggle submit succeed suffer surround surprise sustain talk
    thank tolerate treat trust try undermine vary violate waste watch weaken wish worry
    """.split()
)
# "The start" and "travel costs" name something, where others of these words hardly do.
_ALSO_NAMES = frozenset(
    """
    start stop wait love hope need want work drive count own blame break care cost cure cut deal fall fear feel fight fit
    force grant help hold move offer rain respect ring rise scale sleep spread struggle surprise talk trust try waste
    watch wish worry
    """.split()
)
_ALSO_THINGS = frozenset(f"{word}s" for word in _ALSO_NAMES - {"own", "help", "rain"})
_PASTS = frozenset(
    """
    ate became began bought brought built came chose did done drove fell felt forgot found gave given gone got grew had
    heard held kept knew known led left lost made meant met paid put ran rose said sat saw seen sent sold spent spoke
    stood taken taught thought threw told took understood went won wore written wrote
    beaten begun blew broken dealt drank drawn driven eaten fallen flew flown forgotten froze given hung laid meant rang
    rode sang shook shown slept spoken stole stolen struck stuck swore thrown tore woke worn seen been done
    """.split()
)
# Words that tell what something is like, and so name nothing by themselves; endings find more (``_ADJECTIVE_ENDINGS``).
_ADJECTIVES = frozenset(
    """
    able aware unaware afraid alone angry annoyed awesome bad best better big brave bright broken busy central certain cheap
    clear clever cold comfortable common complete complex cool correct corporeal critical cultural current dead deep
    different difficult digital direct due early easy economic educational empty entire equal ethical evil excellent
    exact expensive external extra fair familiar famous fantastic federal few final financial fine flat formal free
    fresh friendly full fun funny future general global glad good great happy hard harsh high historical honest
    huge ill important impressive independent informal inner innocent intelligent interesting internal kind large late
    latest lazy legal illegal less likely little local long lonely loud low mad main major mental mere minor moral
    multiple narrow national natural necessary new next nice normal obvious odd official old only open optional
    ordinary original outdated outer overall own particular past perfect personal physical plain pleasant poor popular
    possible present pretty previous prior private professional proper proud public pure quick quiet random rare
    raw ready real recent related relevant rich right rural sad safe same scared secret senior separate serious several sexual
    severe sharp short sick silly similar simple single slow small smart social sorry special specific stable standard
    strange strict strong stupid sudden super sure surprised sweet tall technical terrible thick thin tight tiny tired
    total tough traditional true typical ugly unable unfair unique universal unpleasant unusual urban usual valid
    various vast virtual warm weak weird wet whole wide wild willing wise wonderful worse worst worth worthwhile wrong young
    excited confused interested concerned worried frustrated disappointed involved based supposed
    """.split()
)
_ADJECTIVE_ENDINGS = (
    "ful",
    "ous",
    "less",
    "able",
    "ible",
    "ish",
    "ical",
    "ional",
    "istic",
    "ative",
    "ctive",
    "ssive",
    "sive",
)
_NOUNS_WITH_THESE_ENDINGS = frozenset(
    """
    table cable vegetable variable syllable bible initiative alternative narrative representative perspective objective
    detective directive collective executive professional criminal relative fish dish wish rubbish english finish
    polish british spanish danish turkish international
    """.split()
)
_ALSO_THE_ADJECTIVE = frozenset(
    "right rights good public open private future past present standard common whole fun".split()
)
_DETERMINERS = frozenset("the a an my our your their his her its this these those no each every another whose".split())
_BEFORE_A_NAME = _DETERMINERS | frozenset(
    "that of in on for with from by more some any about between into what which and or".split()
)
_BEFORE_BOTH = frozenset("that what which and or".split())
_BEFORE_A_DOING = frozenset(
    """
    to i we you they he she it who will would can could should must may might shall don't doesn't didn't can't won't
    couldn't wouldn't shouldn't never i'd we'd you'd they'd i'll we'll you'll they'll let let's please
    """.split()
)
_AFTER_A_DOING = frozenset("the a an my our your their his her its it them him us me this these those".split())


@dataclass(frozen=True)
class Usage:
    """How often each word of a discussion stands where a name stands, where a doing does, and where only a noun does."""

    as_name: Counter[str]
    as_doing: Counter[str]
    as_thing: Counter[str]

    def names_something(self, token: str) -> bool:
        """Whether the discussion uses the word (in lower case) as a name at least as often as not."""
        return self.as_name[token] > 0 and self.as_name[token] >= self.as_doing[token]

    def is_a_thing(self, token: str) -> bool:
        """Whether the word can stand alone as a name: somebody said "the", "our" or, but for -ing, "of" right before it (-ing: twice)."""
        return self.as_thing[token] > token.endswith("ing") and self.names_something(token)


def usage_of(texts: Iterable[str]) -> Usage:
    """Count how the words of all texts are used."""
    as_name: Counter[str] = Counter()
    as_doing: Counter[str] = Counter()
    as_thing: Counter[str] = Counter()
    for text in texts:
        for _, tokens in pieces(text):
            for before, token, after in zip(("", *tokens), tokens, (*tokens[1:], ""), strict=False):
                if not is_content(token):
                    continue
                if before in _BEFORE_A_DOING or after in _AFTER_A_DOING:
                    as_doing[token] += 1
                elif (before in _BEFORE_A_NAME or is_content(before)) and not is_content(after):
                    as_name[token] += 1
                    as_thing[token] += before in _DETERMINERS or (
                        before in _BEFORE_A_NAME and not token.endswith("ing") and not _may_be_doing(before, token)
                    )
    return Usage(as_name, as_doing, as_thing)


def _may_be_doing(before: str, token: str) -> bool:
    """ "What counts", "and works": behind these a word that is a verb as well is as likely one."""
    return before in _BEFORE_BOTH and (is_also_verb(token) or is_doing(token))


@lru_cache(maxsize=20_000)
def pieces(text: str) -> list[tuple[list[str], list[str]]]:
    """The stretches between punctuation marks: their words as written and in lower case; no links, names and tags.

    Not to be changed: they are kept, since each text is read for its theme, for a part of it and for the keywords of both.
    """
    found = []
    for piece in PIECE.finditer(_NOT_PROSE.sub(",", text)):
        written = [match.group() for match in WORD.finditer(piece.group())]
        found.append((written, [word.lower().replace("’", "'") for word in written]))
    return found


def is_half_a_sentence(tokens: Sequence[str]) -> bool:
    """Whether a stretch (in lower case) holds a verb where a name has none: "news waiting" passes, "quilting waned" does not."""
    last = len(tokens) - 1
    if tokens[last] in _VERBS and tokens[last] not in _ALSO_NAMES:
        return True
    for at, token in enumerate(tokens):
        if token in _PASTS or is_inflected(token):
            return True
        if token.endswith("ed") and len(token) > 4 and (at == last or not is_content(tokens[at + 1])):
            return True
    return False


def is_adjective(token: str) -> bool:
    """Whether a word (in lower case) only tells what something is like: "ethical", "aware"; it can end no title."""
    if token in _ADJECTIVES:
        return token not in _ALSO_THE_ADJECTIVE
    return token.endswith(_ADJECTIVE_ENDINGS) and token not in _NOUNS_WITH_THESE_ENDINGS


def is_base_verb(token: str) -> bool:
    """Whether a word (in lower case) is a verb as it stands behind "to", and hardly ever a name: "choose"."""
    return token in _VERBS and token not in _ALSO_NAMES


def is_also_verb(token: str) -> bool:
    """Whether a word (in lower case) is as often a verb as a name: "starts", "help"."""
    return token in _ALSO_NAMES or token in _ALSO_THINGS


def is_doing(token: str) -> bool:
    """Whether a word (in lower case) is a verb, with or without an ending, or the doing itself: "fix", "waited", "waiting"."""
    return token in _VERBS or token in _PASTS or is_inflected(token) or (token.endswith("ing") and len(token) > 5)


def is_inflected(token: str) -> bool:
    """Whether a word (in lower case) is a verb with an ending: "happens", "provided"."""
    if token in _ALSO_THINGS:
        return False
    for ending in ("s", "es", "ed", "d"):
        if token.endswith(ending) and token[: -len(ending)] in _VERBS:
            return True
    return token.endswith(("ies", "ied")) and token[:-3] + "y" in _VERBS
