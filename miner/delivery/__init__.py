"""Digests on their way to people: an outbox, and one file per way."""
