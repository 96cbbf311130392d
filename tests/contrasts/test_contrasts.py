"""A contrast is measured only where people argue along it."""

from __future__ import annotations

import numpy as np
from builders import argument, post, said, transcript

from miner.arguments import Argument, find_arguments
from miner.clusters import cluster
from miner.contrasts import PlacedContrast, find_contrasts
from miner.contrasts.presets import preset
from miner.embeddings import embed
from miner.settings import ContrastSettings

INNOVATION = preset("cx")[0]
DEBATE = [
    "Get the basics right first, nobody needs another app while the parcels are late.",
    "Fix what is broken before you rush to new things.",
    "I want ordinary service that works, on time and correct, not a clever new feature.",
    "Keep the promises you made before you make new ones to me.",
    "Basics first, always.",
    "Bold new ideas set a company apart, repairing only makes it average.",
    "Customers cannot imagine the next big thing, so invent it for them.",
    "Innovation creates real differentiation and people talk about the leap.",
    "Innovation first, since nobody gets talked about for being reliable.",
    "Surprise me with something I could never have asked for.",
    "My cat has walked over the keyboard twice today.",
    "The train to the coast was late and full of cyclists.",
]


def find(texts: list[str], author: str | None = None, **chosen: object) -> tuple[PlacedContrast, ...]:
    arguments: list[Argument] = [argument(text, number, author) for number, text in enumerate(texts)]
    embeddings = embed(texts)
    return find_contrasts(
        arguments, embeddings, cluster(arguments, embeddings), ContrastSettings(**({"propose": 0} | chosen))
    )  # type: ignore[arg-type]


def test_a_debate_has_two_sides_and_most_people_stand_where_they_speak() -> None:
    placed = find(DEBATE, presets=("cx",))[0]
    assert placed.measurable
    assert placed.reason == ""
    assert (placed.positions[:5] > 0).sum() >= 3
    assert (placed.positions[5:10] < 0).sum() >= 3
    assert not (placed.positions[:5] < 0).any()
    assert not (placed.positions[5:10] > 0).any()
    assert placed.positions[10:].tolist() == [0, 0]


def test_a_contrast_nobody_speaks_about_cannot_be_measured_and_the_reason_is_given() -> None:
    placed = find([text for _, text in said(30)], declared=("quantum chromodynamics | medieval falconry",))[0]
    assert not placed.measurable
    assert "of 30 arguments" in placed.reason
    assert "clearly" in placed.reason


def test_one_voice_on_a_side_is_no_side() -> None:
    placed = find([*DEBATE[:5], DEBATE[5], *DEBATE[10:]], presets=("cx",))[0]
    assert not placed.measurable
    assert "“innovation”" in placed.reason


def test_one_person_on_both_sides_is_no_contrast() -> None:
    assert not find(DEBATE, "one person", presets=("cx",))[0].measurable


def test_declared_and_preset_contrasts_are_reported_even_where_they_cannot_be_measured() -> None:
    found = find(["The roof leaks badly."], declared=("late | early",), presets=("cx",))
    assert [placed.contrast.title for placed in found] == ["late vs early", *(c.title for c in preset("cx"))]
    assert not any(placed.measurable for placed in found)


def test_found_contrasts_are_reported_only_where_they_can_be_measured() -> None:
    assert all(placed.measurable for placed in find(DEBATE, propose=4) if placed.contrast.origin == "found")


def test_there_is_a_position_for_every_argument_and_none_for_none() -> None:
    assert find(DEBATE, presets=("cx",))[0].positions.shape == (len(DEBATE),)
    empty = find([], presets=("cx",))[0]
    assert empty.positions.shape == (0,)
    assert not empty.measurable


def test_positions_are_in_the_order_of_the_arguments() -> None:
    straight, turned = find(DEBATE, presets=("cx",))[0], find(DEBATE[::-1], presets=("cx",))[0]
    assert np.array_equal(straight.positions, turned.positions[::-1])


def test_a_reply_that_disagrees_is_not_on_the_side_of_what_it_answers() -> None:
    said = "I could not disagree more with you"
    posts = [post(text, number) for number, text in enumerate(DEBATE)]
    posts += [
        post(f"{said}, {name}", 100 + n, parent_id=f"test:{n}") for n, name in ((1, "Ann"), (3, "Bob"), (6, "Cem"))
    ]
    arguments = find_arguments(transcript(posts)).arguments
    embeddings = embed([argument.for_embedding for argument in arguments])
    placed = find_contrasts(
        arguments, embeddings, cluster(arguments, embeddings), ContrastSettings(presets=("cx",), propose=0)
    )[0]
    replies = [number for number, argument in enumerate(arguments) if said in argument.text]
    assert len(replies) == 3
    assert all(arguments[number].context for number in replies)
    assert placed.positions[replies].tolist() == [0, 0, 0]
