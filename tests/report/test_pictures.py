"""Map, strips and timeline: every argument drawn once, where it belongs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from digests import SIDES, library_chat, many_arguments
from msgspec.structs import replace

from miner.report.cards import theme_refs
from miner.report.people import stands
from miner.report.picture import LINKED_DOTS, MAP_HEIGHT, MAP_WIDTH, argument_map, strip
from miner.report.timeline import MOST_BINS, timeline

START = datetime(2024, 1, 1, tzinfo=UTC)


def _spread(*, days: float, precision: str = "second"):
    """The library chat with its posts spread evenly over so many days."""
    digest = library_chat()
    step = timedelta(days=days) / len(digest.posts)
    posts = tuple(
        replace(post, posted_at=START + step * number, precision=precision) for number, post in enumerate(digest.posts)
    )
    return replace(digest, posts=posts, questions=())


def test_every_argument_with_a_place_is_on_the_map():
    digest = library_chat()
    drawn = argument_map(digest, theme_refs(digest.themes))
    assert sorted(dot.id for cloud in drawn.clouds for dot in cloud.dots) == sorted(digest.map)
    assert all(0 <= dot.x <= MAP_WIDTH and 0 <= dot.y <= MAP_HEIGHT for cloud in drawn.clouds for dot in cloud.dots)
    assert {cloud.label for cloud in drawn.clouds} == {"", "1", "2", "3", "4", "5", "6"}


def test_places_outside_the_box_are_moved_to_its_edge():
    digest = library_chat()
    far = replace(digest, map=dict.fromkeys(digest.map, (-5.0, 9.0)))
    drawn = argument_map(far, theme_refs(digest.themes))
    assert {(dot.x, dot.y) for cloud in drawn.clouds for dot in cloud.dots} == {(24.0, 24.0)}


def test_a_digest_without_places_has_no_map():
    digest = library_chat()
    assert argument_map(replace(digest, map={}), theme_refs(digest.themes)) is None


def test_a_large_map_is_drawn_without_links():
    digest = many_arguments(LINKED_DOTS + 1)
    drawn = argument_map(digest, theme_refs(digest.themes))
    assert not drawn.linked
    assert sum(cloud.path.count("M") for cloud in drawn.clouds) == LINKED_DOTS + 1


def _strip(digest, **changes):
    contrast = replace(digest.contrasts[0], **changes)
    return strip(stands(contrast, digest.arguments, {post.id: post for post in digest.posts}), contrast.band)


def test_a_strip_shows_each_person_once_on_their_side():
    digest = library_chat()
    contrast = digest.contrasts[0]
    drawn = _strip(digest)
    authors = {post.id: post.author for post in digest.posts}
    outside = [one for one in digest.arguments if abs(one.positions[SIDES]) >= contrast.band]
    left = {authors[one.post_id] for one in outside if one.positions[SIDES] < 0}
    right = {authors[one.post_id] for one in outside if one.positions[SIDES] > 0}
    assert [len(drawn.left), len(drawn.both), len(drawn.right)] == [
        len(left - right),
        len(left & right),
        len(right - left),
    ]
    assert {*contrast.both_people} == left & right
    assert all(dot.x < drawn.middle for dot in drawn.left)
    assert all(dot.x > drawn.middle for dot in drawn.right)
    assert max(dot.x for dot in drawn.left) < drawn.band_left < drawn.middle < drawn.band_right
    assert min(dot.x for dot in drawn.right) > drawn.band_right
    assert all(0 <= dot.x <= drawn.width for dot in (*drawn.left, *drawn.right))


def test_a_crowded_strip_draws_smaller_dots_that_fit():
    digest = many_arguments(3000)
    drawn = _strip(digest)
    assert not drawn.linked
    assert drawn.radius < 2
    assert min(dot.y for dot in (*drawn.left, *drawn.right)) >= 0


def test_a_contrast_nobody_leans_in_has_no_strip():
    digest = library_chat()
    assert _strip(digest, name="other") is None


@pytest.mark.parametrize(
    ("days", "precision", "step"),
    [
        (0.03, "second", "2 minutes"),
        (0.5, "second", "30 minutes"),
        (3, "second", "3 hours"),
        (3, "day", "day"),
        (40, "second", "2 days"),
        (900, "day", "90 days"),
        (20_000, "day", "3 years"),
    ],
)
def test_the_step_of_the_timeline_fits_its_length(days, precision, step):
    digest = _spread(days=days, precision=precision)
    drawn = timeline(digest, theme_refs(digest.themes))
    assert drawn.step == step
    assert sum(row.total for row in drawn.rows) == len(digest.arguments)
    assert len(drawn.rows) <= MOST_BINS
    assert all(sum(row.counts) == row.total for row in drawn.rows)
    assert all(0 <= block.y <= drawn.height and block.height > 0 for block in drawn.blocks)


def test_questions_are_marked_where_they_were_asked():
    digest = library_chat()
    marks = timeline(digest, theme_refs(digest.themes)).questions
    assert [mark.label for mark in marks] == ["Q1", "Q2", "Q3"]
    assert marks[0].x < marks[1].x < marks[2].x


def test_a_stray_post_does_not_flatten_the_hour():
    digest = many_arguments(200)
    posts = tuple(
        replace(post, posted_at=START) if post.id == digest.arguments[-1].post_id else post for post in digest.posts
    )
    drawn = timeline(replace(digest, posts=posts), theme_refs(digest.themes))
    assert drawn.n_outside >= 1
    assert "minute" in drawn.step


def test_without_times_there_is_no_timeline():
    digest = _spread(days=1, precision="none")
    assert timeline(digest, theme_refs(digest.themes)) is None


@pytest.mark.parametrize(
    ("days", "precision", "labels"),
    [
        (0.5, "second", ["02:00", "04:00"]),
        (4, "second", ["2 Jan", "3 Jan", "4 Jan"]),
        (900, "day", ["Jan 2024"]),
        (20_000, "day", ["Aug 2027"]),
    ],
)
def test_labels_on_the_time_axis_do_not_repeat(days, precision, labels):
    drawn = timeline(_spread(days=days, precision=precision), theme_refs(library_chat().themes))
    shown = [mark.label for mark in drawn.ticks]
    assert shown[: len(labels)] == labels
    assert len(set(shown)) == len(shown) <= 8


def test_a_chat_among_a_week_of_stray_messages_fills_the_timeline():
    digest = library_chat()
    hour = timedelta(minutes=60) / len(digest.posts)
    posts = tuple(
        replace(
            post, posted_at=START + (timedelta(days=number) if number % 6 == 0 else timedelta(days=20) + hour * number)
        )
        for number, post in enumerate(digest.posts)
    )
    drawn = timeline(replace(digest, posts=posts), theme_refs(digest.themes))
    assert "minute" in drawn.step
    assert drawn.n_outside == len(digest.arguments) - sum(row.total for row in drawn.rows) > 0
    assert min(drawn.slots.values()) < 0
