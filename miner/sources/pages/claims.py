"""How many comments a page says it has: "23 Comments", "Kommentare (23)", "23 件のコメント"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from miner.sources.pages.tree import Tree

_NOUN = (
    r"(?:reader |user |leser)?(?:comments?|responses?|thoughts?|replies|reply|reactions?|opinions|answers?|posts?|messages?|reviews?|kommentare?n?|antwort(?:en)?|gedanken?|reaktionen|meinungen|beiträge|leserbriefe|"
    r"commentaires?|réponses?|réactions?|avis|comentarios?|respuestas?|opiniones|comentários?|respostas?|commenti|commento|risposte|reacties|reactie|antwoorden|"
    r"kommentarer?|svar|kommenttia?|vastausta?|komentarz[ey]?|komentarzy|odpowiedzi|komentářů?|komentář[ei]?|komentárov|hozzászólás|comentarii|răspunsuri|yorum(?:lar)?|yanıt|"
    r"комментари(?:ев|я|й|и)|ответ(?:ов|а)?|коментар(?:ів|і|и|я)?|коментара?|σχόλια|komentara?|komentar|bình luận|tanggapan|تعليق(?:ات)?|תגובות)"
)
# One of them is in whatever a pattern finds, and a number or one of these words: most texts have neither.
_STEMS = tuple(
    "comment respon thought repl react opinion answer post messag review kommentar antwort gedanke reaktion meinung beitr "
    "leserbrief commentaire répon réact avis comentari respuesta comentário resposta comment rispost reactie antwoord svar "
    "komment vastau komentar odpowied hozzászól comentarii răspun yorum yanıt комментар ответ коментар σχόλια bình "
    "tanggapan تعليق תגובות komentář komentár コメント 留言 評論 评论 回應 回复 댓글 덧글 답글 レス".split()
)
_MAY_NAME = re.compile("|".join(map(re.escape, _STEMS)))
_MAY_COUNT = re.compile(r"\d|\b(?:one|two|three|four|five|eine?n?|un|una|une|uno|один)\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![\w.,])[(\[]?(\d{{1,3}}(?:[.,\s]\d{{3}})+|\d{{1,6}}|one|two|three|four|five|ein|eine?n?|un|una|une|uno|один)[)\]]?\s+{_NOUN}(?!\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<!\w){_NOUN}\s*[:：]?\s*[(\[（]?\s*(\d{{1,3}}(?:[.,]\d{{3}})+|\d{{1,6}})\s*[)\]）]?\s*\Z", re.IGNORECASE
)
_EAST = re.compile(
    r"(?:コメント|留言|評論|评论|回應|回复|댓글|덧글|답글|コメント一覧|留言列表|留言區|レス)\s*(?:数|數|列表|一覧)?\s*[:：]?\s*[(（\[]?\s*(\d{1,6})|(\d{1,6})\s*(?:件の|則|条|個|个|개의)?\s*(?:コメント|留言|評論|评论|回應|回复|댓글|답글)",
    re.IGNORECASE,
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "un": 1,
    "una": 1,
    "une": 1,
    "uno": 1,
    "один": 1,
}
MAX_CHARS = 120
MAX_ABOVE = 120  # positions between a heading and the first comment: forms and rules stand there
# What also is counted so and is no discussion of this page.
_NOT = re.compile(
    r"\b(?:joined|likes? received|total|views|member|points)\b|\bposts?\s?:\s?\d|\b(?:beiträge|messages?)\s?:",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """A count of comments at a position of the page."""

    position: int
    number: int


def find_claims(tree: Tree) -> list[Claim]:
    """All counts in document order."""
    claims: list[Claim] = []
    for position, text in tree.texts.items():
        if len(text) > MAX_CHARS:
            continue
        number = read_claim(text)
        parent = tree.parents[position]
        if number is None and parent >= 0 and tree.chars[tree.ends[parent]] - tree.chars[parent] <= MAX_CHARS:
            pieces = tree.text(parent, MAX_CHARS)  # "<span>23</span> Comments"
            above = tree.parents[parent]
            if pieces == text and above >= 0 and tree.n_chars(above, tree.ends[above]) <= 60:
                pieces = tree.text(above, MAX_CHARS)
            number = read_claim(pieces) if pieces != text else None
        if number is not None:
            claims.append(Claim(position, number))
    return claims


def read_claim(text: str) -> int | None:
    """The number of comments that a heading names; None if it names none."""
    if not _MAY_COUNT.search(text) or not _MAY_NAME.search(text.lower()):
        return None
    if len(text.split()) > 16 or _NOT.search(text):
        return None
    east = _EAST.search(text)
    if east:
        return int(east[1] or east[2])
    found = _AFTER.search(text) or _BEFORE.search(text)
    if not found:
        return None
    word = found[1].casefold()
    return _NUMBERS.get(word) or (int(re.sub(r"\D", "", word)) if any(map(str.isdigit, word)) else None)


def claim_over(claims: Sequence[Claim], start: int, n_found: int) -> int | None:
    """The count of a discussion that begins at a position: the one that is right, else the nearest right above it."""
    above = [claim for claim in claims if 0 <= start - claim.position <= MAX_ABOVE]
    if any(claim.number == n_found for claim in (above or claims)):
        return n_found
    if above:
        return above[-1].number
    numbers = [claim.number for claim in claims if claim.position < start]
    return next((number for number in numbers if numbers.count(number) > 1), None)
