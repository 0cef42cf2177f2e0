"""Whether some credential can be found, and whether files it needs are usable."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import (
    Outcome,
    Problem,
    failed_by,
    passed,
    skipped,
    warned,
)
from claude_doctor.doors.health.settings import arrivals
from claude_doctor.doors.health.settings import credential as cred
from claude_doctor.doors.health.settings import profile as _config_profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.credential", "config", 70, (), "none", ""
VERIFIES = (
    "a credential is found; profile files parse, are closed to others and not expired; a federation is "
    "complete"
)


def run(state: State) -> Outcome:
    """Judge the credential the SDK would take."""
    if state.options.no_auth:
        return skipped("--no-auth: no credential is looked for")
    found = state.credential
    if found.way == "none":
        return failed_by(_none(state), looked_at=list(cred.PLACES))
    if found.way == "profile":
        problem = _config_profile.profile_problem(state.environment, state.now())
        return failed_by(problem) if problem else passed(f"profile {found.source}")
    if found.way == "federation":
        problem = cred.federation_problem(state.environment)
        return (
            failed_by(problem)
            if problem
            else passed(f"workload identity federation, token from {found.source}")
        )
    missing = cred.partial_federation(state.environment)
    if missing:
        words = f"{cred.RULE} is set but {', '.join(missing)} is not: the federation is not used."
        return warned(words, "Complete it or unset it.", f"unset {cred.RULE}", source=found.source)
    return passed(f"found in {found.source}", source=found.source)


def _none(state: State) -> Problem:
    missing = cred.partial_federation(state.environment)
    if missing:
        return Problem(
            f"No credential: {cred.RULE} is set but {' and '.join(missing)} is not.",
            f"Set {' and '.join(missing)}.",
            f"export {missing[0]}=/var/run/secrets/anthropic/token"
            if missing[0].endswith("FILE")
            else f"export {missing[0]}=…",
            (
                'TypeError: "Could not resolve authentication method. Expected either api_key or '
                'auth_token to be set."'
            ),
            "credentials_missing",
        )
    arrival = arrivals.words(state.environment)
    empty = [name for name in (cred.KEY, cred.TOKEN) if name in state.environment]
    hint = f" ({' and '.join(empty)} is set but empty, which counts as unset.)" if empty else ""
    return Problem(
        f"No credential in any of the five places the SDK looks.{hint}",
        f"{arrival[0]} Set {cred.KEY} to an API key; network checks run without one.".strip(),
        arrival[1] or f"export {cred.KEY}='…'   # from https://platform.claude.com/settings/keys",
        (
            'TypeError: "Could not resolve authentication method. Expected either api_key or auth_token to '
            'be set."'
        ),
        "credentials_missing",
    )
