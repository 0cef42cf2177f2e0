"""What a server does instead of a TLS handshake: the bytes after the ClientHello."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.health.lab import reply

if TYPE_CHECKING:
    from tests.health.lab.server import Connection


def _alert(number: int) -> bytes:
    return bytes((21, 3, 3, 0, 2, 2, number))


def trick_reset(connection: Connection) -> None:
    """Reset: what a filter on the server name does."""
    connection.read()
    connection.reset()


def trick_close(connection: Connection) -> None:
    """Close without a word."""
    connection.read()


def trick_alert_40(connection: Connection) -> None:
    """Answer handshake_failure."""
    connection.read()
    connection.send(_alert(40))


def trick_alert_70(connection: Connection) -> None:
    """Answer protocol_version: an appliance that speaks only older TLS."""
    connection.read()
    connection.send(_alert(70))


def trick_alert_112(connection: Connection) -> None:
    """Answer unrecognized_name."""
    connection.read()
    connection.send(_alert(112))


def trick_stall(connection: Connection) -> None:
    """Never answer."""
    connection.wait()


def trick_ssh(connection: Connection) -> None:
    """Greet like another protocol."""
    connection.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    connection.wait()


def trick_plain_http_waits(connection: Connection) -> None:
    """Wait for a plain HTTP request to end."""
    connection.request()


def trick_plain_http_400(connection: Connection) -> None:
    """Answer in plain HTTP, as nginx does on a port without TLS."""
    connection.read()
    connection.send(
        reply.page(400, "<html><head><title>400 Bad Request</title></head></html>", server="nginx/1.22.1")
    )
