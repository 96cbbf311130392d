"""Pages copied as text: the article, every comment whole, nothing of what stands around them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_reading import FIXTURES, cases, check_case, items, material, posts

from miner.sources.base import Skipped
from miner.sources.cleaning import clean
from miner.sources.plain_text import PlainText
from miner.sources.plain_text.boilerplate import claimed, is_furniture, opens_box, opens_comments
from miner.sources.plain_text.names import is_display_name, is_person
from miner.sources.plain_text.quotes import quoted_in_article, quoted_spans
from miner.sources.plain_text.signatures import split_signature
from miner.sources.plain_text.when import date_at_end
from miner.transcript import Post, Thread

PAGE = PlainText()

# Beginning of a real page's name -> comments, and how many of them are signed.
REAL = {"000": (1, 1), "001": (9, 1), "002": (0, 0), "003": (4, 3), "004": (0, 0)}
NEVER_TEXT = re.compile(
    r"Share on LinkedIn|Please use comments|enter your (?:comment|name)|Recent Posts|See All|views0|of page|Republished with|"
    r"Updated: May|Follow me on|Interested in Customer Driven|protected\]|is the founder of|Hall of Fame|Writer's picture|Ph\.D\."
)


@pytest.mark.parametrize("case", cases("plain_text"), ids=lambda case: case.name)
def test_example_reads_as_expected(case: Path) -> None:
    assert PAGE.recognises(material(case.read_bytes()))
    check_case(PAGE, case)


@pytest.mark.parametrize("number", REAL)
def test_real_pages_give_every_comment_and_nothing_else(shared_data: Path, number: str) -> None:
    data = next((shared_data / "seed_threads").glob(f"{number}_*.txt")).read_bytes()
    found = posts(PAGE, data)
    article, comments = found[0], found[1:]
    assert article.kind == "article"
    assert {post.kind for post in comments} <= {"comment"}
    assert (len(comments), sum(bool(post.author) for post in comments)) == REAL[number]
    assert all(post.parent_id == article.id for post in comments)
    assert not [post.locator for post in found if NEVER_TEXT.search(post.text)]
    assert not [item for item in items(PAGE, data) if isinstance(item, Skipped)]


def test_the_words_of_real_comments_are_all_there(shared_data: Path) -> None:
    """What follows the last article line is comment, but for numbers, signatures and the policy below."""
    for number, n_signed in (("001", 2), ("003", 87)):
        data = next((shared_data / "seed_threads").glob(f"{number}_*.txt")).read_bytes()
        comments = posts(PAGE, data)[1:]
        whole = data.decode()
        block = whole[whole.rindex("\n  1. ") : whole.index("Please use comments")]
        taken = sum(len(post.text.split()) for post in comments)
        below = len(block.split()) - len(comments) - taken
        assert below == n_signed  # words of signatures


def test_lists_of_real_articles_stay_in_the_article(shared_data: Path) -> None:
    by_number = {
        number: posts(PAGE, next((shared_data / "seed_threads").glob(f"{number}_*.txt")).read_bytes())[0].text
        for number in ("001", "003")
    }
    assert [line[:3] for line in by_number["001"].split("\n") if re.match(r"\d\. ", line)] == [
        "1. ",
        "2. ",
        "3. ",
        "4. ",
        "5. ",
        "1. ",
        "2. ",
    ]
    assert len(re.findall(r"^\d+\) ", by_number["003"], re.MULTILINE)) == 10


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_real_articles_have_their_author_and_title(shared_data: Path, number: str) -> None:
    data = next((shared_data / "seed_threads").glob(f"{number}_*.txt")).read_bytes()
    thread = next(item for item in items(PAGE, data) if isinstance(item, Thread))
    assert len(posts(PAGE, data)[0].author.split()) == 2
    assert 4 <= len(thread.title.split()) <= 10
    assert thread.n_claimed == (0 if number == "002" else None)


def test_real_quotations_are_marked(shared_data: Path) -> None:
    n_quoted = [
        len(posts(PAGE, file.read_bytes())[0].quoted) for file in sorted((shared_data / "seed_threads").glob("0*.txt"))
    ]
    assert n_quoted == [2, 5, 3, 1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "<html><body><p>one two three</p></body></html>",
        '{"a": "one two three"}',
        '["one two three"]',
        "<?xml version='1.0'?><a>one two three</a>",
    ],
)
def test_what_is_no_text_is_left_to_others(text: str) -> None:
    assert not PAGE.recognises(material(text))


def test_tables_are_left_to_others_and_prose_with_commas_is_not() -> None:
    assert not PAGE.recognises(material("id,author,comment\n1,ann,I agree\n2,bob,I do not\n"))
    assert PAGE.recognises(material("First, we listened to them.\nThen, we built what they asked for.\n"))


@pytest.mark.parametrize(
    "line",
    [
        "Reply",
        "Like Reply",
        "12 likes",
        "Share on LinkedIn",
        "See All",
        "top of page",
        "89 views0 comments",
        "Updated: May 4, 2020",
        "3",
        "Log in to Reply",
        "Antworten",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Likewise, I think so.",
        "Reply all is the devil of offices",
        "I share your view",
        "We updated the counter last year and it helped.",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)
    assert not opens_box(line)


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Please enter your comment!",
        "Recent Posts",
        "You may also like",
        "© 2024 Us",
        "Please use comments to add value to the discussion. Thanks.",
    ],
)
def test_boxes(line: str) -> None:
    assert opens_box(line)


@pytest.mark.parametrize(
    ("line", "n"),
    [
        ("23 Comments", 23),
        ("89 views0 comments", 0),
        ("5 thoughts on “Walls”", 5),
        ("Comments (12)", 12),
        ("12 Kommentare", 12),
        ("One response to “x”", 1),
        ("We got 23 comments that day, all kind.", None),
    ],
)
def test_what_the_page_claims(line: str, n: int | None) -> None:
    assert claimed(["Title", line]) == n


def test_headings_over_comments() -> None:
    assert opens_comments("Comments")
    assert opens_comments("2 comments:")
    assert not opens_comments("Comments are closed because of the holidays and the moderator is away")


@pytest.mark.parametrize(
    "name",
    ["Graham Hill", "John I. Todor", "Maria del Carmen Ruiz", "Pieter van Dijk", "Anne-Marie O’Neil", "J. Smith Jr."],
)
def test_persons(name: str) -> None:
    assert is_person(name)
    assert is_display_name(name)


@pytest.mark.parametrize(
    "line", ["Hi Annette", "Great Post", "I agree", "Thanks", "see below", "What Next?", "Chapter 3", "A. B.", ""]
)
def test_lines_that_are_no_persons(line: str) -> None:
    assert not is_person(line, frozenset({"great", "post"}))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("March 3, 2024 at 5:12 pm", ("", "March 3, 2024 at 5:12 pm")),
        ("Ann Lee • 3 days ago", ("Ann Lee", "3 days ago")),
        ("Ann Lee · 2h", ("Ann Lee", "2h")),
        ("Ann Lee | 12/03/2024 17:05 | Reply", ("Ann Lee", "12/03/2024 17:05")),
        ("Jörg 8. Dezember 2023 um 10:56 Uhr", ("Jörg", "8. Dezember 2023 um 10:56 Uhr")),
        ("We opened 3 shops", None),
        ("It took about an hour", None),
        ("nothing here", None),
    ],
)
def test_dates_at_the_end_of_a_line(line: str, found: tuple[str, str] | None) -> None:
    assert date_at_end(line) == found


@pytest.mark.parametrize(
    ("lines", "kept", "name"),
    [
        (
            [
                "Text here.",
                "",
                "Graham Hill",
                "Customer-driven Innovator",
                "Follow me on Twitter",
                "",
                "Interested in CX? Join the groups.",
            ],
            1,
            "Graham Hill",
        ),
        (["Text here.", "", "Alan J. Zell, Ambassador", "Member, Ice Dancers"], 1, "Alan J. Zell"),
        (["Text here.", "", "Best regards,", "", "Ann Lee"], 1, "Ann Lee"),
        (["Text here.", "", "Cheers,", "Ann"], 1, "Ann"),
        (["Text here.", "- Bob Tran"], 1, "Bob Tran"),
        (["Text here.", "Thanks, Bob"], 1, "Bob"),
        (["Text here.", "", "Great Post"], 3, ""),
        (["Text here.", "", "Thanks!"], 3, ""),
        (["Graham Hill"], 1, ""),
        (["One line only, by Ann Lee"], 1, ""),
        (["Text here.", "", "Ann Lee said it first. And then we all went on to do the same thing again."], 3, ""),
        ([], 0, ""),
    ],
)
def test_signatures(lines: list[str], kept: int, name: str) -> None:
    assert split_signature(lines, frozenset({"great", "post", "text", "here"})) == (lines[:kept], name)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “Nobody asked for that.” and left.", ["“Nobody asked for that.”"]),
        ("It is “good enough” for us.", []),
        (
            'They want "more of the same but do it a little better" always.',
            ['"more of the same but do it a little better"'],
        ),
        ('A 5" screen and a 7" screen are both too small for that work.', []),
        ("„Das haben wir immer schon so gemacht.“ Na dann.", ["„Das haben wir immer schon so gemacht.“"]),
    ],
)
def test_quotations_of_a_sentence_or_more_are_others_words(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_spans(text)] == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Mine.\n\nPeople want a hole and not a drill. -Theo Levin\n\nMine again.",
            ["People want a hole and not a drill. -Theo Levin"],
        ),
        ("As she wrote in her article:\n\nNobody reads the feedback.\n\nMine.", ["Nobody reads the feedback."]),
        ("As I wrote:\n\nNobody reads the feedback.", []),
        ("Here he says,The queue is the product.” and so on.", ["The queue is the product.”"]),
        ("We work for Nord - Sud Group", []),
    ],
)
def test_quoted_paragraphs_of_an_article(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_in_article(text)] == quoted


def test_two_equal_comments_are_two_posts() -> None:
    found = posts(PAGE, "Ann says:\nMarch 3, 2024\nYes to that\n\nBob says:\nMarch 3, 2024\nYes to that\n")
    assert [post.author for post in found] == ["Ann", "Bob"]
    assert len({post.id for post in found}) == 2


def test_a_comment_without_words_is_counted() -> None:
    found = items(PAGE, "Ann says:\nMarch 3, 2024\nReply\n\nBob says:\nMarch 3, 2024\nYes to that\n")
    assert Skipped("empty") in found


@pytest.mark.parametrize(
    "text",
    [
        "“" * 50_000 + " a b c",
        "- " * 100_000 + "x yy zz",
        "\n".join(["  1. hello there"] * 5000),
        "March " * 30_000,
        ". -A" * 30_000 + " one two three",
        "he said " * 30_000 + ":",
        "ann: " + "x" * 200_000,
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    started = time.perf_counter()
    list(PAGE.items(material(text)))
    assert time.perf_counter() - started < 10  # seconds; each takes less than one


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "", "Title of it all", "  1. Ann, I agree with all of it.", "  2. No.", "    And more of it.", "Ann Lee says:", "Ann Lee", "March 3, 2024 at 5:12 pm",
             "Bob • 3 days ago", "Reply", "Leave a Reply", "3 Comments", "Graham Hill", "Follow me on Twitter", "By Jane Doe", "#1 Ann", "posted by rolf on March 3, 2024",
             "We closed the lab in March because nothing that came out of it ever reached a customer."]
        ),
        st.text(max_size=40),
    ),
    max_size=40,
)  # fmt: skip


@given(LINES)
@settings(max_examples=200, deadline=None)
def test_any_page_gives_clean_posts_with_exact_spans(lines: list[str]) -> None:
    found = items(PAGE, "\n".join(lines))
    read = [item for item in found if isinstance(item, Post)]
    assert len({post.id for post in read}) == len(read)
    assert sum(isinstance(item, Thread) for item in found) == 1
    for post in read:
        assert post.text
        assert clean(post.text) == post.text
        assert clean(post.author) == post.author
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)
        assert post.parent_id is None or post.parent_id in {other.id for other in read}


def test_every_fixture_is_used() -> None:
    assert len(cases("plain_text")) == len(list((FIXTURES / "plain_text").glob("*.txt")))
