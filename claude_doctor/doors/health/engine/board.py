"""What checks leave for those after them: one field each, None until its check has run."""

from __future__ import annotations

from typing import TypeVar

from claude_doctor.base.record import record
from claude_doctor.doors.health.engine.outcome import MissingNeedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from typing import Any

    from claude_doctor.doors.health.settings.interpreter import Interpreter
    from claude_doctor.doors.health.wire.answer import Answer

T = TypeVar("T")


@record
class Listing:
    """The list of models: the answer, its rows, and whether they have the API's own shape."""

    answer: Answer
    rows: list[dict[str, Any]]
    is_api: bool


class Board:
    """The findings so far."""

    def __init__(self) -> None:
        """Begin with none."""
        self.interpreter: Interpreter | None = None  # env.python
        self.pinned: str | None = None  # net.dns: the address that the hosts file gives
        self.socket: socket.socket | None = None  # net.tcp, and each stage above it
        self.http: Answer | None = None  # net.http
        self.listing: Listing | None = None  # auth.models


def needed(value: T | None, check: str) -> T:
    """Return what a check left; the asking check is skipped when it left nothing."""
    if value is None:
        raise MissingNeedError(check)
    return value
