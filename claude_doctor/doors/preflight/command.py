"""`preflight`: before a deployment or a batch, say whether it would work now, and if not, whether that is
yours to change.
"""

from __future__ import annotations

from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import ExitCode
from claude_doctor.base.options import Args, Argument, Option
from claude_doctor.base.record import record
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.facts.versions import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.options import Words
    from claude_doctor.doors.batch_check.report import BatchReport
    from claude_doctor.doors.health.report import Health
    from claude_doctor.doors.models.report import Search

NAME = "preflight"
HELP = "Check connection, batch files and the models named in the code, for CI: one verdict."
EXAMPLES = (
    "claude-doctor preflight",
    "claude-doctor preflight batches/*.jsonl --in src --in config",
    "claude-doctor preflight --offline --in . --format github",
    "claude-doctor preflight --in . --format text --format sarif:preflight.sarif",
)
DETAILS = (
    "Nothing billed is sent. Exit code 0: ready, or the trouble is the provider's (a warning); 1: "
    "yours, between or unknown; "
    "2: wrong usage; 3: unreadable input; 4: a check itself broke."
)
LENIENT = False
ARGUMENT = Argument("files", "FILE", "Batch files, as for batch-check.")
OPTIONS = (
    Option(
        ("--in",),
        "places",
        "text",
        "Look for retired models in this file or folder; repeatable.",
        "PATH",
        many=True,
    ),
    Option(("--offline",), "offline", "flag", "Leave the network out: files only."),
    Option(
        ("--fail-on",),
        "fail_on",
        "text",
        "What gives exit code 1: what is not the provider's, anything, or nothing.",
        "WHAT",
        choices=("yours", "any", "never"),
        default="yours",
    ),
    Option(
        ("--model",),
        "models",
        "text",
        "A model to ask the API for; repeatable.",
        "ID",
        many=True,
        config=True,
    ),
    Option(
        ("--base-url",),
        "base_url",
        "text",
        "The API or gateway. Default: what the SDK would use.",
        "URL",
        config=True,
    ),
    Option(
        ("--timeout",),
        "timeout",
        "number",
        "Hard budget for all of the network, in seconds.",
        "SECONDS",
        default=15.0,
        config=True,
    ),
    Option(("--skip",), "skip", "text", "Not these checks of health.", "CHECKS", many=True, config=True),
    Option(
        ("--within",),
        "within",
        "text",
        "Warn of models that retire within so many days.",
        "DAYS",
        default="60d",
    ),
    Option(
        ("--exclude",),
        "exclude",
        "text",
        "No names from these files (a glob, or a folder); repeatable.",
        "GLOB",
        many=True,
    ),
    Option(
        ("--anthropic-version",),
        "version",
        "text",
        "The anthropic-version header batches are created with.",
        "DATE",
        default=NEWEST,
        config=True,
    ),
    Option(
        ("--betas",),
        "betas",
        "text",
        "The anthropic-beta values they are created with, separated by commas.",
        "A,B",
        many=True,
        config=True,
    ),
    Option(
        ("--ignore",),
        "ignore",
        "text",
        "Do not report this rule of batch-check; repeatable.",
        "RULE",
        many=True,
        config=True,
    ),
)


@record
class PreflightArgs(Args):
    """What `preflight` was asked: one field an option."""

    files: Words
    places: Words
    offline: bool
    fail_on: str
    models: Words
    base_url: str | None
    timeout: float
    skip: Words
    within: str
    exclude: Words
    version: str
    betas: Words
    ignore: list[str | dict[str, str]]


ASKED = PreflightArgs


def run(args: PreflightArgs) -> Iterator[Preflight]:
    """Yield one report over all; UsageError and InputError as the commands that are asked raise them."""
    from claude_doctor.doors.preflight import verdict

    if args.offline and not args.files and not args.places:
        raise UsageError("preflight --offline has nothing to look at: name batch files, or paths with --in")
    batch = _batch(args) if args.files else None
    models = _models(args) if args.places else None
    health = None if args.offline else _health(args)
    yield verdict.report(health, batch, models, offline=args.offline)


def inputs(args: PreflightArgs) -> list[str]:
    """Return the files that are read: no output may overwrite them."""
    from claude_doctor.doors.batch_check.engine.files import paths

    return [*(paths(args.files) if args.files else []), *args.places]


def exit_code(report: object, args: PreflightArgs) -> int:
    """Return 1 for a fault that is not the provider's alone; what cannot be read, or broke of ours, has its
    own code.
    """
    if not isinstance(report, Preflight):
        return ExitCode.INTERNAL
    if report.batch and report.batch.unreadable:
        return ExitCode.INPUT
    if args.fail_on != "never" and not report.ready and (args.fail_on == "any" or report.fault != "theirs"):
        is_ours = (
            report.fault == "unknown"
            and report.health
            and any(check.status == "error" for check in report.health.checks)
        )
        return ExitCode.INTERNAL if is_ours else ExitCode.FOUND
    return ExitCode.OK


def _batch(args: PreflightArgs) -> BatchReport | None:
    from claude_doctor.doors.batch_check import command
    from claude_doctor.doors.batch_check.report import BatchReport
    from claude_doctor.doors.preflight.asked import question

    asked = question(
        command, args, files=args.files, version=args.version, betas=args.betas, ignore=args.ignore
    )
    return next((report for report in command.run(asked) if isinstance(report, BatchReport)), None)


def _models(args: PreflightArgs) -> Search | None:
    from claude_doctor.doors.models import command
    from claude_doctor.doors.models.report import Search
    from claude_doctor.doors.preflight.asked import question

    asked = question(command, args, names=[], places=args.places, within=args.within, exclude=args.exclude)
    return next((report for report in command.run(asked) if isinstance(report, Search)), None)


def _health(args: PreflightArgs) -> Health | None:
    from claude_doctor.doors.health import command
    from claude_doctor.doors.health.report import Health
    from claude_doctor.doors.preflight.asked import question

    asked = question(
        command, args, models=args.models, base_url=args.base_url, timeout=args.timeout, skip=args.skip
    )
    return next((report for report in command.run(asked) if isinstance(report, Health)), None)
