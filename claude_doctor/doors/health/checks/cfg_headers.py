"""ANTHROPIC_CUSTOM_HEADERS: what it overrides and what of it is dropped."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import Outcome, passed, skipped, warned
from claude_doctor.doors.health.settings.headers import VARIABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.headers", "config", 80, (), "none", ""
VERIFIES = "ANTHROPIC_CUSTOM_HEADERS: overridden credential or version, dropped lines"
ON_CLOUD = True


def run(state: State) -> Outcome:
    """Judge the custom headers."""
    found = state.custom
    if not state.environment.get(VARIABLE):
        return skipped(f"{VARIABLE} is not set")
    facts = {"names": [name for name, _ in found.pairs], "dropped_lines": found.dropped}
    if found.unsendable:
        return warned(
            f"{VARIABLE}: the header {found.unsendable[0]!r} holds characters HTTP forbids.",
            f"Correct {VARIABLE}.",
            f"unset {VARIABLE}",
            **facts,
        )
    if found.overrides:
        words = f"{VARIABLE} overrides {', '.join(found.overrides)} of every request."
        return warned(
            words, f"Unset {VARIABLE} unless the gateway wants exactly that.", f"unset {VARIABLE}", **facts
        )
    if found.dropped:
        words = f"{VARIABLE}: {found.dropped} line(s) without a colon are dropped silently."
        return warned(words, f"Write one `Name: value` a line in {VARIABLE}.", "", **facts)
    return passed(f"adds {', '.join(name for name, _ in found.pairs)}", **facts)
