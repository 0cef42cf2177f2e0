"""The exception of a broken stream: a class of the SDK's family, so that
existing `except` clauses catch it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anthropic

from claude_doctor.app.continuation import PartialMessage

if TYPE_CHECKING:
    import httpx2


class StreamInterrupted(anthropic.APIConnectionError):
    """A stream ended before its message was complete.

    `partial` holds what arrived, `diagnosis` why (a Diagnosis or None), `resumed` how often it was continued,
    `request_ids` those of all attempts. `__cause__` is the error of the HTTP library, None for a stream that
    just ended.
    """

    def __init__(
        self,
        message: str,
        *,
        request: httpx2.Request,
        partial: PartialMessage | None = None,
        resumed: int = 0,
        request_ids: tuple[str, ...] = (),
        diagnosis: Any = None,
    ) -> None:
        super().__init__(message=message, request=request)
        self.partial = partial or PartialMessage()
        self.resumed = resumed
        self.request_ids = request_ids
        self.diagnosis = diagnosis
