"""A digest is data: it can be written, read again, checked against its schema."""

from __future__ import annotations

import json

import pytest

from miner.digest import Digest, digest_schema, dump_digest, load_digest
from miner.digest.records import DIGEST_SCHEMA, Account

PROMISED = {
    "": "schema account posts arguments themes contrasts questions said_once open_questions links people method limits",
    "account": "read used reposts merged filtered failed",
    "posts": "id thread_id parent_id author text posted_at url kind",
    "arguments": "id post_id start end strength theme_id membership question positions",
    "themes": "id title key_point n_people n_arguments stability quotes parent",
    "contrasts": "name origin measurable left right n_neither common_ground",
    "questions": "id text asked_by asked_at n_people themes",
}


@pytest.mark.parametrize("made", ["example_chat_digest", "example_blog_digest"])
def test_reading_what_was_written_gives_the_same_digest(made: str, request: pytest.FixtureRequest) -> None:
    digest: Digest = request.getfixturevalue(made)
    written = dump_digest(digest)
    assert load_digest(written) == digest
    assert dump_digest(load_digest(written)) == written


def test_the_names_others_rely_on_are_always_there(example_chat_digest: Digest) -> None:
    data = json.loads(dump_digest(example_chat_digest))
    assert data["schema"] == DIGEST_SCHEMA == "miner/digest/1"
    for section, names in PROMISED.items():
        records = [data] if not section else data[section] if isinstance(data[section], list) else [data[section]]
        assert records
        for record in records:
            assert set(names.split()) <= set(record), section
    for contrast in data["contrasts"]:
        for end in ("left", "right"):
            assert set(contrast[end]) >= {"name", "n_people", "n_arguments", "key_points", "quotes"}


def test_the_schema_describes_what_is_written(example_chat_digest: Digest) -> None:
    schema = digest_schema()
    described = schema["$defs"]["Digest"]["properties"]
    left_out = {"written"}  # where no language model was asked
    assert set(json.loads(dump_digest(example_chat_digest))) == set(described) - left_out


def test_a_record_of_another_version_is_refused() -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError):
        load_digest(b'{"title": "x", "account": {"read": 0, "used": 0}, "numbers": {}, "surprise": 1}')


def test_an_account_knows_whether_it_balances() -> None:
    assert Account(read=10, used=4, reposts=1, merged=2, filtered={"greeting": 2}, failed={"broken": 1}).balances()
    assert not Account(read=10, used=4).balances()
