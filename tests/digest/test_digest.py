"""The digest puts all stages together and keeps the promises of all of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import START, discussion, post, transcript
from promises import keeps_promises, quoted

from miner.digest import Digest
from miner.errors import NothingToMine
from miner.pipeline import mine
from miner.settings import DigestSettings, EmbeddingSettings, ReportSettings, Settings
from miner.transcript import Transcript


@pytest.mark.parametrize("made", ["example_chat_digest", "example_blog_digest"])
def test_the_shipped_examples_keep_every_promise(made: str, request: pytest.FixtureRequest) -> None:
    keeps_promises(request.getfixturevalue(made))


def test_nothing_that_argues_is_an_error_that_says_what_there_was() -> None:
    read = transcript([post("🎉🎉", 1), post("👏", 2), post("Great post!", 3)])
    with pytest.raises(NothingToMine) as caught:
        mine(read)
    assert str(caught.value) == (
        "Nothing to mine: none of the 3 posts puts forward an opinion or a reason (2 no words, 1 praise). "
        "Check that the right file or column was read ('miner read' shows the posts)."
    )
    assert caught.value.exit_code == 5


def test_no_posts_at_all_is_the_same_error() -> None:
    with pytest.raises(NothingToMine, match=r"none of the 0 posts puts forward an opinion or a reason \(no posts\)"):
        mine(Transcript(threads=(), posts=()))


def test_the_date_is_that_of_the_last_post_unless_given() -> None:
    read = discussion(9)
    assert mine(read).written_on == (START + timedelta(minutes=9)).date()
    assert mine(read, Settings(digest=DigestSettings(written_on="2024-12-24"))).written_on == date(2024, 12, 24)


def test_without_times_there_is_no_date() -> None:
    timeless = transcript([post("The roof leaks badly, so fix it now.", 1, posted_at=None, precision="none")])
    assert mine(timeless).written_on is None


def test_the_title_is_the_discussions_own_unless_given() -> None:
    read = discussion(4)
    assert mine(read).title == "The library at night"
    assert mine(read, Settings(digest=DigestSettings(title="Our library"))).title == "Our library"


def test_copies_count_once_and_their_people_are_counted() -> None:
    text = "The library should stay open until midnight because most of us only get home at seven."
    digest = mine(transcript(post(text, number) for number in range(1, 31)))
    assert len(digest.arguments) == 1
    assert digest.arguments[0].copies == 30
    assert len(digest.arguments[0].copy_authors) == 30
    assert (digest.account.used, digest.account.merged) == (1, 29)


def test_a_repost_is_an_endorsement_of_its_original() -> None:
    posts = [post("The library should stay open until midnight, because people work.", 1, "ann")]
    posts += [post("RT @ann: The library …", n, f"fan{n}", kind="repost", repost_of="test:1") for n in range(2, 6)]
    digest = mine(transcript(posts))
    original = next(one for one in digest.posts if one.id == "test:1")
    assert original.reposts == 4
    assert original.endorsers == ("fan2", "fan3", "fan4", "fan5")
    assert [argument.post_id for argument in digest.arguments] == ["test:1"]
    assert digest.account.reposts == 4


def test_every_argument_has_a_place_in_the_picture(example_chat_digest: Digest) -> None:
    assert set(example_chat_digest.map) == {argument.id for argument in example_chat_digest.arguments}
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in example_chat_digest.map.values())


def test_the_method_is_enough_to_make_it_again_and_names_nothing_of_this_machine() -> None:
    read = discussion(9)
    chosen = Settings(embeddings=EmbeddingSettings(threads=2), report=ReportSettings(output="elsewhere/out"))
    method = mine(read, chosen).method
    assert method == mine(read).method
    assert len(method.embedder_sha256) == 64
    assert method.n_arguments_clustered == 9
    assert "somebody" not in str(method)
    assert set(method.settings) == set(Settings.__struct_fields__) - {
        "report",
        "brand",
        "digests",
        "writer",
        "fetch",
        "library",
    }  # no part of the content


def test_no_quote_is_boilerplate_a_marker_or_a_stray_sign(
    example_chat_digest: Digest, example_blog_digest: Digest
) -> None:
    for digest in (example_chat_digest, example_blog_digest):
        for argument in digest.arguments:
            text = quoted(digest, argument.id)
            assert not text.startswith(("#", "@", "RT ", "A1", "A2", "A3", "A4", "A5", ".", ",", ";", "http"))
            assert not text.endswith((" RT", " via", " cc", "https", "…http"))
            assert "://" not in text.split()[-1]
