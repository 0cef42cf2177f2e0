"""What the wire needs to know of a run: where it goes, how long it may take, and what is there already."""

from __future__ import annotations

from claude_doctor.base.contract import Protocol
from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    import ssl

    from claude_doctor.doors.health.engine.budget import Budget
    from claude_doctor.doors.health.settings.proxy import Route
    from claude_doctor.doors.health.settings.url import BaseUrl
    from claude_doctor.doors.health.wire.answer import Answer


@record
class Address:
    """One address of a name, in the order in which the SDK tries them."""

    family: str
    ip: str
    port: int
    sockaddr: tuple[object, ...]


class Ground(Protocol):
    """The part of a run's State that a connection is built from."""

    addresses: tuple[Address, ...]
    answers: list[Answer]
    base: BaseUrl
    budget: Budget
    route: Route

    def tls_context(self) -> ssl.SSLContext:
        """Return the SDK's own context."""

    def connection(self, need: str = ...) -> socket.socket:
        """Return the connected socket the stages so far have built."""
