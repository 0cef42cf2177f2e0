"""One small document from another host, by the same proxy rules and certificates; whatever goes wrong gives
"".
"""

from __future__ import annotations

import contextlib

from claude_doctor.doors.health.engine.budget import bounded
from claude_doctor.doors.health.settings import proxy as _config_proxy
from claude_doctor.doors.health.settings import url as _config_url
from claude_doctor.doors.health.wire import dial, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from claude_doctor.doors.health.engine.budget import Deadline
    from claude_doctor.doors.health.engine.state import State

_MOST = 400_000


def fetched(state: State, url: str) -> str:
    """Return the body of a GET without credential; "" when it is not 200 or does not come in time."""
    base = _config_url.parsed(url, "--status-url")
    proxy = (
        _config_proxy.route(base, _config_proxy.system_proxies(state.environment), state.environment).proxy
        if not base.problem
        else None
    )
    if base.problem or (proxy and proxy.problem):
        return ""
    deadline = state.budget.until()
    try:
        with contextlib.closing(_connected(state, base, proxy, deadline)) as made:
            made.sendall(
                (
                    f"GET {base.path or '/'} HTTP/1.0\r\nHost: {base.host}\r\nConnection: "
                    "close\r\nUser-Agent: claude-doctor\r\nAccept: application/json\r\n\r\n"
                ).encode()
            )
            return _body(made, deadline)
    except OSError:
        return ""


def _connected(
    state: State, base: _config_url.BaseUrl, proxy: _config_proxy.Proxy | None, deadline: Deadline
) -> socket.socket:
    host, port = (proxy.host, proxy.port) if proxy else (base.host, base.port)
    addresses = bounded(lambda: dial.resolve(host, port), deadline.left(), "getaddrinfo")
    made = dial.connect(addresses[0], deadline.left())
    try:
        if proxy and base.scheme == "https":
            reach.through(made, proxy, base, deadline)
        return (
            dial.handshake(made, state.tls_context(), base.host, deadline) if base.scheme == "https" else made
        )
    except BaseException:
        made.close()
        raise


def _body(made: socket.socket, deadline: Deadline) -> str:
    data = b""
    while len(data) < _MOST:
        made.settimeout(deadline.left())
        chunk = made.recv(16_384)
        if not chunk:
            break
        data += chunk
        if _is_whole(data):  # some servers keep the connection open whatever they are asked
            break
    head, _, body = data.partition(b"\r\n\r\n")
    return body.decode("utf-8", "replace") if head.split(b" ", 2)[1:2] == [b"200"] else ""


def _is_whole(data: bytes) -> bool:
    head, separator, body = data.partition(b"\r\n\r\n")
    sizes = [
        line.partition(b":")[2].strip()
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    ]
    return bool(separator and sizes and sizes[0].isdigit() and len(body) >= int(sizes[0]))
