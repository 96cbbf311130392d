"""Dates as they stand beside a name on a page, in the languages comments come in."""

from __future__ import annotations

import re

from miner.sources.dates import NO_DATE, Stamp, read_date

_MONTHS = (
    "jan(?:uary|uar|vier|v)?|ene(?:ro)?|gennaio|janeiro|feb(?:ruary|ruar|rero|braio)?|février|févr?|fevereiro|mar(?:ch|zo|s|ço)?|"
    "märz|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?|may|mai|mayo|maggio|maio|june?|juni|juin|junio|giugno|junho|july?|juli|juillet|juil|"
    "julio|luglio|julho|aug(?:ust)?|août|ago(?:sto)?|sept?(?:ember|tembre|tiembre)?|set(?:embro|tembre|iembre)?|oct(?:ober|obre|ubre)?|"
    "okt(?:ober)?|out(?:ubro)?|ottobre|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?"
)
_DAYS = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
_DATE = (
    rf"(?:{_DAYS}[.,]?\s+)?(?:(?P<dmy>\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?:{_MONTHS})\.?,?(?:\s+(?:de\s+)?\d{{4}})?)"
    rf"|(?P<mdy>(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?)"
    r"|(?P<numeric>\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d))|(?P<iso>\d{4}-\d\d-\d\d))"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})[:h.](?P<minute>\d\d)(?::\d\d)?\s*(?:(?P<half>[ap])\.?\s?m\.?)?(?:\s*uhr)?(?:\s+[A-Z]{2,4})?"
)
_ABSOLUTE = rf"{_DATE}(?:[\s,@|/·•–-]{{0,4}}(?:(?:at|um|à|a las|às|alle|om|kl\.?)\s+)?{_CLOCK})?"
_CLOCK_FIRST = r"\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?(?:\s+on|,)\s+" + re.sub(r"\?P<\w+>", "?:", _DATE)
_UNITS = (
    "s|m|h|hrs?|d|w|mo|y|yrs?|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|sekunden?|minuten?|stunden?|tage?n?|"
    "wochen?|monate?n?|jahre?n?|heures?|jours?|semaines?|mois|ans?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?|minutos?|ore|giorni|dagen"
)
_RELATIVE = (
    rf"(?:(?:about|over|almost|vor|il y a|hace|há)\s+)?(?:\d{{1,3}}|an?|one|einem?r?|une?|una)\s?(?:{_UNITS})(?:\s+(?:ago|her|fa|geleden|atrás))?"
    r"|just now|(?:yesterday|today|gestern|heute|hier|ayer|hoy)(?:\s+(?:at|um|à|a las)\s+\d{1,2}[:.]\d\d(?:\s?[ap]m)?)?"
)
_CONTROLS = r"(?:[\s·•|,–-]*(?:#\d*|¶|permalink|link|\(?edited\)?|edit(?:ed .{1,20})?|reply|like|report|share|flag|antworten|responder|répondre|bearbeitet))*"
_LEAD = r"(?:(?:posted|written|on|at|am|le|el|vom|den)\s+)?"
_END = re.compile(
    rf"(?P<lead>(?:^|(?<=[\s(\[•·|,:@–—-])){_LEAD})(?P<all>{_ABSOLUTE}|{_CLOCK_FIRST}|(?P<relative>{_RELATIVE}))[)\]]?"
    rf"{_CONTROLS}\s*:?\s*\Z",
    re.IGNORECASE,
)
_MARK_BEFORE = re.compile(r"[•·|,(\[–—-]\s*\Z")
MAX_CHARS = 160


def date_at_end(line: str) -> tuple[str, str] | None:
    """A line as (what stands before its date, the date); None if it does not end with one.

    Buttons behind the date ("Reply", "#12") belong to neither. A short relative time ("2h") counts only after a mark.
    """
    line = line.strip()
    if (
        not line
        or len(line) > MAX_CHARS
        or not re.search(r"\d|just now|yesterday|today|gestern|heute|hier|ago", line, re.IGNORECASE)
    ):
        return None
    match = _END.search(line)
    if match is None:
        return None
    before = line[: match.start("lead")]
    if match["relative"] and len(match["relative"]) < 6 and before and not _MARK_BEFORE.search(before):
        return None
    if match["relative"] and " ago" not in match["relative"].lower() and before and not _MARK_BEFORE.search(before):
        return None
    return before.strip(" \t•·|,:–—-([@"), match["all"].strip()


def read(text: str, day_first: bool | None) -> Stamp:
    """The moment a date of ``date_at_end`` names; relative ones and those without a year are none."""
    match = re.match(_ABSOLUTE, text.strip(), re.IGNORECASE)
    if match is None:
        return NO_DATE
    words = match["dmy"] or match["mdy"] or match["numeric"] or match["iso"]
    if not words or not re.search(r"\d{4}|[./-]\d\d\Z", words):
        return NO_DATE
    clock = ""
    if match["hour"]:
        hour = int(match["hour"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        clock = f" {hour:02}:{match['minute']}"
    return read_date(words + clock, day_first)


def settled_day_first(texts: list[str]) -> bool | None:
    """Whether numeric dates have the day first, by a number above 12; None if the page does not settle it."""
    pairs = [match.groups() for text in texts for match in re.finditer(r"\b(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b", text)]
    day, month = any(int(first) > 12 for first, _ in pairs), any(int(second) > 12 for _, second in pairs)
    return None if day == month else day
