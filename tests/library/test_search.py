"""Search by words and by meaning, over everything kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from builders import START, discussion, post, transcript
from hypothesis import given
from hypothesis import strategies as st

from miner.embeddings import embedder_for
from miner.library import Filters, Library, begin_run, keep_digest, keep_transcript, search
from miner.library.indexing import indexed, match_of
from miner.settings import EmbeddingSettings

NOW = datetime(2024, 6, 1, tzinfo=UTC)
SAID = (
    ("Ann Ryder", "The roof leaks again. Nobody has looked at the gutters for years."),
    ("bob", "Late fees keep poor families away from the library."),
    ("Zoë", "Nobody reads on a broken chair, and the CAFÉ has none."),
    ("mei", "延滞料はなくすべきです。図書館は夜も開けてほしい。"),
    ("jisu", "도서관은 밤에도 열어야 합니다"),
    ("ploy", "ห้องสมุดควรเปิดตอนกลางคืน"),
    ("asha", "पुस्तकालय रात को खुला रहना चाहिए"),
    ("bob", "RT @bob: Late fees keep poor families away from the library."),
)


@pytest.fixture
def filled(library: Library) -> Library:
    posts = [post(text, number, author) for number, (author, text) in enumerate(SAID, 1)]
    posts[-1] = post(SAID[-1][1], 8, "carl", kind="repost", repost_of="test:2")
    with library.writing():
        keep_transcript(library, begin_run(library, "library", NOW), transcript(posts))
    return library


def quotes(library: Library, query: str, **filters) -> list[str]:
    return [hit.quote for hit in search(library, query, None, Filters(**filters))]


@pytest.mark.parametrize(
    ("query", "author"),
    [
        ("roof", "Ann Ryder"),
        ("ROOF gutters", "Ann Ryder"),
        ('"poor families"', "bob"),
        ("gutt*", "Ann Ryder"),
        ("cafe", "Zoë"),
        ("延滞", "mei"),
        ("夜", "mei"),
        ("図書館", "mei"),
        ("도서관", "jisu"),
        ("เปิด", "ploy"),
        ("रात", "asha"),
    ],
)
def test_words_are_found_in_any_script(filled, query, author):
    hits = search(filled, query, None)
    assert [hit.post.author for hit in hits] == [author]
    assert hits[0].quote == hits[0].post.text[hits[0].start : hits[0].stop]


@pytest.mark.parametrize("query", ["poor roof", "gut", '"families poor"', "開夜", "", "  ", '"', "*", "-", "\x00"])
def test_what_is_not_there_is_not_found(filled, query):
    found = {hit.post.author for hit in search(filled, query, None)}
    assert found == ({"Ann Ryder", "bob"} if query == "poor roof" else set())


def test_the_quote_is_the_sentence_with_the_words(filled):
    assert quotes(filled, "gutters") == ["Nobody has looked at the gutters for years."]


@pytest.mark.parametrize(
    "query",
    [
        'roof" OR "x',
        "roof AND NOT leaks",
        "NEAR(roof leaks)",
        "text:roof",
        "{text} : roof",
        "^roof",
        "roof + leaks",
        "words MATCH roof; DROP TABLE posts --",
        "roof'))",
        '"roof ""leaks"" again"',
        "roof" * 5000,
        "(" * 500,
        '"' * 333,
        "\ud800roof",
        "roof \x00 leaks",
        "ro_of",
        "_ __ ''",
    ],
)
def test_queries_of_another_kind_of_reader_are_only_words(filled, query):
    search(filled, query, None)
    assert filled.one("SELECT count(*) FROM posts") == len(SAID)


@given(st.text(max_size=60))
def test_no_query_breaks_the_index(query):
    with Library(":memory:") as library:
        match = match_of(query)
        library.db.execute("INSERT INTO words (rowid, text) VALUES (1, ?)", (indexed("roof 屋根"),))
        if match:
            library.rows("SELECT rowid FROM words WHERE words MATCH ?", (match,))


def test_filters_narrow_what_is_searched(filled):
    assert quotes(filled, "library nobody", author="@BOB") == [SAID[1][1]]
    assert quotes(filled, "nobody", author="zoe") == [SAID[2][1]]
    assert quotes(filled, "fees", kind="repost")
    assert quotes(filled, "fees", kind="article") == []
    assert quotes(filled, "roof", thread="LIBRARY at")
    assert quotes(filled, "roof", thread="test:library")
    assert quotes(filled, "roof", thread="elsewhere") == []
    assert quotes(filled, "roof", source="table")
    assert quotes(filled, "roof", source="wordpress") == []
    assert quotes(filled, "roof", since=START + timedelta(minutes=2)) == []
    assert quotes(filled, "roof", until=START + timedelta(minutes=2))
    assert quotes(filled, "roof", until=START) == []


@pytest.fixture(scope="module")
def minilm():
    return embedder_for(EmbeddingSettings(embedder="minilm"))


def test_meaning_finds_what_words_do_not(filled, minilm):
    assert quotes(filled, "ceiling dripping with water") == []
    hits = search(filled, "ceiling dripping with water", minilm)
    assert hits[0].quote == "The roof leaks again."
    assert (hits[0].by_words, hits[0].by_meaning) == (None, 1)


def test_what_both_find_comes_first(filled, minilm):
    hits = search(filled, "fines for late books: families", minilm)
    assert hits[0].post.author == "bob"
    assert (hits[0].by_words, hits[0].by_meaning) == (1, 1)
    assert hits[0].score == pytest.approx(2 / 61, abs=1e-6)


def test_a_theme_of_a_kept_digest_narrows_the_search(library):
    from miner.pipeline import mine

    found = discussion(60)
    digest = mine(found)
    with library.writing():
        run = begin_run(library, "library", NOW)
        keep_transcript(library, run, found)
        keep_digest(library, run, digest)
    theme = digest.themes[0]
    posts = {argument.post_id for argument in digest.arguments if argument.theme_id == theme.id}
    hits = search(library, "the library", None, Filters(theme=theme.id), limit=100)
    assert hits
    assert {hit.post.id for hit in hits} <= posts
    assert {hit.post.id for hit in search(library, "the library", None, Filters(theme=theme.title), 100)} >= {
        hit.post.id for hit in hits
    }
