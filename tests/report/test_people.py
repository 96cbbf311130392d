"""How evenly people spoke, and where each of them stands."""

from __future__ import annotations

import pytest
from digests import library_chat
from msgspec.structs import replace

from miner.digest.records import Person
from miner.report.people import spread, stands


def _people(*n_posts: int) -> list[Person]:
    return [Person(name=f"person {number}", n_posts=n) for number, n in enumerate(n_posts)]


@pytest.mark.parametrize(
    ("wrote", "half"),
    [
        ((1, 1, 1, 1), "Half of all posts are by 2 of 4 people"),
        ((97, 1, 1, 1), "Half of all posts are by 1 of 4 people"),
        ((0, 5, 5, 5, 5, 5), "Half of all posts are by 3 of 5 people"),
    ],
)
def test_how_many_people_half_of_the_posts_come_from(wrote, half):
    assert spread(_people(*wrote)).half == half


def test_everybody_is_in_one_row_of_the_spread():
    found = spread(_people(1, 1, 2, 3, 4, 7, 8, 64, 900))
    assert [(row.posts, row.n_people) for row in found.rows] == [
        ("1", 2),
        ("2 to 3", 2),
        ("4 to 7", 2),
        ("8 to 15", 1),
        ("64 or more", 2),
    ]
    assert max(row.percent for row in found.rows) == 100


def test_of_three_people_one_sees_who_wrote_how_much():
    assert spread(_people(1, 5, 9)) is None


def test_a_person_stands_in_the_mean_of_what_they_said_on_a_side():
    digest = library_chat()
    posts = {post.id: post for post in digest.posts}
    found = stands(digest.contrasts[0], digest.arguments, posts)
    assert [one.value for one in found] == sorted(one.value for one in found)
    both = next(one for one in found if one.side == "both")
    said = [
        one.positions[digest.contrasts[0].name] for one in digest.arguments if posts[one.post_id].author == both.name
    ]
    outside = [value for value in said if abs(value) >= digest.contrasts[0].band]
    assert both.value == pytest.approx(sum(outside) / len(outside))
    assert (both.n_left, both.n_right) == (sum(value < 0 for value in outside), sum(value > 0 for value in outside))


def test_people_without_a_name_stand_one_by_one():
    digest = library_chat()
    posts = {post.id: replace(post, author="") for post in digest.posts}
    found = stands(digest.contrasts[0], digest.arguments, posts)
    band = digest.contrasts[0].band
    assert len(found) == sum(abs(next(iter(one.positions.values()))) >= band for one in digest.arguments)
