"""The tables of the library, version by version: a file of an older miner is brought up step by step, in one transaction.

A step is never changed once it is out; ``tests/data/library`` holds a file of each version.
"""

from __future__ import annotations

APPLICATION_ID = 0x6D696E72  # "minr": tells our files from those of others

# Chinese, Japanese, Korean and Thai words have no spaces: their signs are indexed one by one (``words``).
INDEX = """
CREATE VIRTUAL TABLE words USING fts5(
    text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);
"""

_FIRST = f"""
CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    maker TEXT NOT NULL,
    about BLOB NOT NULL
) STRICT;

CREATE TABLE threads (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    run INTEGER NOT NULL REFERENCES runs,
    hash BLOB NOT NULL,
    record BLOB NOT NULL
) STRICT;

CREATE TABLE posts (
    number INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL REFERENCES threads ON DELETE CASCADE,
    id TEXT NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    posted_at TEXT,
    version INTEGER NOT NULL,
    first_run INTEGER NOT NULL REFERENCES runs,
    seen_run INTEGER NOT NULL REFERENCES runs,
    gone_run INTEGER REFERENCES runs,
    UNIQUE (thread, id)
) STRICT;
CREATE INDEX posts_by_author ON posts (who);
CREATE INDEX posts_by_time ON posts (posted_at);

CREATE TABLE versions (
    post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    version INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES runs,
    said BLOB NOT NULL,
    hash BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (post, version)
) STRICT;

CREATE TABLE passages (
    post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text BLOB NOT NULL,
    PRIMARY KEY (post, start)
) STRICT, WITHOUT ROWID;
{INDEX}
CREATE TABLE bodies (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    n_bytes INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;

CREATE TABLE fetches (
    number INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    at TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers BLOB NOT NULL,
    body INTEGER REFERENCES bodies,
    UNIQUE (url, at)
) STRICT;
CREATE INDEX fetches_by_body ON fetches (body);

CREATE TABLE models (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE vectors (
    number INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
    text BLOB NOT NULL,
    used_on INTEGER NOT NULL,
    row BLOB NOT NULL,
    UNIQUE (model, text)
) STRICT;

CREATE TABLE digests (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    hash BLOB NOT NULL,
    n_bytes INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;
CREATE INDEX digests_by_run ON digests (run);

CREATE TABLE themes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs
) STRICT;

CREATE TABLE theme_states (
    theme INTEGER NOT NULL REFERENCES themes,
    digest INTEGER NOT NULL REFERENCES digests ON DELETE CASCADE,
    id_there TEXT NOT NULL,
    outcome TEXT NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (digest, theme)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    number INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL REFERENCES digests ON DELETE CASCADE,
    target TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries INTEGER NOT NULL,
    due_at TEXT NOT NULL,
    settled_at TEXT,
    reason TEXT NOT NULL,
    UNIQUE (digest, target)
) STRICT;
"""

# What the second version adds, by the part of the program that uses it.

# Themes that keep their identity from digest to digest. The first version's tables for them were never written to.
# What is said in a theme is remembered as places in posts, so that whoever is forgotten is not in it any more.
_THEMES = """
DROP TABLE theme_states;
DROP TABLE themes;

CREATE TABLE themes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    nth INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES runs
) STRICT;
CREATE INDEX themes_by_name ON themes (name, nth);

CREATE TABLE theme_states (
    theme INTEGER NOT NULL REFERENCES themes,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    id_there TEXT NOT NULL,
    outcome TEXT NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (theme, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest_states (
    run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    written_on TEXT,
    record BLOB NOT NULL
) STRICT;

CREATE TABLE heard (
    name TEXT NOT NULL,
    post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    first_run INTEGER NOT NULL REFERENCES runs,
    last_run INTEGER NOT NULL REFERENCES runs,
    PRIMARY KEY (name, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX heard_by_post ON heard (post);
"""

# Scheduled digests: which period was made, found quiet, or left out. A digest that is forgotten stays made.
_PERIODS = """
CREATE TABLE periods (
    name TEXT NOT NULL,
    period TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('made', 'quiet', 'left out')),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    settled_at TEXT NOT NULL,
    run INTEGER REFERENCES runs ON DELETE SET NULL,
    digest INTEGER REFERENCES digests ON DELETE SET NULL,
    PRIMARY KEY (name, period)
) STRICT;
"""

# What was delivered to whom. The first version's table knew neither what a delivery is a delivery of (``key``: of
# name, period and recipient) nor the state between "waiting" and "sent"; nothing ever wrote to it but tests.
_OUTBOX = """
ALTER TABLE deliveries RENAME TO deliveries_before;
CREATE TABLE deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    digest INTEGER NOT NULL REFERENCES digests ON DELETE CASCADE,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    period TEXT NOT NULL,
    target TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unsure', 'dropped')),
    tries INTEGER NOT NULL,
    since TEXT NOT NULL,
    due_at TEXT NOT NULL,
    settled_at TEXT,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_by_digest ON deliveries (digest);
INSERT INTO deliveries
    SELECT number, digest, message_id, '', '', target, message_id, state, tries, due_at, due_at, settled_at, reason
    FROM deliveries_before;
DROP TABLE deliveries_before;

CREATE TABLE delivery_parts (
    delivery INTEGER NOT NULL REFERENCES deliveries ON DELETE CASCADE,
    part INTEGER NOT NULL,
    sent INTEGER NOT NULL CHECK (sent IN (0, 1)),
    hash BLOB NOT NULL,
    packed BLOB,
    PRIMARY KEY (delivery, part)
) STRICT, WITHOUT ROWID;
"""

# Answers of language models, so that the same is not asked twice.
_WRITTEN = """
CREATE TABLE answers (
    prompt BLOB NOT NULL,
    evidence BLOB NOT NULL,
    writer TEXT NOT NULL,
    used_on INTEGER NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (prompt, evidence, writer)
) STRICT, WITHOUT ROWID;
"""

_SECOND = _THEMES + _PERIODS + _OUTBOX + _WRITTEN

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND)  # number n leads from version n to n + 1
VERSION = len(MIGRATIONS)
