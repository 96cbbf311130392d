"""Any other page: embedded data, then the repeated block."""

from __future__ import annotations

from miner.sources.base import BundleSource, Source
from miner.sources.pages.source import Page

SOURCES: tuple[Source, ...] = (Page(),)  # of single files, the most particular first
BUNDLES: tuple[BundleSource, ...] = ()  # of several files that belong together
