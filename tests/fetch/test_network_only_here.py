"""The network is in one file, and nothing of it is loaded before an address is given."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys

import pytest
from site_farm import PUBLIC, Farm

from miner.fetch.records import Request
from miner.fetch.urls import parse_url
from miner.fetch.wire import Limits, Unanswered

NETWORK = {"socket", "ssl", "http", "urllib.request", "urllib3", "httpx", "requests", "aiohttp", "ftplib", "smtplib"}
MAY = {
    "miner/fetch/wire.py": {"socket", "ssl", "http"},
    "miner/fetch/addresses.py": {"socket"},
    "miner/fetch/proxy.py": {"socket"},
}


def _imported(text: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(text)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    return {known for name in names for known in NETWORK if name == known or name.startswith(f"{known}.")}


def test_only_the_wire_and_the_resolver_touch_the_network(root):
    files = list((root / "miner" / "fetch").rglob("*.py"))
    files += [file for folder in ("sources", "cli") for file in (root / "miner" / folder).rglob("*.py")]
    found = {file.relative_to(root).as_posix(): _imported(file.read_text("utf-8")) for file in files}
    assert {name: modules for name, modules in found.items() if modules} == MAY


def test_files_are_read_without_loading_the_network(root):
    code = (
        "import sys, miner\n"
        f"miner.read([{str(root / 'reports/examples/cx_innovation_chat.csv')!r}])\n"
        "print(*sorted(name for name in sys.modules if name.startswith('miner.fetch') or name in ('ssl', 'http.client')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == ""


def test_a_handshake_that_never_ends_is_cut_off(farm: Farm, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wire = farm.client(tmp_path)._wire
        wire._open_socket = lambda place, timeout: socket.create_connection(silent.getsockname(), timeout)
        request = Request(parse_url("https://blog.example/"))
        with pytest.raises(Unanswered, match="no connection"):
            wire.send(request, [PUBLIC], {}, Limits(1_000, 0.3))
