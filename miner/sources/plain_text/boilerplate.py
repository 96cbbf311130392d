"""What sites print around articles and comments, as it looks when copied: buttons, forms, policies, boxes."""

from __future__ import annotations

import re
from functools import lru_cache

# Single lines that carry nothing wherever they stand.
_LINE = re.compile(
    r"""(?:
      share(?:\ (?:this|on|via|to)\b.{0,60})?:?|tweet|tweet\ this|pin(?:\ it)?|e-?mail(?:\ this)?|print|whatsapp|facebook|twitter|linkedin
      |pinterest|reddit|telegram|copy\ link|like|likes?\ this|reply|quote|report|flag|edit|delete|permalink|share\ reply|like\ reply
      |reply\ like|like\s*[·•|]\s*reply.{0,30}|(?:log\ in|sign\ in|login)\ to\ (?:reply|comment|leave\ a\ comment)\.?|up\ ?vote|down\ ?vote|vote\ (?:up|down)
      |[▲▼△▽⬆⬇👍👎♥❤+-]?\s?\d{1,6}\s?[▲▼△▽⬆⬇👍👎♥❤]?|\d{1,6}\ (?:likes?|votes?|points?|upvotes|people\ like\ this|shares?|retweets?)
      |(?:view|show|hide|load|see)\ (?:all\ )?(?:\d+\ )?(?:more\ )?(?:previous\ )?(?:repl(?:y|ies)|comments?)\.{0,3}|read\ more|continue\ reading.{0,40}|see\ (?:all|more)|load\ more
      |(?:top|bottom)\ of\ page|back\ to\ top|skip\ to\ (?:content|main\ content|navigation)|loading\.{0,3}
      |(?:\d[\d,.]*\ views?)?\ ?\d*\ ?comments?|\d[\d,.]*\ views?|\d{1,3}\ min(?:ute)?s?\ read|page\ \d+\ of\ \d+|menu|search|home|log\ in|sign\ (?:in|up)|register|log\ out|newer\ post.{0,40}|older\ post.{0,40}|subscribe|follow|following
      |(?:re)?published\ with\ (?:the\ )?(?:author|permission).{0,80}|(?:this\ )?(?:article|post)\ (?:was\ )?(?:originally|first)\ (?:appeared|published).{0,120}
      |originally\ (?:published|appeared|posted)\b.{0,120}|(?:last\ )?updated:?\s.{4,40}|last\ modified.{0,40}|modified:.{0,40}
      |sort\ by.{0,40}|newest(?:\ first)?|oldest(?:\ first)?|most\ (?:liked|recent|popular)|best|collapse|expand|avatar|author|op|moderator|staff|verified|admin
      |(?:image|photo)\ (?:credit|source|by|courtesy)\b.{0,80}|advertisement|sponsored|notify\ me\ of.{0,80}|your\ comment\ is\ awaiting\ moderation\.?
      |antworten|teilen|gefällt\ mir|melden|répondre|partager|j['’]aime|signaler|responder|compartir|me\ gusta|denunciar|rispondi|condividi|responder\ a\ .{1,40}
      |writer['’]s\ picture
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Headings and first sentences of what stands between or behind: nothing after them belongs to the text before.
_BOX = re.compile(
    r"""(?:
      (?:please\ )?use\ (?:the\ )?comments?\ to\ add\b.*|please\ enter\ your\b.*|leave\ a\ (?:reply|comment|response)\b.{0,80}|(?:post|write|add|submit)\ a\ (?:reply|comment)\b.{0,40}
      |join\ the\ (?:discussion|conversation)\b.{0,40}|have\ your\ say\b.{0,40}|your\ email\ address\ will\ not\ be\ published.*|required\ fields\ are\ marked.*|comment\ policy\b.*|comment\ guidelines\b.*
      |comments?\ (?:are|is)\ (?:now\ )?(?:closed|moderated|disabled).*|recent\ (?:posts|comments|articles)|related(?:\ (?:posts?|articles?|stories|content|reading|topics))?:?|similar\ posts|popular\ posts|more\ from\b.{0,60}
      |you\ (?:may|might)\ (?:also|like)\b.{0,40}|read\ (?:next|also):?.{0,80}|next\ (?:post|article)s?:?.{0,100}|previous\ (?:post|article)s?:?.{0,100}|(?:older|newer)\ (?:posts|comments).{0,20}
      |post\ navigation|share\ this\ (?:post|article|story|entry)?:?|filed\ under:?.*|posted\ in:?\ .*|tagged(?:\ with|\ as)?:?\ .*|tags?:\ .*|labels?:\ .*|categor(?:y|ies):?.*|archives?|blogroll|meta
      |(?:sign\ up|subscribe)\ (?:to|for|now|via|today)\b.{0,160}|get\ (?:our|the|my)\b.{0,40}newsletter.{0,60}|newsletter|about\ (?:the\ )?(?:author|us|me|this\ blog)|©.*|\(c\)\ \d{4}.*|copyright\b.{0,80}|all\ rights\ reserved.*
      |privacy\ policy.*|terms\ (?:of|and)\b.{0,60}|cookie\ (?:policy|settings).*|powered\ by\b.{0,60}|(?:proudly\ )?powered\ by\b.*|this\ site\ uses\ (?:akismet|cookies)\b.*|we\ use\ cookies\b.*
      |save\ my\ name,?\ e-?mail\b.*|name\ ?\*|e-?mail\ ?\*|website|comment\ ?\*|trackbacks?(?:/pingbacks)?|notify\ me\b.*|be\ the\ first\ to\ comment.*|no\ comments(?:\ yet)?|kommentar\ (?:verfassen|schreiben|hinterlassen).*|schreibe\ einen\ kommentar.*|laisser\ un\ commentaire.*|deja\ un(?:a)?\ (?:comentario|respuesta).*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMENTS = re.compile(
    r"""(?:
      (?:\(?(?P<before>\d{1,6}|no|one|two|three|four|five|six|seven|eight|nine|ten)\)?\s+)?(?:reader\ )?
      (?:comments?|responses?|thoughts?|replies|reactions?|kommentare?|antworten|commentaires?|réponses?|comentarios?|respuestas?|commenti|reacties)
      (?:\s*[:(]?\s*\(?(?P<after>\d{1,6})\)?)?(?:\s+(?:on|to|so\ far|zu|sur|en|a)\b.{0,200})?:?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CLAIMED = re.compile(
    r"(?<![\w.,])(\d{1,6})\s?(?:comments?|responses|replies|kommentare?|commentaires?|comentarios?)\b", re.IGNORECASE
)
_VIEWS_COMMENTS = re.compile(r"[\d,.]+\s?views?\s?(\d{1,6})\s?comments?", re.IGNORECASE)
_NUMBER_WORDS = dict(zip("no one two three four five six seven eight nine ten".split(), range(11), strict=True))
MAX_LINE = 400  # a longer line is prose, whatever it begins with, unless it is a policy


# Each line is asked about several times, and the same buttons stand below every comment.
@lru_cache(maxsize=8192)
def _fits_line(line: str) -> bool:
    return _LINE.fullmatch(line) is not None


@lru_cache(maxsize=8192)
def _fits_box(line: str) -> bool:
    return _BOX.fullmatch(line) is not None


@lru_cache(maxsize=8192)
def _fits_comments(line: str) -> bool:
    return _COMMENTS.fullmatch(line) is not None


def is_furniture(line: str) -> bool:
    """A line that carries nothing: a button, a counter, a credit."""
    line = line.strip(" \t\u00a0•·|*")
    return len(line) <= MAX_LINE and (not line or _fits_line(line))


def opens_box(line: str) -> bool:
    """A line from which on something else follows: a form, related posts, the footer."""
    line = line.strip(" \t\u00a0•·|*")
    return len(line) <= 3 * MAX_LINE and _fits_box(line)


def opens_comments(line: str) -> bool:
    """A heading over comments: "23 Comments", "5 thoughts on ..."."""
    line = line.strip(" \t\u00a0•·|*#=-")
    return 0 < len(line) <= MAX_LINE and _fits_comments(line) and (not line.islower() or line[0].isdigit())


def claimed(lines: list[str]) -> int | None:
    """How many comments the page says it has; None if it does not say."""
    for line in lines:
        text = line.strip(" \t\u00a0•·|*#=-")
        if len(text) > MAX_LINE:
            continue
        views = _VIEWS_COMMENTS.fullmatch(text)
        if views:
            return int(views[1])
        heading = _COMMENTS.fullmatch(text)
        number = (heading["before"] or heading["after"]) if heading else None
        if number:
            return _NUMBER_WORDS.get(number.lower(), int(number) if number.isdigit() else 0)
        short = _CLAIMED.search(text) if len(text.split()) <= 8 else None
        if short and text[-1:] not in ".!?":
            return int(short[1])
    return None
