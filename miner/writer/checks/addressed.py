"""Arguments that speak to the writer: orders to a machine, fake turns of a conversation, fake numbered evidence.

They stay in the discussion and in its quotes. They are only taken as no evidence: a sentence that rests on one is not shown.
The list need not be complete; what gets past it is still one person's word among others (see ``names``, ``support``).
"""

from __future__ import annotations

import re
import unicodedata

_MACHINE = r"(?:prompts?|instructions?|instruct\w*|anweisung\w*|instrucciones|consignes|指示|命令|تعليمات|guidelines|rules|directions|orders)"
_PATTERNS = (
    rf"\b(?:ignore|disregard|forget|override|bypass|discard|skip)\b[^.]{{0,40}}\b(?:previous|prior|above|earlier|preceding|all|your|the|system|these|any)\b[^.]{{0,30}}{_MACHINE}",
    r"\b(?:ignoriere|vergiss|missachte)\b[^.]{0,40}anweisung",
    r"\b(?:ignora|olvida|omite)\b[^.]{0,40}(?:instrucciones|anteriores|istruzioni)",
    r"\b(?:ignore[zr]?|oublie[zr]?)\b[^.]{0,40}(?:instructions|consignes|précédentes)",
    r"(?:以前|これまで|前|上記)の?(?:指示|命令)|指示を無視|忽略(?:之前|以上|先前|所有)|(?:تجاهل|انس)[^.]{0,30}(?:التعليمات|السابقة)",
    r"игнорируй\w*|забудь(?:те)? (?:все )?(?:предыдущ|инструкц)",
    r"(?:^|[\n>\]}.])\s*[#*\[<|]*\s*(?:system|assistant|user|human|developer|ai|tool)\s*[\]>|*]*\s*[:：>]",
    r"<\|[^|<>]{1,40}\|>|<</?\s*sys|\[/?inst\]|</?\s*(?:system|assistant|instructions?|evidence|data|prompt|s)\s*>|<(?:start|end)_of_turn>",
    r"\byou are (?:now |no longer )?(?:a |an |the )?(?:\w+ ){0,2}(?:ai|assistant|chatbot|language model|llm|summari[sz]er|dan|writer|bot|model)\b",
    r"\b(?:as an? (?:ai|language model|llm)|system prompt|developer mode|jailbreak|prompt injection|your (?:system )?prompt)\b",
    r"\b(?:title|summary|summaries|digest|overview|headline|answer|report|output|reply|response|json)s?\b[^.]{0,30}\b(?:must|should|shall|has to|have to|needs? to|is to)\b[^.]{0,20}\b(?:be|say|read|contain|include|mention|end|begin|start|praise|link|cite|state|recommend|use|only)\b",
    r"\b(?:write|output|print|respond|reply|answer|say|return|include|insert|add|mention|put|append|repeat|reveal|use|set|name|call|cite|state|conclude|summari[sz]e|translate|recommend|praise)\b[^.]{0,60}\b(?:in|as|to|into|for|of|with|at)\b[^.]{0,25}\b(?:titles?|summar(?:y|ies)|digests?|overviews?|headlines?|every (?:answer|sentence)|your (?:answer|reply|response|output)|the (?:answer|reply|response|output|json))\b",
    r"\b(?:respond|reply|answer|output|write|print|return|say)\b (?:only|just|exactly|nothing but|with (?:only|exactly|the))\b",
    r"\b(?:summari[sz]er|language model|the model|the ai|llm|chatbot|dear (?:ai|model|assistant|bot))\b[^.]{0,30}\b(?:must|should|please|will|shall|do|has to|has been)\b",
    r"\b(?:note|message|attention|instructions?|reminder|update|notice) (?:to|for) (?:the )?(?:\w+ )?(?:ai|model|assistant|llm|summari[sz]er|bot|machine|system|writer)\b",
    r"\b(?:end|begin|start|close) of (?:the )?(?:evidence|data|prompt|context|arguments?|input|conversation|discussion)\b|\bnew (?:task|instructions?|rules?)\b\s*[:：]",
    r"[\"']?(?:sentences?|cites?|task|subject|role|content|title|text)[\"']\s*:\s*[\[{\"']",
    r"\{\{.*\}\}|\{%.*%\}|\$\{.*\}|<%.*%>",
    r"(?:^|[\n.!?])\s*\[\d{1,3}\]\s+\S",
    r"\b(?:evidence|argument|item|source) (?:no\.? ?|#|number )?\d{1,3}\s*[:=]\s*\S",
    r"<script|javascript:|onerror\s*=|data:text/html|<img\b|<iframe|<svg|<a\s+href",
)
_SPEAKS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_LOOK_ALIKES = str.maketrans(
    "аеорсухіѕԁһјӏαορνικτ", "aeopcyxisdhjlaopvikt"
)  # Cyrillic and Greek letters that look Latin
_SPACED = re.compile(r"\b(?:\w[ .\-_*]){4,}\w\b")
_CHARS_LOOKED_AT = 20_000  # longer texts are refused whole


def speaks_to_the_writer(text: str) -> bool:
    """Whether a text gives orders to a machine, or dresses up as something else than a person's contribution."""
    if len(text) > _CHARS_LOOKED_AT:
        return True
    plain = unicodedata.normalize(
        "NFKC", "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\n\t")
    )
    plain = _SPACED.sub(lambda match: re.sub(r"[ .\-_*]", "", match.group()), plain)
    return any(_SPEAKS.search(one) is not None for one in (plain, plain.casefold().translate(_LOOK_ALIKES)))
