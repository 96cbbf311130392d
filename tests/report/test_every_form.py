"""What holds of every form: a golden file that a person read, and every quote where the digest says it stands."""

from __future__ import annotations

import pytest
from digests import few_arguments, library_chat
from hostile import hostile_digest
from read_back import QUOTES, SHOWN, SPANS, letters, letters_of_paper, texts_of_atlas
from reading_text import golden
from tiny import tiny_digest

from miner.digest.records import Digest
from miner.report import FORMS, render
from miner.report.documents.docx import shown as shown_in_docx
from miner.report.proof import used_arguments
from miner.sources.cleaning import clean

SHORT = ("discourse", "slack", "email", "atom", "discord")  # these may leave quotes out, never change one
LATIN = "Basics come first."  # for the PDF: other letters are set in the fonts of the machine


def test_every_form_is_read_back():
    assert SHOWN.keys() == FORMS.keys()
    assert {*QUOTES, *SPANS, "pdf", "atlas"} == FORMS.keys()


@pytest.mark.parametrize("form", FORMS)
def test_a_small_digest_reads_as_somebody_approved(form):
    """After a change: MINER_WRITE_EXPECTED=1, then look at the difference."""
    name, shown = SHOWN[form]
    digest = tiny_digest(other=LATIN) if form == "pdf" else tiny_digest()
    golden(name, shown(render(digest, form)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest, tiny_digest])
def test_every_quote_is_found_at_its_offset(form, make):
    digest = make()
    content = render(digest, form)
    if form in SPANS:
        found = list(SPANS[form](content))
        assert [one.words for one in found] == [one.post[one.start : one.end] for one in found]
        _same(form, [one.words for one in found], list(_arguments(digest).values()))
        posts = {post.id: post.text for post in digest.posts}
        _same(form, [one.post for one in found], [posts[one.post_id] for one in digest.arguments])
    elif form == "atlas":
        assert texts_of_atlas(content) == list(_arguments(digest).values())
    elif form == "pdf":
        _check_paper(digest, letters_of_paper(content))
    else:
        _check_quotes(form, digest, QUOTES[form](content))


def _check_quotes(form: str, digest: Digest, found: list[str]) -> None:
    """What is quoted was said, to the letter; a form that is not short quotes all that the digest does."""
    assert found
    known = {_as_read(form, text) for text in (*_arguments(digest).values(), *_open(digest))}
    read = {_as_read(form, text) for text in found}
    if form == "discord":  # a quote that one message does not take is parted
        assert all(any(text in whole for whole in known) for text in read)
    else:
        assert read <= known
    if form not in SHORT:
        words = _arguments(digest)
        assert {_as_read(form, words[key]) for _, key in used_arguments(digest)} <= read


def _check_paper(digest: Digest, text: str) -> None:
    words = _arguments(digest)
    missing = [words[key] for _, key in used_arguments(digest) if letters(words[key]) not in text]
    assert all(any(ord(sign) > 0x24F or ord(sign) < 0x20 for sign in one) for one in missing)


def _as_read(form: str, text: str) -> str:
    """As the form can show it: what XML forbids by a picture, spaces that no reader of Markdown sees folded."""
    if form == "docx":
        return shown_in_docx(text)
    return text if form in ("html", "text") else clean(text)


def _same(form: str, found: list[str], wanted: list[str]) -> None:
    if form == "xlsx":  # two signs no workbook can hold are written out
        wanted = [text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_") for text in wanted]
    assert found == wanted


def _arguments(digest: Digest) -> dict[str, str]:
    posts = {post.id: post.text for post in digest.posts}
    return {one.id: posts[one.post_id][one.start : one.end] for one in digest.arguments}


def _open(digest: Digest) -> list[str]:
    posts = {post.id: post.text for post in digest.posts}
    return [posts[one.post_id][one.start : one.end] for one in (*digest.open_questions, *digest.next_steps)]
