"""Which theme is which from one digest to the next: rules on written digests, and promises for any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace as changed
from datetime import UTC, date, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from miner.digest.changes import past_of, with_news, without_news
from miner.digest.changes.faces import Known, faces_of, keys_of
from miner.digest.changes.likeness import likeness
from miner.digest.changes.outcomes import fates_of, number_of
from miner.digest.records import (
    Account,
    Digest,
    DigestArgument,
    DigestPost,
    Numbers,
    OpenQuestion,
    Person,
    Theme,
)

START = datetime(2024, 5, 1, tzinfo=UTC)
SUBJECTS = {
    "hours": ("the library should open in the evening", "evening hours help people with jobs", "open late on fridays"),
    "noise": ("the reading room is far too loud", "phones ring between the shelves", "silence is what a reader needs"),
    "fees": ("late fees hurt poor families", "drop the fine for children", "a free card brings books back"),
    "roof": ("the roof leaks above the maps", "rain drips on the old atlas", "mend the roof before winter"),
}


def encode(texts: Sequence[str]) -> np.ndarray:
    """Which words of each subject a text has: vectors that know what these tests speak about."""
    rows = np.zeros((len(texts), len(SUBJECTS) + 1), dtype=np.float32)
    for row, text in enumerate(texts):
        for column, lines in enumerate(SUBJECTS.values()):
            rows[row, column] = len(
                set(text.split()) & {word for line in lines for word in line.split() if len(word) > 3}
            )
        rows[row, -1] = 0.1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def never(texts: Sequence[str]) -> np.ndarray:
    raise AssertionError(f"{len(texts)} texts were embedded")


def digest(
    themes: Mapping[str, Sequence[tuple[str, str, str]]], extra: Sequence[DigestPost] = (), **others: object
) -> Digest:
    """Theme title -> (post id, author, text) of what is said in it."""
    posts, arguments, made = list(extra), [], []
    for number, (title, said) in enumerate(themes.items(), 1):
        for key, author, text in said:
            at = START + timedelta(minutes=int(key.rpartition("-")[2]))
            posts.append(DigestPost(id=key, thread_id="thread", text=text, author=author, posted_at=at))
            arguments.append(
                DigestArgument(
                    id=f"{key}@0", post_id=key, start=0, end=len(text), theme_id=f"t{number}", membership="core"
                )
            )
        people = {author for _, author, _ in said}
        made.append(
            Theme(id=f"t{number}", title=title, key_point=arguments[-1].id, n_people=len(people), n_arguments=len(said))
        )
    names = sorted({post.author for post in posts if post.author})
    return Digest(
        title="A library",
        account=Account(read=len(posts), used=len(posts)),
        numbers=Numbers(),
        written_on=date(2024, 5, 1),
        posts=tuple(posts),
        arguments=tuple(arguments),
        themes=tuple(made),
        people=tuple(Person(name=name, n_posts=1) for name in names),
        **others,
    )


def said(subject: str, first: int, n: int = 3) -> list[tuple[str, str, str]]:
    """``n`` posts on a subject, numbered from ``first``, each by a person of its own."""
    lines = SUBJECTS[subject]
    return [(f"p-{first + at}", f"person{first + at}", lines[at % 3] + f" {first + at}" * (at >= 3)) for at in range(n)]


def outcomes(found: Digest) -> dict[str, tuple[str | None, str | None]]:
    return {theme.title: (theme.lasting_id, theme.outcome) for theme in found.themes}


FIRST = digest({"Evening hours": said("hours", 1), "Loud room": said("noise", 11)})


def test_the_first_digest_of_a_name_gets_ids_and_calls_nothing_new():
    found = with_news(FIRST, None, never)
    assert outcomes(found) == {"Evening hours": ("T1", None), "Loud room": ("T2", None)}
    assert (found.news, {person.first_time for person in found.people}) == (None, {None})
    assert without_news(found) == FIRST


def test_nothing_changes_when_nothing_changed():
    first = with_news(FIRST, None, never)
    again = with_news(FIRST, past_of(first), encode)
    assert outcomes(again) == {"Evening hours": ("T1", "continued"), "Loud room": ("T2", "continued")}
    news = again.news
    assert news is not None
    assert (news.n_new_posts, news.n_new_people, news.n_first_time, news.edited, news.n_deleted) == (0, 0, 0, (), 0)
    assert all(change.n_new_posts == change.n_new_people == 0 and not change.earlier_title for change in news.themes)
    assert with_news(again, past_of(first), encode) == again  # marks it has already are taken off


def test_a_theme_is_known_by_what_is_said_though_no_post_is_the_same():
    later = digest({"Fees": said("fees", 41), "Open late": said("hours", 51, 6)})
    found = with_news(later, past_of(with_news(FIRST, None, never)), encode)
    assert outcomes(found) == {"Fees": ("T3", "new"), "Open late": ("T1", "grown")}
    assert found.news is not None
    change = found.news.themes[1]
    assert (change.earlier_title, change.n_people_before, change.n_people) == ("Evening hours", 3, 6)
    assert [(one.lasting_id, one.outcome, one.title) for one in found.news.themes[2:]] == [("T2", "gone", "Loud room")]
    assert all(person.first_time for person in found.people)


def test_posts_that_went_together_tell_more_than_what_they_say():
    """The same posts are in a theme that speaks of other things now: it is the same theme."""
    before = digest({"Hours": said("hours", 1, 9)})
    now = digest({"Noise": [*said("hours", 1, 9)[:8], *said("noise", 60, 5)]})
    found = with_news(now, past_of(before), encode)
    assert outcomes(found) == {"Noise": ("T1", "grown")}


def test_a_theme_that_falls_apart_keeps_its_id_in_the_larger_part():
    lines = said("hours", 1, 12)
    found = with_news(digest({"Late": lines[:8], "Early": lines[8:]}), past_of(digest({"All": lines})), encode)
    assert outcomes(found) == {"Late": ("T1", "faded"), "Early": ("T2", "split")}
    assert found.news is not None
    assert [change.others for change in found.news.themes] == [(), ("T1",)]


def test_a_theme_that_takes_another_in_says_so_and_the_other_is_not_called_gone():
    lines = said("hours", 1, 12)
    found = with_news(digest({"All": lines}), past_of(digest({"Late": lines[:8], "Early": lines[8:]})), encode)
    assert outcomes(found) == {"All": ("T1", "merged")}
    assert found.news is not None
    assert [(change.outcome, change.others) for change in found.news.themes] == [("merged", ("T2",))]


def test_a_theme_that_was_away_comes_back_under_its_old_id():
    past = past_of(with_news(FIRST, None, never))
    away = [changed(known, age=known.age + 3) for known in past.themes]
    now = faces_of(digest({"Fees": said("fees", 41), "Loud again": said("noise", 71)}))
    fates = fates_of(away, now, frozenset(), encode, 2)
    assert [(fate.lasting_id, fate.outcome) for fate in fates.now.values()] == [("T3", "new"), ("T2", "back")]
    assert fates.gone == ()


def test_an_open_question_that_got_a_reply_is_answered():
    text = "the roof leaks above the maps. Who pays for it?"
    asking = DigestPost(id="p-90", thread_id="thread", text=text, author="ann", posted_at=START)
    open_question = OpenQuestion(post_id="p-90", start=31, end=len(text))
    before = digest({"Hours": said("hours", 1)}, extra=(asking,), open_questions=(open_question,))
    own = DigestPost(id="p-91", thread_id="thread", text="anybody?", author="Ann", parent_id="p-90")
    shared = DigestPost(id="p-92", thread_id="thread", text="x", author="bo", parent_id="p-90", kind="repost")
    waiting = with_news(digest({"Hours": said("hours", 1)}, extra=(asking, own, shared)), past_of(before), encode)
    assert waiting.news is not None
    assert waiting.news.answered == ()
    reply = DigestPost(id="p-93", thread_id="thread", text="The town does.", author="cy", parent_id="p-90")
    moved = replace(asking, text=f"Well: {text}")
    lines = [*said("hours", 1), ("p-93", "cy", "The town does.")]
    posts = digest({"Hours": lines}, extra=(moved,))
    posts = replace(posts, posts=tuple(reply if post.id == "p-93" else post for post in posts.posts))
    found = with_news(posts, past_of(before), encode)
    assert found.news is not None
    (answered,) = found.news.answered
    assert moved.text[answered.start : answered.end] == "Who pays for it?"
    assert (answered.answers, found.news.edited) == (("p-93",), ("p-90",))


def test_a_theme_in_which_an_open_question_was_answered_says_that():
    lines = [*said("roof", 1), ("p-9", "ann", "mend the roof before winter, but who pays for the roof?")]
    question = OpenQuestion(post_id="p-9", start=len("mend the roof before winter, but "), end=len(lines[-1][2]))
    before = digest({"Roof": lines}, open_questions=(question,))
    reply = DigestPost(id="p-10", thread_id="thread", text="The town.", author="cy", parent_id="p-9")
    found = with_news(digest({"Roof": lines}, extra=(reply,)), past_of(before), encode)
    assert outcomes(found) == {"Roof": ("T1", "answered")}


def test_posts_that_are_gone_are_those_between_others_of_their_thread():
    before = digest({"Hours": said("hours", 1, 6)})
    lines = said("hours", 1, 6)
    found = with_news(digest({"Hours": [lines[1], lines[2], lines[4], lines[5]]}), past_of(before), encode)
    assert found.news is not None
    assert found.news.n_deleted == 1  # p-4; p-1 is only out of sight


def test_people_are_the_same_however_their_name_is_written():
    before = digest({"Hours": [("p-1", "Ann Lee", "open late on fridays")]})
    now = digest({"Hours": [("p-2", "@ann lee", "open late on fridays"), ("p-3", "bo", "open late on fridays")]})
    found = with_news(now, past_of(before), encode)
    assert {person.name: person.first_time for person in found.people} == {"@ann lee": False, "bo": True}


_WEEKS = st.lists(
    st.dictionaries(st.sampled_from(sorted(SUBJECTS)), st.integers(1, 60), min_size=1, max_size=4),
    min_size=2,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(_WEEKS, st.randoms(use_true_random=False))
def test_ids_are_unique_never_given_twice_and_do_not_depend_on_any_order(weeks, random):
    known: dict[str, Known] = {}
    n_given = 0
    for week in weeks:
        made = digest({subject: said(subject, first * 10, 4) for subject, first in week.items()})
        faces = faces_of(made)
        known = {key: replace_age(one) for key, one in known.items()}
        fates = fates_of(list(known.values()), faces, keys_of(made), encode, n_given)
        ids = [fate.lasting_id for fate in fates.now.values()]
        assert len(set(ids)) == len(ids)
        fresh = [key for key in ids if key not in known]
        assert [number_of(key) for key in fresh] == list(range(n_given + 1, n_given + 1 + len(fresh)))
        shuffled = {name: replace_said(face, random) for name, face in faces.items()}
        others = random.sample(list(known.values()), len(known))
        again = fates_of(others, shuffled, keys_of(made), encode, n_given)
        assert {name: fate.lasting_id for name, fate in again.now.items()} == dict(zip(fates.now, ids, strict=True))
        n_given += len(fresh)
        known |= {fate.lasting_id: Known(fate.lasting_id, -1, faces[name]) for name, fate in fates.now.items()}


def replace_age(known: Known) -> Known:
    return Known(known.lasting_id, known.age + 1, known.face)


def replace_said(face, random):
    return type(face)(face.title, face.keywords, face.n_people, tuple(random.sample(face.said, len(face.said))))


def test_likeness_is_high_for_the_same_and_low_for_another_when_no_post_is_the_same():
    before = list(faces_of(digest({"Hours": said("hours", 1, 6), "Roof": said("roof", 20, 6)})).values())
    now = list(faces_of(digest({"Hours": said("hours", 41, 6), "Roof": said("roof", 60, 6)})).values())
    alike = likeness(before, now, frozenset(key for face in now for key in face.keys), encode)
    assert min(alike[0, 0], alike[1, 1]) > 0.9
    assert max(alike[0, 1], alike[1, 0]) < 0.1
