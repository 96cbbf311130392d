"""The transcript: posts in threads, in canonical order, with the account of how they were read."""

from miner.transcript.jsonl import dump_records, dump_transcript, load_lines, load_transcript
from miner.transcript.records import (
    SCHEMA,
    Kind,
    ParentSource,
    ParserStep,
    PlaceAccount,
    Post,
    Precision,
    Question,
    QuestionLink,
    Record,
    Span,
    Thread,
    Transcript,
)
from miner.transcript.trees import assemble, canonical_key, canonically_sorted, content_id, replies_of
from miner.transcript.window import CONTEXT, is_context, within

__all__ = [
    "CONTEXT",
    "SCHEMA",
    "Kind",
    "ParentSource",
    "ParserStep",
    "PlaceAccount",
    "Post",
    "Precision",
    "Question",
    "QuestionLink",
    "Record",
    "Span",
    "Thread",
    "Transcript",
    "assemble",
    "canonical_key",
    "canonically_sorted",
    "content_id",
    "dump_records",
    "dump_transcript",
    "is_context",
    "load_lines",
    "load_transcript",
    "replies_of",
    "within",
]
