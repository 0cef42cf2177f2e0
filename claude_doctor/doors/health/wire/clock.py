"""How far the local clock is off, by the Date of any answer."""

from __future__ import annotations

import contextlib
from email.utils import parsedate_to_datetime

from claude_doctor.doors.health.wire import dial

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from claude_doctor.doors.health.engine.state import State


def offset(date: str, now: float, rtt: float) -> float | None:
    """Return server time minus local time in seconds, None when the header holds no date."""
    try:
        return parsedate_to_datetime(date).timestamp() - (now - rtt / 2)
    except (TypeError, ValueError, OverflowError):
        return None


def words(off: float) -> str:
    """Return an offset in words; positive means the local clock is behind."""
    seconds = abs(off)
    unit, size = next(
        (unit, size)
        for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1))
        if seconds >= size * 2 or size == 1
    )
    return f"{seconds / size:.0f} {unit} {'behind' if off > 0 else 'ahead'}"


def off_by(state: State) -> float | None:
    """Ask port 80 of the host for its Date (nothing secret is sent), when TLS cannot tell the time; None
    without an answer.
    """
    if state.route.proxy or state.base.is_loopback:
        return None
    deadline = state.budget.until(1.5)
    made: socket.socket | None = None
    try:
        address = dial.resolve(state.base.host, 80)[0] if not state.addresses else state.addresses[0]
        target = type(address)(address.family, address.ip, 80, (address.ip, 80, *address.sockaddr[2:]))
        made = dial.connect(target, deadline.left())
        made.sendall(f"HEAD / HTTP/1.1\r\nHost: {state.base.host}\r\nConnection: close\r\n\r\n".encode())
        made.settimeout(deadline.left())
        head = made.recv(4096).decode("latin-1")
    except (OSError, IndexError):
        return None
    finally:
        if made is not None:
            with contextlib.suppress(OSError):
                made.close()
    date = next(
        (line.partition(":")[2].strip() for line in head.split("\r\n") if line.lower().startswith("date:")),
        "",
    )
    return offset(date, state.now(), 0.0)
