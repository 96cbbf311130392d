"""Mails that no person wrote: why they are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.sources.mail.mime import Fields, Leaf

BOUNCE = "bounce"
REPLY = "automatic reply"
NOTICE = "automatic mail"
INVITATION = "calendar invitation"

_DAEMON = re.compile(rb"mailer-daemon|postmaster@|mail delivery (?:sub)?system", re.IGNORECASE)
_BOUNCED = re.compile(
    r"undeliver|delivery (?:status notification|failure|report|has failed|incomplete)|returned mail|mail delivery failed|failure notice|"
    r"unzustellbar|nicht zugestellt|non remis|no se puede entregar|mancato recapito",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\s*(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)|abwesen|automatische antwort|"
    r"r[ée]ponse automatique|absence du bureau|respuesta autom[áa]tica|fuera de (?:la )?oficina|risposta automatica|automatisch antwoord|"
    r"afwezigheid|automatiskt svar|automatisk svar|autosvar|odpowied[źz] automatyczna|automatick[áa] odpov|автоответ|自動返信|自动回复)"
    r"|.{0,60}\bI am (?:currently )?(?:on vacation|out of (?:the )?office)",
    re.IGNORECASE,
)
_VACATION = re.compile(r"\s*(?:vacation|away from my mail|on vacation)\b.{0,40}$", re.IGNORECASE)
_CRON = re.compile(r"\s*(?:cron\b.{0,10}<|anacron job|logwatch for|output from your job)", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"this (?:e-?mail|message|mail|notification) (?:was|is|has been) (?:sent by an automated|automatically (?:sent|generated)|auto-?generated|"
    r"generated automatically)|this is an automat(?:ed|ic)|this automatically generated|diese (?:e-?mail|nachricht) wurde automatisch|"
    r"ceci est un message automatique|este es un mensaje autom[áa]tico|do not reply to this (?:e-?mail|automated)",
    re.IGNORECASE,
)
_HEAD_CHARS = 400
# Services that send out what people wrote on them, marked as generated.
_PEOPLES_WORDS = ("x-github-", "x-gitlab-", "x-discourse-", "x-bugzilla-", "x-jira-")


def automatic(fields: Fields, leaves: Sequence[Leaf], subject: str) -> str:
    """The reason to leave a mail out, by its header; "" for mails that people wrote."""
    kinds = {leaf.content_type for leaf in leaves}
    content_type = fields.get("content-type", b"").lower()
    if _is_bounce(fields, kinds, content_type, subject):
        return BOUNCE
    if _is_reply(fields, subject):
        return REPLY
    submitted = fields.get("auto-submitted", b"").strip().lower()
    generated = submitted.startswith(b"auto-generated") and not any(name.startswith(_PEOPLES_WORDS) for name in fields)
    by_cron = bool(_CRON.match(subject)) or any(name.startswith("x-cron-env") for name in fields)
    if generated or by_cron or b"disposition-notification" in content_type:
        return NOTICE
    return INVITATION if "text/calendar" in kinds and b"calendar" in content_type else ""


def _is_bounce(fields: Fields, kinds: set[str], content_type: bytes, subject: str) -> bool:
    from_nobody = bool(_DAEMON.search(fields.get("from", b"")[:500])) or fields.get("return-path", b"").strip() == b"<>"
    reported = b"delivery-status" in content_type or "message/delivery-status" in kinds
    return reported or "x-failed-recipients" in fields or (from_nobody and bool(_BOUNCED.search(subject)))


def _is_reply(fields: Fields, subject: str) -> bool:
    return (
        fields.get("auto-submitted", b"").strip().lower().startswith((b"auto-replied", b"auto-notified"))
        or "x-autoreply" in fields
        or "x-autorespond" in fields
        or fields.get("precedence", b"").strip().lower() == b"auto_reply"
        or bool(_AWAY.match(subject) or _VACATION.match(subject))
    )


def says_it_is_automatic(text: str) -> bool:
    """Whether a mail's first words say that a program sent it."""
    return bool(_SAYS_SO.search(text[:_HEAD_CHARS]))
