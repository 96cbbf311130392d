"""WordPress pages: every comment with its author, date, text and parent, and the article without what surrounds it."""

from __future__ import annotations

import csv
import gzip
import json
import re
import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from source_reading import cases, check_case, items, material, posts

from miner.sources.base import Note, Skipped
from miner.sources.cleaning import clean
from miner.sources.html_article import read_article
from miner.sources.wordpress import WordPress
from miner.sources.wordpress_comment import read_stamp
from miner.transcript import Post, Thread

PAGE = WordPress()

# Pages of the folder that other software made; their comments have another markup.
NOT_WORDPRESS = ("pixnet", "oekonomenstimme", "hpd.de", "aclu", "lopinion")
# Pages that print only relative dates ("2 months ago"), which are no dates.
RELATIVE_DATES = ("d32ad974", "spontis")


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", clean(text)).lower()


@pytest.fixture(scope="module")
def pages(shared_data: Path) -> dict[str, dict[str, str]]:
    with (shared_data / "wordpress_html" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["file"]: row for row in csv.DictReader(file) if not any(name in row["file"] for name in NOT_WORDPRESS)
        }


@pytest.fixture(scope="module")
def read(shared_data: Path, pages: dict[str, dict[str, str]]) -> dict[str, list[Post | Skipped | Note | Thread]]:
    return {name: items(PAGE, gzip.decompress((shared_data / "wordpress_html" / name).read_bytes())) for name in pages}


@pytest.fixture(scope="module")
def silver(shared_data: Path, pages: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    lines = (
        gzip.decompress((shared_data / "wordpress_html" / "silver_comments.jsonl.gz").read_bytes())
        .decode()
        .splitlines()
    )
    return [row for row in map(json.loads, lines) if row["file"] in pages]


@pytest.mark.parametrize("case", cases("wordpress"), ids=lambda case: case.name)
def test_example_reads_as_expected(case: Path) -> None:
    assert PAGE.recognises(material(case.read_bytes()))
    check_case(PAGE, case)


def test_real_pages_of_wordpress_are_recognised_and_others_are_not(
    shared_data: Path, pages: dict[str, dict[str, str]]
) -> None:
    for file in sorted((shared_data / "wordpress_html").glob("*.html.gz")):
        found = PAGE.recognises(material(gzip.decompress(file.read_bytes())))
        assert found == (file.name in pages), file.name


def test_every_comment_of_the_real_pages_is_there_or_counted(
    pages: dict[str, dict[str, str]], read: dict[str, list[object]]
) -> None:
    for name, row in pages.items():
        comments = [item for item in read[name] if isinstance(item, Post) and item.kind == "comment"]
        skipped = sum(item.n for item in read[name] if isinstance(item, Skipped))
        assert len(comments) + skipped == int(row["n_comment_ids"]), name


def by_number(read: dict[str, list[object]], name: str) -> dict[str, Post]:
    return {item.id.rsplit(":", 1)[1]: item for item in read[name] if isinstance(item, Post)}


def test_authors_dates_and_parents_agree_with_the_silver_standard(
    silver: list[dict[str, str]], read: dict[str, list[object]]
) -> None:
    found = [(row, by_number(read, row["file"]).get(row["comment_id"])) for row in silver]
    pairs = [(row, post) for row, post in found if post is not None]
    named = [squeezed(row["author"]) == squeezed(post.author) for row, post in pairs if row["author"]]
    dated = [post.posted_at is not None for row, post in pairs if not row["file"].startswith(RELATIVE_DATES)]
    nested = [
        post.parent_id is not None and post.parent_id.endswith(f":{row['parent_id']}")
        for row, post in pairs
        if row["parent_id"]
    ]
    assert len(named) >= 270
    assert sum(named) / len(named) == 1.0
    assert sum(bool(post.author) for _, post in pairs) / len(pairs) >= 0.99
    assert sum(dated) / len(dated) == 1.0
    assert sum(nested) / len(nested) == 1.0


def test_machine_readable_dates_are_taken_over(silver: list[dict[str, str]], read: dict[str, list[object]]) -> None:
    for row in silver:
        post = by_number(read, row["file"]).get(row["comment_id"])
        if post is not None and re.match(r"\d{4}-", row["date"]):
            assert post.posted_at is not None
            assert post.posted_at == read_stamp(row["date"], (), None).at


def test_texts_agree_with_the_silver_standard(silver: list[dict[str, str]], read: dict[str, list[object]]) -> None:
    """The standard keeps buttons of three pages ("Report", "Liken", names); there our text must be part of it."""
    same = part = 0
    pairs = [(row, by_number(read, row["file"]).get(row["comment_id"])) for row in silver if row["text"]]
    texts = [(squeezed(row["text"]), squeezed(post.text)) for row, post in pairs if post is not None]
    for theirs, ours in texts:
        same += theirs == ours
        part += ours in theirs and bool(ours)
    assert part == len(texts) >= 270
    assert same / len(texts) >= 0.73


def test_snippets_that_people_marked_are_in_comments_and_not_in_articles(
    pages: dict[str, dict[str, str]], read: dict[str, list[object]]
) -> None:
    n_found = n_leaked = n_all = 0
    for name, row in pages.items():
        texts = [item for item in read[name] if isinstance(item, Post)]
        comments = squeezed(" ".join(post.text for post in texts if post.kind == "comment"))
        article = squeezed(" ".join(post.text for post in texts if post.kind == "article"))
        for snippet in filter(str.strip, row["gold_comment_snippets"].split(" || ")):
            n_all += 1
            n_found += squeezed(snippet) in comments
            n_leaked += squeezed(snippet) in article
    assert n_all >= 40
    assert n_found == n_all
    assert n_leaked <= 1  # a comment that quotes the article


def test_no_button_or_metadata_is_in_a_real_comment(read: dict[str, list[object]]) -> None:
    ends = re.compile(
        r"(?:\A|\n)(?:Reply|Antworten|Report|Liken|Like|Permalink|Edit|Share|Daumen hoch|Log in to Reply)\s*\Z"
    )
    for name, found in read.items():
        assert not [item.id for item in found if isinstance(item, Post) and ends.search(item.text)], name


def test_every_real_page_has_its_article(read: dict[str, list[object]]) -> None:
    for name, found in read.items():
        article = next(item for item in found if isinstance(item, Post))
        assert article.kind == "article"
        assert len(article.text) >= 800, name
        assert all(clean(item.text) == item.text for item in found if isinstance(item, Post))


@pytest.mark.parametrize(("start", "n"), [("ac3c0355", 10), ("c582d3b7", 10), ("ec7fc408", 6)])
def test_sample_pages(shared_data: Path, start: str, n: int) -> None:
    data = next((shared_data / "samples" / "wordpress_html").glob(f"{start}*.html")).read_bytes()
    assert PAGE.recognises(material(data))
    comments = posts(PAGE, data)[1:]
    assert len(comments) == n
    assert all(post.author and post.posted_at and post.url for post in comments)


def test_the_shipped_example_is_read_whole(root: Path) -> None:
    page = root / "reports" / "examples" / "basics_first_blog.html"
    if not page.is_file():
        pytest.skip("the example page is not there")
    found = items(PAGE, page.read_bytes())
    thread = next(item for item in found if isinstance(item, Thread))
    n_read = sum(isinstance(item, Post) and item.kind == "comment" for item in found) + sum(
        item.n for item in found if isinstance(item, Skipped)
    )
    assert n_read == thread.n_claimed
    assert not [item for item in found if isinstance(item, Note)]


def test_comments_that_quote_have_the_quote_as_a_span() -> None:
    html = '<meta name="generator" content="WordPress"><li id="comment-1" class="comment depth-1"><b class="fn">Ann</b><div class="comment-content"><blockquote>They left.</blockquote><p>No.</p></div></li>'
    post = posts(PAGE, html)[0]
    assert [post.text[start:end] for start, end in post.quoted] == ["They left."]
    assert post.parent_id is None


@pytest.mark.parametrize(
    ("text", "languages", "moment"),
    [
        ("Ann on September 12, 2018 at 4:47 pm said:", ("en",), "2018-09-12T16:47:00+00:00"),
        ("Do 9 Apr 2020 / 08:34", ("de", "en"), "2020-04-09T08:34:00+00:00"),
        ("26. Mai 2008 um 21:07 - Antworten", ("de", "en"), "2008-05-26T21:07:00+00:00"),
        ("26 abril 2022 a las 14:02", ("es", "en"), "2022-04-26T14:02:00+00:00"),
        ("2020年3月5日", (), "2020-03-05T00:00:00+00:00"),
        ("2020-10-22T17:17:43+08:00", (), "2020-10-22T09:17:43+00:00"),
        ("03/04/2024", ("en",), None),
        ("2 months ago", ("en",), None),
        ("no digits", ("en",), None),
    ],
)
def test_dates_beside_a_name(text: str, languages: tuple[str, ...], moment: str | None) -> None:
    at = read_stamp(text, languages, None).at
    assert (at.isoformat() if at else None) == moment


def test_article_of_a_page_without_known_containers() -> None:
    words = "The counter opens late and nobody says why, which is the part that people mind the most about it. " * 2
    page = LexborHTMLParser(
        f"<title>Late - The Counter</title><div><p>{words}</p><p>{words}</p></div><div><p>short</p></div>"
    )
    article = read_article(page)
    assert article.title == "Late"
    assert article.body.text == f"{clean(words)}\n\n{clean(words)}"


def test_pages_without_wordpress_are_left_to_others() -> None:
    assert not PAGE.recognises(material('<html><li id="comment-1">hi</li></html>'))
    assert not PAGE.recognises(material('<html><meta name="generator" content="WordPress"><p>no comments</p></html>'))


def test_hostile_pages_are_read_in_time(shared_data: Path) -> None:
    started = time.perf_counter()
    list(PAGE.items(material((shared_data / "samples" / "hostile" / "many_tags.html").read_bytes())))
    nested = "".join(
        f'<li id=comment-{n} class="comment depth-{n}"><cite class=fn>a</cite><p>hello {n}' for n in range(2000)
    )
    found = posts(PAGE, f'<html><meta name="generator" content="WordPress">{nested}')
    assert len(found) == 2000
    assert time.perf_counter() - started < 20  # seconds; it takes two, the machine may be busy
