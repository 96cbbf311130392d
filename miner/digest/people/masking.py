"""A digest without the names in it: every field, every text, every span of a quote, every id and address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from miner.digest.people.finding import Finder, Hit, Replaced
from miner.digest.people.naming import ANYBODY, free, identity
from miner.digest.records import (
    AnsweredQuestion,
    Digest,
    DigestArgument,
    DigestContrast,
    DigestPole,
    DigestPost,
    DigestQuestion,
    DigestThread,
    News,
    NextStep,
    OpenQuestion,
    Person,
    SharedLink,
    SourceSummary,
    Theme,
    Written,
    WrittenText,
)


@dataclass(frozen=True)
class Mask:
    """How people are called instead.

    ``shown``: identity -> what stands for it; whoever is not in it is not hidden. ``call`` names those, and people
    who are only mentioned. ``listed`` False: fields that name people are empty. ``everybody`` False: only some are
    hidden, and what belongs to the others stays as it is.
    """

    finder: Finder
    shown: Mapping[str, str]
    call: Callable[[str], str]
    listed: bool = True
    everybody: bool = True

    def name(self, name: str) -> str:
        """An author as the digest shows them."""
        if not self.hides(name):
            return name
        return self.call(identity(name)) if self.listed else ""

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Several, each once; in order of name."""
        return tuple(sorted({shown for name in names if (shown := self.name(name))}, key=_by_name))

    def hides(self, name: str) -> bool:
        """Whether this person's name is to go."""
        return bool(name) and identity(name) in self.shown

    def replaced(self, text: str) -> Replaced:
        """A text and where its replacements are."""
        replaced = self.finder.replaced(text, self._instead)
        if replaced.places and self.finder.is_named(replaced.text):  # a pseudonym and what stands beside it make a name
            return self.finder.replaced(text, lambda _: ANYBODY)
        return replaced

    def text(self, text: str) -> str:
        """A text."""
        return self.replaced(text).text

    def texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Several texts; where two come to look alike the second gets a number."""
        seen: dict[str, int] = {}
        made = []
        for masked in map(self.text, texts):
            seen[masked] = seen.get(masked, 0) + 1
            made.append(masked if seen[masked] == 1 else f"{masked} ({seen[masked]})")
        return tuple(made)

    def _instead(self, hit: Hit) -> str:
        if hit.kind == "name" and hit.person is not None and self.listed:
            return self.call(hit.person)
        return self._tokens[hit.kind]

    @cached_property
    def _tokens(self) -> Mapping[str, str]:
        """What stands for a thing whose bearer is not told; nobody may be called so."""
        words = {"name": ("[name]", "[somebody]"), "link": ("[link]", "[address]"), "mail": ("[e-mail address]",)}
        return {kind: free(candidates, self.finder.is_named) for kind, candidates in words.items()}


def masked(digest: Digest, mask: Mask) -> Digest:
    """The digest as the mask lets it be seen; quotes are spans of the texts without names."""
    return _Masking(digest, mask).done()


class _Masking:
    """One digest on its way: the new ids and the texts with their replacements, looked up by all its parts."""

    def __init__(self, digest: Digest, mask: Mask) -> None:
        self.digest, self.mask = digest, mask
        self.texts = {post.id: mask.replaced(post.text) for post in digest.posts}
        self.posts = _renamed("post", ((post.id, self._hidden(post)) for post in digest.posts))
        threads = dict.fromkeys((*(thread.id for thread in digest.threads), *(post.thread_id for post in digest.posts)))
        self.threads = _renamed("thread", ((key, mask.everybody or mask.finder.is_named(key)) for key in threads))
        self.arguments = self._argument_ids()
        self.contrasts = self._unlike(contrast.name for contrast in digest.contrasts)
        self.contrast_ids = self._unlike(contrast.id for contrast in digest.contrasts)
        themes = (place for theme in digest.themes for place in theme.by_source)
        self.places = self._unlike((*(source.place for source in digest.sources), *themes))

    def _unlike(self, texts: Iterable[str]) -> dict[str, str]:
        known = list(dict.fromkeys(texts))
        return dict(zip(known, self.mask.texts(known), strict=True))

    def _hidden(self, post: DigestPost) -> bool:
        """Whether the post's id and address lead to somebody whose name is to go."""
        return self.mask.everybody or self.mask.hides(post.author) or self.mask.finder.is_named(f"{post.id} {post.url}")

    def _argument_ids(self) -> dict[str, str]:
        n_of_post: dict[str, int] = {}
        ids = {}
        for argument in self.digest.arguments:
            post = self.posts[argument.post_id]
            n_of_post[post] = n_of_post.get(post, 0) + 1
            ids[argument.id] = f"{post}.{n_of_post[post]}" if post != argument.post_id else argument.id
        return ids

    def done(self) -> Digest:
        """Every part of the digest, one by one: a field that is added to it belongs here, too."""
        digest, mask = self.digest, self.mask
        links = tuple(link for link in digest.links if mask.text(link.url) == link.url)  # others lead to somebody
        return replace(
            digest,
            title=mask.text(digest.title),
            threads=tuple(map(self._thread, digest.threads)),
            sources=tuple(map(self._source, digest.sources)),
            posts=tuple(map(self._post, digest.posts)),
            arguments=tuple(map(self._argument, digest.arguments)),
            overview=self._ids(digest.overview),
            themes=tuple(map(self._theme, digest.themes)),
            contrasts=tuple(map(self._contrast, digest.contrasts)),
            questions=tuple(map(self._question, digest.questions)),
            said_once=self._ids(digest.said_once),
            open_questions=tuple(map(self._open_question, digest.open_questions)),
            next_steps=tuple(map(self._next_step, digest.next_steps)),
            links=tuple(map(self._link, links)),
            people=_joined(self._person(person) for person in digest.people) if mask.listed else (),
            method=replace(
                digest.method,
                embedder=mask.text(digest.method.embedder),
                edits=tuple(replace(edit, about=mask.text(edit.about)) for edit in digest.method.edits),
                settings=self._inside(digest.method.settings),
            ),
            limits=tuple(mask.text(limit) for limit in digest.limits),
            map={self.arguments.get(key, key): place for key, place in digest.map.items()},
            news=None if digest.news is None else self._news(digest.news),
            written=self._written(digest.written) if isinstance(digest.written, Written) else digest.written,
        )

    def _ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.arguments.get(key, key) for key in ids)

    def _thread(self, thread: DigestThread) -> DigestThread:
        mask = self.mask
        return replace(
            thread,
            id=self.threads[thread.id],
            title=mask.text(thread.title),
            url="" if mask.everybody or mask.finder.is_named(thread.url) else thread.url,
            platform=mask.text(thread.platform),
            place=self.places.get(thread.place) or mask.text(thread.place),
            hosts=mask.names(thread.hosts),
            guests=mask.names(thread.guests),
            hashtag=mask.text(thread.hashtag),
        )

    def _source(self, source: SourceSummary) -> SourceSummary:
        return replace(
            source,
            place=self.places[source.place],
            layout=self.mask.text(source.layout),
            notes=tuple(self.mask.text(note) for note in source.notes),
        )

    def _post(self, post: DigestPost) -> DigestPost:
        text = self.texts[post.id]
        quoted = (text.inner(span) for span in post.quoted)
        return replace(
            post,
            id=self.posts[post.id],
            thread_id=self.threads[post.thread_id],
            text=text.text,
            author=self.mask.name(post.author),
            parent_id=self._parent(post.parent_id),
            url="" if self._hidden(post) else post.url,
            endorsers=self.mask.names(post.endorsers),
            quoted=tuple((start, end) for start, end in quoted if start < end),
        )

    def _parent(self, parent_id: str | None) -> str | None:
        """A parent that is not in the digest cannot be renamed; its id may tell who wrote it."""
        if parent_id is None or parent_id in self.posts:
            return self.posts.get(parent_id or "")
        return None if self.mask.everybody or self.mask.finder.is_named(parent_id) else parent_id

    def _argument(self, argument: DigestArgument) -> DigestArgument:
        start, end = self.texts[argument.post_id].outer((argument.start, argument.end))
        return replace(
            argument,
            id=self.arguments[argument.id],
            post_id=self.posts[argument.post_id],
            start=start,
            end=end,
            positions={self.contrasts.get(name) or self.mask.text(name): at for name, at in argument.positions.items()},
            copy_authors=self.mask.names(argument.copy_authors),
        )

    def _theme(self, theme: Theme) -> Theme:
        return replace(
            theme,
            title=self.mask.text(theme.title),
            key_point=self.arguments[theme.key_point],
            quotes=self._ids(theme.quotes),
            keywords=tuple(self.mask.text(word) for word in theme.keywords),
            dissent=None if theme.dissent is None else self.arguments[theme.dissent],
            by_source={self.places[place]: n for place, n in theme.by_source.items()},
        )

    def _contrast(self, contrast: DigestContrast) -> DigestContrast:
        return replace(
            contrast,
            id=self.contrast_ids[contrast.id],
            name=self.contrasts[contrast.name],
            left=self._pole(contrast.left),
            right=self._pole(contrast.right),
            common_ground=self._ids(contrast.common_ground),
            both_people=self.mask.names(contrast.both_people),
            reason=self.mask.text(contrast.reason),
        )

    def _pole(self, pole: DigestPole) -> DigestPole:
        return replace(
            pole,
            name=self.mask.text(pole.name),
            key_points=self._ids(pole.key_points),
            quotes=self._ids(pole.quotes),
        )

    def _question(self, question: DigestQuestion) -> DigestQuestion:
        return replace(
            question,
            text=self.mask.text(question.text),
            thread_id=self.threads.get(question.thread_id, ""),
            post_id=self.posts.get(question.post_id, ""),
            asked_by=self.mask.name(question.asked_by),
            quotes=self._ids(question.quotes),
        )

    def _open_question(self, question: OpenQuestion) -> OpenQuestion:
        start, end = self.texts[question.post_id].outer((question.start, question.end))
        return OpenQuestion(post_id=self.posts[question.post_id], start=start, end=end)

    def _next_step(self, step: NextStep) -> NextStep:
        start, end = self.texts[step.post_id].outer((step.start, step.end))
        return NextStep(post_id=self.posts[step.post_id], start=start, end=end)

    def _news(self, news: News) -> News:
        """Titles of the digest before may hold names that are not known here: they go, if all names are to."""
        hidden = self.mask.everybody
        themes = tuple(
            replace(
                theme,
                title="" if hidden and theme.theme_id is None else self.mask.text(theme.title),
                earlier_title="" if hidden else self.mask.text(theme.earlier_title),
            )
            for theme in news.themes
        )
        answered = tuple(map(self._answered, news.answered))
        return replace(news, themes=themes, answered=answered, edited=tuple(self.posts[key] for key in news.edited))

    def _answered(self, one: AnsweredQuestion) -> AnsweredQuestion:
        start, end = self.texts[one.post_id].outer((one.start, one.end))
        answers = tuple(self.posts[key] for key in one.answers)
        return AnsweredQuestion(post_id=self.posts[one.post_id], start=start, end=end, answers=answers)

    def _written(self, written: Written) -> Written:
        return Written(
            titles={key: self._sentence(one) for key, one in written.titles.items()},
            summaries={key: self._sentences(several) for key, several in written.summaries.items()},
            poles={
                self.contrast_ids[key]: (self._sentence(left), self._sentence(right))
                for key, (left, right) in written.poles.items()
            },
            contrasts={self.contrast_ids[key]: self._sentences(several) for key, several in written.contrasts.items()},
            overview=self._sentences(written.overview),
            questions=self._sentences(written.questions),
        )

    def _sentences(self, several: Iterable[WrittenText]) -> tuple[WrittenText, ...]:
        return tuple(map(self._sentence, several))

    def _sentence(self, one: WrittenText) -> WrittenText:
        return replace(one, text=self.mask.text(one.text), cites=self._ids(one.cites))

    def _link(self, link: SharedLink) -> SharedLink:
        post_id = self.posts.get(link.post_id, "")
        return replace(link, people=self.mask.names(link.people), post_id=post_id)

    def _person(self, person: Person) -> Person:
        return replace(person, name=self.mask.name(person.name))

    def _inside(self, value: Any) -> Any:
        """Settings may name hosts, files and titles."""
        if isinstance(value, str):
            return self.mask.text(value)
        if isinstance(value, dict):
            return {self._inside(key): self._inside(one) for key, one in value.items()}
        return [self._inside(one) for one in value] if isinstance(value, list | tuple) else value


def _renamed(word: str, ids: Iterable[tuple[str, bool]]) -> dict[str, str]:
    """Id -> id that tells nothing, for those that must not be told; numbers go with the order of the digest."""
    known = list(ids)
    taken = {key for key, _ in known}
    made: dict[str, str] = {}
    number = 0
    for key, hidden in known:
        if hidden:
            number += 1
            while f"{word}-{number}" in taken:
                number += 1
        made[key] = f"{word}-{number}" if hidden else key
    return made


def _joined(people: Iterable[Person]) -> tuple[Person, ...]:
    """In order of the new names; two ways of writing one name have become one person."""
    found: dict[str, Person] = {}
    for person in people:
        before = found.get(person.name)
        found[person.name] = person if before is None else _sum(before, person)
    return tuple(found[name] for name in sorted(found, key=_by_name))


def _sum(one: Person, other: Person) -> Person:
    return replace(
        one,
        n_posts=one.n_posts + other.n_posts,
        n_arguments=one.n_arguments + other.n_arguments,
        n_reposts=one.n_reposts + other.n_reposts,
        host=one.host or other.host,
        guest=one.guest or other.guest,
        first_time=None if one.first_time is None else one.first_time and other.first_time is True,
    )


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name
