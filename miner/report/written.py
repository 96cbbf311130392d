"""What a language model wrote, as templates see it: always beside the discussion's own words, never among them.

Each sentence carries the quotes it rests on. What an editor has changed since is not spoken for any more: the title
of a theme that a person named, or the summary of one whose members were moved, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from miner.digest.records import Digest, DigestContrast, Written, WrittenMethod, WrittenTask, WrittenText
from miner.report import phrases
from miner.report.cards import Shelf
from miner.report.languages.catalogues import N_, gettext
from miner.report.languages.formats import joined, number, parted
from miner.report.notes import BY_A_MODEL
from miner.report.outside import excerpt_of, name_of, plain, title_of
from miner.report.refusals import refusal

_SENTENCE_CHARS = 400
_WRITER_CHARS = 80
_TASKS = {
    "title": N_("titles"),
    "summary": N_("summaries"),
    "poles": N_("names of sides"),
    "overview": N_("overview"),
    "questions": N_("open questions"),
}


@dataclass(frozen=True, slots=True)
class Cite:
    """A quote that a sentence rests on: its author, where it is on the page ("" if it is not), and on the web."""

    author: str
    anchor: str
    url: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence and what it rests on."""

    text: str
    cites: tuple[Cite, ...]


Sentences = tuple[WrittenSentence, ...]


@dataclass(frozen=True, slots=True)
class WrittenView:
    """All that was written and may be shown; ``by`` is the label it carries, "" if there is nothing.

    ``own_titles``: theme id -> a line with the title in the discussion's own words, where a written one stands in its
    place; ``own_poles``: contrast id -> the same of its sides.
    """

    by: str = ""
    summaries: dict[str, Sentences] = field(default_factory=dict)
    titles: dict[str, Sentences] = field(default_factory=dict)
    own_titles: dict[str, str] = field(default_factory=dict)
    own_poles: dict[str, str] = field(default_factory=dict)
    poles: dict[str, Sentences] = field(default_factory=dict)
    contrasts: dict[str, Sentences] = field(default_factory=dict)
    overview: Sentences = ()
    questions: Sentences = ()


def titled(digest: Digest) -> Digest:
    """The digest with written titles and names of sides in the place of its own; marked, so that none is a quotation."""
    written = written_in(digest)
    if written is None:
        return digest
    themes = tuple(
        replace(theme, title=written.titles[theme.id].text, edited=(*theme.edited, BY_A_MODEL))
        if theme.id in written.titles
        else theme
        for theme in digest.themes
    )
    return replace(digest, themes=themes, contrasts=tuple(_named(one, written) for one in digest.contrasts))


def written_in(digest: Digest) -> Written | None:
    """What was written and still holds: of themes and contrasts that are there, resting on arguments that are."""
    if not isinstance(digest.written, Written):
        return None
    written, known = digest.written, {argument.id for argument in digest.arguments}
    asked = {f"?{place}" for place in range(1, len(digest.open_questions) + 1)}
    sides = {contrast.id for contrast in digest.contrasts if contrast.measurable}
    grouped = {theme.id for theme in digest.themes if "members" not in theme.edited}
    named = {theme.id for theme in digest.themes if theme.id in grouped and "title" not in theme.edited}
    return Written(
        titles={key: one for key, one in written.titles.items() if key in named and _rests((one,), known)},
        summaries={
            key: kept for key, one in written.summaries.items() if key in grouped and (kept := _held(one, known))
        },
        poles={key: pair for key, pair in written.poles.items() if key in sides and _rests(pair, known)},
        contrasts={key: kept for key, one in written.contrasts.items() if key in sides and (kept := _held(one, known))},
        overview=_held(written.overview, known),
        questions=_held(written.questions, asked),
    )


def written_view(digest: Digest, shelf: Shelf) -> WrittenView:
    """What was written, ready to be shown; made when all quotes have their place.

    Parameters
    ----------
    digest
        As it is, with its own titles.
    """
    written, method = written_in(digest), digest.method.written
    if written is None or not isinstance(method, WrittenMethod) or written == Written():
        return WrittenView()
    desk = _Desk(digest, shelf)
    return WrittenView(
        by=gettext("written by %(writer)s, checked against the quotes", writer=plain(method.writer, _WRITER_CHARS)),
        titles={key: desk.sentences((one,)) for key, one in written.titles.items()},
        summaries={key: desk.sentences(several) for key, several in written.summaries.items()},
        own_titles={one.id: in_own_words(title_of(one.title)) for one in digest.themes if one.id in written.titles},
        own_poles={one.id: in_own_words(_poles(one)) for one in digest.contrasts if one.id in written.poles},
        poles={key: desk.sentences(pair) for key, pair in written.poles.items()},
        contrasts={key: desk.sentences(several) for key, several in written.contrasts.items()},
        overview=desk.sentences(written.overview),
        questions=desk.sentences(written.questions),
    )


def written_notes(digest: Digest) -> Iterator[str]:
    """How the writing was done and how much of it fell back, in sentences."""
    method = digest.method.written
    if not isinstance(method, WrittenMethod):
        return
    writer = plain(method.writer, _WRITER_CHARS)
    yield gettext(
        "%(writer)s was asked for titles and summaries from numbered quotes; each was checked against the quotes it "
        "cites, and what failed fell back to the discussion's own words.",
        writer=writer,
    )
    parts = [_counted(task, one) for task, one in method.tasks.items()]
    if parts:
        yield gettext("Fell back: %(parts)s.", parts=parted(parts))
    if method.failed:
        reasons = _reasons(method.failed)
        yield gettext("The writer itself failed: %(reasons)s.", reasons=reasons)
    prompts = [f"{task} {plain(one.version, 20)} ({one.sha256[:12]})" for task, one in method.tasks.items()]
    if prompts:
        yield gettext("Its prompts, with version and hash: %(prompts)s.", prompts=joined(prompts))


class _Desk:
    """Sentences with their quotes looked up."""

    def __init__(self, digest: Digest, shelf: Shelf) -> None:
        self._digest, self._shelf, self._places = digest, shelf, shelf.places()

    def sentences(self, texts: Iterable[WrittenText]) -> Sentences:
        return tuple(
            WrittenSentence(plain(one.text, _SENTENCE_CHARS), tuple(map(self._cite, one.cites))) for one in texts
        )

    def _cite(self, key: str) -> Cite:
        if key.startswith("?"):
            card = self._shelf.open_question(self._digest.open_questions[int(key[1:]) - 1])
            return Cite(name_of(card.author), card.context, card.url, excerpt_of(card.words))
        card = self._shelf.mention(key)
        return Cite(name_of(card.author), self._places.get(key, ""), card.url, excerpt_of(card.words))


def in_own_words(title: str) -> str:
    """What was there before a model wrote, as a line beneath what it wrote."""
    return gettext("In the discussion's own words: %(title)s", title=title)


def _rests(texts: Iterable[WrittenText], known: set[str]) -> bool:
    return all(known.issuperset(one.cites) for one in texts)


def _held(texts: Iterable[WrittenText], known: set[str]) -> tuple[WrittenText, ...]:
    return tuple(one for one in texts if known.issuperset(one.cites))


def _named(contrast: DigestContrast, written: Written) -> DigestContrast:
    if contrast.id not in written.poles:
        return contrast
    left, right = written.poles[contrast.id]
    return replace(
        contrast, left=replace(contrast.left, name=left.text), right=replace(contrast.right, name=right.text)
    )


def _poles(contrast: DigestContrast) -> str:
    return f"{phrases.set_off(title_of(contrast.left.name))} | {phrases.set_off(title_of(contrast.right.name))}"


def _reasons(counts: Mapping[str, int]) -> str:
    return joined([f"{number(n)} × {plain(refusal(why), 80)}" for why, n in counts.items()])


def _counted(task: str, one: WrittenTask) -> str:
    label = gettext(_TASKS[task]) if task in _TASKS else plain(task, 20)
    reasons = _reasons(one.reasons)
    share = gettext("%(n)s of %(total)s", n=number(one.fell_back), total=number(one.asked))
    return phrases.labelled(label, phrases.detailed(share, reasons))
