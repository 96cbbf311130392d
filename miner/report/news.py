"""What is new since the digest before: the section that leads the report, and the marks on themes, posts and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from miner.digest.records import AnsweredQuestion, Digest, News, OpenQuestion, Outcome, ThemeChange
from miner.report.cards import Card, Shelf, ThemeRef
from miner.report.languages.catalogues import N_, gettext, ngettext, pgettext
from miner.report.languages.formats import day, joined, number
from miner.report.outside import name_of, title_of
from miner.report.phrases import listing, set_off

_MOST_GONE = 6
_NOTABLE: tuple[Outcome, ...] = ("new", "back", "split", "merged", "answered", "grown", "faded")
FIRST_TIME = N_("here for the first time")
NO_LONGER = N_("No longer spoken about")


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A theme of which something is to be told; ``mark`` says what."""

    ref: ThemeRef
    mark: str


@dataclass(frozen=True, slots=True)
class AnsweredView:
    """A question that was left open then; ``by`` says who answered, ``anchor`` leads to the first answer or is ""."""

    card: Card
    by: str
    anchor: str


@dataclass(frozen=True, slots=True)
class NewsView:
    """The section. ``summary`` is a sentence; ``gone`` names the themes that are not spoken about any more, or is ""."""

    summary: str
    changes: tuple[ChangeView, ...] = ()
    gone: str = ""
    answered: tuple[AnsweredView, ...] = ()


def news_view(digest: Digest, shelf: Shelf) -> NewsView | None:
    """The section; None without an earlier digest."""
    news = digest.news
    if news is None:
        return None
    present = {theme.id for theme in digest.themes}  # an editor may have put themes together since
    told = [one for one in news.themes if one.theme_id in present and one.outcome in _NOTABLE]
    told.sort(key=lambda one: _NOTABLE.index(one.outcome))
    posts = shelf.posts
    answered = (one for one in news.answered if one.post_id in posts)
    return NewsView(
        summary=summary_of(news),
        changes=tuple(ChangeView(shelf.themes[one.theme_id or ""], mark_of(one)) for one in told),
        gone=_gone(news),
        answered=tuple(_answered(one, shelf) for one in answered),
    )


def marks_of(digest: Digest) -> Mapping[str, str]:
    """Theme id -> what became of it, in a few words."""
    changes = digest.news.themes if digest.news is not None else ()
    return {one.theme_id: mark_of(one) for one in changes if one.theme_id is not None}


def mark_of(change: ThemeChange) -> str:
    """What became of a theme: ``new``, ``grown by 5 people``."""
    more = change.n_people - (change.n_people_before or 0)
    match change.outcome:
        case "grown":
            return ngettext("grown by %(n)s person", "grown by %(n)s people", more, n=number(more))
        case "faded":
            return ngettext("%(n)s person fewer", "%(n)s people fewer", -more, n=number(-more))
        case "merged":
            n = len(change.others)
            return ngettext("%(n)s other theme went into it", "%(n)s other themes went into it", n, n=number(n))
    return gettext(_MARKS[change.outcome])


_MARKS: Mapping[str, str] = {
    "new": N_("new theme"),
    "back": N_("back again"),
    "continued": N_("as before"),
    "split": N_("was part of another theme"),
    "answered": N_("an open question was answered"),
    "gone": NO_LONGER,
}


def summary_of(news: News) -> str:
    """All that is new, counted, in a sentence."""
    counted = joined(list(_counts(news)))
    since = day(news.since) if news.since is not None else ""
    if not counted:
        return (
            gettext("Nothing new since %(day)s.", day=since) if since else gettext("Nothing new since the last digest.")
        )
    if not since:
        return gettext("Since the last digest: %(news)s.", news=counted)
    return gettext("Since %(day)s: %(news)s.", day=since, news=counted)


def _counts(news: News) -> Iterator[str]:
    """What there is to be counted, the weightiest first."""
    by_outcome = Counter(theme.outcome for theme in news.themes)
    counts = (
        (by_outcome["new"] + by_outcome["split"], _new_themes),
        (by_outcome["back"], _back),
        (by_outcome["grown"], _grown),
        (by_outcome["faded"] + by_outcome["gone"], _faded),
        (len(news.answered), _questions),
        (news.n_new_posts, _new_posts),
        (news.n_first_time, _first_timers),
        (len(news.edited), _edited),
        (news.n_deleted, _deleted),
    )
    yield from (words(n) for n, words in counts if n)


def _new_themes(n: int) -> str:
    return ngettext("%(n)s new theme", "%(n)s new themes", n, n=number(n))


def _back(n: int) -> str:
    return ngettext("%(n)s theme back again", "%(n)s themes back again", n, n=number(n))


def _grown(n: int) -> str:
    return ngettext("%(n)s grown", "%(n)s grown", n, n=number(n))


def _faded(n: int) -> str:
    return ngettext("%(n)s faded", "%(n)s faded", n, n=number(n))


def _questions(n: int) -> str:
    return ngettext("%(n)s answered question", "%(n)s answered questions", n, n=number(n))


def _new_posts(n: int) -> str:
    return ngettext("%(n)s new post", "%(n)s new posts", n, n=number(n))


def _first_timers(n: int) -> str:
    return ngettext("%(n)s person here for the first time", "%(n)s people here for the first time", n, n=number(n))


def _edited(n: int) -> str:
    return ngettext("%(n)s edited post", "%(n)s edited posts", n, n=number(n))


def _deleted(n: int) -> str:
    return ngettext("%(n)s deleted post", "%(n)s deleted posts", n, n=number(n))


def _gone(news: News) -> str:
    """Names of an earlier digest's themes: none where names were taken out of this one."""
    titles = [title_of(theme.title) for theme in news.themes if theme.outcome == "gone" and theme.title]
    if not titles:
        return ""
    return gettext(
        "%(label)s: %(text)s", label=gettext(NO_LONGER), text=listing(list(map(set_off, titles)), _MOST_GONE)
    )


def _answered(one: AnsweredQuestion, shelf: Shelf) -> AnsweredView:
    replies = [shelf.posts[key] for key in one.answers if key in shelf.posts]
    names = list(dict.fromkeys(name_of(post.author) for post in replies))
    anchors = [shelf.contexts[post.id] for post in replies if post.id in shelf.contexts]
    return AnsweredView(
        card=shelf.open_question(OpenQuestion(post_id=one.post_id, start=one.start, end=one.end)),
        by=pgettext("a question", "answered by %(people)s", people=listing(names)),
        anchor=anchors[0] if anchors else "",
    )
