"""Points of one person's text: found where the text has some, never among sentences that have nothing in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from builders import SUBJECTS, UNRELATED, argument
from msgspec.structs import replace

from clusters.planted import agreement
from miner.arguments import Argument
from miner.clusters import Clusters, cluster
from miner.clusters.one_voice import hangs_together
from miner.clusters.people import places_in, voices_of
from miner.clusters.similarity import features_of
from miner.embeddings import embed, for_grouping
from miner.settings import ClusterSettings


def article(sections: Sequence[Sequence[str]], author: str = "writer", a_paragraph: int = 2) -> list[Argument]:
    """One article; each section is one or more paragraphs of its own."""
    made: list[Argument] = []
    paragraph = at = 0
    for section in sections:
        for number, text in enumerate(section):
            paragraph += number % a_paragraph == 0
            stands = {"id": f"a@{at}", "post_id": "a", "start": at, "end": at + len(text), "paragraph": paragraph}
            made.append(argument(text, 1, author, is_article=True, **stands))
            at += len(text) + 1
    return made


def subjects(*names: str) -> list[list[str]]:
    chosen = [SUBJECTS[name] for name in names or sorted(SUBJECTS)]
    return [[f"{claim[:1].upper()}{claim[1:]}." for claim in claims] for claims, _ in chosen]


def clustered(arguments: Sequence[Argument], settings: ClusterSettings = ClusterSettings()) -> Clusters:
    return cluster(arguments, embed([one.text for one in arguments]), settings)


ARTICLE = article(subjects())
TRUTH = np.repeat(np.arange(len(SUBJECTS)), 6)


@pytest.fixture(scope="module")
def found() -> Clusters:
    return clustered(ARTICLE)


def test_an_article_has_the_points_of_its_sections(found: Clusters) -> None:
    inside = found.labels >= 0
    assert 3 <= len(found.clusters) <= 7
    assert inside.mean() > 0.6
    assert agreement(found.labels[inside], TRUTH[inside]) > 0.6


def test_each_point_comes_up_in_several_places_and_has_three_arguments(found: Clusters) -> None:
    places = places_in(ARTICLE)
    for theme in found.clusters:
        assert len(theme.members) >= 3
        assert len({places[member] for member in theme.members}) >= 2


def test_points_stand_in_order_of_arguments_and_say_how_they_were_found(found: Clusters) -> None:
    sizes = [len(theme.members) for theme in found.clusters]
    assert sizes == sorted(sizes, reverse=True)
    assert "the text around it" in found.method
    assert len({theme.title.casefold() for theme in found.clusters}) == len(found.clusters)


def test_memberships_and_labels_agree(found: Clusters) -> None:
    assert [membership == "tail" for membership in found.memberships] == (found.labels < 0).tolist()


def test_a_point_that_comes_back_later_can_be_one_point() -> None:
    halves = ([section[:3] for section in subjects()], [section[3:] for section in subjects()])
    labels = clustered(article([*halves[0], *halves[1]])).labels
    first, second = labels[:18].reshape(6, 3), labels[18:].reshape(6, 3)
    assert any(set(one) == set(other) != {-1} for one, other in zip(first.tolist(), second.tolist(), strict=True))


@pytest.mark.parametrize("a_paragraph", [1, 2, 3, 12])
def test_sentences_with_nothing_in_common_are_no_points(a_paragraph: int) -> None:
    for seed in range(4):
        texts = [UNRELATED[number] for number in np.random.default_rng(seed).permutation(len(UNRELATED))]
        assert clustered(article([texts], a_paragraph=a_paragraph)).clusters == ()


def test_the_same_sentences_in_random_order_hang_together_no_more() -> None:
    texts = [one.text for one in ARTICLE]
    said = features_of(for_grouping(embed(texts), texts), texts)
    places = np.array(places_in(ARTICLE))
    assert hangs_together(said, places)
    orders = [np.random.default_rng(seed).permutation(len(texts)) for seed in range(10)]
    assert sum(hangs_together(said.of(order), places) for order in orders) <= 1


def test_few_sentences_of_one_person_are_shown_one_by_one() -> None:
    assert clustered(article(subjects("noise", "late hours"))[:11]).clusters == ()


def test_beside_what_people_share_the_article_has_points_of_its_own() -> None:
    comments = [
        argument("The leaking roof must be mended before the winter, it rains on the books.", 90, "ann"),
        argument("Please mend the leaking roof now, the books get wet when it rains.", 91, "bob"),
        argument("Mend the roof: rain comes through and the books are wet.", 92, "cy"),
    ]
    found = clustered([*ARTICLE, *comments])
    people = [
        {found_by for member in theme.members for found_by in [(*ARTICLE, *comments)[member].author]}
        for theme in found.clusters
    ]
    assert {"writer"} in people
    sizes = [len(names) for names in people]
    assert sizes == sorted(sizes, reverse=True), "what people share comes first"
    assert len(found.clusters) <= ClusterSettings().max_themes


def test_the_reader_s_budget_holds_for_articles_too() -> None:
    assert len(clustered(ARTICLE, ClusterSettings(max_themes=3)).clusters) <= 3


def test_one_of_two_speakers_who_said_half_has_no_points_of_their_own() -> None:
    half = [argument(one.text, number, "ann" if number % 2 else "bob") for number, one in enumerate(ARTICLE)]
    found = clustered(half)
    assert all(len({half[member].author for member in theme.members}) == 2 for theme in found.clusters)


def test_posts_of_one_speaker_are_places_too() -> None:
    talk = [argument(one.text, number, "speaker") for number, one in enumerate(ARTICLE)]
    labels = clustered(talk).labels
    inside = labels >= 0
    assert inside.mean() > 0.5
    assert agreement(labels[inside], TRUTH[inside]) > 0.6


def test_a_book_is_grouped_by_a_sample_and_every_sentence_is_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.clusters.one_voice._MOST_ORDERED", 24)
    monkeypatch.setattr("miner.clusters.grouping._SAMPLE", 24)
    found = clustered(ARTICLE)
    assert found.clusters
    assert len(found.labels) == len(ARTICLE)
    assert sum(len(theme.members) for theme in found.clusters) == int((found.labels >= 0).sum()) > 24 // 2


def test_two_runs_find_the_same(found: Clusters) -> None:
    again = clustered(ARTICLE)
    assert again.labels.tolist() == found.labels.tolist()
    assert [theme.title for theme in again.clusters] == [theme.title for theme in found.clusters]


def test_voices_are_people_but_places_in_a_theme_of_one() -> None:
    said = [
        argument("The roof leaks.", 1, "ann"),
        argument("It rains in.", 2, "bob"),
        *article([["One.", "Two."]], a_paragraph=1),
    ]
    voices = voices_of(said, np.array([0, 0, 1, 1]))
    assert voices[:2] == ["ann", "bob"]
    assert voices[2] != voices[3]
    assert all(voice.startswith("writer ") for voice in voices[2:])
    assert voices_of(said, np.array([0, 0, 0, -1])) == ["ann", "bob", "writer", "writer"]


def test_a_section_that_is_a_point_gives_it_its_heading() -> None:
    headed = [replace(one, heading=f"Heading {number // 6}") for number, one in enumerate(ARTICLE)]
    titles = [theme.title for theme in clustered(headed).clusters]
    assert sum(title.startswith("Heading ") for title in titles) >= 3
    assert len(set(titles)) == len(titles)


def test_a_heading_names_nothing_that_several_people_say() -> None:
    said = [argument(one.text, number, f"p{number}", heading="Heading") for number, one in enumerate(ARTICLE)]
    assert "Heading" not in {theme.title for theme in clustered(said).clusters}


def test_no_other_title_says_no_more_than_a_heading() -> None:
    plain = clustered(ARTICLE).clusters
    first, second = (cluster.title for cluster in plain[:2])
    section = {member // 6 for member in plain[0].members}
    headed = [
        replace(one, heading=f"{first} and {second}" if number // 6 in section else "")
        for number, one in enumerate(ARTICLE)
    ]
    titles = [theme.title for theme in clustered(headed).clusters]
    assert f"{first} and {second}" in titles
    assert second not in titles
