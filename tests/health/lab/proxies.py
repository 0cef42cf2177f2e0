"""HTTP proxies of our own: each takes a CONNECT and does one thing with it."""

from __future__ import annotations

import contextlib
import select
import socket
from typing import TYPE_CHECKING

from tests.health.lab import answers
from tests.health.lab.api import Api
from tests.health.lab.server import Connection, Talk

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

HTML = b"<html><head><title>Blocked</title></head><body>Ask your administrator</body></html>"
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


def _says(status: str, *headers: str) -> Talk:
    head = "\r\n".join(
        [
            f"HTTP/1.1 {status}",
            "content-type: text/html",
            f"content-length: {len(HTML)}",
            "connection: close",
            *headers,
        ]
    )

    def hold(connection: Connection) -> None:
        if connection.request():
            connection.send(head.encode() + b"\r\n\r\n" + HTML)

    return hold


def _hang(connection: Connection) -> None:
    connection.request()
    connection.wait()


def _drip(connection: Connection) -> None:
    connection.request()
    connection.drip(b"HTTP/1.1 200 OK\r\n", 0.2)


def _silent_to_tls(connection: Connection) -> None:
    connection.wait()


def _reset_after_200(connection: Connection) -> None:
    if connection.request():
        connection.send(_ESTABLISHED)
        connection.read()
        connection.reset()


def _html_after_200(connection: Connection) -> None:
    if connection.request():
        connection.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n" + HTML)


def _tunnel(connection: Connection) -> None:
    request = connection.request()
    if not request:
        return
    host, _, port = request.target.rpartition(":")
    with socket.create_connection((host, int(port)), 5) as upstream:
        connection.send(_ESTABLISHED)
        _relay(connection, upstream)


def _relay(connection: Connection, upstream: socket.socket) -> None:
    pair = {connection.sock: upstream, upstream: connection.sock}
    while not connection.over:
        for sock in select.select(list(pair), [], [], 0.1)[0]:
            data = sock.recv(65536)
            if not data:
                return
            pair[sock].sendall(data)


def inspecting(context: ssl.SSLContext, answer: str) -> Talk:
    """Return a proxy that ends TLS itself, with its own certificate, and answers as `answer` does."""
    talk = answers.talk(answer, Api())

    def hold(connection: Connection) -> None:
        if not connection.request():
            return
        connection.send(_ESTABLISHED)
        with contextlib.suppress(OSError), context.wrap_socket(connection.sock, server_side=True) as wrapped:
            talk(Connection(wrapped, connection.stopping, connection.seen))

    return hold


OWN: dict[str, Callable[[Connection], None]] = {
    "tunnel": _tunnel,
    "401": _says("401 Unauthorized", 'www-authenticate: Basic realm="proxy"', "server: tinyproxy/1.11.1"),
    "407_ntlm": _says(
        "407 Proxy Authentication Required", "proxy-authenticate: NTLM", "proxy-authenticate: Negotiate"
    ),
    "407_basic": _says("407 Proxy Authentication Required", 'proxy-authenticate: Basic realm="mitmproxy"'),
    "302_login": _says("302 Found", "location: http://portal.hotel.example/login"),
    "503_squid": _says(
        "503 Service Unavailable",
        "server: squid/5.7",
        "x-squid-error: ERR_CONNECT_FAIL 111",
        "via: 1.1 proxy (squid/5.7)",
    ),
    "drip": _drip,
    "403_filtered": _says("403 Filtered", "server: tinyproxy/1.11.1"),
    "403_squid": _says(
        "403 Forbidden",
        "server: squid/5.7",
        "x-squid-error: ERR_ACCESS_DENIED 0",
        "via: 1.1 proxy (squid/5.7)",
    ),
    "500_unable": _says("500 Unable to connect", "server: tinyproxy/1.11.1"),
    "503": _says("503 Service Unavailable"),
    "hang": _hang,
    "silent_to_tls": _silent_to_tls,
    "reset_after_200": _reset_after_200,
    "200_html": _html_after_200,
}
