"""Mails: every kind of archive, whose words they are, who answers whom, and what is left out."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import cases, check_case, items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read, recognised_by
from miner.sources.base import Failed, Note, Skipped
from miner.sources.mail.mail import Mail
from miner.transcript import Post, Thread

# Sample -> posts, and what was skipped.
SAMPLES: dict[str, tuple[int, dict[str, int]]] = {
    "groupsio_messages.zip": (49, {}),
    "hyperkitty_2016_march.mbox": (1, {}),
    "mbox_iso8859_encoding.mbox": (1, {}),
    "mbox_multipart.mbox": (1, {"automatic mail": 1}),
    "mbox_single.mbox": (1, {}),
    "mbox_unknown_encoding.mbox": (1, {}),
    "msg_attachment-2.txt": (1, {}),
    "msg_attachment-4.txt": (1, {}),
    "msg_attachment-5.txt": (1, {}),
    "msg_html-email-1.txt": (1, {}),
    "msg_payload-iso8859.txt": (1, {}),
    "msg_payload-unknown.txt": (1, {}),
    "msg_payload-utf8.txt": (1, {}),
    "msg_pipermail_nextpart.txt": (1, {}),
    "msg_strange-in-reply-to-header.txt": (1, {}),
    "n47hcfdt6z70tqxvnhgn3zrdwqgg36yl.mbox": (1, {}),
    "pipermail_2015_november.mbox": (4, {}),
    "users_ponymail_apache_org_2019-09.mbox": (4, {}),
}
HEAD = "From: Ann <ann@example.org>\nDate: Mon, 4 Mar 2024 09:00:00 +0100\nSubject: the square\nMessage-ID: <1@example.org>\n"


def mail(body: str, head: str = "") -> str:
    return f"{HEAD}{head}\n{body}\n"


@pytest.mark.parametrize("file", [file for file in cases("mail") if file.suffix != ".md"], ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(Mail(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    account = read([str(shared_data / "samples" / "mbox" / name)]).accounts[0]
    assert account.source == "mail"
    assert (account.kept, account.skipped) == SAMPLES[name]
    assert not account.failed


@pytest.mark.parametrize("name", ["nntp_2.txt", "nntp_parsing_error.txt"])
def test_real_news_articles_are_read(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "nntp" / name)])
    assert (transcript.accounts[0].source, transcript.accounts[0].kept) == ("mail", 1)
    assert transcript.threads[0].platform == "usenet"


def test_reminder_of_a_program_is_recognised_and_refused(shared_data: Path) -> None:
    file = shared_data / "samples" / "mbox" / "dev_ponymail_apache_org_2020-10.mbox"
    assert recognised_by(material(file.read_bytes()))[0].name == "mail"
    with pytest.raises(NoPostsFound):
        read([str(file)])


def test_own_encodings_of_mails_are_kept_apart() -> None:
    """One archive, three charsets: a guess for the whole file would break two of them."""
    bodies = {"windows-1251": "Площадь нужна рынку", "iso-8859-1": "Le café reste ouvert", "utf-8": "Więcej miejsca ✓"}
    archive = b"".join(
        f"From a@example.org Mon Mar  4 09:00:0{number} 2024\nFrom: a@example.org\nSubject: s{number}\n"
        f"Message-ID: <{number}@example.org>\nContent-Type: text/plain; charset={charset}\n\n{body}\n\n".encode(charset)
        for number, (charset, body) in enumerate(bodies.items())
    )
    assert [post.text for post in posts(Mail(), archive)] == list(bodies.values())


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("non-existing", b"caf\xe9 au lait"),
        ("us-ascii", b"caf\xe9 au lait"),
        ("idna", b"caf\xe9 au lait"),
        ("latin1", "café au lait".encode()),
    ],
)
def test_wrong_charsets_do_not_lose_the_mail(charset: str, body: bytes) -> None:
    data = HEAD.encode() + f"Content-Type: text/plain; charset={charset}\n\n".encode() + body
    assert posts(Mail(), data)[0].text == "café au lait"


def test_sentence_that_begins_with_from_opens_no_mail() -> None:
    text = "From a@example.org Mon Mar  4 09:00:00 2024\n" + mail(
        "We met twice.\n\nFrom now on it gets harder, I think.\nSubject: to change.\n\n>From May on it is warm."
    )
    found = posts(Mail(), text)
    assert len(found) == 1
    assert "From now on" in found[0].text
    assert found[0].text.endswith("\nFrom May on it is warm.")


@pytest.mark.parametrize(
    "opening",
    ["From - Mon Mar  4 09:00:00 2024", "From 1234567890123456", "From -7513045217158129431", "From ann@example.org"],
)
def test_openings_of_all_dialects(opening: str) -> None:
    archive = "".join(
        f"{opening}\nFrom: Ann <a@example.org>\nSubject: s\nMessage-ID: <{n}@x.org>\n\nmail {n} here\n\n"
        for n in (1, 2)
    )
    assert [post.text for post in posts(Mail(), archive)] == ["mail 1 here", "mail 2 here"]


def test_apple_mail_ends_where_its_first_line_says() -> None:
    text = mail("The square is large enough.")
    assert (
        posts(Mail(), f'{len(text)}\n{text}<?xml version="1.0"?><plist><dict/></plist>')[0].text
        == "The square is large enough."
    )


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Ann Lee <ann@example.org>", "Ann Lee"),
        ('"Lee, Ann" <ann@example.org>', "Lee, Ann"),
        ("ann@example.org (Ann Lee)", "Ann Lee"),
        ("ann at example.org (Ann Lee)", "Ann Lee"),
        ("ann@example.org", "ann"),
        ("<ann@example.org>", "ann"),
        ("'Ann Lee' via Square <square@example.org>", "Ann Lee"),
        ("=?utf-8?B?QW5uIEzDqWU=?= <ann@example.org>", "Ann Lée"),
        ("=?nonsense?B?QW5u?= <ann@example.org>", "Ann"),
    ],
)
def test_name_is_shown_and_the_address_never(sender: str, name: str) -> None:
    text = mail("The square is large enough.").replace("Ann <ann@example.org>", sender)
    assert posts(Mail(), text)[0].author == name


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("Auto-Submitted: auto-replied\n", "automatic reply"),
        ("Auto-Submitted: auto-generated\n", "automatic mail"),
        ("X-Cron-Env: <SHELL=/bin/sh>\n", "automatic mail"),
        ("Precedence: auto_reply\n", "automatic reply"),
        ("X-Failed-Recipients: b@example.org\n", "bounce"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n", "bounce"),
        ("Content-Type: text/calendar; method=REQUEST\n", "calendar invitation"),
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n", "encrypted mail"),
        ("Content-Type: image/png\n", "only attachments"),
    ],
)
def test_what_nobody_wrote_is_counted_by_reason(head: str, reason: str) -> None:
    found = items(Mail(), mail("Some words that stand here.", head))
    assert [item.reason for item in found if isinstance(item, Skipped)] == [reason]


def test_notices_that_carry_peoples_words_are_kept() -> None:
    assert posts(Mail(), mail("I would close it.", "Auto-Submitted: auto-generated\nX-GitHub-Sender: ann\n"))


@pytest.mark.parametrize(
    "subject", ["Abwesenheitsnotiz: Platz", "Out of office", "Réponse automatique : place", "Automatic reply: x"]
)
def test_absence_is_known_in_several_languages(subject: str) -> None:
    found = items(Mail(), mail("I am away.").replace("the square", subject))
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["automatic reply"]


def test_text_above_the_first_mail_is_counted() -> None:
    found = items(
        Mail(),
        f"some text\nwithout header\n\nFrom a@example.org Mon Mar  4 09:00:00 2024\n{mail('The square is large.')}",
    )
    assert [item.reason for item in found if isinstance(item, Failed)] == ["text without a mail header"]


def test_lines_that_open_nothing_are_counted() -> None:
    found = items(Mail(), "From a@example.org Mon Mar  4 09:00:00 2024\n" * 3)
    assert [item.reason for item in found if isinstance(item, Failed)] == ["text without a mail header"]


def test_thread_whose_first_mail_is_missing_joins_by_subject() -> None:
    """The parent is known by its id only; the thread of the same subject is the last resort, and said to be inferred."""
    archive = "".join(
        f"From a@example.org Mon Mar  4 09:00:0{number} 2024\n{mail(f'words {number}', head).replace('<1@', f'<{number}@')}\n"
        for number, head in enumerate(["", "In-Reply-To: <lost@example.org>\n"])
    )
    found = posts(Mail(), archive)
    assert [(post.parent_id, post.parent_source) for post in found] == [
        (None, None),
        ("mail:0@example.org", "inferred"),
    ]
    assert len({post.thread_id for post in found}) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("marks", "> quoted\nand an answer\n" * 20_000),
        ("heads", "From: a\nTo: b\nSubject: c\n> x\n\n" * 9_000),
        ("rules", "-----\nx\n" * 20_000),
        ("signatures", "-- \nx\n" * 20_000),
        ("hunks", "diff --git a b\n@@ -1,9999999 +1,9999999 @@\n" + " x\n" * 40_000),
        ("blocks", "-----BEGIN PGP SIGNATURE-----\n" * 40_000),
        ("announcements", "On 2015 10:00, a@b wrote\n" * 40_000),
        ("parts", "--b\n\nx\n" * 100_000),
        ("nested", "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(20_000))),
    ],
)
def test_hostile_texts_are_read_in_linear_time(name: str, text: str) -> None:
    """A step that looks at all lines for each line would take minutes."""
    head = "Content-Type: multipart/mixed; boundary=b\n" if name in ("parts", "nested") else ""
    found = items(Mail(), mail(text, head))
    assert sum(isinstance(item, Post | Skipped) for item in found) == 1


def test_archive_is_never_held_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails come out while the rest of the file is still unread."""
    opened = material(
        "".join(
            f"From a@example.org Mon Mar  4 09:00:00 2024\n{mail('words here').replace('<1@', f'<{n}@')}\n"
            for n in range(500)
        )
    )
    files: list[io.BytesIO] = []

    def opening() -> io.BytesIO:
        files.append(io.BytesIO(opened.data))
        return files[-1]

    monkeypatch.setattr(opened, "open", opening)
    monkeypatch.setattr("miner.sources.mail.archive._BLOCK", 1000)
    reading = Mail().items(opened)
    first = next(item for item in reading if isinstance(item, Post))
    assert first.id == "mail:0@example.org"
    assert len(files) == 2
    assert files[1].tell() < len(opened.data) / 10


def test_dates_fall_back_to_the_line_that_opens_the_mail() -> None:
    text = f"From a@example.org Mon Mar  4 09:00:05 2024\n{mail('The square is large.')}".replace(
        "Date: Mon, 4 Mar 2024 09:00:00 +0100\n", ""
    )
    post = posts(Mail(), text)[0]
    assert (str(post.posted_at), post.tz_assumed) == ("2024-03-04 09:00:05+00:00", True)


def test_parts_that_are_read() -> None:
    """The plain one of alternatives, all texts of a mix, no attached file, nothing of a forwarded mail."""
    body = (
        "--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/plain\n\nPlain words here.\n"
        "--i\nContent-Type: text/html\n\n<p>Page words here.</p>\n--i--\n"
        '--o\nContent-Type: text/plain; name="notes.txt"\n\nAttached words.\n'
        "--o\nContent-Type: message/rfc822\n\nFrom: b@example.org\n\nForwarded words.\n"
        "--o\nContent-Type: text/plain\n\nMore plain words.\n--o--\nafter the end\n"
    )
    found = items(Mail(), mail(body, "Content-Type: multipart/mixed; boundary=o\n"))
    assert [item.text for item in found if isinstance(item, Post)] == ["Plain words here.\nMore plain words."]
    assert Note(text="attachments were not read (2)") in found


def test_page_is_read_where_the_plain_text_says_nothing() -> None:
    body = (
        "--i\nContent-Type: text/plain\n\nYour program cannot view HTML mails.\n"
        "--i\nContent-Type: text/html; charset=utf-8\n\n<p>The square is for all.</p><blockquote>It is for cars.</blockquote><p>No.</p>\n--i--\n"
    )
    post = posts(Mail(), mail(body, "Content-Type: multipart/alternative; boundary=i\n"))[0]
    assert post.text == "The square is for all.\n\nIt is for cars.\n\nNo."
    assert [post.text[slice(*span)] for span in post.quoted] == ["It is for cars."]


def test_broken_transfer_encodings_are_read_as_far_as_they_go() -> None:
    base64 = mail("VGhlIHNxdWFyZSBpcyBsYXJnZS4=\n_____\nfooter", "Content-Transfer-Encoding: base64\n")
    assert posts(Mail(), base64)[0].text.startswith("The square is large.")
    quoted = mail("The square =E2=98=80 is=\n large=ZZ.", "Content-Transfer-Encoding: quoted-printable\n")
    assert posts(Mail(), quoted)[0].text == "The square ☀ is large=ZZ."


def test_archive_of_one_month_and_the_next_are_one_thread(tmp_path: Path) -> None:
    (tmp_path / "2024-March.txt").write_text(
        f"From a@example.org Mon Mar  4 09:00:00 2024\n{mail('The square is large.')}"
    )
    answer = mail("It is not large enough for both.", "In-Reply-To: <1@example.org>\n").replace(
        "Message-ID: <1@", "Message-ID: <2@"
    )
    (tmp_path / "2024-April.txt").write_text(f"From b@example.org Mon Apr  1 09:00:00 2024\n{answer}")
    transcript = read([str(tmp_path)])
    assert [account.source for account in transcript.accounts] == ["mail_folder"]
    assert len(transcript.threads) == 1
    assert {post.id: post.parent_id for post in transcript.posts} == {
        "mail:1@example.org": None,
        "mail:2@example.org": "mail:1@example.org",
    }
    assert {post.locator.split("#")[1] for post in transcript.posts} == {"2024-March.txt", "2024-April.txt"}


def test_maildir_is_read_as_one_and_a_copy_counted(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cur" / "1709542800.M1P1.host:2,S").write_text(mail("The square is large."))
    (tmp_path / "new" / "1709542801.M1P2.host").write_text(mail("The square is large."))
    (tmp_path / "new" / "1709542802.M1P3.host").write_text(mail("Not for cars.").replace("<1@", "<3@"))
    (tmp_path / "notes.txt").write_text("Some notes that stand beside the mails.\n\nThey are no mail at all.\n")
    account = next(account for account in read([str(tmp_path)]).accounts if account.source == "mail_folder")
    assert (account.kept, account.skipped) == (2, {"read twice": 1})


@pytest.mark.parametrize(
    "text",
    [
        "From the beginning it was clear that the square is too small.\nNobody listened.\n",
        "From: the people\nWe want the square.\n",
        "Subject: none\nDate: none\n",
        "name,text\nAnn,hello\n",
        "[12:01] <ann> From: here\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n",
    ],
)
def test_what_is_no_mail_is_not_recognised(text: str) -> None:
    assert Mail().recognises(material(text)) is False


@given(
    st.binary(max_size=600),
    st.sampled_from(
        [
            "",
            "Content-Type: text/html\n",
            "Content-Type: multipart/mixed; boundary=a\n",
            "Content-Type: text/plain; format=flowed\n",
        ]
    ),
)
def test_any_bytes_below_a_header_are_accounted_for(body: bytes, head: str) -> None:
    data = f"{HEAD}{head}\n".encode() + body.replace(b"From ", b"from ")
    found = items(Mail(), data)
    assert Counter(isinstance(item, Post | Skipped | Failed) for item in found)[True] == 1
    for post in (item for item in found if isinstance(item, Post)):
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)


@given(st.lists(st.tuples(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4)), max_size=12))
def test_any_references_make_threads_without_circles(links: list[tuple[int, list[int]]]) -> None:
    """Every mail comes out once, and each thread that a post names is there."""
    archive = "".join(
        f"From a@example.org Mon Mar  4 09:00:00 2024\nFrom: Ann <a@example.org>\nSubject: Re: the square\nMessage-ID: <{own}@x.org>\n"
        f"References: {' '.join(f'<{other}@x.org>' for other in others)}\n\nwords of {own}\n\n"
        for own, others in links
    )
    found = items(Mail(), archive) if links else []
    assert sum(isinstance(item, Post | Skipped) for item in found) == len(links)
    threads = {item.id for item in found if isinstance(item, Thread)}
    parents = {item.id: item.parent_id for item in found if isinstance(item, Post)}
    assert {item.thread_id for item in found if isinstance(item, Post)} == threads
    for start in parents:
        seen: set[str] = set()
        here: str | None = start
        while here is not None and here in parents:
            assert here not in seen
            seen.add(here)
            here = parents[here]
