"""Files that carry another key or base URL than the process: read and reported, never used."""

from __future__ import annotations

import shlex

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.outcome import Outcome, passed, skipped, warned
from claude_doctor.doors.health.settings import credential as cred
from claude_doctor.doors.health.settings import dotenv

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.dotenv", "config", 30, (), "none", ""
VERIFIES = ".env, .envrc and Claude Code settings files that carry another key or base URL than the process"

_NO_KEY = ("cfg.credential",)


def run(state: State) -> Outcome:
    """Compare each file with the environment."""
    files = list(dotenv.files(state.options.directory, state.environment))
    if not files:
        return skipped("no .env, .envrc or settings file here")
    differing = [(found, name) for found in files for name in found.differing(state.environment)]
    facts = {
        "files": [found.path for found in files],
        "differing": [f"{found.path}: {name}" for found, name in differing],
    }
    if not differing:
        return passed(f"{len(files)} file(s) read, none says otherwise", **facts)
    found, name = differing[0]
    if state.environment.get(name):
        words = f"{found.path} sets another {name} than this process has."
        warning = warned(
            words,
            "Find out which one the program loads.",
            f"grep -n {name} {found.path}; env | grep ANTHROPIC",
            **facts,
        )
        if name not in (cred.KEY, cred.TOKEN):
            return warning
        fix = (
            f"The one in the environment hides the one in the file: unset {name} where that is the right one."
        )
        return replace(
            warning, fix=fix, command=f"unset {name}", explains=("auth.models=401", "auth.models=403")
        )
    words = f"{found.path} sets {name}, which this process does not have (programs that load it will)"
    return replace(_missing(state, found.path, name, words), details=tuple(facts.items()))


def _missing(state: State, path: str, name: str, words: str) -> Outcome:
    """Return a pass that says how the file would reach the process, and that its absence explains a missing
    credential.
    """
    outcome = passed(words)
    if name not in (cred.KEY, cred.TOKEN):
        return outcome
    if path.endswith(".json"):
        return replace(
            outcome,
            fix=f"Only Claude Code reads that file: set {name} for other programs too.",
            command=f"export {name}='…'",
            explains=_NO_KEY,
        )
    if name in state.environment:
        return replace(
            outcome,
            fix=f"{name} is set but empty, and loaders keep what is set: unset it.",
            command=f"unset {name}",
            explains=_NO_KEY,
        )
    fix = "Load the file into the environment, or with load_dotenv() in the program."
    return replace(outcome, fix=fix, command=f"set -a; . {shlex.quote(path)}; set +a", explains=_NO_KEY)
