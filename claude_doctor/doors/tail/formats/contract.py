"""A log format knows one shape of a log line, such as Docker's JSON or nginx's access log.

One file a format. It gets one record (a parsed JSON object) or one text and answers None when that has not
its shape; an Event, or several, for what it says; or an Inner for what a wrapper holds, which the runner then
asks all formats about. It looks for a word or key of its own first, takes time in proportion to the line, and
never imports another format.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.reading.event import Event, Inner

    Found = Event | Inner | Sequence[Event | Inner] | None


class Format(Protocol):
    """What a log format has."""

    RANK: int  # lower is asked first; no two are equal, gaps of 5 leave room
    TAKES: type[Any]  # dict for records, str for texts
    LOOSE: bool = False  # whether it is only asked in files that are not JSON lines

    def read(self, item: Any, /) -> Found:
        """Return what the record (or text) says, or None when it has not this shape."""
