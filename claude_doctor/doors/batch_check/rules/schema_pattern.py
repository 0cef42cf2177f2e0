"""Patterns in strict schemas: plain regular expressions, nothing that looks around or back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.schema import nodes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

# One step over a pattern: a class in brackets, an escape, a group's beginning, a repetition, any other
# character.
_STEP = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\(?:k<|.)|\(\?(?:<?[=!])|\{(\d+),(\d+)\}|.", re.DOTALL)
_LONG = 10_000
_WIDE = 1000
_LOOK = {"(?=": "a lookahead", "(?!": "a lookahead", "(?<=": "a lookbehind", "(?<!": "a lookbehind"}


@rule("schema-pattern", at=SCHEMA)
def pattern(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Name the first feature of each pattern that cannot be compiled."""
    for here, node in nodes(schema, place):
        text = node.get("pattern")
        feature, sure = _unsupported(text) if isinstance(text, str) else ("", True)
        if feature:
            report.found(
                "schema-pattern",
                f"{here}.pattern",
                f"the pattern holds {feature}",
                "Simplify it to classes, groups and repetitions, and check the rest in your program.",
                severity="" if sure else "warning",
            )


def _unsupported(text: str) -> tuple[str, bool]:
    """Return the first unsupported feature, and whether that is certain; what counts as a large range is not
    documented.
    """
    wide = ""
    for step in _STEP.finditer(text[:_LONG]):
        part = step.group()
        if part in _LOOK:
            return _LOOK[part], True
        if part == "\\k<" or (part[0] == "\\" and part[1:] in "123456789" and len(part) == 2):
            return "a backreference", True
        if part in ("\\b", "\\B"):
            return "a word boundary", True
        if step.group(2) and len(step.group(2)) < 9 and int(step.group(2)) - int(step.group(1)[:9]) >= _WIDE:
            wide = "a very large repetition"
    return wide, False
