"""`batch-check`: know before you submit which requests of a Message Batches file the API would refuse, and
why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.base import lean, ours
from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import ExitCode
from claude_doctor.base.options import Argument
from claude_doctor.base.record import replace
from claude_doctor.doors.batch_check import options
from claude_doctor.doors.batch_check.report import BatchReport, RuleInfo, RuleList
from claude_doctor.facts.versions import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.batch_check.options import BatchArgs

NAME = "batch-check"
HELP = (
    "Check a Message Batches file before it is submitted, repair and split it; after it ended, say what "
    "became of it."
)
EXAMPLES = (
    "claude-doctor batch-check requests.jsonl",
    "claude-doctor batch-check 'parts/*.jsonl.gz' --json",
    "make-requests | claude-doctor batch-check --format github",
    "claude-doctor batch-check requests.jsonl --betas output-300k-2026-03-24",
    "claude-doctor batch-check requests.jsonl --anthropic-version 2023-06-01 --fail-on warning",
    "claude-doctor batch-check requests.jsonl --fix-unsafe ready.jsonl --diff",
    "claude-doctor batch-check ready.jsonl --split parts/",
    "claude-doctor batch-check ready.jsonl --results results.jsonl --retry-file again.jsonl",
)
DETAILS = (
    "Offline: nothing is sent. Exit code 0: no finding at or above --fail-on; 1: findings; 2: wrong "
    "usage; 3: unreadable input."
)
LENIENT = False
ARGUMENT = Argument("files", "FILE", 'JSONL, {"requests": [...]} or an array; .gz, .zst, globs, - for stdin.')
OPTIONS = options.OPTIONS
ASKED = options.BatchArgs


def run(args: BatchArgs) -> Iterator[BatchReport | RuleList]:
    """Yield one report over all files; UsageError for unknown rules, InputError for what cannot be read."""
    lean.load_msgspec()
    if args.list_rules:
        from claude_doctor import catalogue

        yield RuleList(
            tuple(
                RuleInfo(name, facts[0], facts[1], facts[3])
                for name, facts in sorted(catalogue.rules().items())
            )
        )
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
    _refuse(args, named)
    with Progress() as progress:
        work = Run(_scope(args), table, args.max_findings, select, ignore, progress)
        work.platform = args.platform
        fixed = _fixed(args, named, table) if args.fix or args.fix_unsafe else None
        report = replace(work.report([fixed.path] if fixed else named), fixed=fixed, diff=args.diff)
    if args.estimate:
        from claude_doctor.doors.batch_check.engine.estimate import estimate

        report = replace(report, estimate=estimate([item.path for item in report.files], work.scope.models))
    if args.split:
        from claude_doctor.doors.batch_check.engine.split import split

        report = replace(report, parts=split(named[0], args.split, args.force))
    if args.results:
        report = replace(report, results=_results(args, named))
    ours.say("rule", report.faults, "the other rules went on")
    yield report


def _fixed(args: BatchArgs, named: list[str], table: Any) -> Any:
    from claude_doctor.doors.batch_check.engine.fixing import Fixing

    work = Fixing(_scope(args), table, bool(args.fix_unsafe), args.max_findings)
    return work.run(named[0], args.fix or args.fix_unsafe, args.force, _outputs(args))


def _outputs(args: BatchArgs) -> tuple[str, ...]:
    """Return the files of the report: nothing else may be written there."""
    words = [args.output or "", *(word.partition(":")[2].removeprefix("+") for word in args.formats)]
    return tuple(word for word in words if word not in ("", "-"))


def _results(args: BatchArgs, named: list[str]) -> Any:
    from claude_doctor.doors.batch_check.results import run

    return run.joined(named, args.results, args.retry_file)


def _refuse(args: BatchArgs, named: list[str]) -> None:
    """Look at what may not go together, and at the files that are to be written, before anything is read."""
    from claude_doctor.doors.batch_check.engine.written import refuse

    if args.retry_file and not args.results:
        raise UsageError("--retry-file needs --results: what is worth sending again stands there")
    if args.results and "-" in named:
        raise UsageError("--results reads the requests twice: name a file instead of standard input")
    if args.split and (len(named) != 1 or named == ["-"]):
        raise UsageError("--split takes one FILE")
    if args.fix and args.fix_unsafe:
        raise UsageError("--fix or --fix-unsafe, not both: the second does what the first does, and more")
    if (args.fix or args.fix_unsafe) and (
        len(named) != 1 or named == ["-"] or args.split or args.results or args.platform
    ):
        raise UsageError(
            "--fix takes one FILE, and neither --split, --results nor --platform: name the written "
            "file in a second run"
        )
    if args.estimate and "-" in named:
        raise UsageError("--estimate reads the requests twice: name a file instead of standard input")
    if args.diff and not (args.fix or args.fix_unsafe):
        raise UsageError("--diff shows what --fix or --fix-unsafe changes: name one of them")
    taken = [*args.inputs, *_outputs(args)]
    if "retry_file" in args.given:
        refuse(args.retry_file, taken, args.force, "--retry-file")


def inputs(args: BatchArgs) -> list[str]:
    """Return the files that are read: no output may overwrite them."""
    from claude_doctor.doors.batch_check.engine.files import paths

    return [*(paths(args.files) if args.files else []), *(paths(args.results) if args.results else [])]


def exit_code(report: object, args: BatchArgs) -> int:
    """Advice never counts, unless it was selected by name."""
    if isinstance(report, RuleList):
        return ExitCode.OK
    if not isinstance(report, BatchReport):
        return ExitCode.INTERNAL
    if report.unreadable:
        return ExitCode.INPUT
    failed = report.results.failed + report.results.strangers if report.results else 0
    doubtful = (
        report.results.incomplete + report.results.repeated + report.results.unreadable
        if report.results
        else 0
    )
    errors = report.errors + failed
    counted = {
        "error": errors,
        "warning": errors + report.warnings + doubtful + (report.advice if args.select else 0),
        "never": 0,
    }
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
        found += (
            [entry]
            if isinstance(entry, dict)
            else [word.strip() for word in entry.split(",") if word.strip()]
        )
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
    """Return reason by rule: a name from the command line, or a table {rule, reason} of a file (which was
    looked at there).
    """
    found: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, dict):
            found[entry["rule"]] = entry["reason"]
        else:
            found[entry] = ""
    _known(list(found), facts, source)
    return found
