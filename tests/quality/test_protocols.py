"""What the protocols count, how the peers work, and what is read of the data."""

from __future__ import annotations

from pathlib import Path

import key_points
import numpy as np
import pages
import peers
import pytest
import robustness
import sides
from data import PointGroup, labelled_sets, plain, qam_groups, sample
from metrics import (
    Labels,
    ari,
)
from records import Stopwatch
from side_data import HELD_OUT_ARGQ30K, Sided, sided_sets, subject_of

from miner.transcript import Post


def labels(*values: int) -> Labels:
    return np.array(values, dtype=np.int64)


POINTS = PointGroup(
    name="a topic (1)",
    arguments=("a0", "a1", "a2", "a3", "a4", "a5"),
    key_points=("k0", "k1", "k2"),
    labels={(0, 0): 1, (1, 0): 1, (2, 0): 1, (2, 1): 1, (3, 1): 1, (4, 0): 0, (4, 2): 1},
)


def test_themes_stand_for_the_point_half_of_their_members_carry() -> None:
    whole = peers.Theme(members=(0, 1, 2), claimed=0.5, quotes=(0, 3))
    again = peers.Theme(members=(1, 5), claimed=0.25, quotes=(1,))
    off = peers.Theme(members=(3, 4, 5), claimed=0.5, quotes=())
    assert [key_points.point_of(POINTS, theme) for theme in (whole, again, off)] == [0, 0, None]
    figures = key_points.figures_of(POINTS, [whole, again, off])
    assert figures["recall"] == pytest.approx(1 / 3)
    assert figures["weighted recall"] == pytest.approx(3 / 6)  # k0 has 3 labelled arguments, k1 2, k2 1
    assert figures["precision"] == pytest.approx(2 / 3)
    assert figures["redundancy"] == pytest.approx(1 / 2)
    assert figures["prevalence error"] == pytest.approx((0.0 + 0.25) / 2)
    assert figures["quote precision"] == pytest.approx((1 / 2 + 1) / 2)
    # one point each: a0 a1 (k0), a3 (k1), a4 (k2); found {a0 a1}, {a3 a4}
    assert figures["B-cubed F1"] == pytest.approx(2 * (3 / 4) * 1 / (7 / 4))


def test_without_themes_nothing_is_found() -> None:
    figures = key_points.figures_of(POINTS, [])
    assert (figures["recall"], figures["precision"], figures["themes"]) == (0.0, 0.0, 0.0)
    assert "quote precision" not in figures


def test_seed_statements_are_drawn_with_a_seed_from_where_they_may_come() -> None:
    topic = Sided("t", tuple("abcdefgh"), (1, 1, 1, 1, -1, -1, -1, -1), "x is good | x is bad", -1, (2, 3, 4, 5, 6))
    assert sides.drawn(topic, 1, 0) == sides.drawn(topic, 1, 0)
    assert len(sides.drawn(topic, 1, 0)) == 1  # of two: one must stay to be scored
    assert set(sides.drawn(topic, -1, 1)) <= {4, 5, 6}


def test_figures_of_sides() -> None:
    perfect = sides.Placed(labels(1, -1, 0), np.array([0.5, -0.5, 0.1]))
    half = sides.Placed(labels(1, -1), np.array([0.5, 0.0]))
    figures = sides._figures([[perfect, half]], [perfect])
    assert figures["macro-F1"] == pytest.approx((1 + 0.5) / 2)
    assert figures["macro-F1 pooled"] == pytest.approx((1 + 2 / 3) / 2)
    assert figures["coverage"] == 0.75
    assert figures["macro-F1 plain poles"] == 1.0
    # the third text has no stance: told "for", it costs precision there
    assert sides._semeval_f([perfect]) == pytest.approx((2 / 3 + 1) / 2)


@pytest.mark.parametrize(
    ("motion", "subject"),
    [
        ("We should ban whaling", ("whaling", -1)),
        ("We should subsidize journalism", ("journalism", 1)),
        ("Homeschooling should be banned", ("Homeschooling", -1)),
        ("Holocaust denial should be a criminal offence", ("Holocaust denial", -1)),
        ("Entrapment should be legalized", ("Entrapment", 1)),
        ("Foster care brings more harm than good", ("Foster care", -1)),
        ("Ferries are better than bridges", ("Ferries are better than bridges", 1)),
    ],
)
def test_what_a_motion_is_about(motion: str, subject: tuple[str, int]) -> None:
    assert subject_of(motion) == subject


def test_pages_are_tallied_comment_by_comment() -> None:
    page = pages.Page(
        name="page.html",
        html=b"",
        n_comments=3,
        snippets=("late again", "nowhere"),
        silver={
            "1": {"author": "Ann", "date": "2024", "text": "Late again! Reply", "parent_id": None},
            "2": {"author": "Bo", "date": "", "text": "", "parent_id": "1"},
        },
    )
    copied = "the article says at great length that parcels must come on the day that was promised and on no other"
    found = [
        Post(id="wordpress:article", thread_id="p", kind="article", text=copied),
        Post(id="wordpress:1", thread_id="p", kind="comment", author="ann", text="Late again!"),
        Post(id="wordpress:7", thread_id="p", kind="comment", text=f"Look: {copied}"),
    ]
    tally = pages.Tally()
    pages.tally_page(page, pages.Extracted(found, n_skipped=1), tally)
    assert tally.figures() == {
        "recall": pytest.approx(2 / 3),
        "accounted": 1.0,
        "precision": 1.0,
        "snippets": 0.5,
        "no leak": 0.5,
        "author": 1.0,  # of the one comment that was found and is known
        "date": 0.0,
        "text": 0.0,  # "Reply" is a third of the letters: more than a button
    }


def test_posts_are_the_same_if_their_texts_begin_or_end_alike() -> None:
    silver = (
        Post(id="a:1", thread_id="a", text="The counter opens late, and nobody says why that is.", author="Ann"),
        Post(id="a:2", thread_id="a", text="Because of the trams.", author="Bo", parent_id="a:1"),
        Post(id="a:3", thread_id="a", text="Nobody found this one."),
    )
    found = [
        Post(id="p:1", thread_id="p", text="The counter opens late, and nobody says why that is.", author="ann"),
        Post(id="p:2", thread_id="p", text="Because of the trams.", author="Bob", parent_id="p:1"),
        Post(id="p:9", thread_id="p", text="A button."),
    ]
    tally = pages.Tally()
    pages.tally_against(pages.Page("forum/a.html", b"", 3, posts=silver), pages.Extracted(found), tally)
    figures = tally.figures()
    assert (figures["recall"], figures["precision"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (figures["author"], figures["parent"], figures["text"]) == (0.5, 1.0, 1.0)


def test_commands_are_watched(tmp_path: Path) -> None:
    chat = tmp_path / "chat.csv"
    rows = [f"{n},person {n},The basics come first because nobody forgives a late parcel number {n}" for n in range(3)]
    chat.write_text("\n".join(["id,author,text", *rows]), "utf-8")
    run = robustness.run_watched(["read"], chat)
    assert run.clean, run.said
    assert (run.exit_code, run.strays) == (0, ())
    assert (
        10 < run.peak_mb < 8000
    )  # a child counts what its parent held when it was started; the gate starts it from a light one
    assert 0 < run.cpu_seconds < 60
    assert not robustness.Run(1, 0.1, 0.1, 1.0, "", ()).clean
    assert not robustness.Run(3, 0.1, 0.1, 1.0, "Traceback (most recent call last)", ()).clean


def test_samples_are_the_same_every_time_and_in_order() -> None:
    assert sample(range(5), 9) == [0, 1, 2, 3, 4]
    drawn = sample(range(1000), 10)
    assert drawn == sample(range(1000), 10) == sorted(drawn)
    assert drawn != sample(range(1000), 10, seed=1)
    assert plain("``so''  he said") == '"so" he said'


def test_k_means_peers_find_two_plain_groups() -> None:
    texts = [
        "late parcel delivery",
        "parcel late again",
        "late parcel",
        "cheap ferry ticket",
        "ferry ticket",
        "cheap ferry",
    ]
    found = peers.TfIdf().group(texts, 2)
    assert ari(found, labels(0, 0, 0, 1, 1, 1)) == 1.0
    assert set(peers.TfIdf().found_sides(texts).tolist()) == {-1, 1}
    themes = peers.TfIdf().themes(texts, 2)
    assert sorted(member for theme in themes for member in theme.members) == [0, 1, 2, 3, 4, 5]
    assert peers.TfIdf().vectors(["the", "of"]).tolist() == [[0.0], [0.0]]
    assert peers.sizes_to_try(25) == [2, 3, 4]
    assert peers.Length().quotes(["one", "one two three", "one two"]) == [1, 2, 0]


def test_peers_place_by_the_nearer_statement() -> None:
    texts = ["the ferry is calm", "a bridge is quick"]
    found = peers.TfIdf().place(texts, "unused | unused", ["bridge"], ["ferry"])
    assert np.sign(found).tolist() == [1.0, -1.0]
    assert np.sign(peers.TfIdf().place(texts, "ferry | bridge", (), ())).tolist() == [-1.0, 1.0]


def test_real_sets_are_read_as_their_notes_say(shared_data: Path) -> None:
    found = {labelled.name: labelled for labelled in labelled_sets(shared_data, 10**6)}
    assert len(found["tweet89"].texts) == 2472
    assert len(set(found["banking77"].gold)) == 77
    assert "OTHER" not in found["aspects abortion without other"].gold
    assert {group.name.rpartition("(")[2] for group in qam_groups(shared_data)} == {"1)", "-1)"}
    sets = sided_sets(shared_data, dict.fromkeys(sides.SIZES, (60, 1000)))
    assert set(sets) == set(sides.SIZES)
    assert [len(topics) for topics in sided_sets(shared_data, {"argq30k": (5, 3)}).values()] == [3]
    assert {topic.topic for topic in sets["argq30k"]} == set(HELD_OUT_ARGQ30K)
    assert len(sets["ibm_claim_stance"]) == 8
    assert {0, 1, -1} == {sign for topic in sets["semeval2016_stance"] for sign in topic.signs}
    for topics in sets.values():
        for topic in topics:
            assert topic.plain_poles.count("|") == 1
            assert {1, -1} <= set(topic.signs)


def test_a_stopwatch_adds_up() -> None:
    watch = Stopwatch()
    with watch:
        pass
    first = watch.seconds
    with watch:
        pass
    assert watch.seconds >= first >= 0
