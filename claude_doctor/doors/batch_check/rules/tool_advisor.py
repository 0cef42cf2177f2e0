"""The advisor tool: which model may advise which, and how much it must be allowed to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL, TOOLS_OF_MODEL
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from msgspec import Raw

    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

TYPE = "advisor_20260301"
LEAST = 1024
_TOP = frozenset(("mythos-5", "fable-5", "opus-5"))
_OPUS = _TOP | {"opus-4-8", "opus-4-7"}
# The table of the documentation: executor -> advisors. It is older than the models of September and later,
# which have rows of their own.
PAIRS = {
    "haiku-4-5": _OPUS | {"opus-4-6", "sonnet-5", "sonnet-4-6"},
    "sonnet-4-6": _OPUS | {"opus-4-6", "sonnet-5", "sonnet-4-6"},
    "opus-4-6": _OPUS | {"opus-4-6", "sonnet-5"},
    "sonnet-5": _OPUS | {"sonnet-5"},
    "opus-4-7": _OPUS,
    "opus-4-8": _OPUS,
    "opus-5": _TOP,
    "fable-5": _TOP,
    "mythos-5": _TOP,
}
_TABLED = frozenset((*PAIRS, "opus-4-5", "sonnet-4-5"))
NEWER = {
    "sonnet-5-5": frozenset(
        ("opus-5", "opus-5-5", "sonnet-5-5", "fable-5", "fable-5-1", "mythos-5", "mythos-5-1")
    ),
    "fable-5-2": frozenset(("fable-5-2", "mythos-5-2")),
}
# Refused by Sonnet 5.5 by name; of models newer than its table nothing is known.
_NEWER_REFUSED = {
    "sonnet-5-5": _TABLED | {"haiku-5-5"},
    "fable-5-2": _TABLED | {"fable-5-1", "mythos-5-1", "opus-5-5", "sonnet-5-5", "haiku-5-5"},
}
# "Sonnet 4.6 or a more capable model": no row of the table has one of these.
_NEVER = frozenset(("haiku-4-5", "sonnet-4-5", "opus-4-5"))
# "At least as capable as the executor": executors without a row, and what is below them.
_ABOVE = ("opus-5-5", "fable-5-1", "mythos-5-1", "mythos-5-2")
_BELOW = _NEVER | {"sonnet-4-6", "sonnet-5", "opus-4-6", "opus-4-7", "opus-4-8"}
CLAIMS = (Claim("tool-advisor-pair", ("ServerTool.model:missing",), "Name the advisor's model."),)


@rule("tool-advisor-pair", at=TOOL)
def limit(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at the advisor's own max_tokens."""
    most = tool.get("max_tokens")
    if tool.get("type") == TYPE and isinstance(most, int) and most < LEAST:
        report.found(
            "tool-advisor-pair",
            f"{place}.max_tokens",
            f"max_tokens of the advisor is {quoted(most)}; at least {LEAST} are needed",
            f"Use {LEAST} or more.",
        )


@rule("tool-advisor-pair", at=TOOLS_OF_MODEL, reads=(Params.model,))
def pair(_raw: Raw, _place: str, request: Request) -> None:
    """Compare with the tables; a pair they do not speak of is not judged."""
    if not request.model or TYPE not in request.tools.types:
        return
    executor = request.model.family
    for place, tool in request.tools.of_type(TYPE):
        advisor = request.scope.models.get(tool["model"])
        if advisor and advisor.state == "retired":
            request.found(
                "tool-advisor-pair",
                f"{place}.model",
                f"{advisor.id} is retired",
                "Use a model that is served.",
            )
        elif advisor and _refused(executor, advisor.family):
            allowed = ", ".join(
                f"claude-{family}" for family in sorted(NEWER.get(executor) or PAIRS.get(executor) or ())
            )
            fix = (
                f"Use one of {allowed}."
                if allowed
                else "Use an advisor that is at least as capable as the model it advises."
            )
            request.found(
                "tool-advisor-pair", f"{place}.model", f"{advisor.id} cannot advise {request.model.id}", fix
            )
        elif advisor and advisor.max_output and (tool.get("max_tokens") or 0) > advisor.max_output:
            words = (
                f"max_tokens of the advisor is {quoted(tool['max_tokens'])}; {advisor.id} "
                f"writes {advisor.max_output} at most"
            )
            request.found(
                "tool-advisor-pair", f"{place}.max_tokens", words, f"Use {advisor.max_output} or less."
            )


def _refused(executor: str, advisor: str) -> bool:
    if advisor in _NEVER or (executor in _ABOVE and advisor in _BELOW):
        return True
    if executor in NEWER:
        return advisor in _NEWER_REFUSED[executor] - NEWER[executor]
    return executor in PAIRS and advisor in _TABLED - PAIRS[executor]
