"""Which interpreter and SDK every statement of this report is about."""

from __future__ import annotations

from claude_doctor.base.errors import UsageError
from claude_doctor.doors.health.engine.outcome import Outcome, Problem, failed_by, passed, warned
from claude_doctor.doors.health.settings import interpreter as _interpreter
from claude_doctor.facts.versions import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "env.python", "env", 10, (), "none", ""
VERIFIES = "Python, SDK and OpenSSL versions of the interpreter examined"
ON_CLOUD = True


def run(state: State) -> Outcome:
    """Read versions; of another interpreter in a subprocess that only reads them."""
    try:
        found = _interpreter.examined(state.options.python, state.environment, state.budget.limit())
    except _interpreter.UnusableError as error:
        raise UsageError(f"--python: {error}") from error
    state.board.interpreter = found
    state.notes.extend(_interpreter.differences(found))
    facts = found.facts()
    if found.sdk is None:
        return failed_by(_no_sdk(found), **facts)
    words = f"Python {found.python}, anthropic {found.sdk}, {found.openssl}"
    if found.major < 2:
        return warned(
            (
                f"{words}: this SDK speaks API version {found.api_version}; {NEWEST} needs anthropic 2.0 "
                "or newer."
            ),
            "Upgrade the SDK, or know that it sends the key as X-Api-Key.",
            f"{found.path} -m pip install -U anthropic",
            **facts,
        )
    if "OpenSSL 1." in found.openssl or "OpenSSL 0." in found.openssl:
        return warned(
            f"{words}: this OpenSSL is out of support.", "Use a Python built with OpenSSL 3.", "", **facts
        )
    return passed(words, **facts)


def _no_sdk(found: _interpreter.Interpreter) -> Problem:
    return Problem(
        f"{found.path} has no package `anthropic`.",
        "Install the SDK there, or name the right interpreter with --python.",
        f"{found.path} -m pip install anthropic",
        "ModuleNotFoundError: No module named 'anthropic'",
    )
