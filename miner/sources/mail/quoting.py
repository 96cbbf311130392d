"""Whose words the lines of a mail are: quoted lines, what announces them, whole mails quoted below.

Others' words are never this author's. Words for "wrote", "From" and "Original Message" are those that mail programs
write in about twenty languages; they count only in the forms programs give them, so prose is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.sources.mail.mail_lines import Line, Whose

_QUOTED = re.compile(r" {0,3}(?:[A-Z][A-Za-z]{0,3})?>(?![:;]?-?[()])")  # "> ", "AL> "; not ">:("
_MAX_MARK = 8  # characters up to the sign
_BAR = re.compile(r" {0,2}[|:}] ?\S")
_WROTE = (
    r"(?:wrote|writes|said|says|schrieb(?:en)?|schreibt|a [ée]crit|[ée]crivait|escribi[óo]|escribe|ha scritto|scrive|"
    r"escreveu|schreef|skrev|skriver|kirjoitti|napsala?(?:\(a\))?|p[íi]še|napisa[łl]a?(?:\(a\))?|pisze|[íi]rta|"
    r"написала?(?:\(а\))?|пишет|писала?|написав|yazd[ıi]|şunları yazdı|写道|寫道|書きました|のメッセージ|작성|"
    r"έγραψε|a scris|je napisa[ol]a?|napísala?(?:\(a\))?|đã viết|כתב/?ה?|كتب|kirjutas|rašė|rakstīja|skrifaði|va escriure)"
)
_ANNOUNCES = re.compile(rf"{_WROTE}\b[^:：]{{0,160}}[:：…,]?\s*\Z|[写寫]道\s*[:：]?\s*\Z", re.IGNORECASE)
_OPENS = re.compile(
    r"\s*[*\"'(]?(?:On|Am|Le|El|Il|Em|Op|Den|D\.|På|W dniu|Dnia|Dne|Dňa|Pe|A|În data|В|On the|Tarihinde|"
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So)[a-z]*[.,]?|At|Quoting|\d{1,4})(?=[\s,\d年]|\Z)",
)
_DATE = re.compile(r"(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d\d(?!\d)|(?<!\d)\d{1,2}:\d\d(?!\d)|\d{4}年")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d\d(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.hu]\d\d(?!\d)")
_ADDRESS = re.compile(r"<?[^\s<>]{1,80}(?:@| at )[^\s<>]{1,80}>?|<[^<>]{2,120}>|\[mailto:")
_MAX_ANNOUNCEMENT = 400  # characters; date, name and address on up to three lines
_MAX_PLAIN_WORDS = 9  # of an announcement without date and address: "Ann Lee wrote:"

_ORIGINAL = re.compile(
    r"\s*(?:[-_=*]{2,}|[-–—]+)\s*(?:original(?: message| appointment|nachricht|meddelande)?|original e?-?mail|"
    r"urspr[üu]ngliche (?:nachricht|e-?mail)|urspr[ou]ngligt meddelande|message d['’]origine|message original|mensaje original|"
    r"mensagem original|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse|opprinnelig melding|"
    r"alkuper[äa]inen viesti|p[ůu]vodn[íi] (?:zpr[áa]va|e-?mail)|p[ôo]vodn[áa] spr[áa]va|oryginalna wiadomo[śs][ćc]|wiadomo[śs][ćc] oryginalna|"
    r"eredeti [üu]zenet|исходное сообщение|пересылаемое сообщение|orijinal mesaj|mesaj original|原始邮件|原始郵件|转发的邮件|元のメッセージ|"
    r"원본 메[일시]지?|forwarded (?:message|mail|by).{0,120}?|weitergeleitete nachricht|message transf[ée]r[ée]|mensaje reenviado|"
    r"messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada|vidarebefordrat meddelande|reply message|reply separator)"
    r"\s*(?:[-_=*]{2,}|[-–—]+)\s*:?\s*",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|"
    r"inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht)\s*:\s*",
    re.IGNORECASE,
)
_FROM = (
    r"from|sender|von|de|da|van|från|fra|od|от|от кого|feladó|lähettäjä|kimden|gönderen|发件人|寄件者|差出人|送信元|보낸 ?사람|expéditeur|"
    r"mittente|remetente|afzender|absender|nadawca|odesílatel|від|από|remitente"
)
_OTHER_FIELDS = (
    r"sent|date|gesendet|datum|envoyé(?: le)?|fecha|enviado(?: el| em)?|inviato|data|verzonden|skickat|sendt|dato|wysłano|odesláno|"
    r"отправлено|дата|elküldve|dátum|lähetetty|päivämäärä|päiväys|gönderme tarihi|tarih|发送时间|日期|傳送時間|送信日時|日付|보낸 ?날짜|날짜|"
    r"to|an|à|para|a|aan|till|til|do|komu|кому|címzett|vastaanottaja|kime|收件人|宛先|받는 ?사람|cc|kopie|copie|копия|dw|kopia|"
    r"subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|předmět|тема|tárgy|aihe|konu|主题|主旨|件名|제목|θέμα|"
    r"reply-to|antwort an|importance|priority|attachments?|anlagen|organi[sz]ation|newsgroups|message-id"
)
_FIELD = re.compile(
    rf"\s*\*?(?:(?P<from>{_FROM})|(?:{_OTHER_FIELDS}))\s?\*?\s?[:：]\*?(?:\s+\S|\s*\Z|\[|<|[^\x00-\x7f])", re.IGNORECASE
)
_FIELD_START = re.compile(r"\s*[^\s:：][^:：]{0,30}[:：]")
_RULES = frozenset("-_=*–—")  # what rules, and what stands around "Original Message", are made of
_RULE = re.compile(r"\s*[_=-]{5,}\s*")
_MAX_FIELDS = 14  # lines of a header that is quoted
_LONG_LINE, _REST_OF_LINE = 60, 25  # characters


def mark_quotes(lines: Sequence[Line]) -> None:
    """Mark others' words, in place: line by line quotes, their announcements, and mails quoted as a whole."""
    for line in lines:
        if line.whose is Whose.OWN and ">" in line.text[:_MAX_MARK] and _QUOTED.match(line.text):
            line.whose = Whose.OTHERS
    _drop_lone_marks(lines)
    _mark_rests(lines)
    _mark_below(lines)
    _mark_announcements(lines)


def _drop_lone_marks(lines: Sequence[Line]) -> None:
    """A mark without words, and none of those next to it, is a remainder of editing."""
    for number, line in enumerate(lines):
        if line.whose is Whose.OTHERS and not line.text.strip("> \t"):
            around = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
            if not any(other.whose is Whose.OTHERS for other in around):
                line.whose = Whose.GONE


def _mark_rests(lines: Sequence[Line]) -> None:
    """The end of a quoted line that a program wrapped without its mark."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if (
            line.speaks
            and before.whose is Whose.OTHERS
            and after.whose is Whose.OTHERS
            and len(before.text) >= _LONG_LINE
            and len(line.text) <= _REST_OF_LINE
            and line.text[:1].islower()
            and line.text.rstrip()[-1:] not in ".!?:"
        ):
            line.whose = Whose.OTHERS


def _mark_below(lines: Sequence[Line]) -> None:
    """What stands below "Original Message", below a quoted header, or below a dated "... wrote:" without marked lines."""
    number = 0
    while number < len(lines):
        if lines[number].whose is not Whose.OWN or lines[number].is_blank:
            number += 1
            continue
        end = _end_of_head(lines, number)
        if end == number:
            number += 1
            continue
        following = next((k for k in range(end, len(lines)) if not lines[k].is_blank), None)
        marked_below = following is not None and lines[following].whose is Whose.OTHERS
        for k in range(number, end if marked_below else len(lines)):
            if lines[k].whose is Whose.OWN:
                lines[k].whose = Whose.OTHERS
        number = end


def _end_of_head(lines: Sequence[Line], start: int) -> int:
    """Behind the head of a mail quoted as a whole; ``start`` if none begins there."""
    text = lines[start].text
    if len(text) > _MAX_ANNOUNCEMENT:
        return start
    has_colon = ":" in text or "：" in text
    if text.lstrip()[:1] in _RULES:
        if _ORIGINAL.fullmatch(text):
            return _end_of_fields(lines, start + 1, 0) or start + 1
        if _RULE.fullmatch(text):
            return _end_of_fields(lines, start + 1, 3) or start
    if has_colon:
        if _FORWARDED.fullmatch(text):
            return _end_of_fields(lines, start + 1, 0) or start + 1
        end = _end_of_fields(lines, start, 3) if _FIELD_START.match(text) else 0
        if end:
            return end
    return _end_of_announcement(lines, start)


def _end_of_fields(lines: Sequence[Line], start: int, needed: int) -> int:
    """Behind a block of "From: ... Sent: ... Subject: ..."; 0 if there is none."""
    while start < len(lines) and lines[start].is_blank:
        start += 1
    n_fields = n_from = 0
    end = start
    for number in range(start, min(start + _MAX_FIELDS, len(lines))):
        line = lines[number]
        field = _FIELD.match(line.text) if line.whose is Whose.OWN and len(line.text) < 1000 else None
        if field is not None:
            n_fields += 1
            n_from += field["from"] is not None
            end = number + 1
        elif line.is_blank or number - end > 2 or not n_fields:  # a long list of receivers goes on below
            break
    enough = n_fields >= max(needed, 2) and n_from
    return end if enough else 0


def _end_of_announcement(lines: Sequence[Line], start: int) -> int:
    """Behind a dated announcement that no marked line follows: what is below it is quoted as a whole."""
    if not _OPENS.match(lines[start].text):
        return start
    text = ""
    for number in range(start, min(start + 3, len(lines))):
        if lines[number].whose is not Whose.OWN or lines[number].is_blank:
            break
        text = f"{text} {lines[number].text.strip()}"
        if len(text) > _MAX_ANNOUNCEMENT:
            break
        dated = _YEAR.search(text) and (_TIME.search(text) or _ADDRESS.search(text))
        if dated and text.rstrip().endswith((":", "：")) and (_ANNOUNCES.search(text) or _ADDRESS.search(text)):
            return number + 1
    return start


def _mark_announcements(lines: Sequence[Line]) -> None:
    """The line or lines above quoted ones that say who wrote them; and lines marked with bars below them."""
    for number in range(len(lines) - 1):
        line = lines[number]
        if not line.speaks or len(line.text) > _MAX_ANNOUNCEMENT:
            continue
        following = number + 2 if lines[number + 1].is_blank else number + 1
        if following >= len(lines) or lines[following].is_blank:
            continue
        bars = lines[following].speaks and bool(_BAR.match(lines[following].text))
        if lines[following].whose is not Whose.OTHERS and not bars:
            continue
        start = _start_of_announcement(lines, number)
        if start < 0:
            continue
        for announcing in lines[start : number + 1]:
            announcing.whose = Whose.OTHERS
        while bars and following < len(lines) and _BAR.match(lines[following].text):
            lines[following].whose = Whose.OTHERS
            following += 1


def _start_of_announcement(lines: Sequence[Line], end: int) -> int:
    """The first line of an announcement that ends on a line; -1 if that announces nothing."""
    text = ""
    for number in range(end, max(-1, end - 3), -1):
        if not lines[number].speaks or len(lines[number].text) > _MAX_ANNOUNCEMENT:
            break
        text = f"{lines[number].text.strip()} {text}".strip()
        dated = bool(_DATE.search(text) or _ADDRESS.search(text))
        if dated and _OPENS.match(text) and (_ANNOUNCES.search(text) or text.endswith((":", "："))):
            return number
    last = lines[end].text.strip()
    says = bool(_ANNOUNCES.search(last))
    short = len(last.split()) <= _MAX_PLAIN_WORDS
    named = bool(_ADDRESS.search(last)) and last.endswith((":", "："))
    return end if named or (says and (short or bool(_DATE.search(last)))) else -1
