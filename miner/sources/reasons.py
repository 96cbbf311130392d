"""Reasons under which sources and the chat grammar count items, where more than one place must know them."""

READ_TWICE = "read twice"  # one and the same post stood in two files, or twice in one
JOINED = "joined to the post before"  # a "2/2" that continues its "1/2"
MERGED_REASONS = frozenset({READ_TWICE, JOINED})  # their words are in the digest, under another post
