"""Who is forgotten leaves no byte: neither in the file nor beside it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from builders import discussion, post
from hypothesis import given
from hypothesis import strategies as st

from miner.embeddings.kept import rows_kept_in
from miner.errors import LibraryError
from miner.library import (
    Fetch,
    Library,
    Vectors,
    begin_run,
    fetches_of,
    forget,
    info_of,
    keep_digest,
    keep_fetch,
    keep_transcript,
    load_transcript_of,
    problems_of,
    search,
)
from miner.library.erasing import Eraser
from miner.pipeline import mine
from miner.transcript import Question, Thread, Transcript, assemble

NOW = datetime(2024, 6, 1, tzinfo=UTC)
NAME = "Zaraquist Vellamo"
HANDLE = "@zaraquist_vellamo"
FIRST = "Quokkas belong in the reading room, they calm every child. A petting corner costs less than a carpet."
SECOND = "Quokkas belong in the garden, not in the reading room, I see that now."
SECRETS = ("zaraquist", "vellamo", "quokka", "petting corner", "calm every child")


def _posts() -> list:
    others = list(discussion(30).posts)
    said = [
        post(FIRST, 900, NAME),
        post(f'{HANDLE} You wrote "they calm every child. A petting corner costs less than a carpet" - really?', 901, "bob",
             parent_id="test:900", parent_source="native", quoted=((31, 93),), mentions=(HANDLE[1:],)),
        post(f"RT {HANDLE}: {FIRST}", 902, "cy", kind="repost", repost_of="test:900"),
        post("Zaraquist Vellamo and I agree on the lift, it should finally be replaced.", 903, "dee"),
        post("Nothing here is about animals, thank you.", 904, "eve", url="https://example.org/zaraquist_vellamo/post/1"),
        post(FIRST, 905, "finn"),
    ]  # fmt: skip
    return others + said


@pytest.fixture
def filled(library: Library) -> Library:
    """Everything a library can hold, with the person in each kind of place."""
    question = Question(id="Q1", text=f"What does {NAME} want?", post_id="test:903", asked_by="dee")
    own = Question(id="Q2", text="And you?", post_id="test:900", asked_by=NAME)
    thread = Thread(id="test:library", title=f"{NAME} asks", hosts=(NAME, "bob"), questions=(question, own))
    threads, posts, _ = assemble([thread], _posts())
    found = Transcript(threads=threads, posts=posts)
    vectors = Vectors(library, date(2024, 6, 1))
    with rows_kept_in(vectors):
        digest = mine(found)
    vectors.flush()
    without = mine(discussion(20, seed=5))
    with library.writing():
        run = begin_run(library, f"about {NAME}", NOW, {"places": [f"{HANDLE}.csv"]})
        keep_transcript(library, run, found)
        number = keep_digest(library, run, digest)
        keep_digest(library, run, without)
        sql = "INSERT INTO deliveries VALUES (NULL, ?, 'key', 'weekly', '', ?, ?, 'sent', 1, '', '', NULL, '')"
        library.db.execute(sql, (number, "list@example.org", "1@example.org"))
    edited = [msgspec.structs.replace(one, text=SECOND) if one.id == "test:900" else one for one in posts]
    with library.writing():
        keep_transcript(library, begin_run(library, "again", NOW), msgspec.structs.replace(found, posts=tuple(edited)))
    for number, body in enumerate(
        (
            f"<p>said <b>{NAME}</b></p>".encode(),
            b'{"author": "Zar\\u0061quist Vellamo"}',
            b"<p>they <em>calm</em> every child.\n A petting</p> corner costs less than a carpet",
            "Zaraquist Vellamo".encode("utf-16"),
            b"\x1f\x8bpacked, cannot be searched",
            b"<p>The lift should finally be replaced.</p>",
            None,
        )
    ):
        keep_fetch(library, Fetch(f"https://example.org/{number}", NOW, 200, {"etag": f'"{number}"'}, body))
    keep_fetch(library, Fetch("https://example.org/users/zaraquist-vellamo", NOW, 404, {}, None))
    return library


def _bytes_of(place: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(place.parent.iterdir()))


def _secrets_in(data: bytes) -> list[str]:
    low = data.lower()
    return [
        secret
        for secret in SECRETS
        if any(secret.encode(encoding) in low for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


def test_no_byte_of_the_name_or_the_texts_is_left(filled, place):
    assert set(_secrets_in(_bytes_of(place))) == set(SECRETS)
    receipt = forget(filled, "zaraquist vellamo", NOW)
    assert _secrets_in(_bytes_of(place)) == []
    assert list(problems_of(filled)) == []
    filled.close()
    assert _secrets_in(_bytes_of(place)) == []
    assert sorted(file.name for file in place.parent.iterdir()) == ["library.db", "library.db.lock"]
    assert (receipt.posts, receipt.versions, receipt.reposts, receipt.posts_of_others_changed) == (1, 2, 2, 3)
    assert (receipt.digests, receipt.deliveries, receipt.threads_changed) == (1, 1, 1)
    assert (receipt.fetches, receipt.pages, receipt.vectors > 0) == (6, 5, True)


def test_others_stay_and_what_they_said_is_found(filled):
    before = {one.id: one for one in load_transcript_of(filled).posts}
    forget(filled, NAME, NOW)
    after = {one.id: one for one in load_transcript_of(filled).posts}
    assert set(before) - set(after) == {"test:900", "test:902", "test:905"}
    assert {key for key in after if after[key] != before[key]} == {"test:901", "test:903", "test:904"}
    assert after["test:901"].text == '@[name] You wrote "[…]" - really?'
    assert after["test:901"].parent_id is None
    assert [after["test:901"].text[start:end] for start, end in after["test:901"].quoted] == ["[…]"]
    assert after["test:903"].text == "[name] and I agree on the lift, it should finally be replaced."
    assert (after["test:904"].url, after["test:904"].text) == ("", before["test:904"].text)
    assert [hit.post.id for hit in search(filled, '"and I agree on the lift"', None)] == ["test:903"]
    assert search(filled, "quokkas", None) == []
    (thread,) = load_transcript_of(filled).threads
    assert (thread.title, thread.hosts) == ("[name] asks", ("bob",))
    assert [question.text for question in thread.questions] == ["What does [name] want?"]
    assert [len(fetches_of(filled, f"https://example.org/{number}")) for number in range(7)] == [0, 0, 0, 0, 0, 1, 1]
    assert info_of(filled).counts["digests"] == 1


def test_the_receipt_names_nobody_and_can_be_checked(filled, place):
    import hashlib

    receipt = forget(filled, NAME, NOW)
    assert _secrets_in(json.dumps(asdict(receipt)).encode()) == []
    assert len(receipt.records) == receipt.versions == 2
    assert receipt.file_before != receipt.file_after
    filled.close()
    assert hashlib.sha256(place.read_bytes()).hexdigest() == receipt.file_after


def test_forgetting_twice_or_somebody_unknown_changes_nothing(filled):
    forget(filled, NAME, NOW)
    before = load_transcript_of(filled)
    for name in (NAME, "Nobody At All"):
        receipt = forget(filled, name, NOW)
        assert (receipt.posts, receipt.posts_of_others_changed, receipt.digests, receipt.records) == (0, 0, 0, ())
    assert load_transcript_of(filled) == before


def test_while_another_process_reads_it_is_said_that_traces_are_left(filled, place):
    with Library(place, may_write=False) as reader, reader.reading():
        reader.rows("SELECT count(*) FROM posts")
        filled.db.set_busy_timeout(50)
        with pytest.raises(LibraryError, match=r"another process still reads it, .* Do the same again when"):
            forget(filled, NAME, NOW)
    assert load_transcript_of(filled).posts
    forget(filled, NAME, NOW)
    assert _secrets_in(_bytes_of(place)) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_spans_of_what_is_left_are_valid(before, after):
    eraser = Eraser([NAME], [FIRST], ["test:900"])
    text = f"{before} {FIRST} {NAME}{after}"
    cleaned = eraser.post(post(text, quoted=((len(before), len(before) + 20), (0, len(text)))))
    if cleaned is not None:
        assert all(0 <= start < end <= len(cleaned.text) for start, end in cleaned.quoted)
        assert not eraser.holds(cleaned.text) or NAME.lower() in (before + after).lower()


def test_seven_words_in_a_row_are_theirs_wherever_they_stand():
    eraser = Eraser([NAME], [FIRST], [])
    assert eraser.clean("so a petting CORNER costs less, than a carpet does") == "so […] does"
    assert eraser.clean("a petting corner costs less money") == "a petting corner costs less money"


def test_short_words_of_everybody_are_not_taken_from_others():
    eraser = Eraser([NAME], ["Yes, I agree.", "Ok"], [])
    assert eraser.clean("Yes, I agree with the roof.") == "Yes, I agree with the roof."
