"""What stands in the text of a mail and is no prose: patches, signed and packed blocks, notes about attachments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.sources.mail.mail_lines import Line, Whose

_DIFF_START = re.compile(r"diff --git |diff -[a-zA-Z]|diff -r|Index: \S|--- \S|\*\*\* \S|=== modified file|Only in ")
_DIFF_HEAD = re.compile(
    r"diff |Index: |={20,}|index [0-9a-f]{4,}|--- |\+\+\+ |old mode|new mode|new file|deleted file|similarity |rename |copy |"
    r"dissimilarity |Binary files |GIT binary|RCS file|retrieving |property |Property |Added: |Modified: |\\ No newline"
)
_HUNK = re.compile(r"@@+ -\d+(?:,(\d{1,7}))? \+\d+(?:,(\d{1,7}))? @@")
_STAT = re.compile(r" \S.{0,160}\|\s+(?:\d+|Bin)\b.{0,120}$| (?:create|delete) mode \d+ | rename .{1,160}\(\d+%\)")
_STAT_END = re.compile(r" \d+ files? changed\b")
_TRAILER = re.compile(
    r"(?:Signed-off-by|Reviewed-by|Acked-by|Tested-by|Reported-by|Suggested-by|Co-developed-by|Cc|Fixes|Link|Closes|"
    r"Change-Id|base-commit|prerequisite-patch-id|git-svn-id)\s?:\s?\S",
    re.IGNORECASE,
)
# Blocks from a first to a last line: signatures, files packed as text.
_BLOCKS = (
    (re.compile(r"-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY BLOCK|MESSAGE)-----"), re.compile(r"-----END PGP ")),
    (re.compile(r"begin [0-7]{3,4} \S"), re.compile(r"end\s*$")),
    (re.compile(r"=ybegin "), re.compile(r"=yend ")),
)
_BLOCK_STARTS = frozenset("-b=")
_DIFF_STARTS = frozenset("dI-*=O")
_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----")
_ENCRYPTED = re.compile(r"-----BEGIN PGP MESSAGE-----")
_NEXT_PART = re.compile(r"-{8,} next part -{8,}\s*$")
_SCRUBBED = re.compile(r"(?:A|An) .{0,60}(?:attachment|text|message|part).{0,40} was scrubbed|Skipped content of type ")
_SCRUBBED_FIELD = re.compile(r"(?:Name|Type|Size|Desc|Url|From|Subject|Date|Sender)\s*:", re.IGNORECASE)


def is_encrypted(lines: Sequence[Line]) -> bool:
    """Whether the text is an encrypted message and nothing else."""
    first = next((line for line in lines if not line.is_blank), None)
    return first is not None and bool(_ENCRYPTED.match(first.text))


def drop_enclosures(lines: Sequence[Line]) -> bool:
    """Mark patches and blocks as gone, in place; True if there was a patch."""
    _drop_blocks(lines)
    _drop_next_parts(lines)
    patched = _drop_diffs(lines)
    return _drop_stat(lines, patched) or patched


def _drop_blocks(lines: Sequence[Line]) -> None:
    """Blocks that are closed, and the head of a signed text; a block without its last line stays."""
    unclosed: set[re.Pattern[str]] = set()
    number = 0
    while number < len(lines):
        text = lines[number].text
        end = number
        if text[:1] not in _BLOCK_STARTS:  # nearly all lines
            number += 1
            continue
        if _SIGNED.match(text):
            end = next((k for k in range(number, min(number + 6, len(lines))) if lines[k].is_blank), number) + 1
        elif text.startswith("- --"):
            lines[number].text = text[2:]  # how signing writes lines that begin with dashes
        for opening, closing in _BLOCKS:
            if closing not in unclosed and opening.match(text):
                end = next((k + 1 for k in range(number + 1, len(lines)) if closing.match(lines[k].text)), number)
                if end == number:
                    unclosed.add(closing)
        for line in lines[number:end]:
            line.whose = Whose.GONE
        number = max(end, number + 1)


def _drop_next_parts(lines: Sequence[Line]) -> None:
    """What pipermail writes where it took an attachment out."""
    number = 0
    while number < len(lines):
        text = lines[number].text
        if text[:1] == "-" and _NEXT_PART.match(text):
            lines[number].whose = Whose.GONE
            number += 1
            if number < len(lines) and _SCRUBBED.match(lines[number].text):
                lines[number].whose = Whose.GONE
                number += 1
                while number < len(lines) and _SCRUBBED_FIELD.match(lines[number].text):
                    lines[number].whose = Whose.GONE
                    number += 1
            continue
        number += 1


def _drop_diffs(lines: Sequence[Line]) -> bool:
    """Diffs, by the line counts their hunks state; other lines that begin with + or - are the author's."""
    number = 0
    found = False
    while number < len(lines):
        if not _is_diff(lines, number):
            number += 1
            continue
        found = True
        while number < len(lines):
            hunk = _HUNK.match(lines[number].text)
            if hunk:
                end = _end_of_hunk(lines, number + 1, int(hunk[1] or 1), int(hunk[2] or 1))
            elif _DIFF_HEAD.match(lines[number].text):
                end = number + 1
            else:
                break
            for line in lines[number:end]:
                line.whose = Whose.GONE
            number = end
    return found


def _is_diff(lines: Sequence[Line], start: int) -> bool:
    """Whether a diff begins: its head is followed by a hunk, a mode or a rename within a few lines."""
    text = lines[start].text
    if text[:1] not in _DIFF_STARTS or not _DIFF_START.match(text):
        return False
    for number in range(start + 1, min(start + 8, len(lines))):
        text = lines[number].text
        if _HUNK.match(text) or text.startswith(("Binary files ", "GIT binary", "rename to ", "new mode ")):
            return True
        if not _DIFF_HEAD.match(text):
            return False
    return False


def _end_of_hunk(lines: Sequence[Line], start: int, n_old: int, n_new: int) -> int:
    number = start
    while number < len(lines) and (n_old > 0 or n_new > 0):
        sign = lines[number].text[:1]
        if sign not in ("+", "-", " ", "", "\\", "\t"):
            break  # wrapped or cut by a program
        n_old -= sign in ("-", " ", "", "\t")
        n_new -= sign in ("+", " ", "", "\t")
        number += 1
    return number


def _drop_stat(lines: Sequence[Line], patched: bool) -> bool:
    """The table of changed files below the message of a commit, and the lines that sign it off."""
    has_stat = any(line.text[:1] == " " and line.whose is Whose.OWN and _STAT_END.match(line.text) for line in lines)
    if not (has_stat or patched):
        return False
    for line in lines:
        text = line.text
        if line.whose is Whose.OWN and (
            _STAT.match(text) or _STAT_END.match(text) or _TRAILER.match(text) or text.rstrip() == "---"
        ):
            line.whose = Whose.GONE
    return True
