"""A language model behind an OpenAI-style server: Ollama, vLLM, llama.cpp, ``transformers serve``, hosted ones.

The address is the user's own choice and may be of this machine or network; it is asked as it stands, and no redirect
is followed. ``miner.fetch`` sends: whole answers only, a limit of bytes, and a deadline that a silent server meets.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, NoReturn

import msgspec

from miner import __version__
from miner.errors import NotFetched
from miner.fetch.addresses import resolved, system_resolver
from miner.fetch.pacing import asked_to_wait
from miner.fetch.records import Answer, Request
from miner.fetch.urls import parse_url
from miner.fetch.wire import Limits, Unanswered, Wire
from miner.secrets import read_secret
from miner.settings import WriterSettings
from miner.writer import failures
from miner.writer.base import Ask, Reply
from miner.writer.named import Named

_MAX_BYTES = 4 * 1024 * 1024  # of an answer with all that servers put around it
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds before the second try; the longest that a server may ask for
_LEAST_FAILED = 2  # tasks one after the other: one may be the question's own fault
_BUSY, _BROKEN = (429, 503), (408, 500, 502, 504)
_MAY_BE_UNKNOWN = ("response_format", "seed", "temperature", "max_tokens")  # what a server may not take
_FINAL = {401: failures.NO_KEY, 403: failures.NO_KEY, 404: failures.NOT_THERE}

# What is tried again is told by the outcome; without a handler of its own the package would write on standard error.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class _Completion(msgspec.Struct):
    """What is read of a chat completion."""

    choices: list[_Choice]
    usage: _Usage | None = None


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Failed(Exception):
    """No answer, and why; ``wait`` is what the server asked for, None where another try is of no use."""

    def __init__(self, failure: str, wait: float | None = None, *, final: bool = False) -> None:
        super().__init__(failure)
        self.failure, self.wait, self.final = failure, wait, final


class ServerWriter:
    """Asks a server, several questions at a time; replies are in the order of the questions.

    Raises
    ------
    BadSetting, PlaceNotFound, MissingPart
        If a key is named and is not there.
    """

    def __init__(self, named: Named, settings: WriterSettings) -> None:
        self.name = PurePath(named.model).name if PurePath(named.model).is_absolute() else named.model
        self.key = f"server {named.base} {named.model} {settings.max_tokens}"
        self._model, self._settings = named.model, settings
        self._url = parse_url(f"{named.base}/chat/completions")
        self._secret = {"Authorization": f"Bearer {_key(settings)}"} if settings.key else {}
        self._limits = Limits(_MAX_BYTES, settings.max_seconds)
        self._lock = threading.Lock()
        self._unknown: set[str] = set()  # of _MAY_BE_UNKNOWN: what this server does not take
        self._n_failed = 0
        self._gone = False

    def close(self) -> None:
        """Nothing is open between two questions."""

    def answers(self, asks: Sequence[Ask]) -> list[Reply]:
        """See ``Writer.answers``; once the server has failed for good, what is left is not asked."""
        with ThreadPoolExecutor(self._settings.concurrency) as pool:
            return list(pool.map(self._reply, asks))

    def _reply(self, ask: Ask) -> Reply:
        if self._gone:
            return Reply(failure=failures.GIVEN_UP, final=True)
        try:
            reply = self._tried(lambda: self._once(ask))
        except _Failed as failed:
            with self._lock:
                self._n_failed += 1
                self._gone = self._gone or failed.final or self._n_failed >= _LEAST_FAILED
            return Reply(failure=failed.failure, final=self._gone)
        with self._lock:
            self._n_failed = 0
        return reply

    def _tried(self, once: Callable[[], Reply]) -> Reply:
        """Asked until it answers, a few times."""
        import stamina

        tries = stamina.retry_context(
            on=_wait,
            attempts=self._settings.retries + 1,
            timeout=None,
            wait_initial=_FIRST_WAIT,
            wait_max=_LONGEST_WAIT,
        )
        for attempt in tries:
            with attempt:
                return once()
        raise AssertionError("stamina tries at least once")

    def _once(self, ask: Ask) -> Reply:
        while True:
            with self._lock:
                left_out = frozenset(self._unknown)
            answer = self._sent(self._question(ask, left_out))
            if answer.status not in (400, 422):
                return _reply_in(answer)
            self._learn(answer, left_out)

    def _sent(self, question: dict[str, Any]) -> Answer:
        headers = {
            "User-Agent": f"discussion-miner/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            **self._secret,
        }
        request = Request(self._url, body=msgspec.json.encode(question), obeys_robots=False)
        wire = Wire()
        try:
            addresses = resolved(self._url, system_resolver, allowed=(self._url.host,))
            return wire.send(request, addresses, headers, self._limits)
        except NotFetched as error:
            large = "larger than" in error.what
            raise _Failed(failures.TOO_LARGE if large else failures.UNREACHABLE, final=not large) from error
        except Unanswered as error:
            _raise_unanswered(error)
        finally:
            wire.close()

    def _question(self, ask: Ask, left_out: frozenset[str]) -> dict[str, Any]:
        schema = {"name": "answer", "strict": True, "schema": ask.schema}
        limit = "max_tokens" if "max_tokens" not in left_out else "max_completion_tokens"
        wanted = {
            "response_format": {"type": "json_schema", "json_schema": schema},
            "seed": 0,
            "temperature": 0,
            limit: self._settings.max_tokens,
        }
        return {
            "model": self._model,
            "messages": [{"role": role, "content": text} for role, text in ask.messages],
            "stream": False,
            **{name: value for name, value in wanted.items() if name not in left_out},
        }

    def _learn(self, answer: Answer, left_out: frozenset[str]) -> None:
        """Leave out what the server says it does not take, or else the form of the answer; then there is nothing more.

        Raises
        ------
        _Failed
        """
        said = answer.body[:4000].decode("utf-8", "replace")
        named = [name for name in _MAY_BE_UNKNOWN if name in said] or ["response_format"]
        new = [name for name in named if name not in left_out]
        if not new:
            raise _Failed(failures.REFUSED)
        with self._lock:
            self._unknown.add(new[0])


def _key(settings: WriterSettings) -> str:
    return read_secret(settings.key, "writer.key")


def _wait(error: Exception) -> bool | float:
    """For stamina: seconds to wait, True for its own, False to give up."""
    if not isinstance(error, _Failed) or error.wait is None:
        return False
    return error.wait or True


def _reply_in(answer: Answer) -> Reply:
    """What a server said.

    Raises
    ------
    _Failed
    """
    if answer.status != 200:
        _raise_status(answer)
    try:
        found = msgspec.json.decode(answer.body, type=_Completion)
        choice = found.choices[0]
    except (msgspec.DecodeError, RecursionError, IndexError) as error:
        raise _Failed(failures.NONSENSE, wait=0.0) from error
    usage = found.usage or _Usage()
    return Reply(
        text=choice.message.content or "",
        tokens_in=max(0, usage.prompt_tokens),
        tokens_out=max(0, usage.completion_tokens),
        cut=choice.finish_reason == "length",
    )


def _raise_status(answer: Answer) -> NoReturn:
    status = answer.status
    if status in _FINAL:
        raise _Failed(_FINAL[status], final=True)
    if 300 <= status < 400:
        raise _Failed(failures.REDIRECTED, final=True)
    if status in _BUSY or status in _BROKEN:
        wait = asked_to_wait(answer.headers, datetime.now(UTC)) or 0.0
        busy = failures.BUSY if status in _BUSY else failures.FAILED
        raise _Failed(busy, wait=wait if wait <= _LONGEST_WAIT else None, final=status in _BUSY)
    raise _Failed(failures.REFUSED)


def _raise_unanswered(error: Unanswered) -> NoReturn:
    said = str(error)
    if "not finished after" in said:
        raise _Failed(failures.SILENT, final=True) from error  # it has had its time; another one is not given to it
    if "no connection" in said:
        raise _Failed(failures.UNREACHABLE, wait=0.0, final=True) from error
    raise _Failed(failures.CUT_OFF, wait=0.0) from error
