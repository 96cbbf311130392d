"""What the limits box says of other languages."""

from __future__ import annotations

import re

import pytest
from builders import said

from miner.digest.foreign import LANGUAGE_NAMES, language_limit
from miner.embeddings.languages import _COMMON_WORDS, _NEIGHBOURS, _SCRIPTS
from miner.embeddings.registry import registry
from miner.report.languages import speaking
from miner.report.languages.recorded import translated
from tests.embeddings.test_languages import opinions

ENGLISH = [text for _, text in said(40)]
SWEDISH = ["Biblioteket är för litet och det finns inte plats för barnen.", "Vi har inte råd med det här."] * 5
OURS, MINILM, MULTILINGUAL = "arguments (x)", "minilm (x)", "multilingual (x)"


def test_english_needs_no_words() -> None:
    assert language_limit(ENGLISH, OURS) == ""
    assert language_limit([*ENGLISH, *opinions("de")[:3]], OURS) == ""
    assert language_limit([], OURS) == ""
    assert language_limit(["🙂", "12:30"], OURS) == ""


def test_of_an_embedder_that_the_user_brought_nothing_is_known() -> None:
    assert language_limit(opinions("de"), "some/model (sentence-transformers)") == ""


def test_the_multilingual_model_is_named_with_what_it_does_not_do() -> None:
    assert language_limit(opinions("ja"), MULTILINGUAL) == (
        "About 36 of 36 arguments are in Japanese: themes were made with the multilingual model, while key points, sides and "
        "strength were told by likeness and words, since the models trained for them read English only."
    )


@pytest.mark.parametrize("embedder", [OURS, MINILM])
def test_without_it_the_command_that_helps_is_named(embedder: str) -> None:
    assert language_limit(opinions("pt"), embedder) == (
        "About 36 of 36 arguments are in Portuguese, and themes were made without a model for it, so they are coarser; "
        "pip install 'discussion-miner[multilingual]' adds one."
    )


def test_a_language_that_no_model_reads_needs_one_of_the_users() -> None:
    assert language_limit(SWEDISH, OURS).endswith(
        "in Swedish, which no packaged model reads, so themes are coarser; a model that does can be named with --embedder "
        "(pip install 'discussion-miner[hub]')."
    )


def test_a_part_in_another_language_is_said_with_its_size() -> None:
    assert re.fullmatch(
        r"About 2\d of 60 arguments are in Japanese, which the packaged models for English do not read: .+ coarser\.",
        language_limit([*ENGLISH, *opinions("ja")[:20]], OURS),
    )


def test_several_languages_are_named_the_commonest_first() -> None:
    assert "are in French, Arabic:" in language_limit([*opinions("ar")[:12], *opinions("fr")[:30]], MULTILINGUAL)


def test_a_language_that_is_not_known_is_said_to_be_unknown() -> None:
    assert "was not recognised" in language_limit(["ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎢᎪᎯᏓ"] * 9, OURS)


def test_every_language_that_can_be_found_or_read_has_a_name() -> None:
    found = {*_COMMON_WORDS, *(code for code, _ in _SCRIPTS), *(code for code, _ in _NEIGHBOURS.values()), "zh"}
    assert (found | set(registry()["multilingual"]["languages"])) - {"en"} == set(LANGUAGE_NAMES)


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "Japanisch"), ("fr", "japonais"), ("es", "japonés"), ("ja", "日本語"), ("ar", "اليابانية")],
)
@pytest.mark.parametrize("embedder", [OURS, MULTILINGUAL])
def test_it_is_said_in_the_language_of_the_report(code: str, name: str, embedder: str) -> None:
    sentence = language_limit(opinions("ja"), embedder)
    with speaking(code):
        written = translated(sentence)
    assert name in written
    assert "arguments are" not in written
