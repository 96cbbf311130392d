"""What stands at the end of a mail and is nobody's argument: signatures, footers of lists, disclaimers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from miner.sources.mail.mail_lines import Line, Whose
from miner.sources.plain_text.signatures import split_signature

SIGNATURE, FOOTER, DISCLAIMER = "signatures", "list footers", "disclaimers"

_MAX_SIGNATURE, _MAX_BARE_SIGNATURE, _MAX_RULED_SIGNATURE = (
    40,
    8,
    8,
)  # lines below "-- ", below "--", below a ruled line
_MAX_SIGNED = 2000  # own lines from the end in which a signature is looked for
_MAX_FOOTER = 24  # lines
_MAX_CLOSING = 20  # lines looked at for "Regards, Ann"
_RULE = re.compile(r"\s*(?:[-_=#*~+]{5,}|-=(?:-=)+-?|[-_~]{2,}(?:~[-_~]+)+|__\._,_\.___|-|\.{5,})\s*$")
_DASHES = ("--", "—", "––")
_SHORT_RULE = re.compile(r"\s*(?:[-_=*~]{2,4}|[—–]{1,2})\s*$")
_FOOTER_WORDS = re.compile(
    r"unsubscri|un-subscri|\bmailing[- ]?list\b|listinfo|list (?:run by|archive|guidelines|info)|to post to this|google ?groups|groups\.io|"
    r"yahoo! groups|yahoogroups|abmelde|abbestell|mailingliste|d[ée]sabonn|d[ée]sinscri|liste de diffusion|darse de baja|"
    r"lista de (?:correo|distribuci[óo]n)|disiscri|afmelden|mailman|majordomo|listserv|@lists?\.|sourceforge\.net",
    re.IGNORECASE,
)
_FOOTER_START = re.compile(
    r"\s*(?:to (?:unsubscribe|leave|subscribe|post to|view this discussion|change your|stop receiving)\b.{0,200}(?:list|group|e-?mail|visit|topic|click|send|web)|"
    r"you (?:received|are receiving|have received) this (?:e-?mail|message|mail|because)|"
    r"groups\.io links|yahoo! groups links|(?:\S+ )?(?:mailing list|maillist)\s*[-–:]\s*\S+@|for (?:more options|additional commands), |"
    r"um (?:sich )?(?:die liste )?(?:abzumelden|abzubestellen)|pour (?:se d[ée]sabonner|vous d[ée]sabonner)|"
    r"para (?:cancelar la suscripci[óo]n|darse de baja))",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"\s*(?:[-–—]{1,2}\s*)?(?:sent (?:from|via|with|by|using) .{2,60}|get outlook for .{2,40}|gesendet (?:von|mit) .{2,60}|von meinem .{2,40} gesendet\.?|"
    r"diese nachricht wurde von .{2,60} gesendet\.?|envoy[ée] (?:de|depuis|à partir de) .{2,60}|enviado (?:desde|do|a partir) .{2,60}|"
    r"inviato (?:da|dal) .{2,60}|verzonden (?:vanaf|met|via) .{2,60}|skickat från .{2,60}|send[te]t? fra .{2,60}|wys[łl]ane? z .{2,60}|"
    r"odesl[áa]no z .{2,60}|odoslan[ée] z .{2,60}|lähetetty .{2,60}|отправлено (?:с|из) .{2,60}|надіслано з .{2,60}|trimis de pe .{2,60}|"
    r".{0,40}(?:iphone|ipad|android)(?:から送信|['’]?(?:den|dan) gönderildi|発信)|发自我的.{2,40}|發自我的.{2,40}|나의 .{2,30}에서 보냄|"
    r"this message was sent from .{2,40}|.{0,20}typed on .{0,30}(?:phone|keyboard).{0,60}|please excuse .{0,40}(?:brevity|typos).{0,60})\s*$",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"iphone|ipad|android|mobile|mobil|phone|handy|blackberry|samsung|galaxy|huawei|xiaomi|nokia|outlook|mail\b|gmail|yahoo|protonmail|"
    r"thunderbird|smartphone|tablet|移动|手机|windows|htc|palm|treo|telefon|téléphone|teléfono|celular|brevity|typos",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:this|the) (?:e-?mail|message|communication|transmission|information (?:contained|in)).{0,200}(?:confidential|privileged|intended (?:only|solely)|"
    r"addressee|proprietary)|if you (?:are not|have received|received) .{0,80}(?:intended recipient|in error|by mistake)|"
    r"confidentiality notice|diese (?:e-?mail|nachricht).{0,120}vertraulich|ce (?:message|courriel).{0,200}(?:confidentiel|destinataire)|"
    r"este (?:mensaje|correo|e-?mail).{0,200}(?:confidencial|destinatario)|questo (?:messaggio|e-?mail).{0,200}(?:riservat|confidenzial)|"
    r"dit bericht.{0,120}vertrouwelijk|virus-free\.|scanned (?:by|for) .{0,40}virus|please consider the environment|"
    r"important notice: the contents of this email",
    re.IGNORECASE | re.DOTALL,
)
# Words without one of which none of the above matches: looked for first, since nearly all mails have none.
_FOOTER_HINTS = (
    "subscri",
    "list",
    "post to this",
    "group",
    "abmelde",
    "abbestell",
    "sabonn",
    "sinscri",
    "diffusion",
    "darse de baja",
    "disiscri",
    "afmelden",
    "mailman",
    "majordomo",
    "sourceforge",
)
_SENT_HINTS = (
    "sent",
    "get outlook",
    "send",
    "envoy",
    "enviado",
    "inviato",
    "verzonden",
    "skickat",
    "wys",
    "odes",
    "odos",
    "lähetetty",
    "отправлено",
    "надіслано",
    "trimis",
    "iphone",
    "ipad",
    "android",
    "发自",
    "發自",
    "나의",
    "typed on",
    "please excuse",
)
_DISCLAIMER_HINTS = (
    "confiden",
    "privileged",
    "intended",
    "addressee",
    "proprietary",
    "error",
    "mistake",
    "vertrau",
    "vertrou",
    "destinat",
    "riservat",
    "virus",
    "the environment",
    "important notice",
)
_RULED = frozenset("-_=#*~+.—–")  # what rules are made of
_CONTACT = re.compile(r"@|https?://|www\.|\+?\d[\d\s()/.-]{6,}|\bmailto:|\[email\]", re.IGNORECASE)
_LOWER = re.compile(r"\b[a-zß-ÿ]+\b")


def cut_endings(lines: Sequence[Line], author: str) -> set[str]:
    """Mark endings as gone, in place; returns what was cut."""
    found: set[str] = set()
    if _cut_footer(lines):
        found.add(FOOTER)
    if _cut_disclaimers(lines):
        found.add(DISCLAIMER)
    signed = [_cut_delimited(lines, author), _cut_sent_from(lines), _cut_closing(lines, author)]
    return found | {SIGNATURE} if any(signed) else found


def _own(lines: Sequence[Line]) -> list[int]:
    own = Whose.OWN
    return [number for number, line in enumerate(lines) if line.whose is own and not line.is_blank]


def _hints(text: str, hints: Sequence[str]) -> bool:
    folded = text.casefold().lower()
    return any(hint in folded for hint in hints)


def _drop(lines: Sequence[Line], start: int, end: int) -> None:
    for number in range(start, end):
        if lines[number].whose is Whose.OWN:
            lines[number].whose = Whose.GONE


def _cut_footer(lines: Sequence[Line]) -> bool:
    """What a list writes below each mail: a ruled line or a known sentence, and all below it."""
    own = _own(lines)
    if not _hints("\n".join([lines[number].text for number in own[-_MAX_FOOTER:]]), _FOOTER_HINTS):
        return False
    for place, number in enumerate(own[-_MAX_FOOTER:], max(0, len(own) - _MAX_FOOTER)):
        text = lines[number].text
        below = [lines[k].text for k in own[place + 1 : place + 9]]
        is_rule = text.lstrip()[:1] in _RULED and bool(_RULE.match(text) or text.rstrip() in _DASHES)
        ruled = is_rule and any(_FOOTER_WORDS.search(line) for line in below)
        if ruled or (_FOOTER_START.match(text) and _FOOTER_WORDS.search(" ".join([text, *below[:3]]))):
            _drop(lines, number, len(lines))
            return True
    return False


def _cut_delimited(lines: Sequence[Line], author: str) -> bool:
    """Below "-- ", up to quoted lines or the end; below "--" or a ruled line only what is short and looks like one."""
    found = False
    for number in _own(lines)[-_MAX_SIGNED:]:
        text = lines[number].text
        if (
            text.lstrip()[:1] not in _RULED
            or lines[number].whose is not Whose.OWN
            or not (_RULE.match(text) or _SHORT_RULE.match(text))
        ):
            continue
        end = number + 1
        below: list[str] = []
        while end < len(lines) and lines[end].whose is not Whose.OTHERS and len(below) <= _MAX_SIGNATURE:
            if lines[end].speaks:
                below.append(lines[end].text)
            end += 1
        if _is_signature(text, below, author):
            _drop(lines, number, end)
            found = True
    return found


def _is_signature(delimiter: str, below: Sequence[str], author: str) -> bool:
    if delimiter == "-- ":
        return len(below) <= _MAX_SIGNATURE
    if below and len(below) <= _MAX_RULED_SIGNATURE and len(below[0]) <= 60 and _is_author(below[0], author):
        return True
    short = all(len(line) <= 90 for line in below)
    if delimiter.rstrip() in _DASHES:
        return len(below) <= _MAX_BARE_SIGNATURE and short
    ruled = bool(_RULE.match(delimiter)) and 0 < len(below) <= _MAX_RULED_SIGNATURE and short
    return ruled and any(_CONTACT.search(line) for line in below)


def _cut_sent_from(lines: Sequence[Line]) -> bool:
    found = False
    own = _own(lines)
    if not _hints("\n".join([lines[number].text for number in own]), _SENT_HINTS):
        return False
    for number in own:
        text = lines[number].text
        if len(text) <= 120 and _hints(text, _SENT_HINTS) and _SENT_FROM.match(text) and _DEVICE.search(text):
            lines[number].whose = Whose.GONE
            found = True
    return found


def _cut_disclaimers(lines: Sequence[Line]) -> bool:
    """Paragraphs at the end that lawyers and virus scanners put there."""
    own = _own(lines)
    found = False
    end = len(own)
    for _ in range(6):  # paragraphs
        start = end
        while start > 0 and (start == end or own[start] - own[start - 1] == 1):
            start -= 1
        if start == 0 or end - start > 30:
            break  # never the only paragraph
        text = " ".join(lines[k].text.strip() for k in own[start:end])
        if not _hints(text[:3000], _DISCLAIMER_HINTS) or not _DISCLAIMER.search(text[:3000]):
            break
        _drop(lines, own[start], own[end - 1] + 1)
        found = True
        end = start
    return found


def _cut_closing(lines: Sequence[Line], author: str) -> bool:
    """ "Best regards, Ann Lee" below the last own words, if the name is the author's."""
    own = _own(lines)
    if len(own) < 2:
        return False
    start = max(own[-1] - _MAX_CLOSING, own[0])
    while start < own[-1] and any(line.whose is Whose.OTHERS for line in lines[start : own[-1]]):
        start += 1
    tail = [line.text if line.speaks else "" for line in lines[start : own[-1] + 1]]
    kept, name = split_signature(tail, _LowerCase(tail))
    if not name or not _is_author(name, author):
        return False
    n_kept = sum(bool(line.strip()) for line in kept)
    spoken = [number for number in own if number >= start]
    if not n_kept and start == own[0]:
        return False
    _drop(lines, spoken[n_kept] if n_kept < len(spoken) else len(lines), len(lines))
    return n_kept < len(spoken)


class _LowerCase:
    """The words that are written in lower case somewhere: found when first asked for, which is seldom."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_LOWER.findall("\n".join(self._lines)))

    def __contains__(self, word: object) -> bool:
        return word in self._words


def _is_author(name: str, author: str) -> bool:
    shown = re.sub(r"[^\w]", "", author.lower())
    words = [word for word in re.findall(r"\w+", name.lower()) if len(word) > 1]
    return any(word in shown for word in words)
