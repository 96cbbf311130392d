"""Themes over many digests of one name: eight written weeks, absences, other names, forgetting, older libraries."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from builders import SUBJECTS, post, transcript

from miner.digest.changes import without_news
from miner.digest.records import Digest, dump_digest
from miner.embeddings.kept import rows_kept_in
from miner.errors import LibraryBusy
from miner.library import (
    Library,
    Vectors,
    begin_run,
    continued,
    digest_of,
    forget,
    keep_digest,
    keep_theme_states,
    keep_transcript,
    problems_of,
    unchanged,
)
from miner.library.themes import REMEMBERED
from miner.pipeline import mine
from miner.transcript import Post, Transcript

NOW = datetime(2024, 6, 1, tzinfo=UTC)
# Which subjects the eight weeks speak about.
WEEKS = (
    ("late hours", "noise"),
    ("late hours", "noise"),
    ("late hours", "noise", "fees"),
    ("late hours", "fees"),
    ("fees", "machines"),
    ("late hours", "fees", "machines"),
    ("noise", "machines"),
    ("noise", "machines"),
)


def week(number: int, subjects: Sequence[str]) -> list[Post]:
    """Six claims on each subject, in the order of the week, each by another person and with another reason."""
    posts = []
    for subject in subjects:
        claims, reasons = SUBJECTS[subject]
        for at, claim in enumerate(claims):
            text = f"{claim.capitalize()} {reasons[(at + number) % len(reasons)]}."
            posts.append(post(text, number * 100 + len(posts) + 1, author=f"reader{at + 1}{subject[0]}"))
    return posts


def keep(library: Library, found: Transcript, name: str = "weekly", digest: Digest | None = None) -> Digest:
    """One run: mined unless given, compared, kept."""
    vectors = Vectors(library, NOW.date())
    with rows_kept_in(vectors):
        made = continued(library, name, digest if digest is not None else mine(found))
    vectors.flush()
    with library.writing():
        run = begin_run(library, name, NOW)
        keep_transcript(library, run, found)
        keep_theme_states(library, keep_digest(library, run, made), made)
    return made


def subject_of(digest: Digest, theme_id: str) -> str:
    """The subject that most of a theme's posts speak about, by the initial of their authors."""
    authors = {post.id: post.author for post in digest.posts}
    initials = [authors[one.post_id][-1] for one in digest.arguments if one.theme_id == theme_id]
    return max(sorted(set(initials)), key=initials.count)


def marks(digest: Digest) -> list[tuple[str | None, str | None]]:
    return [(theme.lasting_id, theme.outcome) for theme in digest.themes]


@pytest.fixture(scope="module")
def eight_weeks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Digest]]:
    """The library after eight weeks, and their digests."""
    place = tmp_path_factory.mktemp("weeks") / "library.db"
    with Library(place) as library:
        digests = [keep(library, transcript(week(number, subjects))) for number, subjects in enumerate(WEEKS, 1)]
        assert list(problems_of(library)) == []
    return place, digests


@pytest.fixture
def later(eight_weeks: tuple[Path, list[Digest]], tmp_path: Path) -> Library:
    """A copy of that library to write to."""
    return Library(shutil.copy(eight_weeks[0], tmp_path / "library.db"))


def test_over_eight_weeks_a_subject_keeps_its_id(eight_weeks):
    digests = eight_weeks[1]
    assert {outcome for _, outcome in marks(digests[0])} == {None}
    assert digests[0].news is None
    held = total = 0
    seen: dict[str, str | None] = {}
    for digest in digests:
        ids = [theme.lasting_id for theme in digest.themes]
        assert len(set(ids)) == len(ids)
        for theme in digest.themes:
            subject = subject_of(digest, theme.id)
            if subject in seen and theme.outcome != "split":
                total += 1
                held += seen[subject] == theme.lasting_id
            seen.setdefault(subject, theme.lasting_id)
    assert held / total > 0.8, (held, total)


def test_a_theme_that_was_away_for_weeks_is_back_under_its_old_id(eight_weeks):
    digests = eight_weeks[1]
    (noise,) = [theme for theme in digests[6].themes if subject_of(digests[6], theme.id) == "n"][:1]
    (first,) = [theme for theme in digests[0].themes if subject_of(digests[0], theme.id) == "n"][:1]
    assert (noise.lasting_id, noise.outcome) == (first.lasting_id, "back")


def test_an_unchanged_week_costs_no_embedding_and_calls_nothing_new(later):
    last = transcript(week(8, WEEKS[-1]))
    before = keep(later, last)
    vectors = Vectors(later, NOW.date())
    with rows_kept_in(vectors):
        again = continued(later, "weekly", mine(last))
    assert vectors.n_made == 0
    assert {outcome for _, outcome in marks(again)} == {"continued"}
    assert [theme.lasting_id for theme in again.themes] == [theme.lasting_id for theme in before.themes]
    assert again.news is not None
    assert (again.news.n_new_posts, again.news.n_first_time) == (0, 0)
    assert dump_digest(without_news(again)) == dump_digest(without_news(before))


def test_another_name_knows_nothing_of_it(later):
    other = continued(later, "monthly", mine(transcript(week(8, WEEKS[-1]))))
    assert (other.news, {outcome for _, outcome in marks(other)}) == (None, {None})
    assert other.themes[0].lasting_id == "T1"


def test_what_is_kept_reads_back_and_is_the_same_before_and_after_its_posts_are_kept(later):
    found = transcript(week(9, ("fees", "late hours")))
    early = continued(later, "weekly", mine(found))
    with later.writing():
        run = begin_run(later, "weekly", NOW, {"key": "a key"})
        keep_transcript(later, run, found)
        assert continued(later, "weekly", early) == early
        number = keep_digest(later, run, early)
        keep_theme_states(later, number, early)
    assert digest_of(later, number) == early
    assert unchanged(later, "weekly", "a key") == early
    assert unchanged(later, "weekly", "another") is unchanged(later, "monthly", "a key") is None


def test_two_runs_that_give_away_the_same_ids_are_told_apart(later):
    found = transcript(week(9, ("late hours", "machines")))
    mined = mine(found)
    mine_of_both = continued(later, "weekly", without_news(mined))
    fresh = msgspec.structs.replace(
        mine_of_both,
        themes=tuple(msgspec.structs.replace(one, lasting_id="T1", outcome="new") for one in mine_of_both.themes[:1]),
    )

    def run() -> None:
        with later.writing():
            keep_transcript(later, begin_run(later, "weekly", NOW), found)
            number = keep_digest(later, begin_run(later, "weekly", NOW), fresh)
            keep_theme_states(later, number, fresh)

    with pytest.raises(LibraryBusy, match="another run of 'weekly', which was faster"):
        run()


def test_ids_are_not_given_again_when_all_that_is_known_of_them_is_gone(later):
    given = later.one("SELECT max(nth) FROM themes WHERE name = 'weekly'")
    with later.writing():
        later.db.execute("DELETE FROM theme_states")
    found = continued(later, "weekly", mine(transcript(week(9, ("fees", "machines")))))
    assert {outcome for _, outcome in marks(found)} == {"new"}
    assert min(int(str(key)[1:]) for key, _ in marks(found)) == given + 1


def test_a_theme_that_was_away_too_long_is_a_new_one(later):
    runs = later.rows("SELECT r.number FROM runs r JOIN digest_states s ON s.run = r.number")
    with later.writing():
        for _ in range(REMEMBERED - len(runs)):
            run = begin_run(later, "weekly", NOW)
            later.db.execute("INSERT INTO digest_states (run, written_on, record) VALUES (?, NULL, x'7b7d')", (run,))
    posts = mine(transcript(week(9, ("noise", "machines"))))
    assert "back" in {outcome for _, outcome in marks(continued(later, "weekly", posts))}
    with later.writing():
        for _ in range(8):
            run = begin_run(later, "weekly", NOW)
            later.db.execute("INSERT INTO digest_states (run, written_on, record) VALUES (?, NULL, x'7b7d')", (run,))
    assert {outcome for _, outcome in marks(continued(later, "weekly", posts))} == {"new"}


def test_edits_and_deletions_since_the_last_digest_are_seen(later):
    posts = week(8, WEEKS[-1])
    keep(later, transcript(posts))
    changed = [msgspec.structs.replace(posts[2], text=f"{posts[2].text} I have changed my mind."), *posts[3:]]
    found = continued(later, "weekly", mine(transcript([posts[0], *changed])))
    assert found.news is not None
    assert (found.news.edited, found.news.n_deleted, found.news.n_new_posts) == ((posts[2].id,), 1, 0)


def test_whoever_is_forgotten_leaves_no_trace_in_what_is_remembered_and_themes_live_on(later, tmp_path):
    name = "reader3n"
    titles = [f"{name} on silence", "noise"]
    theme, run, record = later.rows("SELECT theme, run, record FROM theme_states ORDER BY run DESC")[0]
    state = msgspec.json.decode(record) | {"title": titles[0], "keywords": titles}
    with later.writing():
        later.db.execute(
            "UPDATE theme_states SET record = ? WHERE (theme, run) = (?, ?)", (msgspec.json.encode(state), theme, run)
        )
    n_places = len(state["said"])
    forget(later, name, NOW)
    left = msgspec.json.decode(later.one("SELECT record FROM theme_states WHERE (theme, run) = (?, ?)", (theme, run)))
    assert (left["title"], left["keywords"]) == ("[name] on silence", ["noise"])
    assert 0 < len(left["said"]) <= n_places
    assert later.one("SELECT count(*) FROM digests") < len(WEEKS)  # those that held the name are gone
    found = continued(later, "weekly", mine(transcript(week(9, WEEKS[-1]))))
    assert "new" not in {outcome for _, outcome in marks(found)}
    assert list(problems_of(later)) == []
    later.close()
    assert name.encode() not in (tmp_path / "library.db").read_bytes()


def test_a_library_of_the_first_version_gets_the_tables_and_no_news_from_nowhere(tmp_path):
    place = Path(shutil.copy(Path(__file__).parents[1] / "data/library/v1.db", tmp_path / "library.db"))
    with Library(place) as library:
        tables = {name for (name,) in library.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert {"themes", "theme_states", "digest_states", "heard"} <= tables
        found = keep(library, transcript(week(1, WEEKS[0])), "library")
        assert found.news is None
        again = keep(library, transcript(week(2, WEEKS[1])), "library")
        assert again.news is not None
        assert list(problems_of(library)) == []
