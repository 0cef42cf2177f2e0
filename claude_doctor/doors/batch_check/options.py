"""What `batch-check` can be asked: its options, and the record they become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.base.options import Args, Option
from claude_doctor.base.record import record
from claude_doctor.facts.versions import NEWEST

if TYPE_CHECKING:
    from claude_doctor.base.options import Words

OPTIONS = (
    Option(
        ("--anthropic-version",),
        "version",
        "text",
        "The anthropic-version header the batch is created with.",
        "DATE",
        default=NEWEST,
        config=True,
    ),
    Option(
        ("--betas",),
        "betas",
        "text",
        "The anthropic-beta values it is created with, separated by commas.",
        "A,B",
        many=True,
        config=True,
    ),
    Option(
        ("--platform",),
        "platform",
        "text",
        "Check the batch file of another platform; without it such a file is recognised.",
        "NAME",
        choices=("bedrock", "vertex"),
        default="",
    ),
    Option(
        ("--select",), "select", "text", "Report this rule only; repeatable.", "RULE", many=True, config=True
    ),
    Option(
        ("--ignore",),
        "ignore",
        "text",
        "Do not report this rule; repeatable.",
        "RULE",
        many=True,
        config=True,
    ),
    Option(
        ("--fail-on",),
        "fail_on",
        "text",
        "From which findings on the exit code is 1.",
        "WHAT",
        choices=("error", "warning", "never"),
        default="error",
        config=True,
    ),
    Option(("--list-rules",), "list_rules", "flag", "List the rules and stop."),
    Option(
        ("--max-findings",),
        "max_findings",
        "count",
        "Findings shown per file, spread over the rules; counts are always complete.",
        "N",
        default=1000,
    ),
    Option(
        ("--results",),
        "results",
        "text",
        "Results of the batch, or the manifest of --split: what failed and why; repeatable.",
        "FILE",
        many=True,
    ),
    Option(
        ("--fix",),
        "fix",
        "text",
        "Write the file with what cannot change an answer repaired; one FILE, which is not touched.",
        "FILE",
        default="",
    ),
    Option(
        ("--fix-unsafe",),
        "fix_unsafe",
        "text",
        "The same, and everything else that has a repair; every change is listed.",
        "FILE",
        default="",
    ),
    Option(
        ("--diff",),
        "diff",
        "flag",
        "With --fix or --fix-unsafe: show each change, what stood and what stands there.",
    ),
    Option(
        ("--estimate",),
        "estimate",
        "flag",
        "Tokens by model and kind, what could be cached, requests that are the same twice; no prices.",
    ),
    Option(
        ("--split",),
        "split",
        "text",
        "Write parts that fit the limits of a batch, and a manifest; one FILE.",
        "DIR",
        default="",
    ),
    Option(
        ("--retry-file",),
        "retry_file",
        "text",
        "With --results: write the requests worth sending again unchanged.",
        "FILE",
        default="",
    ),
)


@record
class BatchArgs(Args):
    """What `batch-check` was asked: one field an option."""

    files: Words
    version: str
    betas: Words
    select: Words
    ignore: list[str | dict[str, str]]  # a table of a configuration gives its reason
    fail_on: str
    max_findings: int
    list_rules: bool
    platform: str
    results: Words
    retry_file: str
    fix: str
    fix_unsafe: str
    diff: bool
    estimate: bool
    split: str
