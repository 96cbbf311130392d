"""Quotes as templates see them: words, author, time, link, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from miner.digest.records import Digest, DigestArgument, DigestPost, DigestQuestion, NextStep, OpenQuestion, Theme
from miner.report.languages.catalogues import N_, gettext
from miner.report.outside import anchors, excerpt_of, language_of, name_of, safe_url, short_anchors, title_of
from miner.report.phrases import Moment, moment, untitled_theme
from miner.report.proof import Quoted, next_step_words, open_question_words
from miner.report.threads import placed_posts

EDITED_SINCE = N_("edited since")
N_COLOURS = 9  # of the stylesheet: t1..t9; t0 is for arguments in no theme


@dataclass(frozen=True, slots=True)
class ThemeRef:
    """A theme to link to; ``label`` is its number, ``colour`` the class of its colour."""

    id: str
    anchor: str
    label: str
    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A numbered question to link to, with the beginning of its text."""

    label: str
    anchor: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class ReplyRef:
    """The post that a quote answers, with the beginning of its text."""

    author: str
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A quote. ``home`` is True where it stands for the first time: that place carries the anchor.

    ``role`` is ``key`` for a key point, ``dissent`` for a voice against it, else "".
    ``reposted`` people shared the post on; ``copies`` posts said it in these words.
    ``discussion`` names the thread when the digest has several, else "".
    ``context`` is the anchor of the post in its thread, "" when the page does not show it.
    ``edited`` says that the post was another one in the digest before ("edited since"), or is "".
    """

    id: str
    anchor: str
    home: bool
    words: str
    author: str
    discussion: str
    when: Moment
    url: str
    lang: str
    role: str
    question: QuestionRef | None
    reply: ReplyRef | None
    theme: ThemeRef | None
    reposted: int
    copies: int
    context: str
    edited: str = ""


class Shelf:
    """Makes the cards of one report, in page order."""

    def __init__(self, digest: Digest, words: Quoted) -> None:
        self.words = words
        self.posts = {post.id: post for post in digest.posts}
        self.arguments = {argument.id: argument for argument in digest.arguments}
        self.anchors = anchors("a", self.arguments)
        self.threads = placed_posts(digest)
        self.contexts = short_anchors("p", (one.post.id for thread in self.threads.values() for one in thread))
        self.themes = theme_refs(digest.themes)
        self.questions = question_refs(digest.questions)
        self._asked = {(question.thread_id, question.id): question for question in digest.questions}
        several = len(digest.threads) > 1
        self._discussions = {thread.id: name_of(thread.title) for thread in digest.threads if several and thread.title}
        self._at_home: set[str] = set()
        self._edited = frozenset(digest.news.edited if digest.news is not None else ())

    def card(self, key: str, role: str = "") -> Card:
        """The quote; the first card of an argument is its home."""
        home = key not in self._at_home
        self._at_home.add(key)
        return self._card(key, role, home)

    def cards(self, ids: Iterable[str], dissent: str | None = None) -> tuple[Card, ...]:
        """Several quotes, each once; ``dissent`` is marked."""
        return tuple(self.card(key, "dissent" if key == dissent else "") for key in dict.fromkeys(ids))

    def mention(self, key: str) -> Card:
        """The quote where it is only pointed to: its home is elsewhere."""
        return self._card(key, "", home=False)

    def targets(self) -> Mapping[str, str]:
        """Argument id -> anchor of its home, for those that are quoted."""
        return {key: self.anchors[key] for key in self.arguments if key in self._at_home}

    def places(self) -> Mapping[str, str]:
        """Argument id -> anchor of its home, or of its post for those that are not quoted; all that the page shows."""
        contexts = {key: self.contexts.get(argument.post_id, "") for key, argument in self.arguments.items()}
        return {key: anchor for key, anchor in {**contexts, **self.targets()}.items() if anchor}

    def is_home(self, key: str) -> bool:
        """Whether the argument stands somewhere on the page already."""
        return key in self._at_home

    def open_question(self, question: OpenQuestion) -> Card:
        """A question nobody answered, as a card without an argument."""
        post = self.posts[question.post_id]
        words = open_question_words(question, self.posts)
        return self._of_post(f"{post.id}?{question.start}", post, words)

    def next_step(self, step: NextStep) -> Card:
        """What somebody said they would do, with the theme of the argument it is a part of, if it is of one."""
        post = self.posts[step.post_id]
        around = next((one for one in self._of(step.post_id) if one.start < step.end and step.start < one.end), None)
        theme = around.theme_id if around is not None else None
        return self._of_post(
            f"{post.id}!{step.start}",
            post,
            next_step_words(step, self.posts),
            theme=self.themes[theme] if theme is not None else None,
        )

    def _of(self, post_id: str) -> Iterator[DigestArgument]:
        """The arguments of a post."""
        return (one for one in self.arguments.values() if one.post_id == post_id)

    def _card(self, key: str, role: str, home: bool) -> Card:
        argument = self.arguments[key]
        post = self.posts[argument.post_id]
        asked = self._asked.get((post.thread_id, argument.question or ""))
        return self._of_post(
            key,
            post,
            self.words[key],
            anchor=self.anchors[key],
            home=home,
            role=role,
            question=self.questions[_question_key(asked)] if asked is not None else None,
            asked_in=asked.post_id if asked is not None else None,
            theme=self.themes[argument.theme_id] if argument.theme_id is not None else None,
            copies=argument.copies,
        )

    def _of_post(
        self,
        key: str,
        post: DigestPost,
        words: str,
        *,
        anchor: str = "",
        home: bool = False,
        role: str = "",
        question: QuestionRef | None = None,
        asked_in: str | None = None,
        theme: ThemeRef | None = None,
        copies: int = 1,
    ) -> Card:
        return Card(
            id=key,
            anchor=anchor,
            home=home,
            words=words,
            author=name_of(post.author),
            discussion=self._discussions.get(post.thread_id, ""),
            when=moment(post.posted_at, post.precision, post.tz_assumed),
            url=safe_url(post.url),
            lang=language_of(post.lang),
            role=role,
            question=question,
            reply=self._reply(post, asked_in),
            theme=theme,
            reposted=post.reposts,
            copies=copies,
            context=self.contexts.get(post.id, ""),
            edited=gettext(EDITED_SINCE) if post.id in self._edited else "",
        )

    def _reply(self, post: DigestPost, asked_in: str | None) -> ReplyRef | None:
        """The parent, unless it is the question already shown, or the article everything answers."""
        parent = self.posts.get(post.parent_id or "")
        if parent is None or parent.id == asked_in or parent.kind == "article":
            return None
        return ReplyRef(author=name_of(parent.author), excerpt=excerpt_of(parent.text), url=safe_url(parent.url))


def theme_refs(themes: Iterable[Theme]) -> Mapping[str, ThemeRef]:
    """Theme id -> what links to it. Themes are numbered in order, the themes beneath one ``2.1``, ``2.2``."""
    known = tuple(themes)
    named = anchors("theme", (theme.id for theme in known))
    parents = {theme.id: theme.parent for theme in known}
    labels: dict[str, str] = {}
    n_children: dict[str, int] = {}
    for theme in known:
        if _top(theme.id, parents) == theme.id:
            labels[theme.id] = str(len(labels) + 1)
    for theme in known:
        top = _top(theme.id, parents)
        if top != theme.id:
            n_children[top] = n_children.get(top, 0) + 1
            labels[theme.id] = f"{labels[top]}.{n_children[top]}"
    return {
        theme.id: ThemeRef(
            id=theme.id,
            anchor=named[theme.id],
            label=labels[theme.id],
            title=title_of(theme.title) or untitled_theme(labels[theme.id]),
            colour=f"t{(int(labels[theme.id].partition('.')[0]) - 1) % N_COLOURS + 1}",
        )
        for theme in known
    }


def question_refs(questions: Iterable[DigestQuestion]) -> Mapping[tuple[str, str], QuestionRef]:
    """(thread id, question id) -> what links to it."""
    known = tuple(questions)
    one_thread = len({question.thread_id for question in known}) <= 1
    keys = {question.id if one_thread else f"{question.thread_id} {question.id}": question for question in known}
    named = anchors("question", keys)
    return {
        _question_key(question): QuestionRef(
            label=title_of(question.id), anchor=named[key], excerpt=excerpt_of(question.text)
        )
        for key, question in keys.items()
    }


def _question_key(question: DigestQuestion) -> tuple[str, str]:
    return (question.thread_id, question.id)


def _top(key: str, parents: Mapping[str, str | None]) -> str:
    """The theme at the top of a branch; a circle ends at its smallest id."""
    seen = [key]
    while (parent := parents.get(seen[-1])) is not None:
        if parent in seen:
            return min(seen)
        seen.append(parent)
    return seen[-1]
