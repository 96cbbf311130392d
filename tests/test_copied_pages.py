"""Five copied pages about customer experience and innovation: every comment is in, and sides are not confused."""

from __future__ import annotations

import math
import re

import pytest

from miner.digest.records import Digest
from miner.pipeline import mine_places
from miner.settings import ContrastSettings, Settings

INNOVATION = "innovation vs basics"


@pytest.fixture(scope="module")
def digest(shared_data) -> Digest:
    pages = sorted(str(page) for page in (shared_data / "seed_threads").glob("*.txt"))
    return mine_places(pages, Settings(contrasts=ContrastSettings(presets=("cx",))))


def _texts(digest: Digest) -> dict[str, str]:
    posts = {post.id: post.text for post in digest.posts}
    return {a.id: posts[a.post_id][a.start : a.end] for a in digest.arguments}


def _side(digest: Digest, *words: str) -> set[float]:
    """Signs of the positions of the arguments that hold all the words."""
    found = [
        a
        for a, text in zip(digest.arguments, _texts(digest).values(), strict=True)
        if all(re.search(rf"\b{word}", text, re.IGNORECASE) for word in words)
    ]
    return {math.copysign(bool(position), position) for position in (a.positions[INNOVATION] for a in found)}


def test_all_fourteen_comments_are_used_or_accounted_for(digest):
    assert sum(post.kind == "comment" for post in digest.posts) == 14
    assert digest.account.balances()
    assert digest.account.read == digest.account.used == 19


def test_those_who_put_the_basics_first_stand_on_that_side(digest):
    assert _side(digest, "organisations", "basics right", "innovate") == {1.0}
    assert _side(digest, "fundamentals", "rush") == {1.0}


def test_those_who_call_for_innovation_stand_on_the_other(digest):
    assert _side(digest, "leap of faith", "bold") == {-1.0}
    assert _side(digest, "lead customers", "better future", "earning") <= {-1.0, 0.0}


def test_no_boilerplate_and_no_signature_is_an_argument(digest):
    boilerplate = re.compile(
        r"share on|leave a|enter your|follow me|recent posts|member, |author of|0 comments", re.IGNORECASE
    )
    assert [text for text in _texts(digest).values() if boilerplate.search(text)] == []


def test_quotes_are_whole_sentences(digest):
    texts = _texts(digest)
    quoted = [i for theme in digest.themes for i in (theme.key_point, *theme.quotes)]
    assert [texts[i] for i in quoted if texts[i][0].islower()] == []
    assert [texts[i] for i in quoted if texts[i].endswith((":", ",", ";"))] == []
