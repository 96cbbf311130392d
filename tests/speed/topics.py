"""BERTopic on the same texts from cold, with its defaults and the vectors of the same encoder."""

from __future__ import annotations

import importlib.util

PACKAGE = "bertopic"
# A chat in tests/speed's table -> how many topics, from nothing loaded. The vectors are those of miner's general encoder.
SCRIPT = """
import csv, sys, warnings
warnings.simplefilter("ignore")
from bertopic import BERTopic
from miner.embeddings import embedder_for
from miner.settings import EmbeddingSettings
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    texts = [row["text"] for row in csv.DictReader(file) if not row["retweet_id"]]
vectors = embedder_for(EmbeddingSettings(embedder="minilm")).encode(texts)
print(len(set(BERTopic(embedding_model=None).fit_transform(texts, vectors)[0])))
"""


def is_installed() -> bool:
    """Whether the peers are there (``make peers``)."""
    return importlib.util.find_spec(PACKAGE) is not None
