"""An OpenAI-style server on loopback that answers as a test says: well, badly, in halves, or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Question = dict[str, Any]


@dataclass
class Said:
    """One answer: ``status`` and ``body`` as they are sent; ``half`` breaks off in the middle; ``silent`` never comes."""

    text: str = ""
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    half: bool = False
    silent: bool = False
    finish: str = "stop"

    def sent(self) -> bytes:
        """The body: a chat completion around ``text``, if no other was given."""
        if self.body is not None:
            return self.body
        choice = {"message": {"role": "assistant", "content": self.text}, "finish_reason": self.finish}
        usage = {"prompt_tokens": 100, "completion_tokens": 20}
        return json.dumps({"choices": [choice], "usage": usage}).encode()


@dataclass
class Server:
    """A running server: its base address, and every question with its headers."""

    base: str
    questions: list[Question]
    headers: list[dict[str, str]]


@contextmanager
def answering(answer: Callable[[Question], Said]) -> Iterator[Server]:
    """Answers every question with what ``answer`` makes of it, until the block ends."""
    ended, lock = threading.Event(), threading.Lock()
    running = Server("", [], [])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                running.questions.append(question)
                running.headers.append({name.lower(): value for name, value in self.headers.items()})
                said = answer(question)
            if said.silent:
                ended.wait(30)
                return
            body = said.sent()
            self.send_response(said.status)
            for name, value in {"Content-Length": str(len(body)), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if said.half else body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running.base = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def good_answer(question: Question) -> Said:
    """What a careful writer says about ``discussed.tiny_digest``."""
    return Said(json.dumps(_GOOD[task_of(question)]))


def task_of(question: Question) -> str:
    """Which task it is, by what its prompt says."""
    text = question["messages"][1]["content"]
    for words, task in _KNOWN_BY.items():
        if words in text:
            return task
    raise AssertionError(text)


_KNOWN_BY = {
    '{"left"': "poles",
    "Nobody answered": "questions",
    "The themes of a discussion are": "overview",
    "People differ": "contrast",
    '{"title"': "title",
    "villages that trams never": "summary of t2",
    "nurses go home": "summary of t1",
}
_GOOD: dict[str, Any] = {
    "poles": {"left": {"text": "Small buses", "cites": [1]}, "right": {"text": "Night trams", "cites": [4]}},
    "questions": {
        "sentences": [{"text": "Who pays for the drivers, and when does the new line open?", "cites": [1, 2]}]
    },
    "overview": {
        "sentences": [
            {"text": "Trams should run at night because nurses go home late.", "cites": [1]},
            {"text": "Small buses reach villages that trams do not.", "cites": [2]},
        ]
    },
    "contrast": {
        "sentences": [
            {"text": "Small buses reach the villages, while trams should run all night for nurses.", "cites": [1, 4]}
        ]
    },
    "title": {"title": "Trams all night for late shifts", "cites": [1, 2]},
    "summary of t1": {"sentences": [{"text": "Night trams make the walk home safe for nurses.", "cites": [1, 2]}]},
    "summary of t2": {"sentences": [{"text": "Buses keep village schools open.", "cites": [1, 2]}]},
}
