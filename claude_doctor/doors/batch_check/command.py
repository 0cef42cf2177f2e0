"""`batch-check`: know before you submit which requests of a Message Batches file the API would refuse, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.base import ours
from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import ExitCode
from claude_doctor.base.options import Args, Argument, Option
from claude_doctor.base.record import record
from claude_doctor.doors.batch_check.report import BatchReport, RuleInfo, RuleList
from claude_doctor.facts.versions import KNOWN, NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.options import Words

NAME = "batch-check"
HELP = "Check a Message Batches file before it is submitted."
EXAMPLES = (
    "claude-doctor batch-check requests.jsonl",
    "claude-doctor batch-check 'parts/*.jsonl.gz' --json",
    "make-requests | claude-doctor batch-check --format github",
    "claude-doctor batch-check requests.jsonl --betas output-300k-2026-03-24",
    "claude-doctor batch-check requests.jsonl --anthropic-version 2023-06-01 --fail-on warning",
)
DETAILS = "Offline: nothing is sent. Exit code 0: no finding at or above --fail-on; 1: findings; 2: wrong usage; 3: unreadable input."
LENIENT = False
ARGUMENT = Argument("files", "FILE", 'JSONL, {"requests": [...]} or an array; .gz, .zst, globs, - for stdin.')
OPTIONS = (
    Option(
        ("--anthropic-version",), "version", "text", "The anthropic-version header the batch is created with.", "DATE", default=NEWEST, config=True
    ),
    Option(("--betas",), "betas", "text", "The anthropic-beta values it is created with, separated by commas.", "A,B", many=True, config=True),
    Option(("--select",), "select", "text", "Report this rule only; repeatable.", "RULE", many=True, config=True),
    Option(("--ignore",), "ignore", "text", "Do not report this rule; repeatable.", "RULE", many=True, config=True),
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
        ("--max-findings",), "max_findings", "count", "Findings shown per file, spread over the rules; counts are always complete.", "N", default=1000
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


ASKED = BatchArgs


def run(args: BatchArgs) -> Iterator[BatchReport | RuleList]:
    """Yield one report over all files; UsageError for unknown rules, InputError for what cannot be read."""
    if args.list_rules:
        from claude_doctor import catalogue

        yield RuleList(tuple(RuleInfo(name, facts[0], facts[1], facts[3]) for name, facts in sorted(catalogue.rules().items())))
        return
    from claude_doctor.doors.batch_check import rules
    from claude_doctor.doors.batch_check.engine import table as _table
    from claude_doctor.doors.batch_check.engine.files import paths
    from claude_doctor.doors.batch_check.engine.progress import Progress
    from claude_doctor.doors.batch_check.engine.run import Run

    table = _table.load(rules)
    select = frozenset(_known(_split(args.select), table.facts, _source(args, "select")))
    ignore = _reasons(_split(args.ignore), table.facts, _source(args, "ignore"))
    if args.max_findings < 0:
        raise UsageError("--max-findings counts from 0")
    named = paths(args.files)
    with Progress() as progress:
        report = Run(_scope(args), table, args.max_findings, select, ignore, progress).report(named)
    ours.say("rule", report.faults, "the other rules went on")
    yield report


def inputs(args: BatchArgs) -> list[str]:
    """Return the files that are read: no output may overwrite them."""
    from claude_doctor.doors.batch_check.engine.files import paths

    return paths(args.files) if args.files else []


def exit_code(report: object, args: BatchArgs) -> int:
    """Advice never counts, unless it was selected by name."""
    if isinstance(report, RuleList):
        return ExitCode.OK
    if not isinstance(report, BatchReport):
        return ExitCode.INTERNAL
    if report.unreadable:
        return ExitCode.INPUT
    counted = {"error": report.errors, "warning": report.errors + report.warnings + (report.advice if args.select else 0), "never": 0}
    if counted[args.fail_on] and not args.exit_zero:
        return ExitCode.FOUND
    return ExitCode.INTERNAL if report.faults else ExitCode.OK


def _scope(args: BatchArgs) -> Any:
    from claude_doctor.base.clock import today
    from claude_doctor.doors.batch_check.engine import models
    from claude_doctor.doors.batch_check.engine.reporter import Scope

    if args.version not in KNOWN:
        raise UsageError(f"--anthropic-version {args.version}: known are {', '.join(KNOWN)}")
    betas = frozenset(_split(args.betas))
    day = today()
    return Scope(args.version, betas, day, models.read(day))


def _split(entries: list[Any]) -> list[Any]:
    """Return the words between commas; tables of a configuration stay."""
    found: list[Any] = []
    for entry in entries:
        found += [entry] if isinstance(entry, dict) else [word.strip() for word in entry.split(",") if word.strip()]
    return found


def _known(names: list[str], facts: dict[str, Any], option: str) -> list[str]:
    for name in names:
        if name not in facts:
            from difflib import get_close_matches

            near = get_close_matches(name, facts, 1)
            raise UsageError(f"{option} {name}: no such rule" + (f"; did you mean {near[0]}" if near else ""))
    return names


def _source(args: BatchArgs, name: str) -> str:
    return f"--{name}" if name in args.given else f"configuration: `{name}`:"


def _reasons(entries: list[Any], facts: dict[str, Any], source: str) -> dict[str, str]:
    """Return reason by rule: a name from the command line, or a table {rule, reason} of a file (which was looked at there)."""
    found: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, dict):
            found[entry["rule"]] = entry["reason"]
        else:
            found[entry] = ""
    _known(list(found), facts, source)
    return found
