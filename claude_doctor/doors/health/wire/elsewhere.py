"""Another host than the one that is examined, such as the one that tokens come from: its own route, its own
certificates, the same budget.
"""

from __future__ import annotations

from claude_doctor.doors.health.engine.budget import bounded
from claude_doctor.doors.health.settings import proxy
from claude_doctor.doors.health.wire import dial, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable, Mapping

    from claude_doctor.doors.health.engine.budget import Budget
    from claude_doctor.doors.health.settings.url import BaseUrl
    from claude_doctor.doors.health.wire.answer import Answer
    from claude_doctor.doors.health.wire.ground import Address


class Elsewhere:
    """The ground of a connection to another host; nothing is resolved before the first request."""

    def __init__(
        self,
        base: BaseUrl,
        budget: Budget,
        environment: Mapping[str, str],
        trusted: Callable[[], ssl.SSLContext],
    ) -> None:
        """Find the route; `trusted` makes the context when it is wanted."""
        self.base = base
        self.budget = budget
        self.route = proxy.route(base, proxy.system_proxies(environment), environment)
        self.answers: list[Answer] = []
        self.addresses: tuple[Address, ...] = ()
        self._trusted = trusted

    def tls_context(self) -> ssl.SSLContext:
        """Return the certificates that the library which goes there trusts."""
        return self._trusted()

    def connection(self, need: str = "") -> socket.socket:
        """Resolve, connect and put TLS on it; OSError says which of them failed."""
        del need
        through = self.route.proxy
        if through and through.problem:
            raise ConnectionRefusedError(111, "the proxy's URL cannot be read")
        host, port = (through.host, through.port) if through else (self.base.host, self.base.port)
        if not self.addresses:
            self.addresses = bounded(lambda: dial.resolve(host, port), self.budget.limit(), "resolve")
        return reach.again(self, self.budget.until())
