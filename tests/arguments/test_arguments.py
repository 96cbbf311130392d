"""Every post ends in exactly one place, and an argument is a span of its post."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import START, comments, post, transcript
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.arguments import Arguments, find_arguments
from miner.settings import ArgumentSettings
from miner.transcript import Post, QuestionLink, Transcript

OPINION = "The basics come first because nobody forgives a late parcel."
OTHER = "New ideas come first, since customers cannot ask for what they never saw."
TEXTS = (
    OPINION,
    OTHER,
    OPINION.upper(),
    "Hi everyone!",
    "Great post!",
    "🎉",
    "",
    "https://example.org/x",
    "Thanks all, see you next week",
    "Why is the lift always broken on Mondays?",
    "No.",
    "A1 " + OPINION + " #library",
    "Sign up for our newsletter https://example.org",
)


def posts_of_any_kind() -> st.SearchStrategy[Transcript]:
    row = st.tuples(
        st.sampled_from(TEXTS) | st.text(max_size=80),
        st.sampled_from(["article", "comment", "message", "question", "repost", "system"]),
        st.sampled_from(["ann", "bob", ""]),
        st.sampled_from([(), ("greeting",), ("closing",), ("promotion",), ("announcement",)]),
        st.booleans(),
        st.integers(0, 12),
    )
    return st.lists(row, max_size=12).map(
        lambda rows: transcript(
            post(
                text,
                number,
                author,
                kind=kind,
                flags=flags,
                quoted=((0, len(text) // 2),) if cited and text else (),
                parent_id=f"test:{parent}" if parent else None,
            )
            for number, (text, kind, author, flags, cited, parent) in enumerate(rows, 1)
        )
    )


@settings(max_examples=150, deadline=None)
@given(posts_of_any_kind())
def test_every_post_is_used_reposted_merged_or_filtered_and_only_one_of_these(read: Transcript) -> None:
    found = find_arguments(read)
    places = [*found.used, *found.reposts, *found.merged, *found.filtered]
    assert sorted(places) == sorted(post.id for post in read.posts)
    assert all(reason for reason in found.filtered.values())


@settings(max_examples=150, deadline=None)
@given(posts_of_any_kind())
def test_an_argument_is_the_authors_own_words_at_its_span(read: Transcript) -> None:
    posts = {post.id: post for post in read.posts}
    for argument in find_arguments(read).arguments:
        source = posts[argument.post_id]
        assert argument.text == source.text[argument.start : argument.end] == argument.text.strip() != ""
        assert argument.id == f"{source.id}@{argument.start}-{argument.end}"
        assert source.kind not in ("repost", "system", "question")
        assert not any(start < argument.end and argument.start < end for start, end in source.quoted)
        assert argument.author == source.author
        assert argument.copy_posts[0] == source.id


@settings(max_examples=50, deadline=None)
@given(posts_of_any_kind())
def test_posts_with_arguments_and_numbered_questions_are_what_is_used(read: Transcript) -> None:
    found = find_arguments(read)
    with_arguments = {argument.post_id for argument in found.arguments}
    asked = {post.id for post in read.posts if post.kind == "question"}
    assert set(found.used) == with_arguments | asked


def only(found: Arguments) -> str:
    assert len(found.arguments) == 1
    return found.arguments[0].text


def test_copies_count_once_with_everyone_who_said_it() -> None:
    found = find_arguments(comments([OPINION, OPINION.upper(), f"{OPINION} #library", OTHER]))
    first, second = found.arguments
    assert (first.text, second.text) == (OPINION, OTHER)
    assert first.copy_authors == ("person1", "person2", "person3")
    assert found.merged == ("test:2", "test:3")


def test_a_post_that_adds_something_to_a_copy_is_used_and_not_merged() -> None:
    long = OPINION + "\n\n" + OTHER
    found = find_arguments(comments([OPINION, long]))
    assert found.merged == ()
    assert [argument.text for argument in found.arguments] == [OPINION, OTHER]


def test_a_repost_is_counted_for_its_original_and_never_an_argument() -> None:
    read = transcript(
        [
            post(OPINION, 1),
            post(f"RT @person1: {OPINION}", 2, kind="repost", repost_of="test:1"),
            post(f"RT @person1: {OPINION}", 3, "person2", kind="repost", repost_of="test:1"),
        ]
    )
    found = find_arguments(read)
    assert only(found) == OPINION
    assert found.reposts == ("test:2", "test:3")
    assert found.endorsers == {"test:1": ("person2",)}


def test_others_words_are_never_the_authors() -> None:
    cited = f"{OPINION}\n\nI would not go that far, a late parcel is no tragedy."
    found = find_arguments(transcript([post(cited, 1, quoted=((0, len(OPINION)),))]))
    assert only(found) == "I would not go that far, a late parcel is no tragedy."


@pytest.mark.parametrize(
    ("flag", "reason"),
    [("greeting", "greeting"), ("closing", "goodbye"), ("announcement", "logistics"), ("promotion", "promotion")],
)
def test_what_the_chat_has_flagged_is_set_apart_with_its_reason(flag: str, reason: str) -> None:
    found = find_arguments(transcript([post(OPINION, 1, flags=(flag,))]))
    assert found.filtered == {"test:1": reason}


def test_the_sentences_of_a_short_post_stay_together_and_chatter_around_them_goes() -> None:
    said = "We hear one sentence forty times a day. Write it down and you have your plan for the year."
    assert only(find_arguments(comments([f"A3: The drivers know best. {said} #cx"]))).endswith(said)
    assert only(find_arguments(comments([f"Great post!\n\n{OPINION}\n\nThanks everyone!"]))) == OPINION


@pytest.mark.parametrize(
    "text",
    [
        "If everyone pays on the day, paying on the day is worth nothing. Then what?",
        "Pricing seems like a big thing to be mindful of. Sliding scale?",
        "Good question. Both are journeys of their own, and I would walk both. But which one pays?",
    ],
)
def test_an_argument_that_ends_in_a_question_is_still_one(text: str) -> None:
    assert only(find_arguments(comments([text]))).endswith("?")


def test_paragraphs_of_a_long_post_are_arguments_of_their_own() -> None:
    article = "\n\n".join(
        [OPINION, OTHER] + [f"Sentence {word} speaks about the weather in spring." for word in "abcdefgh"]
    )
    assert [a.text for a in find_arguments(comments([article])).arguments][:2] == [OPINION, OTHER]


def test_a_short_reply_borrows_its_parent_for_the_embedding_and_not_for_the_quote() -> None:
    read = transcript([post(OPINION, 1), post("Only if the price is right", 2, parent_id="test:1")])
    reply = find_arguments(read).arguments[1]
    assert reply.text == "Only if the price is right"
    assert OPINION in reply.for_embedding
    assert find_arguments(transcript([post(OPINION, 1)])).arguments[0].for_embedding == OPINION


def test_questions_in_passing_are_kept_as_questions() -> None:
    asked = "Does anybody know who repairs the lift?"
    found = find_arguments(comments([asked, f"{OPINION} {asked}", "Why?"]))
    assert [aside.post_id for aside in found.asked] == ["test:1", "test:2"]
    assert found.filtered["test:1"] == "question"


def test_an_argument_knows_the_question_it_answers() -> None:
    read = transcript([post(f"A2 {OPINION}", 1, kind="message", questions=(QuestionLink(id="Q2"),))])
    assert find_arguments(read).arguments[0].question == "Q2"


def test_arguments_stand_in_the_order_of_their_posts() -> None:
    later = START + timedelta(hours=3)
    read = transcript([post(OTHER, 1, posted_at=later), post(OPINION, 2)])
    assert [argument.text for argument in find_arguments(read).arguments] == [OPINION, OTHER]


def test_a_sentence_that_only_refers_is_no_argument_alone_and_stays_beside_one() -> None:
    assert find_arguments(comments(["This is so very sad and wrong."])).filtered == {"test:1": "only refers"}
    assert only(find_arguments(comments([f"This is so very sad and wrong. {OPINION}"]))).endswith(OPINION)


def test_the_title_of_what_is_linked_is_no_argument() -> None:
    title = "Piles Of Books And No Readers: A Study https://example.org/study"
    assert find_arguments(comments([title])).filtered == {"test:1": "link only"}
    assert only(find_arguments(comments([f"{OPINION} https://example.org/study"]))) == OPINION


def test_settings_say_how_short_is_too_short() -> None:
    read = comments(["Fix the roof now please"])
    assert only(find_arguments(read)) == "Fix the roof now please"
    assert find_arguments(read, ArgumentSettings(min_words=8)).filtered == {"test:1": "too short"}


def test_an_article_argues_too_and_is_marked() -> None:
    read = transcript([Post(id="test:a", thread_id="test:library", text=OPINION, kind="article")])
    assert find_arguments(read).arguments[0].is_article


def test_no_posts_are_no_arguments() -> None:
    assert find_arguments(Transcript(threads=(), posts=())) == Arguments(arguments=())
