"""A document that the assistant is made to have sent: refused since 2026-10-21."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import AssistantMessage, Document

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request


@rule("v20261021-document-in-assistant", at=each(Document, inside=AssistantMessage))
def document(_block: Document, place: str, request: Request) -> None:
    """Look at blocks of the message itself; those inside of results are the API's own."""
    if not request.scope.strict:
        return
    request.found(
        "v20261021-document-in-assistant",
        place,
        "a document block in a message of role assistant, refused by anthropic-version 2026-10-21",
        "Move the document into a user message, or create the batch with anthropic-version 2023-06-01.",
    )
