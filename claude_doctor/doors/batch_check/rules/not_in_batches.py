"""Parameters that a batch does not take, or takes and ignores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

CLAIMS = (
    Claim(
        "batch-threads",
        ("Params.store", "Params.previous_thread_event_id"),
        "Remove it, and send the whole conversation in messages.",
    ),
    Claim("batch-hints", ("Params.cache_hint", "Params.context_hint"), "Remove it."),
)


@rule("batch-stream-true", at=param(Params.stream))
def stream(value: bool, place: str, request: Request) -> None:
    """Refuse true; false is what a batch does anyway."""
    if value:
        request.found(
            "batch-stream-true",
            place,
            "stream is true; results of a batch are fetched, not streamed",
            "Remove it.",
        )


@rule("batch-speed", at=param(Params.speed))
def speed(value: str | None, place: str, request: Request) -> None:
    """Refuse fast; standard is typed by the SDK and listed as unsupported by the guide."""
    if value == "fast":
        request.found("batch-speed", place, "fast mode does not exist in batches", "Remove speed.")
    elif value == "standard":
        request.found(
            "batch-speed",
            place,
            "speed is listed as not supported in batches",
            "Remove it: standard is the default.",
            "warning",
        )


@rule("batch-threads", at=param(Params.thread))
def thread(value: Any, place: str, request: Request) -> None:
    """Refuse threads: they are kept on the server between requests."""
    if value is not None:
        request.found(
            "batch-threads",
            place,
            "threads do not exist in batches",
            "Remove it, and send the whole conversation in messages.",
        )


@rule("batch-research-preview", at=param(Params.research_preview_2026_02))
def preview(value: Any, place: str, request: Request) -> None:
    """Refuse the active state only."""
    if value == "active":
        request.found(
            "batch-research-preview", place, "the research preview does not run in batches", "Remove it."
        )


@rule("batch-fallbacks", at=param(Params.fallbacks))
def fallbacks(value: Any, place: str, request: Request) -> None:
    """Refuse server-side fallback, whatever headers the batch has."""
    if value is not None:
        request.found(
            "batch-fallbacks",
            place,
            "fallbacks do not exist in batches",
            "Remove it; send what was refused again, to another model, in a batch of its own.",
        )


@rule("batch-fallback-credit-token", at=param(Params.fallback_credit_token))
def credit(value: Any, place: str, request: Request) -> None:
    """Say that it does nothing."""
    if value is not None:
        request.found(
            "batch-fallback-credit-token",
            place,
            "fallback_credit_token is accepted and ignored in a batch",
            "Redeem it with a direct call.",
        )
