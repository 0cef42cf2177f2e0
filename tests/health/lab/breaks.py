"""Servers that never give a proper HTTP answer: each holds a connection in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.health.lab import reply

if TYPE_CHECKING:
    from tests.health.lab.server import Connection

HTTP2_SETTINGS = bytes((0, 0, 0, 4, 0, 0, 0, 0, 0)) + bytes(
    (0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
)


def close_on_accept(connection: Connection) -> None:
    """Close at once."""


def reset_on_accept(connection: Connection) -> None:
    """Reset at once."""
    connection.reset()


def close_after_request(connection: Connection) -> None:
    """Read the request, then close."""
    connection.request()


def reset_after_request(connection: Connection) -> None:
    """Read the request, then reset."""
    connection.request()
    connection.reset()


def garbage(connection: Connection) -> None:
    """Greet like another protocol and close."""
    connection.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    connection.request()


def http2_only(connection: Connection) -> None:
    """Answer in HTTP/2 frames."""
    connection.request()
    connection.send(HTTP2_SETTINGS)


def huge_headers(connection: Connection) -> None:
    """Send 200 kB of headers."""
    if connection.request():
        connection.send(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-filler: " + b"a" * 200_000 + b"\r\n\r\n"
        )


def hang(connection: Connection) -> None:
    """Take the request and never answer."""
    connection.request()
    connection.wait()


def endless_headers(connection: Connection) -> None:
    """Answer with headers that never end."""
    connection.request()
    connection.send(b"HTTP/1.1 200 OK\r\n")
    connection.drip(b"x-more: and more\r\n", 0.01)


def drip_headers(connection: Connection) -> None:
    """Answer one byte each fifth of a second."""
    connection.request()
    connection.drip(b"HTTP/1.1 200 OK\r\nx-slow: yes\r\n", 0.2)


def endless_body(connection: Connection) -> None:
    """Answer with a body that never ends, as fast as it is read."""
    connection.request()
    connection.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    while not connection.over:
        connection.send(b" " * 65536)


def bad_status_line(connection: Connection) -> None:
    """Answer with what looks like HTTP and is none."""
    if connection.request():
        connection.send(b"HTTP/1.1 OK\r\nserver: home-made\r\n\r\n")


def plain_to_https_400(connection: Connection) -> None:
    """Answer as nginx does to plain HTTP on its TLS port."""
    while request := connection.request():
        title = "400 The plain HTTP request was sent to HTTPS port"
        html = (
            f"<html><head><title>{title}</title></head><body><center><h1>400 Bad "
            "Request</h1></center></body></html>"
        )
        connection.send(reply.page(400, html, head=request.method == "HEAD", server="nginx/1.22.1"))
