"""Any other page: what it describes for search engines, embedded data, then the repeated block."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.pages.described import SchemaOrg
from miner.sources.pages.source import Page

SOURCES: tuple[Source, ...] = (SchemaOrg(), Page())  # of single files, the most particular first
BUNDLES: tuple[BundleSource, ...] = ()  # of several files that belong together
