"""Every quote is looked up; a digest with one that is not there is never rendered."""

from __future__ import annotations

import pytest
from digests import library_chat
from msgspec.structs import replace

from miner.digest.records import Digest, OpenQuestion
from miner.errors import DigestBroken, QuoteNotFound
from miner.report import FORMS, render
from miner.report.proof import prove, prove_rendered, used_arguments


@pytest.fixture(scope="module")
def digest() -> Digest:
    return library_chat()


def _with_argument(digest: Digest, **changes: object) -> Digest:
    return replace(digest, arguments=(replace(digest.arguments[0], **changes), *digest.arguments[1:]))


def _with_post(digest: Digest, **changes: object) -> Digest:
    wanted = digest.arguments[0].post_id
    return replace(
        digest, posts=tuple(replace(post, **changes) if post.id == wanted else post for post in digest.posts)
    )


def test_words_are_the_span_of_the_post(digest):
    words = prove(digest)
    texts = {post.id: post.text for post in digest.posts}
    assert len(words) == len(digest.arguments)
    for argument in digest.arguments:
        assert words[argument.id] == texts[argument.post_id][argument.start : argument.end]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"start": -1}, "is outside post"),
        ({"end": 9999}, "is outside post"),
        ({"start": 5, "end": 5}, "is outside post"),
        ({"start": 9, "end": 4}, "is outside post"),
        ({"start": 2, "end": 3}, "is empty"),
        ({"post_id": "gone"}, "there is no post gone"),
    ],
)
def test_a_span_that_is_not_there_stops_every_form(digest, form, changes, reason):
    with pytest.raises(QuoteNotFound, match=reason):
        render(_with_argument(digest, **changes), form)


def test_a_repost_is_never_quoted(digest):
    with pytest.raises(QuoteNotFound, match="is a repost"):
        prove(_with_post(digest, kind="repost"))


def test_words_of_others_are_never_quoted(digest):
    argument = digest.arguments[0]
    middle = (argument.start + argument.end) // 2
    with pytest.raises(QuoteNotFound, match="taken over from somebody else"):
        prove(_with_post(digest, quoted=((0, middle), (middle, 999))))


def test_a_sentence_may_cite_words_of_others(digest):
    start = digest.arguments[0].start
    assert prove(_with_post(digest, quoted=((start + 2, start + 9),)))


@pytest.mark.parametrize("field", ["overview", "said_once"])
def test_an_unknown_argument_is_named_with_its_place(digest, field):
    with pytest.raises(QuoteNotFound, match="The quote nobody could not be proven"):
        prove(replace(digest, **{field: ("nobody",)}))


@pytest.mark.parametrize("field", ["key_point", "quotes", "dissent"])
def test_an_unknown_argument_of_a_theme_is_found(digest, field):
    value = ("nobody",) if field == "quotes" else "nobody"
    with pytest.raises(QuoteNotFound, match=f"theme {digest.themes[0].id} uses it"):
        prove(replace(digest, themes=(replace(digest.themes[0], **{field: value}), *digest.themes[1:])))


@pytest.mark.parametrize("field", ["key_points", "quotes", "common_ground"])
def test_an_unknown_argument_of_a_contrast_is_found(digest, field):
    contrast = digest.contrasts[0]
    if field == "common_ground":
        contrast = replace(contrast, common_ground=("nobody",))
    else:
        contrast = replace(contrast, right=replace(contrast.right, **{field: ("nobody",)}))
    with pytest.raises(QuoteNotFound, match="contrast"):
        prove(replace(digest, contrasts=(contrast,)))


def test_an_unknown_argument_of_a_question_is_found(digest):
    with pytest.raises(QuoteNotFound, match="question Q1"):
        prove(replace(digest, questions=(replace(digest.questions[0], quotes=("nobody",)),)))


@pytest.mark.parametrize(
    "question", [OpenQuestion(post_id="gone", start=0, end=3), OpenQuestion(post_id="", start=0, end=3)]
)
def test_an_open_question_is_proven_too(digest, question):
    with pytest.raises(QuoteNotFound, match="there is no such post"):
        prove(replace(digest, open_questions=(question,)))


def test_an_id_may_stand_once(digest):
    with pytest.raises(DigestBroken, match=r"argument id .* stands twice"):
        prove(replace(digest, arguments=(*digest.arguments, digest.arguments[0])))


def test_a_theme_that_is_named_must_be_there(digest):
    with pytest.raises(DigestBroken, match="names the theme 'gone'"):
        prove(_with_argument(digest, theme_id="gone"))


def test_an_account_that_does_not_add_up_is_not_printed(digest):
    with pytest.raises(DigestBroken, match="does not add up"):
        prove(replace(digest, account=replace(digest.account, read=1)))


def test_a_quote_changed_on_its_way_into_the_report_is_found():
    with pytest.raises(QuoteNotFound, match="to the letter"):
        prove_rendered("the words", {"a": "the words!"}, ["a"], str)


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_every_quote_the_digest_names_is_in_the_report(digest, form):
    from miner.report import markdown

    rendered = render(digest, form)
    words = prove(digest)
    for _, key in used_arguments(digest):
        shown = words[key].replace("&", "&amp;").replace("'", "&#39;") if form == "html" else markdown.quote(words[key])
        assert shown in rendered
