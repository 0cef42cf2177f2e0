"""`models`: which models are served, until when, what they refuse; and where files still name one that is
not.
"""

from __future__ import annotations

from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import ExitCode
from claude_doctor.base.options import Args, Argument, Option
from claude_doctor.base.record import record
from claude_doctor.doors.models.report import ModelList, Search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.options import Words

NAME = "models"
HELP = "Say which models are served and until when, and find files that name one that is not."
EXAMPLES = (
    "claude-doctor models",
    "claude-doctor models claude-opus-4-5",
    "claude-doctor models --in src --in config.yaml",
    "claude-doctor models --in . --within 90d --fail-on warning --format github",
)
DETAILS = (
    "Offline. Exit code 0: nothing found at or above --fail-on; 1: a retired or unknown model; 2: wrong "
    "usage; 3: unreadable input."
)
LENIENT = False
ARGUMENT = Argument("names", "ID", "Ids of models, in any platform's spelling; with --in more paths.")
OPTIONS = (
    Option(
        ("--in",), "places", "text", "Look for names in this file or folder; repeatable.", "PATH", many=True
    ),
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
        "Not these files (a glob, or a folder); repeatable.",
        "GLOB",
        many=True,
    ),
    Option(
        ("--fail-on",),
        "fail_on",
        "text",
        "From which findings on the exit code is 1.",
        "WHAT",
        choices=("error", "warning", "never"),
        default="error",
    ),
)
_LONGEST = 36_500


@record
class ModelsArgs(Args):
    """What `models` was asked: one field an option."""

    names: Words
    places: Words
    within: str
    exclude: Words
    fail_on: str


ASKED = ModelsArgs


def run(args: ModelsArgs) -> Iterator[ModelList | Search]:
    """Yield the models, or with --in what was found; UsageError for wrong days, InputError for a path that is
    not there.
    """
    from claude_doctor.base.clock import today

    if args.places:
        from claude_doctor.doors.models.engine.search import search

        yield search([*args.places, *args.names], args.exclude, days(args.within), today())
        return
    from claude_doctor.doors.models.engine.known import listed

    yield listed(args.names, today())


def inputs(args: ModelsArgs) -> list[str]:
    """Return the paths that are read: no output may overwrite them."""
    return [*args.places, *args.names] if args.places else []


def exit_code(report: object, args: ModelsArgs) -> int:
    """Return 1 for a retired model (with --fail-on warning for one that ends soon too), or for a name nobody
    knows.
    """
    if args.fail_on == "never":
        return ExitCode.OK
    if isinstance(report, Search):
        counted = report.errors + (report.warnings if args.fail_on == "warning" else 0)
        return ExitCode.FOUND if counted else ExitCode.INPUT if report.unreadable else ExitCode.OK
    if isinstance(report, ModelList) and report.named:
        is_bad = report.unknown or any(model.state == "retired" for model in report.models)
        return ExitCode.FOUND if is_bad else ExitCode.OK
    return ExitCode.OK


def days(text: str) -> int:
    """Return the days of `60d` or `60`; UsageError for anything else."""
    number = text.removesuffix("d")
    if not (number.isascii() and number.isdecimal()) or len(number) > 5 or int(number) > _LONGEST:
        raise UsageError(f"--within {text}: write days, as in 60d")
    return int(number)
