"""Titles are the discussion's own words, different from each other, and what several people said."""

from __future__ import annotations

import re

from builders import SUBJECTS
from hypothesis import given
from hypothesis import strategies as st

from miner.clusters.titles import titles_of
from miner.clusters.words import STOPWORDS, words

THEMES = {
    subject: [
        f"{claim[:1].upper()}{claim[1:]} {reason}."
        for claim, reason in zip(claims, [*reasons, reasons[0]], strict=True)
    ]
    for subject, (claims, reasons) in SUBJECTS.items()
}
TEXTS = [text for texts in THEMES.values() for text in texts]
MEMBERS = [list(range(6 * number, 6 * number + 6)) for number in range(len(THEMES))]
PEOPLE = [f"person{number}" for number in range(len(TEXTS))]
numbers = st.lists(st.integers(0, 11), min_size=1, max_size=6, unique=True)


def plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.lower()))


@given(st.lists(st.text(max_size=40), min_size=12, max_size=12), st.lists(numbers, min_size=1, max_size=4))
def test_any_themes_get_titles_that_are_unique_and_never_empty(texts: list[str], themes: list[list[int]]) -> None:
    titles = [titled.title for titled in titles_of(themes, texts, [f"p{number}" for number in range(12)])]
    assert len(titles) == len(themes)
    assert all(title.strip() for title in titles)
    assert len({title.casefold() for title in titles}) == len(titles)


def test_a_title_is_a_stretch_of_the_themes_own_words_or_some_of_them_side_by_side() -> None:
    for titled, members in zip(titles_of(MEMBERS, TEXTS, PEOPLE), MEMBERS, strict=True):
        said = " | ".join(plain(TEXTS[member]) for member in members)
        parts = re.split(", | and ", titled.title)
        assert plain(titled.title) in said or all(plain(part) in said for part in parts), titled.title


def test_a_title_has_words_that_carry_meaning_at_both_ends() -> None:
    for titled in titles_of(MEMBERS, TEXTS, PEOPLE):
        first, last = plain(titled.title).split()[0], plain(titled.title).split()[-1]
        assert first not in STOPWORDS
        assert last not in STOPWORDS


def test_titles_tell_the_themes_apart() -> None:
    titles = [set(words(titled.title)) for titled in titles_of(MEMBERS, TEXTS, PEOPLE)]
    for title, members in zip(titles, MEMBERS, strict=True):
        own = sum(bool(title & set(words(TEXTS[member]))) for member in members) / len(members)
        others = [number for number in range(len(TEXTS)) if number not in members]
        elsewhere = sum(bool(title & set(words(TEXTS[other]))) for other in others) / len(others)
        assert own > elsewhere


def test_no_word_stands_in_more_than_two_titles() -> None:
    all_words = [word for titled in titles_of(MEMBERS, TEXTS, PEOPLE) for word in set(words(titled.title))]
    assert max(all_words.count(word) for word in all_words) <= 2


def test_what_one_person_keeps_saying_names_no_theme() -> None:
    loud = [f"Pigeons, pigeons, my pigeons again, number {number}." for number in range(8)]
    others = [
        "The roof leaks over the shelves.",
        "A leaking roof ruins the books.",
        "Repair the roof before winter.",
        "Rain comes through the roof.",
        "Fees should be dropped.",
        "Drop the fees now.",
    ]
    texts = [*loud, *others]
    people = ["loud"] * 8 + [f"person{number}" for number in range(6)]
    title = titles_of([list(range(12)), [12, 13]], texts, people)[0].title
    assert "pigeon" not in title.lower()


def test_tags_names_and_links_are_no_title() -> None:
    texts = [f"@ann the roof leaks badly #library https://roof.example/{number}" for number in range(4)] + [
        "Fees are too high."
    ] * 2
    title = titles_of([[0, 1, 2, 3], [4, 5]], texts, [f"p{number}" for number in range(6)])[0].title
    assert not {"@", "#", "/"} & set(title)
    assert not {"ann", "library", "https", "example"} & set(plain(title).split())


def test_keywords_are_the_strongest_first_and_at_most_five() -> None:
    for titled in titles_of(MEMBERS, TEXTS, PEOPLE):
        assert len(titled.keywords) <= 5
        assert len(set(titled.keywords)) == len(titled.keywords)


def test_no_themes_have_no_titles() -> None:
    assert titles_of([], TEXTS, PEOPLE) == []


def best(texts: list[str], others: list[str]) -> str:
    """The title of a theme of texts that are each said by somebody else, beside a theme of others."""
    members = [list(range(len(texts))), list(range(len(texts), len(texts) + len(others)))]
    return titles_of(members, [*texts, *others], [f"p{number}" for number in range(len(texts) + len(others))])[0].title


FEES = ["The fees are too high.", "Drop the fees.", "High fees keep readers away.", "Fees punish the poor."]


def test_a_compound_with_a_hyphen_can_name_a_theme() -> None:
    texts = [
        "We call it outside-in.",
        "The outside-in view wins.",
        "I prefer the outside-in.",
        "Our outside-in is a habit.",
    ]
    assert "outside-in" in best(texts, FEES).lower()


def test_two_words_stand_side_by_side_only_where_several_people_speak_of_both() -> None:
    apart = [
        "The lift is slow.",
        "A lift for prams.",
        "The lift again.",
        "Our garden is dry.",
        "A garden for all.",
        "The garden.",
    ]
    assert " and " not in best(apart, FEES)


def test_a_word_that_says_little_alone_loses_against_a_phrase_that_says_more() -> None:
    texts = [
        "It makes a difference.",
        "A kind word makes the difference, said the night nurse.",
        "What a difference a night nurse makes.",
        "The difference is the night nurse.",
    ]
    assert "nurse" in best(texts, FEES).lower()


def test_where_people_share_only_what_says_little_one_persons_recurring_words_name_the_theme() -> None:
    texts = ["It makes a difference.", "Make the difference.", "The difference counts.", "What a difference it made."]
    alone = ["The roof garden is open to all.", "We planted the roof garden in spring."]
    members = [[*range(4), 8, 9], [4, 5, 6, 7]]
    people = [*(f"p{number}" for number in range(8)), "gardener", "gardener"]
    assert titles_of(members, [*texts, *FEES, *alone], people)[0].title == "Roof garden"


def test_a_problem_that_everybody_has_makes_no_phrase_a_shared_one() -> None:
    texts = [
        "There is a problem on the ferry.",
        "My problem again.",
        "The problem is the old lift.",
        "A problem: the old lift.",
    ]
    assert best(texts, FEES) == "Old lift"
