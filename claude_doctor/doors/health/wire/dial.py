"""Raw connections: name, socket, proxy tunnel, TLS; each step apart, each within a deadline."""

from __future__ import annotations

import base64
import socket

from claude_doctor.base.record import record
from claude_doctor.doors.health.wire.ground import Address

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl

    from claude_doctor.doors.health.engine.budget import Deadline
    from claude_doctor.doors.health.settings.proxy import Proxy

_HEAD = 65_536


def resolve(host: str, port: int, family: int = socket.AF_UNSPEC) -> tuple[Address, ...]:
    """Return the addresses of a name in the resolver's order; socket.gaierror when there are none."""
    rows = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    names = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}
    return tuple(Address(names.get(row[0], "?"), str(row[4][0]), port, row[4]) for row in rows)


def connect(address: Address, seconds: float) -> socket.socket:
    """Return a socket connected to one address."""
    family = socket.AF_INET6 if address.family == "IPv6" else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(seconds)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.connect(address.sockaddr)
    except BaseException:
        made.close()
        raise
    return made


@record
class Reply:
    """What a proxy answered to CONNECT, or a SOCKS proxy in its numbers (`status` 0 is then success)."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()
    rest: bytes = b""

    def values(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for key, value in self.headers if key.lower() == name]


def tunnel(made: socket.socket, proxy: Proxy, host: str, port: int, deadline: Deadline) -> Reply:
    """Ask an HTTP proxy for a tunnel and return its answer."""
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}", "User-Agent: claude-doctor"]
    if proxy.user is not None:
        pair = base64.b64encode(f"{proxy.user}:{proxy.password or ''}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {pair}")
    made.settimeout(deadline.left())
    made.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    return _reply(_head(made, deadline))


def _head(made: socket.socket, deadline: Deadline) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and b"\n\n" not in data and len(data) < _HEAD:
        made.settimeout(deadline.left())
        # One byte at a time would be exact; what follows the head of a tunnel is the server's, which does not
        # speak first.
        chunk = made.recv(4096)
        if not chunk:
            raise ConnectionResetError(
                104,
                "the proxy closed the connection without an answer"
                if not data
                else "the proxy closed it mid-answer",
            )
        data += chunk
    return data


def _reply(data: bytes) -> Reply:
    head, _, rest = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ", 2)
    if not parts[0].startswith("HTTP/") or len(parts) < 2 or not parts[1].isdigit():
        return Reply(-1, lines[0][:80], rest=rest)
    headers = tuple(
        (name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:])
    )
    return Reply(int(parts[1]), parts[2] if len(parts) > 2 else "", headers, rest)


_SOCKS = {
    1: "general failure",
    2: "not allowed by its rules",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "time to live expired",
}


def socks(made: socket.socket, proxy: Proxy, host: str, port: int, deadline: Deadline) -> Reply:
    """Ask a SOCKS5 proxy for a connection and return its answer; the name is resolved by the proxy."""
    made.settimeout(deadline.left())
    made.sendall(b"\x05\x02\x00\x02" if proxy.user is not None else b"\x05\x01\x00")
    version, method = _exactly(made, 2, deadline)
    if version != 5:
        return Reply(-1, "not a SOCKS5 proxy")
    if method == 0xFF:
        return Reply(407, "no acceptable authentication method")
    if method == 2:
        user, password = (proxy.user or "").encode(), (proxy.password or "").encode()
        made.sendall(b"\x01" + bytes([len(user)]) + user + bytes([len(password)]) + password)
        if _exactly(made, 2, deadline)[1] != 0:
            return Reply(407, "user or password refused")
    name = host.encode("idna")
    made.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
    head = _exactly(made, 4, deadline)
    size = {1: 4, 4: 16}.get(head[3]) or _exactly(made, 1, deadline)[0]
    _exactly(made, size + 2, deadline)
    return Reply(200, "") if head[1] == 0 else Reply(502, _SOCKS.get(head[1], f"code {head[1]}"))


def _exactly(made: socket.socket, size: int, deadline: Deadline) -> bytes:
    data = b""
    while len(data) < size:
        made.settimeout(deadline.left())
        chunk = made.recv(size - len(data))
        if not chunk:
            raise ConnectionResetError(104, "the proxy closed the connection")
        data += chunk
    return data


def handshake(made: socket.socket, context: ssl.SSLContext, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """Return the socket with TLS on it; each read waits no longer than the deadline allows."""
    made.settimeout(deadline.left())
    if hasattr(made, "getpeercert"):  # TLS to an https:// proxy is on it already
        from claude_doctor.doors.health.wire.nested_tls import NestedTls

        return NestedTls(made, context, host)  # type: ignore[return-value]  # what of SSLSocket is used here, it has
    return context.wrap_socket(made, server_hostname=host)
