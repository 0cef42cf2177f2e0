"""A file that is something else than a batch: said once, with the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.batch import OTHER_FILE
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.batch import Batch
    from claude_doctor.doors.batch_check.engine.reporter import Reporter


@rule("batch-other-format", at=OTHER_FILE)
def other(batch: Batch, report: Reporter) -> None:
    """Name the kind that was recognised."""
    report.found("batch-other-format", "", f"not a batch of the Claude API but {batch.kind}", batch.way_out)
