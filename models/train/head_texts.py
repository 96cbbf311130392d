"""Texts that the linear heads are fitted on, as the shipped encoder reads them.

Reading 27,000 texts takes some minutes, so vectors may be kept in a folder; they belong to one encoder file.
"""

from __future__ import annotations

import csv
import gzip
import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sets import clean, rows

from miner.arguments import find_arguments
from miner.embeddings.base import Vectors
from miner.embeddings.packaged import PackagedEmbedder
from miner.sources.cleaning import clean as cleaned
from miner.transcript import Post, Thread, Transcript

Numbers = npt.NDArray[np.float64]
LABELS = Path(__file__).with_name("chatter_labels.csv")
# Motions of the scored strength set (ArgQ) that stand here under the same or another wording.
SCORED_MOTIONS = ("Social media brings more harm than good", "We should stop the development of autonomous cars")
_KEY = {"critlib_tweet_chats": "id", "slack_conversations": "ts", "irc_disentangle": "log:line"}


@dataclass(frozen=True)
class Ranked:
    """Arguments of IBM-ArgQ-Rank-30kArgs; ``quality`` is the mean of both scores, ``wa`` the one that is ranked by."""

    texts: list[str]
    topics: npt.NDArray[np.str_]
    quality: Numbers
    wa: Numbers


def ranked(data: Path) -> Ranked:
    """All arguments but those of the scored motions."""
    table = [
        row for row in rows(data / "argq30k" / "argq30k_train.csv.gz") if row["topic"].strip() not in SCORED_MOTIONS
    ]
    wa, mace = (np.array([float(row[name]) for row in table]) for name in ("quality_wa", "quality_mace"))
    topics = np.array([row["topic"].strip() for row in table])
    return Ranked([clean(row["argument"]) for row in table], topics, (wa + mace) / 2, wa)


def within_topics(values: Numbers, topics: npt.NDArray[np.str_]) -> Numbers:
    """Values less the mean of their topic."""
    means = {topic: values[topics == topic].mean() for topic in np.unique(topics)}
    return values - np.array([means[topic] for topic in topics])


def read_by(embedder: PackagedEmbedder, texts: Sequence[str], name: str, kept: Path | None) -> Vectors:
    """The encoder's vectors of texts, from the folder ``kept`` if they are there."""
    file = kept / f"{embedder.sha256[:12]}_{name}.npy" if kept else None
    if file and file.exists():
        return np.asarray(np.load(file), dtype=np.float32)
    vectors = embedder.encode(texts)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        np.save(file, vectors)
    return vectors


@dataclass(frozen=True)
class Line:
    """A line of a chat, marked by hand; ``units``: what the rules of ``miner.arguments`` leave of it."""

    file: str
    label: str
    text: str
    units: tuple[str, ...]


def marked_lines(data: Path) -> list[Line]:
    """The lines of ``chatter_labels.csv``, in its order, with their texts from the labelled data."""
    with LABELS.open(encoding="utf-8", newline="") as table:
        marked = list(csv.DictReader(table))
    texts = {file: _texts_of(data / file) for file in sorted({row["file"] for row in marked})}
    lines = []
    for row in marked:
        text = texts[row["file"]][row["id"]]
        lines.append(Line(row["file"], row["label"], text, _units(text, "critlib" in row["file"])))
    return lines


def _texts_of(file: Path) -> dict[str, str]:
    """Id -> text of the lines of a table, as a reader of miner would store them."""
    key = _KEY[file.parent.name].split(":")
    with gzip.open(file, "rt", encoding="utf-8", newline="") as table:
        found = {":".join(row[name] for name in key): row for row in csv.DictReader(table)}
    if "log" in key:
        return {name: _said(row["text"]) for name, row in found.items()}
    return {_tweet_id(row) or name: cleaned(html.unescape(row["text"])) for name, row in found.items()}


def _tweet_id(row: dict[str, str]) -> str:
    """Ids of tweets lost their last digits in the table; the address has the whole of it."""
    return row.get("tweet_url", "").rsplit("/", 1)[-1]


def _said(line: str) -> str:
    """What somebody says in an IRC line: without the clock, the name and the name that is addressed."""
    said = line.partition("> ")[2]
    addressed, colon, rest = said.partition(": ")
    return cleaned(rest if colon and " " not in addressed else said)


def _units(text: str, is_tweet: bool) -> tuple[str, ...]:
    post = Post(id="line", thread_id="chat", text=text, author="somebody", kind="message")
    thread = Thread(id="chat", title="", place="chat", source="table", hashtag="critlib" if is_tweet else "")
    return tuple(argument.plain for argument in find_arguments(Transcript(threads=(thread,), posts=(post,))).arguments)
