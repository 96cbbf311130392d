"""What is new: it leads the report in every form of words, and is left out where nothing is known."""

from __future__ import annotations

from datetime import date

import pytest
from builders import discussion
from msgspec.structs import replace

from miner.digest.changes import compared, past_of, with_news, without_news
from miner.digest.people import with_people
from miner.digest.records import AnsweredQuestion, Digest, News, Theme, ThemeChange
from miner.errors import QuoteNotFound
from miner.pipeline import mine
from miner.report.formats import FORMS
from miner.report.news import mark_of, summary_of
from miner.report.proof import prove
from miner.settings import EmbeddingSettings, ReportSettings

FORMS_OF_WORDS = ("html", "markdown", "text", "slack", "discourse", "atom")


@pytest.fixture(scope="module")
def two() -> tuple[Digest, Digest]:
    """Two digests whose stretches overlap by half; in the second a post was edited."""
    full = discussion(60)
    edited = replace(full.posts[30], text=f"{full.posts[30].text} I said that before.")
    posts = (*full.posts[20:30], edited, *full.posts[31:])
    first = with_news(mine(replace(full, posts=full.posts[:40])), None, lambda texts: pytest.fail(str(texts)))
    return first, compared(first, mine(replace(full, posts=posts)), EmbeddingSettings())


@pytest.mark.parametrize("form", FORMS_OF_WORDS)
def test_what_is_new_comes_before_what_was_said(form, two):
    rendered = str(FORMS[form].render(two[1], ReportSettings()))
    news = two[1].news
    assert news is not None
    assert rendered.index("What is new") < rendered.index("What people said")
    assert "Since 14 May 2024: " in " ".join(rendered.split())
    changed = next(one for one in news.themes if one.outcome in ("grown", "faded", "new", "split"))
    assert mark_of(changed) in " ".join(rendered.split())


def test_without_an_earlier_digest_nothing_is_said_of_news(two):
    for form in FORMS_OF_WORDS:
        rendered = str(FORMS[form].render(two[0], ReportSettings()))
        assert "What is new" not in rendered
        assert rendered == str(FORMS[form].render(without_news(two[0]), ReportSettings()))


def test_a_quote_of_an_edited_post_says_so(two):
    news = two[1].news
    assert news is not None
    (key,) = news.edited
    argument = next(one for one in two[1].arguments if one.post_id == key)
    shown = replace(two[1], said_once=(argument.id, *two[1].said_once))
    assert "edited since" in str(FORMS["html"].render(shown, ReportSettings()))
    assert "edited since" in str(FORMS["markdown"].render(shown, ReportSettings()))


def test_the_sentence_counts_what_there_is():
    themes = tuple(
        ThemeChange(lasting_id=f"T{number}", outcome=outcome)
        for number, outcome in enumerate(("new", "split", "grown", "faded", "gone", "back", "continued"), 1)
    )
    news = News(since=date(2024, 3, 6), themes=themes, n_first_time=12, n_new_posts=1, n_deleted=2)
    assert summary_of(news) == (
        "Since 6 Mar 2024: 2 new themes, 1 theme back again, 1 grown, 2 faded, 1 new post, "
        "12 people here for the first time, 2 deleted posts."
    )
    assert summary_of(News(since=date(2024, 3, 6))) == "Nothing new since 6 Mar 2024."
    assert summary_of(News()) == "Nothing new since the last digest."


def test_an_answered_question_is_proven_like_any_quote(two):
    digest = two[1]
    post = digest.posts[0]
    reply = digest.posts[1]
    answered = AnsweredQuestion(post_id=post.id, start=0, end=len(post.text), answers=(reply.id,))
    assert digest.news is not None
    asked = replace(digest, news=replace(digest.news, answered=(answered,)))
    shown = " ".join(str(FORMS["text"].render(asked, ReportSettings())).split())
    assert f"answered by {reply.author}" in shown
    with pytest.raises(QuoteNotFound):
        prove(replace(digest, news=replace(digest.news, answered=(replace(answered, end=9999),))))


def test_titles_of_the_last_digest_go_with_the_names(two):
    """They may hold names that only that digest knew."""
    gone = ThemeChange(lasting_id="T9", outcome="gone", title="What Petronella said")
    first, second = two
    assert second.news is not None
    named = replace(second, news=replace(second.news, themes=(*second.news.themes, gone)))
    assert "Petronella" in str(FORMS["markdown"].render(named, ReportSettings()))
    settings = ReportSettings(people="initials")
    masked = with_people(named, settings)
    assert masked.news is not None
    assert {one.earlier_title for one in masked.news.themes} == {""}
    for form in (*FORMS_OF_WORDS, "json"):
        assert "Petronella" not in str(FORMS[form].render(masked, settings))
    assert past_of(first).n_given == len(first.themes)


def test_a_theme_put_together_by_an_editor_is_left_out_of_the_list(two):
    digest = two[1]
    kept: tuple[Theme, ...] = digest.themes[:-1]
    lost = digest.themes[-1].id
    arguments = tuple(replace(one, theme_id=None) if one.theme_id == lost else one for one in digest.arguments)
    rendered = FORMS["markdown"].render(replace(digest, themes=kept, arguments=arguments), ReportSettings())
    assert "What is new" in str(rendered)
