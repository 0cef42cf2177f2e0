"""Requests to a cloud with its credential: signed, or with a token or key in the header it reads."""

from __future__ import annotations

import json
import sys

from claude_doctor.base.record import record, replace
from claude_doctor.doors.health.engine import asking, cloud_faults, guard
from claude_doctor.doors.health.engine.budget import BudgetError
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome, failed_by, skipped
from claude_doctor.doors.health.settings import url
from claude_doctor.doors.health.settings.cloud import Keys
from claude_doctor.doors.health.wire import sigv4

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.settings.cloud import Cloud
    from claude_doctor.doors.health.wire.answer import Answer
    from claude_doctor.doors.health.wire.web import Web

AGENT = {"user-agent": "claude-doctor", "accept": "application/json"}


def cloud(state: State) -> Cloud:
    """Return the platform that is examined; LookupError when there is none."""
    if state.cloud is None:
        raise LookupError("no cloud is examined")
    return state.cloud


def asked(state: State, program: str, words: list[str]) -> dict[str, object] | Outcome:
    """Let the examined interpreter's library get the credential; an Outcome says why there is none."""
    found = cloud(state)
    source = found.source
    if source.runs and not state.options.run_helpers:
        return skipped(f"not run: {source.name} starts a program, which is done only with --run-helpers")
    if state.options.run_helpers:
        words = [*words, "--run-helpers"]
    python = state.board.interpreter.path if state.board.interpreter else sys.executable
    try:
        return asking.ask(python, program, words, state.environment, state.budget.left())
    except asking.MissingPackageError as missing:
        return _without(state, str(missing))
    except BudgetError:
        return skipped(
            f"not run: {source.name} gave no credential within the budget", budget_s=state.budget.total
        )
    except asking.AskingError as error:
        return Outcome(
            FAIL,
            f"No credential from {source.name}: {str(error)[:300]}",
            fault="yours",
            says=str(error),
            entry=cloud_faults.page_of(str(error), found.id),
        )


def _without(state: State, package: str) -> Outcome:
    found = cloud(state)
    python = state.board.interpreter
    words = f"not run: {found.source.name} needs the package {package}"
    if python is None or python.is_own:
        return skipped(f"{words}; name the interpreter that has it with --python")
    return Outcome(
        FAIL,
        f"{python.path} has no package {package}, without which {found.client} cannot log in.",
        f"Install the extra [{found.extra}] there.",
        f"{python.path} -m pip install 'anthropic[{found.extra}]'",
        "yours",
        says=f"ModuleNotFoundError: No module named '{package}'",
    )


def obtain(state: State) -> Outcome | None:
    """Have the keys that sign on AWS; None when they are there, else why they are not."""
    if state.granted.keys or cloud(state).source.way != "asked":
        return None
    found = asked(state, "aws", [])
    if isinstance(found, Outcome):
        return found
    state.granted.keys = Keys(str(found["access"]), str(found["secret"]), str(found.get("session") or ""))
    return None


def clear_text(state: State, base: url.BaseUrl) -> Outcome | None:
    """Refuse to send a credential over plain http to another machine, unless that was asked for."""
    is_here = base.is_loopback or guard.is_unspecified(base.host)
    if base.scheme != "http" or is_here or state.options.insecure_http:
        return None
    return guard.unsent(base, base.url(""), is_inside=base is state.base and guard.is_inside(state))


@record
class Elsewhere:
    """Another host of the cloud: a client for it and its address."""

    web: Web
    base: url.BaseUrl


def ask(  # what a request has
    state: State,
    method: str,
    path: str,
    body: dict[str, object] | None = None,
    *,
    at: Elsewhere | None = None,
    extra: dict[str, str] | None = None,
) -> Answer:
    """Send one authenticated request to the platform, or to another host of it."""
    content = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
    headers = {**AGENT, **(extra or {})}
    if body is not None:
        headers["content-type"] = "application/json"
    for name, value in state.custom.pairs:
        headers[name.lower()] = value
    address = (at.base if at else state.base).url(path)
    headers = authorized(state, method, address, headers, content)
    return (at.web if at else state.web()).ask(method, path, headers, content=content or None)


def authorized(
    state: State, method: str, address: str, headers: dict[str, str], content: bytes, service: str = ""
) -> dict[str, str]:
    """Return the headers with the credential in them."""
    found, granted = cloud(state), state.granted
    keys, token = granted.keys or found.source.keys, granted.token or found.source.value
    if keys:
        return sigv4.signed(
            method,
            address,
            headers,
            content,
            keys,
            region=found.part("region") or "us-east-1",
            service=service or found.service,
            now=state.now(),
        )
    if found.source.way == "key":
        return {**headers, "x-api-key": token, "api-key": token}
    return {**headers, "authorization": f"Bearer {token}"}


def elsewhere(state: State, address: str, source: str) -> Elsewhere | Outcome:
    """Return a client for another host of the cloud, or why none may be asked."""
    base = url.parsed(address, source, own_path=True)
    if base.problem:
        return failed_by(base.problem)
    return clear_text(state, base) or Elsewhere(state.elsewhere(address, source), base)


def named(outcome: Outcome, words: str) -> Outcome:
    """Return an outcome with words in front of its summary."""
    return replace(outcome, summary=f"{words} {outcome.summary}")
