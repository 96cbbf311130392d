"""What the columns of an unknown table hold: guessed by name, then by the shape of the values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from miner.errors import BadMapping
from miner.sources.dates import day_first_in, read_date
from miner.transcript import Record

# Role -> names in common exports and a dozen languages, the surest first. Written as ``_plain`` leaves them.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        *(
            "text",
            "full text",
            "body",
            "comment",
            "comment body",
            "comment text",
            "message",
            "content",
            "post",
            "tweet",
        ),
        *("selftext", "comment content", "content text", "raw text", "post text", "message text", "sentence text"),
        *("sentence", "argument", "statement", "opinion", "review", "feedback", "response", "answer", "remark", "note"),
        *("post markdown", "markdown", "review text", "verbatim", "comments", "suggestion", "description"),
        *(
            "kommentar",
            "beitrag",
            "nachricht",
            "antwort",
            "meinung",
            "inhalt",
            "commentaire",
            "texte",
            "avis",
            "contenu",
        ),
        *("réponse", "comentario", "mensaje", "texto", "respuesta", "opinión", "contenido", "comentário", "mensagem"),
        *("resposta", "opinião", "conteúdo", "commento", "messaggio", "testo", "risposta", "opinione", "contenuto"),
        *("reactie", "bericht", "tekst", "opmerking", "antwoord", "inhoud", "besked", "melding", "svar", "meddelande"),
        *(
            "inlägg",
            "innlegg",
            "комментарий",
            "текст",
            "сообщение",
            "отзыв",
            "ответ",
            "мнение",
            "komentarz",
            "wiadomość",
        ),
        *(
            "treść",
            "odpowiedź",
            "opinia",
            "yorum",
            "mesaj",
            "metin",
            "görüş",
            "コメント",
            "本文",
            "意見",
            "内容",
            "回答",
        ),
        *(
            "テキスト",
            "メッセージ",
            "自由記述",
            "评论",
            "正文",
            "文本",
            "留言",
            "意见",
            "消息",
            "評論",
            "댓글",
            "내용",
            "의견",
        ),
        *("메시지", "تعليق", "نص", "رسالة", "टिप्पणी", "संदेश"),
        *("html", "body html", "content html", "comment html", "selftext html", "text html"),
    ),
    "author": (
        *("author", "author name", "user name", "username", "screen name", "user screen name", "from user", "handle"),
        *("display name", "nickname", "nick", "commenter", "poster", "sender", "speaker", "name", "user", "from", "by"),
        *("your name", "ihr name", "votre nom", "tu nombre", "su nombre", "お名前"),
        *("participant", "respondent", "member", "author username", "user login", "author display name", "full name"),
        *("autor", "autorin", "verfasser", "benutzer", "nutzer", "absender", "auteur", "utilisateur", "pseudo", "nom"),
        *(
            "usuario",
            "nombre",
            "usuário",
            "nome",
            "autore",
            "utente",
            "gebruiker",
            "naam",
            "forfatter",
            "bruker",
            "navn",
        ),
        *(
            "författare",
            "användare",
            "namn",
            "автор",
            "имя",
            "пользователь",
            "użytkownik",
            "imię",
            "yazar",
            "kullanıcı",
        ),
        *("投稿者", "名前", "氏名", "ユーザー", "作者", "用户", "昵称", "姓名", "使用者", "작성자", "이름", "사용자"),
        *(
            "كاتب",
            "اسم",
            "लेखक",
            "नाम",
            "author id",
            "user id",
            "userid",
            "participant id",
            "respondent id",
            "interview",
        ),
    ),
    "id": (
        *(
            "id",
            "comment id",
            "post id",
            "message id",
            "tweet id",
            "id str",
            "status id",
            "guid",
            "uuid",
            "uid",
            "nr",
            "no",
        ),
        *(
            "statement id",
            "response id",
            "answer id",
            "row id",
            "number",
            "nummer",
            "numéro",
            "número",
            "номер",
            "番号",
        ),
        *("编号", "번호"),
    ),
    "parent": (
        *("parent id", "parent", "parent comment id", "comment parent", "reply to", "reply to id", "in reply to"),
        *("in reply to id", "parent post id", "parent message id", "response to", "replied to", "antwort auf"),
        *("réponse à", "respuesta a", "resposta a", "risposta a", "antwoord op", "返信先", "回复", "답글"),
    ),
    "time": (
        *("created at", "created utc", "created", "posted at", "published at", "published", "date posted", "timestamp"),
        *("datetime", "date time", "date", "time", "ts", "tweet created", "submitted at", "submission time", "sent at"),
        *("start date", "end date", "date gmt", "datum", "zeit", "zeitstempel", "zeitpunkt", "fecha", "hora", "heure"),
        *("horodateur", "marca temporal", "carimbo de data hora", "data", "dato", "tidspunkt", "tijdstip", "дата"),
        *("время", "отметка времени", "czas", "sygnatura czasowa", "tarih", "zaman damgası", "日時", "日付", "投稿日"),
        *("投稿日時", "タイムスタンプ", "时间", "日期", "發佈時間", "날짜", "작성일", "타임스탬프", "تاريخ", "तारीख"),
    ),
    "url": (
        *(
            "permalink",
            "url",
            "link",
            "href",
            "comment url",
            "post url",
            "tweet url",
            "status url",
            "uri",
            "web address",
        ),
        *("lien", "enlace", "adresse", "ссылка", "リンク", "链接", "링크"),
    ),
    "likes": (
        *("likes", "like count", "score", "upvotes", "ups", "favorite count", "favorites", "points", "agrees", "votes"),
        *("thumbs up", "reactions", "hearts", "gefällt mir", "j aime", "me gusta", "curtidas", "mi piace", "いいね"),
        *("点赞", "좋아요"),
    ),
    "question": (
        *(
            "question",
            "question text",
            "question id",
            "prompt",
            "q",
            "frage",
            "pregunta",
            "pergunta",
            "domanda",
            "vraag",
        ),
        *("вопрос", "pytanie", "soru", "spørsmål", "fråga", "質問", "設問", "问题", "질문"),
    ),
    "thread": (
        *("thread id", "thread", "conversation id", "conversation", "thread title", "topic", "discussion", "title"),
        *("subject", "channel", "room", "log", "slug", "thema", "titel", "betreff", "sujet", "titre", "tema", "título"),
        *("asunto", "assunto", "argomento", "titolo", "onderwerp", "тема", "temat", "konu", "スレッド", "件名", "話題"),
        *("标题", "主题", "제목"),
    ),
}
ALIASES = {"title": "thread", "parent_id": "parent", "date": "time", "name": "author", "link": "url"}

_MIN_PROSE_CHARS = 20  # mean length of a column that is prose and not labels
_MIN_OTHER_CHARS = 40  # mean length from which a second text column is worth a note
_MIN_DATES = (
    0.2  # share of dates in a column named so; half of a hand-made list can be off, offsets ("00:04:11") all are
)
_SHAPE_CHARS = 300  # of a cell that are looked at for its shape
_NAME = re.compile(r"@?[^\W\d][\w.'’-]*(?: [^\W\d][\w.'’-]*){0,3}$")
_URL = re.compile(r"\s*https?://\S+\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[-+]?\d[\d., ]*(?:[eE][-+]?\d+)?%?\s*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LIKE_A_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|[^\W\d]{3}.*\b(?:19|20)\d\d\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Columns(Record, frozen=True):
    """Role -> column name; ``others`` are further columns of prose, which are not read."""

    roles: dict[str, str] = {}
    others: tuple[str, ...] = ()

    def shown(self) -> str:
        return ", ".join(f"{role}={name}" for role, name in self.roles.items())


class _Shape(Record, frozen=True):
    """What the filled cells of a column look like; shares in [0, 1]."""

    n: int
    mean_chars: float
    spaced: float
    numbers: float
    urls: float
    distinct: float
    n_distinct: int

    @property
    def is_prose(self) -> bool:
        return bool(self.n) and self.mean_chars >= _MIN_PROSE_CHARS and self.spaced >= 0.5 and self.urls < 0.5


def role_of(name: str) -> str | None:
    """The role that a column's name says it has."""
    plain = _plain(name)
    return next((role for role, names in NAMES.items() if plain in names), None)


def guess_columns(names: Sequence[str], rows: Sequence[Mapping[str, str]], mapping: Mapping[str, str] = {}) -> Columns:
    """Which column holds what.

    Parameters
    ----------
    rows
        A sample; which one decides the guess, so it must not depend on the order of the file.
    mapping
        Role -> column, from ``--map``; wins over any guess.

    Returns
    -------
    Columns
        Without ``text`` if no column holds any.
    """
    cells = {name: [cell for row in rows if (cell := row.get(name, "").strip())] for name in names}
    shapes = {name: _shape(values) for name, values in cells.items()}
    roles = {role: column for role, column in mapping.items() if column in cells}
    free = [name for name in names if name not in roles.values()]

    def settle(role: str, column: str | None) -> None:
        if role not in roles and column is not None:
            roles[role] = column
            free.remove(column)

    settle("time", _time_column(free, cells))
    settle("text", _text_column(free, shapes))
    for role, fits in (("id", _is_id), ("parent", _is_filled), ("url", _is_url), ("likes", _is_number)):
        settle(role, next((name for name in _named(role, free) if fits(shapes[name])), None))
    settle("author", next((name for name in _named("author", free) if _may_name(shapes[name])), None))
    for role in ("question", "thread"):
        settle(role, next((name for name in _named(role, free) if _is_repeated(shapes[name])), None))
    settle("author", next((name for name in free if _is_names(cells[name], shapes[name])), None))
    settle("url", next((name for name in free if shapes[name].urls > 0.9), None))
    others = [name for name in free if _is_other_text(shapes[name])] if "text" in roles else []
    return Columns(roles={role: roles[role] for role in NAMES if role in roles}, others=tuple(others))


def checked_mapping(mapping: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """``--map`` with its roles and columns as they are called here.

    Raises
    ------
    BadMapping
        A role or a column that there is not.
    """
    by_plain = {name.strip().casefold(): name for name in reversed(names)}
    found: dict[str, str] = {}
    for role, column in mapping.items():
        known = ALIASES.get(role.strip().lower(), role.strip().lower())
        if known not in NAMES:
            raise BadMapping(f"there is nothing called {role!r} to fill", names)
        name = column if column in names else by_plain.get(column.strip().casefold())
        if name is None:
            raise BadMapping(f"the table has no column {column!r}", names)
        found[known] = name
    return found


def _plain(name: str) -> str:
    """``commentBody``, ``comment-body``, ``Comment body:`` -> ``comment body``."""
    return " ".join(re.findall(r"[^\W_]+", _CAMEL.sub(" ", name))).casefold()


def _named(role: str, names: Sequence[str]) -> list[str]:
    """Columns whose name says that role, the surest first; the last part of a dotted name counts for nested JSON."""
    ranks = {name: number for number, name in enumerate(NAMES[role])}
    ranked = [
        (rank, number, name)
        for number, name in enumerate(names)
        if (rank := ranks.get(_plain(name), ranks.get(_plain(name.rpartition(".")[2]), -1))) >= 0
    ]
    return [name for _, _, name in sorted(ranked)]


def _shape(values: Sequence[str]) -> _Shape:
    n = len(values) or 1
    heads = [value[:_SHAPE_CHARS] for value in values]
    return _Shape(
        n=len(values),
        mean_chars=sum(map(len, values)) / n,
        spaced=sum(" " in value or bool(_CJK.search(value)) for value in heads) / n,
        numbers=sum(bool(_NUMBER.match(value)) for value in heads) / n,
        urls=sum(bool(_URL.match(value)) for value in heads) / n,
        distinct=len(set(values)) / n,
        n_distinct=len(set(values)),
    )


def _text_column(names: Sequence[str], shapes: Mapping[str, _Shape]) -> str | None:
    """The named text column that holds most text (plain before HTML), else the longest prose."""
    named = [name for name in _named("text", names) if shapes[name].n and shapes[name].numbers < 0.9]
    plain = [name for name in named if "html" not in _plain(name)] or named
    if plain:
        return max(plain, key=lambda name: shapes[name].mean_chars * shapes[name].n)
    prose = [name for name in names if shapes[name].is_prose and shapes[name].numbers < 0.5]
    return max(prose, key=lambda name: shapes[name].mean_chars, default=None)


def _time_column(names: Sequence[str], cells: Mapping[str, Sequence[str]]) -> str | None:
    """The column whose values are dates: of those named so the one that is read best, else any that is all dates."""
    named = _named("time", names)
    scored = [(_dates(cells[name]), -number, name) for number, name in enumerate(named)]
    best = max(scored, default=(0.0, 0, ""))
    if best[0] >= _MIN_DATES:
        return best[2]
    for name in names:
        looks = [value for value in cells[name][:5] if _LIKE_A_DATE.search(value[:40]) and len(value) <= 40]
        if looks and len(looks) == len(cells[name][:5]) and name not in named and _dates(cells[name]) >= 0.9:
            return name
    return None


def _dates(values: Sequence[str]) -> float:
    """The share that are dates; those without a zone count a little less."""
    sample = values[:20]
    day_first, _ = day_first_in(sample)
    stamps = [read_date(value, day_first) for value in sample]
    return sum((0.99 if stamp.tz_assumed else 1.0) for stamp in stamps if stamp.at) / (len(sample) or 1)


def _is_filled(shape: _Shape) -> bool:
    return shape.n > 0 and shape.mean_chars < 100


def _is_id(shape: _Shape) -> bool:
    return _is_filled(shape) and shape.distinct >= 0.95 and shape.spaced < 0.5


def _is_url(shape: _Shape) -> bool:
    return shape.n > 0 and shape.spaced < 0.5 and shape.numbers < 0.5 and shape.mean_chars >= 8


def _is_number(shape: _Shape) -> bool:
    return shape.n > 0 and shape.numbers > 0.9


def _may_name(shape: _Shape) -> bool:
    return shape.n > 0 and shape.mean_chars <= 60 and shape.urls < 0.5


def _is_repeated(shape: _Shape) -> bool:
    """Values that group rows; a title of its own for each row groups nothing."""
    return shape.n > 1 and shape.distinct <= 0.5


def _is_names(values: Sequence[str], shape: _Shape) -> bool:
    """Short capitalised strings that come again, but are too many to be categories."""
    if not 4 <= shape.n_distinct <= 0.8 * shape.n or shape.distinct < 0.05 or shape.mean_chars > 40:
        return False
    return sum(bool(_NAME.match(value)) and value[:1] in value[:1].upper() + "@" for value in values) >= 0.9 * shape.n


def _is_other_text(shape: _Shape) -> bool:
    return shape.is_prose and shape.mean_chars >= _MIN_OTHER_CHARS and shape.numbers < 0.5 and shape.distinct > 0.3
