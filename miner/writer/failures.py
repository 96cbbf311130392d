"""Why a writer gave no answer: a few fixed phrases, for they are counted and stored."""

from __future__ import annotations

UNREADABLE = "answer not in the form asked for"
CUT_OFF = "answer broken off"
OVER_BUDGET = "limit of costs reached"
GIVEN_UP = "not asked after earlier failures"
TOO_LONG = "question too long for the model"
SILENT = "no answer in time"
UNREACHABLE = "server not reached"
BUSY = "server too busy"
FAILED = "server failed"
NO_KEY = "key refused"
NOT_THERE = "model or address unknown to the server"
REFUSED = "question refused by the server"
REDIRECTED = "server led elsewhere"
NONSENSE = "no chat completion"
TOO_LARGE = "answer too large"
NO_CHOICE = "choice"  # no failure: a small model had nothing to choose from

FAILURES = (
    UNREADABLE,
    CUT_OFF,
    OVER_BUDGET,
    GIVEN_UP,
    TOO_LONG,
    SILENT,
    UNREACHABLE,
    BUSY,
    FAILED,
    NO_KEY,
    NOT_THERE,
    REFUSED,
    REDIRECTED,
    NONSENSE,
    TOO_LARGE,
)
