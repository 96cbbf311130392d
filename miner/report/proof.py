"""Every quote looked up again, before a report is rendered and in what was rendered.

The first check reads the digest alone: each argument id used anywhere names an argument whose span
stands in its post and is its author's own. The second reads the report: the words are there, whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from miner.digest.records import (
    AnsweredQuestion,
    Digest,
    DigestArgument,
    DigestContrast,
    DigestPost,
    NextStep,
    OpenQuestion,
)
from miner.errors import DigestBroken, QuoteNotFound
from miner.transcript import Span

T = TypeVar("T")
Quoted = Mapping[str, str]


def prove(digest: Digest) -> Quoted:
    """Look up every quote of a digest.

    Returns
    -------
    Argument id -> its words, ``text[start:end]`` of its post, for all arguments.

    Raises
    ------
    QuoteNotFound
        If a quote is empty, outside its post, in a repost, or somebody else's words.
    DigestBroken
        If an id stands twice, names a theme that is not there, or the account does not balance.
    """
    posts = _by_id("post", ((post.id, post) for post in digest.posts))
    arguments = _by_id("argument", ((argument.id, argument) for argument in digest.arguments))
    words = {key: _words(argument, posts) for key, argument in arguments.items()}
    for where, key in used_arguments(digest):
        if key not in words:
            raise QuoteNotFound(key, f"{where} uses it, and no argument has this id")
    for question in digest.open_questions:
        _span_of_post("open question", question, posts)
    for answered in digest.news.answered if digest.news is not None else ():
        _span_of_post("open question", answered, posts)
    for step in digest.next_steps:
        _span_of_post("next step", step, posts)
    _check_whole(digest)
    return words


def prove_rendered(rendered: str, words: Quoted, shown: Iterable[str], escape: Callable[[str], str]) -> None:
    """Check that each quote a report shows stands in it, whole, in the escaping of its format.

    Raises
    ------
    QuoteNotFound
    """
    for key in shown:
        if escape(words[key]) not in rendered:
            raise QuoteNotFound(key, "its words are not in the rendered report to the letter")


def used_arguments(digest: Digest) -> Iterator[tuple[str, str]]:
    """Every place that names an argument, and the id, in the order of the report."""
    yield from (("the overview", key) for key in digest.overview)
    for theme in digest.themes:
        where = f"theme {theme.id}"
        yield from ((where, key) for key in (theme.key_point, *theme.quotes))
        if theme.dissent is not None:
            yield where, theme.dissent
    for contrast in digest.contrasts:
        yield from ((f"contrast {contrast.id}", key) for key in _of_contrast(contrast))
    for question in digest.questions:
        yield from ((f"question {question.id}", key) for key in question.quotes)
    yield from (("said once", key) for key in digest.said_once)


def open_question_words(question: OpenQuestion, posts: Mapping[str, DigestPost]) -> str:
    """The words of a question nobody answered."""
    return posts[question.post_id].text[question.start : question.end]


def next_step_words(step: NextStep, posts: Mapping[str, DigestPost]) -> str:
    """The words of what somebody said they would do."""
    return posts[step.post_id].text[step.start : step.end]


def _of_contrast(contrast: DigestContrast) -> Iterator[str]:
    for pole in (contrast.left, contrast.right):
        yield from pole.key_points
        yield from pole.quotes
    yield from contrast.common_ground


def _words(argument: DigestArgument, posts: Mapping[str, DigestPost]) -> str:
    post = posts.get(argument.post_id)
    if post is None:
        raise QuoteNotFound(argument.id, f"there is no post {argument.post_id}")
    return _span(argument.id, post, (argument.start, argument.end))


def _span_of_post(what: str, one: OpenQuestion | AnsweredQuestion | NextStep, posts: Mapping[str, DigestPost]) -> None:
    label = f"{what} of {one.post_id}"
    post = posts.get(one.post_id)
    if post is None:
        raise QuoteNotFound(label, "there is no such post")
    _span(label, post, (one.start, one.end))


def _span(label: str, post: DigestPost, span: Span) -> str:
    start, end = span
    if post.kind == "repost":
        raise QuoteNotFound(label, f"post {post.id} is a repost")
    if not 0 <= start < end <= len(post.text):
        raise QuoteNotFound(label, f"span {start}-{end} is outside post {post.id} of {len(post.text)} characters")
    if not post.text[start:end].strip():
        raise QuoteNotFound(label, f"span {start}-{end} of post {post.id} is empty")
    if not _own_words(post, start, end).strip():
        raise QuoteNotFound(label, f"span {start}-{end} of post {post.id} is taken over from somebody else")
    return post.text[start:end]


def _own_words(post: DigestPost, start: int, end: int) -> str:
    """What is left of a span without the parts taken over from others: a sentence may cite two words."""
    own = []
    here = start
    for quoted_start, quoted_end in sorted(post.quoted):
        own.append(post.text[here : max(here, min(quoted_start, end))])
        here = max(here, min(quoted_end, end))
    return "".join(own) + post.text[here:end]


def _by_id(what: str, pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise DigestBroken(f"the {what} id {key!r} stands twice")
        found[key] = value
    return found


def _check_whole(digest: Digest) -> None:
    themes = _by_id("theme", ((theme.id, theme) for theme in digest.themes))
    named = [
        *(theme.parent for theme in digest.themes),
        *(argument.theme_id for argument in digest.arguments),
        *(argument.subtheme_id for argument in digest.arguments),
        *(key for question in digest.questions for key in question.themes),
    ]
    for key in named:
        if key is not None and key not in themes:
            raise DigestBroken(f"it names the theme {key!r}, which it has not")
    if not digest.account.balances():
        raise DigestBroken(f"its account does not add up ({digest.account})")
