"""Contrasts people set up themselves, in so many words and more than once."""

from __future__ import annotations

from builders import argument

from miner.arguments import Argument
from miner.contrasts import Contrast
from miner.contrasts.propose import propose

SAID = [
    "Listening rather than asking is what the survey people never learn.",
    "I would choose listening over asking every single time.",
    "Asking customers what they want gives you polite answers.",
    "Asking is cheap and honest if you read the replies.",
    "Listening at the counter for a day teaches you everything.",
    "Good listening takes an afternoon and no budget.",
    "The roof leaks above the shelves and nobody repairs it.",
]


def arguments_of(texts: list[str], author: str | None = None) -> list[Argument]:
    return [argument(text, number, author) for number, text in enumerate(texts)]


def names(found: list[Contrast]) -> list[set[str]]:
    return [{contrast.left.name, contrast.right.name} for contrast in found]


def test_what_several_people_set_against_each_other_is_proposed() -> None:
    found = propose(arguments_of(SAID), 2, ())
    assert {"listening", "asking"} in names(found)
    assert all(contrast.origin == "found" for contrast in found)


def test_a_proposed_pole_has_statements_that_name_it_and_not_the_other() -> None:
    contrast = next(
        c for c in propose(arguments_of(SAID), 2, ()) if {c.left.name, c.right.name} == {"listening", "asking"}
    )
    for own, other in ((contrast.left, contrast.right), (contrast.right, contrast.left)):
        assert own.statements
        for statement in own.statements:
            assert own.name in statement.lower()
            assert other.name not in statement.lower()


def test_what_one_person_sets_against_each_other_is_not() -> None:
    assert propose(arguments_of(SAID, "one person"), 2, ()) == []


def test_a_contrast_that_is_known_already_is_not_proposed_again() -> None:
    assert propose(arguments_of(SAID), 2, (Contrast.parse("asking | listening"),)) == []


def test_none_are_proposed_when_none_are_wanted_or_nothing_is_said() -> None:
    assert propose(arguments_of(SAID), 0, ()) == []
    assert propose([], 2, ()) == []


def test_times_choices_and_denials_are_no_contrasts() -> None:
    said = [f"{opener} the {thing}" for thing in ("roof", "lift", "door") for opener in (
        "It must be repaired before winter, says who owns",
        "Noise should not be allowed near",
        "They sell products or services behind",
        "Repaired things, winter, noise, allowed, products and services: all near",
    )]  # fmt: skip
    assert propose(arguments_of(said), 5, ()) == []


def test_there_are_never_more_than_wanted() -> None:
    more = [*SAID, *(text.replace("isten", "ook").replace("sking", "ocking") for text in SAID)]
    assert len(propose(arguments_of(more), 1, ())) <= 1


def test_proposals_do_not_depend_on_who_spoke_first() -> None:
    assert names(propose(arguments_of(SAID), 2, ())) == names(propose(arguments_of(SAID)[::-1], 2, ()))
