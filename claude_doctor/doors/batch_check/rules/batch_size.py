"""How much a batch holds: at least one request, at most 100,000 and 256 MB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import OVERLONG
from claude_doctor.doors.batch_check.engine.batch import FILE
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.batch import Batch
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

MOST = 100_000
LARGEST = 256_000_000  # decimal: the smaller reading of "256 MB"
SURELY = 268_435_456
_SHORTEN = "Shorten the request; put images and PDFs into the Files API."
_SPLIT = "Split the file into several batches: `claude-doctor batch-check FILE --split DIR` writes them."


@rule("batch-body-too-large", at=OVERLONG)
def overlong(length: int, place: str, report: Reporter) -> None:
    """Name a line that was not read: no batch has room for it."""
    report.found(
        "batch-body-too-large",
        place,
        f"the line has {length:,} bytes; a whole batch may have {LARGEST:,} (256 MB)",
        _SHORTEN,
    )


@rule("batch-empty", "batch-too-many-requests", "batch-body-too-large", at=FILE)
def size(batch: Batch, report: Reporter) -> None:
    """Count. The documentation does not say which megabyte it means, so between the two readings it is a
    warning.
    """
    if not (batch.requests or batch.stopped or batch.overlong):
        report.found("batch-empty", "requests", "there is no request in it", "Write at least one request.")
    if batch.requests > MOST:
        report.found(
            "batch-too-many-requests",
            "requests",
            f"{batch.requests:,} requests; a batch holds {MOST:,}",
            _SPLIT,
        )
    if batch.body_bytes > LARGEST:
        severity = "" if batch.body_bytes > SURELY and (batch.sized or batch.overlong) else "warning"
        report.found(
            "batch-body-too-large",
            "requests",
            f"the body has {batch.body_bytes:,} bytes; {LARGEST:,} (256 MB) are allowed",
            _SPLIT,
            severity,
        )
