"""Archives made to break a reader, read by blocks of any size, and headers that hide what threading needs."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import items, material, posts

from miner.sources.base import Failed, Skipped
from miner.sources.mail.archive import mails
from miner.sources.mail.mail import Mail
from miner.sources.mail.mail_threads import MailThreads
from miner.sources.mail.mime import read_fields, read_mail
from miner.transcript import Post

OPENING = b"From a@example.org Mon Mar  4 09:00:00 2024\n"
HEAD = (
    OPENING + b"From: Ann <ann@example.org>\nDate: Mon, 4 Mar 2024 09:00:00 +0100\nSubject: the square\n"
    b"Message-ID: <1@example.org>\n"
)
MOST_SECONDS = 8.0  # of processor time; each takes less than 2 on a quiet machine


def nested(n: int) -> bytes:
    return b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (k, k + 1) for k in range(n))


# What is made, and how it is to end: a post, a reason why there is none.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bare openings": (lambda: b"From \n" * 500_000, "text without a mail header"),
    "openings without mails": (lambda: OPENING * 100_000, "text without a mail header"),
    "addresses": (lambda: b"From a@example.org\n" * 300_000, "text without a mail header"),
    "header of 10 MB": (lambda: HEAD + b"X-Long: " + b"a b " * 2_500_000 + b"\n\nwords here\n", "post"),
    "subject of 5 MB": (lambda: HEAD.replace(b"the square", b"=?utf-8?q?a?= " * 350_000) + b"\nwords here\n", "post"),
    "a million fields": (lambda: HEAD + b"X-A: b\n" * 700_000 + b"\nwords here\n", "post"),
    "references": (
        lambda: HEAD + b"References: " + b"".join(b"<%d@x.org> " % k for k in range(100_000)) + b"\n\nwords here\n",
        "post",
    ),
    "names": (lambda: HEAD.replace(b"Ann <ann@example.org>", b"<" * 1_000_000) + b"\nwords here\n", "post"),
    "dates": (lambda: HEAD.replace(b"+0100", b"1 (" * 300_000) + b"\nwords here\n", "post"),
    "nested parts": (
        lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b0\n\n" + nested(100_000) + b"words\n",
        "only attachments",
    ),
    "dashes": (
        lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nwords here\n" + b"--\n" * 1_000_000,
        "longer than a mail that a person writes",
    ),
    "quoted 100,000 deep": (lambda: HEAD + b"\n" + b">" * 100_000 + b" words\nan answer here\n", "post"),
    "base64 without an end": (
        lambda: HEAD + b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"words here " * 500_000)[:-3],
        "post",
    ),
    "page 1,000,000 deep": (
        lambda: HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 1_000_000,
        "longer than a mail that a person writes",
    ),
    "lines without words": (lambda: HEAD + b"\n" + b"\n" * 5_000_000, "longer than a mail that a person writes"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_archive_ends_in_a_post_or_a_reason(case: str) -> None:
    make, expected = HOSTILE[case]
    data = make()
    began = time.process_time()
    opened = material(data)
    assert Mail().recognises(opened)
    found = items(Mail(), data)
    assert time.process_time() - began < MOST_SECONDS
    (item,) = (item for item in found if isinstance(item, Post | Skipped | Failed))
    assert (item.reason if isinstance(item, Skipped | Failed) else "post") == expected


def test_header_longer_than_is_looked_at_does_not_hide_the_mail() -> None:
    """Both passes must see the same id, or none; the body is found behind however long a header."""
    long = b"X-Long: " + b"x" * 200_000 + b"\n"
    found = posts(Mail(), HEAD.replace(b"Message-ID", long + b"Message-ID") + b"\nwords here\n")
    assert [(post.text, post.id.startswith("mail:1@")) for post in found] == [("words here", False)]
    assert [post.id for post in posts(Mail(), HEAD + long + b"\nwords here\n")] == ["mail:1@example.org"]


def test_long_mail_is_cut_and_the_next_one_found() -> None:
    second = HEAD.replace(b"<1@", b"<2@") + b"\nother words\n"
    data = HEAD + b"\nwords\n" + b"x" * 3_000_000 + b"\n\n" + second
    first, last = mails(material(data), 1_000)
    assert (len(first.data), first.cut, first.line) == (1_000, True, 1)
    assert (last.data, last.cut, last.line) == (second.removeprefix(OPENING), False, 10)


@pytest.mark.parametrize("size", [7, 100, 1000, 1 << 20])
def test_mails_are_the_same_whatever_the_size_of_a_block(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"\n \n" + b"".join(
        HEAD.replace(b"<1@", b"<%d@" % k) + b"\nFrom here on it is text\nFrom x@y\nno field\n\n" for k in range(30)
    )
    expected = list(mails(material(data)))
    monkeypatch.setattr("miner.sources.mail.archive._BLOCK", size)
    assert list(mails(material(data))) == expected
    assert [mail.line for mail in expected] == [3 + 10 * k for k in range(30)]
    assert len({mail.data for mail in expected}) == 30


@given(
    st.lists(
        st.sampled_from(
            [OPENING, b"From \n", b"From a@b\n", b"X: y\n", b">From z\n", b"\n", b" \n", b"words\n", b"\r\n", b"end"]
        ),
        max_size=14,
    ),
    st.integers(1, 60),
)
def test_no_byte_of_an_archive_is_lost(lines: list[bytes], size: int) -> None:
    """Openings and what they open are the file again, but for empty lines at its beginning."""
    data = b"".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("miner.sources.mail.archive._BLOCK", size)
        found = list(mails(material(data)))
    joined = b"".join(mail.opening + mail.data for mail in found)
    assert data.endswith(joined)
    assert not data[: len(data) - len(joined)].strip()
    assert [mail.line for mail in found] == sorted({mail.line for mail in found})


def test_fields_are_unfolded_and_the_first_of_a_name_counts() -> None:
    data = b"Subject: one\r\n two\r\nsubject : three\r\nno field\r\n of it\r\nX-A:\tb\r\n\r\nBody: no\r\n"
    assert read_fields(data) == {"subject": b"one two", "x-a": b"b"}
    mail = read_mail(data)
    assert [leaf.data for leaf in mail.leaves] == [b"Body: no\r\n"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r\r\n"], ids=["unix", "windows", "doubled"])
def test_parts_are_found_whatever_ends_a_line(end: bytes) -> None:
    lines = [b"Content-Type: multipart/mixed; boundary=b", b"", b"before", b"--b", b"", b"one", b"--bb", b"--b"]
    lines += [b"Content-Type: text/html", b"", b"<p>two</p>", b"--b--", b"after"]
    mail = read_mail(end.join(lines))
    assert [leaf.content_type for leaf in mail.leaves] == ["text/plain", "text/html"]
    assert [leaf.data.split() for leaf in mail.leaves] == [[b"one", b"--bb"], [b"<p>two</p>"]]


def test_copy_is_known_and_missing_mails_are_counted() -> None:
    threads = MailThreads()
    threads.add("a", (), (), "the square", 2.0)
    threads.add("b", ("lost",), (), "Re: the square", 1.0)
    threads.link()
    assert (threads.is_new("a"), threads.is_new("a"), threads.is_new("b")) == (True, False, True)
    assert threads.n_missing() == 1
