"""Words by which pages name the parts of a discussion: in classes and ids, on buttons, in headings; about 25 languages.

Where a language writes without spaces its words are looked for inside others.
"""

from __future__ import annotations

import re
from functools import lru_cache

# In classes and ids (apart at "-", "_" and camelCase). What is surely a discussion, and what may be one.
_COMMENT = (
    "comment comments commentlist commenttext commentbody commentary cmt cmts kommentar kommentare kommentit commentaire commentaires comentario comentarios commento commenti "
    "komentarz komentarze komentare reactie reacties kommentti kommentarer kommentti yorum comentariu disqus dsq wpdiscuz wpd echo intensedebate isso remark42 "
    "guestbook gaestebuch gastenboek livredor gb reply replies antwort antworten respuesta reponse risposta svar message messages posting postings "
    "bbs forum thread topic discussion discussie diskussion debate debatt opinion feedback response responses answer answers review reviews ugc talkback shoutbox"
).split()
_POST = "post posts entry entries beitrag beitraege item message msg row note status node box res floor".split()
_BESIDE = (
    "sidebar widget widgets recent latest related recommended popular trending nav navigation menu navbar breadcrumb breadcrumbs footer promo teaser teasers "
    "advert advertisement ads sponsored product products shop archive archives tags tagcloud newsletter subscribe gallery carousel slider "
    "aktuell neueste letzte similar relacionados relacionadas meistgelesen mostread readmore pagination pager calendar tweets twitter timeline "
    "relatedposts recentcomments latestcomments blogroll links linklist share social changelog revisions versions events jobs weather"
).split()
_AUTHOR = (
    "author authors fn nick nickname name username user usernames member poster postername commenter commentator commentauthor by byline autor auteur autore verfasser "
    "benutzer benutzername utilisateur usuario utente gebruiker uzytkownik kayttaja nimimerkki pseudo handle displayname profile person signature-name creator writer "
    "bigusername screenname owner handlename"
).split()
_TEXT = "text body content message comment post entry copy inhalt texte texto testo tekst teksti bb wrapper markdown prose words says bbwrapper postbody".split()
# Parts of an item that are not what its author says.
_NOISE = (
    r"(?:(?:comments?|post|message|msg|item|entry|user|author|reply|topic|forum|thread|node|wpd|wc|epoch|dsq)[-_]{0,2})?"
    r"(?:meta|metadata|meta-?data|metas|actions?|action-?bar|tool(?:s|bar)?|buttons?|btns?|controls?|footer|header|head|avatar|gravatar|photo|pic(?:ture)?|userpic|"
    r"signatures?|sig|badges?|rank|user-?title|usertitle|user-?info|userinfo|user-?details|profile|stats|statistics|reputation|karma|score|votes?|voting|vote-?(?:up|down|count|number)|"
    r"likes?|like-?(?:count|box|btn|dislike)|rating|ratings|share|sharing|report|flag|permalink|edit(?:ed)?|edit-?link|edit-?info|reply(?:-?(?:link|btn|button|form|box))?|"
    r"quote-?(?:btn|link)|number|links|info|details|date|datetime|time|timestamp|author|says|vcard|fn|menu|dropdown|tooltip|popup|popupbody|memberaction-?body|"
    r"form|respond|awaiting-?moderation|hide-if-no-js|sharedaddy|jp-relatedposts|moderation|reactions?(?:bar)?|attribution|"
    r"notice|lastedit|edited-?by|footer-?links|postfoot|posthead|postprofile|postauthor|messageuserinfo|controls?-?bar|rdf-meta|toggle(?:r|s)?|"
    r"commentmetadata|comment-reply-link|comment-edit-link|floor|titre|title|subject|subtitle)"
)
NOISE_TOKEN = re.compile(_NOISE, re.IGNORECASE)
NOISE_TAGS = frozenset("button nav form label input textarea footer".split())
SIGNATURE = re.compile(r"(?:^|[\s_-])(?:signatures?|sig|signatur|tapatalksignatur)(?:[\s_-]|$)", re.IGNORECASE)

# Buttons below a comment, whole texts only.
_REPLY = (
    "reply|reply to this|reply to this comment|log in to reply|respond|quote|antworten|antwort|zitieren|zitat|mit zitat antworten|auf diesen kommentar antworten|"
    "répondre|citer|responder|citar|comentar|contestar|rispondi|cita|quota|reageer|beantwoord|beantwoorden|reageren|citeer|svara|svar|besvar|citera|citer|sitér|vastaa|lainaa|"
    "odpowiedz|cytuj|odpovědět|reagovat|odpovedať|válasz|válaszol|idézet|răspunde|răspundeți|citează|yanıtla|cevapla|alıntı|ответить|цитировать|цитата|"
    "відповісти|цитувати|отговор|отговори|απάντηση|odgovori|respon|balas|trả lời|trích dẫn|返信|返信する|引用|引用返信|回复|回覆|回應|回应|引用回复|답글|답변|답글쓰기|댓글|رد|השב|پاسخ"
)
REPLY = re.compile(
    rf"[\[(↩↪»→·•|/\s]*(?:{_REPLY})(?: to \S.{{0,40}}| an \S.{{0,40}}| à \S.{{0,40}}| a \S.{{0,40}})?[\])↓▼»→·•|/\s]*",
    re.IGNORECASE,
)
_BUTTON = (
    "report|report abuse|flag|share|like|likes|unlike|dislike|upvote|downvote|vote|edit|delete|permalink|permanent link|link|hide|show|more|collapse|expand|follow|helpful|was this helpful|yes|no|thanks|"
    "melden|beitrag melden|teilen|gefällt mir|gefällt mir nicht|liken|bearbeiten|löschen|permanenter link|danke|hilfreich|signaler|partager|j['’]aime|modifier|supprimer|"
    "denunciar|compartir|me gusta|editar|borrar|eliminar|compartilhar|curtir|excluir|segnala|condividi|mi piace|modifica|elimina|melden|delen|vind ik leuk|"
    "gilla|anmäl|dela|rapporter|del|liker|synes godt om|ilmoita|ilmoita asiaton viesti|jaa|tykkää|zgłoś|udostępnij|lubię to|nahlásit|sdílet|пожаловаться|поделиться|нравится|"
    "ссылка|şikayet et|paylaş|beğen|いいね|通報|報告|シェア|赞|讚|举报|檢舉|分享|좋아요|신고|공유|추천|비추천"
)
BUTTON = re.compile(rf"[\[(·•|/\s+\-\d,.]*(?:{_BUTTON})[\])·•|/:\s\d,.]*", re.IGNORECASE)

# What stands before and after a name.
_BEFORE_NAME = (
    "by|posted by|written by|comment by|commented by|submitted by|from|reply by|answered by|von|geschrieben von|kommentar von|verfasst von|erstellt von|eintrag von|"
    "par|posté par|écrit par|publié par|rédigé par|de|por|escrito por|publicado por|enviado por|comentario de|comentário de|da|di|scritto da|inviato da|postato da|commento di|"
    "door|geplaatst door|av|skrivet av|skrevet af|skrevet av|kirjoittanut|kirjoittaja|autor|przez|napisał|napsal|od|от|написал|написала|автор|від|yazan|gönderen|tarafından|oleh|bởi|"
    "author|name|user|username|nick|poster|auteur|autore|nome|nombre|nom|verfasser|benutzer|投稿者|名前|作者|发表者|發表者|글쓴이|작성자"
)
BEFORE_NAME = re.compile(rf"\A\s*(?:(?:{_BEFORE_NAME})(?:\s*[:：]\s*|\s+(?=\S))|[•·|–—-]\s+)", re.IGNORECASE)
_AFTER_NAME = (
    "says?|said|wrote|writes|commented|replied|responded|posted|posted this|answered|asked|sagte?|schrieb|schreibt|meint|meinte|kommentierte|antwortete|hat geschrieben|dit|a dit|a écrit|écrit|"
    "dice|dijo|escribió|comentó|respondió|ha scritto|ha detto|scrive|disse|diz|escreveu|comentou|zegt|zei|schreef|skrev|skriver|säger|sade|sa|sier|siger|sanoi|kirjoitti|"
    "mówi|pisze|napisał|napisała|napísal|řekl|říká|napsal|napsala|írta|szerint|spune|a scris|a spus|diyor ki|dedi ki|yazdı|пишет|говорит|написал|написала|сказал|каже|пише|каза|λέει|έγραψε|"
    "berkata|viết|より"
)
_JOIN_DATE = r"\bon|\bat|\bam|\bvom|\ble|\bel|\bil|\bem|\bop|\bden|\bd\.|\bdnia|\bdne|\bв|\bon the|\ba las|\bum|\bà"
AFTER_NAME = re.compile(
    rf"(?:\s*[,:：…»>|·•–—(\[-]+|\s+(?:{_AFTER_NAME})\b(?:\s+(?:this|dies|ceci))?|\s+(?:{_JOIN_DATE}))+\s*[:：]?\s*\Z",
    re.IGNORECASE,
)
SAYS = re.compile(rf"(?P<name>\S.{{0,58}}?)\s+(?:{_AFTER_NAME})\s*(?:{_JOIN_DATE})?\s*[:：…]?\s*\Z", re.IGNORECASE)

LABEL = re.compile(
    rf"\W*(?:{_AFTER_NAME}|{_BEFORE_NAME}|{_JOIN_DATE.replace(chr(92) + 'b', '')}|updated|edited|date|datum|data|fecha|päivämäärä|time|zeit|uhr|日時|日期)\W*|[\w ]{{2,20}}\s?[:：]",
    re.IGNORECASE,
)

# Words before a date that is not the date of the post.
_OTHER_DATE = re.compile(
    r"join(?:ed|\sdate)|member since|registered|registriert|mitglied|dabei seit|inscrit|membre depuis|desde|registrado|iscritto|lid sinds|geregistreerd|medlem|rekister|liittynyt|"
    r"dołączył|рег(?:истрация|\.)|зарегистрирован|üyelik|kayıt|born|geboren|last (?:seen|visit|login|activity)|zuletzt (?:online|aktiv)|birthday",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"edit(?:ed)?\b|updated|modified|bearbeitet|geändert|aktualisiert|modifié|édité|editado|modificato|bewerkt|gewijzigd|redigerad|muokattu|edytowan|upraven|изменено|отредактировано|düzenle|編集|编辑|수정",
    re.IGNORECASE,
)
_IN_REPLY = (
    r"(?:in reply to|in response to|replying to|replied to|reply to|responding to|als antwort auf|antwort auf|antwortete auf|als reaktion auf|en réponse à|réponse à|en respuesta a|respondiendo a|respuesta a|"
    r"em resposta a|resposta a|in risposta a|risponde a|als reactie op|reactie op|som svar på|som svar til|svar til|svar på|vastaus|vastauksena|w odpowiedzi do|w odpowiedzi na|odpowiedź na|v odpovědi na|odpověď na|"
    r"в ответ на|в ответ|ответ на|у відповідь на|cevaben|yanıt olarak|válaszként|válasz erre|ca răspuns la|menjawab|trả lời|回复|回覆|回應|返信先|답글)"
)
_IN_REPLY_STEMS = tuple(
    "repl respon antwort reaktion réponse respuesta resposta rispo reactie svar vasta odpow odpov ответ відповідь "
    "ceva yanıt válasz răspun menjawab trả 回 返信 답글".split()
)  # one of them is in each of the phrases
IN_REPLY = re.compile(
    rf"{_IN_REPLY}\s*:?\s*(?:the comment |comment |post |kommentar |beitrag )?(?:#\s?(?P<number>\d{{1,6}})|@?(?P<name>[^\s:：,][^:：\n]{{0,60}}))",
    re.IGNORECASE,
)
LIKE_BUTTON = re.compile(
    r"\W*(?:likes?|like this|recommend|upvote|helpful|thanks|empfehlen|gefällt mir|liken|danke|j['’]aime|recommander|me gusta|recomendar|curtir|mi piace|vind ik leuk|aanbevelen|gilla|synes godt om|tykkää|lubię to|нравится|beğen|いいね|赞|讚|좋아요|공감)\W*",
    re.IGNORECASE,
)
DELETED = re.compile(
    r"[\[(]?\s*(?:(?:this |the )?(?:comment|post|message|reply|answer)s? (?:has been |was |is )?(?:been )?(?:deleted|removed|hidden|withdrawn)\b.{0,80}|deleted|removed|"
    r"(?:dieser |der )?(?:kommentar|beitrag)(?: wurde)?(?: vo\S+(?: \S+){1,3})? (?:gelöscht|entfernt|gesperrt)\b.{0,60}|commentaire supprimé|ce (?:commentaire|message) a été supprimé.{0,60}|"
    r"comentario eliminado|este comentario (?:ha sido|fue) eliminado.{0,60}|comentário (?:removido|excluído).{0,60}|commento (?:eliminato|rimosso).{0,60}|reactie verwijderd|kommentaren er slettet|"
    r"kommentaren har tagits bort|viesti (?:on )?poistettu|komentarz usunięty|комментарий удал[её]н|削除されました|該当のコメントは削除されました|此(?:评论|留言)已(?:被)?删除|삭제된 댓글입니다\.?)\s*[\])]?\.?",
    re.IGNORECASE,
)
HIDDEN = re.compile(
    r"悄悄話|悄悄话|비밀 ?댓글입니다\.?|비밀글입니다\.?", re.IGNORECASE
)  # shown to the blog's owner alone
PINGBACK = re.compile(r"(?:ping|track)back\s*[:：]", re.IGNORECASE)


def _words(names: str) -> list[str]:
    return re.split(r"[\s_\-]+", names)


_SETS = {
    "comment": frozenset(_COMMENT),
    "post": frozenset(_POST),
    "beside": frozenset(_BESIDE),
    "author": frozenset(_AUTHOR),
    "text": frozenset(_TEXT),
    "date": frozenset(
        "date datetime time timestamp timeago when datum zeit fecha data uhrzeit posted published submitted heure hora".split()
    ),
}


@lru_cache(maxsize=20_000)
def says(names: str, about: str) -> bool:
    """Whether one of the words of classes and ids (as ``Tree.names`` gives them) is of that kind."""
    known = _SETS[about]
    return any(word in known or word.rstrip("0123456789") in known for word in _words(names))


@lru_cache(maxsize=20_000)
def is_button(text: str) -> bool:
    """Whether a short text is a button or link below a comment."""
    return len(text) <= 60 and bool(REPLY.fullmatch(text) or BUTTON.fullmatch(text))


@lru_cache(maxsize=20_000)
def is_reply_button(text: str) -> bool:
    """Whether it is the button that answers a comment."""
    return len(text) <= 60 and bool(REPLY.fullmatch(text))


@lru_cache(maxsize=20_000)
def is_noise(names: str) -> bool:
    """Whether a class says that an element holds no words of the author."""
    return any(NOISE_TOKEN.fullmatch(token) for token in names.split())


@lru_cache(maxsize=20_000)
def is_signature(names: str) -> bool:
    """Whether a class says that an element is a signature."""
    return bool(SIGNATURE.search(names))


def in_reply(text: str) -> re.Match[str] | None:
    """The first place where a text says what it answers: "in reply to Ann", "responding to #3"."""
    lower = text.lower()
    if not any(stem in lower for stem in _IN_REPLY_STEMS):  # nearly all texts; the pattern takes twenty times as long
        return None
    return IN_REPLY.search(text)


def names_other_date(text: str) -> bool:
    """Whether words before a date say that it is not when the post was written."""
    return bool(_OTHER_DATE.search(text[-40:]))


def names_edit(text: str) -> bool:
    """Whether words before a date say that it is when the post was changed."""
    return bool(_EDITED.search(text[-40:]))
