"""How large one request is: messages, bytes, and tokens as far as they can be told from its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import LARGE
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

MESSAGES = 100_000
BYTES = 32_000_000
# Of English text; base64 of images and PDFs is not counted in tokens by its length.
BYTES_A_TOKEN = 4


@rule(
    "messages-count-limit",
    "single-request-32mb",
    "context-window-exceeded",
    "batch-haiku55-long-context-price",
    at=LARGE,
)
def large(size: int, place: str, request: Request) -> None:
    """Look at a request of more than 400 kB only."""
    count = len(request.params.messages)
    if count > MESSAGES:
        request.found(
            "messages-count-limit",
            "params.messages",
            f"{count:,} messages; {MESSAGES:,} are allowed",
            "Join or drop old turns.",
        )
    if size > BYTES:
        request.found(
            "single-request-32mb",
            place,
            f"the request has {size:,} bytes; a direct call may have {BYTES:,}",
            "Put images and PDFs into the Files API.",
        )
    model = request.model
    if model is None or model.context_window is None or request.kinds:
        return
    likely = size // BYTES_A_TOKEN
    if likely > model.context_window:
        words = (
            f"about {likely:,} tokens (estimated from {size:,} bytes); the window of {model.id} "
            f"has {model.context_window:,}"
        )
        request.found(
            "context-window-exceeded", place, words, "Shorten it, or split it into several requests."
        )
    elif model.family == "haiku-5-5" and likely > 100_000:
        request.found(
            "batch-haiku55-long-context-price",
            place,
            f"about {likely:,} tokens (estimated)",
            (
                "Prompts above 100,000 tokens cost five times as much a token on this model: split them "
                "where you can."
            ),
        )
