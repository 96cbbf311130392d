"""No name is left where names were to go: in the digest, in every form, whatever people are called."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import msgspec
import pytest
from digests import HOST, library_chat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from miner.digest.people import names_in, with_people, without_person
from miner.digest.records import (
    Account,
    Digest,
    DigestArgument,
    DigestContrast,
    DigestPole,
    DigestPost,
    DigestQuestion,
    DigestThread,
    Numbers,
    OpenQuestion,
    Person,
    SharedLink,
    SourceSummary,
    Theme,
)
from miner.errors import NameLeft, NamesGone, UnknownName
from miner.report import FORMS, render, write_report
from miner.report.proof import prove
from miner.settings import ReportSettings

HIDDEN = ("initials", "pseudonyms", "none")


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("TEST_KEY", "a key that only this test knows")


def _settings(how: str, **others: object) -> ReportSettings:
    return ReportSettings(people=how, people_key="env:TEST_KEY", **others)


def _texts_of(data: object) -> Iterator[str]:
    if isinstance(data, bytes):
        yield data.decode("utf-8", "replace")
        yield from _unpacked(data)
    elif isinstance(data, str):
        yield data
    else:
        for inside in data.values():  # type: ignore[attr-defined]
            yield from _texts_of(inside)


def _unpacked(data: bytes) -> Iterator[str]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from _texts_of({name: archive.read(name) for name in archive.namelist()})
    elif data.startswith(b"PAR1"):
        parquet = pytest.importorskip("pyarrow.parquet")
        yield str(parquet.read_table(io.BytesIO(data)).to_pydict())
    elif data.startswith(b"%PDF"):
        pypdf = pytest.importorskip("pypdf")
        reader = pypdf.PdfReader(io.BytesIO(data))
        yield str(reader.metadata)
        for page in reader.pages:
            yield page.extract_text()
            yield from (str(one.get_object()) for one in page.get("/Annots", ()))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unescape(unquote(text))).casefold()


def _stands_in(name: str, text: str) -> bool:
    """A search that knows nothing of how names are replaced: between signs that are no letters."""
    wanted, text = _folded(name.strip().lstrip("@")), _folded(text)
    for found in re.finditer(re.escape(wanted), text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if not before.isalnum() and not after.isalnum():
            return True
    return False


@pytest.mark.parametrize("how", HIDDEN)
@pytest.mark.parametrize("form", FORMS)
def test_no_form_holds_a_name(how, form):
    """A search of the bytes, in packed forms of what is packed; ``openlate`` is the chat's name as well."""
    digest = library_chat()
    whole = _folded("\n".join(_texts_of(render(digest, form, _settings(how)))))
    named = _folded("\n".join(_texts_of(render(digest, form))))
    names = names_in(digest)
    assert sum(name in named for name in names) > 10, "the search would find them"
    assert [name for name in names if name in whole] == []
    assert "/status/" not in whole


@pytest.mark.parametrize("how", HIDDEN)
def test_quotes_stay_spans_and_everything_else_stays(how):
    digest = library_chat()
    masked = with_people(digest, _settings(how))
    words, before = prove(masked), prove(digest)
    assert len(words) == len(before)
    unnamed = [one for one, other in zip(before.values(), words.values(), strict=True) if one == other]
    assert len(unnamed) > 30
    assert masked.numbers == digest.numbers
    assert masked.account == digest.account
    assert len(masked.map) == len(digest.map)
    assert [theme.n_people for theme in masked.themes] == [theme.n_people for theme in digest.themes]
    assert masked.method.people_shown == how
    assert all(post.url == "" for post in masked.posts)
    assert {post.id for post in masked.posts} == {f"post-{number}" for number in range(1, len(masked.posts) + 1)}


def test_replies_and_threads_still_hang_together():
    digest = library_chat()
    masked = with_people(digest, _settings("pseudonyms"))
    authors = {post.id: post.author for post in masked.posts}
    before = {post.id: post.author for post in digest.posts}
    names: dict[str, set[str]] = {}
    for post, old in zip(masked.posts, digest.posts, strict=True):
        names.setdefault(old.author, set()).add(post.author)
        assert (post.parent_id in authors) == (old.parent_id in before)
    assert all(len(shown) == 1 for shown in names.values())
    assert len({next(iter(shown)) for shown in names.values()}) == len(names)
    assert {post.thread_id for post in masked.posts} == {"thread-1"}
    assert [person.name for person in masked.people] == sorted(person.name for person in masked.people)


def test_a_pseudonym_is_the_same_in_another_digest():
    digest = library_chat()
    part = replace(digest, posts=digest.posts[:20], arguments=digest.arguments[:10], themes=(), contrasts=(), map={})
    part = replace(part, overview=(), questions=(), said_once=(), open_questions=())
    part = replace(part, arguments=tuple(replace(one, theme_id=None) for one in part.arguments))
    whole = with_people(digest, _settings("pseudonyms"))
    half = with_people(part, _settings("pseudonyms"))
    assert [post.author for post in half.posts] == [post.author for post in whole.posts[:20]]


def test_the_report_says_what_was_done():
    assert "Names were replaced by pseudonyms made with a key" in render(
        library_chat(), "markdown", _settings("pseudonyms")
    )
    assert "Names were taken out" in render(library_chat(), "html", _settings("none"))
    assert "Names were" not in render(library_chat(), "markdown")


def test_names_are_replaced_once():
    masked = with_people(library_chat(), _settings("pseudonyms"))
    assert with_people(masked, _settings("pseudonyms")) is masked
    assert with_people(masked, _settings("names")) is masked
    with pytest.raises(NamesGone, match="'initials' needs the names"):
        with_people(masked, _settings("initials"))


def test_an_unknown_way_is_an_error():
    with pytest.raises(UnknownName, match="Did you mean 'pseudonyms'"):
        render(library_chat(), "html", ReportSettings(people="pseudonym"))


def test_a_name_may_be_kept():
    masked = with_people(library_chat(), _settings("none", people_keep=(f"@{HOST.upper()}",)))
    assert masked.threads[0].hashtag == "openlate"
    assert masked.threads[0].hosts == ("openlate",)
    assert {post.author for post in masked.posts} == {"openlate", ""}


def test_all_forms_are_written_of_the_same_digest(tmp_path):
    written = write_report(
        library_chat(), tmp_path / "chat", _settings("initials", formats=("html", "markdown", "json"))
    )
    for path in written:
        assert "ferro_ruth" not in path.read_text("utf-8")
        assert "F.R." in path.read_text("utf-8").replace("\\", "")


def test_one_person_can_be_taken_out():
    digest = library_chat()
    masked = without_person(digest, "Ferro_Ruth")
    prove(masked)
    text = msgspec.json.encode(masked).decode()
    assert "ferro_ruth" not in text.casefold()
    assert "pavel_binds" in text
    assert masked.method.people_shown == "some"
    changed = [post for post, old in zip(masked.posts, digest.posts, strict=True) if post.id != old.id]
    assert {post.author for post in changed} == {"[name]"}
    assert all(not post.url for post in changed)
    assert "The names of some people were taken out" in render(masked, "markdown")
    assert with_people(masked, _settings("none")).method.people_shown == "none"


def test_a_name_that_is_left_stops_the_report(monkeypatch):
    monkeypatch.setattr("miner.digest.people.masking.Mask.text", lambda self, text: text)
    with pytest.raises(NameLeft, match=r"at digest\.threads\[0\]\.title"):
        with_people(library_chat(), _settings("none"))


NAMES = st.one_of(
    st.sampled_from(
        ["a", "I", "Will", "May", "an", "ann", "Ann Lee", "jo", "jo_ann", "o'brien", "a.b*c", "x[1]", "(dan)", "^$", "..",
         "Élodie", "e\u0301lodie", "محمد علي", "דנה", "田中", "李", "민수", "🔥", "🔥fox", "ＦＯＸ", "fox", "name", "link", "post",
         "Person", "none", "thread", "text", "12", "2024", "@ann", "@who@x.example", "who@x.example", "Bo (@bo_)", "-x-", "%41nn",
         "n" * 300, "Person 1", "", " ", "\u200b", "de\u200blia", "straße", "ΣΊΣΥΦΟΣ", "İpek"]
    ),
    st.text(min_size=1, max_size=12),
)  # fmt: skip
FILLER = st.sampled_from(
    ["says", "@", ":", " ", "\n", "annual", "https://x.example/", "will", "/", "#", "%20", "’s", ". ", "x", "و", "さん"]
)


@st.composite
def _digests(draw: st.DrawFn) -> Digest:
    names = draw(st.lists(NAMES, min_size=1, max_size=6))
    text = st.lists(st.one_of(st.sampled_from(names), FILLER), min_size=1, max_size=8).map("".join)
    posts, arguments = [], []
    for number in range(draw(st.integers(1, 4))):
        words = draw(text) + " and more"
        start, end = sorted((draw(st.integers(0, len(words) - 5)), len(words) - draw(st.integers(0, 3))))
        quoted = ((0, start),) if start else ()
        key = f"x:{draw(st.sampled_from(names))}{number}"
        posts.append(
            DigestPost(id=key, thread_id="x:t", text=words, author=draw(st.sampled_from(names)), quoted=quoted)
        )
        at = {draw(text): 0.5, "c": 0.0}
        arguments.append(DigestArgument(id=f"{key}@", post_id=key, start=start, end=end, theme_id="t1", positions=at))
    ids = tuple(argument.id for argument in arguments)
    one = draw(text)
    return Digest(
        title=one,
        account=Account(read=len(posts), used=len(posts)),
        numbers=Numbers(n_posts=len(posts)),
        threads=(DigestThread(id="x:t", title=one, place=one, hosts=tuple(names[:2]), hashtag=one, url=one),),
        sources=(SourceSummary(place=one, source="table", read=1, kept=1, notes=(one,)),),
        posts=tuple(posts),
        arguments=tuple(arguments),
        themes=(Theme(id="t1", title=one, key_point=ids[0], n_people=1, n_arguments=1, quotes=ids, keywords=(one,)),),
        contrasts=(
            DigestContrast(
                id="c1", name=one, origin="found", measurable=True, left=DigestPole(name=one), right=DigestPole(name=one),
                both_people=tuple(names), reason=one,
            ),
        ),
        questions=(DigestQuestion(id="Q1", text=one, thread_id="x:t", asked_by=names[0], themes=("t1",)),),
        open_questions=(OpenQuestion(post_id=posts[0].id, start=arguments[0].start, end=arguments[0].end),),
        links=(SharedLink(url=f"https://x.example/{one}", n_posts=1, people=tuple(names)),),
        people=tuple(Person(name=name) for name in dict.fromkeys(names) if name),
        limits=(one,),
        map=dict.fromkeys(ids, (0.5, 0.5)),
    )  # fmt: skip


def _said(digest: Digest) -> Iterator[str]:
    """What stands in the digest of the discussion's own words and names."""
    yield from (digest.title, *digest.limits)
    for post in digest.posts:
        yield from (post.text, post.author)
    for thread in digest.threads:
        yield from (thread.title, thread.place, thread.hashtag, thread.url, *thread.hosts)
    for source in digest.sources:
        yield from (source.place, *source.notes)
    for theme in digest.themes:
        yield from (theme.title, *theme.keywords)
    for contrast in digest.contrasts:
        yield from (contrast.name, contrast.left.name, contrast.reason, *contrast.both_people)
    for question in digest.questions:
        yield from (question.text, question.asked_by)
    for link in digest.links:
        yield from (link.url, *link.people)
    yield from (person.name for person in digest.people)
    for argument in digest.arguments:
        yield from argument.positions


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(digest=_digests(), how=st.sampled_from(HIDDEN))
def test_whatever_people_are_called_no_name_is_left_and_quotes_are_spans(digest, how):
    masked = with_people(digest, _settings(how))
    words = prove(masked)
    assert all(text.strip() for text in words.values())
    for name in names_in(digest):
        if sum(sign.isalnum() for sign in unicodedata.normalize("NFKC", name)) > 1:
            left = [text for text in _said(masked) if _stands_in(name, text)]
            assert left == [], (how, name)
