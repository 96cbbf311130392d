"""What goes wrong with a writer, by the command itself: what is said, the exit code, and the report that is there."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import said
from canned_server import Question, Said, answering
from small_model import save_small_model

from miner.cli import main

Talk = Callable[[socket.socket, threading.Event], None]


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [f'{n},{name},"{text}"' for n, (name, text) in enumerate(said(60))]
    place = tmp_path / "chat.csv"
    place.write_text("id,author,text\n" + "\n".join(rows) + "\n", "utf-8")
    (tmp_path / "miner.toml").write_text(
        '[writer]\ntasks = ["title"]\nmax_seconds = 0.4\nretries = 1\nconcurrency = 1\n'
    )
    return place


def _digest(*options: str) -> int:
    return main(["digest", "chat.csv", "--format", "json", "-o", "out", *options])


def _report() -> dict[str, object]:
    return dict(json.loads(Path("out/chat.json").read_bytes()))


@contextmanager
def _listening(talk: Talk) -> Iterator[str]:
    """A server that takes connections and does with each what ``talk`` does: the address of a model there."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def run() -> None:
            while not ended.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    talk(connection, ended)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/v1#small"
        finally:
            ended.set()
            thread.join()


def _silent(connection: socket.socket, ended: threading.Event) -> None:
    """Takes the question and says nothing, for as long as it is let."""
    connection.recv(65536)
    ended.wait(10)


def _dripping(connection: socket.socket, ended: threading.Event) -> None:
    """A sign now and then: never silent, never done."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    while not ended.wait(0.05):
        try:
            connection.sendall(b" ")
        except OSError:  # the other side has had enough, as it should
            return


def _killed(connection: socket.socket, ended: threading.Event) -> None:
    """Begins an answer and is gone in the middle of it, as a process is that somebody kills."""
    del ended
    connection.recv(65536)
    connection.sendall(
        b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"choices": [{"me'
    )
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


@pytest.mark.parametrize(
    ("talk", "why"), [(_silent, "no answer in time"), (_dripping, "no answer in time"), (_killed, "answer broken off")]
)
def test_a_server_that_leaves_us_alone_costs_one_time_limit_and_no_report(chat, capsys, talk, why):
    with _listening(talk) as writer:
        assert _digest("--writer", writer) == 7
    told = capsys.readouterr().err
    assert "Warning: the writer small failed" in told
    assert why in told
    report = _report()
    assert "written" not in report
    assert report["themes"]


def test_a_server_that_dies_after_its_first_answer_leaves_what_it_said(chat, capsys):
    """The first title stands, the others fall back."""
    n = 0

    def once(question: Question) -> Said:
        nonlocal n
        n += 1
        first = question["messages"][1]["content"].partition("\n1. ")[2].partition("\n")[0]
        name = " ".join(first.split()[:4]).strip(".")
        return Said(json.dumps({"title": name, "cites": [1]})) if n == 1 else Said("{}", half=True)

    with answering(once) as server:
        assert _digest("--writer", f"{server.base}#small") == 7
    assert "answer broken off" in capsys.readouterr().err
    method = _report()["method"]["written"]["tasks"]["title"]  # type: ignore[index]
    assert method["asked"] == method["shown"] + method["fell_back"]
    assert "answer broken off" in method["reasons"]


def test_answers_that_cannot_be_kept_are_told_and_cost_nothing_else(chat, capsys, monkeypatch):
    """A library that is full: the report is whole, the exit code is that of the answers."""
    from miner.library import Answers

    written = Answers._write

    def full(self: Answers) -> None:
        self._library.db.pragma("max_page_count", self._library.db.pragma("page_count"))
        self._new = {key: packed * 20_000 for key, packed in self._new.items()}  # more than fits in
        written(self)

    monkeypatch.setattr(Answers, "_write", full)
    with answering(lambda _: Said('{"title": "Nothing of it", "cites": [1]}')) as server:
        assert _digest("--writer", f"{server.base}#small", "--library", "library.db") == 0
    told = capsys.readouterr().err
    assert "Answers of the writer were not kept" in told
    assert _report()["themes"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    return save_small_model(tmp_path_factory.mktemp("whole") / "small")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _without_a_weight(path: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(path)
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, path, {"format": "pt"})


DAMAGED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "weights cut": ("model.safetensors", _cut),
    "weights gone": ("model.safetensors", Path.unlink),
    "a weight missing": ("model.safetensors", _without_a_weight),
    "tokenizer cut": ("tokenizer.json", _cut),
    "configuration cut": ("config.json", _cut),
    "template broken": ("chat_template.jinja", lambda path: path.write_text("{% for m in messages %}{{ m.role }")),  # type: ignore[dict-item,return-value]
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_model_is_told_and_ends_with_6(chat, capsys, model, tmp_path, damage):
    folder = tmp_path / "damaged"
    shutil.copytree(model, folder)
    name, harm = DAMAGED[damage]
    harm(folder / name)
    assert _digest("--writer", str(folder)) == 6
    told = capsys.readouterr().err
    assert f"Error: The writer {folder} could not be" in told
    assert "leave --writer out" in told
    assert not Path("out/chat.json").exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{{ colour }}", "'colour'"),
        ("{{ items[99].text }}", "99"),
        ("{{ items[0].author }}", "author"),
        ("{{ marker | shouted }}", "shouted"),
    ],
)
def test_a_prompt_that_asks_for_what_is_not_there_ends_with_2(chat, capsys, tmp_path, line, why):
    own = tmp_path / "own"
    own.mkdir()
    text = "{# version: 1; variables: marker, items #}\nName it.\n---\n{{ marker }}{{ items | length }}{{ marker }}\n"
    (own / "title.j2").write_text(text + line)
    with answering(lambda _: Said("{}")) as server:
        assert _digest("--writer", f"{server.base}#small", "--prompts", str(own)) == 2
        assert server.questions == []
    told = capsys.readouterr().err
    assert "title.j2" in told
    assert why in told
