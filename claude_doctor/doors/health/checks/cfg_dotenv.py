"""Files that carry another key or base URL than the process: read and reported, never used."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import Outcome, passed, skipped, warned
from claude_doctor.doors.health.settings import dotenv

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.dotenv", "config", 30, (), "none", ""
VERIFIES = ".env, .envrc and Claude Code settings files that carry another key or base URL than the process"


def run(state: State) -> Outcome:
    """Compare each file with the environment."""
    files = list(dotenv.files(state.options.directory, state.environment))
    if not files:
        return skipped("no .env, .envrc or settings file here")
    differing = [(found, name) for found in files for name in found.differing(state.environment)]
    facts = {"files": [found.path for found in files], "differing": [f"{found.path}: {name}" for found, name in differing]}
    if not differing:
        return passed(f"{len(files)} file(s) read, none says otherwise", **facts)
    found, name = differing[0]
    if state.environment.get(name):
        words = f"{found.path} sets another {name} than this process has."
        return warned(words, "Find out which one the program loads.", f"grep -n {name} {found.path}; env | grep ANTHROPIC", **facts)
    return passed(f"{found.path} sets {name}, which this process does not have (programs that load it will)", **facts)
