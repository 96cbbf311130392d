"""The line that an app puts below what somebody writes with it: "Sent from my phone using Tapatalk"."""

from __future__ import annotations

import re

from miner.sources.cleaning import links_in
from miner.sources.html import HtmlText

_MAX_LINE = 140
_SENT = re.compile(
    r"[-–—\s]{0,4}(?:(?:sent|posted|written|typed)\s(?:from|via|with|using|by)\s(?:my|the|an?|tapatalk|iphone|ipad|android)\b.*"
    r"|(?:gesendet|geschrieben|verfasst)\s(?:von|mit|via|per|über|aus)\s.*|(?:von|mit)\s(?:meinem|meiner|der)\s.*(?:gesendet|geschrieben)"
    r"|envoyé\s(?:de|depuis|via|avec)\s.*|enviado\s(?:desde|de|do|via|mediante)\s.*|inviato\s(?:dal?|tramite|con)\s.*"
    r"|verzonden\s(?:vanaf|met|via)\s.*|skickat?\sfrån\s.*|sendt\sfra\s.*|lähetetty\s.*|wysłane\sz\s.*|отправлено\s(?:с|из|через)\s.*)\Z",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"tapatalk|\bapp\b|iphone|ipad|ipod|android|handy|phone|smartphone|mobile?\b|tablet|blackberry|galaxy|nexus|pixel|lumia|"
    r"\bhtc\b|samsung|huawei|xiaomi|nokia|sony|motorola|\b[A-Z]{1,4}-?[A-Z]?\d{3,5}[A-Z]?\b",
    re.IGNORECASE,
)


def without_device_line(text: HtmlText) -> HtmlText:
    """The text above such a last line; the same text where there is none, or where nothing stands above it."""
    above, _, last = text.text.rstrip().rpartition("\n")
    kept = above.rstrip()
    is_quoted = any(end > len(kept) + 1 for _, end in text.quoted)
    if not kept or is_quoted or len(last) > _MAX_LINE or not (_SENT.match(last.strip(" .")) and _DEVICE.search(last)):
        return text
    of_the_app = set(links_in(last))
    return HtmlText(text=kept, quoted=text.quoted, links=tuple(link for link in text.links if link not in of_the_app))
