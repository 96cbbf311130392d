"""What people said they would do, in the forms of the report: proven, linked to its theme, masked, dropped."""

from __future__ import annotations

import pytest
from digests import library_chat
from msgspec.structs import replace

from miner.digest.edits import apply_edits, edit_of
from miner.digest.people import with_people
from miner.digest.records import Digest, NextStep
from miner.digest.tables import table_of
from miner.errors import QuoteNotFound
from miner.report import render
from miner.report.proof import next_step_words, prove
from miner.settings import ReportSettings

TITLE = "Next steps"
CHATTER = "@{name} I'll send the list to {name} on Friday."


@pytest.fixture(scope="module")
def digest() -> Digest:
    """Two steps: a quoted argument of a theme, and a post that argues nothing and names somebody."""
    chat = library_chat()
    first = next(one for one in chat.arguments if one.id == chat.themes[0].key_point)
    name = next(person.name for person in chat.people if person.n_posts)
    argued = {one.post_id for one in chat.arguments}
    aside = next(one for one in chat.posts if one.id not in argued and one.kind in ("comment", "message"))
    text = CHATTER.format(name=name)
    posts = tuple(replace(one, text=text, quoted=(), author=name) if one is aside else one for one in chat.posts)
    steps = (
        NextStep(post_id=first.post_id, start=first.start, end=first.end),
        NextStep(post_id=aside.id, start=text.index("I'll"), end=len(text)),
    )
    return replace(chat, posts=posts, next_steps=steps, open_questions=())


def _words(digest: Digest) -> list[str]:
    posts = {post.id: post for post in digest.posts}
    return [next_step_words(step, posts) for step in digest.next_steps]


@pytest.mark.parametrize("form", ["html", "markdown", "text", "discourse", "slack", "docx"])
def test_every_form_has_the_section_only_when_there_is_something(digest: Digest, form: str) -> None:
    without = render(replace(digest, next_steps=()), form)
    if form == "docx":
        assert render(digest, form) != without
        return
    shown = render(digest, form)
    assert TITLE in shown
    assert TITLE not in without
    assert "Friday." in shown


def test_a_step_within_an_argument_names_its_theme(digest: Digest) -> None:
    section = render(digest, "html").partition('id="next"')[2].partition("</section>")[0]
    assert section.count("<blockquote") == 2
    assert section.count('class="theme-link') == 1


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (NextStep(post_id="gone", start=0, end=3), "there is no such post"),
        (NextStep(post_id="", start=0, end=3), "there is no such post"),
    ],
)
def test_a_step_is_proven(digest: Digest, step: NextStep, reason: str) -> None:
    with pytest.raises(QuoteNotFound, match=f"next step of {step.post_id}.*{reason}"):
        prove(replace(digest, next_steps=(step,)))


def test_a_step_outside_its_post_is_found(digest: Digest) -> None:
    step = replace(digest.next_steps[0], end=10**6)
    with pytest.raises(QuoteNotFound, match="is outside post"):
        prove(replace(digest, next_steps=(step,)))


def test_names_in_a_step_are_masked(digest: Digest) -> None:
    name = _words(digest)[1].split(" to ")[1].split(" on ")[0]
    shown = with_people(digest, ReportSettings(people="none"))
    prove(shown)
    assert len(shown.next_steps) == 2
    assert name not in _words(shown)[1]
    assert _words(shown)[1].endswith("on Friday.")


def test_a_step_in_a_dropped_quote_goes_with_it(digest: Digest) -> None:
    key = digest.themes[0].key_point
    edited = apply_edits(digest, [edit_of(digest, ("drop", key), {}, "")]).digest
    assert edited.next_steps == digest.next_steps[1:]


def test_the_table_of_quotes_has_the_steps(digest: Digest) -> None:
    rows = [row for row in table_of(digest, "quotes").rows if "next step" in row]
    assert [sum(words in row for words in _words(digest)) for row in rows] == [1, 1]
