"""The limits box says what the digest does not know."""

from __future__ import annotations

import msgspec
import pytest
from builders import comments, discussion, post, said, transcript

from miner.digest import Digest
from miner.pipeline import mine
from miner.transcript import PlaceAccount, Transcript


def limits(read: Transcript) -> str:
    return " ".join(mine(read).limits)


def test_a_few_arguments_are_shown_and_said_to_be_ungrouped() -> None:
    assert "There are only 3 arguments: they are shown one by one, not grouped." in limits(discussion(3))


def test_a_small_discussion_is_no_measure_of_opinion() -> None:
    assert "no measure of opinion" in limits(discussion(20))


def test_what_could_not_be_read_is_said() -> None:
    read = discussion(30)
    place = PlaceAccount(place="a.csv", source="table", read=32, kept=30, failed={"row without a text": 2})
    assert "2 item(s) could not be read: 2 row without a text." in limits(
        msgspec.structs.replace(read, accounts=(place,))
    )


def test_posts_without_a_name_are_said_to_be_counted_as_different_people() -> None:
    assert "3 post(s) carry no name; each is counted as a different person." in limits(
        comments((text for _, text in said(3)), author="")
    )


def test_times_that_are_missing_or_assumed_are_said() -> None:
    missing = transcript(post(text, n, posted_at=None, precision="none") for n, (_, text) in enumerate(said(9), 1))
    assert "9 post(s) have no time" in limits(missing)
    assumed = transcript(post(text, n, tz_assumed=True) for n, (_, text) in enumerate(said(9), 1))
    assert "9 time(s) name no zone and were taken as UTC" in limits(assumed)


def test_replies_to_posts_that_are_not_there_are_said() -> None:
    assert "1 reply(s) answer a post that is not in the input." in limits(
        transcript([post("The roof leaks badly, so fix it now.", 1, parent_id="test:99")])
    )


def test_a_page_that_promises_more_comments_than_it_holds_is_said() -> None:
    read = transcript([post(text, n) for n, (_, text) in enumerate(said(4), 1)], n_claimed=23)
    assert "library.csv: the page says 23 comments, 4 were in the file." in limits(read)


def test_a_discussion_in_another_language_says_what_read_it() -> None:
    said_so = "arguments are in Japanese: themes were made with the multilingual model"
    assert said_so in limits(comments(["図書館は夜も開けるべきだと思います。働く人が来られないからです。"]))
    assert "multilingual" not in limits(discussion(9))


@pytest.mark.parametrize("made", ["example_chat_digest", "example_blog_digest"])
def test_limits_are_whole_sentences(made: str, request: pytest.FixtureRequest) -> None:
    digest: Digest = request.getfixturevalue(made)
    assert digest.limits
    for sentence in digest.limits:
        begins_with_file = any(sentence.startswith(f"{source.place}: ") for source in digest.sources)
        assert begins_with_file or sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
