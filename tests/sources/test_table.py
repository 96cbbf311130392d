"""Tables with any columns: what a column holds is guessed from names and values, shown, and can be told."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from source_reading import cases, check_case, items, material, posts

from miner.errors import BadMapping, BrokenInput
from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.base import Failed, Layout, Note, Skipped
from miner.sources.columns import guess_columns, role_of
from miner.sources.table import Table
from miner.transcript import Post, Thread

# Real file -> items read, kept, people (0: no names in it), and what the columns were taken for.
REAL = {
    "talk_to_the_city/heal_michigan_source.csv.gz": (128, 128, 12, "text=comment, author=interview, id=id, url=video"),
    "talk_to_the_city/reddit_climate_change_posts_500.csv": (500, 500, 0, "text=comment, id=id"),
    "kouchou_ai/example-polis.csv": (
        342,
        342,
        71,
        "text=comment-body, author=author-id, id=comment-id, time=timestamp, likes=agrees",
    ),
    "kouchou_ai/sample_comments_ja.csv": (400, 400, 0, "text=comment"),
    "reddit_thread/comments.csv.gz": (
        1428,
        1403,
        934,
        "text=body, author=author, id=id, parent=parent_id, time=created_utc, likes=score",
    ),
    "polis/comments.csv.gz": (
        1681,
        1680,
        651,
        "text=comment-body, author=author-id, time=timestamp, likes=agrees, thread=conversation",
    ),
    "austin_survey/austin_2016.csv.gz": (1605, 1605, 0, "text=text, id=id"),
    "airline_tweets/airline_tweets.csv.gz": (9494, 9339, 0, "text=text, id=tweet_id, time=tweet_created"),
    "slack_conversations/racket_general_2019.csv.gz": (
        4000,
        4000,
        89,
        "text=text, author=user, time=ts, thread=conversation_id",
    ),
}


def table(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("file", cases("table"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(Table(), file)


@pytest.mark.parametrize("name", REAL)
def test_real_tables_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / name)], SourceSettings(as_source="table"))
    account = transcript.accounts[0]
    n_people = len({post.author for post in transcript.posts} - {""})
    assert (account.read, account.kept, n_people, account.layout.removeprefix("columns: ")) == REAL[name]
    assert account.read == account.kept + sum(account.skipped.values())


def test_blog_posts_that_hold_their_comments(shared_data: Path) -> None:
    transcript = read([str(shared_data / "blog_comment_threads" / "haacked_threads.jsonl.gz")])
    assert len(transcript.threads) == 110
    comments = [post for post in transcript.posts if post.kind == "comment"]
    assert sum(thread.n_claimed or 0 for thread in transcript.threads) == len(comments) == 6659
    assert all(post.parent_source == "nesting" and post.posted_at for post in comments)
    assert not any(post.text.startswith("<p>") or post.text.endswith("</p>") for post in comments)


def test_votes_without_texts_are_refused_with_their_columns(shared_data: Path) -> None:
    with pytest.raises(
        BrokenInput, match=r"a table without a column of text; its columns are 'participant', .*--map text=COLUMN"
    ):
        read([str(shared_data / "polis" / "votes_vtaiwan.uberx.csv.gz")], SourceSettings(as_source="table"))


@pytest.mark.parametrize(
    ("name", "n_kept"),
    [
        ("csv_injection.csv", 2),
        ("mixed_encoding.csv", 3),
        ("dates.jsonl", 13),
        ("deep_replies.jsonl", 5000),
        ("html_script.json", 1),
    ],
)
def test_hostile_samples_are_read(name: str, n_kept: int, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "hostile" / name)])
    assert (transcript.accounts[0].source, transcript.accounts[0].kept) == ("table", n_kept)


def test_mixed_encodings_are_both_right(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "hostile" / "mixed_encoding.csv")])
    assert {post.author for post in transcript.posts} >= {"José", "Zoë"}
    assert {post.text for post in transcript.posts} == {"café", "naïve", "nul"}


def test_names_of_many_languages_are_known() -> None:
    names = (
        "Kommentar",
        "commentaire",
        "Comentario",
        "текст",
        "本文",
        "评论",
        "댓글",
        "commentBody",
        "comment-body",
        "Comment_Text",
    )
    assert {role_of(name) for name in names} == {"text"}
    assert [role_of(name) for name in ("Nutzer", "投稿者", "Fecha", "Gefällt mir", "parentId", "permalink")] == [
        "author",
        "author",
        "time",
        "likes",
        "parent",
        "url",
    ]


def test_shapes_tell_where_names_do_not() -> None:
    rows = [
        {
            "a": f"k{n}",
            "b": f"2024-03-{n + 1:02} 10:00",
            "c": f"This is what person {n} had to say",
            "d": f"Person {'ABCDE'[n % 5]}",
        }
        for n in range(20)
    ]
    assert guess_columns(list("abcd"), rows).roles == {"text": "c", "author": "d", "time": "b"}


def test_categories_are_no_authors() -> None:
    rows = [{"text": f"words enough to be read {n}", "airline": ("United", "American")[n % 2]} for n in range(200)]
    assert guess_columns(["text", "airline"], rows).roles == {"text": "text"}


def test_further_columns_of_text_are_named_in_a_note() -> None:
    long = "a sentence of some length that somebody wrote down"
    lines = [f'"{long} {n}","the other {long} {n}"' for n in range(5)]
    found = items(Table(), table("What went well?,What went wrong?", *lines))
    assert [item.text for item in found if isinstance(item, Note)] == [
        "further columns of text were not read: What went well?; choose one with --map text="
    ]
    assert [item.text for item in found if isinstance(item, Layout)] == ["columns: text=What went wrong?"]


def test_mapping_wins_over_the_guess() -> None:
    text = table("text,notes,who", "short words,these are the words that count,ann")
    settings = SourceSettings(columns={"text": "notes", "author": "WHO"})
    assert [(post.text, post.author) for post in posts(Table(), text, settings=settings)] == [
        ("these are the words that count", "ann")
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"text": "Komment"},
            "the table has no column 'Komment'",
        ),
        (
            {"words": "text"},
            "there is nothing called 'words' to fill",
        ),
    ],
)
def test_bad_mapping_says_what_there_is(columns: dict[str, str], message: str) -> None:
    with pytest.raises(BadMapping) as caught:
        items(Table(), table("id,text", "1,hello"), settings=SourceSettings(columns=columns))
    assert str(caught.value) == (
        f"--map: {message}. The columns are: 'id', 'text'. "
        "Write --map text=COLUMN,author=COLUMN (also id, parent, time, url, likes, question)."
    )


def test_equal_answers_of_nameless_people_are_all_kept(tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    file.write_text(table("text", "Traffic", "Traffic", "Water"), "utf-8")
    assert [post.text for post in read([str(file)]).posts].count("Traffic") == 2


def test_two_tables_with_the_same_ids_keep_their_own_replies(tmp_path: Path) -> None:
    for name in ("north", "south"):
        (tmp_path / f"{name}.csv").write_text(
            table("id,parent_id,text", f"1,,opening of the {name}", f"2,1,answer of the {name}"), "utf-8"
        )
    found = {post.id: post for post in read([str(tmp_path / "north.csv"), str(tmp_path / "south.csv")]).posts}
    assert len(found) == 4
    for post in found.values():
        if post.parent_id:
            assert found[post.parent_id].thread_id == post.thread_id


def test_dates_are_decided_per_file_and_noted() -> None:
    text = table("text,date", "one,03/04/2024", "two,05/04/2024", "three,25/04/2024", "four,yesterday")
    found = items(Table(), text)
    assert [item.text for item in found if isinstance(item, Note)] == [
        "2 dates such as 03/04 could be read both ways and were read day first, as other dates of the file show",
        "1 times could not be read and were left out",
    ]
    assert [post.posted_at.day for post in found if isinstance(post, Post) and post.posted_at] == [3, 5, 25]


def test_reddit_prefixes_lead_to_the_parent_and_the_submission_is_none() -> None:
    text = table("id,parent_id,body", "c1,t3_top,first words", "c2,t1_c1,second words")
    assert [post.parent_id for post in posts(Table(), text)] == [None, "table:c1"]


@pytest.mark.parametrize(
    ("first", "n_posts"),
    [
        ("2024-03-14 17:02,mara,The basics come first and they always will", 3),
        ("17,mara,The basics come first and they always will", 3),
        ("When did you shop with us?,Who served you?,What should we change first?", 2),
    ],
)
def test_first_row_that_is_data_is_no_header(first: str, n_posts: int) -> None:
    date = "2024-03-14 17:0" if first.startswith("2024") else "1"
    lines = [f"{date}{n},oskar,The queue is the idea and it was never tried {n}" for n in (3, 4)]
    assert len(posts(Table(), table(first, *lines))) == n_posts


def test_deleted_and_empty_texts_are_skipped_and_short_rows_failed() -> None:
    text = table("id,author,text", "1,ann,[deleted]", "2,bob,", "3,cy", "4,dee,hello,there", "5,eve,hello")
    found = items(Table(), text)
    assert sorted(item.reason for item in found if isinstance(item, Skipped)) == ["deleted", "empty text"]
    assert sorted(item.reason for item in found if isinstance(item, Failed)) == [
        "row with more cells than columns (a text that is not quoted?)",
        "row without the cell of the text",
    ]


def test_quotation_mark_that_is_never_closed_loses_no_rows() -> None:
    text = table("id,text", "1,hello", '2,"never closed', "3,and here it goes on", "4,to the end")
    assert [post.text for post in posts(Table(), text)] == [
        "hello",
        '"never closed',
        "and here it goes on",
        "to the end",
    ]


def test_chat_in_a_table_is_a_chat() -> None:
    text = table("name,text", "host,Q1 What first?", "ann,A1 The basics", "host,Q2 What then?", "bob,A2 Ideas")
    threads = [item for item in items(Table(), text) if isinstance(item, Thread)]
    assert [thread.is_chat for thread in threads] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Hello Ann, how are you?\nWell, thank you, and you?\nFine, fine, all is fine.\n",
        "We bought ham, eggs and milk.\nThen, at noon, we went home.\nIt rained, of course.\n",
        "one | two\nthis is prose | with a bar in each line\nand so | on\n",
        "A single line, with commas, is no table",
        "[12:18] <ann> hello, all\n[12:19] <bob> hi, ann\n",
        "",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert Table().recognises(material(text)) is False


@pytest.mark.parametrize(
    "text",
    [
        "comment\nfirst\nsecond\n".replace("first", '"first"').replace("second", '"second"'),
        "id;text\n1;hello\n",
        "Name\tKommentar\nann\thallo\n",
        '[{"text": "hello"}]',
        '{"comments": [{"body": "hello"}]}',
        '{"text": "hello"}\n{"text": "again"}\n',
    ],
)
def test_tables_are_tables(text: str) -> None:
    assert Table().recognises(material(text)) is True
    assert len(posts(Table(), text)) >= 1


def test_sample_for_the_guess_does_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    lines = [
        f"{n},person {n % 40},2024-03-14 10:{n % 60:02}:00,something that person {n % 40} said about point {n}"
        for n in range(1200)
    ]
    results = []
    for seed in range(2):
        random.Random(seed).shuffle(lines)  # noqa: S311 - order of a test
        file = tmp_path / "big.csv"
        file.write_text(table("key,who,when,what", *lines), "utf-8")
        transcript = read([str(file)], SourceSettings(as_source="table"))
        results.append(
            (transcript.accounts[0].layout, [(post.id, post.text, post.author) for post in transcript.posts])
        )
    assert results[0] == results[1]


def test_entry_of_wrong_type_in_json_is_counted() -> None:
    found = items(Table(), '[{"text": "hello"}, 5, null, {"text": "again"}, {"other": 1}]')
    assert sum(item.n for item in found if isinstance(item, Failed)) == 3
    assert len([item for item in found if isinstance(item, Post)]) == 2


MARKED_UP = """![a pond](/pond.jpg) The pond needs a [fence](https://example.org/f).

> Who says so?

Ann does.
"""


@pytest.mark.parametrize("column", ["post_markdown", "Markdown", "body (md)"])
def test_a_column_that_says_so_is_read_as_markdown(column: str) -> None:
    rows = [
        {"id": "1", column: MARKED_UP},
        {"id": "2", column: "![only](/a.jpg)"},
        {"id": "3", column: "A sign is enough."},
    ]
    first, second, third = posts(Table(), json.dumps(rows), settings=SourceSettings(columns={"text": column}))
    assert first.text == "The pond needs a fence.\n\nWho says so?\n\nAnn does."
    assert [first.text[start:end] for start, end in first.quoted] == ["Who says so?"]
    assert "https://example.org/f" in first.links
    assert (second.text, third.text) == ("![only](/a.jpg)", "A sign is enough.")


def test_other_columns_keep_their_signs() -> None:
    (post,) = posts(Table(), json.dumps([{"id": "1", "text": "2 * 3 * 4 is [24] in any_case_of it"}]))
    assert post.text == "2 * 3 * 4 is [24] in any_case_of it"
