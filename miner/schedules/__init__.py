"""Digests that are made by themselves: named in miner.toml, one period at a time."""
