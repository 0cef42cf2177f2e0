"""Thinking blocks that are sent back: each with the signature, or the data, that came with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import RedactedThinking, Thinking

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

_FIX = "Send the block back exactly as it came, or drop it where no tool call of its turn is being answered."
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}").fullmatch
CLAIMS = (
    Claim(
        "thinking-block-signature", ("Thinking.signature", "RedactedThinking.data"), _FIX, severity="error"
    ),
)


@rule("thinking-block-signature", at=each(Thinking))
def signature(block: Thinking, place: str, request: Request) -> None:
    """Whether it is genuine only the API can tell; that it is no base64 is plain to see."""
    if _BASE64(block.signature):
        return
    words = (
        f"signature of {len(block.signature)} characters is not base64"
        if block.signature
        else "the signature is empty"
    )
    request.found("thinking-block-signature", f"{place}.signature", words, _FIX)


@rule("thinking-block-signature", at=each(RedactedThinking))
def data(block: RedactedThinking, place: str, request: Request) -> None:
    """Redacted thinking is nothing but its data."""
    if not block.data:
        request.found("thinking-block-signature", f"{place}.data", "data of redacted thinking is empty", _FIX)
