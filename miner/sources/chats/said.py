"""What the text behind a name says: words, or one of the many ways programs write that there are none."""

from __future__ import annotations

import re

from miner.sources.chats.messages import DELETED, EMPTY, MEDIA, SYSTEM
from miner.sources.cleaning import clean
from miner.transcript import Record

LEFT_TO_RIGHT = "\u200e"  # WhatsApp on iOS puts it before what it says itself

_DELETED = re.compile(
    r"\W{0,3}(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht|"
    r"Se eliminó este mensaje|Eliminaste este mensaje|Ce message a été supprimé|Vous avez supprimé ce message|"
    r"Questo messaggio è stato eliminato|Hai eliminato questo messaggio|Esta mensagem foi apagada|Mensagem apagada|"
    r"Dit bericht is verwijderd|null)\W{0,3}\Z",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"\u200e?(?:<[^<>\n]{3,60}>|(?:image|video|audio|sticker|GIF|document|Contact card|Video note|voice message) omitted|"
    r"(?:Bild|Video|Audio|Sticker|GIF|Dokument) weggelassen|(?:imagen|video|audio|sticker|GIF|documento) omitid[oa]|"
    r"(?:image|vidéo|audio|sticker|GIF|document) absente?)\Z",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"\u200e?[^\n]{1,120}\.\w{2,5} \((?:file attached|Datei angehängt|archivo adjunto|fichier joint|file allegato|"
    r"arquivo anexado|bestand bijgevoegd)\)(?:\n|\Z)",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"\s*(?:\u200e<[^<>:\n]{5,60}>|<(?:This message was edited|Diese Nachricht wurde bearbeitet\.?|Se editó este mensaje\.?|"
    r"Ce message a été modifié|Questo messaggio è stato modificato|Mensagem editada|Dit bericht is bewerkt)>)\s*\Z",
    re.IGNORECASE,
)
_IOS_ATTACHMENT = re.compile(r"\s*\u200e?<[^<>:\n]{3,30}: [^<>\n]{1,200}>\s*\Z")
_POLL = re.compile(r"\u200e?(?:POLL|UMFRAGE|ENCUESTA|SONDAGE|SONDAGGIO|ENQUETE):", re.IGNORECASE)
_ENCRYPTED = re.compile(
    r"\W{0,3}(?:Messages and calls are end-to-end encrypted|Messages you send to this group are now secured|"
    r"Messages to this (?:chat|group) (?:and calls )?are now secured|Nachrichten und Anrufe sind Ende-zu-Ende|"
    r"Los mensajes y las llamadas están cifrados|Les messages et les appels sont chiffrés)"
)
_REACTION = re.compile(
    r"(?:Reacted to \"[^\n]*\" with \S+|Removed a \S+ reaction from \"[^\n]*\"|\S{1,8} to \"[^\n]*\")\s*\Z",
    re.IGNORECASE,
)
_REPLYING = re.compile(r"Replying to \"(.{1,400}?)(?:\.\.\.|…)?\"[ \t]*\n+", re.IGNORECASE)
_REACTION_LINE = re.compile(r"\n\(- [^\n]{1,400} -\)(?=\n|\Z)")
_STICKER_LINE = re.compile(r"(?:\A|\n)\(\( [^\n]{1,60} \)\)(?=\n|\Z)")
_SIGNAL_ATTACHMENT = re.compile(r"!?\[[^\[\]\n]{0,200}\]\(\./[^()\n]{1,400}\)[ \t]*")
_SIGNAL_QUOTE = re.compile(r"\A\s*((?:^>[^\n]*(?:\n|\Z))+)", re.MULTILINE)


class Said(Record, frozen=True):
    """A message's words; ``skipped`` why there are none, ``answers`` how the text begins that it replies to."""

    text: str
    skipped: str = ""
    flags: tuple[str, ...] = ()
    answers: str = ""


def said(text: str) -> Said:
    """What is said, in a chat of a program that is not known: the words of all of them are looked for."""
    by_phone = said_on_whatsapp(text)
    return by_phone if by_phone.skipped else said_on_zoom(by_phone.text)


def said_on_whatsapp(text: str) -> Said:
    """Without the marks for edited messages and for files, whose caption stays."""
    text = text.strip()
    if _DELETED.match(text):
        return Said(text="", skipped=DELETED)
    if _ENCRYPTED.match(text):
        return Said(text="", skipped=SYSTEM)
    if _MEDIA.match(text):
        return Said(text="", skipped=MEDIA)
    words = _EDITED.sub("", text) if text.endswith(">") else text
    flags = ("edited",) if words != text else ()
    without = _ATTACHED.sub("", words, count=1) if ")" in words else words
    without = _IOS_ATTACHMENT.sub("", without) if ">" in without else without
    if not clean(without):
        return Said(text="", skipped=MEDIA if text else EMPTY)
    if text.startswith(LEFT_TO_RIGHT) and without == words and not _POLL.match(text):
        return Said(text="", skipped=SYSTEM)
    return Said(text=_poll_question(without).replace(LEFT_TO_RIGHT, ""), flags=flags)


def _poll_question(text: str) -> str:
    """Of a poll the question; its options, which stand in lines with the mark before, are nobody's words."""
    poll = _POLL.match(text)
    if poll is None:
        return text
    lines = text[poll.end() :].split("\n")
    return "\n".join(line for line in lines if not line.startswith(LEFT_TO_RIGHT))


def said_on_zoom(text: str) -> Said:
    """Without the line "Replying to", whose words are returned; reactions are no messages."""
    text = text.strip()
    if _REACTION.match(text):
        return Said(text="", skipped="reaction")
    replying = _REPLYING.match(text)
    if replying is None:
        return Said(text=text)
    return Said(text=text[replying.end() :], answers=replying[1])


def said_on_signal(text: str) -> Said:
    """Without reactions, stickers and files below the words; the quotation above them is what it answers."""
    text = text.strip()
    if text in ("(This message was deleted)", "This message was deleted."):
        return Said(text="", skipped=DELETED)
    words = _SIGNAL_ATTACHMENT.sub("", _STICKER_LINE.sub("", _REACTION_LINE.sub("", f"{text}")))
    if not clean(words):
        return Said(text="", skipped=MEDIA if text else EMPTY)
    quote = _SIGNAL_QUOTE.match(words)
    answers = re.sub(r"^> ?", "", quote[1], flags=re.MULTILINE).strip() if quote else ""
    return Said(text=words, answers=answers)


def said_plainly(text: str) -> Said:
    """The words as they are."""
    return Said(text=text)
