"""Addresses of mail as settings give them."""

from __future__ import annotations

import re
from email.headerregistry import Address

from miner.errors import BadSetting
from miner.settings import ReportSettings

# A name without the signs that have a meaning in a header ("=?" begins an encoded word, which may hold a line break),
# and an address of plain letters.
_ADDRESS = re.compile(
    r"(?:(?P<name>(?:(?!=\?)[^<>@,;:\"\\\r\n]){1,80}) )?(?P<open><)?"
    r"(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@(?P<domain>[A-Za-z0-9.-]+)"
    r"(?(open)>)"
)


def addresses_of(settings: ReportSettings) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """Who a letter is from (none or one) and who it goes to.

    Raises
    ------
    BadSetting
    """
    sender = (_address(settings.mail_from, "report.mail_from"),) if settings.mail_from else ()
    return sender, tuple(_address(text, "report.mail_to") for text in settings.mail_to)


def _address(text: str, key: str) -> Address:
    found = _ADDRESS.fullmatch(text.strip())
    if found is None or (found["name"] and not found["open"]):
        raise BadSetting(key, "the settings", text, "an address such as ann@example.org or Ann <ann@example.org>")
    return Address((found["name"] or "").strip(), found["local"], found["domain"])
