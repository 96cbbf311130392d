"""Tables of a known kind: surveys, exports of deliberations, corpora; spreadsheets and Parquet become tables here."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.tables.convokit import ConvoKit
from miner.sources.tables.headless import HeadlessTable
from miner.sources.tables.polis import Polis
from miner.sources.tables.survey import Survey

SOURCES: tuple[Source, ...] = (Survey(), HeadlessTable())  # of single files, the most particular first
BUNDLES: tuple[BundleSource, ...] = (ConvoKit(), Polis())  # of several files that belong together
