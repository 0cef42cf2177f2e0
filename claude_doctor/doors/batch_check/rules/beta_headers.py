"""The beta headers the batch is created with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.batch import FILE
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.facts.betas import AS_OF, KNOWN

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.batch import Batch
    from claude_doctor.doors.batch_check.engine.reporter import Reporter


@rule("beta-header-unknown", at=FILE)
def known(_batch: Batch, report: Reporter) -> None:
    """Warn only: new betas come often."""
    for beta in sorted(report.scope.betas - KNOWN):
        near = [name for name in KNOWN if name.rsplit("-", 3)[0] == beta.rsplit("-", 3)[0]]
        fix = f"Known is {max(near)}." if near else "Look at its spelling; the value ends with a date."
        report.found(
            "beta-header-unknown",
            "betas",
            f"the beta {quoted(beta)} is not among those known on {AS_OF}",
            fix,
        )
