"""Which credential source of the cloud wins, whether it is whole, and whether it is over by its own files."""

from __future__ import annotations

from claude_doctor.base import clock
from claude_doctor.doors.health.engine.cloud_calls import cloud
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome, failed_by, passed, skipped, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.settings.cloud import Cloud

ID, STAGE, RANK, NEEDS, COST, OPTION = "cloud.source", "cloud", 36, (), "none", ""
VERIFIES = "the credential source that wins: complete, not expired by its own files, its library installed"
ON_CLOUD, ON_DIRECT = True, False


def run(state: State) -> Outcome:
    """Judge the source; nothing is sent and no helper is run."""
    if state.options.no_auth:
        return skipped("--no-auth: no credential is looked for")
    found = cloud(state)
    source = found.source
    facts: dict[str, object] = {"source": source.name or None, "also_set": list(source.others)}
    if source.problem:
        return failed_by(source.problem, **facts)
    if source.expires is not None and source.expires < state.now() and source.way != "asked":
        return _over(found, source.expires, facts)
    missing = _missing_package(state, found)
    if missing:
        return missing
    if source.remarks:
        return warned(f"{source.remarks[0]}.", "Unset the one that is not meant.", "", **facts)
    hidden = f"; {', '.join(source.others)} is set too and loses" if source.others else ""
    runs = "; it starts a program (--run-helpers)" if source.runs else ""
    return passed(f"{source.name}{hidden}{runs}", **facts)


def _over(found: Cloud, expires: float, facts: dict[str, object]) -> Outcome:
    return Outcome(
        FAIL,
        f"The credential from {found.source.name} ended on {clock.day(expires)}, as its own file says.",
        "Renew it the way it was made.",
        "",
        "yours",
        tuple(facts.items()),
        says="botocore.exceptions.ClientError: An error occurred (ExpiredTokenException) when calling the "
        "GetCallerIdentity operation: The security token included in the request is expired",
        entry="aws_credentials_invalid_or_expired",
    )


def _missing_package(state: State, found: Cloud) -> Outcome | None:
    """Return what is wrong when the SDK's client cannot be made for want of a package."""
    if found.source.way in ("bearer", "key") or not found.packages:
        return None
    python = state.board.interpreter
    package = found.packages[0]
    if python is not None and not python.is_own:
        if package in python.packages:
            return None
        return Outcome(
            FAIL,
            f"{python.path} has no package {package}: {found.client} cannot be used there.",
            f"Install the extra [{found.extra}].",
            f"{python.path} -m pip install 'anthropic[{found.extra}]'",
            "yours",
            says=f"ModuleNotFoundError: No module named '{package}'",
        )
    from importlib.util import find_spec

    try:
        has = find_spec(package) is not None
    except ModuleNotFoundError:
        has = False
    if has or found.is_claude_codes:
        return None
    words = (
        f"{found.source.name}; the interpreter of claude-doctor has no {package}, which {found.client} needs."
    )
    return warned(words, "Name the interpreter of the program with --python.",
                  "claude-doctor health --python .venv/bin/python", source=found.source.name)  # fmt: skip
