"""Client toolsets: what their entry may hold, what may stand beside them, which models know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL, TOOLS, TOOLS_OF_MODEL
from claude_doctor.doors.batch_check.engine.fault import Claim, kind_of, path, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.toolsets import MEMBERS, NAMES
from claude_doctor.doors.batch_check.engine.toolspecs import TOOLSETS

if TYPE_CHECKING:
    from msgspec import Raw

    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

UNSUPPORTED = ("opus-4-7", "opus-4-6", "sonnet-4-6", "opus-4-5", "sonnet-4-5", "haiku-4-5", "mythos-preview")
STREAMING = "fine-grained-tool-streaming-"
CLAIMS = (
    Claim(
        "tool-toolset-fields",
        ("Toolset:unknown", "Toolset:type"),
        "A toolset entry holds type, configs, cache_control and allowed_callers: remove the rest.",
    ),
)


@rule("tool-toolset-fields", at=TOOL)
def entry(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at the members of one entry."""
    kind = tool.get("type")
    if kind not in MEMBERS:
        return
    if tool.get("allowed_callers") not in (None, ["direct"]):
        report.found(
            "tool-toolset-fields",
            f"{place}.allowed_callers",
            "a toolset can only be called directly",
            'Write ["direct"], or remove it.',
        )
    configs = tool.get("configs")
    if configs is None:
        return
    if not isinstance(configs, dict):
        report.found(
            "tool-toolset-fields",
            f"{place}.configs",
            f"configs is {kind_of(configs)}, not an object",
            "Write settings by member name.",
        )
        return
    wrong = [
        _member(name, config, kind, f"{place}.configs.{path((name,))}", report)
        for name, config in configs.items()
    ]
    if not any(wrong):
        _together(configs, MEMBERS[kind], f"{place}.configs", report)


def _member(name: str, config: Any, kind: str, place: str, report: ToolSet) -> bool:
    """Report what is wrong with one member; says whether something is."""
    if name not in MEMBERS[kind]:
        report.found(
            "tool-toolset-fields",
            place,
            f"{quoted(name)} is no member of {kind}",
            "Remove it, or correct the name.",
        )
        return True
    if config is None:
        return False
    fields = config if isinstance(config, dict) else {"": None}
    for key, value in fields.items():
        if key not in ("enabled", "defer_loading") or not isinstance(value, bool | None):
            report.found(
                "tool-toolset-fields",
                place,
                "a member takes enabled and defer_loading, true or false",
                "Remove the rest.",
            )
            return True
    return False


def _together(configs: dict[str, Any], members: frozenset[str], place: str, report: ToolSet) -> None:
    said = {name: config for name, config in configs.items() if config}
    off = {name for name, config in said.items() if config.get("enabled") is False}
    if off == members:
        report.found("tool-toolset-fields", place, "every member is disabled", "Leave the whole entry out.")
    defers = {
        config["defer_loading"]
        for name, config in said.items()
        if name not in off and isinstance(config.get("defer_loading"), bool)
    }
    if len(defers) == 2:
        report.found(
            "tool-toolset-fields",
            place,
            "enabled members differ in defer_loading",
            "Give all enabled members the same value.",
        )


@rule("tool-toolset-fields", "tool-toolset-fgts-beta", at=TOOLS)
def beside(tools: ToolSet, place: str, report: ToolSet) -> None:
    """Look at what stands beside a toolset, and at the header it does not go with."""
    for kind, name in NAMES.items():
        if kind not in tools.types:
            continue
        same = [
            index
            for index, tool in enumerate(tools.tools)
            if tool and (tool.get("type") == kind or tool.get("name") == name)
        ]
        if len(same) > 1:
            report.found(
                "tool-toolset-fields",
                f"{place}.{same[1]}",
                f"a second {name} is beside {kind}",
                f"Keep one {kind}, and no other tool named {name}.",
            )
        beta = next((beta for beta in report.scope.betas if beta.startswith(STREAMING)), "")
        if beta:
            report.found(
                "tool-toolset-fgts-beta",
                place,
                f"{kind} does not go with the beta {beta}",
                "Drop the header and set eager_input_streaming on your own tools.",
            )
            return


@rule("tool-toolset-model", at=TOOLS_OF_MODEL)
def model(_raw: Raw, _place: str, request: Request) -> None:
    """Find models that do not know the toolsets."""
    if not request.model or request.model.family not in UNSUPPORTED:
        return
    for place, tool in request.tools.of_type(*TOOLSETS):
        request.found(
            "tool-toolset-model",
            f"{place}.type",
            f"{request.model.id} does not have {tool['type']}",
            "Use a newer model, or the dated computer tool.",
        )
