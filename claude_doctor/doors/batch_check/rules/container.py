"""container and what is uploaded into it: its form, its skills, and the code execution tool that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each, param
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Container,
    ContainerUpload,
    DirectCaller,
    Params,
    ToolUse,
)
from claude_doctor.doors.batch_check.engine.turns import calls, sides

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Skill

SKILLS = 20
LONGEST = 64
_CODE = "code_execution_"
# Web tools that bring their own sandbox.
_BRING = tuple(
    f"web_{kind}_{date}" for kind in ("search", "fetch") for date in ("20260209", "20260309", "20260318")
)
CLAIMS = (
    Claim("container-shape", ("Params.container",), 'Write the id as a string, or {"skills": [...]}.'),
    Claim(
        "container-skills",
        ("Container.skills", "Skill"),
        'Write {"type": "anthropic" or "custom", "skill_id", "version"}.',
    ),
)


@rule(
    "container-shape",
    "container-needs-code-execution",
    "container-skills",
    at=param(Params.container),
    reads=(Params.tools,),
)
def container(value: str | Container | None, place: str, request: Request) -> None:
    """Skills make their own demands; any other container needs somebody to use it."""
    if value is None:
        return
    if isinstance(value, Container):
        if value.skills:
            _skills(value.skills, f"{place}.skills", request)
            return
        if value.id:
            request.found(
                "container-shape",
                place,
                "container is an object with an id alone",
                "Write the id as a string.",
            )
            return
    if not request.once(runs_code):
        request.found(
            "container-needs-code-execution",
            place,
            "no tool of the request uses a container",
            "Add a code execution tool, or remove container.",
        )


def _skills(skills: list[Skill], place: str, request: Request) -> None:
    if len(skills) > SKILLS:
        request.found(
            "container-skills",
            place,
            f"{len(skills)} skills; a request takes {SKILLS}",
            "Name the skills this request needs.",
        )
    for index, skill in enumerate(skills):
        for key, value in (("skill_id", skill.skill_id), ("version", skill.version)):
            if isinstance(value, str) and not 0 < len(value) <= LONGEST:
                request.found(
                    "container-skills",
                    f"{place}.{index}.{key}",
                    f"{key} has {len(value)} characters, not 1 to {LONGEST}",
                    "Use the id the API gave.",
                )
    if len(skills) <= SKILLS and not runs_code(request):
        request.found(
            "container-skills",
            place,
            "skills run in code execution, and the request has no such tool",
            "Add a code execution tool.",
        )


@rule("container-upload-needs-code-exec", at=each(ContainerUpload), reads=(Params.tools,))
def upload(_block: ContainerUpload, place: str, request: Request) -> None:
    """Warn of a file in a container nobody looks into."""
    if not request.once(runs_code):
        request.found(
            "container-upload-needs-code-exec",
            place,
            "a file is uploaded into a container, but no tool runs code there",
            "Add a code execution tool.",
        )


@rule("tool-ptc-incompatible", at=each(ToolUse), reads=(Params.messages, Params.container))
def pending(block: ToolUse, _place: str, request: Request) -> None:
    """Ask for the container of code that waits for the result of this call; the first call of the last turn
    speaks for all.
    """
    if not block.caller:
        return
    held = request.params.container
    if isinstance(block.caller, DirectCaller) or (held.id if isinstance(held, Container) else held):
        return
    if request.once(_waiting) is block:
        words = "code waits for the result of a tool, and container does not say where"
        request.found(
            "tool-ptc-incompatible",
            "params.container",
            words,
            "Send the container id of the paused answer as `container`.",
        )


def _waiting(request: Request) -> ToolUse | None:
    """Return the first call of the last turn that code has made."""
    talk = sides(request.turns())
    last = talk[-2] if len(talk) > 1 and talk[-1].role == "user" else None
    return next(
        (call for _, call in calls(last) if call.caller and not isinstance(call.caller, DirectCaller)), None
    )


def runs_code(request: Request) -> bool:
    """Whether a tool of the request has a container."""
    return any(kind.startswith((_CODE, *_BRING)) for kind in request.tools.types) or any(
        str(caller).startswith(_CODE)
        for tool in request.tools.tools
        if tool
        for caller in tool.get("allowed_callers") or ()
    )
