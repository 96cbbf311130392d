"""Digests that miner wrote itself: they quote a discussion and are none."""

from __future__ import annotations

import re

from miner.sources.json_values import string
from miner.sources.material import Material

# As reports/templates write them: the generator of the page, the line of numbers above the overview, the account's sum.
_PAGE = re.compile(r'<meta name="generator" content="miner">')
_NUMBERS = re.compile(r"^\*\*\d[\d,]*\*\* (?:people|person) · \*\*\d[\d,]*\*\* posts? · ", re.MULTILINE)
_SUM = re.compile(r"^\| \*\*read\*\* \| \*\*\d[\d,]*\*\* \|$", re.MULTILINE)
_SCHEMA = "miner/digest/"


def is_digest(material: Material) -> bool:
    """Whether a file is a digest in any of the formats it is written in."""
    if material.is_html:
        return bool(_PAGE.search(material.head))
    if material.begins_like_json:
        return f'"{_SCHEMA}' in material.text and string(material.sound_json, "schema").startswith(_SCHEMA)
    return material.head.startswith("# ") and bool(_NUMBERS.search(material.head) and _SUM.search(material.text))
