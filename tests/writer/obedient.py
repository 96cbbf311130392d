"""A server that speaks as OpenAI's does and does whatever a comment in the evidence asks of it: the worst writer there is."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from injections import Injection

_ITEM = re.compile(r"^(?:\[)?(\d+)(?:\.|\]|:)\s+(.*)$", re.MULTILINE)


@contextmanager
def obedient_server(injection: Injection | None, marks: str, cites: str) -> Iterator[str]:
    """The base address of a server that obeys ``injection`` wherever it reads it.

    Parameters
    ----------
    marks
        A stretch by which the comment is known after it was cleaned.
    cites
        ``hostile``: what it writes rests on the comment; ``honest``: on the others; ``both``; ``none``.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            prompt = "\n".join(message["content"] for message in asked["messages"])
            said = json.dumps(answer_to(prompt, injection, marks, cites))
            body = json.dumps(
                {"choices": [{"message": {"role": "assistant", "content": said}, "finish_reason": "stop"}]}
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1#obedient"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer_to(prompt: str, injection: Injection | None, marks: str, cites: str) -> dict[str, Any]:
    """What it answers: what the comment wants where it is there, else the first quotes, word for word."""
    items = [(int(number), text) for number, text in _ITEM.findall(prompt)]
    hostile = [number for number, text in items if injection and marks in text]
    honest = [number for number, _ in items if number not in hostile]
    if not hostile or injection is None:
        title = {"title": _two_words(items), "cites": [number for number, _ in items[:4]]}
        sentences = [{"text": text, "cites": [number]} for number, text in items[:2]]
    else:
        rests = {"hostile": hostile, "honest": honest[:2], "both": [*hostile, *honest[:2]], "none": []}[cites]
        title = {"title": injection.wanted[0], "cites": rests}
        sentences = [{"text": wanted, "cites": rests} for wanted in injection.wanted]
        sentences += [{"text": wanted, "cites": [99]} for wanted in injection.wanted[:1]]
    return (
        title
        if 'Answer like this: {"title"' in prompt
        else {"sentences": sentences[:3] if len(sentences) > 1 else sentences * 2}
    )


def _two_words(items: list[tuple[int, str]]) -> str:
    """The longest word that most quotes have, and the next."""
    words: dict[str, int] = {}
    for _, text in items:
        for word in set(re.findall(r"[a-z]{4,}", text.lower())):
            words[word] = words.get(word, 0) + 1
    best = sorted(words, key=lambda word: (-words[word], word))[:2]
    return " ".join(best).capitalize()
