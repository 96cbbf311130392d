"""The ConvoKit corpus, checked by the rules that ``convokit.Corpus`` relies on when it opens one."""

from __future__ import annotations

import json

import pytest
from digests import few_arguments, library_chat
from hostile import hostile_digest
from msgspec.structs import replace
from tiny import FORMULA, tiny_digest

from miner.digest.records import DigestThread
from miner.errors import QuoteNotFound
from miner.report import render
from miner.report.proof import prove
from miner.report.tables.convokit import _prove


def test_golden_corpus():
    files = render(tiny_digest(), "convokit")
    assert list(files) == ["utterances.jsonl", "speakers.json", "conversations.json", "corpus.json", "index.json"]
    first, second, third = map(json.loads, files["utterances.jsonl"].splitlines())
    assert first == {
        "id": "t:1",
        "conversation_id": "t:1",
        "text": FORMULA,
        "speaker": "ann",
        "meta": {
            "kind": "comment",
            "parent_id": "",
            "url": "",
            "likes": 0,
            "reposts": 2,
            "arguments": [
                {
                    "id": "t:1@0-54",
                    "start": 0,
                    "end": 54,
                    "text": FORMULA,
                    "strength": 0.5,
                    "theme_id": "basics",
                    "theme": "late parcels",
                    "subtheme_id": None,
                    "question": None,
                    "positions": {"ideas | basics": 0.75},
                }
            ],
        },
        "reply-to": None,
        "timestamp": 1710435660,
        "vectors": [],
    }
    assert (second["reply-to"], second["conversation_id"]) == ("t:1", "t:1")
    assert (third["reply-to"], third["meta"]["parent_id"], third["timestamp"]) == (None, "t:9", None)
    assert json.loads(files["speakers.json"])["ann"] == {"meta": {"host": True, "guest": False}, "vectors": []}
    assert json.loads(files["conversations.json"]) == {
        "t:1": {"meta": {"title": "a chat", "url": "", "platform": "test"}, "vectors": []}
    }
    assert json.loads(files["index.json"])["utterances-index"] == {
        "kind": ["<class 'str'>"],
        "parent_id": ["<class 'str'>"],
        "url": ["<class 'str'>"],
        "likes": ["<class 'int'>"],
        "reposts": ["<class 'int'>"],
        "arguments": ["<class 'list'>"],
    }


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest, tiny_digest])
def test_the_corpus_holds_together(make):
    digest = make()
    files = render(digest, "convokit")
    utterances = [json.loads(line) for line in files["utterances.jsonl"].splitlines()]
    ids = {one["id"]: one for one in utterances}
    speakers, conversations, index = (
        json.loads(files[f"{name}.json"]) for name in ("speakers", "conversations", "index")
    )
    assert len(ids) == len(utterances) == len(digest.posts)
    assert {one["speaker"] for one in utterances} <= speakers.keys()
    assert {one["conversation_id"] for one in utterances} == conversations.keys() <= ids.keys()
    for one in utterances:
        parent = ids.get(one["reply-to"]) if one["reply-to"] is not None else None
        assert parent is None or parent["conversation_id"] == one["conversation_id"]
        assert one["reply-to"] is None or parent is not None
        assert one["meta"].keys() == index["utterances-index"].keys()
    assert {said["id"]: said["text"] for one in utterances for said in one["meta"]["arguments"]} == prove(digest)
    assert index["version"] == 1


def test_a_thread_without_posts_is_no_conversation():
    digest = replace(tiny_digest(), threads=(*tiny_digest().threads, DigestThread(id="empty")))
    assert list(json.loads(render(digest, "convokit")["conversations.json"])) == ["t:1"]


def test_a_corpus_that_does_not_read_back_is_never_written():
    line = '{"text": "abc", "meta": {"arguments": [{"id": "a", "start": 0, "end": 2}]}}\n'
    _prove(line, {"a": "ab"})
    with pytest.raises(QuoteNotFound, match="does not read back"):
        _prove(line, {"a": "bc"})
    with pytest.raises(QuoteNotFound, match="1 of 2 arguments"):
        _prove(line, {"a": "ab", "b": "x"})
