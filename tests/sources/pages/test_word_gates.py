"""Plain words are looked for before slow patterns: whatever a pattern finds must hold one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from source_reading import FIXTURES, material

from miner.sources.forums import SOURCES
from miner.sources.forums.forum_page import ForumPages
from miner.sources.pages import moments, vocabulary
from miner.sources.pages.claims import _AFTER, _BEFORE, _EAST, _MAY_COUNT, _MAY_NAME, _NOUN
from miner.sources.pages.tree import Tree

RELATIVE = (
    "3 days ago|vor 3 Tagen|vor einer Stunde|il y a 2 jours|hace 5 horas|há 2 dias|3 giorni fa|před 3 dny|pred 3 dny|"
    "przed 3 dni|3 dagen geleden|5 tuntia sitten|for 3 dage siden|for 3 dager|3 dagar sedan|3 dni temu|3 дня назад|"
    "3 дні тому|3 gün önce|5分前|3시간 전|just now|gerade eben|à l'instant|ahora mismo|только что|Yesterday at 10:12|"
    "i går kl. 10:12|i dag|igår|aujourd'hui à 10:12|hier à 10:12|ayer|hoy|ieri|oggi|ontem|hoje|gisteren|vandaag|eilen|"
    "tänään|wczoraj|dzisiaj|Dziś 10:12|včera|dnes|вчера|сегодня|вчора|сьогодні|dün|bugün|kemarin|昨日|今日|昨天|今天|어제|"
    "오늘 10:12|3d|· 5h|12 min.|2 hari yang lalu|3 ngày trước|3 dias atrás|πριν 3 μήνες|acum 3 luni|3 óra óta"
).split("|")
WHOLE = (
    "3/4/2024 10:12|03.04.2024|2024-03-04T10:12|2024年3月4日|2024년 3월 4일|2024. 3. 4.|12月3日|3 March 2024|March 3, 2024|"
    "1er mars 2024|2 de marzo de 2020|3 d'octobre 2020|3.März 2024|4 maja 2024|2024. március 4"
).split("|")
PAGES = sorted(FIXTURES.glob("*/*.html"))


def moment_by_patterns(text: str) -> tuple[int, int, bool] | None:
    """As ``find_moment`` finds it, with every pattern tried on every text."""
    if not moments._MAY_HOLD.search(text):
        return None
    for pattern in (moments._FULL_NUMBERS, moments._FULL_WRITTEN):
        found = pattern.search(text)
        while found:
            if moments._words(found, text) is not None:
                return found.start(), found.end(), False
            found = pattern.search(text, found.start() + 1)
    relative = moments._RELATIVE.search(text) or moments._SHORT_RELATIVE.fullmatch(text)
    return (relative.start(), relative.end(), True) if relative else None


def moment(text: str) -> tuple[int, int, bool] | None:
    found = moments.find_moment(text)
    return (found.start, found.end, found.relative) if found is not None else None


@pytest.mark.parametrize("text", [*RELATIVE, *WHOLE])
def test_no_moment_is_overlooked(text: str) -> None:
    assert moment(text) == moment_by_patterns(text)
    assert moment(f"Posted {text} by Ann") == moment_by_patterns(f"Posted {text} by Ann")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_gates_change_nothing_on_pages(page: Path) -> None:
    for text in Tree(material(page.read_bytes()).page).texts.values():
        text = text[:300]
        assert moment(text) == moment_by_patterns(text)
        if vocabulary.IN_REPLY.search(text):
            assert vocabulary.in_reply(text) is not None
        if any(pattern.search(text) for pattern in (_EAST, _AFTER, _BEFORE)):
            assert _MAY_COUNT.search(text)
            assert _MAY_NAME.search(text.lower())


def test_every_phrase_before_an_answer_holds_a_stem() -> None:
    for phrase in vocabulary._IN_REPLY.removeprefix("(?:").removesuffix(")").split("|"):
        assert any(stem in phrase for stem in vocabulary._IN_REPLY_STEMS), phrase


def test_every_noun_of_a_count_holds_a_stem() -> None:
    plain = re.sub(r"\(\?:[^()]*\)\??|\[[^\]]*\]\??", "", _NOUN.removeprefix("(?:reader |user |leser)?"))
    for noun in plain.removeprefix("(?:").removesuffix(")").split("|"):
        assert _MAY_NAME.search(noun.replace("?", "").lower()), noun


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if isinstance(source, ForumPages)], ids=lambda s: s.name
)
def test_marks_of_forums_hold_one_of_their_words(source: ForumPages) -> None:
    for markup in source.markups:
        for page in PAGES:
            text = page.read_text("utf-8", "replace")
            if re.search(markup.marks, text):
                assert any(word in text for word in markup.words), page.name
