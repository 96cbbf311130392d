"""Text that downloads of Facebook, Messenger and Instagram wrote wrongly: each byte of its UTF-8 as a character.

Their JSON holds "cafÃ©" (``caf\\u00c3\\u00a9``) where "café" was said.
"""

from __future__ import annotations

import re

# The characters that the bytes of one encoded character become. Two such characters side by side are as good as
# never written by a person, so that text which is right already stays as it is.
_SEQUENCE = re.compile("(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")


def repaired(text: str) -> str:
    """The text as it was said; text that was not damaged, and what cannot be undone, stays as it is.

    A text that was cut in the middle of a character keeps the rest of it; the whole ones before are repaired.
    One with characters that no byte becomes (above U+00FF) is right already.
    """
    if text.isascii() or max(text) > "\xff":
        return text
    return _SEQUENCE.sub(_decoded, text)


def is_damaged(text: str) -> bool:
    """Whether ``repaired`` would change the text."""
    return repaired(text) != text


def _decoded(sequence: re.Match[str]) -> str:
    try:
        return sequence.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:  # overlong forms and halves of pairs are no UTF-8
        return sequence.group()
