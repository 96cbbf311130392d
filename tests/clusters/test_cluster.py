"""Grouping arguments: by size, deterministic, common themes only, everything accounted for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from builders import SUBJECTS, argument

from clusters.planted import agreement
from miner.arguments import Argument
from miner.clusters import Clusters, cluster, group_labels, person_of
from miner.embeddings import Embeddings, embed, for_grouping
from miner.errors import ShapeMismatch, UnknownName
from miner.settings import ClusterSettings


def arguments_of(texts: Sequence[str], authors: Sequence[str] | None = None) -> list[Argument]:
    return [argument(text, number, authors[number] if authors else None) for number, text in enumerate(texts)]


def clustered(arguments: Sequence[Argument], settings: ClusterSettings = ClusterSettings()) -> Clusters:
    return cluster(arguments, embed([one.text for one in arguments]), settings)


TEXTS = [
    f"{claim[:1].upper()}{claim[1:]} {reason}."
    for claims, reasons in SUBJECTS.values()
    for claim, reason in zip(claims, [*reasons, reasons[0]], strict=True)
]
TRUTH = np.repeat(np.arange(len(SUBJECTS)), 6)


@pytest.fixture(scope="module")
def found() -> Clusters:
    return clustered(arguments_of(TEXTS))


def test_what_people_wrote_on_six_subjects_is_grouped_by_subject(found: Clusters) -> None:
    assert agreement(found.labels, TRUTH) > 0.5
    assert 3 <= len(found.clusters) <= 9


def test_every_argument_is_core_assigned_or_tail_and_tail_is_in_no_theme(found: Clusters) -> None:
    assert len(found.memberships) == len(found.labels) == len(TEXTS)
    assert [membership == "tail" for membership in found.memberships] == (found.labels < 0).tolist()
    for number, theme in enumerate(found.clusters):
        assert sorted(theme.members) == np.flatnonzero(found.labels == number).tolist()
        assert {member for member in theme.members if found.memberships[member] == "core"} == set(theme.core)


def test_themes_stand_in_order_of_people(found: Clusters) -> None:
    n_people = [len(theme.members) for theme in found.clusters]
    assert n_people == sorted(n_people, reverse=True)


def test_the_picture_has_a_point_for_each_argument_inside_the_frame(found: Clusters) -> None:
    assert found.points.shape == (len(TEXTS), 2)
    assert ((found.points >= 0) & (found.points <= 1)).all()


@pytest.mark.parametrize("n", range(8))
def test_fewer_than_eight_arguments_are_shown_and_not_grouped(n: int) -> None:
    few = clustered(arguments_of(TEXTS[:n]))
    assert few.clusters == ()
    assert set(few.memberships) <= {"tail"}
    assert few.labels.tolist() == [-1] * n
    assert few.points.shape == (n, 2)


def test_from_eight_up_there_are_groups_where_people_made_the_same_point() -> None:
    same = [
        "Late fees should be dropped for good.",
        "The late fees must be dropped.",
        "Drop the late fees, please.",
        "We should drop all late fees.",
        "The roof leaks over the shelves.",
        "A leaking roof ruins the shelves.",
        "Water from the leaking roof is on the shelves.",
        "The roof still leaks above the shelves.",
    ]
    found = clustered(arguments_of(same))
    assert len(found.clusters) == 2
    assert {frozenset(theme.members) for theme in found.clusters} == {frozenset(range(4)), frozenset(range(4, 8))}


def test_what_one_of_several_people_says_again_and_again_is_no_theme() -> None:
    found = clustered(
        arguments_of(TEXTS, ["one person" if subject == 0 else f"p{n}" for n, subject in enumerate(TRUTH)])
    )
    assert all(len({found_in(member) for member in theme.members}) > 1 for theme in found.clusters)


def found_in(number: int) -> str:
    return "one person" if TRUTH[number] == 0 else f"p{number}"


def test_people_without_a_name_are_different_people() -> None:
    assert person_of(argument("The roof leaks.", 1, "")) != person_of(argument("The roof leaks.", 2, ""))
    assert clustered(arguments_of(TEXTS, [""] * len(TEXTS))).clusters


def test_two_runs_give_the_same_clusters(found: Clusters) -> None:
    again = clustered(arguments_of(TEXTS))
    assert again.clusters == found.clusters
    assert np.array_equal(again.labels, found.labels)
    assert np.array_equal(again.points, found.points)


def test_a_reader_can_ask_for_fewer_themes() -> None:
    assert len(clustered(arguments_of(TEXTS), ClusterSettings(max_themes=3)).clusters) <= 3


def test_sentences_that_have_nothing_in_common_do_not_become_a_theme_each() -> None:
    nothing = [
        "The moon pulls the sea twice a day.",
        "My grandmother could whistle through a comb.",
        "Copper roofs turn green after thirty years.",
        "A fugue needs at least two voices.",
        "Penguins propose with pebbles.",
        "The printer wants cyan again.",
        "Goalkeepers rarely score from corners.",
        "Yeast dies above sixty degrees.",
        "Nobody has proved that every even number is a sum of two primes.",
        "Our tram line ends at the cemetery.",
    ]
    assert len(clustered(arguments_of(nothing)).clusters) <= 3


def test_the_density_method_groups_what_is_planted() -> None:
    texts = [
        f"{text[:-1]}, {tail}." for text in TEXTS for tail in ("says my sister", "as I wrote before", "if you ask me")
    ]
    found = clustered(arguments_of(texts), ClusterSettings(method="hdbscan"))
    assert "HDBSCAN" in found.method or "no dense groups" in found.method
    assert len(found.memberships) == len(texts)


def test_an_unknown_method_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"There is no clustering method 'hdbscam'\. Did you mean 'hdbscan'\?"):
        clustered(arguments_of(TEXTS[:9]), ClusterSettings(method="hdbscam"))


def test_vectors_that_do_not_belong_to_the_arguments_are_refused() -> None:
    embeddings = embed(TEXTS[:3])
    with pytest.raises(ShapeMismatch, match=r"vectors has shape \(3, 384\); expected 4 rows, one for each argument\."):
        cluster(arguments_of(TEXTS[:4]), Embeddings(embeddings.vectors, embeddings.embedder))


def test_labels_of_plain_texts_come_in_order_of_first_appearance() -> None:
    labels = group_labels(for_grouping(embed(TEXTS), TEXTS), TEXTS, 6)
    assert agreement(labels, TRUTH) > 0.5
    firsts = list(dict.fromkeys(labels.tolist()))
    assert firsts == sorted(firsts) == list(range(6))
