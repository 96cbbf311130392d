"""Dates and times as pages print them beside a name, in about 25 languages; where in a text they stand, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.transcript import Record

# Names and short forms of the months, one line a month: en de fr es it pt nl sv da no fi pl cs sk hu ro tr ru uk bg el ca id hr sl.
_MONTHS = """
jan january januar jänner janv janvier ene enero gen gennaio janeiro januari tammikuu tammikuuta stycznia styczeń sty ledna leden januára január januárja jan ianuarie ocak oca января январь янв січня січень януари ιανουαρίου ιαν gener siječnja januarja
feb february februar feber févr fév février febr febrero febbraio fevereiro fev februari helmikuu helmikuuta lutego luty lut února únor februára február februárja februarie şubat şub февраля февраль фев лютого лютий лют февруари φεβρουαρίου φεβ febrer veljače februarja
mar march märz mrz mär mars marzo março mart maart mrt maaliskuu maaliskuuta marca marzec března březen márca marec március márc martie марта март мар березня березень бер μαρτίου μαρ març maret ožujka
apr april avr avril abr abril aprile huhtikuu huhtikuuta kwietnia kwiecień kwi dubna duben apríla apríl április ápr aprilie nisan nis апреля апрель апр квітня квітень кві април απριλίου απρ travnja aprila
may mai mayo mag maggio maio mei maj toukokuu toukokuuta maja května květen mája máj május máj mayıs мая май травня травень тра μαΐου μαϊ maig svibnja
jun june juni juin junio giu giugno junho kesäkuu kesäkuuta czerwca czerwiec cze června červen júna jún június iunie haziran haz июня июнь июн червня червень чер юни ιουνίου ιουν juny lipnja junija
jul july juli juil juillet julio lug luglio julho heinäkuu heinäkuuta lipca lipiec lip července červenec júla júl július iulie temmuz tem июля июль июл липня липень юли ιουλίου ιουλ juliol srpnja julija
aug august août aou ago agosto augusti augustus elokuu elokuuta sierpnia sierpień sie srpna srpen augusta augusztus ağustos ağu августа август авг серпня серпень сер αυγούστου αυγ agost agustus kolovoza avgusta
sep sept september septembre septiembre setiembre set settembre setembro syyskuu syyskuuta września wrzesień wrz září septembra szeptember szept septembrie eylül eyl сентября сентябрь сен сент вересня вересень вер септември σεπτεμβρίου σεπ setembre rujna septembra
oct october okt oktober octobre octubre ott ottobre out outubro lokakuu lokakuuta października październik paź října říjen októbra október október octombrie ekim eki октября октябрь окт жовтня жовтень жов октомври οκτωβρίου οκτ listopada oktobra
nov november novembre noviembre novembro marraskuu marraskuuta listopad lis listopadu novembra noiembrie kasım kas ноября ноябрь ноя нояб листопада листопад лис ноември νοεμβρίου νοε studenoga novembra
dec december dez dezember décembre déc dic diciembre dicembre dezembro desember joulukuu joulukuuta grudnia grudzień gru prosince prosinec decembra decembrie aralık ara декабря декабрь дек грудня грудень гру декември δεκεμβρίου δεκ desembre desember prosinca
"""
MONTHS: dict[str, int] = {}
for _number, _line in enumerate(_MONTHS.strip().split("\n"), 1):
    for _name in _line.split():
        MONTHS.setdefault(_name, _number)

_WORD = r"[^\W\d_]{3,12}"
_CLOCK = (
    r"(?:[\s,@|/·•–—-]{0,4}(?:\([^\W\d]{1,3}\)\s?)?(?:(?:at|um|à|a las|às|alle|ore|om|kl|klo|o|ob|godz|в|у|στις|saat|lúc|das|the)\b\.?\s?)?"
    r"(?P<half1>오전|오후|上午|下午|午前|午後)?\s?"
    r"(?P<hour>[01]?\d|2[0-4])(?:[:h.](?P<minute>[0-5]\d)(?![\d.])(?:[:.](?P<second>[0-5]\d)(?:[.,]\d{1,6})?)?|(?=\s?[ap]\.?m\b))"
    r"\s?(?P<half>[ap]\.?\s?m\b\.?)?(?:\s?(?P<zone>Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d\b))?)?"
)
_WRITTEN = (
    rf"(?<![\w.])(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª|-)?\s?(?:(?:de|of|d['’])\s?)?(?P<m1>{_WORD})\b\.?,?[\s-]?"
    r"(?:(?:de|del)\s)?(?P<y1>(?:19|20)\d\d)?"
    rf"|(?P<m2>{_WORD})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]),?\s?(?P<y2>(?:19|20)\d\d)?"
    rf"|(?P<y3>(?:19|20)\d\d)\.?\s(?P<m3>{_WORD})\.?\s(?P<d3>\d{{1,2}})\b)"
)
_NUMBERS = (
    r"(?<![\w./-])(?:(?P<y4>(?:19|20)\d\d)(?:\s?[年년]\s?|[./-])(?P<n4>\d{1,2})(?:\s?[月월]\s?|[./-]\s?)(?P<d4>\d{1,2})(?:\s?[日일]|\.)?"
    r"|(?P<a>\d{1,2})(?P<sign>[./-])\s?(?P<b>\d{1,2})(?P=sign)\s?(?P<y5>(?:19|20)\d\d|\d\d)(?![\d./-])"
    r"|(?P<n6>\d{1,2})月(?P<d6>\d{1,2})日)(?:T(?=\d\d:))?"
)
_FULL_WRITTEN = re.compile(_WRITTEN + r"(?:\s?г\.?)?" + _CLOCK, re.IGNORECASE)
_FULL_NUMBERS = re.compile(_NUMBERS + _CLOCK, re.IGNORECASE)
_BARE_CLOCK = re.compile(_CLOCK.removesuffix("?"), re.IGNORECASE)
_CLOCK_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2}):(\d\d)(?::\d\d)?\s?([ap])?\.?m?\.?,?\s?(?:on|am|le|el|il)?\s?\Z", re.IGNORECASE
)

_UNIT = (
    r"(?:s|m|h|d|w|y|mo|yr|hrs?|sec|min|[smhd]\b|"
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|"
    r"secondes?|heures?|jours?|semaines?|mois|ans?|années?|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?|anos?|"
    r"second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|uur|uren|dag(?:en)?|weken|week|maand(?:en)?|jaar|"
    r"timm(?:e|ar)|timer?|dagar|dage|veck(?:a|or)|uger?|måneder?|månader?|år|tunti[a]?|päivää?|viikko[a]?|kuukausi|kuukautta|vuosi|vuotta|"
    r"godzin[aęy]?|dni|dzień|tydzień|tygodni[ea]?|miesi[ąę]c[ye]?|miesięcy|lat[a]?|rok|hodin(?:ami|y|ou)?|dny|týdny|měsíci|lety|"
    r"секунд[уыа]?|минут[уыа]?|час(?:ов|а)?|д(?:ень|ня|ней)|недел[юиь]|месяц(?:ев|а)?|год(?:а)?|лет|хвилин[иу]?|годин[иу]?|дн[іів]+|тиждень|"
    r"saat|gün|hafta|ay|yıl|dakika|jam|hari|minggu|bulan|tahun|menit|giờ|ngày|tuần|tháng|năm|phút|óra|órája|napja|hete|éve)"
)
_RELATIVE = re.compile(
    rf"(?:\b(?:vor|il y a|hace|há|fa|před|przed|pred|πριν|acum|for)\s(?:etwa\s|ca\.?\s|env(?:iron)?\.?\s)?(?:\d{{1,3}}|ein(?:er|em)?|une?|una?)\s{_UNIT}\b"
    rf"|\b(?:about\s|over\s|almost\s)?(?:\d{{1,3}}|an?|one)\s?{_UNIT}\s(?:ago|fa|geleden|sitten|siden|sedan|temu|назад|тому|önce|trước|lalu|yang lalu|atrás|óta)\b"
    r"|\d{1,3}\s?(?:秒|分鐘|分钟|分|小時|小时|時間|日|天|週間|週|周|か月|ヶ月|個月|个月|年|초|분|시간|일|주|개월|년)\s?(?:前|전)"
    r"|\b(?:just now|gerade eben|à l['’]instant|ahora mismo|только что)\b"
    r"|\b(?:yesterday|today|gestern|heute|hier|aujourd['’]hui|ayer|hoy|ieri|oggi|ontem|hoje|gisteren|vandaag|igår|idag|i går|i dag|eilen|tänään|"
    r"wczoraj|dzisiaj|dziś|včera|dnes|вчера|сегодня|вчора|сьогодні|dün|bugün|kemarin|昨日|今日|昨天|今天|어제|오늘)"
    r"(?:,?\s(?:at|um|à|a las|às|alle|om|kl\.?|в|o)?\s?\d{1,2}[:.h]\d\d(?:\s?[ap]m)?)?(?!\w))",
    re.IGNORECASE,
)
_SHORT_RELATIVE = re.compile(
    r"[·•]?\s?\d{1,3}\s?(?:s|m|h|d|w|y|mo|yr|hrs?|min|sec|std|Tg|j|sem|sa|Wo)\.?", re.IGNORECASE
)
_MAY_HOLD = re.compile(
    r"\d|now|instant|yesterday|today|gestern|heute|hier|hui|a[yhi]|ieri|oggi|ontem|hoje|dag|eil|tän|wcz|dz|ера|ора|dn|昨|今|어|오",
    re.IGNORECASE,
)
# One of these is in each text that ``_RELATIVE`` finds something in; "for 3 dage" is told from "for" by what follows.
_RELATIVE_WORDS = frozenset(
    "vor il hace há fa před przed pred πριν acum ago geleden sitten siden sedan temu назад тому önce trước lalu atrás óta "
    "now eben instant mismo что yesterday today gestern heute hier aujourd ayer hoy ieri oggi ontem hoje gisteren vandaag "
    "igår idag går dag eilen tänään wczoraj dzisiaj dziś včera dnes вчера сегодня вчора сьогодні dün bugün kemarin".split()
)
_RELATIVE_SIGNS = ("前", "전", "昨", "今", "어제", "오늘")
_FOR = re.compile(r"\bfor\s(?:etwa|ca|env|\d|ein|un)", re.IGNORECASE)
_LONGEST_SHORT = 16  # characters of "· 12 min."
_NUMBER_SIGN = re.compile(r"\d[./-]\s?\d|\d\s?[年년]|\d月")
_WORDS = re.compile(r"[^\W\d_]+")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EARLIEST, _LATEST = 1970, 2199


class Moment(Record, frozen=True):
    """A date or time that stands in a text at ``[start, end)``.

    Attributes
    ----------
    words
        For ``read_date``: ISO, or numbers whose order the page must settle ("03/04/2024 14:05"); "" if there is no full date.
    relative
        "3 days ago": a date, but not one that can be read without knowing when the page was saved.
    has_clock
        Whether it says the time of day.
    """

    start: int
    end: int
    words: str = ""
    relative: bool = False
    has_clock: bool = False


@lru_cache(maxsize=50_000)
def find_moment(text: str) -> Moment | None:
    """The first date of a short text; None if there is none. A bare clock is none (see ``read_clock``)."""
    if not _MAY_HOLD.search(text):
        return None
    all_words = frozenset(_WORDS.findall(text.casefold()))
    for pattern in _patterns_for(text, all_words):
        found = pattern.search(text)
        while found:
            words = _words(found, text)
            if words is not None:
                return Moment(start=found.start(), end=found.end(), words=words, has_clock=":" in words)
            found = pattern.search(
                text, found.start() + 1
            )  # "mercredi 15 mai": the weekday is no month, what follows is
    relative = _RELATIVE.search(text) if _may_be_relative(text, all_words) else None
    relative = relative or (_SHORT_RELATIVE.fullmatch(text) if len(text) <= _LONGEST_SHORT else None)
    return Moment(start=relative.start(), end=relative.end(), relative=True) if relative else None


def _patterns_for(text: str, words: frozenset[str]) -> Iterator[re.Pattern[str]]:
    """Those of the patterns of whole dates that may find one: each needs a sign between numbers, or a month."""
    if _NUMBER_SIGN.search(text):
        yield _FULL_NUMBERS
    if not words.isdisjoint(MONTHS):
        yield _FULL_WRITTEN


def _may_be_relative(text: str, words: frozenset[str]) -> bool:
    """Whether one of the words is there without which nothing is relative: most texts have none."""
    return (
        not words.isdisjoint(_RELATIVE_WORDS)
        or bool(_FOR.search(text))
        or any(sign in text for sign in _RELATIVE_SIGNS)
    )


def read_clock(text: str) -> str:
    """A text that is nothing but a time of day, as "14:05"; "" for any other."""
    found = _BARE_CLOCK.fullmatch(text.strip()) if len(text) < 30 and any(map(str.isdigit, text)) else None
    return _clock(found.groupdict()) if found else ""


def read_moment(words: str, day_first: bool | None) -> Stamp:
    """The stamp that the words of a moment mean, given the order of day and month that the page settled on."""
    return read_date(words, day_first) if words else NO_DATE


def read_machine(value: str) -> str:
    """Words for ``read_moment`` from an attribute meant for machines: ISO or epoch; else a date in words; "" if none."""
    value = " ".join(value.split())[:80]
    if _EPOCH.fullmatch(value) or (_ISO_TIME.match(value) and read_date(value).at is not None):
        return value
    found = find_moment(value)
    return found.words if found is not None else ""


def _words(found: re.Match[str], text: str) -> str | None:
    """What ``Moment.words`` is for a match; None if it is no date after all."""
    parts = found.groupdict()
    clock = _clock(parts) or _clock_before(text[: found.start()])
    zone = (parts.get("zone") or "").upper()
    tail = f" {clock}{'' if not zone or not clock else _zone(zone)}" if clock else ""
    if parts.get("a"):
        return (
            f"{parts['a']}{parts['sign']}{parts['b']}{parts['sign']}{parts['y5']}{tail[:6]}"
            if _numbers_fit(parts)
            else None
        )
    named = next((n for n in "123" if parts.get(f"m{n}")), "")
    if named:
        month = MONTHS.get(parts[f"m{named}"].casefold().rstrip("."))
        year, day = parts[f"y{named}"], int(parts[f"d{named}"])
        if month is None or not 1 <= day <= 31:
            return None
        return f"{year}-{month:02}-{day:02}{tail}" if year else ""
    if parts.get("y4"):
        year, month, day = int(parts["y4"]), int(parts["n4"]), int(parts["d4"])
        fits = _EARLIEST <= year <= _LATEST and 1 <= month <= 12 and 1 <= day <= 31
        return f"{year}-{month:02}-{day:02}{tail}" if fits else None
    return "" if parts.get("n6") else None


def _numbers_fit(parts: dict[str, str]) -> bool:
    low, high = sorted((int(parts["a"]), int(parts["b"])))
    return 1 <= low <= 12 and high <= 31


def _clock(parts: dict[str, str | None]) -> str:
    if not parts.get("hour"):
        return ""
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").lower()
    before = parts.get("half1") or ""
    if half or before:
        late = half.startswith("p") or before in ("오후", "下午", "午後")
        hour = hour % 12 + (12 if late else 0)
    return f"{hour % 24:02}:{parts.get('minute') or '00'}" + (f":{parts['second']}" if parts.get("second") else "")


def _clock_before(text: str) -> str:
    """A time that stands before its date: "14:03, 12 May 2020"."""
    found = _CLOCK_BEFORE.search(text[-24:])
    if not found or int(found[1]) > 23:
        return ""
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    return f"{hour:02}:{found[2]}"


def _zone(zone: str) -> str:
    if zone in ("Z", "UTC", "GMT"):
        return "Z"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
