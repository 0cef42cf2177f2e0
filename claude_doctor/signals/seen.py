"""What one reader saw in one layer of a paste."""

from __future__ import annotations

from claude_doctor.base.record import record


@record
class Seen:
    """The facts of one layer; `rest` is the text inside it that is still to be read.

    `rest` equal to the text that was read means: pass it on to the readers of higher rank. `exceptions` are
    class names, outermost first. `sealed` says that this is the envelope of the API itself: words inside its
    message name no status and no type.
    """

    rest: str | None = None
    status: int | None = None
    type: str | None = None
    error_code: str | None = None
    message: str | None = None
    request_id: str | None = None
    model: str | None = None
    platform: str | None = None
    retry_after_s: float | None = None
    exceptions: tuple[str, ...] = ()
    speaker: str | None = None
    streaming: bool = False
    foreign: str | None = None
    ours: bool = False
    sealed: bool = False
