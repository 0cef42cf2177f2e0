"""A name server for a network namespace: answers, refuses, fails or says nothing."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
import threading
import time

A, AAAA = 1, 28
REFUSED, NXDOMAIN, SERVFAIL = 5, 3, 2


class NameServer:
    """Answers every name with the same addresses; `codes` gives an error code for a type of query instead."""

    def __init__(
        self,
        addresses: tuple[str, ...],
        *,
        codes: dict[int, int] | None = None,
        delay: float = 0.0,
        silent: bool = False,
    ) -> None:
        self._addresses = [ipaddress.ip_address(each) for each in addresses]
        self._codes, self._delay, self._silent = codes or {}, delay, silent
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sock.bind(("127.0.0.1", 53))

    def start(self) -> None:
        """Serve until the process ends."""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            query, sender = self._sock.recvfrom(4096)
            if not self._silent:
                threading.Thread(target=self._answer, args=(query, sender), daemon=True).start()

    def _answer(self, query: bytes, sender: tuple[str, int]) -> None:
        time.sleep(self._delay)
        with contextlib.suppress(OSError):
            self._sock.sendto(self._reply(query), sender)

    def _reply(self, query: bytes) -> bytes:
        end = query.index(b"\0", 12) + 5
        question = query[12:end]
        kind = struct.unpack("!H", question[-4:-2])[0]
        code = self._codes.get(kind, 0)
        wanted = (
            [each for each in self._addresses if (A if each.version == 4 else AAAA) == kind]
            if not code
            else []
        )
        records = b"".join(
            struct.pack("!HHHIH", 0xC00C, kind, 1, 1, len(each.packed)) + each.packed for each in wanted
        )
        return query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(wanted), 0, 0) + question + records
