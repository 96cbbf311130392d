"""What keeps a sentence from standing alone although it begins well: it answers somebody, is broken, or is a headline.

Quotes stand beside what they answer; a key point and the overview do not. Spoken words written down break off and begin
again, and a cut-out stretch may open a bracket that closes elsewhere. The signs are those of English; a sentence of
another language shows none of them but the brackets.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_][\w'’-]*")

# "Lynn, I agree ...", "Bob, as I thought about it": a name, a comma, and somebody is spoken to.
_CALLED = re.compile(
    r"([A-Z][\w'’-]+)(?: [A-Z][\w.'’-]*)?\s?[,:–—]\s?(?:I|you|your|yours|we|as|what|that|this|it|is|are|do|don['’]t|can|have"
    r"|thanks?|thank|great|good|nice|sorry|please)(?!\w)"
)
# Also before a comma and "I", and no name of anybody.
_OPENERS = frozenset(
    """
    after again also although and as at because before besides best better but by currently despite during eventually finally
    first for from furthermore given hence here however if imho in indeed instead last lately later like maybe meanwhile
    moreover nevertheless next nonetheless nope now nowadays often ok okay on once online or otherwise overall perhaps plus
    rather recently second since so sometimes soon still sure then there therefore third though thus today tomorrow tonight
    under unless unlike until well when whenever where while with without worse yes yesterday yet
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
_ANSWERING = re.compile(
    r"\W*(?:(?:well|yes|yeah|okay|ok|no|hi|hey)\W+)?(?:"
    r"(?:(?:i|we)\b(?: \w+){0,3} )?(?i:(?:dis)?agreed?)(?: \w+){0,2} with (?:you|your|yours|this|that|these|those|it|him|her|them|"
    r"(?:the )?(?:above|others?|previous)|[A-Z@]\w+)\b"
    r"|(?:i think )?you(?:['’]re|(?: a)?r(?:e)?| have| make|['’]ve)(?: \w+){0,3} (?:right|wrong|correct|mistaken|point)\b"
    r"|(?:as|like) (?:you|he|she|they|[A-Z]\w+) (?:say|says|said|mention|mentions|mentioned|note|notes|noted|point|points|pointed|wrote)\b"
    r"|(?:good|great|fair|valid|excellent) (?:point|question|call)\b"
    r"|(?:same|me neither|me too|ditto|seconded)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:so )?(?:how|why|what) (?:do|does|did|is|are|was|were|can|could|should|would|will|has|have)(?:n['’]t)? \w",
    re.IGNORECASE,
)
# Said of what stands before: "on the other hand, ...", "especially if ...".
_HANGING = re.compile(
    r"\W*(?:(?:on the other hand|on the contrary|by contrast|in contrast|conversely|nevertheless|nonetheless|that said|having said that"
    r"|in addition|besides|meanwhile|consequently|accordingly|for (?:this|that) reason|rather)\s?,|instead(?! of\b)\b|esp\b|especially (?:if|when|since|as|for)\b"
    r"|not to mention\b|let alone\b|as well as that\b)",
    re.IGNORECASE,
)
# "I think they ...": who? "I think it is wrong to ..." says so itself.
_POINTING = re.compile(
    r"(?:(?:(?:i|we) )?(?:really |also |just |still )?(?:think|guess|believe|suppose|feel|hope|mean|doubt|know)(?: that)?|maybe|perhaps"
    r"|(?:in fact|of course|actually|honestly|sometimes|obviously|certainly|hopefully|apparently|unfortunately)\W)\s*"
    r"(?:they|he|she|they['’]re|he['’]s|she['’]s|that['’]s|this is|that is|these are|those are"
    r"|it(?!(?:['’]s| is| was| would be| takes| makes)(?: [\w'’-]+){1,6} (?:to|that|for|when|if)\b)(?:['’]s)?)(?!\w)",
    re.IGNORECASE,
)

_SMALL = r"(?:the|a|an|to|of|and|in|i|we|it|they|you|is|was|for|my|our|he|she|with|it['’]s|i['’]m|they['’]re|what|how)"
_AND_AGAIN = re.compile(
    rf"(?<![\w'’])({_SMALL}),? \1(?![\w'’])|(?<![\w'’])((?:{_SMALL}|that) \w+),? \2(?![\w'’])", re.IGNORECASE
)
_NO_NAME_BEHIND = re.compile(
    r"(?<![\w'’.-])(?:(?:a|an|the) (?:of|to|from|at|is|are|was|were|and|or|but)(?![\w'’-])|(?:the|an)(?=\s*[,.;!?]))(?!\))",
    re.IGNORECASE,
)
_BREAKS_OFF = re.compile(
    r"(?<![\w'’])(?:the|an|my|our|your|their|and|or|but|because|than|if|very)[\s.,;–—-]*$", re.IGNORECASE
)
_BEGINS_BEHIND = re.compile(r"\s*(?:[\"”’']\s*)?[,;:)\]]")
_LOOSE = re.compile(r"(?:in|at|on|from|of|for|with|by|about|into) [^.!?,;:]{1,40}[.!?]\s", re.IGNORECASE)
_FINITE = re.compile(
    r"(?<!\w)(?:is|are|was|were|am|be|has|have|had|do|does|did|can|could|will|would|shall|should|must|may|might|\w+['’](?:s|re|ll|ve|m|d|t))(?!\w)",
    re.IGNORECASE,
)
_NO_PAIR = re.compile(r"[:;=]['’]?-?[()\]\[]+|(?<![\w(])\w\)|\d\"")  # smileys, "a)" and inches
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))

_SITE_BEHIND = re.compile(r"\s[|»]\s[^|.!?]{2,40}$|\s[–—-]\s(?:[A-Z][\w.&'’]+\s?){1,4}$")
_SHARED = re.compile(
    r"\W*(?:new|latest|recent|my|our|just|today['’]s)(?: \w+){0,2} (?:blog|post|article|paper|episode|podcast|video)\b[^.!?]{0,30}[:,–—]"
    r"|\W*(?:reading|watch|listen|news|breaking|video|podcast|opinion|via|rt)\s?:",
    re.IGNORECASE,
)
_WITH_COLON = re.compile(
    r"\W*[A-Z]\w+(?: [\w'’-]+){1,8}: \w[^.!?]{8,}"
)  # "Diving into floods: another view of the valley"
_VIA = re.compile(r"(?<!\w)(?:via|by|h/t|from) @\w+[\s!.…]*$", re.IGNORECASE)
_ABOUT_US = re.compile(r"(?<!\w)(?:i|we|you|my|our|your|me|us|i['’]\w+|we['’]\w+|you['’]\w+)(?!\w)", re.IGNORECASE)
_LONG_WORD, _LEAST_LONG_WORDS, _CAPITALS = 4, 4, 0.75  # of a headline's longer words that many are written large


def answers_somebody(text: str) -> bool:
    """Whether a sentence speaks to one person, takes up what was said, or speaks of "them" without saying who."""
    text = text.lstrip("\"'“‘( ")
    leans = _ANSWERING.match(text) or _POINTING.match(text) or _HANGING.match(text)
    return bool(leans or _calls(text) or _ASKING.match(text))


def _calls(text: str) -> bool:
    called = _CALLED.match(text)
    if called is None:
        return False
    name = called.group(1)
    return not (name.lower() in _OPENERS or name.lower().endswith("ly") or name.isupper())


def is_broken(text: str) -> bool:
    """Whether a sentence breaks off, begins again or lacks one half of a pair: "A of actual housing", "the, the journey"."""
    return bool(
        _AND_AGAIN.search(text)
        or _NO_NAME_BEHIND.search(text)
        or _BREAKS_OFF.search(text)
        or _BEGINS_BEHIND.match(text)
        or _is_loose(text)
        or not _is_balanced(text)
    )


def _is_loose(text: str) -> bool:
    """A place or a time by itself, and then another sentence: "In prison in 1991. And so ..." """
    first = _LOOSE.match(text)
    return first is not None and not _FINITE.search(first.group())


def _is_balanced(text: str) -> bool:
    text = _NO_PAIR.sub("", text)
    return text.count('"') % 2 == 0 and all(text.count(left) == text.count(right) for left, right in _PAIRS)


def reads_as_headline(text: str) -> bool:
    """Whether a text is the title of something that was shared and nobody's own words.

    Its longer words are written large, a site's name stands behind it, or it announces a post and speaks to nobody.
    """
    if _SHARED.match(text) or _VIA.search(text):
        return True
    if text.isupper() or _ABOUT_US.search(text):
        return False
    if _WITH_COLON.fullmatch(text.strip()) and not _FINITE.search(text):
        return True
    return _mostly_large(_SITE_BEHIND.sub("", text)) or bool(_SITE_BEHIND.search(text) and "|" in text)


def _mostly_large(text: str) -> bool:
    long_words = [word for word in _WORD.findall(text)[1:] if len(word) >= _LONG_WORD]
    large = sum(word[0].isupper() for word in long_words)
    return len(long_words) >= _LEAST_LONG_WORDS and large >= _CAPITALS * len(long_words)
