"""All stages of a connection at once, for those after the first."""

from __future__ import annotations

from claude_doctor.doors.health.wire import dial

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from claude_doctor.doors.health.engine.budget import Deadline
    from claude_doctor.doors.health.settings.proxy import Proxy
    from claude_doctor.doors.health.settings.url import BaseUrl
    from claude_doctor.doors.health.wire.ground import Ground


def reached(state: Ground, deadline: Deadline) -> socket.socket:
    """Connect anew, through the proxy when there is one, without TLS to the host."""
    made = dial.connect(state.addresses[0], deadline.left())
    proxy = state.route.proxy
    try:
        if proxy and proxy.scheme == "https":
            made = dial.handshake(made, state.tls_context(), proxy.host, deadline)
        if proxy and (state.base.scheme == "https" or proxy.is_socks):
            through(made, proxy, state.base, deadline)
    except BaseException:
        made.close()
        raise
    return made


def again(state: Ground, deadline: Deadline) -> socket.socket:
    """Build the connection anew, all stages at once; what fails raises what the stage would have raised."""
    made = reached(state, deadline)
    try:
        if state.base.scheme == "https":
            return dial.handshake(made, state.tls_context(), state.base.host, deadline)
    except BaseException:
        made.close()
        raise
    return made


def through(made: socket.socket, proxy: Proxy, base: BaseUrl, deadline: Deadline) -> None:
    """Open the way through a proxy; ConnectionRefusedError carries what it answered."""
    ask = dial.socks if proxy.is_socks else dial.tunnel
    reply = ask(made, proxy, base.host, base.port, deadline)
    if reply.status != 200:
        raise ConnectionRefusedError(111, f"proxy: {reply.status} {reply.reason}")
