"""Settings: one frozen record a stage, each default with its reason; read from ``miner.toml``.

Precedence: option > ``MINER_*`` > ``./miner.toml`` > the user's file > default. A key that no stage
has is an error that names the nearest one. In the environment ``MINER_CLUSTERS__MAX_THEMES=7`` sets
``[clusters] max_themes = 7``.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from miner.errors import BadSetting, BrokenInput, UnknownSetting


class _Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the settings of one stage."""


class SourceSettings(_Stage, frozen=True):
    """How files are read."""

    as_source: str = ""  # name of a source; "" lets the content decide
    hosts: tuple[str, ...] = ()  # accounts that ask the questions; () finds them
    columns: dict[str, str] = {}  # --map: role -> column of a table
    include_article: bool = True  # an article argues too; its quotes are marked as the article's
    max_bytes: int = 512 * 1024 * 1024  # of one file, unpacked: a laptop reads this in seconds, a bomb stops here
    max_chars: int = 1_000_000  # of one post: longer ones are cut and flagged, a book is not a comment


class FetchSettings(_Stage, frozen=True):
    """How web addresses are fetched."""

    contact: str = ""  # an address or page of yours, sent to sites so that they can reach you
    folder: str = ""  # where what was fetched is kept; "" is "fetched" in the user's data folder
    pause_seconds: float = 1.0  # between two requests to one host, at least; robots.txt may ask for more
    max_bytes: int = 64 * 1024 * 1024  # of one answer, unpacked; the longest threads stay under 10 MB
    max_seconds: float = 60.0  # for one answer, from the connection to its last byte
    max_minutes: float = 60.0  # for one address with all its pages
    max_pages: int = 500  # of one address
    max_threads: int = 30  # of a category, a hashtag or another list, the newest first
    max_redirects: int = 5  # from http to https, to www, to the right name: three are usual
    max_retries: int = 12  # of one run, over all hosts
    max_wait_seconds: float = 300.0  # a site that asks to wait longer is left for another day
    allow_private: tuple[str, ...] = ()  # hosts of your own network; all others must be on the public internet
    proxy: str = ""  # http://HOST:PORT; with a password: env:NAME, file:PATH or keyring:SERVICE/USER of the address
    keys: dict[str, str] = {}  # site -> env:NAME, file:PATH or keyring:SERVICE/USER of your own key (docs/fetching.md)
    warc: bool = False  # also write a web archive beside what is kept (extra warc)


class ArgumentSettings(_Stage, frozen=True):
    """How posts become arguments."""

    min_words: int = 4  # below that a unit ("So true!") cannot stand alone as a quote
    max_words: int = 60  # above that a unit is no longer one point; it is cut at clause ends
    copy_similarity: float = 0.85  # character-shingle Jaccard; copies of one text with other names or links lie above


class EmbeddingSettings(_Stage, frozen=True):
    """How texts become vectors."""

    embedder: str = "auto"  # the packaged one that reads the discussion's language; any other name goes to sentence-transformers (extra hub)
    max_tokens: int = 128  # the model's own limit is 256; arguments are sentences
    threads: int = 0  # 0: all cores


class ClusterSettings(_Stage, frozen=True):
    """How arguments are grouped."""

    method: str = "auto"  # agglomerative up to max_exact arguments, hdbscan above
    reducer: str = "none"  # "umap" before the density method: 6 s of compilation in each process
    max_themes: int = 9  # what a reader takes in at a glance: 5-9
    min_arguments: int = 8  # below that everything is shown ungrouped
    max_exact: int = 3000  # arguments; the distance matrix of 3,000 takes 72 MB and a second


class ContrastSettings(_Stage, frozen=True):
    """Which contrasts are measured."""

    declared: tuple[str, ...] = ()  # "left | right"
    presets: tuple[str, ...] = ()  # names of files in models/contrasts
    propose: int = 2  # contrasts looked for in the discussion itself, at most


class DigestSettings(_Stage, frozen=True):
    """What the digest holds."""

    title: str = ""  # "" takes the discussion's own
    written_on: str = ""  # ISO date; "" is the date of the last post, so that the same input gives the same bytes
    max_quotes: int = 4  # a theme; more make a reader skip them


class ReportSettings(_Stage, frozen=True):
    """Where reports go and in which forms."""

    formats: tuple[str, ...] = ("html", "markdown")
    output: str = ""  # "" is reports/<name of the first place>
    templates: str = ""  # a folder that is looked in before the shipped templates
    mail_from: str = ""  # "Ann <ann@example.org>": who the email form is from; "" leaves a draft, for you to send
    mail_to: tuple[str, ...] = ()  # who the email form goes to; () leaves it open, nobody gets mail by default
    language: str = ""  # of headings and sentences: en, de, fr, es, ja, ar; "" is en; "auto" that of the discussion
    paper: str = "a4"  # of PDF and Word: a4 or letter
    people: str = "names"  # how people are shown: names, initials, pseudonyms or none
    people_key: str = ""  # env:NAME or file:PATH of the pseudonyms' key; "" is one in the user's data folder
    people_keep: tuple[str, ...] = ()  # names that stay: a host's account that is called like the chat itself


class BrandSettings(_Stage, frozen=True):
    """Whose report it is: shown on top and at the end of every form that can show it."""

    name: str = ""  # of the organisation or newsletter
    logo: str = ""  # a PNG, JPEG or SVG file of at most 100 KB; it becomes a part of the report
    accent: str = ""  # a colour such as "#1a6b54"; made darker or lighter where it could not be read
    intro: str = ""  # plain text above the digest; line breaks are kept
    footer: str = ""  # plain text below it


class LibrarySettings(_Stage, frozen=True):
    """What is kept from run to run."""

    file: str = (
        ""  # "" is library.db in the user's data folder once it was asked for; "none": nothing kept or looked up
    )
    keep: bool = False  # posts and digests, too; otherwise only vectors, which make the next run faster
    vector_days: int = 180  # vectors that no run used for so long go with "miner library gc"
    fetch_days: int = 365  # fetched pages older than this go with it, too


class WriterSettings(_Stage, frozen=True):
    """Which language model writes titles and summaries, if any; what it writes is checked against the quotes."""

    model: str = ""  # "" asks nobody; a folder, hub:NAME, or http://HOST/v1#MODEL of an OpenAI-style server
    key: str = ""  # env:NAME, file:PATH or keyring:SERVICE/USER; only servers that ask for one need it
    prompts: str = ""  # a folder whose prompts are taken before the shipped ones
    tasks: tuple[str, ...] = ("title", "summary", "poles", "overview", "questions")  # what is asked for
    max_evidence: int = 16  # arguments shown for one task: small models lose the thread beyond
    max_tokens: int = 400  # of one answer; three sentences with their numbers take 150
    max_seconds: float = 120.0  # for one answer of a server, from the connection to its last byte
    retries: int = 3  # of a server that is busy or fails, for each task
    concurrency: int = 4  # questions to a server at a time; also rows of a batch on a GPU or CPU
    max_cost: float = 0.0  # in the currency of the prices; 0 sets no limit
    price_in: float = 0.0  # of a million tokens that are sent
    price_out: float = 0.0  # of a million tokens that come back


class ScheduledDigest(_Stage, frozen=True):
    """A digest that is made again and again (``miner run NAME``).

    Besides these keys it may have tables of its own, such as ``[digests.NAME.report]``: what stands there holds for
    this digest only.
    """

    places: tuple[str, ...] = ()  # files, folders and web addresses
    every: str = "week"  # day, week or month
    on: str | int = ""  # a day of the week, a day of the month or "last"; "friday 09:00" says both; "" is the first
    at: str = ""  # the time, such as "09:00"; "" is midnight, so that it covers whole days
    timezone: str = "UTC"  # of that time, such as "Europe/Berlin"; the clock may change, the time stays
    window: str = ""  # how far it looks back, such as "14 days", or "all"; "" is to the digest before
    catch_up: int = 4  # missed digests that are made later, at most, the newest of them
    to: tuple[str, ...] = ("folder:reports",)  # who gets it (see docs/delivery.md)
    as_source: str = ""  # this and the keys below: as in the tables [sources], [contrasts], [digest] and [report]
    hosts: tuple[str, ...] = ()  # of [sources]
    declared: tuple[str, ...] = ()  # of [contrasts]
    presets: tuple[str, ...] = ()  # of [contrasts]
    title: str = ""  # of [digest]
    formats: tuple[str, ...] = ()  # of [report]
    language: str = ""  # of [report]
    people: str = ""  # of [report]
    tables: dict[str, dict[str, Any]] = {}  # its tables of its own; never written as a key


class DeliverySettings(_Stage, frozen=True):
    """How digests reach people."""

    tries: int = 3  # of one run and one recipient: a server that is busy is often free again in a second
    wait_seconds: float = 60.0  # that one run waits for one recipient; longer pauses are for the next run
    max_seconds: float = 60.0  # for one answer of a server
    give_up_days: float = 5.0  # as servers of mail do (RFC 5321, 4.5.4.1)
    allow_private: tuple[str, ...] = ()  # hosts of your own network for webhooks; all others must be on the internet
    keys: dict[str, str] = {}  # host of a Discourse -> env:NAME, file:PATH or keyring:SERVICE/USER of its API key
    discourse_user: str = "system"  # who topics on Discourse are from; the key must be of this user, or for all


class MailSettings(_Stage, frozen=True):
    """The server that takes letters, and what they say about their sender."""

    host: str = ""  # of the server; "" sends no letters
    port: int = 0  # 0 is what the security uses: 587 for starttls, 465 for tls, 25 for none
    security: str = "starttls"  # or tls, or none for a server of your own network; certificates are always checked
    user: str = ""  # "" logs in nowhere
    password: str = ""  # env:NAME, file:PATH or keyring:SERVICE/USER; sent only through TLS, or to this machine
    sender: str = ""  # "Ann <ann@example.org>"; "" is report.mail_from
    reply_to: str = ""  # an address that answers go to; "" is the sender
    unsubscribe: tuple[str, ...] = ()  # https: and mailto: addresses; {to} in them becomes the recipient's address
    list_id: str = ""  # "weekly.example.org"; "" is made of the digest's name and the sender's domain


class Settings(_Stage, frozen=True):
    """All settings of one run; the field names are the tables of ``miner.toml``."""

    sources: SourceSettings = SourceSettings()
    fetch: FetchSettings = FetchSettings()
    arguments: ArgumentSettings = ArgumentSettings()
    embeddings: EmbeddingSettings = EmbeddingSettings()
    clusters: ClusterSettings = ClusterSettings()
    contrasts: ContrastSettings = ContrastSettings()
    digest: DigestSettings = DigestSettings()
    report: ReportSettings = ReportSettings()
    brand: BrandSettings = BrandSettings()
    library: LibrarySettings = LibrarySettings()
    delivery: DeliverySettings = DeliverySettings()
    mail: MailSettings = MailSettings()
    writer: WriterSettings = WriterSettings()
    digests: dict[str, ScheduledDigest] = {}


Tables = dict[str, dict[str, Any]]
DIGESTS = "digests"
_DIGEST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")  # it becomes part of file names
_NOT_IN_A_DIGEST = (DIGESTS, "library")  # all digests are kept in one library


def load_settings(
    files: tuple[Path, ...] = (), environment: Mapping[str, str] = {}, options: Mapping[str, Mapping[str, Any]] = {}
) -> Settings:
    """Lay settings over the defaults: ``files`` in order, then the environment, then options.

    Parameters
    ----------
    files
        TOML files, the weakest first; those that do not exist are passed over.
    environment
        Usually ``os.environ``; only names that begin with ``MINER_`` count.
    options
        Stage name -> key -> value, as given on the command line.

    Raises
    ------
    UnknownSetting, BadSetting, BrokenInput
    """
    merged: Tables = {}
    for path in files:
        if path.is_file():
            _lay(merged, _tables_in(path), str(path))
    _lay(merged, _tables_of(environment), "the environment")
    _lay(merged, {stage: dict(values) for stage, values in options.items()}, "the options")
    return msgspec.convert(merged, Settings)


def settings_files() -> tuple[Path, ...]:
    """The user's file and then the one of the working folder, weakest first."""
    from platformdirs import user_config_path

    return (user_config_path("miner") / "miner.toml", Path("miner.toml"))


def current_settings(options: Mapping[str, Mapping[str, Any]] = {}) -> Settings:
    """The settings of this process: user's file, working folder, environment, options."""
    return load_settings(settings_files(), os.environ, options)


def _tables_in(path: Path) -> Tables:
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenInput(str(path), f"it is not TOML ({error})", "Mend the line it names.") from error
    for stage, values in found.items():
        if not isinstance(values, dict):
            raise UnknownSetting(stage, str(path), _stage_names())
    return found


def _tables_of(environment: Mapping[str, str]) -> Tables:
    tables: Tables = {}
    for name in sorted(environment):
        stage, separator, key = name.removeprefix("MINER_").lower().partition("__")
        if name.startswith("MINER_") and separator:
            tables.setdefault(stage, {})[key] = environment[name]
    return tables


def _lay(merged: Tables, tables: Mapping[str, Mapping[str, Any]], where: str) -> None:
    for stage, values in tables.items():
        if stage not in _stage_names():
            raise UnknownSetting(stage, where, _stage_names())
        if stage == DIGESTS:
            _lay_digests(merged.setdefault(stage, {}), values, where)
        else:
            _lay_table(merged.setdefault(stage, {}), values, type(getattr(Settings(), stage)), stage, where)


def _lay_table(merged: dict[str, Any], values: Mapping[str, Any], kind: Any, table: str, where: str) -> None:
    names = {field.name: field for field in msgspec.structs.fields(kind) if field.name != "tables"}
    inner = _tables_of_a_digest() if kind is ScheduledDigest else ()
    for key, value in values.items():
        if key not in names:
            raise UnknownSetting(f"{table}.{key}", where, (f"{table}.{name}" for name in (*names, *inner)))
        merged[key] = _converted(value, names[key].type, f"{table}.{key}", where)


def _lay_digests(merged: Tables, tables: Mapping[str, Any], where: str) -> None:
    """Digests by name; in the environment ``MINER_DIGESTS__WEEKLY__AT`` is ``at`` of the digest "weekly"."""
    for name, values in tables.items():
        if isinstance(values, str) and "__" in name:
            name, _, key = name.partition("__")
            values = {key: values}
        check_digest_name(name, where)
        if not isinstance(values, dict):
            raise BadSetting(f"{DIGESTS}.{name}", where, values, f"a table [{DIGESTS}.{name}]")
        digest = merged.setdefault(name, {})
        own = {stage: table for stage, table in values.items() if stage in _tables_of_a_digest()}
        for stage, table in own.items():
            if not isinstance(table, dict):
                raise BadSetting(f"{DIGESTS}.{name}.{stage}", where, table, f"a table [{DIGESTS}.{name}.{stage}]")
            laid = digest.setdefault("tables", {}).setdefault(stage, {})
            _lay_table(laid, table, type(getattr(Settings(), stage)), f"{DIGESTS}.{name}.{stage}", where)
        flat = {key: value for key, value in values.items() if key not in own}
        _lay_table(digest, flat, ScheduledDigest, f"{DIGESTS}.{name}", where)


def check_digest_name(name: str, where: str) -> None:
    """Raise BadSetting for a name that cannot be part of file names."""
    if not _DIGEST_NAME.fullmatch(name):
        raise BadSetting(f"{DIGESTS}.{name}", where, name, "a name of letters, digits, - and _, at most 50")


def _tables_of_a_digest() -> tuple[str, ...]:
    return tuple(stage for stage in _stage_names() if stage not in _NOT_IN_A_DIGEST)


def _converted(value: object, kind: Any, key: str, where: str) -> object:
    """The value as the setting's type; text from the environment may be a number, a list or yes/no."""
    if isinstance(value, str) and kind not in (str, "str"):
        value = [part.strip() for part in value.split(",") if part.strip()] if "tuple" in str(kind) else value
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadSetting(key, where, value, str(error)) from error


def _stage_names() -> tuple[str, ...]:
    return Settings.__struct_fields__
