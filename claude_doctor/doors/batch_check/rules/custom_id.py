"""custom_id: what it may be made of, and that it stands once in a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import CUSTOM_ID, CUSTOM_ID_AGAIN
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

LONGEST = 64
CLAIMS = (
    Claim(
        "custom-id-missing",
        ("Item.custom_id:missing",),
        "Give every request an id of its own, for instance its row number.",
    ),
    Claim("custom-id-type", ("Item.custom_id",), "Write it as a JSON string, in quotes.", severity="error"),
)


@rule("custom-id-length", "custom-id-pattern", at=CUSTOM_ID)
def shape(custom_id: str, place: str, report: Reporter) -> None:
    """Length first: an empty or overlong id is that and nothing else."""
    if not 1 <= len(custom_id) <= LONGEST:
        report.found(
            "custom-id-length",
            place,
            f"custom_id has {len(custom_id)} characters; 1 to {LONGEST} are allowed",
            f"Use 1 to {LONGEST} characters.",
        )
        return
    report.found(
        "custom-id-pattern",
        place,
        f"custom_id {quoted(custom_id)} has a character other than a-z, A-Z, 0-9, _ and -",
        "Replace every other character by -; a line break at the end counts too.",
    )


@rule("custom-id-duplicate", at=CUSTOM_ID_AGAIN)
def once(custom_id: str, first: str, report: Reporter) -> None:
    """Two requests of one id could not be told apart in the results."""
    report.found(
        "custom-id-duplicate",
        "custom_id",
        f"custom_id {quoted(custom_id)} is also on {first}",
        "Give every request of the batch an id of its own.",
    )
