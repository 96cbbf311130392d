"""Words that tell what a sentence does. English first, the commonest of German, French and Spanish beside it.

Lists, not rules: what each is used for stands in ``chatter.py`` and ``strength.py``.
"""

from __future__ import annotations

import re


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


GREETING = _any_of(
    "hi", "hiya", "hello", "hey", "heya", "howdy", "greetings", "welcome", "good (?:morning|afternoon|evening|day)", "evening all",
    "happy (?:mon|tues|wednes|thurs|fri|satur|sun)day", "glad (?:to have you|you(?:['’]re| are|['’]ve| could| made)|to be here)", "joining (?:in |you )?(?:from|late|now)", "joining even later", "(?:i['’]?m|am) (?:here|late|joining|lurking)",
    "late to", "late(?=[!,.])", "lurk(?:ing|er)?", "missed (?:tonight|today|this|the chat|#\\w+|most)", "catching up", "checking in", "tuning in", "hallo", "guten (?:tag|morgen|abend)", "servus", "moin", "bonjour", "salut", "hola", "buenos d[ií]as",
)  # fmt: skip
THANKS = _any_of(
    "thanks?", "thank (?:you|u)", "thx", "tx", "ty", "cheers", "much appreciated", "appreciate (?:it|you|the)", "kudos", "shout[- ]?out (?:to|for)", "danke(?: dir| ihnen)?", "vielen dank",
    "merci", "gracias", "grazie", "obrigad[oa]",
)  # fmt: skip
FAREWELL = _any_of(
    "bye", "goodbye", "good ?night", "see (?:you|ya|u)(?: all)?(?: next| again| soon| then)?", "until next", "same time next", "have a (?:great|good|nice|lovely|wonderful)",
    "signing off", "gotta (?:run|go)", "have to (?:run|go|leave|drop)", "tsch[uü]ss", "bis (?:bald|dann)", "au revoir", "adi[oó]s",
)  # fmt: skip
PRAISE = _any_of(
    "great (?:post|article|chat|point|question|read|piece|topic|insights?|discussion|stuff|conversation|job|tweet|answer|comment|job|share|list|thread|tips?|ideas?|information|blog|one|write-?up)s?",
    "(?:good|excellent|nice|lovely|wonderful|brilliant|awesome|amazing|fantastic|terrific|super|interesting|insightful|valid|fair|solid|helpful|informative|thoughtful) (?:post|article|chat|point|question|read|piece|topic|insights?|discussion|stuff|conversation|job|tweet|answer|comment|one|call|write-?up|information|blog|idea)s?",
    "well (?:said|put|written|done)", "love (?:this|it|that|your)", "loved (?:this|it|that|your)", "so true", "very true", "this!+", "exactly", "agreed?", "totally agree", "spot on", "nailed it",
    "\\+1", "couldn['’]t agree more", "amen", "yes!+", "same here", "me too", "lol", "haha+", "congrat(?:s|ulations)", "sch[oö]ner (?:beitrag|artikel)", "toller (?:beitrag|artikel)",
    "tr[eè]s bon article", "excelente art[ií]culo", "bravo",
)  # fmt: skip
PROMOTION = _any_of(
    "(?:check|checkout|check out) (?:out|my|our|this)", "(?:my|our) (?:new |latest |recent )?(?:blog ?post|post|article|e-?book|book|webinar|podcast|newsletter|course|white ?paper|video|site|channel|handbook|report)",
    "sign ?up", "register (?:now|here|today|at)", "click here", "download (?:our|my|the|it|here)", "subscribe", "follow (?:me|us)(?: on)?", "visit (?:us|my|our)", "read more", "learn more (?:at|here)",
    "we['’]re hiring", "just registered", "webinar series", "(?:posted|wrote|published) a (?:\\w+ )?(?:blog ?)?post", "join (?:us|our|the) (?:group|webinar|at|on|for|next|this)", "don['’]t miss", "free (?:trial|demo|shipping)", "discount", "promo code", "giveaway", "link in (?:bio|profile)", "call for (?:papers|proposals|submissions|chapters)", "cfp", "proposals? (?:are )?due", "submit (?:a|your|papers?|proposals?)", "deadline", "visit our (?:web|site|page)", "deal today", "note: th(?:is|ese)",
    "republished with", "originally (?:published|posted)", "for a transcript", "more (?:info|information|details) (?:at|here|on)",
)  # fmt: skip
LOGISTICS = _any_of(
    "next (?:week|month|chat|question|up)", "t[- ]minus \\d+", "storify", "note to self", "invite list", "starts? in \\d+", "starting (?:in|now|soon)", "in \\d+ minutes", "(?:use|include|add|don['’]t forget|remember to (?:use|tag|include)) (?:the )?(?:hashtag|#\\w+)",
    "here (?:is|comes|are) (?:the )?(?:next |first |last |our )?(?:q\\d|questions?)", "our (?:guest|host|topic) (?:today|tonight|this week|is)", "today['’]s (?:topic|guest|chat|host)", "tonight['’]s (?:topic|guest|chat|host)",
    "last question", "moving on(?! (?:to|from) (?!q\\d|question|the next|our next))", "(?:transcript|storify|recap|archive) (?:of|will|is|to|from)", "introduce yourself", "introductions", "please (?:introduce|rt|retweet|join)", "(?:your|our|tonight['’]s|today['’]s) moderators?", "(?:i['’]m|i am|i['’]ll be|is|will be) moderating(?= (?:the|this|our|tonight|today|again|#))",
    "(?:leave|enter|post|add|submit) (?:a|your) (?:comment|reply|name)", "follow-?up comments", "notify me", "required fields", "email address will not", "all rights reserved", "privacy policy", "cookies?", "recent posts", "share (?:on|this)", "posted (?:in|by|on)", "filed under", "tagged with",
)  # fmt: skip

REASON = _any_of(
    "because", "since", "b/c", "bc", "cause", "'cause", "cos", "coz", "therefore", "thus", "hence", "so that", "that['’]s why", "which is why", "this is why", "as a result", "leads? to", "means? that", "due to", "thanks to", "otherwise", "the reason",
    "if", "unless", "when", "weil", "denn", "deshalb", "daher", "wenn", "parce que", "car", "donc", "si", "porque", "por eso",
)  # fmt: skip
OPINION = _any_of(
    "should(?:n['’]t)?", "must(?:n['’]t)?", "need(?:s|ed)?(?: to)?", "ought", "have to", "has to", "got to", "better", "worse", "best", "worst", "never", "always", "only", "most", "too (?:many|much|often|\\w+)", "enough", "more than", "less than",
    "i (?:think|believe|feel|find|doubt|disagree|agree|prefer|wish|hope|hate|love|would|['’]d)", "imo", "imho", "in my (?:opinion|experience|view)", "(?:it|that)['’]?s (?:not )?(?:about|time|important|hard|easy|key|critical|crucial|vital|wrong|right)",
    "important", "matters?", "crucial", "critical", "essential", "vital", "key", "problem", "challenge", "issue", "risk", "value", "worth", "useless", "pointless", "waste", "fails?", "failure", "wins?", "works?", "does(?:n['’]t| not) work",
    "first", "before", "instead(?: of)?", "rather than", "not just", "not only", "without", "cannot", "can['’]t", "won['’]t", "don['’]t", "doesn['’]t", "isn['’]t", "aren['’]t", "makes?", "helps?", "requires?", "depends?", "drives?", "creates?", "leads?", "allows?", "forces?", "kills?", "improves?",
    "muss", "m[uü]ssen", "sollte[nst]*", "besser", "wichtig", "falsch", "richtig", "finde", "meine", "glaube", "il faut", "devrait", "doit", "important[es]?", "mieux", "je (?:pense|crois|trouve)", "debe(?:r[ií]a)?", "hay que", "mejor", "importante", "creo", "pienso",
)  # fmt: skip
CONTRAST = _any_of(
    "but", "however", "although", "though", "yet", "whereas", "while", "whilst", "despite", "instead", "rather", "on the other hand", "not", "n['’]t", "vs\\.?", "versus", "aber", "jedoch", "mais", "pero", "sondern", "pas", "nicht",
)  # fmt: skip
# A sentence that begins so leans on the one before: it cannot stand alone as a quote.
ANAPHORIC_START = re.compile(
    r"^(?:and|but|so|or|also|then|plus|because|b/c|which|who|otherwise|therefore|thus|hence|however|in other words|for example|for instance|e\.g\.|i\.e\.|that is|as a result|by (?:doing|that)|this|that|these|those|it|its|it['’]s|that['’]s|they|them|their|they['’]re|he|she|his|her|such|both|neither|either|"
    r"the (?:former|latter|other|second|third|first|same|reason|problem is)|another|one of (?:them|these)|here|there['’]s|same|yes|yeah|yep|no|nope|true|exactly|agreed?|right|ok(?:ay)?|well|oh|finally|second(?:ly)?|third(?:ly)?|first(?:ly)?|lastly|in summary|similarly|likewise|additionally|furthermore|moreover|again|still|yet)\b[,:]?",
    re.IGNORECASE,
)
SELF_INTRODUCTION = re.compile(
    r"\b(?:i['’]m|i am|this is|my name is|name['’]?s)\s+(?:an?\s|the\s)?[A-Z@]\w+|\b(?:here|based|calling|tweeting|writing) (?:in|from) [A-Z]\w+|^\W*[A-Z]\w+ (?:here|from)\b(?:,| in| from)",
    re.UNICODE,
)
# Said with "goodbye" about something that is lost: no farewell.
FIGURATIVE_FAREWELL = re.compile(
    r"\b(?:kiss|say|said|wav)\w*\b.{1,60}\b(?:good)?bye\b|\b(?:kiss|said?|wav)\w* (?:good)?bye to\b", re.IGNORECASE
)
# Words that say only how one likes what somebody else said: a sentence of nothing else speaks of nothing itself.
REFERRING = re.compile(
    r"(?<!\w)(?:this|that|these|those|it|they|them|here|there|same|such|it['’]?s|that['’]?s|there['’]?s)(?!\w)",
    re.IGNORECASE,
)
EMPTY_WORDS = frozenset(
    "a about absolutely actually again agree agreed all also always am amazing an and any are aren as at awesome bad be been both but by can cannot "
    "completely cool correct could definitely did didn didn't disagree do does doesn doesn't don don't else especially even ever exactly fair fantastic feel "
    "few for from fun funny gonna good great ha had haha has have he helpful her here his hmm how i idea ideas if important in indeed interesting into is isn isn't it "
    "it's its just kind kinda know like liked lol lot lots love loved makes mark many matter maybe me mean means mine more most much must my myself never nice no nope not "
    "of oh ok okay on one only or our out perfect perhaps point points pretty probably put question quite read really right sad said same say saying says see seem seems "
    "sense she should so some something sort sound sounds spot still story such super sure terrible than that that's the their them then there there's these they they're thing things "
    "think thinking this those thought thoughts thx to too totally true tweet truth ugh up us very want was wasn wasn't way we well were what what's when where which "
    "who why will wise with wonderful word words would wow wrong yeah yep yes yet you your".split()
)  # fmt: skip

# What follows is no sign of the trained heads (``signs.py``): those were fitted with the lists above as they stand.
HOUSEKEEPING = _any_of(
    "q\\d{1,2} (?:is )?(?:coming|up next|is up|next|in (?:a|\\d+) (?:min|sec|moment)\\w*)", "(?:bringing|here comes|on to|over to|time for|ready for|posting) q\\d{1,2}",
    "(?:we|chat|it)(?:['’]ll| will| are|['’]re| is|['’]s)? (?:be )?(?:start|begin|kick)(?:ing|s)?(?: off)? (?:in (?:a|\\d+|five|ten)|at \\d+|soon|shortly|now)",
    "forgot (?:to|the) (?:tag|hash ?tag|add the (?:hash)?tag)", "(?:may|might|will|going to|gonna) (?:have to )?miss (?:the|tonight['’]s|this|today['’]s) (?:\\w+ )?(?:chat|discussion|session)",
    "(?:\\d+|five|ten|two|a few) min(?:ute)?s? (?:left|to go|until (?:we|the)|till (?:we|the))", "(?:so )?(?:excited|pumped|psyched) (?:about|for) (?:tonight|today|this (?:week|chat))(?:['’]s)?",
    "(?:in and out|popping in|dropping in|dipping in) (?:tonight|today|of (?:the|this) chat)", "welcome (?:everyone |all )?to (?:the |our |tonight['’]s |today['’]s |this week['’]s )?(?:[#@]?\\w+ ){0,3}(?:chat|session|hour|discussion)",
)  # fmt: skip
# "Nice! Zines are great": how much one likes a thing is no reason for anything. The whole text, with a cry or a pointing word.
_LIKED = r"(?:great|awesome|amazing|fabulous|fantastic|wonderful|lovely|brilliant|cool|fun|excellent|super|the best|perfect|stellar|gorgeous|neat)"
_VERY = r"(?:(?:so|really|very|just|all|pretty|totally|absolutely|such a?) )*"
_IS = r"(?:is|are|was|were|look|looks|sound|sounds|seem|seems)"
CHEER = re.compile(
    rf"\W*(?:(?:wow|nice|yay|ooh+|oh|yes|cool|ha|aww+|omg|hooray|sweet)\b\W+(?:[\w'’-]+ ){{1,4}}{_IS}|(?:this|that|these|those)(?: [\w'’-]+){{0,3}} {_IS}) {_VERY}{_LIKED}"
    rf"(?:(?:,| and| &)? {_VERY}{_LIKED})?(?: (?:too|indeed|by the way|btw))?\W*",
    re.IGNORECASE,
)
_CALLING = r"(?:librarian|archivist|teacher|student|professor|lecturer|consultant|manager|developer|engineer|director|designer|nurse|researcher|analyst|writer|author|founder|editor|coordinator|specialist|strategist|marketer)"
# "Kim from Leeds, librarian", "I'm a reference librarian at Example College": who somebody is, from its first word.
INTRODUCTION = re.compile(
    rf"\W*(?:(?:hi|hello|hey)\W+(?:all|everyone|folks)?\W*)?(?:[A-Z][\w.-]+(?: [A-Z][\w.-]+)? (?:here\b|from [A-Z]\w+)[^.!?]{{0,40}}[\s.,;:!–—-]+(?:[\w-]+ ){{0,4}}(?i:{_CALLING})s?\b"
    rf"|I(?:['’]m| am) (?:an? )?(?:[\w-]+ ){{0,4}}(?i:{_CALLING})\b(?: (?:and|&) \w+)?(?: [\w-]+){{0,2}} (?:in|at|from|for) (?:the )?(?:[A-Z][\w.&-]*[ ,]*)+)"
)
# Before a colon and after it, as titles of pages are built.
_ABOUT_ONESELF = re.compile(
    r"(?<!\w)(?:i|i['’]\w+|we|we['’]\w+|you|you['’]\w+|my|our|your|me|us|this|that|it|lol|imo)(?!\w)", re.IGNORECASE
)
_TITLE_WITH_COLON = re.compile(r"\W*[A-Z]\w+(?: [\w'’-]+){1,8}: \w[^.!?]{8,}")


def is_title_with_colon(text: str) -> bool:
    """Whether a text is built like the title of a page, and speaks to nobody: "Diving into reading: another view of schools"."""
    return (
        bool(_TITLE_WITH_COLON.fullmatch(text.strip())) and not _ABOUT_ONESELF.search(text) and not OPINION.search(text)
    )
