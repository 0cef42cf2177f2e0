"""The local clock against the Date of the answers."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import (
    FAIL,
    MissingNeedError,
    Outcome,
    passed,
    skipped,
    warned,
)
from claude_doctor.doors.health.wire import clock as _clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "net.clock", "clock", 160, ("net.http",), "network", ""
VERIFIES = "the Date header minus the local clock"
ON_CLOUD = True
_WARN, _FAIL = 30, 300


def run(state: State) -> Outcome:
    """Compare with the first answer; no request of its own."""
    if not state.answers:
        raise MissingNeedError("net.http")
    answer = state.answers[0]
    off = _clock.offset(answer.header("date"), state.now(), (answer.ttfb_ms or 0) / 1000)
    if off is None:
        return skipped("no answer carries a date")
    if abs(off) > _FAIL:
        words = f"Your clock is {_clock.words(off)}: certificates, signatures and identity tokens fail."
        return Outcome(
            FAIL,
            words,
            "Set the clock.",
            "sudo timedatectl set-ntp true",
            "yours",
            (("off_s", round(off, 1)),),
            entry="clock_skew",
        )
    if abs(off) > _WARN:
        return warned(
            f"Your clock is {_clock.words(off)}: identity tokens allow 30 s.",
            "Set the clock.",
            "sudo timedatectl set-ntp true",
            off_s=round(off, 1),
        )
    return passed(f"within {max(abs(off), 1):.0f} s of the server's", off_s=round(off, 1))
