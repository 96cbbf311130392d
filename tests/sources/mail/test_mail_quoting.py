"""Whose words the lines of a mail are, in the forms that programs give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import posts

from miner.sources.mail.bodies import unflowed
from miner.sources.mail.enclosures import drop_enclosures
from miner.sources.mail.endings import cut_endings
from miner.sources.mail.mail import Mail
from miner.sources.mail.mail_lines import Line, Whose, post_text
from miner.sources.mail.quoting import mark_quotes

OWN = "I would rather close the square, because the market needs it."
HEAD = "From: Ann Lee <ann@example.org>\nDate: Mon, 4 Mar 2024 09:00:00 +0100\nMessage-ID: <1@example.org>\nContent-Type: text/plain; charset=utf-8\n"

ANNOUNCEMENTS = [
    "On Mon, Mar 4, 2024 at 9:00 AM Bob Ray <bob@example.org> wrote:",
    "On Mon, Mar 4, 2024 at 9:00 AM Bob Ray\n<bob@example.org> wrote:",
    "On 04/03/2024 09:00, Bob Ray via Square wrote:",
    "Am 04.03.2024 um 09:00 schrieb Bob Ray <bob@example.org>:",
    "Le lun. 4 mars 2024 à 09:00, Bob Ray <bob@example.org> a écrit :",
    "El lun, 4 mar 2024 a las 9:00, Bob Ray (<bob@example.org>) escribió:",
    "Il giorno lun 4 mar 2024 alle ore 09:00 Bob Ray <bob@example.org> ha scritto:",
    "Em seg., 4 de mar. de 2024 às 09:00, Bob Ray <bob@example.org> escreveu:",
    "Op ma 4 mrt 2024 om 09:00 schreef Bob Ray <bob@example.org>:",
    "Den mån 4 mars 2024 kl 09:00 skrev Bob Ray <bob@example.org>:",
    "W dniu 4.03.2024 o 09:00, Bob Ray pisze:",
    "Dne 04. 03. 24 v 9:00 Bob Ray napsal(a):",
    "04.03.2024 09:00, Bob Ray пишет:",
    "2024年3月4日(月) 9:00 Bob Ray <bob@example.org>:",
    "2024-03-04 9:00 GMT+01:00 Bob Ray <bob@example.org>:",
    "Bob Ray <bob@example.org> 于2024年3月4日周一 09:00写道：",
    "Bob Ray wrote:",
    "* Bob Ray (bob@example.org) wrote:",
    "In article <1@example.org>, Bob Ray <bob@example.org> writes:",
    "Quoting Bob Ray <bob@example.org>:",
]
BELOW = [
    "-----Original Message-----\nFrom: Bob Ray\nSent: Monday, March 4, 2024 9:00 AM\nTo: Ann Lee\nSubject: square",
    "-----Ursprüngliche Nachricht-----\nVon: Bob Ray\nGesendet: Montag, 4. März 2024 09:00\nAn: Ann Lee\nBetreff: Platz",
    "________________________________\nFrom: Bob Ray <bob@example.org>\nSent: Monday, March 4, 2024 9:00 AM\nTo: Ann Lee\nSubject: square",
    "De : Bob Ray <bob@example.org>\nEnvoyé : lundi 4 mars 2024 09:00\nÀ : Ann Lee\nObjet : place",
    "De: Bob Ray\nEnviado el: lunes, 4 de marzo de 2024 9:00\nPara: Ann Lee\nAsunto: plaza",
    "*From:* Bob Ray\n*Sent:* Monday\n*To:* Ann Lee\n*Subject:* square",
    "Von: Bob Ray\nDatum: 4. März 2024\nAn: Ann Lee\nBetreff: Platz",
    "差出人: Bob Ray\n送信日時: 2024年3月4日\n宛先: Ann Lee\n件名: 広場",
    "On Mon, Mar 4, 2024 at 9:00 AM Bob Ray <bob@example.org> wrote:",
    "---------- Forwarded message ---------\nFrom: Bob Ray\nDate: Mon, Mar 4, 2024\nSubject: square",
    "Begin forwarded message:\n\nFrom: Bob Ray\nSubject: square\nDate: March 4, 2024",
]


def body(text: str) -> str:
    found = posts(Mail(), f"{HEAD}\n{text}\n")
    return found[0].text if found else ""


def quotes(text: str) -> list[str]:
    post = posts(Mail(), f"{HEAD}\n{text}\n")[0]
    return [post.text[start:end] for start, end in post.quoted]


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
def test_announcement_and_quote_below_an_answer_are_cut(announcement: str) -> None:
    assert body(f"{OWN}\n\n{announcement}\n> Cars bring customers.\n>\n> Many of them.") == OWN


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
def test_announcement_and_quote_above_an_answer_are_marked(announcement: str) -> None:
    text = f"{announcement}\n> Cars bring customers.\n\n{OWN}"
    assert quotes(text) == [f"{announcement}\n> Cars bring customers."]
    assert body(text).endswith(f"\n\n{OWN}")


@pytest.mark.parametrize("below", BELOW)
def test_mail_quoted_below_its_header_is_cut(below: str) -> None:
    assert body(f"{OWN}\n\n{below}\n\nCars bring customers.\n\nMany of them.") == OWN


def test_answer_below_an_original_message_with_marks_is_the_authors() -> None:
    text = f"----- Original Message -----\nFrom: Bob Ray\nTo: Ann Lee\nSent: Monday\n\n> Cars bring customers.\n\n{OWN}"
    assert quotes(text) == [
        "----- Original Message -----\nFrom: Bob Ray\nTo: Ann Lee\nSent: Monday\n\n> Cars bring customers."
    ]


def test_answers_between_quotes_stay_with_them() -> None:
    text = "> Cars bring customers.\nSome do.\n> Many of them.\nNot that many, I counted."
    assert body(text) == text
    assert quotes(text) == ["> Cars bring customers.", "> Many of them."]


def test_end_of_a_quoted_line_that_a_program_wrapped_is_quoted() -> None:
    text = "> Cars bring customers and nobody would walk from the station to the\nmarket square\n> in the rain.\n\nI would."
    assert quotes(text) == [text[: text.index("\n\nI would")]]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019, as Bob wrote: the square is too small. I still think so.",
        "From my side: no objection.\nTo be clear: I mean it.\nMore words follow here.",
        "I agree with what was said on Monday:\n\nthe market comes first.",
        "> ",
        ">:( that is a pity, because the market needs it.",
    ],
)
def test_prose_is_left_alone(text: str) -> None:
    lines = [Line(line) for line in text.split("\n")]
    mark_quotes(lines)
    assert all(line.whose is Whose.OWN or line.text == "> " for line in lines)


@pytest.mark.parametrize(
    "ending",
    [
        "-- \nAnn Lee\nStall 14",
        "--\nAnn Lee\nhttps://example.org",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi teléfono Android",
        "Get Outlook for iOS<https://aka.ms/x>",
        "Best regards,\nAnn",
        "Mit freundlichen Grüßen\nAnn Lee",
        "------------------\nAnn Lee\nann@example.org",
        "______________________\nAnn Lee / Market Research",
        "---\nAnn Lee\nA line of wisdom that is longer than any other line in this mail and that was said by somebody else.",
        "_______________________________________________\nSquare mailing list\nSquare@example.org\nhttps://example.org/listinfo/square",
        '-- \nYou received this message because you are subscribed to the Google Groups "Square" group.\nTo unsubscribe from this group, send an email to x.',
        "-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: You receive all messages sent to this group.\nUnsubscribe: https://example.org",
        "---------------------------------------------------------------------\nTo unsubscribe, e-mail: dev-unsubscribe@example.org",
        '-\nTo unsubscribe from this list: send the line "unsubscribe square" in\nthe body of a message to majordomo@example.org',
        "To unsubscribe from this list visit https://example.org/listinfo/square",
        "This e-mail is confidential and intended solely for the addressee. If you have\nreceived it in error, delete it.",
        "-----BEGIN PGP SIGNATURE-----\n\niQIcBAEBCAAGBQJW6HtTAAoJEHjtma\n-----END PGP SIGNATURE-----",
        "begin 644 plan.txt\n#0V%T\n`\nend",
        "-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL: <http://example.org/x.htm>",
    ],
)
def test_endings_are_cut(ending: str) -> None:
    assert body(f"{OWN}\n\n{ending}") == OWN


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n--\n" + "\n\n".join(f"A long paragraph number {n} that goes on below the dashes." for n in range(12)),
        "Sent from my office you can see the square.\nIt is empty.",
        "The mailing list was my idea.\nUnsubscribe if you like.",
        "Thanks, that helps a lot because it saves me a day.\nI would still do it.",
        "I like two things:\n- the market\n- the fountain",
        "I like two things.\n---\nThe market and the fountain, as Bob knows.",
    ],
)
def test_words_that_only_look_like_endings_stay(text: str) -> None:
    assert body(text) == text


def test_patch_is_left_out_and_its_message_kept() -> None:
    diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new"
    assert body(f"{OWN}\n---\n x | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n{diff}\n-- \n2.39.2") == OWN
    assert body(f"{diff}\n\n{OWN}\n+1 from me") == f"{OWN}\n+1 from me"


def test_wrapped_paragraphs_are_put_together_and_lists_are_not() -> None:
    wrapped = "The square is large enough for the market and for the children who\nplay there, and nobody has to watch.\n- one\n- two\nshort\nlines"
    assert body(wrapped) == (
        "The square is large enough for the market and for the children who play there, and nobody has to watch.\n- one\n- two\nshort\nlines"
    )


def test_flowed_lines_go_on_within_one_depth() -> None:
    lines = [">> deep ", ">> er", "> flat", "own ", "words", " stuffed", "-- ", "Ann"]
    assert list(unflowed(lines)) == ["> > deep er", "> flat", "own words", "stuffed", "-- ", "Ann"]
    assert list(unflowed(["ab ", "cd"], delete_space=True)) == ["abcd"]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "> quoted", ">> deeper", "On 4 Mar 2024 at 9:00 Bob <b@x.org> wrote:", "-----Original Message-----", "From: Bob",
             "Sent: Monday", "Subject: x", "-- ", "--", "_____", "Regards,", "Ann", "diff --git a/x b/x", "@@ -1,2 +1,2 @@", "+new",
             "---", " x | 2 +-", "begin 644 x", "end", "-----BEGIN PGP SIGNATURE-----", "Sent from my iPhone", ">From here", OWN]
        ),
        st.text(max_size=40),
    ),
    max_size=25,
)  # fmt: skip


@given(LINES, st.booleans())
def test_lines_are_kept_or_given_up_and_never_made(texts: list[str], wrapped: bool) -> None:
    """No step fails, spans hold, and the text is made of the lines that were kept, in their order."""
    lines = [Line(text.replace("\n", " ")) for text in texts]
    drop_enclosures(lines)
    mark_quotes(lines)
    cut_endings(lines, "Ann Lee")
    text, spans = post_text(lines, wrapped)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert list(spans) == sorted(spans)
    kept = "".join(line.text for line in lines if line.whose is not Whose.GONE)
    assert set("".join(text.split())) <= set("".join(kept.split())) | set(text) - set(text.strip())
    for line in lines:
        if line.whose is Whose.OTHERS and line.text.isascii() and line.text.strip() and line.text.isprintable():
            assert any(" ".join(line.text.split()) in " ".join(text[start:end].split()) for start, end in spans)


@given(st.lists(st.text(alphabet=">  ab-", max_size=8), max_size=12))
def test_unflowing_loses_no_letter(lines: list[str]) -> None:
    letters = "".join(char for line in lines for char in line if char in "ab")
    assert "".join(char for char in "".join(unflowed(lines)) if char in "ab") == letters
