"""input_examples fit the input_schema beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.instance import Fit

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet


@rule("tool-input-examples", at=TOOL)
def examples(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Compare with the schema; what is not certain is not said."""
    schema, given = tool.get("input_schema"), tool.get("input_examples")
    if not isinstance(schema, dict) or not isinstance(given, list):
        return
    for index, example in enumerate(given):
        wrong = Fit(schema).wrong(example, schema)
        if wrong:
            report.found(
                "tool-input-examples",
                f"{place}.input_examples.{index}",
                f"the example does not fit input_schema: {wrong}",
                "Correct the example, or remove it.",
            )
