"""A name server on loopback that speaks DNS (RFC 1035) over UDP and changes its mind, and a resolver that asks it."""

from __future__ import annotations

import ipaddress
import socket
import struct
import threading
from dataclasses import dataclass, field

_A = 1
_IN = 1


@dataclass
class NameServer:
    """``answers``: name -> what it says the first time, the second time ...; the last again and again. All live 0 s."""

    answers: dict[str, list[list[str]]]
    asked: list[str] = field(default_factory=list)

    def start(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        self._socket.close()

    def resolve(self, host: str, port: int) -> list[str]:
        """What the system's resolver would do, without a cache: one question, the addresses of the answer."""
        question = b"".join(bytes([len(part)]) + part.encode() for part in host.split(".")) + b"\0"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(5)
            query = struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0) + question + struct.pack(">2H", _A, _IN)
            asking.sendto(query, self._socket.getsockname())
            answer = asking.recv(4096)
        n_answers = struct.unpack(">6H", answer[:12])[3]
        if not n_answers:
            raise OSError(f"no such name: {host}")
        records = answer[len(query) :]
        return [str(ipaddress.IPv4Address(records[at * 16 + 12 : at * 16 + 16])) for at in range(n_answers)]

    def _serve(self) -> None:
        while True:
            try:
                query, who = self._socket.recvfrom(4096)
            except OSError:
                return
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1 : at + 1 + query[at]].decode())
                at += query[at] + 1
            name = ".".join(labels)
            self.asked.append(name)
            left = self.answers.get(name, [[]])
            addresses = left.pop(0) if len(left) > 1 else left[0]
            records = b"".join(
                struct.pack(">3HIH", 0xC00C, _A, _IN, 0, 4) + ipaddress.IPv4Address(address).packed
                for address in addresses
            )
            flags = 0x8180 if addresses else 0x8183
            self._socket.sendto(
                query[:2] + struct.pack(">5H", flags, 1, len(addresses), 0, 0) + query[12:] + records, who
            )
