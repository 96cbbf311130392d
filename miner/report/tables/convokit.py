"""The posts as a ConvoKit corpus (Chang et al. 2020), with what miner found as metadata.

    from convokit import Corpus
    corpus = Corpus(filename="chat.convokit")

The files and keys are those ``Corpus.dump`` writes. A conversation is a thread and is called by its first post. A reply
to a post that is not in the digest opens a branch; its ``meta["parent_id"]`` still says what it answered. Times
are whole seconds of UTC, null where none is known. Posts without an author share one speaker.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from miner.digest.records import Digest, DigestArgument, DigestPost
from miner.digest.tables import Facts
from miner.errors import QuoteNotFound
from miner.report.proof import prove
from miner.settings import ReportSettings

NO_NAME = "(no name)"
_FORMAT_VERSION = 1
Meta = Mapping[str, Any]


def render(digest: Digest, settings: ReportSettings) -> dict[str, str | bytes]:
    """File name -> content."""
    del settings  # data is no matter of taste
    words = prove(digest)
    first = _first_posts(digest)
    utterances = _utterances(digest, first)
    speakers = _speakers(digest)
    conversations = _conversations(digest, first)
    about = {"title": digest.title, "schema": digest.schema, "made_by": "miner", "themes": _themes(digest)}
    lines = "".join(f"{_json(utterance)}\n" for utterance in utterances)
    _prove(lines, words)
    return {
        "utterances.jsonl": lines,
        "speakers.json": _json({name: _with_meta(meta) for name, meta in speakers.items()}),
        "conversations.json": _json({key: _with_meta(meta) for key, meta in conversations.items()}),
        "corpus.json": _json(about),
        "index.json": _json(_index([one["meta"] for one in utterances], speakers, conversations, about)),
    }


def _first_posts(digest: Digest) -> dict[str, str]:
    """Thread id -> id of its first post, which names the conversation."""
    first: dict[str, str] = {}
    for post in digest.posts:
        first.setdefault(post.thread_id, post.id)
    return first


def _utterances(digest: Digest, first: Mapping[str, str]) -> list[dict[str, Any]]:
    facts = Facts(digest)
    said: dict[str, list[DigestArgument]] = defaultdict(list)
    for argument in digest.arguments:
        said[argument.post_id].append(argument)
    return [
        {
            "id": post.id,
            "conversation_id": first[post.thread_id],
            "text": post.text,
            "speaker": post.author or NO_NAME,
            "meta": _post_meta(post, said[post.id], facts),
            "reply-to": _answered(post, facts),
            "timestamp": int(post.posted_at.timestamp()) if post.posted_at is not None else None,
            "vectors": [],
        }
        for post in digest.posts
    ]


def _answered(post: DigestPost, facts: Facts) -> str | None:
    parent = facts.posts.get(post.parent_id or "")
    return parent.id if parent is not None and parent.thread_id == post.thread_id else None


def _post_meta(post: DigestPost, arguments: Iterable[DigestArgument], facts: Facts) -> dict[str, Any]:
    return {
        "kind": post.kind,
        "parent_id": post.parent_id or "",
        "url": post.url,
        "likes": post.likes,
        "reposts": post.reposts,
        "arguments": [_argument(argument, facts) for argument in arguments],
    }


def _argument(argument: DigestArgument, facts: Facts) -> dict[str, Any]:
    return {
        "id": argument.id,
        "start": argument.start,
        "end": argument.end,
        "text": facts.words(argument),
        "strength": argument.strength,
        "theme_id": argument.theme_id,
        "subtheme_id": argument.subtheme_id,
        "theme": facts.theme_title(argument.theme_id),
        "question": argument.question,
        "positions": argument.positions,
    }


def _speakers(digest: Digest) -> dict[str, dict[str, Any]]:
    named = {person.name: {"host": person.host, "guest": person.guest} for person in digest.people}
    for post in digest.posts:
        named.setdefault(post.author or NO_NAME, {"host": False, "guest": False})
    return named


def _conversations(digest: Digest, first: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    return {
        first[thread.id]: {"title": thread.title, "url": thread.url, "platform": thread.platform}
        for thread in digest.threads
        if thread.id in first
    }


def _themes(digest: Digest) -> list[dict[str, Any]]:
    return [
        {"id": theme.id, "title": theme.title, "n_people": theme.n_people, "parent": theme.parent}
        for theme in digest.themes
    ]


def _with_meta(meta: Meta) -> dict[str, Any]:
    return {"meta": meta, "vectors": []}


def _index(
    utterances: Iterable[Meta], speakers: Mapping[str, Meta], conversations: Mapping[str, Meta], about: Meta
) -> dict[str, Any]:
    """Which types the metadata has, as ConvoKit writes it: the class of each key's values."""
    return {
        "utterances-index": _types(utterances),
        "speakers-index": _types(speakers.values()),
        "conversations-index": _types(conversations.values()),
        "overall-index": _types([about]),
        "version": _FORMAT_VERSION,
        "vectors": [],
    }


def _types(metas: Iterable[Meta]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for meta in metas:
        for key, value in meta.items():
            found[key][str(type(value))] = None
    return {key: list(types) for key, types in found.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)  # ConvoKit opens its files in the encoding of the machine


def _prove(lines: str, words: Mapping[str, str]) -> None:
    found = 0
    for line in lines.splitlines():
        utterance = json.loads(line)
        for argument in utterance["meta"]["arguments"]:
            found += 1
            if utterance["text"][argument["start"] : argument["end"]] != words[argument["id"]]:
                raise QuoteNotFound(argument["id"], "the corpus does not read back to the letter")
    if found != len(words):
        raise QuoteNotFound("of the corpus", f"{found} of {len(words)} arguments are in it")
