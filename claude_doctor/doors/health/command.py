"""`health`: find the one broken link between this machine and a Claude model, say whose it is, and give the
fix.
"""

from __future__ import annotations

import os
import time

from claude_doctor.base import config, ours
from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import ExitCode
from claude_doctor.base.options import Args, Option
from claude_doctor.base.record import record, replace
from claude_doctor.doors.health.report import Check, CheckList, Health

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.options import Words
    from claude_doctor.doors.health.engine.state import Options, State
    from claude_doctor.doors.health.settings.cloud import Cloud
    from claude_doctor.doors.health.settings.clouds import Choice

NAME = "health"
HELP = "Check configuration, network, key and model, and name the broken link."
EXAMPLES = (
    "claude-doctor health",
    "claude-doctor health --model claude-opus-5-5",
    "claude-doctor health --no-auth --only connectivity",
    "claude-doctor health --json --timeout 10 --fail-on warn",
    "claude-doctor health --deep",
    "claude-doctor health --platform bedrock --model us.anthropic.claude-opus-5-5-v1:0",
    "claude-doctor health --bundle ticket.json",
)
DETAILS = (
    "Nothing billed is sent without --deep. Exit code 0: healthy; 1: a check failed; 2: wrong usage; 4: "
    "a check itself broke."
)
LENIENT = False
ARGUMENT = None
_IDLE_DEFAULT_EXTRA = 10.0
_LONGEST_START_UP = 5.0
_LONGEST_WAIT = 86_400.0  # no number at all (NaN) is not within it either
# What says where the report goes and what it is worth; everything else is part of the question, and a fix
# repeats it.
_NOT_AGAIN = ("list_checks", "fail_on", "bundle", "bundle_include")
OPTIONS = (
    Option(
        ("--model",),
        "models",
        "text",
        "A model to check; repeatable. Default: ANTHROPIC_MODEL, else the newest the key can list.",
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
        "Hard budget for the whole run, in seconds.",
        "SECONDS",
        default=15.0,
        config=True,
    ),
    Option(
        ("--check-timeout",),
        "check_timeout",
        "number",
        "Longest time of one network step.",
        "SECONDS",
        default=5.0,
        config=True,
    ),
    Option(
        ("--only",),
        "only",
        "text",
        "Only these checks (ids, stages, connectivity, auth, model) and what they need.",
        "CHECKS",
        many=True,
        config=True,
    ),
    Option(
        ("--skip",),
        "skip",
        "text",
        "Not these checks (ids, stages, connectivity, auth, model).",
        "CHECKS",
        many=True,
        config=True,
    ),
    Option(("--list-checks",), "list_checks", "flag", "List the checks in their order and stop."),
    Option(("--no-auth",), "no_auth", "flag", "Send no credential: configuration and network only."),
    Option(("--deep",), "deep", "flag", "Also send a one-token message and a stream (billed)."),
    Option(("--batch",), "batch", "flag", "Also ask for the list of batches."),
    Option(
        ("--idle",), "idle", "number", "Also leave a connection idle for SECONDS and use it again.", "SECONDS"
    ),
    Option(("--size",), "size", "flag", "Also send a 5 MB body to count_tokens."),
    Option(
        ("--platform",),
        "platform",
        "text",
        "The platform to examine. Default: what is set up.",
        "NAME",
        choices=(
            "claude-api",
            "bedrock",
            "mantle",
            "claude-platform-on-aws",
            "vertex",
            "google-cloud",
            "foundry",
        ),
        config=True,
    ),
    Option(
        ("--run-helpers",),
        "run_helpers",
        "flag",
        "Allow programs that the cloud's configuration names (credential_process, az, executables).",
    ),
    Option(("--python",), "python", "text", "The interpreter whose SDK is examined.", "PATH", config=True),
    Option(
        ("--expect-workspace",),
        "expect_workspace",
        "text",
        "Fail when the key is for another workspace.",
        "ID",
    ),
    Option(
        ("--insecure-http",),
        "insecure_http",
        "flag",
        "Allow a credential over plain http to another machine.",
    ),
    Option(("--status-url",), "status_url", "text", "Another status page (Statuspage summary.json).", "URL"),
    Option(
        ("--fail-on",),
        "fail_on",
        "text",
        "The least status that gives exit code 1; yours: the API's own trouble (theirs) does not.",
        choices=("fail", "warn", "yours", "never"),
        default="fail",
        config=True,
    ),
    Option(("--bundle",), "bundle", "text", "Also write a redacted report for a ticket to FILE.", "FILE"),
    Option(
        ("--bundle-include",),
        "bundle_include",
        "text",
        "Leave these in the bundle: hosts, ids.",
        "WHAT",
        many=True,
    ),
)


@record
class HealthArgs(Args):
    """What `health` was asked: one field an option."""

    models: Words
    base_url: str | None
    timeout: float
    check_timeout: float
    only: Words
    skip: Words
    list_checks: bool
    no_auth: bool
    deep: bool
    batch: bool
    idle: float | None
    size: bool
    platform: str | None
    run_helpers: bool
    python: str | None
    expect_workspace: str | None
    insecure_http: bool
    status_url: str | None
    fail_on: str
    bundle: str | None
    bundle_include: Words


ASKED = HealthArgs


def run(args: HealthArgs) -> Iterator[Check | Health | CheckList]:
    """Yield each check as it ends, then the whole report."""
    if args.list_checks:
        from claude_doctor.doors.health.engine import listed

        yield CheckList(listed.infos())
        return
    from claude_doctor.doors.health.engine import run as _run

    options = _options(args)
    choice = _choice(args)
    cloud = _cloud(choice)
    modules = _run.members()
    chosen = _run.selected(modules, args.only, args.skip, _switched_on(args), on_cloud=cloud is not None)
    from claude_doctor.doors.health.engine import bundle as _bundle
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.settings import clouds

    if args.bundle:
        _bundle.checked(args.bundle, args.bundle_include, force=args.force)

    environment = clouds.environment(choice, os.environ)
    state = State(options, environment, time.time, _start_up(), choice, cloud)
    found = []
    for report in _run.run(chosen, state):
        found.append(report)
        ours.say("check", report.faults(), "the other checks go on")
        yield report
    whole = _report(found, state)
    if args.bundle:
        _bundle.write(args.bundle, whole, state, args.bundle_include)
    yield whole


def inputs(_args: HealthArgs) -> list[str]:
    """Nothing that is named is read."""
    return []


def exit_code(report: object, args: HealthArgs) -> int:
    """Return 1 for a failed check (--fail-on warn: a warning too; yours: not what is the API's own trouble),
    4 for a check that broke.
    """
    if not isinstance(report, Health) or args.fail_on == "never":
        return ExitCode.OK
    statuses = {check.status for check in report.checks}
    if args.fail_on == "yours" and "error" not in statuses and report.verdict.fault == "theirs":
        return ExitCode.OK
    if "fail" in statuses or (args.fail_on == "warn" and "warn" in statuses):
        return ExitCode.FOUND
    if "error" in statuses:
        return ExitCode.INTERNAL
    return ExitCode.OK if report.healthy else ExitCode.FOUND


def _switched_on(args: HealthArgs) -> list[str]:
    flags = (("--deep", args.deep), ("--batch", args.batch), ("--idle", args.idle), ("--size", args.size))
    return [flag for flag, value in flags if value]


def _options(args: HealthArgs) -> Options:
    from claude_doctor.doors.health.engine import again as _again
    from claude_doctor.doors.health.engine.state import Options

    idle = args.idle or 0.0
    if (
        not all(0 < seconds <= _LONGEST_WAIT for seconds in (args.timeout, args.check_timeout))
        or not 0 <= idle <= _LONGEST_WAIT
    ):
        raise UsageError("--timeout, --check-timeout and --idle are seconds above 0, at most a day")
    models, source = _models(args)
    return Options(
        base_url=args.base_url,
        models=models,
        models_from=source,
        timeout=args.timeout + (idle + _IDLE_DEFAULT_EXTRA if idle and "timeout" not in args.given else 0),
        check_timeout=args.check_timeout,
        no_auth=args.no_auth,
        insecure_http=args.insecure_http,
        expect_workspace=args.expect_workspace,
        python=args.python,
        run_helpers=args.run_helpers,
        status_url=args.status_url,
        idle=idle,
        directory=os.getcwd(),
        given=_again.words(
            {
                option.flags[0]: getattr(args, option.dest)
                for option in OPTIONS
                if option.dest in args.given and option.dest not in _NOT_AGAIN
            }
        ),
    )


def _models(args: HealthArgs) -> tuple[tuple[str, ...], str]:
    if args.models:
        return tuple(args.models), "--model" if "models" in args.given else "CLAUDE_DOCTOR_MODEL"
    if os.environ.get("ANTHROPIC_MODEL"):
        return (os.environ["ANTHROPIC_MODEL"],), "ANTHROPIC_MODEL"
    configured = config.values(os.getcwd(), os.environ).get("models", [])
    if not isinstance(configured, list) or not all(isinstance(item, str) and item for item in configured):
        raise UsageError(f"configuration: `models` = {configured!r} is no list of model names")
    names = tuple(configured)
    return (names, "the configuration") if names else ((), "")


def _start_up() -> float:
    """Return the seconds since this process began, where the system tells (Linux); the budget holds for the
    whole process.
    """
    try:
        with open("/proc/self/stat", encoding="ascii") as file:
            ticks = int(file.read().rpartition(")")[2].split()[19])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return 0.0
    return (
        age if 0 <= age < _LONGEST_START_UP else 0.0
    )  # called from a program that has run for long: the call begins now


def _choice(args: HealthArgs) -> Choice:
    from claude_doctor.doors.health.engine import clouds as _clouds
    from claude_doctor.doors.health.settings import clouds

    made = clouds.choice(_clouds.members(), os.environ, os.getcwd(), args.platform, args.base_url)
    is_elsewhere = made.switches and not (made.used or made.own or made.why)
    if is_elsewhere and not any(file for _, _, file in made.switches):
        raise UsageError(
            f"{made.switches[0][0]} is configured: Claude Code goes to a gateway of its own, which only it "
            "knows. Name that gateway with --base-url, or examine the Claude API with --platform claude-api."
        )
    return made


def _cloud(choice: Choice) -> Cloud | None:
    """Return the platform that is examined in place of the Claude API, as the environment sets it up."""
    from claude_doctor.doors.health.engine import clouds as _clouds
    from claude_doctor.doors.health.settings import clouds

    if not choice.used:
        return None
    found = _clouds.member(choice.used).settled(clouds.environment(choice, os.environ), time.time())
    return replace(found, is_claude_codes=choice.is_claude_codes)


def _report(found: list[Check], state: State) -> Health:
    from claude_doctor.doors.health.engine import verdict

    return verdict.health(found, state)
