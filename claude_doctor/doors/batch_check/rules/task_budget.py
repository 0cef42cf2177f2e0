"""output_config.task_budget: behind a beta, for some models, at least 20,000 tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Compact, Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import OutputConfig, TaskBudget

LEAST = 20_000
BETA = "task-budgets-2026-03-13"
UNSUPPORTED = ("opus-4-6", "sonnet-4-6", "haiku-4-5", "opus-4-5", "sonnet-4-5")
CLAIMS = (
    Claim(
        "task-budget",
        (
            "OutputConfig.task_budget:tag",
            "OutputConfig.task_budget:untagged",
            "OutputConfig.task_budget:type",
            "TaskBudget",
        ),
        'Write {"type": "tokens", "total": 64000}; `remaining` is optional.',
        severity="error",
    ),
)


@rule("task-budget", at=param(Params.output_config), reads=(Params.context_management,))
def task_budget(config: OutputConfig, place: str, request: Request) -> None:
    """One finding at a time: the header first, then the model, then the numbers."""
    budget = config.task_budget
    if not budget:
        return
    place = f"{place}.task_budget"
    model = request.model
    if not request.has_beta("task-budgets-"):
        request.found(
            "task-budget",
            place,
            f"task_budget needs the beta {BETA} on the batch",
            f'Create the batch with betas=["{BETA}"].',
        )
    elif model and model.family in UNSUPPORTED:
        request.found(
            "task-budget", place, f"{model.id} has no task budgets", "Remove it, or use a newer model."
        )
    else:
        _numbers(budget, place, request)


def _numbers(budget: TaskBudget, place: str, request: Request) -> None:
    if budget.total < LEAST:
        request.found(
            "task-budget",
            f"{place}.total",
            f"total is {budget.total}; at least {LEAST} are needed",
            f"Use {LEAST} or more.",
        )
    if type(budget.remaining) is not int:
        return
    if budget.remaining < 0:
        request.found(
            "task-budget", f"{place}.remaining", f"remaining is {budget.remaining}", "Use 0 or more."
        )
    management = request.params.context_management
    if management and management.edits and any(isinstance(edit, Compact) for edit in management.edits):
        request.found(
            "task-budget",
            f"{place}.remaining",
            "remaining is beside a compaction edit",
            "Leave remaining out: the server keeps the count.",
        )
