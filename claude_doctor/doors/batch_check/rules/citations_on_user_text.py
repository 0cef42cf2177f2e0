"""Citations on text that the user sends: refused since 2026-10-21."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import TEXT_CITED
from claude_doctor.doors.batch_check.engine.role import role_of
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Text


@rule("v20261021-citations-on-user-text", at=TEXT_CITED)
def citations(_block: Text, place: str, request: Request) -> None:
    """Text inside of a search result counts as well."""
    if request.scope.strict and role_of(place, request) == "user":
        request.found(
            "v20261021-citations-on-user-text",
            f"{place}.citations",
            "citations on a text of the user, refused by anthropic-version 2026-10-21",
            "Remove citations, or create the batch with anthropic-version 2023-06-01.",
        )
